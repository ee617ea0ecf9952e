import type { Finding, Range } from "../../core/finding.ts";
import type { WbxmlHeader } from "./header.ts";

/** A tag as sent. */
export interface WbxmlTag {
  /** Name by the code page or, for a literal tag, from the string table; of an unknown token its number. */
  readonly name: string;
  /** Code page and token as one number (`tagKey`); -1 for a literal tag. */
  readonly key: number;
  readonly page: number;
}

/** A piece of content: several of them make one text. */
export interface WbxmlPiece {
  readonly kind: "inline" | "table" | "opaque" | "entity";
  /** The token with all that belongs to it. */
  readonly start: number;
  readonly end: number;
  /** The octets of the text themselves: behind the token, or in the string table. */
  readonly octets: Range;
  /** Text of an entity. */
  readonly character?: string | undefined;
}

/** Takes the events of one pass over a document. Places count octets. */
export interface WbxmlSink {
  open(tag: WbxmlTag, start: number, contentStart: number): void;
  piece(piece: WbxmlPiece): void;
  close(contentEnd: number, end: number): void;
}

/** What a sink may ask of the pass that feeds it. */
export interface WbxmlPass {
  readonly bytes: Uint8Array;
  readonly header: WbxmlHeader;
  /** Notes a finding; beyond a few hundred they are dropped, so that a broken message costs no more than its size. */
  report(finding: Finding): void;
  /** Text of a piece; undefined when its octets are no text of the document's character set. */
  textOf(piece: WbxmlPiece): string | undefined;
  /** The same with U+FFFD for what is no text. */
  lenientTextOf(piece: WbxmlPiece): string;
}
