import { toBase64 } from "../core/bytes.ts";
import type { AnyElement, AnyElementOut, Field, Scalar } from "./element.ts";
import { planOf, structOf, type ElementPlan } from "./plan.ts";
import { maskedText } from "./secrets.ts";

/**
 * A value as plain JSON data: octets as base64, secrets as dots, parts that are absent left out. For reports and the
 * command line, where values leave the program.
 */
export function printableValue(element: AnyElement, value: unknown): unknown {
  return printElement(planOf(element), value);
}

/**
 * The value that plain JSON data stands for: texts where a scalar is no text are parsed (`base64`, numbers). What cannot
 * be is left as it is, for `validate` to name.
 */
export function valueFromPrintable(element: AnyElement, data: unknown): unknown {
  return takeElement(planOf(element), data);
}

type Visit = (plan: ElementPlan, value: unknown) => unknown;
type VisitScalar = (scalar: Scalar<unknown>, value: unknown, secret: boolean) => unknown;

function printElement(plan: ElementPlan, value: unknown): unknown {
  const secret = plan.element.secret === true;
  if (plan.scalar !== undefined) return printScalar(plan.scalar, value, secret);
  if (plan.kind === "data") {
    if (secret) return typeof value === "string" ? maskedText(value) : maskedText("secret");
    return value instanceof Uint8Array ? toBase64(value) : value;
  }
  return mapParts(plan, value, printElement, (scalar, part, hidden) =>
    printScalar(scalar, part, hidden || secret),
  );
}

function printScalar(scalar: Scalar<unknown>, value: unknown, secret: boolean): unknown {
  if (secret) return maskedText(scalar.print(value));
  return value instanceof Uint8Array ? scalar.print(value) : value;
}

function takeElement(plan: ElementPlan, data: unknown): unknown {
  if (plan.scalar !== undefined) return takeScalar(plan.scalar, data);
  return mapParts(plan, data, takeElement, takeScalar);
}

function takeScalar(scalar: Scalar<unknown>, data: unknown): unknown {
  return typeof data === "string" ? (scalar.parse(data) ?? data) : data;
}

/** Maps the parts of a struct or choice; other values stay. */
function mapParts(plan: ElementPlan, value: unknown, visit: Visit, visitScalar: VisitScalar): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (plan.kind === "choice") return mapField(structOf(plan).fields[0]?.field, value, visit, visitScalar);
  if (plan.kind !== "struct") return value;
  const parts = value as Readonly<Record<string, unknown>>;
  const mapped: Record<string, unknown> = "kind" in parts ? { kind: parts["kind"] } : {};
  const known = new Map(structOf(plan).fields.map((field) => [field.key, field]));
  for (const [key, part] of Object.entries(parts)) {
    if (part === undefined || key === "kind") continue;
    const field = known.get(key);
    if (field?.list === true && Array.isArray(part)) {
      if (part.length > 0)
        mapped[key] = part.map((item: unknown) => mapField(field.field, item, visit, visitScalar));
    } else mapped[key] = mapField(field?.field, part, visit, visitScalar);
  }
  return mapped;
}

function mapField(field: Field | undefined, part: unknown, visit: Visit, visitScalar: VisitScalar): unknown {
  switch (field?.kind) {
    case "element":
      return visit(planOf(field.element), part);
    case "attribute":
      return visitScalar(field.scalar, part, field.secret === true);
    case "text":
      return visitScalar(field.scalar, part, false);
    case "group":
      return mapAlternative(field.alternatives(), part, visit);
    case "wildcard":
      return mapWildcard(part, visit);
    case undefined:
      return part;
  }
}

function mapAlternative(alternatives: readonly AnyElement[], part: unknown, visit: Visit): unknown {
  if (typeof part !== "object" || part === null || !("kind" in part)) return part;
  const chosen = alternatives.find(({ name }) => name === part.kind);
  if (chosen === undefined) return part;
  const plan = planOf(chosen);
  if (plan.kind === "struct") return visit(plan, part);
  return { kind: part.kind, value: visit(plan, "value" in part ? part.value : undefined) };
}

function mapWildcard(part: unknown, visit: Visit): unknown {
  if (typeof part !== "object" || part === null) return part;
  const { namespace, name, attributes, element, value, markup } = part as Partial<AnyElementOut>;
  if (element === undefined) return { namespace, name, attributes, markup };
  return { namespace, name, attributes, value: visit(planOf(element), value) };
}
