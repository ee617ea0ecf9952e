import type { Finding } from "../core/finding.ts";
import type { AnyElement, Field } from "../schema/element.ts";
import { maskedText } from "../schema/secrets.ts";
import { declarationOf } from "./wsi-envelope.ts";
import { createJsonReading, type JsonReading } from "./wsi-json-reading.ts";
import { scalarFromJson, scalarToJson, scalarWords } from "./wsi-json-scalars.ts";
import type { MessageName, RequestInput } from "./wsi-types.ts";

/** A request made from plain JSON, or why it cannot be. */
export type FromJson<V> =
  { readonly ok: true; readonly value: V } | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Builds the request of an operation or callback from plain JSON by its declaration: octets are base64 (`sha256`
 * hexadecimal), dates ISO 8601, durations `PT1H`; numbers and booleans may be texts, dates and durations milliseconds, as
 * typed values have them. A command is `{ kind: "replace", locUri, … }` or `{ replace: { locUri, … } }`. `null` is absent.
 *
 * Findings have a path with list places counted from 1: `command[2].replace.locUri`.
 */
export function requestFromJson<N extends MessageName>(
  operation: N,
  json: unknown,
): FromJson<RequestInput<N>> {
  const { request } = declarationOf(operation);
  const reading = createJsonReading(request.spec ?? declarationOf(operation).spec);
  const value = takeElement(request, json ?? {}, "", reading);
  return reading.findings.length > 0
    ? { ok: false, findings: reading.findings }
    : { ok: true, value: value as RequestInput<N> };
}

/**
 * The value of a request or response as plain JSON, in the form that `requestFromJson` reads. Secrets are dots unless they
 * are asked for; parts that are absent and empty lists are left out.
 */
export function toPlainJson(
  operation: MessageName,
  part: "request" | "response",
  value: unknown,
  secrets: "mask" | "show" = "mask",
): Readonly<Record<string, unknown>> {
  return giveElement(declarationOf(operation)[part], value, secrets === "show") as Readonly<
    Record<string, unknown>
  >;
}

function takeElement(element: AnyElement, json: unknown, path: string, reading: JsonReading): unknown {
  const { content, name } = element;
  switch (content.kind) {
    case "scalar": {
      const value = scalarFromJson(content.scalar, json);
      if (value === undefined)
        reading.report("json/value", path, `${name} needs ${scalarWords(content.scalar)}`);
      return value;
    }
    case "choice":
      return takeAlternative(content.alternatives(), name, json, path, reading);
    case "struct":
      return takeStruct(element, content.fields, json, path, reading, []);
    case "flag":
    case "data":
      reading.report("json/value", path, `${name} cannot be given as JSON`);
      return undefined;
  }
}

/** `taken` are properties that belong to the value around: the `kind` of an alternative. */
function takeStruct(
  element: AnyElement,
  fields: Readonly<Record<string, Field>>,
  json: unknown,
  path: string,
  reading: JsonReading,
  taken: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  const { name } = element;
  if (!isRecord(json)) {
    reading.report("json/value", path, `${name} is an object of its parts`);
    return undefined;
  }
  for (const key of Object.keys(json))
    if (!Object.hasOwn(fields, key) && !taken.includes(key))
      reading.report("json/unknown", below(path, key), `${name} has no part ${key.slice(0, 80)}`);
  const value: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const at = below(path, key);
    const part = Object.hasOwn(json, key) ? (json[key] ?? undefined) : undefined;
    const { cardinality } = field as { readonly cardinality?: string };
    const isList = cardinality === "many" || cardinality === "some";
    if (part === undefined) {
      if (cardinality === "one" || cardinality === "some")
        reading.report("json/missing", at, `${name} has no ${key}`);
      else if (isList) value[key] = [];
    } else if (!isList) value[key] = takeField(field, name, part, at, reading);
    else if (!Array.isArray(part)) reading.report("json/value", at, `${key} of ${name} is a list`);
    else if (part.length === 0 && cardinality === "some")
      reading.report("json/missing", at, `${name} needs at least one ${key}`);
    else
      value[key] = part.map((item: unknown, index) =>
        takeField(field, name, item, `${at}[${index + 1}]`, reading),
      );
  }
  return value;
}

function takeField(field: Field, owner: string, json: unknown, path: string, reading: JsonReading): unknown {
  if (field.kind === "element") return takeElement(field.element, json, path, reading);
  if (field.kind === "group") return takeAlternative(field.alternatives(), owner, json, path, reading);
  reading.report("json/value", path, `${owner} cannot be given as JSON`);
  return undefined;
}

function takeAlternative(
  alternatives: readonly AnyElement[],
  owner: string,
  json: unknown,
  path: string,
  reading: JsonReading,
): unknown {
  const tagged = isRecord(json) && typeof json["kind"] === "string";
  const [only, ...more] = isRecord(json) ? Object.keys(json) : [];
  const kind = tagged ? json["kind"] : more.length === 0 ? only : undefined;
  const chosen = alternatives.find(({ name }) => name === kind);
  if (!chosen || !isRecord(json) || chosen.content.kind !== "struct") {
    const names = alternatives.map(({ name }) => name).join(", ");
    reading.report("json/value", path, `${owner} is exactly one of ${names}`);
    return undefined;
  }
  const { fields } = chosen.content;
  const at = below(path, chosen.name);
  const value = tagged
    ? takeStruct(chosen, fields, json, at, reading, ["kind"])
    : takeStruct(chosen, fields, json[chosen.name], at, reading, []);
  return value && { kind: chosen.name, ...value };
}

function giveElement(element: AnyElement, value: unknown, secrets: boolean): unknown {
  const { content } = element;
  if (content.kind === "scalar") {
    const plain = scalarToJson(content.scalar, value);
    return element.secret === true && !secrets ? maskedText(String(plain)) : plain;
  }
  if (content.kind === "choice") return giveAlternative(content.alternatives(), value, secrets);
  return content.kind === "struct" ? giveStruct(content.fields, value, secrets) : value;
}

function giveStruct(
  fields: Readonly<Record<string, Field>>,
  value: unknown,
  secrets: boolean,
): Readonly<Record<string, unknown>> {
  const plain: Record<string, unknown> = {};
  if (!isRecord(value)) return plain;
  for (const [key, field] of Object.entries(fields)) {
    const part = value[key];
    if (part === undefined) continue;
    if (!Array.isArray(part)) plain[key] = giveField(field, part, secrets);
    else if (part.length > 0) plain[key] = part.map((item: unknown) => giveField(field, item, secrets));
  }
  return plain;
}

function giveField(field: Field, value: unknown, secrets: boolean): unknown {
  if (field.kind === "element") return giveElement(field.element, value, secrets);
  return field.kind === "group" ? giveAlternative(field.alternatives(), value, secrets) : value;
}

function giveAlternative(alternatives: readonly AnyElement[], value: unknown, secrets: boolean): unknown {
  const kind = isRecord(value) ? value["kind"] : undefined;
  const chosen = alternatives.find(({ name }) => name === kind);
  if (chosen?.content.kind !== "struct") return value;
  return { kind, ...giveStruct(chosen.content.fields, value, secrets) };
}

function below(path: string, key: string): string {
  return path === "" ? key.slice(0, 80) : `${path}.${key.slice(0, 80)}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}
