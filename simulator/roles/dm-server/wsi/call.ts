import { addressKind, type Addressing } from "../../../protocols/soap/addressing.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";
import type { OperationName } from "../../../protocols/wsi/index.ts";
import { nextPath } from "./delegation/via.ts";
import type { Caller } from "./policy-port.ts";
import type { OperationRecord, RegistrationRecord, ReplyRecord } from "./records.ts";
import { policyRefusal, Refusal, serviceRefusal } from "./refusal.ts";
import type { Room } from "./room.ts";
import type { Turn } from "./turn.ts";

/** One authenticated request. */
export interface Call {
  readonly room: Room;
  readonly turn: Turn;
  readonly exchange: string;
  /** Id of the External System. */
  readonly owner: string;
  readonly caller: Caller;
  readonly registration: RegistrationRecord | undefined;
  readonly addressing: Addressing | undefined;
  /** The path of a delegated request; what it leads to goes on with it. */
  readonly via?: OperationRecord["via"];
}

/** What an operation answers, and the conversation that it belongs to. */
export interface Answer<Response> {
  readonly response: Response;
  readonly conversation?: string | undefined;
}

/** Where the outcomes of a call go (contract, section 2). `endpoint` is the registered address. */
export function replyOf(
  addressing: Addressing | undefined,
  endpoint: string | undefined,
): ReplyRecord | undefined {
  if (!addressing) return undefined;
  const { replyTo, messageId } = addressing;
  const related = messageId === undefined ? {} : { relatesTo: messageId };
  const kind = addressKind(replyTo);
  if (kind === "none") return { none: true };
  if (kind === "anonymous" || !replyTo) return messageId === undefined ? undefined : related;
  if (endpoint === undefined || !sameOrigin(replyTo.address, endpoint))
    throw new Refusal(
      {
        kind: "addressing",
        code: "InvalidAddressingHeader",
        about: "ReplyTo is not at the registered endpoint",
      },
      `ReplyTo ${replyTo.address} has another scheme, host or port than the registered endpoint`,
    );
  const parameters = replyTo.referenceParameters.map(({ xml }) => xml);
  return {
    ...related,
    address: replyTo.address,
    ...(parameters.length > 0 ? { referenceParameters: parameters } : {}),
  };
}

function sameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;
}

/** The device that a request names in `part`: known (SVC0004) and within the policy (POL0201). */
export function deviceOf({ room, caller }: Call, deviceId: string, part = "deviceId"): DeviceRecord {
  const device = room.inventory.device(deviceId);
  if (!device) throw serviceRefusal("SVC0004", [part], `there is no device ${deviceId}`);
  const refusal = room.policy.device(caller, device);
  if (refusal) throw refusal;
  return device;
}

/** The same for an operation that is not delegated: a device of an upstream is SVC0208. */
export function ownDeviceOf(call: Call, deviceId: string, operation: OperationName): DeviceRecord {
  const device = deviceOf(call, deviceId);
  if (device.managedBy !== undefined) throw serviceRefusal("SVC0208", [operation, deviceId]);
  return device;
}

/** Refuses with SVC0209 work that would pass through too many DM Systems on its way to the device. */
export function checkHops({ managedBy }: DeviceRecord, { room, owner, via }: Call): void {
  if (managedBy === undefined || nextPath({ owner, via }, room.dms.id)) return;
  throw serviceRefusal("SVC0209", [(via?.hops ?? []).join(", ")]);
}

/** Refuses with POL0203 when the External System has as many unfinished operations as it may have. */
export function checkOutstanding({ room, owner }: Call): void {
  const allowed = room.systems.policy(owner)?.quota.outstandingOperations ?? 0;
  if (room.log.outstanding(owner) >= allowed) throw policyRefusal("POL0203", ["outstandingOperations"]);
}

/** Longest lifetime that may be asked for: ten years, far within what dates can say. */
const LONGEST_LIFETIME = 3650 * 24 * 3_600_000;

/** Date at which something ends that is to live for `expires` milliseconds. Refuses more than ten years with SVC0002. */
export function endOf(expires: number, date: number): number {
  if (expires > LONGEST_LIFETIME)
    throw serviceRefusal("SVC0002", ["expires"], "a lifetime is at most ten years");
  return date + expires;
}

/** Refuses with SVC0002, naming `part`, a moment that is more than ten years away. */
export function checkMoment(moment: number, part: string, date: number): void {
  if (moment - date > LONGEST_LIFETIME)
    throw serviceRefusal("SVC0002", [part], `${part} is at most ten years away`);
}

/** A page of a list: `startIndex` from 0, 1 to 1000 entries, 100 by default. Refuses other values with SVC0002. */
export function pageOf<T>(
  all: readonly T[],
  startIndex: number | undefined,
  maxResults: number | undefined,
): { readonly page: readonly T[]; readonly nextIndex: number | undefined } {
  const { start, count } = pageBounds(startIndex, maxResults);
  const end = start + count;
  return { page: all.slice(start, end), nextIndex: end < all.length ? end : undefined };
}

/** Where a page begins and how many entries it has at most. Refuses with SVC0002 as `pageOf` does. */
export function pageBounds(
  startIndex: number | undefined,
  maxResults: number | undefined,
): { readonly start: number; readonly count: number } {
  const start = startIndex ?? 0;
  const count = maxResults ?? 100;
  if (start < 0) throw serviceRefusal("SVC0002", ["startIndex"], "startIndex counts from 0");
  if (count < 1 || count > 1000) throw serviceRefusal("SVC0002", ["maxResults"], "maxResults is 1 to 1000");
  return { start, count };
}
