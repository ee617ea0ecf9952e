import type { AnyElement, Cardinality, Scalar } from "../../simulator/schema/element.ts";

/** An element of a message with what it holds. */
export interface Part {
  readonly element: AnyElement;
  readonly cardinality: Cardinality;
  readonly text?: string;
  readonly children: readonly Part[];
}

/** What a defect is, for the titles of tests and for what is expected of it. */
export type DefectClass =
  | "missing"
  | "twice"
  | "of a wrong type"
  | "with something unknown in it"
  | "in another namespace"
  | "empty"
  | "too long"
  | "out of range";

/** A message with one defect. */
export interface Mutation {
  readonly defect: DefectClass;
  /** Where it is: `ManageParameters/command/get/locUri`. */
  readonly where: string;
  readonly xml: string;
  /** The element that the fault has to name. */
  readonly names: string;
  /** True for what the schema forbids; the rest is forbidden by a rule of the contract. */
  readonly schema: boolean;
}

/** Longest texts that are taken. */
export interface TextBounds {
  readonly address: number;
  readonly text: number;
}

/** The parts of a message from its value. */
export function partOf(element: AnyElement, value: unknown, cardinality: Cardinality = "one"): Part {
  const { content } = element;
  switch (content.kind) {
    case "scalar":
      return { element, cardinality, text: content.scalar.print(value), children: [] };
    case "choice":
      return { element, cardinality, children: [chosen(content.alternatives(), value, "one")] };
    case "struct": {
      const children: Part[] = [];
      for (const [key, field] of Object.entries(content.fields)) {
        const present = (value as Readonly<Record<string, unknown>>)[key];
        if (present === undefined || (field.kind !== "element" && field.kind !== "group")) continue;
        for (const one of Array.isArray(present) ? (present as unknown[]) : [present])
          children.push(
            field.kind === "element"
              ? partOf(field.element, one, field.cardinality)
              : chosen(field.alternatives(), one, field.cardinality),
          );
      }
      return { element, cardinality, children };
    }
    case "flag":
    case "data":
      throw new Error(`${element.name} is none of a contract's message`);
  }
}

/** A value with every element of a declaration, one of each, of choices the first. */
export function wholeValue(element: AnyElement): unknown {
  const { content, name } = element;
  if (content.kind === "scalar") return content.scalar.parse(soundText(name, content.scalar));
  if (content.kind === "choice") {
    const [first] = content.alternatives();
    return first && { kind: first.name, ...(wholeValue(first) as object) };
  }
  const value: Record<string, unknown> = {};
  if (content.kind === "struct")
    for (const [key, field] of Object.entries(content.fields)) {
      if (field.kind !== "element") continue;
      const one = wholeValue(field.element);
      value[key] = field.cardinality === "many" || field.cardinality === "some" ? [one] : one;
    }
  return value;
}

const sounds: Readonly<Record<string, string>> = {
  "xs:dateTime": "2026-01-02T03:04:05Z",
  "xs:duration": "PT1H",
  "xs:boolean": "true",
  "xs:int": "1",
  "xs:long": "1",
  "xs:base64Binary": "AAEC",
  "xs:hexBinary": "0a0b",
};

function soundText(name: string, { xsd, values }: Scalar<unknown>): string {
  return values?.[0] ?? sounds[xsd] ?? name;
}

function chosen(alternatives: readonly AnyElement[], value: unknown, cardinality: Cardinality): Part {
  const { kind } = value as { readonly kind: string };
  const element = alternatives.find(({ name }) => name === kind);
  if (!element) throw new Error(`there is no ${kind}`);
  return partOf(element, value, cardinality);
}

/** The message as XML, its root in a namespace; some parts replaced by other text. */
export function printPart(root: Part, replaced: ReadonlyMap<Part, string> = new Map()): string {
  const xml = print(root, replaced);
  return xml.replace(`<${root.element.name}`, `<${root.element.name} xmlns="${root.element.namespace}"`);
}

function print(part: Part, replaced: ReadonlyMap<Part, string>): string {
  const replacement = replaced.get(part);
  if (replacement !== undefined) return replacement;
  const { element, text, children } = part;
  return tag(
    element.name,
    text === undefined ? children.map((one) => print(one, replaced)).join("") : escaped(text),
  );
}

