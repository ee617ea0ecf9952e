import { concatBytes, fromBase64, toBase64, utf8 } from "../../../simulator/core/bytes.ts";
import type { SyncML } from "../../../simulator/protocols/syncml/index.ts";
import { crypto } from "./dialogue.ts";

/*
 * The digests of DM Security 1.2, 5.3, written down here once more: a test that asked the program's own functions would
 * not see their mistakes.
 */

const colon = utf8(":");

/** `B64(H(name:secret))`. */
function secretOf(name: string, secret: string): string {
  return toBase64(crypto.md5(utf8(`${name}:${secret}`)));
}

/** `B64(H(B64(H(name:secret)):nonce))`. */
export function md5Of(name: string, secret: string, nonce: Uint8Array): string {
  return toBase64(crypto.md5(concatBytes(utf8(secretOf(name, secret)), colon, nonce)));
}

/** `B64(H(B64(H(name:secret)):nonce:B64(H(body))))`. */
export function macOf(name: string, secret: string, nonce: Uint8Array, body: Uint8Array): string {
  const digest = utf8(toBase64(crypto.md5(body)));
  return toBase64(crypto.md5(concatBytes(utf8(secretOf(name, secret)), colon, nonce, colon, digest)));
}

/** Mac of a header `x-syncml-hmac`, which has to name MD5 and the user. */
export function macIn(header: string | undefined, name: string): string {
  const match = /^algorithm=MD5, username="([^"]*)", mac=([A-Za-z0-9+/]{22}==)$/.exec(header ?? "");
  if (match?.[1] !== name) throw new Error(`no mac of ${name}: ${header ?? "no header"}`);
  return match[2] ?? "";
}

/** Status of the header in a message. */
export function headerStatus(message: SyncML | undefined) {
  const [first] = message?.SyncBody.commands ?? [];
  return first?.kind === "Status" ? first : undefined;
}

/** Nonce of the challenge in the header's Status. */
export function nextNonce(message: SyncML | undefined): Uint8Array {
  const nonce = headerStatus(message)?.Chal?.Meta.NextNonce;
  if (nonce === undefined) throw new Error("the header's Status has no NextNonce");
  return nonce;
}

/** Type and octets of a message's credentials. */
export function credOf(message: SyncML | undefined) {
  const cred = message?.SyncHdr.Cred;
  return cred && { type: cred.Meta?.Type, format: cred.Meta?.Format, data: cred.Data };
}

/** Text behind the base64 of basic credentials. */
export function basicText(data: string): string {
  return new TextDecoder().decode(fromBase64(data));
}
