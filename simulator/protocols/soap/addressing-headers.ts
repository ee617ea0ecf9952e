import { spec } from "../../core/spec-ref.ts";
import {
  namespace,
  one,
  optional,
  optionalAttribute,
  text,
  wildcard,
  type ElementInfo,
} from "../../schema/element.ts";
import { anyUri } from "../../schema/scalar.ts";
import { WSA } from "./namespaces.ts";

const el = namespace(WSA);
const ref = spec("wsa", "Core, 3.1 Abstract Property Definitions");

/** Where the message goes. */
export const To = el.struct("To", { value: text(anyUri) }, { label: "to", spec: ref });
/** What the message means. */
export const Action = el.struct("Action", { value: text(anyUri) }, { label: "action", spec: ref });
/** Identifier of the message; repeated sendings keep it. */
export const MessageID = el.struct("MessageID", { value: text(anyUri) }, { label: "message id", spec: ref });
/** The message that this one relates to. */
export const RelatesTo = el.struct(
  "RelatesTo",
  { RelationshipType: optionalAttribute("RelationshipType", anyUri), value: text(anyUri) },
  { label: "relates to", spec: ref },
);

const Address = el.struct("Address", { value: text(anyUri) }, { label: "address" });
const ReferenceParameters = el.struct(
  "ReferenceParameters",
  { parameters: wildcard("many") },
  { label: "reference parameters" },
);
const Metadata = el.struct("Metadata", { items: wildcard("many") }, { label: "metadata" });
const endpointReference = {
  Address: one(Address),
  ReferenceParameters: optional(ReferenceParameters),
  Metadata: optional(Metadata),
  extensions: wildcard("many"),
};
const eprInfo = (label: string): ElementInfo => ({
  label,
  spec: spec("wsa", "Core, 2.1 Endpoint References"),
});

/** Where replies go. */
export const ReplyTo = el.struct("ReplyTo", endpointReference, eprInfo("reply to"));
/** Where faults go. */
export const FaultTo = el.struct("FaultTo", endpointReference, eprInfo("fault to"));
/** Who sends. */
export const From = el.struct("From", endpointReference, eprInfo("from"));

/** Header blocks that we understand, by local name. */
export const addressingHeaders = { To, Action, MessageID, RelatesTo, ReplyTo, FaultTo, From } as const;
