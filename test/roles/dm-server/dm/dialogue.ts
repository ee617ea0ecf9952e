import { utf8, utf8Text } from "../../../../simulator/core/bytes.ts";
import { seededRandom, type Random } from "../../../../simulator/core/random.ts";
import {
  dmEncodingOf,
  dmMediaTypes,
  readDmMessage,
  readSyncML,
  writeDmMessage,
  type DmEncoding,
  type SyncML,
} from "../../../../simulator/protocols/syncml/index.ts";
import {
  createAlertStore,
  type AlertRetention,
} from "../../../../simulator/roles/dm-server/alerts/alert-store.ts";
import {
  createDeviceSessions,
  type DmSide,
} from "../../../../simulator/roles/dm-server/dm/device-sessions.ts";
import type {
  SessionLimits,
  SessionSettings,
} from "../../../../simulator/roles/dm-server/dm/session-settings.ts";
import type { DeviceAccount } from "../../../../simulator/roles/dm-server/inventory/device-account.ts";
import {
  createInventory,
  type DeviceInventory,
} from "../../../../simulator/roles/dm-server/inventory/inventory.ts";
import type {
  AlertReport,
  EffectSink,
  ReferencedCommand,
  SessionReport,
  SessionRequest,
} from "../../../../simulator/roles/dm-server/ports.ts";
import type { HttpResponse } from "../../../../simulator/wire/http.ts";
import type { Effect, Moment, Peer, StepperFactory, StoreSnapshot } from "../../../../simulator/wire/role.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";
import { tableSteppers } from "../../../support/table-steppers.ts";

export const DEVICE = "IMEI:350000000000017";
export const SERVER_ID = "dm.example.com";
export const SERVER_URL = "https://dm.example.com/oma";
export const crypto = createNodeCrypto(new Uint8Array(32));
export const emptyStore: StoreSnapshot = { entries: () => [] };

export const account: DeviceAccount = {
  deviceId: DEVICE,
  client: { auth: "md5", username: "dev17", password: "lamp-Shade-9" },
  server: { auth: "md5", username: SERVER_ID, password: "tide-Pool-4", nonce: utf8("serverNonce-0000") },
};

/** Randomness whose octets come from a list first: nonces of a worked example. */
export function scriptedRandom(texts: readonly string[]): Random {
  const rest = [...texts];
  const seeded = seededRandom("dm-side");
  return {
    ...seeded,
    bytes: (length) => (rest.length > 0 ? utf8(rest.shift() ?? "") : seeded.bytes(length)),
  };
}

export interface DialogueOptions {
  readonly accounts?: readonly DeviceAccount[];
  readonly unknownDevices?: "refuse" | "accept";
  readonly settings?: Partial<SessionSettings>;
  readonly limits?: Partial<SessionLimits>;
  readonly alertRetention?: AlertRetention;
  readonly random?: Random;
  readonly snapshot?: StoreSnapshot;
  readonly steppers?: StepperFactory;
  /** Called for every report, with the side to call back. */
  readonly onReport?: (report: SessionReport, dm: DmSide, moment: Moment, sink: EffectSink) => void;
}

