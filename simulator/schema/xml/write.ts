import { toBase64, utf8 } from "../../core/bytes.ts";
import { WorkbenchError } from "../../core/error.ts";
import type {
  AnyElement,
  AnyElementIn,
  AttributeField,
  AttributeValue,
  DataValue,
  Element,
  Field,
} from "../element.ts";
import { planOf, structOf, type ElementPlan, type FieldPlan } from "../plan.ts";
import { attributeText, contentText } from "./escape.ts";

/** How namespaces are written. */
export interface XmlWriteOptions {
  /**
   * Prefixes by namespace, declared on the root (SOAP). Elements of other namespaces, or all when there are no prefixes,
   * redeclare the default namespace where it changes, as SyncML messages do.
   */
  readonly prefixes?: Readonly<Record<string, string>> | undefined;
  /** Begin with an XML declaration. */
  readonly declaration?: boolean | undefined;
}

/** Octets of a value. Throws `xml/illegal-character` or `xml/missing` for a value that has no XML. */
export type XmlWriter<In> = (value: In) => Uint8Array;

/** Creates the writer of an element: compact, deterministic, UTF-8, children in the order of the declaration. */
export function createXmlWriter<In>(
  root: Element<unknown, In>,
  options: XmlWriteOptions = {},
): XmlWriter<In> {
  const write = createXmlTextWriter(root, options);
  return (value) => utf8(write(value));
}

/** The same as text, for markup that is carried inside another message. */
export function createXmlTextWriter<In>(
  root: Element<unknown, In>,
  options: XmlWriteOptions = {},
): (value: In) => string {
  const writers = new Writers(options.prefixes ?? {});
  const write = writers.element(root, "");
  const head = options.declaration === true ? '<?xml version="1.0" encoding="UTF-8"?>' : "";
  const declared = Object.entries(options.prefixes ?? {})
    .map(([namespace, prefix]) => ` xmlns:${prefix}="${attributeText(namespace)}"`)
    .join("");
  return (value) => head + write(value, declared);
}

/** Writes an element; `extra` is text for its start tag. */
type WriteElement = (value: unknown, extra: string) => string;
type WritePart = (value: unknown) => string;

const XML = "http://www.w3.org/XML/1998/namespace";

/** Writers composed once for each declaration and default namespace around it. */
class Writers {
  readonly #prefixes: Readonly<Record<string, string>>;
  readonly #known = new Map<AnyElement, Map<string, WriteElement>>();

  constructor(prefixes: Readonly<Record<string, string>>) {
    this.#prefixes = prefixes;
  }

  /** The writer of an element where a default namespace is in effect. Composed at first use: declarations may recur. */
  element(element: AnyElement, around: string): WriteElement {
    let byNamespace = this.#known.get(element);
    if (!byNamespace) this.#known.set(element, (byNamespace = new Map<string, WriteElement>()));
    const known = byNamespace.get(around);
    if (known) return known;
    let composed: WriteElement | undefined;
    const write: WriteElement = (value, extra) => (composed ??= this.#compose(element, around))(value, extra);
    byNamespace.set(around, write);
    return write;
  }

  #compose(element: AnyElement, around: string): WriteElement {
    const { namespace } = element;
    const prefix = namespace === "" ? undefined : this.#prefixes[namespace];
    const name = prefix === undefined ? element.name : `${prefix}:${element.name}`;
    const inside = prefix === undefined ? namespace : around;
    const open = `<${name}${inside === around ? "" : ` xmlns="${attributeText(namespace)}"`}`;
    const close = `</${name}>`;
    const plan = planOf(element);
    const openLeaf = `${open}>`;
    const empty = `${open}/>`;
    if (plan.kind === "struct") return this.#struct(plan, open, close, inside);
    const content = this.#content(plan, inside);
    return (value, extra) => {
      const text = content(value);
      if (extra !== "") return text === "" ? `${open}${extra}/>` : `${open}${extra}>${text}${close}`;
      return text === "" ? empty : openLeaf + text + close;
    };
  }

