import type { Range } from "../../core/finding.ts";
import type { Scalar } from "../element.ts";
import type { GrowingNode } from "../growing-node.ts";
import { maskedText } from "../secrets.ts";
import { planOf, structOf, type ElementPlan } from "../plan.ts";
import type { ElementResolver, XmlReadOptions } from "./reader.ts";
import type { XmlPass, XmlSink, XmlTag } from "./sink.ts";
import { isBlank, trimXml } from "./trim.ts";

interface Level {
  readonly node: GrowingNode;
  readonly plan: ElementPlan | undefined;
  text: string;
}

/** Builds the tree that people read, with the labels of the declarations; what is not declared is shown as it is. */
export class Inspection implements XmlSink {
  readonly roots: GrowingNode[] = [];
  readonly #levels: Level[] = [];
  readonly #pass: XmlPass;
  readonly #resolveRoot: ElementResolver;
  readonly #options: XmlReadOptions;
  #elements = 0;

  constructor(pass: XmlPass, resolveRoot: ElementResolver, options: XmlReadOptions) {
    this.#pass = pass;
    this.#resolveRoot = resolveRoot;
    this.#options = options;
  }

  open(tag: XmlTag, start: number, contentStart: number): void {
    const around = this.#levels.at(-1);
    const plan = around === undefined ? this.#rootPlan(tag) : this.#childPlan(around.plan, tag);
    const element = plan?.element;
    const node: GrowingNode = {
      name: tag.name,
      declared: element,
      place: 4 * this.#elements++,
      label: element?.label,
      spec: element?.spec,
      secret: element?.secret,
      range: charRange(start, contentStart),
      findings: [],
      children: tag.attributes.map((attribute) =>
        this.#attribute(plan, attribute.local, attribute.prefix, attribute.value, start, contentStart),
      ),
    };
    (around === undefined ? this.roots : around.node.children).push(node);
    this.#levels.push({ node, plan, text: "" });
  }

  text(text: string): void {
    const level = this.#levels.at(-1);
    if (level !== undefined) level.text += text;
  }

  close(contentEnd: number, end: number): void {
    const level = this.#levels.pop();
    if (level === undefined) return;
    const { node, plan, text } = level;
    const contentStart = node.range.end;
    node.range = charRange(node.range.start, end);
    const leaf = node.children.every(({ name }) => name.startsWith("@"));
    const hasText = plan?.kind === "struct" ? structOf(plan).text !== undefined : leaf;
    if (!leaf && isBlank(text)) return;
    if (!hasText && isBlank(text)) return;
    if (plan?.kind === "flag" && isBlank(text)) return;
    const shown = plan?.kind === "data" || plan?.preserve === true ? text : trimXml(text);
    node.value = node.secret === true ? maskedText(shown) : shown;
    node.valueRange = charRange(contentStart, Math.max(contentStart, contentEnd));
    const scalar = plan?.scalar ?? (plan?.kind === "struct" ? structOf(plan).text?.field.scalar : undefined);
    if (node.secret !== true) node.meaning = meaningOf(scalar, shown);
  }

  #rootPlan(tag: XmlTag): ElementPlan | undefined {
    const element = this.#resolveRoot(tag.namespace, tag.local);
    return element && planOf(element);
  }

  #childPlan(around: ElementPlan | undefined, tag: XmlTag): ElementPlan | undefined {
    if (around === undefined || (around.kind !== "struct" && around.kind !== "choice")) return undefined;
    const struct = structOf(around);
    const { aliases, anyNamespace } = this.#options;
    const canonical = aliases?.[tag.namespace] ?? tag.namespace;
    const first = struct.children.get(tag.local);
    for (let child = first; child; child = child.next)
      if (child.plan.namespace === canonical) return child.plan;
    if (first !== undefined && anyNamespace === true) return first.plan;
    const element = struct.wildcard && this.#options.resolve?.(canonical, tag.local, around.element);
    return element && planOf(element);
  }

  #attribute(
    plan: ElementPlan | undefined,
    local: string,
    prefix: string,
    value: string,
    start: number,
    contentStart: number,
  ): GrowingNode {
    const declared = plan?.kind === "struct" ? structOf(plan).attributes?.get(local)?.field : undefined;
    const name = prefix === "" ? local : `${prefix}:${local}`;
    const [from, to] = attributePlace(this.#pass.text, name, start, contentStart);
    const quoteEnd = Math.max(from + name.length, to);
    const valueStart = Math.min(quoteEnd, this.#pass.text.indexOf("=", from + name.length) + 2);
    return {
      name: `@${name}`,
      declared: undefined,
      place: -1,
      secret: declared?.secret,
      value: declared?.secret === true ? maskedText(value) : value,
      meaning: declared?.secret === true ? undefined : meaningOf(declared?.scalar, trimXml(value)),
      range: charRange(from, to),
      valueRange: charRange(valueStart, Math.max(valueStart, to - 1)),
      findings: [],
      children: [],
    };
  }
}

/** Where an attribute stands in a start tag, from its name to behind its closing quote. */
function attributePlace(text: string, name: string, start: number, end: number): [number, number] {
  // a lone colon is an attribute without a name, which every place would match
  if (name === "") return [start, end];
  const tag = text.slice(start, end);
  for (let at = tag.indexOf(name, 1); at >= 0; at = tag.indexOf(name, at + 1)) {
    if (!isBlank(tag.charAt(at - 1))) continue;
    const rest = /^\s*=\s*(["'\u2018-\u201f\u2032\u2033])/.exec(
      tag.slice(at + name.length, at + name.length + 100),
    );
    if (!rest) continue;
    const close = tag.indexOf(rest[1] ?? '"', at + name.length + rest[0].length);
    return [start + at, close < 0 ? end : start + close + 1];
  }
  return [start, end];
}

function meaningOf(scalar: Scalar<unknown> | undefined, text: string): string | undefined {
  if (scalar?.meaning === undefined) return undefined;
  const value = scalar.parse(text);
  return value === undefined ? undefined : scalar.meaning(value);
}

function charRange(start: number, end: number): Range {
  return { unit: "char", start, end };
}
