import { fromBase64 } from "../../core/bytes.ts";
import { wildcardValue, type AnyElementOut, type Infer } from "../../schema/element.ts";
import { dateTime } from "../../schema/scalar.ts";
import type { SecurityFaultCode } from "./fault.ts";
import { Security, type UsernameTokenElement } from "./security-headers.ts";
import { BASE64_BINARY, PASSWORD_DIGEST, PASSWORD_TEXT, type UsernameToken } from "./username-token.ts";

/** A Security header: a token to verify, nothing, or the fault that it calls for. */
export type ReadSecurity =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly token: UsernameToken }
  | { readonly kind: "fault"; readonly code: SecurityFaultCode };

/**
 * Reads the `wsse:Security` header among the understood ones. Signatures, encryption and tokens other than UsernameToken
 * are never ignored. `date` (milliseconds since 1970) judges a Timestamp; without it a Timestamp is not judged.
 */
export function readSecurity(blocks: readonly AnyElementOut[], date: number | undefined): ReadSecurity {
  const found = blocks.flatMap((block) => wildcardValue(block, Security) ?? []);
  const [security] = found;
  if (!security) return { kind: "none" };
  if (found.length > 1 || security.UsernameToken.length > 1)
    return { kind: "fault", code: "InvalidSecurity" };
  if (security.others.length > 0) return { kind: "fault", code: "UnsupportedSecurityToken" };
  const expires = security.Timestamp?.Expires?.value;
  if (expires !== undefined) {
    const until = dateTime.parse(expires);
    if (until === undefined) return { kind: "fault", code: "InvalidSecurity" };
    if (date !== undefined && until <= date) return { kind: "fault", code: "MessageExpired" };
  }
  const [token] = security.UsernameToken;
  return token ? readToken(token) : { kind: "none" };
}

function readToken(token: Infer<typeof UsernameTokenElement>): ReadSecurity {
  const password = token.Password;
  // A token with key derivation (Salt, Iteration) or without a password proves nothing that we could verify.
  if (token.others.length > 0 || !password) return { kind: "fault", code: "UnsupportedSecurityToken" };
  const type = password.Type ?? PASSWORD_TEXT;
  if (type !== PASSWORD_TEXT && type !== PASSWORD_DIGEST)
    return { kind: "fault", code: "UnsupportedSecurityToken" };
  const encoding = token.Nonce?.EncodingType ?? BASE64_BINARY;
  const nonce = token.Nonce && fromBase64(token.Nonce.value);
  if (token.Nonce && (encoding !== BASE64_BINARY || !nonce))
    return { kind: "fault", code: "InvalidSecurity" };
  const created = token.Created?.value;
  const createdAt = created === undefined ? undefined : dateTime.parse(created);
  if (created !== undefined && createdAt === undefined) return { kind: "fault", code: "InvalidSecurity" };
  return {
    kind: "token",
    token: {
      username: token.Username.value,
      passwordType: type === PASSWORD_DIGEST ? "digest" : "text",
      password: password.value,
      nonce,
      created,
      createdAt,
    },
  };
}
