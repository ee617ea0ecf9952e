import type { Finding } from "../../core/finding.ts";
import { authClause, authSchemeOf, authTypes, type AuthScheme } from "./auth-type.ts";

/** A Chal as messages carry it. */
export interface ChalValue {
  readonly Meta: {
    readonly Format?: string | undefined;
    readonly Type?: string | undefined;
    readonly NextNonce?: Uint8Array | undefined;
  };
}

/** What a Chal asks for. */
export interface ReadChallenge {
  /** The scheme that has to be used, or undefined when it is none of ours. */
  readonly scheme: AuthScheme | undefined;
  readonly type: string;
  readonly nextNonce: Uint8Array | undefined;
  readonly findings: readonly Finding[];
}

/** Chal that asks for a scheme. md5 and mac need the nonce; basic has none (DM Security 1.2, 5.3). */
export function challenge(scheme: AuthScheme, nextNonce?: Uint8Array): ChalValue {
  return {
    Meta:
      scheme === "basic" || !nextNonce
        ? { Format: "b64", Type: authTypes[scheme] }
        : { Format: "b64", Type: authTypes[scheme], NextNonce: nextNonce },
  };
}

/** Reads a Chal. Never throws; what is missing becomes a finding. */
export function readChallenge(chal: ChalValue): ReadChallenge {
  const findings: Finding[] = [];
  const { Type, Format, NextNonce } = chal.Meta;
  const scheme = authSchemeOf(Type);
  if (Type === undefined) findings.push(finding("error", "dm-auth/type-missing", "The Chal names no Type."));
  else if (!scheme) findings.push(finding("error", "dm-auth/type-unknown", `The Chal asks for ${Type}.`));
  if (Format !== undefined && Format !== "b64")
    findings.push(finding("warning", "dm-auth/format", `The Format of a Chal is b64, not ${Format}.`));
  if ((scheme === "md5" || scheme === "mac") && !NextNonce)
    findings.push(
      finding("warning", "dm-auth/nonce-missing", `A Chal of ${authTypes[scheme]} carries NextNonce.`),
    );
  return { scheme, type: Type ?? "", nextNonce: NextNonce, findings };
}

function finding(severity: Finding["severity"], code: string, text: string): Finding {
  return { severity, code, text, path: "SyncML/SyncBody/Status/Chal", spec: authClause };
}
