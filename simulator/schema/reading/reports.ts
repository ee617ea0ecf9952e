import type { Finding, Range, Severity } from "../../core/finding.ts";
import { spec, type SpecRef } from "../../core/spec-ref.ts";
import type { Field, Scalar } from "../element.ts";
import { blankOf, type ChildPlan, type ElementPlan } from "../plan.ts";
import type { Frame } from "./frame.ts";

const namespaces = spec("xml", "Namespaces in XML, 6 Applying Namespaces to Elements and Attributes");

/** Where findings go. */
export interface FindingSink {
  report(finding: Finding): void;
}

/** Name of an element as sent. */
export interface SentName {
  readonly local: string;
  readonly namespace: string;
}

/** Words the findings of a reader and gives each its place, path and clause. */
export class Reports {
  readonly #pass: FindingSink;
  readonly #unit: Range["unit"];
  readonly #frames: readonly Frame[];
  readonly #places: readonly number[];
  readonly #namespacesSeen = new Set<string>();

  constructor(
    pass: FindingSink,
    frames: readonly Frame[],
    places: readonly number[],
    unit: Range["unit"] = "char",
  ) {
    this.#pass = pass;
    this.#unit = unit;
    this.#frames = frames;
    this.#places = places;
  }

  order(frame: Frame, plan: ElementPlan, start: number, end: number): void {
    const text = `${plan.name} stands after elements that it should precede in ${frame.plan.name}; it is read all the same.`;
    this.#report("warning", "schema/order", text, start, end, plan.name, frame.plan.element.spec);
  }

  duplicate(frame: Frame, plan: ElementPlan, start: number, end: number): void {
    const text = frame.struct.choice
      ? `${frame.plan.name} holds more than one element; only the first is read.`
      : `${plan.name} occurs again in ${frame.plan.name}; only the first is read.`;
    this.#report("warning", "schema/duplicate", text, start, end, plan.name, frame.plan.element.spec);
  }

