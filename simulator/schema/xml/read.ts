import type { Finding } from "../../core/finding.ts";
import type { AnyElement, Element } from "../element.ts";
import { pathAt } from "../places.ts";
import { textPositions, type Positions } from "./positions.ts";
import type { ElementResolver, XmlDispatchResult, XmlLimits, XmlReader, XmlReadOptions } from "./reader.ts";
import { Reading } from "./reading.ts";
import { scanXml } from "./scan.ts";
import { spec } from "../../core/spec-ref.ts";

/**
 * Creates the reader of one root element: strict about namespaces unless `options` say otherwise, order-keeping, with
 * the places of all elements, going on after an error wherever something can still be read.
 */
export function createXmlReader<Out>(
  root: Element<Out, unknown>,
  options: XmlReadOptions = {},
): XmlReader<Out> {
  const declared = root as AnyElement;
  const resolve: ElementResolver = (namespace, name) =>
    name === declared.name && acceptsNamespace(declared, namespace, options) ? declared : undefined;
  const read = createXmlDispatchReader(resolve, options);
  return (bytes, limits) => {
    const { roots, findings, positions, asides } = read(bytes, limits);
    const first = roots[0];
    if (first === undefined || first.element !== undefined)
      return { value: first?.value as Out | undefined, findings, positions, asides };
    return {
      value: undefined,
      findings: [...findings, otherRoot(declared, first, positions.places)],
      positions,
      asides,
    };
  };
}

/** Creates a reader of any root that a resolver knows, and of fragments with several roots. */
export function createXmlDispatchReader(
  resolve: ElementResolver,
  options: XmlReadOptions = {},
): (bytes: Uint8Array, limits?: Partial<XmlLimits>) => XmlDispatchResult {
  return (bytes, limits) => {
    const skipDoctype = options.doctype === "skip";
    const scan = scanXml(
      bytes,
      limits ?? options.limits,
      (pass) => new Reading(pass, resolve, options),
      skipDoctype,
    );
    const { roots, places, structs, structPlaces, asides } = scan.sink;
    const positions = textPositions(scan.text, places, structs, structPlaces);
    return { roots, findings: placed(scan.findings, positions), positions, asides };
  };
}

/** Name of the root element without reading further, past a document type declaration; both undefined when there is none. */
export function peekRoot(bytes: Uint8Array): {
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly findings: readonly Finding[];
} {
  let namespace: string | undefined;
  let name: string | undefined;
  const skipDoctype = true;
  const scan = scanXml(
    bytes,
    undefined,
    (pass) => ({
      open: (tag) => {
        if (name !== undefined) return;
        namespace = tag.namespace;
        name = tag.local;
        pass.stop();
      },
      text: () => {
        // text before the root is white space, or a finding of the pass
      },
      close: () => {
        // nothing is kept of what follows the root's start tag
      },
    }),
    skipDoctype,
  );
  return { namespace, name, findings: scan.findings };
}

/** Findings in the order of the text, each with the path of the element that it stands in. */
function placed(findings: readonly Finding[], positions: Positions): readonly Finding[] {
  if (findings.length === 0) return findings;
  const withPaths = findings.map((finding) =>
    finding.path !== undefined || finding.range?.unit !== "char"
      ? finding
      : { ...finding, path: pathAt(positions, finding.range.start) },
  );
  return withPaths.toSorted((a, b) => (a.range?.start ?? 0) - (b.range?.start ?? 0));
}

function acceptsNamespace(element: AnyElement, namespace: string, options: XmlReadOptions): boolean {
  return (
    namespace === element.namespace ||
    options.aliases?.[namespace] === element.namespace ||
    options.anyNamespace === true
  );
}

function otherRoot(
  declared: AnyElement,
  root: { readonly namespace: string; readonly name: string },
  places: readonly number[],
): Finding {
  return {
    severity: "error",
    code: "schema/root",
    text: `The root element is ${named(root.namespace, root.name)}, not ${named(declared.namespace, declared.name)}.`,
    range: { unit: "char", start: places[0] ?? 0, end: places[1] ?? 0 },
    path: root.name.slice(0, 80),
    spec: declared.spec ?? spec("xml", "2.1 Well-Formed XML Documents"),
  };
}

function named(namespace: string, name: string): string {
  return namespace === ""
    ? `${name.slice(0, 80)} (in no namespace)`
    : `${name.slice(0, 80)} (${namespace.slice(0, 80)})`;
}
