import { serviceException } from "../../../../protocols/wsi/index.ts";
import { readWsiRequest, unauthorized, writeFault, writeWsiResponse } from "../../../../stacks/wsi-http.ts";
import { utf8 } from "../../../../core/bytes.ts";
import type { HttpResponse } from "../../../../wire/http.ts";
import type { UpstreamEntry, WsiLimits, WsiSettings } from "../../options.ts";
import { defaultPolicy } from "../../options.ts";
import { toJson } from "../../json-value.ts";
import type { Collection, Store } from "../../store.ts";
import { createAuthentication } from "../authentication.ts";
import type { PendingAnswer, WsiRequestEvent } from "../endpoint.ts";
import { createExternalSystems } from "../external-systems.ts";
import { verifiedBaseUrl, type KnownHosts } from "../host-check.ts";
import type { RoleContext } from "../../../../wire/role.ts";
import type { Turn } from "../turn.ts";
import type { InboxRecord, ReceivedRecord } from "./records.ts";

/** Timer, due at once, that acts on what was received. */
export const INBOX_TIMER = "wsi/upstream/inbox";

export interface InboxParts {
  readonly upstreams: readonly UpstreamEntry[];
  readonly store: Store;
  readonly context: RoleContext;
  readonly settings: WsiSettings;
  readonly limits: WsiLimits;
  readonly hosts: KnownHosts;
  /** True for an operation of the upstream whose callbacks are expected. */
  readonly knows: (upstreamId: string, operationId: string) => boolean;
  /** True while the acknowledgement of something may still be on its way: its callbacks may overtake it. */
  readonly awaitsAck: (upstreamId: string) => boolean;
  readonly act: (callback: InboxRecord, turn: Turn) => void;
}

/** The callback service of this DM System, as an External System of its upstreams. */
export interface UpstreamInbox {
  /** Begins to remember nonces at a date, unless it began before. */
  start(date: number, turn: Turn): void;
  /** Answers one delivery: kept, in the same commit as the mark against repetition, before the 2xx answer. */
  receive(event: WsiRequestEvent, turn: Turn): PendingAnswer | undefined;
  /** Acts on what was received; what waits for its acknowledgement stays. */
  work(turn: Turn): void;
  /** Forgets the marks of an operation of an upstream. */
  forget(upstreamId: string, operationId: string): void;
}

/** Callbacks that are kept until they can be acted upon; past it the upstream has to try again. */
const MOST = 1000;
/** Numbers after a gap that are remembered for one operation. */
const MOST_BEYOND = 1000;

