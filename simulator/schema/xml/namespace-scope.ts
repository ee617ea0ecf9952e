import { sharedNamespace } from "../plan.ts";

export const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
const XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";

/** An attribute as the parser reports it. */
export interface RawAttribute {
  readonly name: string;
  readonly value: string;
}

interface Undo {
  readonly depth: number;
  readonly prefix: string;
  readonly namespace: string | undefined;
}

/** True for `xmlns` and `xmlns:…`. */
export function isNamespaceDeclaration(name: string): boolean {
  return name.startsWith("xmlns") && (name.length === 5 || name.charCodeAt(5) === 0x3a);
}

/** The namespaces in effect while a text is read (Namespaces in XML 1.0). Costs nothing for elements that declare none. */
export class NamespaceScope {
  /** Namespace of names without prefix; "" for none. */
  base = "";
  readonly #bound = new Map<string, string>([["xml", XML_NAMESPACE]]);
  readonly #undo: Undo[] = [];
  #undoDepth = -1;

  reset(): void {
    this.close(0);
  }

  /** Namespace of a prefix, or undefined; of "" the default one. */
  namespaceOf(prefix: string): string | undefined {
    return prefix === "" ? this.base : this.#bound.get(prefix);
  }

  /** Takes the declarations of an element at a depth (from 1). Returns what is wrong with them. */
  declare(declarations: readonly RawAttribute[], depth: number): string | undefined {
    let objection: string | undefined;
    for (const { name, value } of declarations) {
      const prefix = name.slice(6);
      objection ??= objectionTo(prefix, name, value);
      const namespace = prefix === "" ? this.base : this.#bound.get(prefix);
      this.#undo.push({ depth, prefix, namespace });
      if (prefix === "") this.base = sharedNamespace(value);
      else if (prefix !== "xml") this.#bound.set(prefix, sharedNamespace(value));
    }
    this.#undoDepth = depth;
    return objection;
  }

  /** Leaves the element at a depth, and all inside it. */
  close(depth: number): void {
    if (this.#undoDepth < depth) return;
    for (let last = this.#undo.at(-1); last && last.depth >= depth; last = this.#undo.at(-1)) {
      this.#undo.pop();
      if (last.prefix === "") this.base = last.namespace ?? "";
      else if (last.namespace === undefined) this.#bound.delete(last.prefix);
      else this.#bound.set(last.prefix, last.namespace);
    }
    this.#undoDepth = this.#undo.at(-1)?.depth ?? -1;
  }
}

function objectionTo(prefix: string, name: string, value: string): string | undefined {
  if (name === "xmlns") return value === XML_NAMESPACE || value === XMLNS_NAMESPACE ? reserved : undefined;
  if (prefix === "" || prefix.includes(":")) return `malformed name ${name.slice(0, 40)}.`;
  if (value === "") return "a prefix is bound to no namespace.";
  if ((prefix === "xml") !== (value === XML_NAMESPACE) || prefix === "xmlns" || value === XMLNS_NAMESPACE)
    return reserved;
  return undefined;
}

const reserved = "a reserved prefix or namespace is declared.";
