import { readFault } from "../protocols/soap/index.ts";
import {
  exceptionSentence,
  PolicyException,
  ServiceException,
  Via,
  type Alert,
  type DeviceDescription,
  type DeviceResult,
  type Item,
} from "../protocols/wsi/index.ts";
import { wildcardValue, type AnyElementOut } from "../schema/element.ts";
import type { Fact, MessageSummary, SummaryBadge } from "./summary.ts";
import { readAnyWsiEnvelope } from "./wsi-foreign-names.ts";

/** States that are worth a red badge. */
const BAD: readonly Fact[] = [
  "rejected",
  "refused",
  "failed",
  "timed-out",
  "aborted",
  "expired",
  "cancelled",
];

/** The state that is neither good nor bad. */
const MIXED: Fact = "partly-succeeded";

/** Title, badges and facts of a message of the WSI or of its callbacks. */
export function summariseWsi(body: Uint8Array, status: number | undefined): MessageSummary {
  const { envelope, findings, foreign } = readAnyWsiEnvelope(body);
  const child = envelope?.children[0];
  const facts: Record<string, Fact> = { protocol: "wsi" };
  if (foreign !== undefined) facts["namespace"] = foreign;
  if (status !== undefined) facts["status"] = status;
  if (envelope) facts["version"] = envelope.version;
  const common = { codec: envelope ? `SOAP ${envelope.version}` : "HTTP", findings: findings.length, facts };
  if (!child) {
    const title = status === undefined ? "unreadable request" : `HTTP ${status}`;
    return {
      ...common,
      title,
      summary: "no SOAP message",
      badges: [],
      ack: status !== undefined && status < 300,
    };
  }
  const fault = faultOf(child);
  if (fault) {
    facts["part"] = "fault";
    facts["faultText"] = fault.text;
    facts["faultCode"] = fault.code;
    const badges: SummaryBadge[] = [{ text: fault.code, tone: "fail", title: fault.text }];
    if (status !== undefined) badges.unshift({ text: String(status), tone: "fail" });
    return { ...common, title: "Fault", summary: fault.text, badges, ack: false };
  }
  const operation = child.name.replace(/Response$/, "");
  const part = child.name === operation ? "request" : "response";
  facts["operation"] = operation;
  facts["part"] = part;
  collectFacts(child.value, facts);
  collectPath(envelope?.headers ?? [], facts);
  const badges = badgesOf(operation, part, facts);
  const rejected = facts["ack.state"] === "rejected";
  return {
    ...common,
    title:
      part === "request"
        ? operation
        : `${operation} ${carriesAnswer(operation) ? "answered" : "acknowledged"}`,
    summary: sentenceOf(part, facts),
    badges,
    ack: part === "response" && !rejected && !carriesAnswer(operation),
  };
}

/** Operations whose response is the answer itself, not only its acknowledgement. */
function carriesAnswer(operation: string): boolean {
  return /^(Query|List|DiscoverDevices|Describe|RetrieveAlerts)/.test(operation);
}

function faultOf(child: AnyElementOut): { readonly code: string; readonly text: string } | undefined {
  const fault = readFault(child);
  if (!fault) return undefined;
  for (const entry of fault.details)
    for (const element of [ServiceException, PolicyException]) {
      const exception = wildcardValue(entry, element);
      if (exception) return { code: exception.messageId, text: exceptionSentence(exception) };
    }
  return { code: fault.subcode?.name ?? fault.code, text: fault.text };
}

/** Results and devices that are looked into; of longer lists the number is enough. */
const LOOKED_INTO = 200;

/**
 * First-level scalars as `field.<name>` (lists of them too), those of the acknowledgement as `ack.<name>`, of the totals
 * as `totals.<name>`, of a queried operation as `operation.<name>`; kinds of commands as `commands`, lengths of lists as
 * `count.<name>`; of device results `results.state`, `results.status` and `results.reason`, of devices their ids as `devices` ,
 * who manages them as `managedBy` and their management objects as `capabilities`; of alerts `alert.type`, `alert.deviceId`,
 * `alert.correlator`, `alert.mark`, and of their items `alert.source` and `alert.data`; of diagnostics `item.source`.
 */