/** The DM side with everything that it said, and hands to talk to it. */
export function createDialogue(options: DialogueOptions = {}) {
  const inventory: DeviceInventory = createInventory({
    snapshot: options.snapshot ?? emptyStore,
    accounts: options.accounts ?? [account],
    unknownDevices: options.unknownDevices ?? "refuse",
    crypto,
  });
  const effects: Effect[] = [];
  const reports: SessionReport[] = [];
  const alerts: AlertReport[] = [];
  const timers = new Map<string, number>();
  let exchanges = 0;
  let now = 0;
  const sink: EffectSink = (effect) => {
    effects.push(effect);
    if (effect.type === "timer.arm") timers.set(effect.timer, effect.due);
    if (effect.type === "timer.cancel") timers.delete(effect.timer);
  };
  const moment = (): Moment => ({ now, date: 1_700_000_000_000 + now });
  const dm: DmSide = createDeviceSessions({
    serverId: SERVER_ID,
    serverUrl: SERVER_URL,
    inventory,
    context: {
      random: options.random ?? seededRandom("dialogue"),
      crypto,
      steppers: options.steppers ?? tableSteppers,
    },
    settings: options.settings,
    limits: options.limits,
    alertStore: createAlertStore(
      options.snapshot ?? emptyStore,
      options.alertRetention ?? { alerts: 1000, age: Infinity },
    ),
    alerts: (alert) => alerts.push(alert),
    reports: (report, at, to) => {
      reports.push(report);
      options.onReport?.(report, dm, at, to);
    },
  });

  const post = (
    body: string | Uint8Array,
    url = SERVER_URL,
    headers: Record<string, string> = { "content-type": "application/vnd.syncml.dm+xml" },
    method = "POST",
    peer: Peer = { address: "memory", secure: false },
  ): string => {
    const exchange = `x${++exchanges}`;
    const request = { method, url, headers, body: typeof body === "string" ? utf8(body) : body };
    dm.handleDm({ type: "request.received", exchange, request, peer }, moment(), sink);
    return exchange;
  };

  const responsesTo = (exchange: string): HttpResponse[] =>
    effects.flatMap((effect) =>
      effect.type === "respond" && effect.exchange === exchange ? [effect.http] : [],
    );

  const responseTo = (exchange: string): HttpResponse => {
    const [response, ...more] = responsesTo(exchange);
    if (!response || more.length > 0) throw new Error(`${1 + more.length} responses to ${exchange}`);
    return response;
  };

  return {
    dm,
    inventory,
    effects,
    reports,
    alerts,
    timers,
    post,
    responsesTo,
    responseTo,
    moment,
    sink,
    /** Text of the only response to an exchange. */
    text: (exchange: string): string => utf8Text(responseTo(exchange).body) ?? "",
    /** Message in the only response to an exchange. */
    message: (exchange: string): SyncML => {
      const { headers, body } = responseTo(exchange);
      const { value } = readDmMessage(dmEncodingOf(headers["content-type"] ?? "") ?? "xml", body);
      if (!value) throw new Error("the response is no message");
      return value;
    },
    /** Posts a message that is given in XML in an encoding, under a media type. */
    postAs: (
      encoding: DmEncoding,
      xml: string,
      type: string = dmMediaTypes[encoding],
      url = SERVER_URL,
    ): string => post(encoded(encoding, xml), url, { "content-type": type }),
    open: (request: Partial<SessionRequest> & { readonly mode: SessionRequest["mode"] }): void =>
      dm.open(
        {
          work: "w1",
          deviceId: DEVICE,
          uiMode: "not-specified",
          notify: true,
          expires: Infinity,
          ...request,
        },
        moment(),
        sink,
      ),
    supply: (commands: readonly ReferencedCommand[], work = "w1"): void =>
      dm.supply(work, commands, moment(), sink),
    end: (abort: boolean, work = "w1"): void => dm.end(work, abort, moment(), sink),
    gone: (exchange: string): void => dm.requestGone(exchange, moment(), sink),
    /** Moves time on; what falls due fires in order. */
    wait: (milliseconds: number): void => {
      const until = now + milliseconds;
      for (;;) {
        const [next] = [...timers].filter(([, due]) => due <= until).toSorted((a, b) => a[1] - b[1]);
        if (!next) break;
        timers.delete(next[0]);
        now = Math.max(now, next[1]);
        dm.handleTimer(next[0], moment(), sink);
      }
      now = until;
    },
    states: (): string[] =>
      effects.flatMap((effect) =>
        effect.type === "state" ? [`${effect.conversation} ${effect.state}`] : [],
      ),
    pushes: (): Uint8Array[] => effects.flatMap((effect) => (effect.type === "push" ? [effect.body] : [])),
    notes: (): string[] => effects.flatMap((effect) => (effect.type === "note" ? [effect.code] : [])),
  };
}

/** Octets of a message that is given in XML. */
export function encoded(encoding: DmEncoding, xml: string): Uint8Array {
  return encoding === "xml" ? utf8(xml) : writeDmMessage(encoding, parse(utf8(xml)));
}

export type Dialogue = ReturnType<typeof createDialogue>;

export function parse(body: Uint8Array): SyncML {
  const { value } = readSyncML(body);
  if (!value) throw new Error(`not SyncML: ${utf8Text(body)}`);
  return value;
}

