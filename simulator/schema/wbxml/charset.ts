import { utf8Text, utf8TextLenient } from "../../core/bytes.ts";
import { ISO_8859_1, US_ASCII, UTF_8 } from "./tokens.ts";

const names: Readonly<Record<number, string>> = {
  [US_ASCII]: "US-ASCII",
  [ISO_8859_1]: "ISO-8859-1",
  [UTF_8]: "UTF-8",
};

/** Name of a character set by its MIBenum number; undefined for one that is not read. */
export function charsetName(number: number): string | undefined {
  return names[number];
}

/** Text of octets, or undefined when they are none of that character set. An unknown set is read as UTF-8. */
export function textIn(charset: number, bytes: Uint8Array): string | undefined {
  return charset === ISO_8859_1 ? latin1(bytes) : utf8Text(bytes);
}

/** The same for octets that must be shown whatever they are: what is no text becomes U+FFFD. */
export function lenientTextIn(charset: number, bytes: Uint8Array): string {
  return charset === ISO_8859_1 ? latin1(bytes) : utf8TextLenient(bytes);
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x2000)
    text += String.fromCharCode(...bytes.subarray(start, start + 0x2000));
  return text;
}
