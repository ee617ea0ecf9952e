import { useEffect, useState } from "react";
import type { QuestionView } from "../../../simulator/api/index.ts";
import styles from "./device.module.css";

/** How long the question still waits, and what counts then. */
export function Countdown({ question }: { readonly question: QuestionView }) {
  const { id, remaining, preset } = question;
  const left = useLeft(id, remaining);
  const then = preset === undefined ? "then nobody has answered" : `then "${preset}" counts`;
  if (left === undefined) return <span className="caption">It waits as long as the session.</span>;
  const share = remaining === undefined || remaining === 0 ? 0 : Math.min(1, left / remaining);
  return (
    <span className={styles.countdown}>
      <span className="data" role="timer">
        {Math.ceil(left / 1000)} s
      </span>
      <span className={styles.track} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className="caption">{then}</span>
    </span>
  );
}

/** When each question's time is over, as its first view said: later views repeat it, and drawing again must not add to it. */
const dues = new Map<string, { readonly remaining: number; readonly at: number }>();

function dueOf(id: string, remaining: number): number {
  const known = dues.get(id);
  if (known?.remaining === remaining) return known.at;
  const at = performance.now() + remaining;
  dues.clear();
  dues.set(id, { remaining, at });
  return at;
}

/** Milliseconds that are left, counted on from what the host said. */
function useLeft(id: string, remaining: number | undefined): number | undefined {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(performance.now());
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return remaining === undefined ? undefined : Math.max(0, dueOf(id, remaining) - now);
}