/** Statuses of a message as `Cmd/CmdRef code`. */
export function statusesOf(message: SyncML): string[] {
  return message.SyncBody.commands.flatMap((command) =>
    command.kind === "Status" ? [`${command.Cmd}/${command.CmdRef} ${command.Data}`] : [],
  );
}

/** Everything but statuses, as `kind/CmdID`. */
export function commandsOf(message: SyncML): string[] {
  return message.SyncBody.commands.flatMap((command) =>
    command.kind === "Status" ? [] : [`${command.kind}/${command.CmdID}`],
  );
}

export interface ClientHeader {
  readonly session?: string;
  readonly msg?: number;
  readonly source?: string;
  readonly name?: string;
  readonly cred?: { readonly type: string; readonly data: string };
  readonly meta?: string;
  readonly target?: string;
  readonly dtd?: string;
  readonly proto?: string;
}

/** A message of a device; `final` false leaves Final out. */
export function clientMessage(header: ClientHeader, body: string, final = true): string {
  const { session = "1F", msg = 1, source = DEVICE, name, cred, meta, target = SERVER_URL } = header;
  const locName = name === undefined ? "" : `<LocName>${name}</LocName>`;
  const credential = cred
    ? `<Cred><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">${cred.type}</Type></Meta><Data>${cred.data}</Data></Cred>`
    : "";
  const metaText = meta ? `<Meta>${meta}</Meta>` : "";
  return `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>${header.dtd ?? "1.2"}</VerDTD><VerProto>${header.proto ?? "DM/1.2"}</VerProto><SessionID>${session}</SessionID><MsgID>${msg}</MsgID><Target><LocURI>${target}</LocURI></Target><Source><LocURI>${source}</LocURI>${locName}</Source>${credential}${metaText}</SyncHdr><SyncBody>${body}${final ? "<Final/>" : ""}</SyncBody></SyncML>`;
}

/** Alert and DevInfo of Package 1, numbered from `first`. */
export function package1(code: 1200 | 1201, first = 1): string {
  const leaf = (name: string, value: string): string =>
    `<Item><Source><LocURI>./DevInfo/${name}</LocURI></Source><Data>${value}</Data></Item>`;
  return `<Alert><CmdID>${first}</CmdID><Data>${code}</Data></Alert><Replace><CmdID>${first + 1}</CmdID>${leaf("Lang", "en-US")}${leaf("DmV", "1.2")}${leaf("Mod", "Bench-1")}${leaf("Man", "Example Labs")}${leaf("DevId", DEVICE)}</Replace>`;
}

/** A Status of a device. */
export function status(
  cmdId: number,
  msgRef: number,
  cmdRef: number,
  cmd: string,
  code: number,
  more = "",
): string {
  const refs =
    cmd === "SyncHdr" ? `<TargetRef>${DEVICE}</TargetRef><SourceRef>${SERVER_URL}</SourceRef>` : "";
  return `<Status><CmdID>${cmdId}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${cmdRef}</CmdRef><Cmd>${cmd}</Cmd>${refs}${more}<Data>${code}</Data></Status>`;
}

/** A Chal of a device for md5. */
export function chal(nonce: string): string {
  return `<Chal><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-md5</Type><NextNonce xmlns="syncml:metinf">${nonce}</NextNonce></Meta></Chal>`;
}

/** An Alert of a device. */
export function clientAlert(cmdId: number, code: number, items = ""): string {
  return `<Alert><CmdID>${cmdId}</CmdID><Data>${code}</Data>${items}</Alert>`;
}

/** A Get for the caller's list. */
export function get(reference: string, ...uris: readonly string[]): ReferencedCommand {
  const Item = uris.map((LocURI) => ({ Target: { LocURI } }));
  return { reference, command: { kind: "Get", CmdID: "0", Item } };
}

/** A Replace for the caller's list. */
export function replace(reference: string, uri: string, data: string, format?: string): ReferencedCommand {
  const Meta = format === undefined ? undefined : { Format: format, Type: "text/plain" };
  return {
    reference,
    command: { kind: "Replace", CmdID: "0", Item: [{ Target: { LocURI: uri }, Meta, Data: data }] },
  };
}
