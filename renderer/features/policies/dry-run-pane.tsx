import { Button, NativeSelect, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type {
  ExternalSystemView,
  PoliciesView,
  PolicyExplanationView,
  PolicyQuestionInput,
} from "../../../simulator/api/index.ts";
import { Badge } from "../../shared/widgets/badge.tsx";
import { Banner } from "../../shared/widgets/banner.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead, SectionCaption } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { VerdictMark } from "../../shared/widgets/verdict.tsx";
import { consoleUi, type ConsoleUi } from "../../state/console-ui.ts";
import { host } from "../../state/host-client.ts";
import { type AskedCommand, policiesUi, type Question, usePoliciesUi } from "../../state/policies-ui.ts";
import { named, type PoliciesPlace } from "../../state/policy-actions.tsx";
import { commandKinds } from "./editor/policy-rows.ts";
import { litRule } from "./lit-rule.ts";
import { realRequest, words } from "./real-request.ts";
import styles from "./policies.module.css";

/** Would this request be granted, and by which rule. */
export function DryRunPane({
  place,
  view,
  system,
}: {
  readonly place: PoliciesPlace;
  readonly view: PoliciesView;
  readonly system: ExternalSystemView | undefined;
}) {
  const { question, drafts } = usePoliciesUi(place.run);
  const navigate = useNavigate();
  const [answer, setAnswer] = useState<{
    readonly of: string;
    /** The question and the policy that were asked about. */
    readonly about: string;
    readonly said: PolicyExplanationView;
  }>();
  const [refusal, setRefusal] = useState<string>();
  const draft = system && drafts[system.id];
  const about = JSON.stringify([question, draft, system?.policy]);
  const unavailable =
    system === undefined
      ? "There is no External System to ask about."
      : system.origin === "pending"
        ? "It is not known yet: nothing is granted."
        : undefined;
  const change = (part: Partial<Question>) => {
    policiesUi(place.run).update((now) => ({ ...now, question: { ...now.question, ...part } }));
    setRefusal(undefined);
  };
  const ask = async () => {
    if (system === undefined || unavailable !== undefined) return;
    try {
      const said = await host.policies.explain({
        ...named(place),
        externalSystem: system.id,
        question: asked(question),
        ...(question.edited && draft !== undefined ? { policy: draft } : {}),
      });
      setAnswer({ of: system.id, about, said });
      litRule.set(said.decisions.at(-1)?.rule);
      setRefusal(undefined);
    } catch (cause) {
      setAnswer(undefined);
      setRefusal(cause instanceof Error ? cause.message : String(cause));
    }
  };
  const sendForReal = () => {
    consoleUi(place.run).update((now) => ({ ...now, ...consoleRequest(question, now), system: system?.id }));
    void navigate({ to: "/console/$run", params: { run: place.run } });
  };
  const operations = [
    ...view.choices.operationGroups.flatMap((group) => group.operations),
    ...view.choices.ungranted,
  ];
  const said = answer?.of === system?.id ? answer?.said : undefined;
  return (
    <Pane label="Dry run">
      <form
        className={styles.dryRun}
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <PaneHead title="Dry run" about="would this be granted?">
          <Button type="submit" variant="filled" disabled={unavailable !== undefined} title={unavailable}>
            Ask <kbd className={styles.hint}>Enter</kbd>
          </Button>
        </PaneHead>
        <ScrollRegion label="Question and answer" className="grow">
          <div className={styles.question}>
            <SegmentedControl
              aria-label="How the request is given"
              value={question.form}
              onChange={(form) => {
                change({ form });
              }}
              data={[
                { value: "parts", label: "its parts" },
                { value: "soap", label: "a SOAP message" },
              ]}
            />
            {question.form === "soap" ? (
              <Textarea
                label="SOAP message"
                rows={12}
                spellCheck={false}
                value={question.soap}
                placeholder="<soap:Envelope …"
                onChange={({ currentTarget }) => {
                  change({ soap: currentTarget.value });
                }}
              />
            ) : (
              <>
                <NativeSelect
                  label="Operation"
                  value={question.operation}
                  data={operations}
                  onChange={({ currentTarget }) => {
                    change({ operation: currentTarget.value });
                  }}
                />
                <TextInput
                  label="Devices"
                  placeholder="ids, with spaces between them"
                  value={question.devices}
                  onChange={({ currentTarget }) => {
                    change({ devices: currentTarget.value });
                  }}
                />
                <Commands
                  commands={question.commands}
                  onChange={(commands) => {
                    change({ commands });
                  }}
                />
                <TextInput
                  label="Alert types"
                  placeholder="urn:oma:at:…"
                  value={question.alertTypes}
                  onChange={({ currentTarget }) => {
                    change({ alertTypes: currentTarget.value });
                  }}
                />
              </>
            )}
            {draft !== undefined && (
              <SegmentedControl
                aria-label="Which policy decides"
                value={question.edited ? "edited" : "saved"}
                onChange={(policy) => {
                  change({ edited: policy === "edited" });
                }}
                data={[
                  { value: "edited", label: "edited policy" },
                  { value: "saved", label: "saved policy" },
                ]}
              />
            )}
          </div>
          {refusal !== undefined && (
            <Banner tone="warn" role="alert">
              {refusal}
            </Banner>
          )}
          {said === undefined ? (
            refusal === undefined && (
              <Empty>
                {unavailable ??
                  `Ask, and the rule that decides appears here: the same decisions in the same order as for a real request of ${system?.id ?? ""}. Nothing is sent.`}
              </Empty>
            )
          ) : (
            <Answer said={said} isStale={answer?.about !== about} />
          )}
          {unavailable === undefined && (
            <p className={styles.forReal}>
              <Button onClick={sendForReal}>Send it for real…</Button>
              <span className="caption">opens the Console with this request; nothing is sent yet</span>
            </p>
          )}
        </ScrollRegion>
      </form>
    </Pane>
  );
}

/** What the console then shows: the parts in its form, a message in its editor. */
function consoleRequest(question: Question, now: ConsoleUi): Partial<ConsoleUi> {
  const common = { lit: undefined, from: undefined, list: "operations", tab: "request" } as const;
  if (question.form === "soap") return { ...common, raw: question.soap };
  const draft = realRequest(question);
  return { ...common, raw: undefined, operation: draft.name, drafts: { ...now.drafts, [draft.name]: draft } };
}

function asked(question: Question): PolicyQuestionInput {
  if (question.form === "soap") return { soap: question.soap };
  return {
    operation: question.operation,
    devices: words(question.devices),
    commands: question.commands
      .filter(({ locUri }) => locUri.trim() !== "")
      .map(({ kind, locUri, from }) => ({
        kind,
        locUri: locUri.trim(),
        ...(kind === "copy" ? { from } : {}),
      })),
    alertTypes: words(question.alertTypes),
  };
}

function Commands({
  commands,
  onChange,
}: {
  readonly commands: readonly AskedCommand[];
  readonly onChange: (commands: readonly AskedCommand[]) => void;
}) {
  const set = (at: number, part: Partial<AskedCommand>) => {
    onChange(commands.map((command, index) => (index === at ? { ...command, ...part } : command)));
  };
  return (
    <fieldset className={styles.commands}>
      <legend className={styles.legend}>Commands</legend>
      {commands.map((command, at) => (
        // a command has no name but its place
        <div key={at} className={styles.command}>
          <NativeSelect
            aria-label={`Kind of command ${at + 1}`}
            value={command.kind}
            data={[...commandKinds]}
            onChange={({ currentTarget }) => {
              const kind = commandKinds.find((one) => one === currentTarget.value);
              if (kind !== undefined) set(at, { kind });
            }}
          />
          {command.kind === "copy" && (
            <TextInput
              aria-label={`Source of command ${at + 1}`}
              placeholder="from"
              value={command.from}
              onChange={({ currentTarget }) => {
                set(at, { from: currentTarget.value });
              }}
            />
          )}
          <TextInput
            aria-label={`LocURI of command ${at + 1}`}
            className={styles.locUri}
            placeholder={command.kind === "copy" ? "to" : "./Settings"}
            value={command.locUri}
            onChange={({ currentTarget }) => {
              set(at, { locUri: currentTarget.value });
            }}
          />
          <Button
            variant="subtle"
            aria-label={`Take command ${at + 1} away`}
            onClick={() => {
              onChange(commands.filter((_, index) => index !== at));
            }}
          >
            ×
          </Button>
        </div>
      ))}
      <Button
        variant="subtle"
        onClick={() => {
          onChange([...commands, { kind: "replace", locUri: "", from: "" }]);
        }}
      >
        Add a command
      </Button>
    </fieldset>
  );
}

function Answer({
  said,
  isStale,
}: {
  readonly said: PolicyExplanationView;
  /** The question or the policy was changed since. */
  readonly isStale: boolean;
}) {
  return (
    <section aria-label="Answer" aria-live="polite">
      {isStale && (
        <Banner tone="warn">
          <b>This was the answer before the last change.</b> Ask again.
        </Banner>
      )}
      <Banner
        tone={said.granted ? "pass" : "fail"}
        mark={<VerdictMark verdict={said.granted ? "pass" : "fail"} />}
      >
        <b>
          {said.operation}
          {said.code !== undefined && `, ${said.code}`}.
        </b>{" "}
        {said.verdict}
      </Banner>
      <SectionCaption aside="after authentication">How it was decided</SectionCaption>
      <ol className={styles.decisions}>
        {said.decisions.map((decision, at) => (
          // decisions have no name but their place
          <li key={at} data-refused={!decision.granted || undefined}>
            <span className="caption data">{at + 1}</span>
            <div>
              <span className={styles.decided}>
                {decision.title} <span className="data">{decision.asked}</span>
              </span>
              <p className="caption">
                {decision.rule}
                {decision.compared !== decision.asked && `; compared with ${decision.compared}`}
              </p>
            </div>
            <Badge
              badge={
                decision.granted
                  ? { text: "go on", tone: "plain", title: "Granted" }
                  : { text: decision.code ?? "refused", tone: "fail", title: "Refused" }
              }
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
