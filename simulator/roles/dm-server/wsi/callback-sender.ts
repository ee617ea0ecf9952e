import { utf8Text } from "../../../core/bytes.ts";
import { errorText } from "../../../core/error.ts";
import {
  OUTCOME_RELATIONSHIP,
  type CallbackRequestInput,
  type CallbackName,
} from "../../../protocols/wsi/index.ts";
import { readWsiResponse, writeWsiRequest, type WsiCredentials } from "../../../stacks/wsi-http.ts";
import type { HttpRequest, HttpResponse } from "../../../wire/http.ts";
import type { RequestFailure, RoleContext } from "../../../wire/role.ts";
import type { Attempt } from "./callback-queue.ts";
import { fromJson } from "../json-value.ts";
import type { CallbackRecord, RegistrationRecord } from "./records.ts";
import type { Room } from "./room.ts";
import { stillGranted } from "./subscriptions/telling.ts";
import type { Turn } from "./turn.ts";

/** Prefix of the names of callback requests. */
export const CALLBACK = "wsi/callback/";

/** Emits the request of one attempt, as far as its content may still be told; returns why it cannot be sent at all. */
export function sendCallback(callback: CallbackRecord, room: Room, turn: Turn): string | undefined {
  const granted = stillGranted(callback, room.subscriptions.get, room);
  if (!granted) return "the right to it was revoked";
  const registration = room.registrations.get(callback.registrationId);
  const written = registration && writeCallback(granted, registration, room.context, turn.moment.date);
  if (!written) return "the External System has no callback endpoint";
  if (typeof written === "string") return written;
  turn.emit({
    type: "request",
    request: `${CALLBACK}${callback.id}`,
    channel: "wsi-callback",
    http: written,
    timeout: room.settings.callbackTimeout,
    conversation: callback.conversation,
    onPeersWord: true,
    showCertificate: registration.credentials?.scheme === "mutual-tls",
  });
  return undefined;
}

/**
 * The HTTP request of one attempt; undefined when the registration has no endpoint, a text when the callback cannot be
 * written: our own fault, which must not hold up the others.
 */
function writeCallback(
  callback: CallbackRecord,
  registration: RegistrationRecord,
  context: RoleContext,
  date: number,
): HttpRequest | string | undefined {
  try {
    return callbackRequest(callback, registration, context, date);
  } catch (error) {
    return `it cannot be written: ${errorText(error)}`;
  }
}

function callbackRequest(
  callback: CallbackRecord,
  registration: RegistrationRecord,
  { crypto, random }: RoleContext,
  date: number,
): HttpRequest | undefined {
  const url = callback.reply?.address ?? registration.endpoint;
  if (url === undefined) return undefined;
  const { reply } = callback;
  return writeWsiRequest(
    url,
    "ExternalSystemCallback",
    registration.soapVersion,
    callback.name,
    fromJson(callback.content) as CallbackRequestInput<CallbackName>, // what the queue was given, see json-value.ts
    {
      addressing: {
        messageId: callback.messageId,
        relatesTo:
          reply?.relatesTo === undefined
            ? []
            : [{ messageId: reply.relatesTo, relationship: OUTCOME_RELATIONSHIP }],
        referenceParameters: (reply?.referenceParameters ?? []).map((xml) => ({ xml })),
      },
      credentials: credentialsOf(registration, crypto),
      crypto,
      random,
      date,
    },
  );
}

function credentialsOf(
  { credentials }: RegistrationRecord,
  crypto: RoleContext["crypto"],
): WsiCredentials | undefined {
  if (!credentials || credentials.scheme === "none" || credentials.scheme === "mutual-tls") return undefined;
  const plain = crypto.open(credentials.sealedPassword);
  return {
    scheme: credentials.scheme,
    username: credentials.username,
    password: (plain && utf8Text(plain)) ?? "",
  };
}

/** What a response means for the delivery (contract, section 2). */
export function judgeResponse(name: CallbackName, response: HttpResponse): Attempt {
  const { status } = response;
  if (status === 401 || status === 403)
    return { kind: "credentials-refused", status, reason: `the endpoint answered ${status}` };
  if (status === 408 || status === 429) return { kind: "retry", reason: `the endpoint answered ${status}` };
  const read = readWsiResponse(response, name);
  if (read.kind === "response") return { kind: "delivered" };
  if (read.kind === "fault") {
    const reason = `the endpoint answered a fault: ${read.fault.text.slice(0, 200)}`;
    return { kind: read.fault.code === "Server" ? "retry" : "dead", reason };
  }
  if (status >= 200 && status < 300) return { kind: "delivered" };
  return { kind: status >= 500 ? "retry" : "dead", reason: `the endpoint answered ${status}` };
}

/** What a failed connection means for the delivery. A denied address stays denied, so trying again is for a person. */
export function judgeFailure(reason: RequestFailure): Attempt {
  if (reason === "egress-denied")
    return { kind: "dead", reason: "connections to this address are not allowed" };
  if (reason === "too-large") return { kind: "dead", reason: "the endpoint's answer is too large" };
  return { kind: "retry", reason: `no answer (${reason})` };
}

/** The same request for somebody who looks at it: without the credentials of this DM server. */
export function callbackWithoutCredentials(
  callback: CallbackRecord,
  registration: RegistrationRecord,
  context: RoleContext,
  date: number,
): HttpRequest | undefined {
  const { credentials: _credentials, ...rest } = registration;
  const written = writeCallback(callback, rest, context, date);
  return typeof written === "string" ? undefined : written;
}
