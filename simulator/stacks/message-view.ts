import type { Finding, Range } from "../core/finding.ts";
import type { AnyElement } from "../schema/element.ts";
import type { DecodedNode } from "../schema/inspect.ts";

/** What a view made of the octets of a message. */
export interface ViewedMessage {
  /** What it is, in a word: `syncml`, `tnds`, `notification`, `soap`, `xml`, `octets`. */
  readonly kind: string;
  /** One line in plain words. */
  readonly summary: string;
  /** Undefined when nothing could be read. A text with several roots has a node around them. */
  readonly tree: DecodedNode | undefined;
  readonly findings: readonly Finding[];
  /** The text that ranges of unit `char` point into, secrets masked. */
  readonly text?: string | undefined;
  /** Where secrets stand in the text or the octets. */
  readonly secrets: readonly Range[];
  /** The typed value, unmasked, and its declaration. */
  readonly value?: unknown;
  readonly element?: AnyElement | undefined;
}

/** Decodes one family of messages for reading by people. Never throws. */
export interface MessageView {
  /** Name for `--type`. Several names may lead to one view. */
  readonly ids: readonly string[];
  /** True when the view is right for a message. `contentType` is the media type in lower case, "" when unknown. */
  matches(contentType: string, bytes: Uint8Array): boolean;
  decode(bytes: Uint8Array, contentType: string): ViewedMessage;
}
