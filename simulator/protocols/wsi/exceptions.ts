import { many, one, type Infer, type Input } from "../../schema/element.ts";
import { string } from "../../schema/scalar.ts";
import { spec } from "../../core/spec-ref.ts";
import { exceptionTexts, type PolicyMessageId, type ServiceMessageId } from "./exception-texts.ts";
import { el } from "./namespaces.ts";

const messageId = el.scalar("messageId", string, {
  label: "error",
  doc: "Identifier of the error: SVC0002, POL0202.",
});
const text = el.scalar("text", string, {
  label: "text",
  doc: "Text of the error with %1, %2, … where the variables go.",
  preserve: true,
});
const variable = el.scalar("variable", string, {
  label: "variable",
  doc: "Value for %1, %2, … in this order.",
  preserve: true,
});

const fields = { messageId: one(messageId), text: one(text), variable: many(variable) };
const ref = spec("wsi-contract", "7 Faults");

/** Fault detail: the request cannot be carried out as it is. */
export const ServiceException = el.struct("ServiceException", fields, {
  typeName: "ServiceException",
  label: "service exception",
  doc: "The request cannot be carried out as it is.",
  spec: ref,
});
export type ServiceException = Infer<typeof ServiceException>;
export type ServiceExceptionInput = Input<typeof ServiceException>;

/** Fault detail: the policy does not allow the request. */
export const PolicyException = el.struct("PolicyException", fields, {
  typeName: "PolicyException",
  label: "policy exception",
  doc: "The policy does not allow the request.",
  spec: ref,
});
export type PolicyException = Infer<typeof PolicyException>;
export type PolicyExceptionInput = Input<typeof PolicyException>;

/** A typed fault of the contract, before it becomes a SOAP fault. */
export type WsiException =
  | {
      readonly kind: "ServiceException";
      readonly messageId: ServiceMessageId;
      readonly text: string;
      readonly variable: readonly string[];
    }
  | {
      readonly kind: "PolicyException";
      readonly messageId: PolicyMessageId;
      readonly text: string;
      readonly variable: readonly string[];
    };

/** A ServiceException with the text of its identifier: `serviceException("SVC0002", ["target"])`. */
export function serviceException(id: ServiceMessageId, variables: readonly string[] = []): WsiException {
  return { kind: "ServiceException", messageId: id, text: exceptionTexts[id], variable: variables };
}

/** A PolicyException with the text of its identifier: `policyException("POL0202", ["./DMAcc"])`. */
export function policyException(id: PolicyMessageId, variables: readonly string[] = []): WsiException {
  return { kind: "PolicyException", messageId: id, text: exceptionTexts[id], variable: variables };
}

/** The text with its variables put in; a placeholder without a variable stays. */
export function exceptionSentence(exception: {
  readonly text: string;
  readonly variable: readonly string[];
}): string {
  return exception.text.replace(
    /%(\d+)/g,
    (whole, digits: string) => exception.variable[Number(digits) - 1] ?? whole,
  );
}
