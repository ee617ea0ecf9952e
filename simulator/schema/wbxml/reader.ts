import type { Finding } from "../../core/finding.ts";
import type { AnyElement } from "../element.ts";
import type { Aside } from "../reading/aside.ts";
import type { WbxmlHeader } from "./header.ts";
import type { WbxmlPositions } from "./positions.ts";
import type { WbxmlVocabulary } from "./vocabulary.ts";

/** Caps of the reader; past one the reader stops with a finding and what it has. */
export interface WbxmlLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
  /** Octets of all texts together, those of the string table counted at each use; also at most 16 times the document. */
  readonly text: number;
}

export const defaultWbxmlLimits: WbxmlLimits = {
  bytes: 16 * 1024 * 1024,
  depth: 64,
  elements: 100_000,
  text: 32 * 1024 * 1024,
};

/** A part of an element that is being read, by its key; undefined when it has not come. */
export type PartSoFar = (key: string) => unknown;

export interface WbxmlReadOptions extends WbxmlVocabulary {
  readonly limits?: Partial<WbxmlLimits> | undefined;
  /**
   * `tolerant` (the default) reads all that can be read; `strict` gives no value for a document with any defect of its
   * octets, and every departure from the declarations is an error.
   */
  readonly mode?: "tolerant" | "strict" | undefined;
  /** Name of the child whose text identifies an element that is read aside (`CmdID`). */
  readonly identifiedBy?: string | undefined;
  /**
   * Says that opaque content of a scalar element is the octets themselves and not their base64 text; asked with the parts
   * of the element around it that have come.
   */
  readonly rawOctets?: ((element: AnyElement, parent: AnyElement, part: PartSoFar) => boolean) | undefined;
}

/** What a reader gives: as much of the value as could be read, what was noticed, and where everything stands. */
export interface WbxmlReadResult<T> {
  /** Undefined when the root is another element or nothing usable was read; otherwise always of the declared shape. */
  readonly value: T | undefined;
  /** In the order of the octets, with ranges in octets. */
  readonly findings: readonly Finding[];
  readonly header: WbxmlHeader;
  readonly positions: WbxmlPositions;
  /** Elements that were skipped as unknown, and those of groups that may stand anywhere, in document order. */
  readonly asides: readonly Aside[];
}

/** Never throws; what is wrong with the octets is in the findings. */
export type WbxmlReader<T> = (bytes: Uint8Array, limits?: Partial<WbxmlLimits>) => WbxmlReadResult<T>;
