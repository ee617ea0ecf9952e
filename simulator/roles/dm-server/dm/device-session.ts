import { randomId } from "../../../core/ids.ts";
import type {
  BodyCommand,
  DmEncoding,
  StatusInput,
  SyncHdr,
  SyncML,
  SyncMLInput,
} from "../../../protocols/syncml/index.ts";
import type { RoleContext, Stepper } from "../../../wire/role.ts";
import { dmMediaTypes } from "../../../protocols/syncml/index.ts";
import type { AuthScheme } from "../../../protocols/dm-auth/index.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";
import type { AlertReport, CommandOutcome, SessionRequest } from "../ports.ts";
import { createCollector, type PackageCollector } from "./collector.ts";
import type { PendingCommand } from "./composer.ts";
import type { InboundObject } from "./inbound-object.ts";
import type { OutboundObject } from "./outbound-object.ts";
import { sessionMachine } from "./session-machine.ts";

/** A Status that is owed to the device; its CmdID is given when the message is composed. */
export type DueStatus = Omit<StatusInput, "CmdID">;

/** One request for a device on its way through the queue and, at last, a session. */
export interface Work {
  readonly request: SessionRequest;
  /** Set once its device is authenticated in a session that serves it. */
  begun: boolean;
  /** Run time before which an offline device is not notified again. */
  notBefore: number;
  /** Commands that have not been sent yet. */
  pending: readonly PendingCommand[];
  /** `steps`: outcomes of all packages so far. */
  answered: readonly CommandOutcome[];
  /** `steps`: there is no further package. */
  exhausted: boolean;
  /** It was reported that the device did not come. */
  unreached: boolean;
  /** How often it went back to the queue because its session broke off. */
  requeued: number;
  /** How the work is to end as soon as the device can be told. */
  ending: WorkEnding | undefined;
  readonly collector: PackageCollector;
}

/** `finish` closes normally, `abort` and `expire` with Alert 1223. */
export interface WorkEnding {
  readonly kind: "finish" | "abort" | "expire";
  readonly reason: string;
}

/** State of the server's own credentials towards the device. */
export interface ServerCredentialState {
  /** Base64; the newest one that the device named. */
  nonce: string;
  /** Scheme in use; the device's challenge decides. */
  scheme: AuthScheme | "none";
  /** `session`: no Cred is needed any more. */
  accepted: boolean;
  /** Messages with Cred that the device refused. */
  failures: number;
}

/** One DM session. The machine says where it stands; here is what it knows. */
export interface DeviceSession {
  /** Device id and normalised SessionID. */
  key: string;
  readonly deviceId: string;
  /** SessionID as messages carry it. */
  sessionId: string;
  readonly conversation: string;
  /** Address at which its device came over HTTPS, and goes on; undefined = the DM server's own. */
  secureUrl: string | undefined;
  /** Random part of the session's own address; also names its timers. */
  readonly token: string;
  readonly stepper: Stepper;
  /** Run time of its beginning and of the last sign of life. */
  readonly began: number;
  lastActivity: number;

  work: Work | undefined;
  /** Works that were ended in this session. */
  worksDone: number;
  /** Package 0, sent this often. */
  notification: Uint8Array | undefined;
  notifications: number;

  /** Package 0 went out with the default nonce (DM Security 1.2, 5.3.3). */
  resynchronised: boolean;

  authenticated: boolean;
  /** How the device proved itself; a MAC comes with each message. */
  scheme: AuthScheme | undefined;
  /** Messages of the device with wrong credentials. */
  failures: number;
  /** Schemes that the device was asked for, in order. */
  demanded: readonly AuthScheme[];
  /** Messages in a row whose MAC was wrong. */
  macFailures: number;
  /** Base64 nonce of this session's challenge, then the one announced for the next session. */
  challengeNonce: string | undefined;
  readonly server: ServerCredentialState;

  /** Message that is being handled or was handled last. */
  message: SyncML | undefined;
  /** Package 1 so far, under the header of its first authenticated message. */
  package1Header: SyncHdr | undefined;
  package1: BodyCommand[];
  package1Complete: boolean;
  /** Octets of the largest message that the device takes. */
  maxMsgSize: number | undefined;
  /** Octets of the largest object that the device takes, as carried. */
  maxObjSize: number | undefined;
  /** How the device's last message travelled; ours go the same way. */
  encoding: DmEncoding;
  mediaType: string;
  /** Large object that comes from the device in chunks. */
  inbound: InboundObject | undefined;
  /** Large object that goes to the device in chunks. */
  outbound: OutboundObject | undefined;
  /** `<MsgID>/<CmdID>` of its last chunk. */
  outboundNumber: string;
  /** Addresses of objects whose end the device did not send; the next message tells it with Alert 1225. */
  brokenObjects: string[];
  /** Alerts of the session that were stored, to know them again. */
  readonly storedAlertMarks: Set<string>;
  /** Alerts of another session with the same SessionID that the device may send again; undefined = not looked up yet. */
  earlierAlerts: AlertReport[] | undefined;

