const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

export const emptyBytes: Uint8Array = new Uint8Array(0);

/**
 * Length up to which text and octets are turned into each other here: of digests, nonces and names, for which a call of
 * the platform costs more than they do.
 */
const SHORT = 64;

/** UTF-8 octets of a text. */
export function utf8(text: string): Uint8Array {
  return (text.length <= SHORT ? shortAscii(text) : undefined) ?? encoder.encode(text);
}

/** Octets of a text without any character beyond ASCII, or undefined. */
function shortAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return undefined;
    bytes[index] = code;
  }
  return bytes;
}

/** Text of UTF-8 octets, or undefined when they are not UTF-8. A byte order mark is kept as U+FEFF. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined; // the decoder's only failure is ill-formed UTF-8, which is what undefined says
  }
}

/** Text of octets for reading by people: what is not UTF-8 becomes U+FFFD. */
export function utf8TextLenient(bytes: Uint8Array): string {
  return lenientDecoder.decode(bytes);
}

/**
 * A copy of a text that keeps nothing else alive: a part of a long text shares its memory, so that what is kept of a
 * message for long would keep the message.
 */
export function ownText(text: string): string {
  return text.length < SHORTEST_PART ? text : utf8TextLenient(utf8(text));
}

/** Parts of a text that are shorter are copies anyway. */
const SHORTEST_PART = 13;

/** Octets one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** True when both hold the same octets. Takes the same time wherever they differ, so it may compare secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += hexPairs[byte] ?? "";
  return text;
}

/** Octets of a hexadecimal text of even length (blanks allowed between octets), or undefined. */
export function fromHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s+/g, "");
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) return undefined;
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  return bytes;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  if (bytes.length <= SHORT) return shortToBase64(bytes);
  let binary = "";
  for (let start = 0; start < bytes.length; start += 0x2000)
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x2000));
  return btoa(binary);
}

function shortToBase64(bytes: Uint8Array): string {
  const { length } = bytes;
  let text = "";
  for (let index = 0; index < length; index += 3) {
    const bits = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    text += (DIGITS[bits >> 18] ?? "") + (DIGITS[(bits >> 12) & 63] ?? "");
    text += index + 1 < length ? (DIGITS[(bits >> 6) & 63] ?? "") : "=";
    text += index + 2 < length ? (DIGITS[bits & 63] ?? "") : "=";
  }
  return text;
}

/** Value of each base64 digit by its character code; -1 for all other characters of ASCII. */
const digitValues = new Int8Array(128).fill(-1);
for (let value = 0; value < DIGITS.length; value++) digitValues[DIGITS.charCodeAt(value)] = value;
const PADDING = 0x3d;

/**
 * Octets of a base64 text, or undefined. White space is allowed anywhere (XML wraps lines) and missing padding is
 * accepted, as shipped clients leave it out.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, "") : text;
  let length = compact.length;
  while (length > 0 && compact.charCodeAt(length - 1) === PADDING) length--;
  if (length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  let held = 0;
  let filled = 0;
  for (let index = 0; index < length; index++) {
    const value = digitValues[compact.charCodeAt(index)] ?? -1;
    if (value < 0) return undefined;
    bits = (bits << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[filled++] = bits >> held;
  }
  return bytes;
}