function tag(name: string, content: string, attributes = ""): string {
  return `<${name}${attributes}>${content}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Paths of all elements in messages. */
export function pathsIn(root: Part): ReadonlySet<string> {
  const paths = new Set<string>();
  const visit = (part: Part, path: string): void => {
    const at = path === "" ? part.element.name : `${path}/${part.element.name}`;
    paths.add(at);
    for (const child of part.children) visit(child, at);
  };
  visit(root, "");
  return paths;
}

/** Paths of all elements that a declaration allows. */
export function pathsOf(element: AnyElement): ReadonlySet<string> {
  const paths = new Set<string>();
  const visit = (one: AnyElement, path: string): void => {
    const at = path === "" ? one.name : `${path}/${one.name}`;
    paths.add(at);
    const { content } = one;
    if (content.kind === "choice") for (const alternative of content.alternatives()) visit(alternative, at);
    if (content.kind === "struct")
      for (const field of Object.values(content.fields)) {
        if (field.kind === "element") visit(field.element, at);
        if (field.kind === "group") for (const alternative of field.alternatives()) visit(alternative, at);
      }
  };
  visit(element, "");
  return paths;
}

/** Every defect of one element that a message can have. */
export function mutationsOf(root: Part, bounds: TextBounds): readonly Mutation[] {
  const mutations: Mutation[] = [];
  const visit = (part: Part, path: readonly Part[]): void => {
    const { element, cardinality, children } = part;
    const { content, name } = element;
    const where = [...path, part].map((one) => one.element.name).join("/");
    const parent = path.at(-1);
    const add = (defect: DefectClass, names: string, replacement: string, schema = true): void => {
      const xml = printPart(root, new Map([[part, replacement]]));
      mutations.push({ defect, where, names, schema, xml });
    };
    if (parent) {
      const inChoice = parent.element.content.kind === "choice";
      const alone = parent.children.filter((child) => child.cardinality === "some").length === 1;
      const owner = inChoice || isMember(part, parent) ? parent.element.name : name;
      if (cardinality === "one" || (cardinality === "some" && alone)) add("missing", owner, "");
      const itself = print(part, new Map());
      if (cardinality === "one" || cardinality === "optional") add("twice", owner, itself + itself);
      add("in another namespace", owner, itself.replace(`<${name}`, `<${name} xmlns="urn:another"`));
    }
    if (content.kind === "scalar") {
      for (const wrong of wrongTexts(content.scalar)) add("of a wrong type", name, tag(name, wrong));
      add("with something unknown in it", "bogus", tag(name, `${escaped(part.text ?? "")}<bogus/>`));
      for (const [defect, text] of forbiddenTexts(name, content.scalar, bounds))
        add(defect, name, tag(name, text), false);
    } else {
      const inner = children.map((child) => print(child, new Map())).join("");
      add("with something unknown in it", "bogus", tag(name, `${inner}<bogus>1</bogus>`));
      add("with something unknown in it", name, tag(name, `${inner}loose words`));
    }
    for (const child of children) visit(child, [...path, part]);
  };
  visit(root, []);
  return mutations;
}

/** True for the member of a container. */
function isMember(part: Part, parent: Part): boolean {
  const { content } = parent.element;
  return (
    content.kind === "struct" &&
    Object.values(content.fields).some(
      (field) => field.kind === "group" && field.alternatives().includes(part.element),
    )
  );
}

const wrongByType: Readonly<Record<string, readonly string[]>> = {
  "xs:int": ["", "x", "1.5", "1e3", "2147483648", "0x10"],
  "xs:long": ["", "x", "1.5", "9223372036854775808"],
  "xs:boolean": ["", "yes", "TRUE", "2"],
  "xs:dateTime": ["", "yesterday", "2026-01-02", "2026-13-02T03:04:05Z", "2026-01-02T25:04:05Z"],
  "xs:duration": ["", "P", "PT", "1h", "P1Y", "P1M", "PT0S", "P0D", "-PT1H", "PT1H2", "P99999999999999D"],
  "xs:base64Binary": ["*", "QUJDR", "Q=Q="],
  "xs:hexBinary": ["0", "0g", "xyz"],
};

/** Texts that a scalar does not take. */
function wrongTexts({ xsd, values }: Scalar<unknown>): readonly string[] {
  if (values) return ["", "bogus", ` ${values[0]?.toUpperCase() ?? ""}!`];
  return wrongByType[xsd] ?? [];
}

const addresses: ReadonlySet<string> = new Set(["locUri", "from", "to", "parameter"]);
const ranges: Readonly<Record<string, readonly string[]>> = {
  startIndex: ["-1", "-2147483648"],
  maxResults: ["0", "-1", "1001", "2147483647"],
  maxParallel: ["0", "-1"],
  stopAfterFailures: ["0", "-1"],
  progressEvery: ["0", "-1"],
  size: ["0", "-1"],
  expires: ["P3651D", "P99999D"],
  startAt: ["9999-12-31T23:59:59Z"],
  sha256: ["", "0a0b"],
  package0: ["", "AAEC"],
  package: ["", "AAEC"],
};

/** Texts of the right type that a rule of the contract forbids. */
function* forbiddenTexts(
  name: string,
  { xsd, values }: Scalar<unknown>,
  bounds: TextBounds,
): Generator<readonly [DefectClass, string]> {
  for (const text of ranges[name] ?? []) yield ["out of range", text];
  if (values || (xsd !== "xs:string" && xsd !== "xs:anyURI") || name === "data") return;
  const { length } = "./";
  const address = xsd === "xs:anyURI" || addresses.has(name);
  yield ["too long", address ? `./${"a".repeat(bounds.address - length + 1)}` : "a".repeat(bounds.text + 1)];
  if (!["username", "password", "contentType", "packageContentType"].includes(name)) yield ["empty", ""];
}
