import type { TryView } from "../../api/index.ts";
import type { CallbackRecord, TryRecord } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";

/** What a callback carries, in a few words; records never change, so they are found once. */
const remembered = new WeakMap<object, string>();

/** What the content of a callback says, in a few words. */
export function contentWords({ name, content }: Pick<CallbackRecord, "name" | "content">): string {
  if (!isObject(content)) return "";
  const known = remembered.get(content);
  if (known !== undefined) return known;
  const made = wordsOf(name, content);
  remembered.set(content, made);
  return made;
}

function wordsOf(name: CallbackRecord["name"], content: Readonly<Record<string, unknown>>): string {
  switch (name) {
    case "RegistrationConfirmation":
    case "OperationResult":
    case "SessionStatus":
    case "SubscriptionStatus":
      return text(content["state"]);
    case "OperationProgress":
      return progress(content["totals"]);
    case "PackageDelivery":
      return `package ${text(content["number"])}`;
    case "DiscoveryResult":
      return `${text(content["totalMatches"])} devices`;
    case "AlertNotification":
      return isObject(content["alert"]) ? lastPart(text(content["alert"]["alertType"])) : "";
    case "DiagnosticsDelivery":
      return text(content["deviceId"]);
  }
}

function progress(totals: unknown): string {
  if (!isObject(totals)) return "";
  const finished = ["succeeded", "failed", "cancelled", "expired"]
    .map((name) => Number(totals[name] ?? 0))
    .reduce((sum, count) => sum + count, 0);
  return `${finished} of ${text(totals["targeted"])}`;
}

/** What tells a URN from others: its last part. */
function lastPart(urn: string): string {
  return urn.split(":").at(-1) ?? urn;
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** When the callback was queued; undefined where its content does not say it. */
export function queuedAt({ content }: Pick<CallbackRecord, "content">): number | undefined {
  const at = isObject(content) ? content["occurredAt"] : undefined;
  return typeof at === "number" ? at : undefined;
}

/** An attempt as screens show it; `seq` is the number of the answer in the journal. */
export function tryView({ at, took, status, reason }: TryRecord, seq?: number): TryView {
  return { at, took, ...optionally("status", status), reason, ...optionally("seq", seq) };
}
