import type { HttpRequest } from "../../../wire/http.ts";
import type { CallbackQueue } from "./callback-queue.ts";
import { callbackWithoutCredentials } from "./callback-sender.ts";
import { registrationConversation, isOver } from "./registrations.ts";
import type { Room } from "./room.ts";
import type { Turn } from "./turn.ts";

/** What a person asks of the callback queue. Each reports that it was done, or `command.refused` with the reason. */
export type CallbackCommand =
  /** Sends nothing to a recipient until it is resumed. Report `recipient.paused`. */
  | { readonly name: "pauseRecipient"; readonly registrationId: string }
  /** Tries what waits for its next attempt now. Report `recipient.tried`. */
  | { readonly name: "tryRecipientNow"; readonly registrationId: string }
  /** Sends all dead letters of a recipient again. Report `callback.resent` {count}. */
  | { readonly name: "resendAll"; readonly registrationId: string }
  /** Throws a dead letter away. Report `callback.dropped` {count}. */
  | { readonly name: "dropDeadLetter"; readonly id: string }
  /** Throws all dead letters of a recipient away. Report `callback.dropped` {count}. */
  | { readonly name: "dropDeadLetters"; readonly registrationId: string }
  /** Puts back dead letters that were thrown away last. Report `callback.restored` {count}. */
  | { readonly name: "restoreDeadLetters"; readonly ids: readonly string[] };

/** What came of such a command. */
export type CallbackCommandOutcome =
  | { readonly report: string; readonly data: Readonly<Record<string, unknown>> }
  | { readonly refused: string };

/** Carries a command out. */
export function obeyCallbackCommand(
  command: CallbackCommand,
  room: Room,
  turn: Turn,
): CallbackCommandOutcome {
  const { queue } = room;
  switch (command.name) {
    case "pauseRecipient":
      return pauseRecipient(command.registrationId, room, turn);
    case "tryRecipientNow":
      return queue.tryNow(command.registrationId, turn)
        ? { report: "recipient.tried", data: {} }
        : { refused: "nothing waits for this recipient" };
    case "resendAll":
      return counted("callback.resent", queue.resendAll(command.registrationId, turn));
    case "dropDeadLetter":
      return counted("callback.dropped", queue.dropDead(command.id) ? 1 : 0);
    case "dropDeadLetters":
      return counted("callback.dropped", queue.dropAllDead(command.registrationId));
    case "restoreDeadLetters":
      return counted("callback.restored", queue.restoreDead(command.ids));
  }
}

function counted(report: string, count: number): CallbackCommandOutcome {
  return count > 0 ? { report, data: { count } } : { refused: "there is no such dead letter any more" };
}

function pauseRecipient(registrationId: string, room: Room, turn: Turn): CallbackCommandOutcome {
  const registration = room.registrations.get(registrationId);
  if (!registration || isOver(registration.state)) return { refused: "there is no such recipient" };
  if (registration.endpoint === undefined)
    return { refused: "the recipient is polled; nothing is sent to it" };
  if (registration.paused) return { refused: "the recipient is paused already" };
  room.registrations.change(registrationId, { paused: { since: turn.moment.date } });
  turn.emit({
    type: "note",
    code: "recipient-paused",
    severity: "info",
    text: `${registration.name} was paused by hand; nothing is sent to it until it is resumed`,
    conversation: registrationConversation(registrationId),
    data: { registrationId, endpoint: registration.endpoint },
  });
  return { report: "recipient.paused", data: {} };
}

/** What can be seen of the callback queue. */
export interface CallbackQueueView extends Pick<
  CallbackQueue,
  "get" | "inFlight" | "standings" | "streams" | "behind" | "dead" | "deliveries"
> {
  /** The request of a callback as it is sent, but without the credentials; undefined when it cannot be written. */
  request(id: string, date: number): HttpRequest | undefined;
}

/** The queue as screens may see it. */
export function viewCallbackQueue({ queue, registrations, context }: Room): CallbackQueueView {
  return {
    get: queue.get,
    inFlight: queue.inFlight,
    standings: queue.standings,
    streams: queue.streams,
    behind: queue.behind,
    dead: queue.dead,
    deliveries: queue.deliveries,
    request: (id, date) => {
      const callback = queue.get(id);
      const registration = callback && registrations.get(callback.registrationId);
      return registration && callbackWithoutCredentials(callback, registration, context, date);
    },
  };
}
