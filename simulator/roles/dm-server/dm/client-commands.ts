import { randomId } from "../../../core/ids.ts";
import { toBase64 } from "../../../core/bytes.ts";
import type { Random } from "../../../core/random.ts";
import type { Alert, BodyCommand, Item, SyncML } from "../../../protocols/syncml/index.ts";
import type { StoreWrite } from "../../../wire/role.ts";
import type { DueStatus } from "./device-session.ts";

/** Collection of the store in which alerts of devices are kept, by alert id. */
export const ALERTS = "alerts";

/** A stored alert of a device: one per distinct Type among the Items of a 1224 or 1226. Times are dates. */
export interface StoredAlert {
  readonly alertId: string;
  readonly deviceId: string;
  readonly code: 1224 | 1226;
  /** Type without a `Reversed-Domain-Name:` or `Content-Type:` prefix; empty where the device named none. */
  readonly alertType: string;
  readonly mark?: string | undefined;
  readonly correlator?: string | undefined;
  readonly receivedAt: number;
  readonly items: readonly StoredAlertItem[];
}

export interface StoredAlertItem {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  readonly format?: string | undefined;
  readonly type?: string | undefined;
  readonly mark?: string | undefined;
  readonly data?: string | undefined;
  /** Base64. */
  readonly binaryData?: string | undefined;
}

/** What the commands of a client ask of the server. */
export interface ClientCommands {
  /** One Status per command, in their order; Status and Results get none. */
  readonly statuses: readonly DueStatus[];
  /** Alerts to be stored, and the CmdIDs of the commands that brought them. */
  readonly writes: readonly StoreWrite[];
  readonly stored: readonly string[];
  readonly aborted: boolean;
  /** Alert 1225: the device did not get the end of a chunked object. */
  readonly brokenObject: boolean;
}

/** Judges the commands of an authenticated client's message (DM Protocol 1.2, 8.2 and 8.7). */
export function judgeClientCommands(
  message: SyncML,
  deviceId: string,
  receivedAt: number,
  random: Random,
): ClientCommands {
  const statuses: DueStatus[] = [];
  const writes: StoreWrite[] = [];
  const stored: string[] = [];
  const codes = new Set<number | undefined>();
  for (const command of message.SyncBody.commands) {
    if (command.kind === "Status") continue;
    if (command.kind === "Results") {
      // only a chunk asks for a Status: 213 for all but the last
      if (command.Item.some((item) => item.MoreData)) statuses.push(statusOf(message, command, 213));
      continue;
    }
    if (command.kind !== "Alert") {
      // a client sends no other management command than the Replace of its DevInfo
      statuses.push(statusOf(message, command, command.kind === "Replace" ? 200 : 405));
      continue;
    }
    codes.add(command.Data);
    const alerts = storedAlerts(command, deviceId, receivedAt, random);
    if (alerts.length > 0) stored.push(command.CmdID);
    for (const alert of alerts) writes.push({ collection: ALERTS, key: alert.alertId, value: alert });
    statuses.push(statusOf(message, command, alertStatus(command, alerts.length)));
  }
  return {
    statuses,
    writes,
    stored,
    aborted: codes.has(1223),
    brokenObject: codes.has(1225),
  };
}

/** The same code for every command of a message that is not served: challenges and refusals. */
export function sameStatus(message: SyncML, code: number): DueStatus[] {
  return message.SyncBody.commands
    .filter((command) => command.kind !== "Status" && command.kind !== "Results")
    .map((command) => statusOf(message, command, code));
}

/** How a Package 1 says that it was begun. */
export function managementAlert(message: SyncML): 1200 | 1201 | undefined {
  for (const command of message.SyncBody.commands)
    if (command.kind === "Alert" && (command.Data === 1200 || command.Data === 1201)) return command.Data;
  return undefined;
}

function statusOf(
  message: SyncML,
  command: Exclude<BodyCommand, { kind: "Status" }>,
  code: number,
): DueStatus {
  return { MsgRef: message.SyncHdr.MsgID, CmdRef: command.CmdID, Cmd: command.kind, Data: code };
}

function alertStatus(alert: Alert, stored: number): number {
  switch (alert.Data) {
    case 1200:
    case 1201:
    case 1222:
    case 1223:
    case 1225:
      return 200;
    case 1224:
    case 1226:
      // an event without an Item says nothing that could be kept
      return stored > 0 ? 200 : 412;
    case undefined:
      return 412;
    default:
      return 406;
  }
}

function storedAlerts(alert: Alert, deviceId: string, receivedAt: number, random: Random): StoredAlert[] {
  if (alert.Data !== 1224 && alert.Data !== 1226) return [];
  const code = alert.Data;
  const byType = new Map<string, StoredAlertItem[]>();
  for (const item of alert.Item) {
    const type = bareType(item.Meta?.Type ?? "");
    const items = byType.get(type);
    if (items) items.push(alertItem(item));
    else byType.set(type, [alertItem(item)]);
  }
  return [...byType].map(([alertType, items]) => ({
    alertId: randomId(random, "alert-"),
    deviceId,
    code,
    alertType,
    mark: items[0]?.mark,
    correlator: alert.Correlator,
    receivedAt,
    items,
  }));
}

/** Alert type as it is compared: the two prefixes of the base text and white space are no part of it. */
function bareType(type: string): string {
  return type.trim().replace(/^(?:Reversed-Domain-Name|Content-Type):\s*/i, "");
}

function alertItem(item: Item): StoredAlertItem {
  const { Data } = item;
  return {
    source: item.Source?.LocURI,
    target: item.Target?.LocURI,
    format: item.Meta?.Format,
    type: item.Meta?.Type,
    mark: item.Meta?.Mark,
    data:
      Data === undefined || Data instanceof Uint8Array
        ? undefined
        : typeof Data === "string"
          ? Data
          : Data.xml,
    binaryData: Data instanceof Uint8Array ? toBase64(Data) : undefined,
  };
}
