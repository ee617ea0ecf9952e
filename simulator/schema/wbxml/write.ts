import { concatBytes } from "../../core/bytes.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { AnyElement, DataValue, Element } from "../element.ts";
import { planOf, structOf, type ElementPlan, type FieldPlan } from "../plan.ts";
import { WbxmlOutput } from "./output.ts";
import { END, OPAQUE, STR_I, STR_T, UTF_8, WITH_CONTENT } from "./tokens.ts";
import type { PublicId, WbxmlVocabulary } from "./vocabulary.ts";

/** How a document is written. All forms mean the same; a simulated peer may use an unusual one. */
export interface WbxmlWriteOptions {
  /** Document type; the first of the vocabulary unless given. */
  readonly publicId?: PublicId | undefined;
  /** How the document type is told: by number where it has one, by its name in the string table, or not at all. */
  readonly publicIdAs?: "number" | "string-table" | "unknown" | undefined;
  /** Switch the code page where needed, or before every tag. */
  readonly pageSwitches?: "needed" | "redundant" | undefined;
  /** How texts of data elements are written. Octets are always opaque. */
  readonly data?: "inline" | "opaque" | "string-table" | undefined;
  /** Minor number of the WBXML version. */
  readonly version?: 1 | 2 | 3 | undefined;
}

/** Octets of a value. Throws `wbxml/missing`, `wbxml/unknown-alternative` or `wbxml/no-token` for a value that has no WBXML. */
export type WbxmlWriter<In> = (value: In, options?: WbxmlWriteOptions) => Uint8Array;

/** Creates the writer of an element: deterministic, children in the order of the declaration, no string table unless asked for. */
export function createWbxmlWriter<In>(
  root: Element<unknown, In>,
  { publicIds }: WbxmlVocabulary,
): WbxmlWriter<In> {
  const writers = new Writers();
  const write = writers.element(root);
  return (value, options = {}) => {
    const body = writers.begin(options);
    write(value);
    return concatBytes(header(body, options, publicIds[0]), body.finish());
  };
}

/** The head of a document with its string table. */
function header(body: WbxmlOutput, options: WbxmlWriteOptions, usual: PublicId): Uint8Array {
  const { publicId = usual, publicIdAs = "number", version = 3 } = options;
  const head = new WbxmlOutput();
  head.byte(version);
  if (publicIdAs === "unknown") head.byte(1);
  else if (publicIdAs === "number" && publicId.number !== undefined) head.number(publicId.number);
  else {
    head.byte(0);
    head.number(body.tableIndex(publicId.text));
  }
  head.number(UTF_8);
  const { length, pieces } = body.table();
  head.number(length);
  for (const piece of pieces) head.octets(piece);
  return head.finish();
}

type WriteValue = (value: unknown) => void;

/** Writers composed once for each declaration. */
class Writers {
  readonly #out = new WbxmlOutput();
  readonly #known = new Map<AnyElement, WriteValue>();
  #data: WbxmlWriteOptions["data"];

  begin({ pageSwitches, data }: WbxmlWriteOptions): WbxmlOutput {
    this.#out.begin(pageSwitches === "redundant");
    this.#data = data;
    return this.#out;
  }

  /** The writer of an element. Composed at first use: declarations may recur. */
  element(element: AnyElement): WriteValue {
    const known = this.#known.get(element);
    if (known) return known;
    let composed: WriteValue | undefined;
    const write: WriteValue = (value) => (composed ??= this.#compose(element))(value);
    this.#known.set(element, write);
    return write;
  }

  #compose(element: AnyElement): WriteValue {
    const out = this.#out;
    const plan = planOf(element);
    if (element.token === undefined)
      throw new WorkbenchError("wbxml/no-token", `${element.name} has no token`, { element: element.name });
    const [page, tag] = element.token;
    const { scalar } = plan;
    const withContent = tag | WITH_CONTENT;
    if (scalar !== undefined)
      return (value) => {
        const text = scalar.print(value);
        out.tag(page, text === "" ? tag : withContent);
        if (text === "") return;
        this.#text(text, false);
        out.byte(END);
      };
    if (plan.kind === "flag") return () => out.tag(page, tag);
    if (plan.kind === "data")
      return (value) => {
        const empty = value === "";
        out.tag(page, empty ? tag : withContent);
        if (empty) return;
        this.#content(value as DataValue);
        out.byte(END);
      };
    return plan.kind === "choice" ? this.#choice(plan, page, tag) : this.#struct(plan, page, tag);
  }

