import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { CallStory, DraftCheck, OperationForm } from "../../../simulator/api/index.ts";
import { formatSize } from "../../shared/format/count.ts";
import { Banner } from "../../shared/widgets/banner.tsx";
import { WarningMark } from "../../shared/widgets/badge.tsx";
import { CodeView } from "../../shared/widgets/code-view.tsx";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { PaneBar } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { Tabs } from "../../shared/widgets/tabs.tsx";
import { type ConsoleTab, consoleUi, type ConsoleUi, currentConsole } from "../../state/console-ui.ts";
import { host, hostQueries } from "../../state/host-client.ts";
import { attempt } from "../../state/problem.ts";
import styles from "./console.module.css";
import { focusSoon } from "./form/form-context.ts";
import { covered } from "./xml-lines.ts";
import { XmlView } from "./xml-view.tsx";

const tabs = [
  { name: "request", title: "Request XML" },
  { name: "response", title: "Response" },
  { name: "headers", title: "Headers" },
  { name: "curl", title: "curl" },
] as const;

/** The request as XML, what came back, and the same as a command line. */
export function RequestSide({
  run,
  ui,
  form,
  check,
  story,
  onRaw,
  onForm,
}: {
  readonly run: string;
  readonly ui: ConsoleUi;
  readonly form: OperationForm;
  readonly check: DraftCheck | undefined;
  readonly story: CallStory | undefined;
  readonly onRaw: () => void;
  readonly onForm: () => void;
}) {
  return (
    <>
      <div className={styles.sideTabs}>
        <Tabs
          id="console"
          label="Request and response"
          tabs={tabs}
          chosen={ui.tab}
          onChoose={(tab: ConsoleTab) => {
            consoleUi(run).update((now) => ({ ...now, tab }));
          }}
        />
      </div>
      <div
        className={styles.side}
        role="tabpanel"
        id="console-panel"
        aria-labelledby={`console-tab-${ui.tab}`}
      >
        {ui.tab === "request" && (
          <RequestXml run={run} ui={ui} form={form} check={check} onRaw={onRaw} onForm={onForm} />
        )}
        {ui.tab === "response" && <Octets run={run} story={story} part="response" />}
        {ui.tab === "headers" && <HeaderLists run={run} story={story} />}
        {ui.tab === "curl" && <Curl check={check} isRaw={ui.raw !== undefined} />}
      </div>
    </>
  );
}

function RequestXml({
  run,
  ui,
  form,
  check,
  onRaw,
  onForm,
}: {
  readonly run: string;
  readonly ui: ConsoleUi;
  readonly form: OperationForm;
  readonly check: DraftCheck | undefined;
  readonly onRaw: () => void;
  readonly onForm: () => void;
}) {
  const { raw, lit } = ui;
  const place = check?.places.find(({ path }) => path === lit);
  const marker = useMemo(() => {
    if (place === undefined) return undefined;
    const { inner, from, to } = place;
    return inner.to > inner.from ? inner : { from, to };
  }, [place]);
  const secrets = (check?.places ?? []).filter(({ path }) => /(^|\/)password\[\d+\]$/.test(path));
  const shown =
    check === undefined
      ? ""
      : covered(
          check.xml,
          secrets.map(({ inner }) => inner),
        );
  if (raw !== undefined)
    return (
      <>
        <PaneBar quiet>
          <span>the whole envelope, sent as it stands here</span>
          <span className="grow" />
          <Button variant="subtle" onClick={onForm}>
            Back to the form
          </Button>
        </PaneBar>
        <RawEditor run={run} raw={raw} />
      </>
    );
  return (
    <>
      <PaneBar quiet>
        <span>SOAP {ui.sending?.soapVersion ?? "1.1"}, document/literal</span>
        <span className="grow" />
        {check !== undefined && <span className="data">{formatSize(check.bytes)}</span>}
        <CopyButton text={check?.xml ?? ""} label="Copy the envelope" />
        <Button variant="subtle" onClick={onRaw} disabled={check === undefined}>
          Edit raw
        </Button>
      </PaneBar>
      <XmlView
        label={`Envelope of ${form.name}`}
        xml={shown}
        lit={marker}
        onPick={(position) => {
          const inside = (check?.places ?? [])
            .filter(({ from, to }) => from <= position && position < to)
            .toSorted((one, other) => one.to - one.from - (other.to - other.from))[0];
          if (inside === undefined || inside.path === "") return;
          consoleUi(run).update((now) => ({ ...now, lit: inside.path }));
          focusSoon(inside.path);
        }}
      />
    </>
  );
}

