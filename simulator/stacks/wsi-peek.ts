import { utf8TextLenient } from "../core/bytes.ts";

/** What a message is, found without decoding it: for titles of many messages. */
export interface PeekedOperation {
  /** Name of the operation or callback; of a fault `Fault`. */
  readonly operation: string;
  readonly direction: "request" | "response" | "fault";
  /** Identifier of an exception of the contract, else the fault code without prefix. */
  readonly fault?: string | undefined;
}

/** How much of a message is looked at: headers are small, and the body's first element follows them. */
const LOOKED_AT = 64 * 1024;
const bodyChild = /<(?:[\w.-]+:)?Body(?:\s[^>]*)?>\s*(?:<!--[\s\S]*?-->\s*)*<(?:[\w.-]+:)?([\w.-]+)/;
const messageId = /<(?:[\w.-]+:)?messageId(?:\s[^>]*)?>\s*([A-Z]{3}\d{4})\s*</;
const code11 = /<faultcode(?:\s[^>]*)?>\s*(?:[\w.-]+:)?([\w.-]+)\s*</;
const code12 = /<(?:[\w.-]+:)?Value(?:\s[^>]*)?>\s*(?:[\w.-]+:)?([\w.-]+)\s*</g;

/** Name and direction of a SOAP message, or undefined when its body cannot be found. */
export function peekOperation(bytes: Uint8Array): PeekedOperation | undefined {
  const text = utf8TextLenient(bytes.subarray(0, LOOKED_AT));
  const name = bodyChild.exec(text)?.[1];
  if (name === undefined) return undefined;
  if (name === "Fault") return { operation: name, direction: "fault", fault: faultOf(text) };
  const response = /^(.+)Response$/.exec(name)?.[1];
  return response === undefined
    ? { operation: name, direction: "request" }
    : { operation: response, direction: "response" };
}

function faultOf(text: string): string | undefined {
  const exception = messageId.exec(text)?.[1] ?? code11.exec(text)?.[1];
  return exception ?? [...text.matchAll(code12)].at(-1)?.[1];
}
