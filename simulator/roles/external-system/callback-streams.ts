import type { CallbackName } from "../../protocols/wsi/index.ts";
import type { Memory } from "./memory.ts";

/** Numbers that have not come, both ends included. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * Callbacks of one operation are counted together and ordered by what they tell of: the operation, its session or its
 * subscription (contract, section 2, Delivery). What a subscription's set-up came to may overtake its alerts.
 */
export type Subject = "operation" | "session" | "subscription";

/** What has come of the callbacks of one operation. */
interface Stream {
  /** Highest number so far. */
  readonly last: number;
  readonly gaps: readonly Gap[];
  /** MessageID of the callback with the highest number. */
  readonly messageId?: string | undefined;
  /** Highest number of each subject. */
  readonly lasts?: Readonly<Partial<Record<Subject, number>>> | undefined;
}

/** What the number of a callback says. */
export type Arrival =
  | { readonly kind: "next" }
  /** Numbers were left out before it. */
  | { readonly kind: "gap"; readonly gap: Gap }
  /** It fills a gap, and nothing later of its subject has come. */
  | { readonly kind: "filled" }
  /** It fills a gap: it was overtaken by its own subject. */
  | { readonly kind: "late" }
  /** It has come before; `messageId` is the one that it had, where that is still known. */
  | { readonly kind: "repeated"; readonly messageId?: string | undefined };

/** Streams that are remembered; those without news for longest are forgotten. */
const MOST_STREAMS = 10_000;
/** Gaps of one stream that are remembered; the oldest are taken as lost for ever. */
const MOST_GAPS = 100;

/** Tells new callbacks from repeated ones (contract, section 2: at least once, `sequence` from 1 per operationId). */
export interface CallbackStreams {
  /** Judges a callback and remembers it. */
  arrive(callback: ArrivingCallback): Arrival;
}

/** What is looked at of a callback. */
export interface ArrivingCallback {
  readonly operationId: string;
  readonly sequence: number;
  readonly subject: Subject;
  readonly messageId?: string | undefined;
}

/** What a callback tells of. */
export function subjectOf(name: CallbackName): Subject {
  switch (name) {
    case "SubscriptionStatus":
    case "AlertNotification":
      return "subscription";
    case "SessionStatus":
    case "PackageDelivery":
      return "session";
    default:
      return "operation";
  }
}

/** Creates the streams on what is remembered. */
export function createCallbackStreams(memory: Memory): CallbackStreams {
  const streams = new Map<string, Stream>();
  for (const [operationId, stored] of memory.entries("streams")) {
    const stream = asStream(stored);
    if (stream) streams.set(operationId, stream);
  }

  const put = (operationId: string, stream: Stream): void => {
    streams.delete(operationId); // the newest comes last
    streams.set(operationId, stream);
    memory.put("streams", operationId, stream);
    for (const oldest of streams.keys()) {
      if (streams.size <= MOST_STREAMS) break;
      streams.delete(oldest);
      memory.put("streams", oldest, undefined);
    }
  };

  return {
    arrive: ({ operationId, sequence, subject, messageId }) => {
      const stream = streams.get(operationId) ?? { last: 0, gaps: [] };
      const { last, gaps, lasts } = stream;
      const own = lasts?.[subject] ?? 0;
      const reached = { ...lasts, [subject]: Math.max(own, sequence) };
      if (sequence > last) {
        const gap = sequence > last + 1 ? { from: last + 1, to: sequence - 1 } : undefined;
        const known = gap ? [...gaps, gap].slice(-MOST_GAPS) : gaps;
        put(operationId, { last: sequence, gaps: known, messageId, lasts: reached });
        return gap ? { kind: "gap", gap } : { kind: "next" };
      }
      const around = gaps.find(({ from, to }) => sequence >= from && sequence <= to);
      if (!around) {
        const isLast = sequence === last;
        return { kind: "repeated", messageId: isLast ? stream.messageId : undefined };
      }
      const left = gaps.flatMap((gap) => (gap === around ? without(gap, sequence) : [gap]));
      put(operationId, { ...stream, gaps: left, lasts: reached });
      return { kind: sequence < own ? "late" : "filled" };
    },
  };
}

function without({ from, to }: Gap, sequence: number): readonly Gap[] {
  return [
    { from, to: sequence - 1 },
    { from: sequence + 1, to },
  ].filter((rest) => rest.from <= rest.to);
}

/** What was stored, or undefined when it is none of ours. */
function asStream(stored: unknown): Stream | undefined {
  if (typeof stored !== "object" || stored === null || !("last" in stored) || !("gaps" in stored))
    return undefined;
  return typeof stored.last === "number" && Array.isArray(stored.gaps) ? (stored as Stream) : undefined;
}
