import { optional, some, type Infer } from "../../../schema/element.ts";
import { string } from "../../../schema/scalar.ts";
import { spec } from "../../../core/spec-ref.ts";
import { el } from "../namespaces.ts";

const hop = el.scalar("hop", string, {
  label: "passed through",
  doc: "Identifier of a DM System that forwarded it.",
});
const originator = el.scalar("originator", string, {
  label: "originator",
  doc: "The External System that asked first; only narrows what is allowed.",
});

/** SOAP header of a delegated request: the DM Systems that it passed through, oldest first. */
export const Via = el.struct(
  "Via",
  { hop: some(hop), originator: optional(originator) },
  { typeName: "Via", label: "delegation path", spec: spec("wsi-contract", "10 Delegation") },
);
export type Via = Infer<typeof Via>;
