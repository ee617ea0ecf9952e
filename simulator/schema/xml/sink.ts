import type { Finding } from "../../core/finding.ts";
import type { RawAttribute } from "./namespace-scope.ts";

/** A start tag with its namespaces resolved. The object is used again for the next tag. */
export interface XmlTag {
  /** As written, with prefix. */
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  /** Without namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  /** Namespace declarations. */
  readonly declarations: readonly RawAttribute[];
}

export interface XmlAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  readonly value: string;
}

/** Takes the events of one pass over a text. Places count UTF-16 code units of the decoded text. */
export interface XmlSink {
  open(tag: XmlTag, start: number, contentStart: number): void;
  text(text: string): void;
  close(contentEnd: number, end: number): void;
}

/** What a sink may ask of the pass that feeds it. */
export interface XmlPass {
  /** The decoded text as received. */
  readonly text: string;
  readonly findings: Finding[];
  /** Notes a finding; beyond a few hundred they are dropped, so that a broken message costs no more than its size. */
  report(finding: Finding): void;
  /** A piece of the text as well-formed markup. */
  markup(start: number, end: number): string;
  /** Namespace of a prefix at the present place, or undefined. */
  namespaceOf(prefix: string): string | undefined;
  /** Place after the last character that was looked at. */
  place(): number;
  /** Ends the pass; the sink still gets the closes of what is open. */
  stop(): never;
}
