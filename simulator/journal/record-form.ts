import * as z from "zod";
import { emptyBytes, fromBase64, toBase64 } from "../core/bytes.ts";
import { documents, type DocumentId } from "../core/spec-ref.ts";
import type { CrossingRecord, JournalRecord, RunHeader } from "./record.ts";

/*
 * The stored form of a record: plain JSON and, apart from it, the octets of the bodies. A database keeps the octets as
 * they are, a line of JSON as base64. Versions of this form and their upgrades are in versions/.
 */

/** Everything of a record that is not octets. */
export type RecordFields = Readonly<Record<string, unknown>>;

/** A record taken apart for storage. */
export interface RecordForm {
  readonly fields: RecordFields;
  readonly body: Uint8Array | undefined;
  readonly originalBody: Uint8Array | undefined;
}

/** Takes a record apart. */
export function toForm(record: JournalRecord): RecordForm {
  if (record.kind !== "crossing") return { fields: { ...record }, body: undefined, originalBody: undefined };
  const { body, original, ...fields } = record;
  if (!original) return { fields, body, originalBody: undefined };
  return { fields: { ...fields, originalHeaders: original.headers }, body, originalBody: original.body };
}

const Party = z.object({
  role: z.enum(["external-system", "dm-server", "device", "registry"]),
  name: z.string(),
  underTest: z.boolean().optional(),
});
const Headers = z.record(z.string(), z.string());
const stamp = {
  seq: z.number().int().positive(),
  clock: z.number(),
  wall: z.number(),
  conversation: z.string().optional(),
  cause: z.number().int().optional(),
};
const Verdict = z.enum(["none", "pass", "inconclusive", "fail", "error"]);
const Severity = z.enum(["info", "warning", "error"]);
const Finding = z.object({
  severity: Severity,
  code: z.string(),
  text: z.string(),
  range: z.object({ unit: z.enum(["char", "byte", "bit"]), start: z.number(), end: z.number() }).optional(),
  path: z.string().optional(),
  spec: z.object({ document: z.custom<DocumentId>(isDocumentId), clause: z.string() }).optional(),
});

function isDocumentId(value: unknown): boolean {
  return typeof value === "string" && value in documents;
}

const Fields = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("crossing"),
    ...stamp,
    direction: z.enum(["request", "response", "push"]),
    channel: z.enum(["wsi", "wsi-callback", "dm", "push", "uddi", "http"]),
    from: Party,
    to: Party,
    exchange: z.string(),
    method: z.string().optional(),
    url: z.string().optional(),
    status: z.number().int().optional(),
    headers: Headers,
    outcome: z.enum(["delivered", "dropped", "unreachable", "timeout", "closed", "edited", "unread"]),
    originalHeaders: Headers.optional(),
    peerAddress: z.string().optional(),
  }),
  z.object({
    kind: z.literal("state"),
    ...stamp,
    party: Party,
    machine: z.string(),
    event: z.string(),
    from: z.string(),
    state: z.string(),
  }),
  z.object({
    kind: z.literal("note"),
    ...stamp,
    party: Party.optional(),
    severity: Severity,
    code: z.string(),
    text: z.string(),
    findings: z.array(Finding),
    data: z.record(z.string(), z.unknown()).optional(),
    exchange: z.string().optional(),
  }),
  z.object({
    kind: z.literal("step"),
    ...stamp,
    step: z.string(),
    title: z.string(),
    verdict: Verdict,
    reason: z.string().optional(),
    messages: z.array(z.number().int()),
  }),
]);

const Header = z.object({
  run: z.string(),
  journalVersion: z.number().int(),
  productVersion: z.string(),
  title: z.string(),
  scenario: z.string().optional(),
  settings: z.record(z.string(), z.string()),
  seed: z.string(),
  wire: z.enum(["memory", "http"]),
  epoch: z.number(),
  startedAt: z.number(),
});

/** The header in a JSON value, or why it is none. */
export function headerFromJson(json: unknown): RunHeader | { readonly problem: string } {
  const read = Header.safeParse(json);
  return read.success ? read.data : { problem: problemText(read.error) };
}

/** Puts a record together again, or says in a sentence why it is none. */
export function fromForm(form: RecordForm): JournalRecord | { readonly problem: string } {
  const read = Fields.safeParse(form.fields);
  if (!read.success) return { problem: problemText(read.error) };
  const fields = read.data;
  if (fields.kind !== "crossing") return fields;
  const { originalHeaders, ...rest } = fields;
  const record: CrossingRecord = { ...rest, body: form.body ?? emptyBytes };
  if (!originalHeaders) return record;
  return { ...record, original: { headers: originalHeaders, body: form.originalBody ?? emptyBytes } };
}

/** A record as one JSON value, with its octets in base64. */
export function toJson(record: JournalRecord): RecordFields {
  const { fields, body, originalBody } = toForm(record);
  return {
    ...fields,
    ...(body === undefined ? {} : { body: toBase64(body) }),
    ...(originalBody === undefined ? {} : { originalBody: toBase64(originalBody) }),
  };
}

/** The record in a JSON value, or why it is none. */
export function fromJson(json: unknown): JournalRecord | { readonly problem: string } {
  const read = z
    .looseObject({ body: z.string().optional(), originalBody: z.string().optional() })
    .safeParse(json);
  if (!read.success) return { problem: problemText(read.error) };
  const { body, originalBody, ...fields } = read.data;
  const octets = (text: string | undefined): Uint8Array | undefined =>
    text === undefined ? undefined : (fromBase64(text) ?? emptyBytes);
  if (body !== undefined && fromBase64(body) === undefined) return { problem: "body is not base64" };
  return fromForm({ fields, body: octets(body), originalBody: octets(originalBody) });
}

/** One sentence of a schema's error: where, and what is wrong there. */
function problemText(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join(".") || "record"}: ${issue.message}` : error.message;
}
