import { numberAt } from "./number.ts";
import {
  END,
  ENTITY,
  EXT_0,
  EXT_I_0,
  EXT_T_0,
  LITERAL,
  OPAQUE,
  PI,
  STR_I,
  STR_T,
  SWITCH_PAGE,
} from "./tokens.ts";

/** True for the tokens that a document type may give a meaning of its own; SyncML gives none. */
export function isExtension(token: number): boolean {
  return (
    (token >= EXT_I_0 && token < PI) ||
    (token >= EXT_T_0 && token < STR_T) ||
    (token >= EXT_0 && token < OPAQUE)
  );
}

/** Place behind what an extension token carries; `at` is behind the token. Undefined where the octets end inside it. */
export function endOfExtension(bytes: Uint8Array, token: number, at: number): number | undefined {
  if (token >= EXT_0) return at;
  return token < EXT_T_0 ? endOfString(bytes, at) : numberAt(bytes, at)?.end;
}

/**
 * Place behind the end of a list of attribute names and values. Undefined where the octets end inside it. Attribute code
 * pages are a state of their own, so a switch inside the list does not matter outside of it.
 */
export function endOfAttributes(bytes: Uint8Array, start: number): number | undefined {
  let at: number | undefined = start;
  while (at !== undefined && at < bytes.length) {
    const token: number = bytes[at] ?? 0;
    at++;
    if (token === END) return at;
    if (token === SWITCH_PAGE) at++;
    else if (token === STR_I) at = endOfString(bytes, at);
    else if (token === OPAQUE) at = endOfOpaque(bytes, at);
    else if (token === ENTITY || token === STR_T || token === LITERAL) at = numberAt(bytes, at)?.end;
    else if (isExtension(token)) at = endOfExtension(bytes, token, at);
  }
  return undefined;
}

function endOfString(bytes: Uint8Array, at: number): number | undefined {
  const nul = bytes.indexOf(0, at);
  return nul < 0 ? undefined : nul + 1;
}

function endOfOpaque(bytes: Uint8Array, at: number): number | undefined {
  const length = numberAt(bytes, at);
  if (length === undefined || length.end + length.value > bytes.length) return undefined;
  return length.end + length.value;
}
