import type { RecipientView, StreamLine, TryView } from "../../../simulator/api/index.ts";
import { formatAge } from "../../shared/format/elapsed.ts";
import { useCountedOn } from "../../shared/hooks/use-counted-on.ts";
import { Badge } from "../../shared/widgets/badge.tsx";
import styles from "./marks.module.css";

const shapes = {
  paused: "M5 1.5v7M9 1.5v7",
  silent: "M1 5h3M6 5h1M9 5h.5M11.500 5h.5",
  unconfirmed: "M1 5h7M10.500 1.2v7.6",
} as const;

/** A state that is no verdict: an ink pill with a shape. */
export function StatePill({ state }: { readonly state: keyof typeof shapes }) {
  return (
    <span className={styles.pill}>
      <svg width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
        <path d={shapes[state]} />
      </svg>
      {state}
    </span>
  );
}

/** How a recipient stands, at the right of its name. */
export function RecipientMark({ recipient }: { readonly recipient: RecipientView }) {
  const { state, inFlight, queued } = recipient;
  if (state === "paused" || state === "silent" || state === "unconfirmed") return <StatePill state={state} />;
  if (state === "polled" || state === "over") return <span className="caption">{state}</span>;
  if (inFlight > 0) return <span className="caption">in flight {inFlight}</span>;
  return <span className="caption">{queued > 0 ? `${queued} waiting` : "idle"}</span>;
}

/** What an attempt was answered, and when. */
export function AnswerMark({
  tried,
  withTime = true,
}: {
  readonly tried: TryView;
  readonly withTime?: boolean;
}) {
  const { status, reason, at } = tried;
  const tone = status !== undefined && status < 300 && reason === "delivered" ? "plain" : "fail";
  const text = status === undefined ? wordOf(reason) : String(status);
  return (
    <span className={styles.answer} title={reason}>
      <Badge badge={{ text, tone, title: reason }} />
      {withTime && <span className="data">{timeOfDay(at)}</span>}
    </span>
  );
}

/** `no answer (refused)` is `refused`. */
function wordOf(reason: string): string {
  return /\(([^)]+)\)/.exec(reason)?.[1] ?? "no answer";
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** `14:02:11`. */
export function timeOfDay(date: number): string {
  return clock.format(date);
}

/** What the head of a stream waits for; the time to its next attempt counts down. */
export function NextTry({
  state,
  nextIn,
  pause,
}: Pick<StreamLine, "state"> & {
  readonly nextIn?: number | undefined;
  readonly pause?: number | undefined;
}) {
  if (state === "paused") return <StatePill state="paused" />;
  if (state === "in-flight") return <b className="strong">in flight</b>;
  if (state === "now") return <>now</>;
  if (state === "behind" || nextIn === undefined) return <span className="muted">waits for a place</span>;
  return <Countdown nextIn={nextIn} pause={pause} />;
}

function Countdown({ nextIn, pause }: { readonly nextIn: number; readonly pause: number | undefined }) {
  const left = useCountedOn(nextIn, -1);
  const share = pause === undefined || pause <= 0 ? undefined : 1 - Math.min(1, left / pause);
  return (
    <span className={styles.countdown}>
      {share !== undefined && (
        <span className={styles.track} aria-hidden="true">
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <span className="data">{left < 1 ? "now" : formatAge(left + 999)}</span>
    </span>
  );
}
