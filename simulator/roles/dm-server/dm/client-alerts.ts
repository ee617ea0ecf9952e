import { toBase64 } from "../../../core/bytes.ts";
import { randomId } from "../../../core/ids.ts";
import type { Random } from "../../../core/random.ts";
import { bareAlertType, type Alert, type Item } from "../../../protocols/syncml/index.ts";
import { readValue } from "../encoding.ts";
import type { AlertReport, AlertReportItem } from "../ports.ts";
import { asksForUpdate } from "./update-requests.ts";

/** Formats in which the value of an alert can be understood (DM Representation 1.2, Format). */
const formats: ReadonlySet<string> = new Set([
  "chr",
  "int",
  "bool",
  "bin",
  "b64",
  "node",
  "null",
  "xml",
  "date",
  "time",
  "float",
]);

/** An alert of a client as it is answered, and what of it is kept. */
export interface JudgedAlert {
  readonly status: number;
  readonly alerts: readonly AlertReport[];
}

/** What an alert is kept with. */
export interface AlertOrigin {
  readonly deviceId: string;
  readonly sessionId: string;
  readonly receivedAt: number;
  readonly random: Random;
  /** Whether the update that an alert asks for is made in this session. */
  readonly updates: (alert: Alert) => boolean;
}

/**
 * Judges an alert of a client (DM Protocol 1.2, 8.7). Events are kept whatever their Type is: 412 where an Item lacks
 * what makes an event, 415 for a Format that does not exist. A request for new firmware gets 200 only when the update is
 * made in this session, otherwise 202 (FUMO 1.0).
 */
export function judgeAlert(alert: Alert, origin: AlertOrigin): JudgedAlert {
  switch (alert.Data) {
    case 1200:
    case 1201:
    case 1222:
    case 1223:
    case 1225:
      return { status: 200, alerts: [] };
    case 1224:
    case 1226:
      return judgeEvent(alert, alert.Data, origin);
    case undefined:
      return { status: 412, alerts: [] };
    default:
      return { status: 406, alerts: [] };
  }
}

function judgeEvent(alert: Alert, code: 1224 | 1226, origin: AlertOrigin): JudgedAlert {
  if (alert.Item.length === 0 || alert.Item.some((item) => isIncomplete(item, code)))
    return { status: 412, alerts: [] };
  const known = alert.Item.every(({ Meta }) => Meta?.Format === undefined || formats.has(Meta.Format.trim()));
  if (!known) return { status: 415, alerts: [] };
  const status = asksForUpdate(alert) && !origin.updates(alert) ? 202 : 200;
  return { status, alerts: eventsOf(alert, code, origin) };
}

/** Type and Data make a Generic Alert; a client event may lack one of the two. A Format that is left out is `chr`. */
function isIncomplete({ Meta, Data }: Item, code: 1224 | 1226): boolean {
  const typeless = (Meta?.Type ?? "").trim() === "";
  return code === 1226 ? typeless || Data === undefined : typeless && Data === undefined;
}

/** One event per distinct Type, with its Items in order. */
function eventsOf(
  alert: Alert,
  code: 1224 | 1226,
  { deviceId, sessionId, receivedAt, random }: AlertOrigin,
): AlertReport[] {
  const byType = new Map<string, AlertReportItem[]>();
  for (const item of alert.Item) {
    const type = bareAlertType(item.Meta?.Type ?? "");
    const items = byType.get(type);
    if (items) items.push(alertItem(item));
    else byType.set(type, [alertItem(item)]);
  }
  return [...byType].map(([alertType, items]) => ({
    alertId: randomId(random, "alert-"),
    deviceId,
    code,
    alertType,
    mark: items.find(({ mark }) => mark !== undefined)?.mark,
    correlator: alert.Correlator,
    sessionId,
    receivedAt,
    items,
  }));
}

/** What an alert says, whatever the encoding of its message: it tells whether a client sends the same again. */
export function alertContent({ code, alertType, correlator, items }: AlertReport): string {
  const content = items.map(({ source, target, mark, data, binaryData }) => [
    source,
    target,
    mark,
    data,
    binaryData,
  ]);
  return JSON.stringify([code, alertType, correlator, content]);
}

/** Takes the first alert that says this out of the list; false when there is none. */
export function takeEarlier(earlier: AlertReport[], content: string | undefined): boolean {
  if (earlier.length === 0) return false; // nearly always
  const index = earlier.findIndex((alert) => alertContent(alert) === content);
  if (index >= 0) earlier.splice(index, 1);
  return index >= 0;
}

function alertItem(item: Item): AlertReportItem {
  const { data, binaryData } = readValue(item.Data, item.Meta?.Format);
  return {
    source: item.Source?.LocURI,
    target: item.Target?.LocURI,
    format: item.Meta?.Format,
    type: item.Meta?.Type,
    mark: item.Meta?.Mark,
    data,
    binaryData: binaryData && toBase64(binaryData),
  };
}
