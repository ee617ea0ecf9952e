import { equalBytes, utf8 } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import { verifyPasswordDigest } from "../../protocols/soap/index.ts";
import type { RequestContext } from "../../stacks/wsi-http.ts";
import type { Peer } from "../../wire/role.ts";
import type { CallbackServiceCredentials } from "./command.ts";

/** What a callback showed of its sender. */
export type CallbackSender = "accepted" | "missing" | "wrong";

/** Judges who sends a callback: exactly the credentials that this External System expects. */
export function judgeSender(
  { basic, security }: Pick<RequestContext, "basic" | "security">,
  peer: Peer,
  expected: CallbackServiceCredentials,
  crypto: Crypto,
): CallbackSender {
  switch (expected.scheme) {
    case "none":
      return "accepted";
    case "mutual-tls":
      if (peer.certificateSubject === undefined) return "missing";
      return same(peer.certificateSubject, expected.subject ?? "") ? "accepted" : "wrong";
    case "basic":
      if (!basic) return "missing";
      return same(basic.username, expected.username) && same(basic.password, expected.password)
        ? "accepted"
        : "wrong";
    case "username-token":
    case "username-token-digest": {
      if (!security) return "missing";
      if (!same(security.username, expected.username)) return "wrong";
      if (security.passwordType === "text")
        return expected.scheme === "username-token" && same(security.password, expected.password)
          ? "accepted"
          : "wrong";
      return verifyPasswordDigest(crypto, security, expected.password) ? "accepted" : "wrong";
    }
  }
}

function same(a: string, b: string): boolean {
  return equalBytes(utf8(a), utf8(b));
}
