import { utf8 } from "../core/bytes.ts";
import { hasError } from "../core/finding.ts";
import { createXmlDispatchReader } from "../schema/xml/index.ts";

/** Knows no element: what is read is only whether it is XML. */
const read = createXmlDispatchReader(() => undefined);

/** True for a text that is one well-formed XML document of a size and depth that we read. */
export function isWellFormed(text: string): boolean {
  const { roots, findings } = read(utf8(text));
  const mended = findings.some(({ code }) => code === "xml/not-well-formed" || code === "xml/several-roots");
  return roots.length === 1 && !mended && !hasError(findings);
}
