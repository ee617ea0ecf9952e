import { randomId } from "../../../../core/ids.ts";
import type { InitiateSession, InitiateSessionResponseInput } from "../../../../protocols/wsi/index.ts";
import { decodeNotification } from "../../../../protocols/notification/index.ts";
import { checkOutstanding, endOf, ownDeviceOf, replyOf, type Answer, type Call } from "../call.ts";
import { startTimer } from "../deferred.ts";
import { ackOf } from "../operation-log.ts";
import { packageEncoding, packageTypes } from "../package-codec.ts";
import type { TunnelRecord } from "../records.ts";
import { serviceRefusal } from "../refusal.ts";

/** F2.8: opens a session with one device whose packages are tunnelled. */
export function initiateSession(request: InitiateSession, call: Call): Answer<InitiateSessionResponseInput> {
  const { room, turn, owner, registration } = call;
  if (registration?.endpoint === undefined)
    throw serviceRefusal(
      "SVC0002",
      ["callbackEndpoint"],
      "a session needs a registration with a callback endpoint",
    );
  const device = ownDeviceOf(call, request.deviceId, "InitiateSession");
  const encoding = packageEncoding(request.packageContentType ?? packageTypes.xml);
  if (!encoding)
    throw serviceRefusal("SVC0003", ["packageContentType", Object.values(packageTypes).join(", ")]);
  const contentType = packageTypes[encoding];
  const uiMode = request.package0 ? uiModeOf(request.package0, request.uiMode, call) : request.uiMode;
  checkOutstanding(call);
  const sessionId = randomId(room.context.random, "ses-");
  const expiresAt = endOf(request.expires ?? room.settings.sessionLifetime, turn.moment.date);
  const operation = room.log.accept(
    {
      operation: "InitiateSession",
      owner,
      targeted: 1,
      deviceId: device.deviceId,
      sessionId,
      reply: replyOf(call.addressing, registration.endpoint),
      expiresAt,
      via: call.via,
    },
    turn,
  );
  room.tunnels.put(sessionId, {
    sessionId,
    operationId: operation.operationId,
    owner,
    deviceId: device.deviceId,
    state: "requested",
    uiMode: uiMode ?? "not-specified",
    contentType,
    expiresAt,
  });
  turn.emit({ type: "timer.arm", timer: startTimer(operation.operationId), due: turn.moment.now });
  return { response: { ack: ackOf(operation), sessionId }, conversation: operation.conversation };
}

const uiModes: readonly TunnelRecord["uiMode"][] = [
  "not-specified",
  "background",
  "informative",
  "user-interaction",
];

/**
 * The user interaction mode of a package 0 that the External System brought. Its server identifier has to be ours; its
 * session id is not used and its digest is made anew, as only this DM server knows the secrets and nonces.
 */
function uiModeOf(package0: Uint8Array, wanted: InitiateSession["uiMode"], { room, turn, exchange }: Call) {
  const { value, findings } = decodeNotification(package0);
  const broken = findings.find(
    ({ severity, code }) => severity === "error" && code !== "notification/session-id",
  );
  if (!value || broken)
    throw serviceRefusal("SVC0002", ["package0"], broken?.text ?? "package0 is no notification");
  if (value.serverId !== room.dms.serverId)
    throw serviceRefusal("SVC0002", ["package0"], `the server identifier has to be ${room.dms.serverId}`);
  turn.emit({
    type: "note",
    code: "package0-recomposed",
    severity: "info",
    text: "Session id and digest of the given package 0 are not used: the DM server makes its own.",
    exchange,
  });
  return wanted ?? uiModes[value.uiMode];
}
