import type { Finding } from "../core/finding.ts";
import type { SpecRef } from "../core/spec-ref.ts";
import type { Element, Field, Scalar } from "./element.ts";
import { planOf, structOf, type ElementPlan, type FieldPlan } from "./plan.ts";
import { contentText } from "./xml/escape.ts";

/**
 * Checks a value that was built in code or in a form against its declaration: required parts, types, allowed values,
 * names of alternatives and of properties, characters that XML cannot carry. Never throws; findings carry a path, no range.
 */
export function validate<In>(element: Element<unknown, In>, value: unknown): Finding[] {
  const validation = new Validation();
  validation.element(planOf(element), value, element.name);
  return validation.findings;
}

const MOST_FINDINGS = 200;

class Validation {
  readonly findings: Finding[] = [];

  element(plan: ElementPlan, value: unknown, path: string): void {
    if (this.findings.length >= MOST_FINDINGS) return;
    const clause = plan.element.spec;
    switch (plan.kind) {
      case "scalar":
        if (plan.scalar !== undefined) this.#scalar(plan.scalar, value, plan.name, path, clause);
        return;
      case "flag":
        if (value !== true)
          this.#report("schema/value", `${plan.name} is present or absent: true or left out.`, path, clause);
        return;
      case "data":
        this.#data(plan, value, path);
        return;
      case "choice":
        this.#alternative(structOf(plan).fields[0]?.field, plan, value, path);
        return;
      case "struct":
        this.#struct(plan, value, path);
    }
  }

  #struct(plan: ElementPlan, value: unknown, path: string): void {
    const clause = plan.element.spec;
    if (!isRecord(value)) {
      this.#report("schema/value", `${plan.name} is an object of its parts.`, path, clause);
      return;
    }
    const { fields } = structOf(plan);
    const known = new Set(["kind", ...fields.map(({ key }) => key)]);
    for (const key of Object.keys(value))
      if (!known.has(key))
        this.#report("schema/unknown-element", `${plan.name} has no part ${key}.`, `${path}/${key}`, clause);
    for (const field of fields) this.#field(plan, field, value[field.key], path);
  }

  #field(plan: ElementPlan, { key, field, list, required }: FieldPlan, value: unknown, path: string): void {
    const at =
      field.kind === "attribute" ? `${path}/@${field.name}` : field.kind === "text" ? path : `${path}/${key}`;
    if (value === undefined) {
      if (required) this.#report("schema/missing", `${plan.name} has no ${key}.`, path, plan.element.spec);
      return;
    }
    if (!list) {
      this.#part(plan, field, value, at);
      return;
    }
    if (!Array.isArray(value)) {
      this.#report("schema/value", `${key} of ${plan.name} is a list.`, at, plan.element.spec);
      return;
    }
    if (value.length === 0 && required)
      this.#report("schema/missing", `${plan.name} needs at least one ${key}.`, path, plan.element.spec);
    value.forEach((item: unknown, index) => this.#part(plan, field, item, `${at}[${index + 1}]`));
  }

  #part(plan: ElementPlan, field: Field, value: unknown, path: string): void {
    switch (field.kind) {
      case "element":
        this.element(planOf(field.element), value, path);
        return;
      case "group":
        this.#alternative(field, plan, value, path);
        return;
      case "attribute":
        this.#scalar(field.scalar, value, `Attribute ${field.name}`, path, plan.element.spec);
        return;
      case "text":
        this.#scalar(field.scalar, value, plan.name, path, plan.element.spec);
        return;
      case "wildcard":
        if (!isRecord(value) || !("markup" in value || "element" in value))
          this.#report(
            "schema/value",
            `${plan.name} holds elements with a declaration, or markup.`,
            path,
            plan.element.spec,
          );
    }
  }

  #alternative(field: Field | undefined, plan: ElementPlan, value: unknown, path: string): void {
    if (field?.kind !== "group") return;
    const kind = isRecord(value) ? value["kind"] : undefined;
    const alternative = field.alternatives().find(({ name }) => name === kind);
    if (!isRecord(value) || alternative === undefined) {
      const names = field.alternatives().map(({ name }) => name);
      this.#report("schema/value", `${plan.name} holds one of ${names.join(", ")}.`, path, plan.element.spec);
      return;
    }
    const chosen = planOf(alternative);
    this.element(chosen, chosen.kind === "struct" ? value : value["value"], `${path}/${alternative.name}`);
  }

  #data(plan: ElementPlan, value: unknown, path: string): void {
    if (typeof value === "string") this.#characters(value, plan.name, path, plan.element.spec);
    else if (!(value instanceof Uint8Array) && !(isRecord(value) && typeof value["xml"] === "string"))
      this.#report("schema/value", `${plan.name} holds a text, octets or markup.`, path, plan.element.spec);
  }

  #scalar(
    scalar: Scalar<unknown>,
    value: unknown,
    name: string,
    path: string,
    clause: SpecRef | undefined,
  ): void {
    const text = printed(scalar, value);
    if (text === undefined || scalar.parse(text) === undefined) {
      const expected =
        scalar.values === undefined ? `a value of type ${scalar.name}` : `one of ${scalar.values.join(", ")}`;
      this.#report("schema/value", `${name} needs ${expected}.`, path, clause);
    } else this.#characters(text, name, path, clause);
  }

  #characters(text: string, name: string, path: string, clause: SpecRef | undefined): void {
    try {
      contentText(text);
    } catch (error) {
      this.#report(
        "xml/illegal-character",
        `${name}: ${error instanceof Error ? error.message : String(error)}.`,
        path,
        clause,
      );
    }
  }

  #report(code: string, text: string, path: string, clause: SpecRef | undefined): void {
    if (this.findings.length < MOST_FINDINGS)
      this.findings.push({ severity: "error", code, text, path, spec: clause });
  }
}

/** Text of a scalar's value; undefined for a value of another type. */
function printed(scalar: Scalar<unknown>, value: unknown): string | undefined {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return undefined;
  try {
    const text = scalar.print(value);
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined; // printing fails for a value of a wrong type only, which is what undefined says
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}