  #content(plan: ElementPlan, inside: string): WritePart {
    const { scalar } = plan;
    if (scalar !== undefined) return (value) => contentText(scalar.print(value));
    if (plan.kind === "flag") return () => "";
    if (plan.kind === "data") return (value) => dataText(value as DataValue);
    return this.#group(plan.element, inside);
  }

  /** One of several elements, chosen by `kind`. */
  #group(choice: AnyElement, inside: string): WritePart {
    const { content } = choice;
    if (content.kind !== "choice")
      throw new WorkbenchError("schema/no-children", `${choice.name} is not a choice`);
    const write = this.#alternatives(content.alternatives(), inside, choice.name);
    return (value) => write(value);
  }

  #alternatives(alternatives: readonly AnyElement[], inside: string, where: string): WritePart {
    const byKind = new Map(
      alternatives.map((alternative) => [
        alternative.name,
        { write: this.element(alternative, inside), paired: planOf(alternative).kind !== "struct" },
      ]),
    );
    return (value) => {
      const { kind } = value as { readonly kind: string };
      const alternative = byKind.get(kind);
      if (!alternative)
        throw new WorkbenchError("xml/unknown-alternative", `${where} cannot hold ${kind}`, { kind });
      return alternative.write(alternative.paired ? (value as { readonly value: unknown }).value : value, "");
    };
  }

  #struct(plan: ElementPlan, open: string, close: string, inside: string): WriteElement {
    const { fields } = structOf(plan);
    const attributes: FieldWriter[] = [];
    const children: FieldWriter[] = [];
    for (const field of fields)
      (field.field.kind === "attribute" ? attributes : children).push(this.#field(plan, field, inside));
    const openEnd = `${open}>`;
    const empty = `${open}/>`;
    return (value, extra) => {
      const record = value as Readonly<Record<string, unknown>>;
      let text = "";
      for (const child of children) {
        const part = record[child.key];
        if (part !== undefined) text += child.write(part);
        else if (child.required) throw missing(plan, child.key);
      }
      if (attributes.length === 0 && extra === "") return text === "" ? empty : openEnd + text + close;
      let start = open + extra;
      for (const attribute of attributes) {
        const part = record[attribute.key];
        if (part !== undefined) start += attribute.write(part);
        else if (attribute.required) throw missing(plan, attribute.key);
      }
      return text === "" ? `${start}/>` : `${start}>${text}${close}`;
    };
  }

  #field(plan: ElementPlan, { key, field, list, required }: FieldPlan, inside: string): FieldWriter {
    const write = this.#part(plan, field, inside);
    return { key, required, write: list ? (value) => writeAll(value as readonly unknown[], write) : write };
  }

  #part(plan: ElementPlan, field: Field, inside: string): WritePart {
    switch (field.kind) {
      case "element": {
        const write = this.element(field.element, inside);
        return (value) => write(value, "");
      }
      case "group":
        return this.#alternatives(field.alternatives(), inside, plan.name);
      case "text":
        return (value) => contentText(field.scalar.print(value));
      case "attribute":
        return this.#attribute(field);
      case "wildcard":
        return (value) => this.#wildcard(value as AnyElementIn, inside);
    }
  }

  #attribute({ name, namespace, scalar }: AttributeField<unknown, "one" | "optional">): WritePart {
    return (value) =>
      this.#attributeText({ namespace: namespace ?? "", name, value: scalar.print(value) }, 0);
  }

  /** An attribute with the blank before it; one of a namespace without prefix declares its own, numbered. */
  #attributeText({ namespace, name, value }: AttributeValue, number: number): string {
    const text = attributeText(value);
    if (namespace === "") return ` ${name}="${text}"`;
    const prefix = namespace === XML ? "xml" : this.#prefixes[namespace];
    if (prefix !== undefined) return ` ${prefix}:${name}="${text}"`;
    return ` xmlns:a${number}="${attributeText(namespace)}" a${number}:${name}="${text}"`;
  }

  #wildcard(any: AnyElementIn, inside: string): string {
    if ("markup" in any) return any.markup.xml;
    const extra = (any.attributes ?? [])
      .map((attribute, index) => this.#attributeText(attribute, index + 1))
      .join("");
    return this.element(any.element, inside)(any.value, extra);
  }
}

interface FieldWriter {
  readonly key: string;
  readonly required: boolean;
  readonly write: WritePart;
}

function writeAll(values: readonly unknown[], write: WritePart): string {
  let text = "";
  for (const value of values) text += write(value);
  return text;
}

/** Content of a data element. Octets become base64; whether Format says so is the caller's business. */
function dataText(value: DataValue): string {
  if (typeof value === "string") return contentText(value);
  return value instanceof Uint8Array ? toBase64(value) : value.xml;
}

function missing(plan: ElementPlan, key: string): WorkbenchError {
  return new WorkbenchError("xml/missing", `${plan.name} cannot be written without ${key}`, {
    element: plan.name,
    key,
  });
}
