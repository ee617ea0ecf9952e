import { spec, type SpecRef } from "../../core/spec-ref.ts";
import type { AnyElement } from "../../schema/element.ts";
import { actionOf } from "./namespaces.ts";

/** A request with its response: what a WSDL operation needs. */
export interface MessagePair<N extends string, Request extends AnyElement, Response extends AnyElement> {
  readonly name: N;
  readonly request: Request;
  readonly response: Response;
  readonly soapAction: string;
  /** One or two sentences for the WSDL, the console and the reference page. */
  readonly doc: string;
  readonly spec: SpecRef;
}

/** An operation of the portType `DeviceManagement`. */
export interface Operation<
  N extends string,
  Request extends AnyElement,
  Response extends AnyElement,
> extends MessagePair<N, Request, Response> {
  /** Creates something: begins with `clientReference`, and repeating it with the same reference repeats the response. */
  readonly submitting: boolean;
  /** False for Query and List operations, whose response is the answer itself. */
  readonly hasAck: boolean;
  /** Callbacks that may follow the acknowledgement. */
  readonly outcomes: readonly string[];
}

/** A callback of the portType `ExternalSystemCallback`. */
export type Callback<N extends string, Request extends AnyElement, Response extends AnyElement> = MessagePair<
  N,
  Request,
  Response
>;

/** Declares an operation. */
export function operation<
  const N extends string,
  Request extends AnyElement & { readonly name: N },
  Response extends AnyElement & { readonly name: `${N}Response` },
>(
  name: N,
  parts: {
    readonly request: Request;
    readonly response: Response;
    readonly submitting?: boolean;
    readonly hasAck?: boolean;
    readonly outcomes?: readonly string[];
    readonly doc: string;
  },
): Operation<N, Request, Response> {
  return {
    name,
    request: parts.request,
    response: parts.response,
    soapAction: actionOf(name),
    submitting: parts.submitting ?? false,
    hasAck: parts.hasAck ?? true,
    outcomes: parts.outcomes ?? [],
    doc: parts.doc,
    spec: spec("wsi-contract", `4 ${name}`),
  };
}

/** Declares a callback. */
export function callback<
  const N extends string,
  Request extends AnyElement & { readonly name: N },
  Response extends AnyElement & { readonly name: `${N}Response` },
>(name: N, request: Request, response: Response, doc: string): Callback<N, Request, Response> {
  return {
    name,
    request,
    response,
    soapAction: actionOf(name),
    doc,
    spec: spec("wsi-contract", `6 ${name}`),
  };
}
