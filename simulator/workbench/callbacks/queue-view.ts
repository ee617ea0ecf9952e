import type { CallbacksView, DeliveredLine, LetterLine, StreamLine } from "../../api/index.ts";
import type { CallbackRecord, StreamStanding } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import { filterWords, hasWords } from "../words.ts";
import type { WorldRoles } from "../world-roles.ts";
import { type PlacedRecipient, placedRecipients, recipientView } from "./recipients.ts";
import { contentWords, queuedAt, tryView } from "./words.ts";

/** What of the queue is wanted. */
export interface CallbacksQuery {
  readonly registrationId?: string | undefined;
  readonly text: string;
  readonly streams: { readonly skip: number; readonly limit: number };
  readonly letters: { readonly skip: number; readonly limit: number };
}

/** Callbacks of one recipient that may be in flight (contract, section 2). */
const IN_FLIGHT = 4;
/** Delivered callbacks that are shown. */
const DELIVERED = 50;

/** The queues of all DM servers at one moment. `date` is the run's clock. */
export function callbacksView(roles: WorldRoles, date: number, query: CallbacksQuery): CallbacksView {
  const words = filterWords(query.text);
  const all = placedRecipients(roles);
  const chosen = all.filter(({ registration }) =>
    [undefined, registration.registrationId].includes(query.registrationId),
  );
  const streams = page<StreamLine>(query.streams);
  const letters = page<LetterLine>(query.letters);
  const delivered: DeliveredLine[] = [];
  let oldest: number | undefined;
  for (const recipient of chosen) {
    const { queue } = recipient.server.view;
    const { registrationId } = recipient.registration;
    for (const stream of queue.streams(registrationId)) {
      oldest = Math.min(oldest ?? Infinity, queuedAt(stream.head) ?? Infinity);
      streams.offer(matches(stream.head, recipient, words), () => streamLine(stream, recipient, date));
    }
    for (const letter of queue.dead(registrationId))
      letters.offer(matches(letter, recipient, words), () => letterLine(letter, recipient));
    for (const { callback, ...tried } of queue.deliveries.recent()) {
      if (callback.registrationId !== registrationId) continue;
      if (!matches({ ...callback, content: undefined }, recipient, words)) continue;
      const [seq] = roles.trail.attempts(callback.id).slice(-1);
      // the content is not kept: the operation's own name says most
      const about = recipient.server.view.operation(callback.operationId)?.name;
      delivered.push({
        ...lineOf({ ...callback, content: undefined }, recipient),
        ...optionally("about", about),
        answer: tryView(tried, seq),
      });
    }
  }
  const standings = all.map(({ standing }) => standing);
  const sum = (count: (standing: PlacedRecipient["standing"]) => number): number =>
    standings.reduce((total, standing) => total + count(standing), 0);
  return {
    recipients: all.map((recipient) => recipientView(recipient, date)),
    totals: {
      waiting: sum(({ queued, inFlight }) => queued - inFlight),
      inFlight: sum(({ inFlight }) => inFlight),
      delivered: sum(({ delivered: count }) => count),
      dead: sum(({ dead }) => dead),
      ...optionally("oldest", oldest === undefined || !Number.isFinite(oldest) ? undefined : date - oldest),
      perRecipient: IN_FLIGHT,
    },
    streams: streams.made(),
    letters: letters.made(),
    delivered: delivered.toSorted((a, b) => b.answer.at - a.answer.at).slice(0, DELIVERED),
    date,
    ...optionally("over", roles.over),
  };
}

/** Gathers one page of what matches, and counts the rest. */
function page<Line>({ skip, limit }: { readonly skip: number; readonly limit: number }) {
  const lines: Line[] = [];
  let total = 0;
  let matching = 0;
  return {
    offer: (isMatch: boolean, make: () => Line): void => {
      total++;
      if (isMatch && matching++ >= skip && lines.length < limit) lines.push(make());
    },
    made: () => ({ lines, total, matching }),
  };
}

function matches(
  callback: CallbackRecord,
  { registration }: PlacedRecipient,
  words: readonly string[],
): boolean {
  if (words.length === 0) return true;
  const { name, stream, operationId, sequence, dead } = callback;
  const text = `${name} ${contentWords(callback)} ${stream} ${operationId} ${sequence} ${registration.name} ${dead ?? ""}`;
  return hasWords(text.toLowerCase(), words);
}

/** What every line of a callback has. */
export function lineOf(
  callback: CallbackRecord,
  { registration }: Pick<PlacedRecipient, "registration">,
): Omit<LetterLine, "reason" | "deadAt" | "status"> {
  const { id, name, stream, registrationId, operationId, sequence, attempts } = callback;
  return {
    id,
    name,
    about: contentWords(callback),
    stream,
    registrationId,
    recipient: registration.name,
    operationId,
    sequence,
    tries: attempts,
  };
}

function streamLine(stream: StreamStanding, recipient: PlacedRecipient, date: number): StreamLine {
  const { head, length } = stream;
  const last = head.tries?.at(-1);
  const next = nextOf(head, recipient);
  const isDue = next !== undefined && next > date;
  return {
    ...lineOf(head, recipient),
    waiting: length,
    state: waitingState(head, recipient, date),
    ...optionally("nextIn", isDue ? next - date : undefined),
    ...optionally("pause", isDue && last ? next - last.at - last.took : undefined),
    ...optionally("last", last && tryView(last)),
  };
}

/** Date of the next attempt, as far as one is fixed. */
export function nextOf(
  { nextAttemptAt }: CallbackRecord,
  { standing }: Pick<PlacedRecipient, "standing">,
): number | undefined {
  if (standing.silentUntil === undefined) return nextAttemptAt;
  return Math.max(nextAttemptAt ?? 0, standing.silentUntil);
}

/** What a callback at the head of its stream waits for. */
export function waitingState(
  head: CallbackRecord,
  recipient: PlacedRecipient,
  date: number,
): StreamLine["state"] {
  const { server, state, standing } = recipient;
  if (server.view.queue.inFlight(head.id)) return "in-flight";
  if (state === "paused") return "paused";
  if (state === "unconfirmed" && head.name !== "RegistrationConfirmation") return "behind";
  const next = nextOf(head, recipient);
  if (next !== undefined && next > date) return "waiting";
  return standing.inFlight >= IN_FLIGHT || state === "silent" ? "behind" : "now";
}

function letterLine(letter: CallbackRecord, recipient: PlacedRecipient): LetterLine {
  return {
    ...lineOf(letter, recipient),
    ...optionally("deadAt", letter.deadAt),
    reason: letter.dead ?? "",
    ...optionally("status", letter.tries?.at(-1)?.status),
  };
}
