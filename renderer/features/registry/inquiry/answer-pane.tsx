import { Button, Checkbox, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { InquiryLine, InquiryStory } from "../../../../simulator/api/index.ts";
import { formatDuration } from "../../../shared/format/clock.ts";
import { Badge } from "../../../shared/widgets/badge.tsx";
import { CodeView } from "../../../shared/widgets/code-view.tsx";
import { CopyButton } from "../../../shared/widgets/copy-button.tsx";
import { Empty } from "../../../shared/widgets/empty.tsx";
import { Pane, PaneBar, PaneHead } from "../../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../../shared/widgets/scroll-region.tsx";
import { Tabs } from "../../../shared/widgets/tabs.tsx";
import { takeAgain } from "../../../state/registry-actions.tsx";
import { changeRegistryUi } from "../../../state/registry-ui.ts";
import styles from "./inquiry.module.css";

type TabName = "answer" | "request" | "response" | "history";

/** What came of the inquiries: as a table, as messages, and those before. */
export function AnswerPane({
  run,
  lines,
  story,
}: {
  readonly run: string;
  readonly lines: readonly InquiryLine[];
  readonly story: InquiryStory | undefined;
}) {
  const [tab, setTab] = useState<TabName>("answer");
  return (
    <Pane label="Answer">
      <PaneHead
        title={story?.line.call ?? "Answer"}
        about={
          story === undefined ? undefined : (
            <span title={story.line.about}>
              <StateMark line={story.line} />
            </span>
          )
        }
      />
      <Tabs
        id="inquiry"
        label="Answer of the registry"
        tabs={[
          { name: "answer", title: "Answer" },
          { name: "request", title: "Request" },
          { name: "response", title: "Response" },
          { name: "history", title: "History" },
        ]}
        chosen={tab}
        onChoose={setTab}
      />
      <div
        id="inquiry-panel"
        role="tabpanel"
        aria-labelledby={`inquiry-tab-${tab}`}
        className={styles.panel}
        data-level="inspector"
      >
        {tab === "history" ? (
          <History run={run} lines={lines} shown={story?.line.id} />
        ) : story === undefined ? (
          <Empty>
            <b>What the registry answers appears here</b>, as a table and as it came.
          </Empty>
        ) : tab === "answer" ? (
          <Answer run={run} story={story} />
        ) : tab === "request" ? (
          <Message key="request" label="Request as it was sent" shown={story.request} />
        ) : story.response === undefined ? (
          <Empty>
            {story.line.state === "sending" ? "No answer yet." : `No answer: ${story.line.about}`}
          </Empty>
        ) : (
          <Message
            key="response"
            label="Response as it came"
            shown={story.response}
            status={story.response.status}
          />
        )}
      </div>
    </Pane>
  );
}

function StateMark({ line: { state, about, took, errno } }: { readonly line: InquiryLine }) {
  if (state === "sending") return <>under way…</>;
  return (
    <>
      {state === "answered" ? (
        <span className={styles.good}>✓ </span>
      ) : (
        <Badge badge={{ text: errno === undefined ? state : String(errno), tone: "fail" }} />
      )}{" "}
      {about}
      {took !== undefined && <span className="muted"> in {formatDuration(took)}</span>}
    </>
  );
}

function Answer({ run, story }: { readonly run: string; readonly story: InquiryStory }) {
  const { table, report, line } = story;
  return (
    <ScrollRegion label="What was answered" className="grow">
      {report.length > 0 && (
        <dl className={styles.report}>
          {report.map(({ errno, code, meaning, text, keyType }) => (
            <div key={`${errno} ${text}`}>
              <dt>
                <Badge badge={{ text: String(errno), tone: errno === 0 ? "plain" : "fail" }} />{" "}
                <b className="strong">{code}</b> <span className="muted">{keyType}</span>
              </dt>
              <dd>
                {meaning}
                {text !== "" && <span className="muted"> The registry says: {text}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {line.state === "failed" && <Empty>{line.about}</Empty>}
      {line.state === "cancelled" && <Empty>Nobody waits for this answer any longer.</Empty>}
      {table !== undefined && (
        <>
          <p className={styles.tableHead} role="status">
            {line.about}
            {table.part !== undefined && `, ${table.part}`}
            {table.truncated && ", truncated: ask more narrowly, or for the next with listHead"}
          </p>
          {table.rows.length === 0 ? (
            <Empty>
              <b>Nothing fits.</b> Try approximateMatch with % in version 3, or % in a name in version 2.
            </Empty>
          ) : (
            <table className={styles.table}>
              <thead>
                <tr>
                  {table.columns.map((column) => (
                    <th key={column} scope="col" title={column}>
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map(({ id, cells }, index) => (
                  // Rows of an answer have nothing but their place.
                  // oxlint-disable-next-line react/no-array-index-key
                  <tr key={index}>
                    {cells.map((cell, column) => (
                      <td key={table.columns[column]} className="clip" title={cell}>
                        {column === 0 && id !== undefined ? (
                          <UnstyledButton
                            className={styles.link}
                            onClick={() => {
                              changeRegistryUi(run, { mode: "entry", entry: id });
                            }}
                          >
                            {cell || "open"}
                          </UnstyledButton>
                        ) : (
                          cell
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </ScrollRegion>
  );
}

function Message({
  label,
  shown,
  status,
}: {
  readonly label: string;
  readonly shown: { readonly exact: string; readonly indented: string };
  readonly status?: number;
}) {
  const [indented, setIndented] = useState(true);
  const text = indented ? shown.indented : shown.exact;
  return (
    <>
      <PaneBar quiet>
        <Checkbox
          label="indented view, not the original"
          checked={indented}
          onChange={({ currentTarget }) => {
            setIndented(currentTarget.checked);
          }}
        />
        <span className="grow" />
        {status !== undefined && <span>HTTP {status}</span>}
        <CopyButton text={shown.exact} label="Copy the message" />
      </PaneBar>
      <div className={styles.raw}>
        <CodeView label={label} text={text} />
      </div>
    </>
  );
}

function History({
  run,
  lines,
  shown,
}: {
  readonly run: string;
  readonly lines: readonly InquiryLine[];
  readonly shown: string | undefined;
}) {
  if (lines.length === 0)
    return (
      <Empty>
        <b>Nothing has been sent from here.</b> Each request is kept with its answer until the host stops.
      </Empty>
    );
  return (
    <ScrollRegion label="Inquiries before" className="grow">
      <ul className={styles.history}>
        {lines.map((line) => (
          <li key={line.id} data-chosen={line.id === shown || undefined}>
            <UnstyledButton
              className={styles.historyLine}
              aria-pressed={line.id === shown}
              onClick={() => {
                changeRegistryUi(run, { shown: line.id });
              }}
            >
              <span className="data">{line.call}</span>
              <span className="caption">UDDI {line.version}</span>
              <span className="clip" title={line.about}>
                <StateMark line={line} />
              </span>
            </UnstyledButton>
            <Button
              variant="subtle"
              aria-label={`Take ${line.call} again`}
              onClick={() => void takeAgain(run, line.id)}
            >
              Again
            </Button>
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
}
