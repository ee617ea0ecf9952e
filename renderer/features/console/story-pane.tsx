import { Button, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { CallStory, StoryEvent } from "../../../simulator/api/index.ts";
import { formatClock, formatDuration } from "../../shared/format/clock.ts";
import { formatCount } from "../../shared/format/count.ts";
import { roleTitle } from "../../shared/format/row-text.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { RoleGlyph } from "../../shared/widgets/glyph.tsx";
import { PaneBar } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { VerdictWord } from "../../shared/widgets/verdict.tsx";
import { useOpenMessage } from "../../shared/journal/message-link.tsx";
import { isGoing, stateWord, verdictOf } from "./call-words.ts";
import { leaveCall, loadCall, sendAgain } from "./console-actions.tsx";
import styles from "./story.module.css";

/** What became of a call: its answer, what followed, and the results, as one story. */
export function StoryPane({
  run,
  story,
  onField,
}: {
  readonly run: string;
  readonly story: CallStory | undefined;
  /** Leads to the field that a fault names. */
  readonly onField: (path: string) => void;
}) {
  const open = useOpenMessage(run);
  if (story === undefined)
    return (
      <>
        <PaneBar>
          <h2 className={styles.title}>What became of it</h2>
        </PaneBar>
        <Empty>
          <b>A request that was sent is followed here:</b> its acknowledgement or fault, the callbacks, and
          the DM session that it led to. Ctrl Enter sends the form as it stands.
        </Empty>
      </>
    );
  const { call, operation, operationId, state, duration, request, fault, events, more, next, results } =
    story;
  return (
    <>
      <PaneBar>
        <h2 className={styles.title}>What became of it</h2>
        <span className="muted clip">
          {operationId !== undefined && (
            <span className="data" title={operationId}>
              {shortId(operationId)}{" "}
            </span>
          )}
          {operation}
        </span>
        <span role="status" className={styles.state}>
          <VerdictWord verdict={verdictOf(state)} word={stateWord(state)} />
        </span>
        {duration > 0 && (
          <span className="caption">{formatDuration(duration)} from request to last message</span>
        )}
        <span className="grow" />
        {isGoing(state) && <Button onClick={() => void leaveCall(run, call)}>Stop waiting</Button>}
        {request !== undefined && (
          <Button
            variant="subtle"
            onClick={() => {
              open(request);
            }}
          >
            Open ladder
          </Button>
        )}
        <Button variant="subtle" onClick={() => void sendAgain(run, call)}>
          Send again
        </Button>
        <Button variant="subtle" onClick={() => void loadCall(run, call)}>
          Edit and send
        </Button>
      </PaneBar>
      <ScrollRegion label="Story of the call" className={styles.scroll ?? ""}>
        {fault !== undefined && (
          <div className={styles.fault} role="note">
            <b className="data">{fault.code}</b> <span>{fault.text}</span>
            {fault.variables.length > 0 && (
              <span className="caption">
                variables <span className="data">{fault.variables.join(", ")}</span>
              </span>
            )}
            {fault.element !== undefined && (
              <Button
                onClick={() => {
                  onField(fault.element ?? "");
                }}
              >
                Go to {fieldName(fault.element)}
              </Button>
            )}
          </div>
        )}
        <ol className={styles.line}>
          {events.map((event) => (
            <Event key={event.messages[0]} run={run} event={event} onOpen={open} />
          ))}
          {more > 0 && (
            <li className={styles.later}>
              <div className={styles.head}>
                <span className="data caption">…</span>
              </div>
              <b>{formatCount(more)} more</b>
              <div className={styles.text}>on the ladder</div>
            </li>
          )}
          <li className={styles.later} data-going={isGoing(state) || undefined}>
            <div className={styles.head}>
              <span className="data caption">next</span>
            </div>
            <b>{next.title}</b>
            <div className={styles.text}>{next.text}</div>
          </li>
        </ol>
        {results.length > 0 && <Results results={results} />}
      </ScrollRegion>
    </>
  );
}

function Event({
  run,
  event,
  onOpen,
}: {
  readonly run: string;
  readonly event: StoryEvent;
  readonly onOpen: (seq: number) => void;
}) {
  const { after, from, to, title, text, tone, messages, device } = event;
  const [first] = messages;
  const last = messages.at(-1);
  return (
    <li>
      <div className={styles.head}>
        <span className="data caption">{formatClock(after)}</span>
        <span className={styles.way} title={`${roleTitle(from)} to ${roleTitle(to)}`}>
          <RoleGlyph role={from} />
          <span className="visually-hidden">{roleTitle(from)} to</span>
          <span className="muted" aria-hidden="true">
            →
          </span>
          <RoleGlyph role={to} />
          <span className="visually-hidden">{roleTitle(to)}</span>
        </span>
        {first !== undefined && (
          <UnstyledButton
            className={styles.link}
            aria-label={`Message ${last === first ? first : `${first}–${last ?? first}`} on the ladder`}
            onClick={() => {
              onOpen(first);
            }}
          >
            {last === first ? first : `${first}–${last}`}
          </UnstyledButton>
        )}
      </div>
      {tone === "plain" ? (
        <b className="clip">{title}</b>
      ) : (
        <VerdictWord verdict={tone === "pass" ? "pass" : "fail"} word={title} />
      )}
      <div className={styles.text}>
        <span className={styles.clamped} title={text}>
          {text}
        </span>
        {device !== undefined && (
          <Link className={styles.link} to="/devices/$run/$device" params={{ run, device }}>
            {device}
          </Link>
        )}
      </div>
    </li>
  );
}

function Results({ results }: { readonly results: CallStory["results"] }) {
  const isMany = new Set(results.map(({ device }) => device)).size > 1;
  return (
    <table className={styles.results}>
      <thead>
        <tr>
          {isMany && <th scope="col">device</th>}
          <th scope="col" className={styles.number}>
            command
          </th>
          <th scope="col">what</th>
          <th scope="col">status</th>
          <th scope="col">result</th>
        </tr>
      </thead>
      <tbody>
        {results.map(({ device, index, what, status, value }) => (
          <tr key={`${device} ${index}`}>
            {isMany && <td className="data">{device}</td>}
            <td className="data">{index}</td>
            <td>{what === "" ? <span className="muted">–</span> : <span className="data">{what}</span>}</td>
            <td>{status}</td>
            <td className="data">
              <span className={styles.clamped} title={value}>
                {value}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** An identifier as people compare it: its end. */
function shortId(id: string): string {
  return id.length <= 16 ? id : `…${id.slice(-8)}`;
}

/** `command[1]/replace[0]/locUri[0]` as "locUri of command 2". */
function fieldName(path: string): string {
  const name = /([^/[]+)\[\d+\]$/.exec(path)?.[1] ?? path;
  const number = /^command\[(\d+)\]\//.exec(path)?.[1];
  return number === undefined ? name : `${name} of command ${Number(number) + 1}`;
}
