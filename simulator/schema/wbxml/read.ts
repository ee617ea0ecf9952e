import type { Finding } from "../../core/finding.ts";
import { hasError } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import type { AnyElement, Element } from "../element.ts";
import { pathAt } from "../places.ts";
import { byteRange } from "./header.ts";
import { octetPositions, type WbxmlPositions } from "./positions.ts";
import type { WbxmlReader, WbxmlReadOptions } from "./reader.ts";
import { Reading } from "./reading.ts";
import { scanWbxml } from "./scan.ts";

/**
 * Creates the reader of documents with one root element: octets to typed values by the tokens of the declarations, never
 * by way of XML text. Elements out of order, repeated, unknown or missing give the same findings as the XML reader.
 */
export function createWbxmlReader<Out>(
  root: Element<Out, unknown>,
  options: WbxmlReadOptions,
): WbxmlReader<Out> {
  const declared = root as AnyElement;
  const strict = options.mode === "strict";
  return (bytes, limits) => {
    const scan = scanWbxml(
      bytes,
      options,
      limits ?? options.limits,
      (pass) => new Reading(pass, declared, options),
    );
    const { value, otherRoot, names, places, structs, structPlaces, asides } = scan.sink;
    const positions = octetPositions(names, places, structs, structPlaces);
    const found =
      otherRoot === undefined ? scan.findings : [...scan.findings, wrongRoot(declared, otherRoot, places)];
    const findings = placed(strict ? found.map(strictly) : found, positions);
    const refused = strict && hasError(findings);
    return {
      value: refused ? undefined : (value as Out | undefined),
      findings,
      header: scan.header,
      positions,
      asides,
    };
  };
}

function strictly(finding: Finding): Finding {
  return finding.severity === "warning" ? { ...finding, severity: "error" } : finding;
}

/** Findings in the order of the octets, each with the path of the element that it stands in. */
function placed(findings: readonly Finding[], positions: WbxmlPositions): readonly Finding[] {
  if (findings.length === 0) return findings;
  const withPaths = findings.map((finding) =>
    finding.path !== undefined ? finding : { ...finding, path: pathAt(positions, finding.range?.start ?? 0) },
  );
  return withPaths.toSorted((a, b) => (a.range?.start ?? 0) - (b.range?.start ?? 0));
}

function wrongRoot(declared: AnyElement, name: string, places: readonly number[]): Finding {
  return {
    severity: "error",
    code: "schema/root",
    text: `The root element is ${name.slice(0, 80)}, not ${declared.name}.`,
    range: byteRange(places[0] ?? 0, places[1] ?? 0),
    path: name.slice(0, 80),
    spec: declared.spec ?? spec("wbxml", "5.8 Document structure"),
  };
}