function collectFacts(value: unknown, facts: Record<string, Fact>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, item] of Object.entries(value) as [string, unknown][]) {
    if (name === "ack" || name === "totals") collectScalars(name, item, facts);
    else if (name === "operation" && typeof item === "object" && item !== null) {
      collectScalars("operation", item, facts);
      if ("totals" in item) collectScalars("totals", item.totals, facts);
    } else if (name === "command" && Array.isArray(item))
      facts["commands"] = item.map((command: { readonly kind?: string }) => command.kind ?? "");
    else if (name === "alert" && !Array.isArray(item)) collectAlerts([item as Alert], facts);
    else if (isFact(item)) facts[`field.${name}`] = item;
    else if (Array.isArray(item)) collectList(name, item, facts);
  }
}

/** The path of a delegated request: `via`, the DM Systems that it passed through, and `originator`. */
function collectPath(headers: readonly AnyElementOut[], facts: Record<string, Fact>): void {
  for (const block of headers) {
    const via = wildcardValue(block, Via);
    if (!via) continue;
    facts["via"] = via.hop;
    if (via.originator !== undefined) facts["originator"] = via.originator;
  }
}

function collectList(name: string, list: readonly unknown[], facts: Record<string, Fact>): void {
  facts[`count.${name}`] = list.length;
  const seen = list.slice(0, LOOKED_INTO);
  if (name === "deviceResult") {
    const results = seen as readonly DeviceResult[]; // the contract has no other list of this name
    facts["results.state"] = results.map(({ state }) => state);
    facts["results.status"] = results.flatMap(({ commandResult }) =>
      commandResult.map(({ status }) => status),
    );
    facts["results.reason"] = results.flatMap(({ reason }) => reason ?? []);
  } else if (name === "device") {
    const devices = seen as readonly DeviceDescription[]; // likewise
    facts["devices"] = devices.map(({ deviceId }) => deviceId);
    facts["managedBy"] = [...new Set(devices.flatMap(({ managedBy }) => managedBy ?? []))];
    facts["capabilities"] = devices.flatMap(({ capability }) => capability.map(({ mo }) => mo));
  } else if (name === "alert")
    collectAlerts(seen as readonly Alert[], facts); // likewise
  else if (name === "item")
    facts["item.source"] = (seen as readonly Item[]).flatMap(({ source }) => source ?? []); // likewise
  else if (name === "rejectedAlertType")
    facts["field.rejectedAlertType"] = (seen as readonly { readonly type: string }[]).map(({ type }) => type);
  else if (name === "rejectedParameter")
    facts["field.rejectedParameter"] = (seen as readonly { readonly locUri: string }[]).map(
      ({ locUri }) => locUri,
    );
  if (list.length > 0 && seen.every(isFact))
    facts[`field.${name}`] = seen.filter((item) => typeof item !== "boolean");
}

function collectAlerts(alerts: readonly Alert[], facts: Record<string, Fact>): void {
  const items = alerts.flatMap(({ item }) => item);
  facts["alert.type"] = alerts.map(({ alertType }) => alertType);
  facts["alert.deviceId"] = alerts.map(({ deviceId }) => deviceId);
  facts["alert.correlator"] = alerts.flatMap(({ correlator }) => correlator ?? []);
  facts["alert.mark"] = alerts.flatMap(({ mark }) => mark ?? []);
  facts["alert.source"] = items.flatMap(({ source }) => source ?? []);
  facts["alert.data"] = items.flatMap(({ data }) => data ?? []);
}

function collectScalars(prefix: string, value: unknown, facts: Record<string, Fact>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, item] of Object.entries(value) as [string, unknown][])
    if (isFact(item)) facts[`${prefix}.${name}`] = item;
}