  /** Octets of the device's messages that are held for it: those of a package that is not whole, else the last one. */
  held: number;
  /** Number and octets of the last request, to recognise a repetition. */
  lastRequest: { readonly msgId: string; readonly body: Uint8Array } | undefined;
  lastResponse: HttpResponse | undefined;
  lastMessage: SyncMLInput | undefined;
  /** Exchanges that wait for the response to the last request. */
  waiting: string[];
  /** True between a message of the device and our response. */
  unanswered: boolean;
  holdArmed: boolean;
  /** Statuses that the next response carries. */
  due: DueStatus[];
  /** CmdRefs of the last message's alerts that are being stored. */
  storedAlerts: readonly string[];
  /** MsgID of our last message. */
  msgId: number;
  /** Messages received. */
  received: number;
  /** Commands of our last message, to send them again after a challenge. */
  batch: readonly PendingCommand[];
  /** The statuses alone filled our last message; the commands are still to come. */
  deferred: boolean;
  /** Keep-alive messages since the External System last spoke. */
  rounds: number;
  /** Answers without Final in a row that brought nothing new. */
  emptyContinuations: number;

  reason: string;
  refusedBy: "dms" | "device";
  abortedBy: "dms" | "device";
  /** Guards against deciding twice while a report's receiver calls back. */
  deciding: boolean;
}

/** SessionID for comparing: upper case, no leading zeros, as the trigger mapping writes it. */
export function normalSessionId(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/^0+(?=.)/, "");
}

/** Key of a session. */
export function sessionKey(deviceId: string, sessionId: string): string {
  return `${deviceId}/${normalSessionId(sessionId)}`;
}

/** Creates a session before anything was sent or received in it. */
export function createSession(
  context: RoleContext,
  options: {
    readonly deviceId: string;
    readonly sessionId: string;
    readonly now: number;
    readonly serverAccount: DeviceRecord["account"]["server"] | undefined;
    readonly work?: Work | undefined;
  },
): DeviceSession {
  const { deviceId, sessionId, now, serverAccount, work } = options;
  return {
    key: sessionKey(deviceId, sessionId),
    deviceId,
    sessionId,
    conversation: `dm-session:${deviceId}/${normalSessionId(sessionId)}`,
    secureUrl: undefined,
    token: randomId(context.random, ""),
    stepper: context.steppers(sessionMachine),
    began: now,
    lastActivity: now,
    work,
    worksDone: 0,
    notification: undefined,
    notifications: 0,
    resynchronised: false,
    authenticated: false,
    scheme: undefined,
    failures: 0,
    demanded: [],
    macFailures: 0,
    challengeNonce: undefined,
    server: {
      nonce: serverAccount?.nonce ?? "",
      scheme: serverAccount?.auth ?? "none",
      accepted: false,
      failures: 0,
    },
    message: undefined,
    package1Header: undefined,
    package1: [],
    package1Complete: false,
    maxMsgSize: undefined,
    maxObjSize: undefined,
    encoding: "xml",
    mediaType: dmMediaTypes.xml,
    inbound: undefined,
    outbound: undefined,
    outboundNumber: "",
    brokenObjects: [],
    storedAlertMarks: new Set(),
    earlierAlerts: undefined,
    held: 0,
    lastRequest: undefined,
    lastResponse: undefined,
    lastMessage: undefined,
    waiting: [],
    unanswered: false,
    holdArmed: false,
    due: [],
    storedAlerts: [],
    msgId: 0,
    received: 0,
    batch: [],
    deferred: false,
    rounds: 0,
    emptyContinuations: 0,
    reason: "",
    refusedBy: "dms",
    abortedBy: "device",
    deciding: false,
  };
}

/** Creates work that waits in the queue. */
export function createWork(request: SessionRequest): Work {
  return {
    request,
    begun: false,
    notBefore: 0,
    pending: request.mode.kind === "commands" ? request.mode.commands : [],
    answered: [],
    exhausted: false,
    unreached: false,
    requeued: 0,
    ending: undefined,
    collector: createCollector(),
  };
}
