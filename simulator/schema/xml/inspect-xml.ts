import type { Finding } from "../../core/finding.ts";
import type { AnyElement } from "../element.ts";
import type { DecodedNode } from "../inspect.ts";
import { attachFinding, summarizeNodes } from "../growing-node.ts";
import { Inspection } from "./inspection.ts";
import { createXmlDispatchReader } from "./read.ts";
import type { ElementResolver, XmlDispatchResult, XmlLimits, XmlReadOptions } from "./reader.ts";
import { scanXml } from "./scan.ts";

export interface XmlInspectOptions extends XmlReadOptions {
  /** One line for the folded tree, from the value of a struct as the reader gave it. */
  readonly summarize?: ((element: AnyElement, value: unknown) => string | undefined) | undefined;
  /** Further findings about what was read, with ranges. */
  readonly judge?: ((result: XmlDispatchResult) => readonly Finding[]) | undefined;
}

/** A message for reading by people, and the typed result it was made from. */
export interface XmlInspection {
  /** One for each root element. */
  readonly roots: readonly DecodedNode[];
  readonly result: XmlDispatchResult;
  /** All findings, in the order of the text; those with a place also stand at their nodes. */
  readonly findings: readonly Finding[];
}

/**
 * Decodes a text for reading by people: every element and attribute with the label, meaning, clause and findings that its
 * declaration gives, unknown ones as they are, secrets masked.
 */
export function inspectXml(
  resolve: ElementResolver,
  bytes: Uint8Array,
  options: XmlInspectOptions = {},
  limits?: Partial<XmlLimits>,
): XmlInspection {
  const result = createXmlDispatchReader(resolve, options)(bytes, limits);
  const judged = options.judge?.(result) ?? [];
  const findings = [...result.findings, ...judged].toSorted((a, b) => startOf(a) - startOf(b));
  const { sink } = scanXml(
    bytes,
    limits ?? options.limits,
    (pass) => new Inspection(pass, resolve, options),
    options.doctype === "skip",
  );
  if (options.summarize !== undefined) summarizeNodes(sink.roots, result.positions, options.summarize);
  for (const finding of findings) attachFinding(sink.roots, finding);
  return { roots: sink.roots, result, findings };
}

function startOf(finding: Finding): number {
  return finding.range?.start ?? 0;
}