function isFact(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function badgesOf(operation: string, part: string, facts: Readonly<Record<string, Fact>>): SummaryBadge[] {
  const badges: SummaryBadge[] = [];
  const state = facts[part === "response" ? "ack.state" : "field.state"];
  // that a question was accepted says nothing beside its answer
  const isPlainAnswer = part === "response" && state === "accepted" && carriesAnswer(operation);
  if (typeof state === "string" && !isPlainAnswer)
    badges.push({ text: state, tone: BAD.includes(state) ? "fail" : state === MIXED ? "warn" : "plain" });
  const reach = reachOf(operation, part, facts);
  if (reach !== undefined) badges.push(reach);
  const refusedBy = facts["field.refusedBy"];
  if (typeof refusedBy === "string") badges.push({ text: `by ${refusedBy}`, tone: "fail" });
  if (operation === "PackageDelivery" && part === "request")
    badges.push({ text: `package ${String(facts["field.number"])}`, tone: "plain" });
  badges.push(...alertBadges(facts["alert.type"]));
  const commands = facts["commands"];
  if (Array.isArray(commands))
    badges.push({ text: commands.length === 1 ? "1 command" : `${commands.length} commands`, tone: "plain" });
  const via = facts["via"];
  if (Array.isArray(via) && via.length > 0)
    badges.push({
      text: `via ${via.join(", ")}`,
      tone: "plain",
      title: `Forwarded by ${via.join(", ")}${typeof facts["originator"] === "string" ? ` for ${facts["originator"]}` : ""}`,
    });
  return badges;
}

/** What kind of alert a message carries, or how many alerts where it carries several. */
function alertBadges(types: Fact | undefined): readonly SummaryBadge[] {
  if (typeof types !== "object") return [];
  const [first] = types;
  if (first === undefined) return [];
  const title = types.join(", ");
  return types.length === 1
    ? [{ text: String(first).split(":").at(-1) ?? "", tone: "plain", title }]
    : [{ text: `${types.length} alerts`, tone: "plain", title }];
}

/** How many devices a message speaks of: how far an operation is, how many it aims at, how many were found. */
function reachOf(
  operation: string,
  part: string,
  facts: Readonly<Record<string, Fact>>,
): SummaryBadge | undefined {
  const number = (name: string): number | undefined => {
    const fact = facts[name];
    return typeof fact === "number" ? fact : undefined;
  };
  if (operation === "OperationProgress" && part === "request") {
    const ended = ["succeeded", "failed", "cancelled", "expired"].reduce(
      (sum, name) => sum + (number(`totals.${name}`) ?? 0),
      0,
    );
    const targeted = number("totals.targeted");
    if (targeted === undefined) return undefined;
    return {
      text: `${ended} of ${targeted}`,
      tone: "plain",
      title: `${ended} of ${targeted} devices are through`,
    };
  }
  const found = number("field.totalMatches");
  if (found === undefined) return undefined;
  const listed = number("count.device") ?? 0;
  return listed === found || listed === 0
    ? { text: found === 1 ? "1 device" : `${found} devices`, tone: "plain" }
    : { text: `${listed} of ${found} devices`, tone: "plain" };
}

function sentenceOf(part: string, facts: Readonly<Record<string, Fact>>): string {
  const words: string[] = [];
  for (const name of ["field.name", "field.deviceId"]) {
    const fact = facts[name];
    if (typeof fact === "string") words.push(fact);
  }
  const found = facts["field.totalMatches"];
  if (typeof found === "number") words.push(`${found} found`);
  const targeted = facts["totals.targeted"];
  if (typeof targeted === "number")
    words.push(`${String(facts["totals.succeeded"])} of ${targeted} succeeded`);
  if (words.length === 0)
    for (const [name, word] of identifiers) {
      const fact = facts[name];
      if (typeof fact !== "string") continue;
      words.push(`${word} …${fact.slice(-6)}`);
      break;
    }
  const reason = facts["field.reason"] ?? facts["ack.reason"];
  if (typeof reason === "string") words.push(reason);
  return words.length > 0 ? words.join(", ") : part;
}

/** Identifiers are long and random: their ends are enough to tell them apart in a list. */
const identifiers = [
  ["field.sessionId", "session"],
  ["field.registrationId", "registration"],
  ["field.operationId", "operation"],
  ["ack.operationId", "operation"],
] as const;
