import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type {
  CallDraft,
  ConsoleCatalog,
  ConsoleSystem,
  ConsoleTemplate,
  Draft,
  OperationForm,
} from "../../../simulator/api/index.ts";
import { useMedia } from "../../shared/hooks/use-media.ts";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { Splitter } from "../../shared/widgets/splitter.tsx";
import { Tabs } from "../../shared/widgets/tabs.tsx";
import { announce } from "../../state/announcer.ts";
import {
  type ConsoleList,
  consoleUi,
  type ConsoleUi,
  currentConsole,
  draftOf,
  loadRequest,
} from "../../state/console-ui.ts";
import { hostQueries } from "../../state/host-client.ts";
import { useStore } from "../../state/store.ts";
import { loadExample, readTemplates, sendRequest, templates } from "./console-actions.tsx";
import styles from "./console.module.css";
import { focusSoon } from "./form/form-context.ts";
import { HistoryList } from "./history-list.tsx";
import { LostDialog } from "./lost-dialog.tsx";
import { focusForm, OperationList } from "./operation-list.tsx";
import { parseRaw, RequestSide } from "./request-side.tsx";
import { RequestPane } from "./request-pane.tsx";
import { StoryPane } from "./story-pane.tsx";
import { TemplateDialog } from "./template-dialog.tsx";
import { TemplateList } from "./template-list.tsx";
import { useCheck, usualSending } from "./use-request.ts";

const STORY = { usual: 262, min: 96, max: 520 };

/** Operations and history, form, XML, and what became of it. */
export function ConsoleWorkbench({
  run,
  ui,
  catalog,
  systems,
  system,
  over,
}: {
  readonly run: string;
  readonly ui: ConsoleUi;
  readonly catalog: ConsoleCatalog;
  readonly systems: readonly ConsoleSystem[];
  readonly system: ConsoleSystem;
  /** Why nothing can be sent any more. */
  readonly over: string | undefined;
}) {
  const operations = catalog.groups.flatMap((group) => group.operations);
  const form = operations.find(({ name }) => name === ui.operation) ?? operations[0];
  const sending = ui.sending ?? usualSending(system);
  const draft = draftOf(ui);
  const check = useCheck(run, system, ui.operation, draft, sending);
  const kept = useStore(templates) ?? [];
  useEffect(() => void readTemplates(), []);
  const live = useQuery(
    hostQueries.console.watch.experimental_liveOptions({
      input: { run, ...(ui.call === undefined ? {} : { call: ui.call }) },
    }),
  );
  const calls = live.data?.calls ?? [];
  const story = live.data?.story?.call === ui.call ? live.data?.story : undefined;
  const [size, setSize] = useState(STORY.usual);
  const [lost, setLost] = useState<{ readonly sentences: readonly string[]; readonly made: CallDraft }>();
  const isLow = useMedia("(max-height: 760px)");
  const isNarrow = useMedia("(max-width: 1360px)");
  const height = size === STORY.usual && isLow ? 196 : size;
  const made: CallDraft = {
    operation: ui.operation,
    system: system.id,
    sending,
    ...(ui.raw === undefined ? { draft } : { envelope: ui.raw, draft }),
  };
  const send = () => {
    if (over === undefined) void sendRequest(run, made, ui.from);
  };
  const example = () => void loadExample(run, system.id, ui.operation);
  const editRaw = () => {
    if (check === undefined) return;
    consoleUi(run).update((now) => ({ ...now, raw: check.xml, tab: "request" }));
    announce("The envelope can be edited.");
  };
  const backToForm = async () => {
    if (ui.raw === undefined) return;
    const parsed = await parseRaw(ui.raw);
    if (parsed === undefined) return;
    const { operation, draft: read, lost: sentences, problem } = parsed;
    const next: CallDraft = { operation: operation ?? ui.operation, system: system.id, sending };
    const isKnown = operations.some(({ name }) => name === next.operation);
    if (problem !== undefined || read === undefined || !isKnown)
      setLost({
        sentences: [problem ?? `${next.operation} is no operation of the contract, so it has no form.`],
        made: next,
      });
    else if (sentences.length > 0) setLost({ sentences, made: { ...next, draft: read } });
    else {
      loadRequest(run, { ...next, draft: read });
      focusForm();
    }
  };
  const latest = useRef({ send, example, editRaw, backToForm });
  useEffect(() => {
    latest.current = { send, example, editRaw, backToForm };
  });
  const holdsCommands = form?.fields.some(({ kind }) => kind === "command") === true;
  useEffect(() => {
    currentConsole.set({
      run,
      operations: catalog.groups.flatMap((group) => group.operations.map(({ name }) => name)),
      unavailable: over,
      send: () => {
        latest.current.send();
      },
      example: () => {
        latest.current.example();
      },
      toggleRaw: () => {
        if (consoleUi(run).get().raw === undefined) latest.current.editRaw();
        else void latest.current.backToForm();
      },
      name: () => {
        consoleUi(run).update((now) => ({ ...now, naming: true }));
      },
      addCommand: holdsCommands
        ? () => document.querySelector<HTMLElement>("[data-add-command]")?.click()
        : undefined,
    });
    return () => {
      currentConsole.set(undefined);
    };
  }, [run, catalog, over, holdsCommands]);
  if (form === undefined) return null;
  return (
    <div className={styles.grid} style={{ "--story": `${height}px`, "--side": isNarrow ? "372px" : "430px" }}>
      <Left run={run} ui={ui} catalog={catalog} calls={calls} />
      <Pane label="Request" className={styles.centre}>
        <RequestPane
          run={run}
          ui={ui}
          form={form}
          catalog={catalog}
          systems={systems}
          system={system}
          sending={sending}
          draft={draft}
          check={check}
          over={over}
          onSend={send}
          onExample={example}
        />
      </Pane>
      <Pane label="Request and response" className={styles.right}>
        <RequestSide
          run={run}
          ui={{ ...ui, sending }}
          form={form}
          check={check}
          story={story}
          onRaw={editRaw}
          onForm={() => void backToForm()}
        />
      </Pane>
      <Splitter
        label="Height of the story"
        axis="y"
        size={height}
        min={STORY.min}
        max={STORY.max}
        onResize={setSize}
        className={styles.edge}
      />
      <Pane label="What became of it" className={styles.story}>
        <StoryPane
          run={run}
          story={story}
          onField={(path) => {
            consoleUi(run).update((now) => ({ ...now, lit: path, tab: "request" }));
            focusSoon(path);
          }}
        />
      </Pane>
      {ui.naming && (
        <TemplateDialog
          template={{ ...made, name: freeName(nameFor(form, draft), kept) }}
          onClose={() => {
            consoleUi(run).update((now) => ({ ...now, naming: false }));
          }}
        />
      )}
      {lost !== undefined && (
        <LostDialog
          sentences={lost.sentences}
          onGo={
            lost.made.draft &&
            (() => {
              loadRequest(run, lost.made);
              setLost(undefined);
            })
          }
          onStay={() => {
            setLost(undefined);
          }}
        />
      )}
    </div>
  );
}

