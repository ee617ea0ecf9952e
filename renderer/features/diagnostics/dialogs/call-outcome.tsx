import type { CallStory } from "../../../../simulator/api/index.ts";
import { formatDuration } from "../../../shared/format/clock.ts";
import { MessageLink } from "../../../shared/journal/message-link.tsx";
import { Banner } from "../../../shared/widgets/banner.tsx";
import { VerdictMark } from "../../../shared/widgets/verdict.tsx";
import { isOpen, type SentCall } from "./use-call.ts";
import styles from "./dialogs.module.css";

/** Events that are shown of a long story. */
const SHOWN = 8;

/** What became of the request of a form: the refusal in the protocol's own terms, or how far it has come. */
export function CallOutcome({ run, call }: { readonly run: string; readonly call: SentCall }) {
  const { story, refusal } = call;
  if (refusal !== undefined)
    return (
      <Banner tone="fail" mark={<VerdictMark verdict="fail" />} role="alert">
        {refusal}
      </Banner>
    );
  if (story === undefined) return call.sending ? <p role="status">The request is being sent…</p> : null;
  const { fault, state, events, next, duration } = story;
  if (fault !== undefined) return <Refusal run={run} story={story} />;
  const going = isOpen(call);
  const failed = state === "failed" || state === "expired";
  return (
    <div className={styles.outcome}>
      <Banner
        tone={going ? "plain" : failed ? "fail" : "pass"}
        mark={going ? undefined : <VerdictMark verdict={failed ? "fail" : "pass"} />}
        role={failed ? "alert" : "status"}
      >
        <b className="strong">{going ? `${next.title} ` : state}</b>
        {going || failed ? ` ${next.text}` : `, ${formatDuration(duration)}`}
      </Banner>
      <ol className={styles.events}>
        {events.slice(-SHOWN).map(({ after, title, text, messages, tone }) => (
          <li key={`${messages[0] ?? 0}`}>
            <span className="data caption">{formatDuration(after)}</span>
            <span className="clip" title={`${title} ${text}`}>
              <b className={tone === "fail" ? styles.failed : "strong"}>{title}</b>{" "}
              <span className="muted">{text}</span>
            </span>
            <span>
              {messages.slice(0, 1).map((seq) => (
                <MessageLink key={seq} run={run} seq={seq} />
              ))}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Refusal({
  run,
  story: { fault, response, operation },
}: {
  readonly run: string;
  readonly story: CallStory;
}) {
  if (fault === undefined) return null;
  const { code, text, variables } = fault;
  return (
    <Banner tone="fail" mark={<VerdictMark verdict="fail" />} role="alert">
      <b className="strong">{code}</b> {text}
      {variables.length > 0 && !variables.every((each) => text.includes(each)) && (
        <>
          {" "}
          <span className="data">{variables.join(", ")}</span>
        </>
      )}{" "}
      {response === undefined ? (
        `${operation} was not answered.`
      ) : (
        <>
          Answered in <MessageLink run={run} seq={response} />.
        </>
      )}
    </Banner>
  );
}
