import { utf8 } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import type { ExternalSystemCredential, ExternalSystemEntry, ExternalSystemPolicy } from "../options.ts";

/** Schemes that send the password itself. */
export type PasswordScheme = "basic" | "username-token-text";

/** A credential as it is stored: a password by its slow hash, or sealed where it must be known again. */
export type StoredCredential =
  | { readonly scheme: PasswordScheme; readonly username: string; readonly passwordHash: string }
  | { readonly scheme: "username-token-digest"; readonly username: string; readonly sealedPassword: string }
  | { readonly scheme: "mutual-tls"; readonly subject: string };

/** Where an External System comes from. */
export type ExternalSystemOrigin = "configuration" | "added" | "self-registered";

/** What a person, or a registration, changed of what the configuration says; what is absent is as it is there. */
export interface ExternalSystemRecord {
  readonly id: string;
  readonly origin: ExternalSystemOrigin;
  /** The configuration has it, and it is not known any more. */
  readonly removed?: true;
  readonly name?: string;
  readonly kind?: ExternalSystemEntry["kind"];
  readonly policy?: ExternalSystemPolicy;
  readonly credentials?: readonly StoredCredential[];
}

/** A credential without its secret. */
export interface CredentialLabel {
  readonly scheme: ExternalSystemCredential["scheme"];
  /** User name, or subject of the certificate. */
  readonly holder: string;
}

/** An External System as it is now, without secrets. */
export interface KnownExternalSystem {
  readonly id: string;
  readonly name: string;
  readonly kind: ExternalSystemEntry["kind"];
  readonly policy: ExternalSystemPolicy;
  readonly credentials: readonly CredentialLabel[];
  readonly origin: ExternalSystemOrigin;
  /** The policy of the configuration, where another one is in force. */
  readonly configuredPolicy?: ExternalSystemPolicy | undefined;
}

/** Who a credential names under its scheme. */
export function holderOf(credential: ExternalSystemCredential | StoredCredential): string {
  return credential.scheme === "mutual-tls" ? credential.subject : credential.username;
}

/** The form in which a credential is stored. */
export function storedCredential(credential: ExternalSystemCredential, crypto: Crypto): StoredCredential {
  switch (credential.scheme) {
    case "mutual-tls":
      return { scheme: credential.scheme, subject: credential.subject };
    case "username-token-digest": {
      const { scheme, username, password } = credential;
      return { scheme, username, sealedPassword: crypto.seal(utf8(password)) };
    }
    case "basic":
    case "username-token-text": {
      const { scheme, username, password } = credential;
      return { scheme, username, passwordHash: crypto.hashPassword(password) };
    }
  }
}
