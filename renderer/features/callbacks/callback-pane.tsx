import { Button, UnstyledButton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { CallbackView } from "../../../simulator/api/index.ts";
import { formatDuration } from "../../shared/format/clock.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { formatAge } from "../../shared/format/elapsed.ts";
import { CodeView } from "../../shared/widgets/code-view.tsx";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead, SectionCaption } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { Tabs } from "../../shared/widgets/tabs.tsx";
import { dropCallback, resendCallback, tryNow } from "../../state/callback-actions.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { choose } from "../../state/run-actions.ts";
import { AnswerMark, NextTry, timeOfDay } from "./marks.tsx";
import styles from "./callbacks.module.css";

type TabName = "tries" | "content";

/** The chosen callback: its attempts, what it carries, what waits behind it. */
export function CallbackPane({
  run,
  id,
  date,
  over,
  onChoose,
}: {
  readonly run: string;
  readonly id: string | undefined;
  /** Changes whenever the queue does. */
  readonly date: number | undefined;
  readonly over: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const [tab, setTab] = useState<TabName>("tries");
  const query = useQuery({
    ...hostQueries.callbacks.get.queryOptions({
      input: { run, id: id ?? "" },
      refetchInterval: over === undefined ? 1000 : false,
      retry: false,
    }),
    enabled: id !== undefined && date !== undefined,
    placeholderData: keepPreviousData,
  });
  const data = id === undefined ? undefined : query.data;
  return (
    <div className={styles.callback} data-level="callback">
      <Pane label="Callback">
        {data === undefined || query.isError ? (
          <>
            <PaneHead title="Callback" />
            <Empty>
              {query.isError && id !== undefined
                ? query.error.message
                : "Choose a stream, a dead letter or a delivered callback: its attempts, what it carries and what waits behind it stand here."}
            </Empty>
          </>
        ) : (
          <>
            <PaneHead
              title={`${data.name} ${formatCount(data.sequence)}`}
              about={data.about === "" ? `to ${data.recipient}` : `${data.about}, to ${data.recipient}`}
            />
            <Tabs
              id="callback"
              label="Views of the callback"
              tabs={[
                { name: "tries", title: "Tries" },
                { name: "content", title: "Content" },
              ]}
              chosen={tab}
              onChoose={setTab}
            />
            <div
              id="callback-panel"
              role="tabpanel"
              aria-labelledby={`callback-tab-${tab}`}
              className={styles.panel}
            >
              {tab === "tries" ? (
                <Tries run={run} callback={data} onChoose={onChoose} />
              ) : (
                <Content callback={data} />
              )}
            </div>
            <Foot run={run} callback={data} over={over} />
          </>
        )}
      </Pane>
    </div>
  );
}

function Tries({
  run,
  callback,
  onChoose,
}: {
  readonly run: string;
  readonly callback: CallbackView;
  readonly onChoose: (id: string) => void;
}) {
  const navigate = useNavigate();
  const { attempts, state, nextIn, reason } = callback;
  return (
    <ScrollRegion label="Attempts of the callback" className="grow">
      <SectionCaption aside={`${callback.tries + (state === "delivered" ? 1 : 0)} made`}>
        Tries
      </SectionCaption>
      <div className={styles.next}>
        {state === "dead" && <span>{`Given up: ${reason ?? ""}.`}</span>}
        {state === "delivered" && <span>It arrived.</span>}
        {state !== "dead" && state !== "delivered" && (
          <>
            <span className="muted">next</span> <NextTry state={state} nextIn={nextIn} />
          </>
        )}
      </div>
      {attempts.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" style={{ width: 84 }}>
                at
              </th>
              <th scope="col">answer</th>
              <th scope="col" className={styles.number} style={{ width: 58 }}>
                took
              </th>
              <th scope="col" className={styles.number} style={{ width: 56 }}>
                journal
              </th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((tried) => (
              <tr key={tried.at}>
                <td className="data">{timeOfDay(tried.at)}</td>
                <td className="clip" title={tried.reason}>
                  <AnswerMark tried={tried} withTime={false} />{" "}
                  {tried.reason === "delivered"
                    ? ""
                    : tried.reason.replace(/^the endpoint answered \d+$/, "")}
                </td>
                <td className={`data ${styles.number ?? ""}`}>{formatDuration(tried.took)}</td>
                <td className={styles.number}>
                  {tried.seq !== undefined && (
                    <UnstyledButton
                      className={`${styles.open ?? ""} data`}
                      aria-label={`Message ${tried.seq} on the ladder`}
                      onClick={() => {
                        if (tried.seq !== undefined) choose(run, tried.seq);
                        void navigate({ to: "/session/$run", params: { run } });
                      }}
                    >
                      {tried.seq}
                    </UnstyledButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {callback.behindCount > 0 && (
        <>
          <SectionCaption aside={formatCount(callback.behindCount)}>Behind it in this stream</SectionCaption>
          <ul className={styles.behind}>
            {callback.behind.map((other) => (
              <li key={other.id}>
                <span className="data">{formatCount(other.sequence)}</span>
                <UnstyledButton
                  className={styles.open}
                  onClick={() => {
                    onChoose(other.id);
                  }}
                >
                  {other.name}
                </UnstyledButton>
              </li>
            ))}
            {callback.behindCount > callback.behind.length && (
              <li className="muted">{formatCount(callback.behindCount - callback.behind.length)} more</li>
            )}
          </ul>
        </>
      )}
      <SectionCaption>Identity over all tries</SectionCaption>
      <Identity run={run} callback={callback} />
    </ScrollRegion>
  );
}

function Identity({ run, callback }: { readonly run: string; readonly callback: CallbackView }) {
  const navigate = useNavigate();
  const { operationId, messageId, relatesTo, address, state, expiresIn, stream } = callback;
  return (
    <dl className={styles.identity}>
      <div>
        <dt>operation</dt>
        <dd>
          <UnstyledButton
            className={`${styles.open ?? ""} data`}
            onClick={() =>
              void navigate({ to: "/operations/$run/$operation", params: { run, operation: operationId } })
            }
          >
            {operationId}
          </UnstyledButton>
        </dd>
      </div>
      {stream !== operationId && (
        <div>
          <dt>stream</dt>
          <dd className="data">{stream}</dd>
        </div>
      )}
      <div>
        <dt>MessageID</dt>
        <dd className="data">{messageId}</dd>
      </div>
      {relatesTo !== undefined && (
        <div>
          <dt>RelatesTo</dt>
          <dd className="data">{relatesTo}</dd>
        </div>
      )}
      {address !== undefined && (
        <div>
          <dt>to</dt>
          <dd className="data">{address}</dd>
        </div>
      )}
      {state !== "delivered" && (
        <div>
          <dt>expires</dt>
          <dd>in {formatAge(expiresIn)}</dd>
        </div>
      )}
    </dl>
  );
}

function Content({ callback }: { readonly callback: CallbackView }) {
  const { xml, masked, state } = callback;
  if (xml === undefined)
    return (
      <Empty>
        {state === "delivered"
          ? "What was delivered is not kept here. The journal has the message: follow its number under Tries."
          : "This callback cannot be written as XML."}
      </Empty>
    );
  return (
    <>
      <div className={styles.contentBar}>
        <span className="caption clip">
          as it is sent, without our credentials{masked > 0 && `; ${counted(masked, "secret")} covered`}
        </span>
        <span className="grow" />
        <CopyButton text={xml} label="Copy the XML" />
      </div>
      <div className={styles.code}>
        <CodeView label="Content of the callback" text={xml} />
      </div>
    </>
  );
}

function Foot({
  run,
  callback,
  over,
}: {
  readonly run: string;
  readonly callback: CallbackView;
  readonly over: string | undefined;
}) {
  const { id, registrationId, state } = callback;
  const place = { run, registrationId };
  const off = { disabled: over !== undefined, title: over };
  if (state === "delivered") return undefined;
  return (
    <div className={styles.foot}>
      {state === "dead" ? (
        <>
          <Button {...off} variant="filled" onClick={() => void resendCallback(run, id)}>
            Resend
          </Button>
          <Button {...off} onClick={() => void dropCallback(place, id)}>
            Drop
          </Button>
        </>
      ) : (
        <Button
          disabled={over !== undefined || state === "paused" || state === "in-flight"}
          title={over ?? (state === "paused" ? "The recipient is paused; resume it." : undefined)}
          variant="filled"
          onClick={() => void tryNow(place)}
        >
          Try now
        </Button>
      )}
    </div>
  );
}
