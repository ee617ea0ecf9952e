import { secretDigest, md5Credential } from "../../../simulator/protocols/dm-auth/index.ts";
import {
  encodeNotification,
  serverSecret,
  type Trigger,
} from "../../../simulator/protocols/notification/index.ts";
import {
  dmEncodingOf,
  dmMediaTypes,
  readDmMessage,
  writeDmMessage,
  type BodyCommandInput,
  type SyncHdrInput,
  type SyncML,
} from "../../../simulator/protocols/syncml/index.ts";
import { seededRandom } from "../../../simulator/core/random.ts";
import { utf8 } from "../../../simulator/core/bytes.ts";
import {
  createDevice,
  phone,
  type Device,
  type DeviceBehaviour,
  type DeviceCommand,
  type DeviceOptions,
  type DmAccount,
} from "../../../simulator/roles/device/index.ts";
import type {
  Effect,
  RoleEvent,
  StepperFactory,
  StoreSnapshot,
  StoreWrite,
} from "../../../simulator/wire/role.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { tableSteppers } from "../../support/table-steppers.ts";

export const crypto = createNodeCrypto();
export const deviceId = "IMEI:350000000000017";
export const serverUrl = "https://dm.example.com/oma";

/** The account of the worked examples. */
export const account: DmAccount = {
  serverId: "dm.example.com",
  serverUrl,
  username: "dev17",
  password: "lamp-Shade-9",
  auth: "md5",
  authPref: "challenge",
  serverAuth: "md5",
  serverPassword: "tide-Pool-4",
  serverNonce: utf8("serverNonce-0000"),
};

export interface DialogueOptions {
  readonly account?: Partial<DmAccount>;
  readonly behaviour?: Partial<DeviceBehaviour>;
  readonly options?: Partial<DeviceOptions>;
  readonly stored?: StoreSnapshot;
  readonly steppers?: StepperFactory;
}

/** A device under a test's hands: what goes in, what comes out. */
export interface Dialogue {
  readonly device: Device;
  /** Effects of the last event. */
  readonly effects: readonly Effect[];
  /** All writes so far, by collection and key. */
  readonly written: ReadonlyMap<string, unknown>;
  readonly command: (command: DeviceCommand) => SyncML | undefined;
  readonly push: (body: Uint8Array, contentType?: string) => SyncML | undefined;
  /** The server's answer to the last request; gives the device's next message. */
  readonly answer: (
    header: Partial<SyncHdrInput>,
    commands: readonly BodyCommandInput[],
    final?: boolean,
  ) => SyncML | undefined;
  readonly answerRaw: (
    body: Uint8Array,
    status?: number,
    contentType?: string,
    headers?: Readonly<Record<string, string>>,
  ) => SyncML | undefined;
  /** Any event; `later` milliseconds pass before it. */
  readonly event: (event: RoleEvent<DeviceCommand>, later?: number) => SyncML | undefined;
  readonly fail: () => void;
  /** The last request of the device. */
  readonly request: () => Extract<Effect, { type: "request" }>;
  readonly notes: () => string[];
  readonly reports: () => string[];
  /** Data of the last event's report of this name. */
  readonly report: (name: string) => Readonly<Record<string, unknown>> | undefined;
  readonly states: () => string[];
}

export function dialogue(setup: DialogueOptions = {}): Dialogue {
  const options: DeviceOptions = {
    deviceId,
    profile: phone,
    account: { ...account, ...setup.account },
    ...(setup.behaviour ? { behaviour: setup.behaviour } : {}),
    ...setup.options,
  };
  const device = createDevice(
    options,
    { random: seededRandom(7), crypto, steppers: setup.steppers ?? tableSteppers },
    setup.stored,
  );
  const written = new Map<string, unknown>();
  let effects: readonly Effect[] = [];
  let request: Extract<Effect, { type: "request" }> | undefined;
  let serverMsgId = 0;
  let now = 0;
  const take = (next: readonly Effect[]): SyncML | undefined => {
    effects = next;
    let message: SyncML | undefined;
    for (const effect of next) {
      if (effect.type === "commit") for (const write of effect.writes) keep(written, write);
      if (effect.type !== "request" || effect.channel !== "dm") continue;
      request = effect;
      message = read(effect);
    }
    return message;
  };
  const moment = () => ({ now: ++now, date: Date.UTC(2026, 0, 1) + now });
  const self: Dialogue = {
    device,
    written,
    get effects() {
      return effects;
    },
    command: (command) => {
      serverMsgId = 0;
      return take(device.handle({ type: "command", command }, moment()));
    },
    push: (body, contentType = "application/vnd.syncml.notification") => {
      serverMsgId = 0;
      return take(device.handle({ type: "push.received", contentType, body }, moment()));
    },
    answer: (header, commands, final = true) => {
      const sent = request && read(request);
      const encoding = dmEncodingOf(request?.http.headers["content-type"] ?? "") ?? "xml";
      return self.answerRaw(
        writeDmMessage(encoding, {
          SyncHdr: {
            VerDTD: "1.2",
            VerProto: "DM/1.2",
            SessionID: sent?.SyncHdr.SessionID ?? "",
            MsgID: String(++serverMsgId),
            Target: { LocURI: deviceId },
            Source: { LocURI: serverUrl },
            ...header,
          },
          SyncBody: {
            commands: commands.map((command, index) => ({
              ...command,
              CmdID: command.CmdID || String(index + 1),
            })),
            ...(final ? { Final: true } : {}),
          },
        }),
        200,
        dmMediaTypes[encoding],
      );
    },
    answerRaw: (body, status = 200, contentType = "application/vnd.syncml.dm+xml", headers = {}) =>
      take(
        device.handle(
          {
            type: "response.received",
            request: request?.request ?? "",
            response: { status, headers: { "content-type": contentType, ...headers }, body },
          },
          moment(),
        ),
      ),
    event: (event, later = 0) => {
      now += later;
      return take(device.handle(event, moment()));
    },
    fail: () => {
      take(
        device.handle(
          {
            type: "request.failed",
            request: request?.request ?? "",
            reason: "unreachable",
            text: "nobody listens",
          },
          moment(),
        ),
      );
    },
    request: () => {
      if (!request) throw new Error("the device sent nothing");
      return request;
    },
    notes: () => effects.flatMap((effect) => (effect.type === "note" ? [effect.code] : [])),
    reports: () => effects.flatMap((effect) => (effect.type === "report" ? [effect.report.name] : [])),
    report: (name) =>
      effects.flatMap((effect) =>
        effect.type === "report" && effect.report.name === name ? [effect.report.data] : [],
      )[0],
    states: () =>
      effects.flatMap((effect) =>
        effect.type === "state" ? [`${effect.from} ${effect.event} ${effect.state}`] : [],
      ),
  };
  return self;
}