function RawEditor({ run, raw }: { readonly run: string; readonly raw: string }) {
  const [first] = useState(raw);
  return (
    // The editor would take Ctrl Enter for a new line.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={styles.editor}
      onKeyDownCapture={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        currentConsole.get()?.send();
      }}
    >
      <CodeView
        label="Envelope under edit"
        text={first}
        onChange={(text) => {
          consoleUi(run).update((now) => ({ ...now, raw: text }));
        }}
      />
    </div>
  );
}

function Curl({ check, isRaw }: { readonly check: DraftCheck | undefined; readonly isRaw: boolean }) {
  if (isRaw)
    return (
      <Empty>
        <b>The command line follows the form.</b> Go back to the form to see it; the envelope under edit can
        be copied as it is.
      </Empty>
    );
  if (check === undefined) return <Empty>Writing the command line…</Empty>;
  return (
    <>
      <PaneBar quiet>
        <span>the password is left out; what is written when it is sent stands as a comment</span>
        <span className="grow" />
        <CopyButton text={check.curl} label="Copy the command" />
      </PaneBar>
      <CodeView label="Command line" text={check.curl} />
    </>
  );
}

function useMessage(run: string, seq: number | undefined) {
  return useQuery(
    hostQueries.journal.inspect.queryOptions({ input: { run, seq: seq ?? 1 }, enabled: seq !== undefined }),
  );
}

function Octets({
  run,
  story,
  part,
}: {
  readonly run: string;
  readonly story: CallStory | undefined;
  readonly part: "response";
}) {
  const { data } = useMessage(run, story?.[part]);
  if (story === undefined)
    return (
      <Empty>
        <b>The response appears here</b> when a request was sent. Ctrl Enter sends it.
      </Empty>
    );
  if (story.response === undefined)
    return (
      <Empty>
        {story.state === "sending" ? "Waiting for the answer of the DM server…" : <b>No answer came.</b>}{" "}
        {story.fault?.text}
      </Empty>
    );
  const layer = data?.layers[0];
  if (data === undefined) return <Empty>Reading the message…</Empty>;
  if (layer === undefined)
    return (
      <Empty>
        <b>The response has no body.</b> Its status is {data.row.status ?? "unknown"}.
      </Empty>
    );
  const text = layer.pretty ?? layer.text ?? "";
  return (
    <>
      <PaneBar quiet>
        <span>
          status <b className="data">{data.row.status}</b>, {layer.title}, message {data.row.seq}
        </span>
        <span className="grow" />
        <span className="data">{formatSize(data.row.bytes)}</span>
        <CopyButton text={layer.text ?? text} label="Copy the response as received" />
      </PaneBar>
      {story.fault !== undefined && (
        <Banner tone="fail" mark={<WarningMark />} role="note">
          <b>{story.fault.code}</b> {story.fault.text}
        </Banner>
      )}
      <CodeView label="Response" text={text} />
    </>
  );
}

function HeaderLists({ run, story }: { readonly run: string; readonly story: CallStory | undefined }) {
  const request = useMessage(run, story?.request);
  const response = useMessage(run, story?.response);
  if (story?.request === undefined)
    return (
      <Empty>
        <b>The headers appear here</b> when a request was sent.
      </Empty>
    );
  return (
    <ScrollRegion label="Headers" className={styles.headers}>
      <h3>
        Request <span className="data">{request.data?.method}</span>{" "}
        <span className="data">{request.data?.url}</span>
      </h3>
      <HeaderTable headers={request.data?.headers ?? []} />
      <h3>
        Response <span className="data">{response.data?.row.status}</span>
      </h3>
      <HeaderTable headers={response.data?.headers ?? []} />
    </ScrollRegion>
  );
}

function HeaderTable({
  headers,
}: {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}) {
  return (
    <dl className={styles.headerList}>
      {headers.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="data">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Takes an envelope that was written by hand into the form; says what has no place in it. */
export async function parseRaw(raw: string) {
  return attempt("Reading the envelope", () => host.console.parse({ envelope: raw }));
}
