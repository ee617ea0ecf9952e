import { Button, UnstyledButton } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import type {
  CallbackTest,
  ConsoleCatalog,
  ConsoleSystem,
  Draft,
  DraftCheck,
  OperationForm,
  Sending,
} from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { formatWhen } from "../../shared/format/when.ts";
import { useNow } from "../../shared/hooks/use-now.ts";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { PaneHead } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { WarningMark } from "../../shared/widgets/badge.tsx";
import { VerdictWord } from "../../shared/widgets/verdict.tsx";
import { consoleUi, type ConsoleUi, draftOf, setDraft } from "../../state/console-ui.ts";
import { keyHint } from "../../state/keymap.ts";
import { useOpenMessage } from "../../shared/journal/message-link.tsx";
import { testCallback } from "./console-actions.tsx";
import styles from "./console.module.css";
import { orderIn } from "./draft-edit.ts";
import { focusSoon, RequestFormProvider } from "./form/form-context.ts";
import { RequestFields } from "./form/request-fields.tsx";
import { SenderBar } from "./sender-bar.tsx";

/** The request: as whom, the form, what is wrong with it, and where callbacks go. */
export function RequestPane({
  run,
  ui,
  form,
  catalog,
  systems,
  system,
  sending,
  draft,
  check,
  over,
  onSend,
  onExample,
}: {
  readonly run: string;
  readonly ui: ConsoleUi;
  readonly form: OperationForm;
  readonly catalog: ConsoleCatalog;
  readonly systems: readonly ConsoleSystem[];
  readonly system: ConsoleSystem;
  readonly sending: Sending;
  readonly draft: Draft;
  readonly check: DraftCheck | undefined;
  readonly over: string | undefined;
  readonly onSend: () => void;
  readonly onExample: () => void;
}) {
  const isRaw = ui.raw !== undefined;
  const problems = check?.problems ?? [];
  const isWrong = !isRaw && problems.length > 0;
  return (
    <>
      <PaneHead title={form.name} about={form.about}>
        <Button variant="subtle" onClick={onExample}>
          Load example
        </Button>
        <Button
          onClick={() => {
            consoleUi(run).update((now) => ({ ...now, naming: true }));
          }}
        >
          Save as template
        </Button>
        <Button
          variant="filled"
          disabled={over !== undefined}
          title={over ?? sendTitle(isWrong)}
          onClick={onSend}
        >
          {isWrong ? "Send anyway" : "Send"} <kbd>{keyHint("sendRequest")}</kbd>
        </Button>
      </PaneHead>
      <SenderBar run={run} systems={systems} system={system} sending={sending} />
      {over !== undefined && (
        <p className={styles.over} role="note">
          {over}. The console of the live world, or a new run, can send.
        </p>
      )}
      {isRaw ? (
        <div className={styles.edited}>
          <Empty
            actions={
              <Button
                onClick={() => {
                  consoleUi(run).update((now) => ({ ...now, raw: undefined, lit: undefined }));
                }}
              >
                Leave the edit, keep the form as it was
              </Button>
            }
          >
            <b>The envelope is edited by hand</b>, at the right. “Back to the form” takes over what was
            changed; what the form has no place for is said before.
          </Empty>
        </div>
      ) : (
        <Form run={run} form={form} catalog={catalog} draft={draft} check={check}>
          {form.fields.length === 0 && <p className="muted">This request has no fields.</p>}
          <Granted system={system} />
          <Known nodes={check?.nodes ?? []} />
        </Form>
      )}
      {isWrong && (
        <div className={styles.problems} role="status">
          <WarningMark />
          <span className="clip grow">
            {counted(problems.length, "problem")}: {problems[0]?.text}
          </span>
          <Button
            variant="subtle"
            onClick={() => {
              focusSoon(problems[0]?.path ?? "");
            }}
          >
            Go there
          </Button>
        </div>
      )}
      <Callbacks key={system.id} run={run} system={system} over={over} />
    </>
  );
}

function sendTitle(isWrong: boolean): string | undefined {
  return isWrong ? "It is sent as it is; the DM server will say what is wrong with it" : undefined;
}

