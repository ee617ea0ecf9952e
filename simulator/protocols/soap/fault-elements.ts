import { spec } from "../../core/spec-ref.ts";
import {
  attribute,
  namespace,
  one,
  optional,
  optionalAttribute,
  some,
  text,
  wildcard,
} from "../../schema/element.ts";
import { anyUri, string } from "../../schema/scalar.ts";
import { SOAP11, SOAP12, XML } from "./namespaces.ts";

const unqualified = namespace("");
const ref11 = spec("soap11", "4.4 SOAP Fault");

const faultcode = unqualified.scalar("faultcode", string, { label: "fault code", spec: ref11 });
const faultstring = unqualified.struct(
  "faultstring",
  { lang: optionalAttribute("lang", string, { namespace: XML }), value: text(string, { preserve: true }) },
  { label: "fault text", spec: ref11 },
);
const faultactor = unqualified.scalar("faultactor", anyUri, { label: "who faulted", spec: ref11 });
const detail = unqualified.struct("detail", { entries: wildcard("many") }, { label: "detail", spec: ref11 });

/** Fault of SOAP 1.1; its children are in no namespace. */
export const Fault11 = namespace(SOAP11).struct(
  "Fault",
  {
    faultcode: one(faultcode),
    faultstring: one(faultstring),
    faultactor: optional(faultactor),
    detail: optional(detail),
  },
  { label: "fault", spec: ref11 },
);

const soap12 = namespace(SOAP12);
const ref12 = spec("soap12", "Part 1, 5.4 SOAP Fault");

const Value = soap12.scalar("Value", string, { label: "code", spec: ref12 });
const Subcode = soap12.struct(
  "Subcode",
  { Value: one(Value), nested: wildcard("many") },
  { label: "own code", spec: ref12 },
);
const Code = soap12.struct(
  "Code",
  { Value: one(Value), Subcode: optional(Subcode) },
  { label: "fault code", spec: ref12 },
);
const Text = soap12.struct(
  "Text",
  { lang: attribute("lang", string, { namespace: XML }), value: text(string, { preserve: true }) },
  { label: "text", spec: ref12 },
);
const Reason = soap12.struct("Reason", { Text: some(Text) }, { label: "reason", spec: ref12 });
const Node = soap12.scalar("Node", anyUri, { label: "node", spec: ref12 });
const Role = soap12.scalar("Role", anyUri, { label: "role", spec: ref12 });
const Detail = soap12.struct("Detail", { entries: wildcard("many") }, { label: "detail", spec: ref12 });

/** Fault of SOAP 1.2. */
export const Fault12 = soap12.struct(
  "Fault",
  {
    Code: one(Code),
    Reason: one(Reason),
    Node: optional(Node),
    Role: optional(Role),
    Detail: optional(Detail),
  },
  { label: "fault", spec: ref12 },
);

const SupportedEnvelope = soap12.struct(
  "SupportedEnvelope",
  { qname: attribute("qname", string) },
  { label: "version" },
);
/** Header of a VersionMismatch: the versions that would be understood. */
export const Upgrade = soap12.struct(
  "Upgrade",
  { SupportedEnvelope: some(SupportedEnvelope) },
  { label: "upgrade" },
);
/** Header of a SOAP 1.2 MustUnderstand fault, one for each block. */
export const NotUnderstood = soap12.struct(
  "NotUnderstood",
  { qname: attribute("qname", string) },
  { label: "not understood" },
);
