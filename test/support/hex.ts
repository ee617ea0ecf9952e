import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromHex } from "../../simulator/core/bytes.ts";

/** Octets of a hexadecimal text with any white space. */
export function hex(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new Error(`no hexadecimal text: ${text.slice(0, 40)}`);
  return bytes;
}

/** Octets of one of our own messages in WBXML. */
export function ownWbxml(name: string): Uint8Array {
  return hex(readFileSync(join(import.meta.dirname, "../vectors/wbxml", `${name}.hex`), "utf8"));
}