/** Creates the service on the collections `upstreamInbox` and `upstreamReceived`. */
export function createUpstreamInbox(parts: InboxParts): UpstreamInbox {
  const { upstreams, store, context, settings, limits } = parts;
  const inbox: Collection<InboxRecord> = store.collection("upstreamInbox");
  const received: Collection<ReceivedRecord> = store.collection("upstreamReceived");
  // what authentication keeps of upstreams is not what it keeps of External Systems
  const own: Store = {
    ...store,
    collection: (name, changed) => store.collection(`upstream-${name}`, changed),
  };
  const senders = createExternalSystems(
    upstreams.map(({ id, callback }) => ({
      id,
      name: id,
      kind: "dm-server",
      credentials: callback ? [callback.credentials] : [],
      policy: defaultPolicy,
    })),
    context,
    own,
  );
  const authentication = createAuthentication(senders, settings, own);

  /** Marks the callback; false when it was received before. */
  const mark = (upstreamId: string, operationId: string, sequence: number): boolean => {
    const key = `${upstreamId}/${operationId}`;
    const { through, beyond }: ReceivedRecord = received.get(key) ?? { through: 0, beyond: [] };
    if (sequence <= through || beyond.includes(sequence)) return false;
    const numbers = new Set([...beyond, sequence]);
    let next = through;
    while (numbers.delete(next + 1)) next++;
    const rest = [...numbers].slice(-MOST_BEYOND);
    received.put(key, { through: next, beyond: rest });
    return true;
  };

  return {
    start: (date, turn) => {
      authentication.start(date);
      if (inbox.size > 0) turn.emit({ type: "timer.arm", timer: INBOX_TIMER, due: turn.moment.now });
    },
    receive: (event, turn) => {
      const { exchange, request, peer } = event;
      const respond = (http: HttpResponse): void => turn.emit({ type: "respond", exchange, http });
      const refuse = (http: HttpResponse, text: string): undefined => {
        turn.emit({ type: "note", code: "upstream-callback-refused", severity: "warning", text, exchange });
        respond(http);
        return undefined;
      };
      if (verifiedBaseUrl(request, peer, "/wsi/callback", parts.hosts) === undefined)
        return refuse(
          plain(421, "This host does not serve the name in the Host header."),
          "The Host of a callback is none of this DM server's",
        );
      if (request.headers["origin"] !== undefined)
        return refuse(plain(403, "Requests of web pages are not served."), "A callback came from a web page");
      const { soapBytes: bytes, depth, elements, attributes } = limits;
      const read = readWsiRequest(request, "ExternalSystemCallback", {
        date: turn.moment.date,
        limits: { bytes, depth, elements, attributes },
      });
      if (!read.ok) {
        const text = `A callback of an upstream cannot be used: ${read.findings[0]?.text ?? "see the answer"}`;
        return refuse(read.response, text);
      }
      const { soapVersion, addressing, basic, security, operation: name, value } = read;
      const sender = authentication.check({ basic, security, peer }, turn.moment);
      if (sender.kind !== "known") {
        const { answer, reason } = sender.kind === "refused" ? sender : sender.refusal;
        const http =
          answer.kind === "fault"
            ? writeFault(soapVersion, answer.fault, addressing)
            : unauthorized(soapVersion, basic ? "wrong" : "missing");
        return refuse(http, `A callback was refused: ${reason}`);
      }
      const upstreamId = sender.externalSystem;
      const { operationId, sequence } = value;
      const isExpected = parts.knows(upstreamId, operationId);
      if (!isExpected && !parts.awaitsAck(upstreamId)) {
        const text = `A callback of ${upstreamId} belongs to no operation that is awaited`;
        turn.emit({ type: "note", code: "upstream-callback-ignored", severity: "info", text, exchange });
      } else if (inbox.size >= MOST) {
        return refuse(
          writeFault(soapVersion, serviceException("SVC0001", ["busy"]), addressing),
          "Too many callbacks wait to be acted upon",
        );
      } else if (mark(upstreamId, operationId, sequence)) {
        const record: InboxRecord = {
          upstreamId,
          operationId,
          sequence,
          name,
          value: toJson(value),
          receivedAt: turn.moment.date,
        };
        inbox.put(`${upstreamId}/${operationId}/${sequence}`, record);
        turn.emit({ type: "timer.arm", timer: INBOX_TIMER, due: turn.moment.now });
      }
      respond(writeWsiResponse(soapVersion, name, {}, addressing));
      return { exchange, version: soapVersion, addressing };
    },
    work: (turn) => {
      const waiting = [...inbox.entries()].sort(
        ([, a], [, b]) => a.receivedAt - b.receivedAt || a.sequence - b.sequence,
      );
      for (const [key, callback] of waiting) {
        const { upstreamId, operationId } = callback;
        if (parts.knows(upstreamId, operationId)) {
          inbox.remove(key);
          parts.act(callback, turn);
        } else if (!parts.awaitsAck(upstreamId)) {
          inbox.remove(key);
          received.remove(`${upstreamId}/${operationId}`);
        }
      }
    },
    forget: (upstreamId, operationId) => received.remove(`${upstreamId}/${operationId}`),
  };
}

function plain(status: number, text: string): HttpResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: utf8(`${text}\n`) };
}
