import type { Memory } from "./memory.ts";

/** Numbers that have not come, both ends included. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** What has come of the callbacks of one operation. */
interface Stream {
  /** Highest number so far. */
  readonly last: number;
  readonly gaps: readonly Gap[];
  /** MessageID of the callback with the highest number. */
  readonly messageId?: string | undefined;
}

/** What the number of a callback says. */
export type Arrival =
  | { readonly kind: "next" }
  /** Numbers were left out before it. */
  | { readonly kind: "gap"; readonly gap: Gap }
  /** It fills a gap: it was overtaken. */
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
  arrive(operationId: string, sequence: number, messageId: string | undefined): Arrival;
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
    arrive: (operationId, sequence, messageId) => {
      const { last, gaps, messageId: lastMessageId } = streams.get(operationId) ?? { last: 0, gaps: [] };
      if (sequence > last) {
        const gap = sequence > last + 1 ? { from: last + 1, to: sequence - 1 } : undefined;
        const known = gap ? [...gaps, gap].slice(-MOST_GAPS) : gaps;
        put(operationId, { last: sequence, gaps: known, messageId });
        return gap ? { kind: "gap", gap } : { kind: "next" };
      }
      const around = gaps.find(({ from, to }) => sequence >= from && sequence <= to);
      if (!around) return { kind: "repeated", messageId: sequence === last ? lastMessageId : undefined };
      put(operationId, {
        last,
        gaps: gaps.flatMap((gap) => (gap === around ? without(gap, sequence) : [gap])),
        messageId: lastMessageId,
      });
      return { kind: "late" };
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
