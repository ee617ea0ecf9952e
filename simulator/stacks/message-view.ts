import type { Finding, Range } from "../core/finding.ts";
import type { AnyElement } from "../schema/element.ts";
import type { DecodedNode } from "../schema/inspect.ts";

/** What a view made of the octets of a message. */
export interface ViewedMessage {
  /** What it is, in a word: `syncml`, `tnds`, `bootstrap`, `notification`, `soap`, `xml`, `octets`. */
  readonly kind: string;
  /** One line in plain words. */
  readonly summary: string;
  /** Undefined when nothing could be read. A text with several roots has a node around them. */
  readonly tree: DecodedNode | undefined;
  readonly findings: readonly Finding[];
  /** How it is written, where it is no text. */
  readonly encoding?: "wbxml" | undefined;
  /** The text that ranges of unit `char` point into, secrets masked. */
  readonly text?: string | undefined;
  /** Where secrets stand in the text or the octets. */
  readonly secrets: readonly Range[];
  /** The typed value, unmasked, and its declaration. */
  readonly value?: unknown;
  readonly element?: AnyElement | undefined;
  /** The value as plain JSON with its secrets masked, where it has no declaration. */
  readonly printed?: unknown;
  /** Documents of other kinds that the message carries. */
  readonly carries?: readonly CarriedDocument[] | undefined;
}

/** A document inside another message: a package in SOAP, a TNDS document in Data, the body of a push. */
export interface CarriedDocument {
  readonly bytes: Uint8Array;
  /** As the message around it names it, parameters included; "" where it does not. */
  readonly contentType: string;
  /** Where its carrier's value stands in the message. */
  readonly range: Range;
  /** The octets stand in the message as they are, and not in base64 or escaped. */
  readonly verbatim: boolean;
}

/** Decodes one family of messages for reading by people. Never throws. */
export interface MessageView {
  /** Name for `--type`. Several names may lead to one view. */
  readonly ids: readonly string[];
  /**
   * True when the view is right for a message. `contentType` is the media type in lower case, "" when unknown; `header` is
   * the whole Content-Type, where it is known.
   */
  matches(contentType: string, bytes: Uint8Array, header?: string): boolean;
  decode(bytes: Uint8Array, contentType: string, header?: string): ViewedMessage;
}
