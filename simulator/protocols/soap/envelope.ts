import { spec } from "../../core/spec-ref.ts";
import { namespace, one, optional, wildcard } from "../../schema/element.ts";
import { SOAP11, SOAP12 } from "./namespaces.ts";
import type { SoapVersion } from "./version.ts";

/** Envelope, header and body of SOAP 1.1 (section 4). */
export const Envelope11 = declareEnvelope(SOAP11, "1.1");

/** Envelope, header and body of SOAP 1.2 (Part 1, section 5). */
export const Envelope12 = declareEnvelope(SOAP12, "1.2");

/** Envelope of a version. */
export function envelopeOf(version: SoapVersion): typeof Envelope11 {
  return version === "1.1" ? Envelope11 : Envelope12;
}

function declareEnvelope(uri: string, version: SoapVersion) {
  const el = namespace(uri);
  const ref =
    version === "1.1"
      ? spec("soap11", "4 SOAP Envelope")
      : spec("soap12", "Part 1, 5 SOAP Message Construct");
  const Header = el.struct("Header", { blocks: wildcard("many") }, { label: "header", spec: ref });
  // More than one child is refused by the stack, which has to see them all to say so.
  const Body = el.struct("Body", { children: wildcard("many") }, { label: "body", spec: ref });
  return el.struct(
    "Envelope",
    { Header: optional(Header), Body: one(Body) },
    { label: `SOAP ${version} envelope`, spec: ref },
  );
}
