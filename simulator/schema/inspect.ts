import type { Finding, Range } from "../core/finding.ts";
import type { SpecRef } from "../core/spec-ref.ts";

/**
 * A decoded message for reading by people: derived from the declarations, the same for XML, WBXML and bit fields. Ranges
 * point into the message as received.
 */
export interface DecodedNode {
  /** Element, attribute (`@name`) or field name as written. */
  readonly name: string;
  /** Plain words: "message number". */
  readonly label?: string | undefined;
  /** Text of a leaf as written (masked when `secret`). */
  readonly value?: string | undefined;
  /** Meaning of the value: "authenticated for the session". */
  readonly meaning?: string | undefined;
  /** One-line summary of an interior node for a folded tree: "212 SyncHdr: authenticated for the session". */
  readonly summary?: string | undefined;
  readonly spec?: SpecRef | undefined;
  readonly secret?: boolean | undefined;
  /** Whole element. */
  readonly range: Range;
  /** Value only. */
  readonly valueRange?: Range | undefined;
  readonly findings: readonly Finding[];
  readonly children: readonly DecodedNode[];
}
