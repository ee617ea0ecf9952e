import type { DmEncoding } from "../../protocols/syncml/index.ts";
import type { InteriorNode } from "../../tree/index.ts";
import type { Effect, Moment, RoleContext } from "../../wire/role.ts";
import type { AlertQueue, WaitingAlert } from "./alerts/alert-queue.ts";
import type { ExecutionObjects } from "./execution/execution.ts";
import { goodManners, mannersOf, type DeviceManners } from "./manners/manners.ts";
import type { StartedWork } from "./objects/management-object.ts";
import type { DeviceBehaviour, DeviceOptions } from "./options.ts";
import type { Session } from "./session/session.ts";
import type { UserQuestion } from "./user-interaction.ts";

/** What the parts of a device share. */
export interface DeviceCore {
  readonly options: DeviceOptions;
  readonly context: RoleContext;
  readonly encoding: DmEncoding;
  readonly maxMsgSize: number;
  readonly maxObjSize: number;
  behaviour: DeviceBehaviour;
  manners: DeviceManners;
}

/** The device around a session, in the middle of one event. */
export interface DeviceHost {
  readonly core: DeviceCore;
  /** Time of the event, and what comes of it. */
  readonly moment: Moment;
  readonly effects: Effect[];
  session: Session | undefined;
  readonly alerts: AlertQueue;
  readonly objects: ExecutionObjects & { begin(works: readonly StartedWork[]): void };
  /** Name of the next request. */
  nextRequest(): string;
  /** A server has answered these event reports; gives them. */
  answerAlerts(ids: readonly number[]): readonly WaitingAlert[];
  /** Keeps what differs from the device's own tree; the effect makes it durable. */
  keepTree(root: InteriorNode): void;
  /** Keeps the nonces of an account for the next session. */
  keepNonces(serverId: string, client: Uint8Array | undefined, server: Uint8Array | undefined): void;
  /** Asks the person at the device; gives the name of the question. */
  ask(question: UserQuestion): string;
  /** The question needs no answer any more. */
  withdraw(question: string): void;
}

/** The behaviour of a device of which a scenario wants nothing special. */
export const plainBehaviour: DeviceBehaviour = Object.freeze({
  notification: "accept",
  user: "none",
  rollback: "works",
});

/** Creates what the parts of a device share. */
export function createCore(options: DeviceOptions, context: RoleContext): DeviceCore {
  const { profile, behaviour } = options;
  const plain = profile.manners === undefined && options.manners === undefined;
  return {
    options,
    context,
    encoding: options.encoding ?? profile.encoding ?? "xml",
    maxMsgSize: options.maxMsgSize ?? profile.maxMsgSize,
    maxObjSize: options.maxObjSize ?? profile.maxObjSize,
    behaviour: {
      ...plainBehaviour,
      ...(profile.userInterface === true ? { user: "person" } : {}),
      ...behaviour,
    },
    manners: plain ? goodManners : mannersOf(profile.manners, options.manners),
  };
}

/** Name of a session of the device, the same on both sides. */
export function conversationOf(core: DeviceCore, sessionId: string): string {
  return `dm-session:${core.options.deviceId}/${sessionId}`;
}