  #choice(plan: ElementPlan, page: number, tag: number): WriteValue {
    const { content } = plan.element;
    if (content.kind !== "choice")
      throw new WorkbenchError("schema/no-children", `${plan.name} is not a choice`);
    const write = this.#alternatives(content.alternatives(), plan.name);
    return (value) => {
      this.#out.tag(page, tag | WITH_CONTENT);
      write(value);
      this.#out.byte(END);
    };
  }

  #struct(plan: ElementPlan, page: number, tag: number): WriteValue {
    const fields = structOf(plan).fields.map((field) => this.#field(plan, field));
    return (value) => {
      const record = value as Readonly<Record<string, unknown>>;
      const isEmpty = fields.every(({ key, list }) => {
        const part = record[key];
        return part === undefined || (list && (part as readonly unknown[]).length === 0);
      });
      this.#out.tag(page, isEmpty ? tag : tag | WITH_CONTENT);
      for (const { key, required, write } of fields) {
        const part = record[key];
        if (part !== undefined) write(part);
        else if (required)
          throw new WorkbenchError("wbxml/missing", `${plan.name} cannot be written without ${key}`, {
            element: plan.name,
            key,
          });
      }
      if (!isEmpty) this.#out.byte(END);
    };
  }

  #field(
    plan: ElementPlan,
    { key, field, list, required }: FieldPlan,
  ): FieldPlan & { readonly write: WriteValue } {
    const write = this.#part(plan, field);
    return {
      key,
      field,
      list,
      required,
      write: list ? (values) => (values as readonly unknown[]).forEach((value) => write(value)) : write,
    };
  }

  #part(plan: ElementPlan, field: FieldPlan["field"]): WriteValue {
    switch (field.kind) {
      case "element":
        return this.element(field.element);
      case "group":
        return this.#alternatives(field.alternatives(), plan.name);
      case "text":
        return (value) => {
          const text = field.scalar.print(value);
          if (text !== "") this.#text(text, false);
        };
      case "attribute":
      case "wildcard":
        return () => {
          throw new WorkbenchError(
            "wbxml/no-token",
            `${plan.name}: attributes and elements of any name have no tokens`,
            { element: plan.name },
          );
        };
    }
  }

  #alternatives(alternatives: readonly AnyElement[], where: string): WriteValue {
    const byKind = new Map(
      alternatives.map((alternative) => [
        alternative.name,
        { write: this.element(alternative), paired: planOf(alternative).kind !== "struct" },
      ]),
    );
    return (value) => {
      const { kind } = value as { readonly kind: string };
      const alternative = byKind.get(kind);
      if (!alternative)
        throw new WorkbenchError("wbxml/unknown-alternative", `${where} cannot hold ${kind}`, { kind });
      alternative.write(alternative.paired ? (value as { readonly value: unknown }).value : value);
    };
  }

  #content(value: DataValue): void {
    if (value instanceof Uint8Array) this.#opaque(value);
    else this.#text(typeof value === "string" ? value : value.xml, true);
  }

  #text(text: string, isData: boolean): void {
    const out = this.#out;
    const form = isData ? this.#data : undefined;
    // an inline string ends at its first NUL
    if (form === "opaque" || text.includes("\0")) this.#opaque(new TextEncoder().encode(text));
    else if (form === "string-table") {
      out.byte(STR_T);
      out.number(out.tableIndex(text));
    } else {
      out.byte(STR_I);
      out.text(text);
      out.byte(0);
    }
  }

  #opaque(bytes: Uint8Array): void {
    this.#out.byte(OPAQUE);
    this.#out.number(bytes.length);
    this.#out.octets(bytes);
  }
}
