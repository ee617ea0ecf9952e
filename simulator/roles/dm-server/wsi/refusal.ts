import { WorkbenchError } from "../../../core/error.ts";
import {
  exceptionSentence,
  policyException,
  serviceException,
  type PolicyMessageId,
  type ServiceMessageId,
} from "../../../protocols/wsi/index.ts";
import type { WsiFault } from "../../../stacks/wsi-types.ts";

/**
 * Ends the handling of a request with a fault (contract, section 7). Thrown by operations and caught by the endpoint,
 * which undoes what the operation changed; never leaves the role.
 */
export class Refusal extends WorkbenchError {
  readonly fault: WsiFault;
  /** Why, in words for the workbench; the peer gets the fault's own text. */
  readonly reason: string;

  constructor(fault: WsiFault, reason: string) {
    super("wsi/refused", reason);
    this.fault = fault;
    this.reason = reason;
  }
}

/** A ServiceException with its variables; `reason` says more than the text of the exception where that helps. */
export function serviceRefusal(id: ServiceMessageId, variables: readonly string[], reason?: string): Refusal {
  const fault = serviceException(id, variables);
  return new Refusal(fault, reason ?? exceptionSentence(fault));
}

/** A PolicyException with its variables. */
export function policyRefusal(id: PolicyMessageId, variables: readonly string[], reason?: string): Refusal {
  const fault = policyException(id, variables);
  return new Refusal(fault, reason ?? exceptionSentence(fault));
}
