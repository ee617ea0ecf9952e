import type { Crypto } from "../../../core/crypto.ts";
import type { FetchOutcome } from "./management-object.ts";
import { readPackage, type PackageFacts, type PackageProblem } from "./package-format.ts";

/** Why no package came. */
export type FetchProblem =
  | "bad-url"
  | "unauthorised"
  | "timeout"
  | "unavailable"
  | "network"
  | "server-error"
  | "not-found"
  | "too-large";

/** Why a package that came is not taken. */
export type ContentProblem = PackageProblem | "wrong-model";

/** Octets of a package by default: 16 Mi. */
export const LARGEST_PACKAGE = 16_777_216;
/** Milliseconds for the server to answer by default. */
export const FETCH_PATIENCE = 60_000;
/** Steps in which progress is told. */
export const PROGRESS_STEPS = 10;

/** True for an absolute URL of http or https. */
export function isFetchable(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** What a response to the request for a package means. Redirections are not followed. */
export function judgeFetch(
  outcome: FetchOutcome,
  largest: number,
): { readonly octets: Uint8Array } | FetchProblem {
  if (outcome.kind === "failed") {
    switch (outcome.reason) {
      case "timeout":
        return "timeout";
      case "unreachable":
      case "refused":
        return "unavailable";
      case "too-large":
        return "too-large";
      case "egress-denied":
        return "bad-url";
      case "closed":
      case "dropped":
        return "network";
    }
  }
  const { status, body } = outcome.response;
  if (status === 200 || status === 203) return body.length > largest ? "too-large" : { octets: body };
  if (status === 401 || status === 403 || status === 407) return "unauthorised";
  if (status === 408 || status === 504) return "timeout";
  if (status === 503) return "unavailable";
  if (status >= 500) return "server-error";
  return status === 404 || status === 410 ? "not-found" : "bad-url";
}

/** What a device wants of packages. */
export interface PackageRules {
  readonly kind: PackageFacts["kind"];
  readonly model: string;
  readonly packages?: "checked" | "any" | undefined;
}

/** Reads a package under the rules of a device. Without checks, octets that are none of ours are a nameless package. */
export function judgeContent(
  octets: Uint8Array,
  rules: PackageRules,
  crypto: Crypto,
): PackageFacts | ContentProblem {
  const facts = readPackage(octets, crypto);
  if (rules.packages === "any") return typeof facts === "string" ? namelessPackage(rules) : facts;
  if (typeof facts === "string") return facts;
  if (facts.kind !== rules.kind) return "unacceptable";
  return facts.model === "*" || facts.model === rules.model ? facts : "wrong-model";
}

function namelessPackage({ kind, model }: PackageRules): PackageFacts {
  return { kind, model, name: "", version: "", components: [], requires: [], parameters: [] };
}