function Form({
  run,
  form,
  catalog,
  draft,
  check,
  children,
}: {
  readonly run: string;
  readonly form: OperationForm;
  readonly catalog: ConsoleCatalog;
  readonly draft: Draft;
  readonly check: DraftCheck | undefined;
  readonly children: ReactNode;
}) {
  const context = useMemo(
    () => ({
      run,
      draft,
      change: (edit: (now: Draft) => Draft) => {
        setDraft(run, edit(draftOf(consoleUi(run).get())));
      },
      order: orderIn(form.fields, catalog.commands),
      commands: catalog.commands,
      problems: byPlace(check?.problems ?? []),
      notes: byPlace(check?.notes ?? []),
      light: (path: string) => {
        consoleUi(run).update((now) => (now.lit === path ? now : { ...now, lit: path }));
      },
    }),
    [run, draft, form, catalog, check],
  );
  return (
    <ScrollRegion label={`Form of ${form.name}`} className={styles.form ?? ""}>
      <div data-request-form>
        <RequestFormProvider value={context}>
          <RequestFields key={form.name} fields={form.fields} path="" />
        </RequestFormProvider>
      </div>
      {children}
    </ScrollRegion>
  );
}

/** The first sentence about each place. */
function byPlace(
  sentences: readonly { readonly path: string; readonly text: string }[],
): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { path, text } of sentences) if (!places.has(path)) places.set(path, text);
  return places;
}

function Granted({ system }: { readonly system: ConsoleSystem }) {
  const { granted, name } = system;
  if (granted === undefined) return null;
  return (
    <p className={styles.granted}>
      <b>Granted to {name}:</b> {listed(granted.operations, "operation")}, on{" "}
      {granted.devices.includes("*") ? "every device" : granted.devices.join(", ")},{" "}
      {granted.subtrees.length === 0 ? "no command" : granted.subtrees.join("; ")}. One command outside
      refuses all (POL0202).
    </p>
  );
}

function listed(names: readonly string[], one: string): string {
  if (names.includes("*")) return `every ${one}`;
  return names.length > 6 ? counted(names.length, one) : names.join(", ");
}

function Known({ nodes }: { readonly nodes: DraftCheck["nodes"] }) {
  if (nodes.length === 0) return null;
  return (
    <section aria-label="What is known of these nodes">
      <h3>What is known of these nodes</h3>
      <table className={styles.known}>
        <thead>
          <tr>
            <th scope="col">node</th>
            <th scope="col">value</th>
            <th scope="col" className={styles.format}>
              format
            </th>
          </tr>
        </thead>
        <tbody>
          {nodes.map(({ uri, value, format, missing }) => (
            <tr key={uri}>
              <td className="data" title={uri}>
                {uri}
              </td>
              <td className="data" title={value}>
                {missing === undefined ? value : <span className="muted">{missing}</span>}
              </td>
              <td className="data">{format}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Callbacks({
  run,
  system,
  over,
}: {
  readonly run: string;
  readonly system: ConsoleSystem;
  readonly over: string | undefined;
}) {
  const now = useNow(30_000);
  const [test, setTest] = useState<CallbackTest | "running">();
  const open = useOpenMessage(run);
  return (
    <div className={styles.callbacks}>
      <span className="caption">callbacks go to</span>
      <span className={styles.address} title={system.callback}>
        {system.callback}
      </span>
      <CopyButton text={system.callback} label="Copy the callback address" />
      <span role="status" className={styles.reach}>
        {test === "running" ? (
          <span className="caption">the DM server looks…</span>
        ) : test !== undefined ? (
          <span className={styles.tested} title={test.text}>
            <VerdictWord
              verdict={test.reached ? "pass" : "fail"}
              word={test.reached ? "reached just now" : "not reached"}
            />
            {!test.reached && <span className="caption clip">{test.text}</span>}
            {test.message !== undefined && (
              <UnstyledButton
                className={styles.link}
                aria-label={`Message ${test.message} on the ladder`}
                onClick={() => {
                  open(test.message ?? 0);
                }}
              >
                {test.message}
              </UnstyledButton>
            )}
          </span>
        ) : system.callbackAt === undefined ? (
          <span className="caption">none arrived yet</span>
        ) : (
          <VerdictWord verdict="pass" word={`reached ${formatWhen(system.callbackAt, now)}`} />
        )}
      </span>
      <Button
        variant="subtle"
        disabled={test === "running" || over !== undefined}
        title={over ?? "The DM server looks whether anybody answers there. Nothing is delivered."}
        onClick={() => {
          setTest("running");
          void testCallback(run, system.id).then(setTest);
        }}
      >
        Test
      </Button>
    </div>
  );
}
