import type { Finding } from "../../core/finding.ts";
import type { AnyElement } from "../element.ts";
import type { Aside } from "../reading/aside.ts";
import type { Positions } from "./positions.ts";

/** Caps of the reader; past one the reader stops with a finding and what it has. */
export interface XmlLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
  /** Of one element. */
  readonly attributes: number;
}

export const defaultXmlLimits: XmlLimits = {
  bytes: 16 * 1024 * 1024,
  depth: 64,
  elements: 100_000,
  attributes: 64,
};

/** Namespaces that stand for a declared one (alias to declared); the first use of each is a finding. */
export type NamespaceAliases = Readonly<Record<string, string>>;

/** Chooses the declaration of an element by its name and, inside a wildcard, by the element around it. */
export type ElementResolver = (
  namespace: string,
  name: string,
  parent?: AnyElement,
) => AnyElement | undefined;

export interface XmlReadOptions {
  readonly limits?: Partial<XmlLimits> | undefined;
  readonly aliases?: NamespaceAliases | undefined;
  /** Read elements with the right name in no or another namespace; the first use of each namespace is a finding. */
  readonly anyNamespace?: boolean | undefined;
  /**
   * What becomes of a document type declaration. `refuse` (the default) ends reading: messages have none. `skip` passes
   * over it, for documents that people bring; nothing is fetched and no entity is defined by it.
   */
  readonly doctype?: "refuse" | "skip" | undefined;
  /** Types the elements of wildcards. What it does not know is kept as markup. */
  readonly resolve?: ElementResolver | undefined;
  /** Name of the child whose text identifies an element that is read aside (`CmdID`). */
  readonly identifiedBy?: string | undefined;
}

/** What a reader gives: as much of the value as could be read, what was noticed, and where everything stands. */
export interface XmlReadResult<T> {
  /**
   * Undefined when the root is another element or nothing usable was read. It always has the declared shape: a required
   * part that was missing or unreadable is blank (the empty text, zero, a struct of blanks), and a finding of severity
   * error says so.
   */
  readonly value: T | undefined;
  readonly findings: readonly Finding[];
  readonly positions: Positions;
  /** Elements that were skipped as unknown, and those of groups that may stand anywhere, in document order. */
  readonly asides: readonly Aside[];
}

/** Never throws; what is wrong with the octets is in the findings. */
export type XmlReader<T> = (bytes: Uint8Array, limits?: Partial<XmlLimits>) => XmlReadResult<T>;

/** A root element that was read by the declaration a resolver chose; without one only its name is known. */
export interface XmlRoot {
  readonly namespace: string;
  readonly name: string;
  readonly element: AnyElement | undefined;
  readonly value: unknown;
}

/** All roots of a text: one, unless it is a fragment. */
export interface XmlDispatchResult {
  readonly roots: readonly XmlRoot[];
  readonly findings: readonly Finding[];
  readonly positions: Positions;
  /** Elements that were skipped as unknown, and those of groups that may stand anywhere, in document order. */
  readonly asides: readonly Aside[];
}