function Left({
  run,
  ui,
  catalog,
  calls,
}: {
  readonly run: string;
  readonly ui: ConsoleUi;
  readonly catalog: ConsoleCatalog;
  readonly calls: Parameters<typeof HistoryList>[0]["calls"];
}) {
  const tabs = [
    { name: "operations", title: "Operations" },
    { name: "history", title: "History" },
    { name: "templates", title: "Templates" },
  ] as const;
  return (
    <Pane label="Operations and history" className={styles.left}>
      <PaneHead title="Console" level={1} about="External System" />
      <div className={styles.leftTabs}>
        <Tabs
          id="console-list"
          label="Console"
          tabs={tabs}
          chosen={ui.list}
          onChoose={(list: ConsoleList) => {
            consoleUi(run).update((now) => ({ ...now, list }));
          }}
        />
      </div>
      <div
        className={styles.side}
        role="tabpanel"
        id="console-list-panel"
        aria-labelledby={`console-list-tab-${ui.list}`}
      >
        {ui.list === "operations" && <OperationList run={run} ui={ui} catalog={catalog} />}
        {ui.list === "history" && <HistoryList run={run} calls={calls} chosen={ui.call} />}
        {ui.list === "templates" && <TemplateList run={run} />}
      </div>
    </Pane>
  );
}

function nameFor(form: OperationForm, draft: Draft): string {
  const name = draft.children?.find((child) => child.name === "name")?.text ?? "";
  return `${form.name} ${name}`.trim().slice(0, 70);
}

/** The name, with a number where a template has it already. */
function freeName(name: string, kept: readonly ConsoleTemplate[]): string {
  const taken = new Set(kept.map((template) => template.name));
  let number = 2;
  let free = name;
  while (taken.has(free)) free = `${name} ${number++}`;
  return free;
}