/** A request of the device as a message. */
function read({ http }: Extract<Effect, { type: "request" }>): SyncML | undefined {
  const encoding = dmEncodingOf(http.headers["content-type"] ?? "");
  return encoding && readDmMessage(encoding, http.body).value;
}

/** What a dialogue has written so far, for a device that starts again. */
export function storeOf(each: Dialogue): StoreSnapshot {
  return {
    entries: (collection) =>
      [...each.written]
        .filter(([key, value]) => key.startsWith(`${collection} `) && value !== undefined)
        .map(([key, value]) => [key.slice(collection.length + 1), value] as const),
  };
}

function keep(written: Map<string, unknown>, write: StoreWrite): void {
  written.set(`${write.collection} ${write.key}`, write.value);
}

/** Status of the server for the device's header. */
export function headerStatus(message: SyncML | undefined, code: number, chal?: string): BodyCommandInput {
  return {
    kind: "Status",
    CmdID: "",
    MsgRef: message?.SyncHdr.MsgID ?? "",
    CmdRef: "0",
    Cmd: "SyncHdr",
    TargetRef: [serverUrl],
    SourceRef: [deviceId],
    ...(chal === undefined ? {} : { Chal: md5Chal(chal) }),
    Data: code,
  };
}

export function md5Chal(nonce: string) {
  return { Meta: { Format: "b64", Type: "syncml:auth-md5", NextNonce: utf8(nonce) } };
}

/** Cred of the server made with a nonce. */
export function serverCred(nonce: Uint8Array | string, password = "tide-Pool-4") {
  const secret = secretDigest(crypto, "dm.example.com", password);
  return md5Credential(crypto, secret, typeof nonce === "string" ? utf8(nonce) : nonce);
}

/** A notification with a right digest, unless another nonce or password is given. */
export function notification(
  trigger: Partial<Trigger> = {},
  nonce: Uint8Array | string = "serverNonce-0000",
  password = "tide-Pool-4",
): Uint8Array {
  const secret = serverSecret(crypto, "dm.example.com", password);
  const octets = typeof nonce === "string" ? utf8(nonce) : nonce;
  return encodeNotification(
    crypto,
    { sessionId: 0xa7, serverId: "dm.example.com", ...trigger },
    secret,
    octets,
  );
}

/** One line for each command of a body: `Status 2/4 Get 200 ./X`, `Results 2/5 ./X=value`. */
export function lines(message: SyncML | undefined): string[] {
  if (!message) return [];
  const body = message.SyncBody.commands.map((command) => {
    switch (command.kind) {
      case "Status":
        return [
          "Status",
          `${command.MsgRef}/${command.CmdRef}`,
          command.Cmd,
          command.Data,
          ...command.TargetRef.filter(() => command.Cmd !== "SyncHdr"),
        ].join(" ");
      case "Results":
        return `Results ${command.MsgRef}/${command.CmdRef} ${command.Item.map((item) => `${item.Source?.LocURI}${item.Data === undefined ? "" : `=${typeof item.Data === "string" ? item.Data : JSON.stringify(item.Data)}`}`).join(" ")}`;
      case "Alert":
        return `Alert ${command.Data}`;
      default:
        return command.kind;
    }
  });
  return message.SyncBody.Final ? [...body, "Final"] : body;
}

/** Shorthands for server commands. */
export const target = (uri: string) => ({ Target: { LocURI: uri } });
export const getOf = (...uris: readonly string[]) => ({
  kind: "Get" as const,
  CmdID: "",
  Item: uris.map(target),
});
export const replaceOf = (uri: string, data: string, meta?: { Format?: string; Type?: string }) => ({
  kind: "Replace" as const,
  CmdID: "",
  Item: [{ ...target(uri), ...(meta ? { Meta: meta } : {}), Data: data }],
});
export const addOf = (uri: string, data?: string, meta?: { Format?: string; Type?: string }) => ({
  kind: "Add" as const,
  CmdID: "",
  Item: [{ ...target(uri), ...(meta ? { Meta: meta } : {}), ...(data === undefined ? {} : { Data: data }) }],
});
