import { utf8 } from "../../../../core/bytes.ts";
import type {
  CallbackCredentials,
  RegisterExternalSystem,
  RegisterExternalSystemResponseInput,
} from "../../../../protocols/wsi/index.ts";
import { endOf, replyOf, type Answer, type Call } from "../call.ts";
import { ackOf } from "../operation-log.ts";
import type { RegistrationRecord, SealedCredentials } from "../records.ts";
import { serviceRefusal } from "../refusal.ts";
import { registrationConversation } from "../registrations.ts";
import { confirmRegistration } from "../confirmation.ts";

/** F2.6: registers an External System. `self` is set when it is not known yet and wants to become so. */
export function register(
  request: RegisterExternalSystem,
  call: Call,
  self?: RegistrationRecord["selfRegistered"],
): Answer<RegisterExternalSystemResponseInput> {
  const { room, turn, owner } = call;
  checkEndpoint(request);
  const reply = replyOf(call.addressing, request.callbackEndpoint);
  const operations = room.policy.grantOperations(owner, request.requestedOperation);
  const alertTypes = room.policy.grantAlertTypes(owner, request.requestedAlertType);
  const reason = self ? selfRefusal(request, call) : refusalReason(request, call, operations);
  const expiresAt = request.expires === undefined ? undefined : endOf(request.expires, turn.moment.date);

  // an External System that is refused keeps the registration that it had
  const holder = reason === undefined ? owner : `${owner} (refused at ${call.exchange})`;
  replaceEarlier(holder, call);
  const registrationId = room.registrations.nextId(holder);
  const conversation = registrationConversation(registrationId);
  const operation = room.log.accept(
    {
      operation: "RegisterExternalSystem",
      owner,
      targeted: 0,
      reply,
      expiresAt,
      registrationId,
      conversation,
    },
    turn,
  );
  room.registrations.begin(
    {
      registrationId,
      owner: holder,
      operationId: operation.operationId,
      name: request.name,
      kind: request.kind,
      managementDomain: request.managementDomain,
      soapVersion: request.soapVersion ?? "1.1",
      requestedOperations: request.requestedOperation,
      requestedAlertTypes: request.requestedAlertType,
      grantedOperations: reason === undefined ? operations : [],
      grantedAlertTypes: reason === undefined ? alertTypes : [],
      ...(request.callbackEndpoint === undefined ? {} : { endpoint: request.callbackEndpoint }),
      ...(request.callbackCredentials ? { credentials: seal(request.callbackCredentials, call) } : {}),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(reason === undefined ? {} : { reason }),
      ...(self ? { selfRegistered: self } : {}),
    },
    turn,
  );

  if (reason !== undefined) room.registrations.step(registrationId, "registration.refused", turn);
  else if (self && room.settings.selfRegistration === "approve")
    room.registrations.step(registrationId, "approval.needed", turn);
  else confirmRegistration(registrationId, room, turn);
  return { response: { ack: ackOf(operation), registrationId }, conversation };
}

/** A registration that was not confirmed yet is replaced by the later one; its confirmation is not sent any more. */
function replaceEarlier(owner: string, { room, turn }: Call): void {
  const earlier = room.registrations.active(owner);
  if (!earlier) return;
  room.log.step(earlier.operationId, "outcome.failed", turn, { reason: "replaced by a later registration" });
  room.queue.drop(earlier.registrationId, earlier.operationId, turn);
}

function checkEndpoint({ callbackEndpoint: endpoint, callbackCredentials }: RegisterExternalSystem): void {
  if (endpoint === undefined) return;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const usable =
    url &&
    (url.protocol === "http:" || url.protocol === "https:") &&
    url.username === "" &&
    url.password === "";
  if (!usable)
    throw serviceRefusal(
      "SVC0002",
      ["callbackEndpoint"],
      "the endpoint has to be an http or https address without user name",
    );
  if (callbackCredentials?.scheme === "mutual-tls" && url.protocol !== "https:")
    throw serviceRefusal(
      "SVC0002",
      ["callbackEndpoint"],
      "an endpoint at which this DM server shows its certificate has to be an https address",
    );
}

function refusalReason(
  request: RegisterExternalSystem,
  { room, owner }: Call,
  granted: readonly string[],
): string | undefined {
  const entry = room.systems.entry(owner);
  if (!entry) return "the External System is not known";
  if (entry.policy.managementDomain !== request.managementDomain)
    return `the management domain ${request.managementDomain} is not the one that the policy grants`;
  if (request.kind === "dm-server" && entry.kind !== "dm-server") return "it is not known as a DM server";
  if (granted.length === 0) return "none of the requested operations is granted";
  return undefined;
}

/** Why somebody who is not known yet is not even asked about. */
function selfRefusal(request: RegisterExternalSystem, { room, owner }: Call): string | undefined {
  const { selfRegistration, selfRegistrationPolicy, pendingRegistrations } = room.settings;
  if (selfRegistration === "automatic") {
    if (request.kind === "dm-server") return "only a person can accept a DM server";
    if (request.managementDomain !== selfRegistrationPolicy.managementDomain)
      return `the management domain ${request.managementDomain} is not the one of self-registration`;
    return undefined;
  }
  let pending = 0;
  for (const { state, owner: other } of room.registrations.values())
    if (state === "awaiting-approval" && other !== owner) pending++;
  return pending < pendingRegistrations ? undefined : "too many registrations wait for approval";
}

function seal({ scheme, username, password }: CallbackCredentials, { room }: Call): SealedCredentials {
  if (scheme !== "none" && scheme !== "mutual-tls") {
    if (username === undefined) throw serviceRefusal("SVC0002", ["callbackCredentials.username"]);
    if (password === undefined) throw serviceRefusal("SVC0002", ["callbackCredentials.password"]);
  }
  return { scheme, username: username ?? "", sealedPassword: room.context.crypto.seal(utf8(password ?? "")) };
}