  unknownElement(tag: Pick<SentName, "local">, start: number, end: number, leaf?: string): void {
    const around = leaf ?? this.#frames.at(-1)?.plan.name ?? "the document";
    const name = tag.local.slice(0, 80);
    const text = `${name} is not known in ${around}; it is skipped.`;
    const path = leaf === undefined ? name : `${leaf}/${name}`;
    this.#report(
      "warning",
      "schema/unknown-element",
      text,
      start,
      end,
      path,
      this.#frames.at(-1)?.plan.element.spec,
    );
  }

  namespace(tag: SentName, declared: string, start: number, end: number): void {
    const key = `${tag.namespace} ${declared}`;
    if (this.#namespacesSeen.has(key)) return;
    this.#namespacesSeen.add(key);
    const sent = tag.namespace === "" ? "no namespace" : `namespace ${tag.namespace.slice(0, 80)}`;
    const text = `${tag.local.slice(0, 80)} is in ${sent}; it and others like it are read as ${declared}.`;
    this.#report("warning", "schema/namespace", text, start, end, tag.local.slice(0, 80), namespaces);
  }

  unexpectedText(frame: Frame, text: string, start: number, place: number): void {
    const end = Math.max(start, place - 1);
    const shown = text.trim().slice(0, 40);
    const sentence = `${frame.plan.name} holds elements only; the text "${shown}" is ignored.`;
    this.#report(
      "warning",
      "schema/unexpected-text",
      sentence,
      start,
      end,
      undefined,
      frame.plan.element.spec,
    );
  }

  notText(plan: ElementPlan | undefined, start: number, end: number): void {
    const name = plan?.name ?? this.#frames.at(-1)?.plan.name ?? "the document";
    const text = `${name} holds octets that are no text of the document's character set.`;
    this.#report("error", "schema/value", text, start, end, plan?.name, plan?.element.spec);
  }

  textInFlag(plan: ElementPlan, start: number, end: number): void {
    const text = `${plan.name} is empty by definition; its content is ignored.`;
    this.#report("warning", "schema/unexpected-text", text, start, end, plan.name, plan.element.spec);
  }

  /** Returns the value to use: a blank one where the declaration needs one. */
  badValue(
    plan: ElementPlan,
    child: ChildPlan | undefined,
    frame: Frame | undefined,
    text: string,
    places: readonly number[],
    index: number,
    contentEnd: number,
  ): unknown {
    const { scalar, element, name } = plan;
    if (scalar === undefined) return undefined;
    const start = places[index + 1] ?? 0;
    const sentence = `${name} ${holds(element.secret === true ? undefined : text)}, ${expectation(scalar)}.`;
    this.#report("error", "schema/value", sentence, start, Math.max(start, contentEnd), name, element.spec);
    const required = child === undefined || frame?.struct.fields[child.slot]?.required === true;
    return required && child?.list !== true ? blankOf(element) : undefined;
  }

  badText(frame: Frame, scalar: Scalar<unknown>, text: string): void {
    const { element, name } = frame.plan;
    const sentence = `${name} ${holds(element.secret === true ? undefined : text)}, ${expectation(scalar)}.`;
    const start = this.#places[frame.place + 1] ?? 0;
    const end = this.#places[frame.place + 2] ?? start;
    this.#report("error", "schema/value", sentence, start, end, name, element.spec);
  }

  badAttribute(
    plan: ElementPlan,
    name: string,
    scalar: Scalar<unknown>,
    shown: string | undefined,
    start: number,
    end: number,
  ): void {
    const sentence = `Attribute ${name} of ${plan.name} ${holds(shown)}, ${expectation(scalar)}.`;
    this.#report(
      "error",
      "schema/value",
      sentence,
      start,
      end,
      this.#attributePath(plan, name),
      plan.element.spec,
    );
  }

  unknownAttribute(plan: ElementPlan, name: string, start: number, end: number): void {
    const text = `Attribute ${name.slice(0, 80)} is not known in ${plan.name}; it is ignored.`;
    const path = this.#attributePath(plan, name.slice(0, 80));
    this.#report("warning", "schema/unknown-attribute", text, start, end, path, plan.element.spec);
  }

  /** Called when the frame is closed and no longer among the open ones. */
  missing(frame: Frame, field: Field, key: string, assumed: boolean): void {
    const { plan, place } = frame;
    const start = this.#places[place] ?? 0;
    const contentStart = this.#places[place + 1] ?? start;
    const name = nameOf(field, key);
    const text = assumed
      ? `${plan.name} has no ${name}; a default is assumed.`
      : `${plan.name} has no ${name}.`;
    const severity = assumed ? "warning" : "error";
    this.#report(severity, "schema/missing", text, start, contentStart, plan.name, plan.element.spec);
  }

  #attributePath(plan: ElementPlan, name: string): string {
    return this.#frames.at(-1)?.plan === plan ? `@${name}` : `${plan.name}/@${name}`;
  }

  #report(
    severity: Severity,
    code: string,
    text: string,
    start: number,
    end: number,
    last: string | undefined,
    clause: SpecRef | undefined,
  ): void {
    let path = "";
    for (const frame of this.#frames) path += (path === "" ? "" : "/") + frame.plan.name;
    if (last !== undefined) path += (path === "" ? "" : "/") + last;
    this.#pass.report({ severity, code, text, range: { unit: this.#unit, start, end }, path, spec: clause });
  }
}

function holds(text: string | undefined): string {
  if (text === undefined) return "holds a value";
  return text === "" ? "is empty" : `holds "${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}

function expectation(scalar: Scalar<unknown>): string {
  const { values } = scalar;
  if (values === undefined) return `which is not a value of type ${scalar.name}`;
  return `which is none of ${values.join(", ")}`;
}

function nameOf(field: Field, key: string): string {
  if (field.kind === "element") return field.element.name;
  if (field.kind === "attribute") return `attribute ${field.name}`;
  if (field.kind === "group") {
    const names = field.alternatives().map((alternative) => alternative.name);
    return names.length > 4 ? `${names.slice(0, 4).join(", ")} or the like` : names.join(" or ");
  }
  return key;
}
