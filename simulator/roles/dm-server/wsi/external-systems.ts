import { concatBytes, equalBytes, utf8, utf8Text } from "../../../core/bytes.ts";
import type { RoleContext } from "../../../wire/role.ts";
import { verifyPasswordDigest, type UsernameToken } from "../../../protocols/soap/username-token.ts";
import type { ExternalSystemEntry, ExternalSystemPolicy } from "../options.ts";

/** The External Systems that may call, and what each proves itself with. */
export interface ExternalSystems {
  values(): Iterable<ExternalSystemEntry>;
  entry(id: string): ExternalSystemEntry | undefined;
  policy(id: string): ExternalSystemPolicy | undefined;
  /** Id of the External System with this name and password under a scheme that sends the password, or undefined. */
  byPassword(scheme: PasswordScheme, username: string, password: string): string | undefined;
  /** Id of the External System that made this digest, or undefined. */
  byDigest(token: UsernameToken): string | undefined;
  bySubject(subject: string): string | undefined;
  /** True when nobody has this name under this scheme: such a caller may register itself where that is allowed. */
  isUnknown(scheme: PasswordScheme, username: string): boolean;
  /** Adds a self-registered External System that was approved; its password is known by its hash alone. */
  admit(entry: ExternalSystemEntry, scheme: PasswordScheme, username: string, passwordHash: string): void;
  remove(id: string): void;
}

export type PasswordScheme = "basic" | "username-token-text";

interface PasswordHolder {
  readonly id: string;
  /** Keyed digest of the password: of the configuration's, or of one that was verified against `hash`. */
  digest: Uint8Array | undefined;
  /** Slow hash, for passwords that the configuration does not hold. */
  readonly hash?: string;
}

/**
 * Creates the list from the configuration. In memory passwords are kept as digests under a key of this process (so that
 * a request does not pay for a slow hash) or sealed, where a digest token needs the password itself.
 */
export function createExternalSystems(
  entries: readonly ExternalSystemEntry[],
  { crypto, random }: Pick<RoleContext, "crypto" | "random">,
): ExternalSystems {
  const key = random.bytes(32);
  const known = new Map<string, ExternalSystemEntry>();
  const passwords = new Map<string, PasswordHolder>();
  const sealed = new Map<string, { readonly id: string; readonly password: string }>();
  const subjects = new Map<string, string>();

  const digestOf = (password: string): Uint8Array => crypto.sha256(concatBytes(key, utf8(password)));
  const nameKey = (scheme: PasswordScheme, username: string): string => `${scheme}\n${username}`;

  for (const entry of entries) {
    known.set(entry.id, entry);
    for (const credential of entry.credentials) {
      if (credential.scheme === "mutual-tls") subjects.set(credential.subject, entry.id);
      else if (credential.scheme === "username-token-digest")
        sealed.set(credential.username, { id: entry.id, password: crypto.seal(utf8(credential.password)) });
      else
        passwords.set(nameKey(credential.scheme, credential.username), {
          id: entry.id,
          digest: digestOf(credential.password),
        });
    }
  }

  return {
    values: () => known.values(),
    entry: (id) => known.get(id),
    policy: (id) => known.get(id)?.policy,
    byPassword: (scheme, username, password) => {
      const holder = passwords.get(nameKey(scheme, username));
      const digest = digestOf(password);
      if (!holder) return undefined;
      if (holder.digest && equalBytes(holder.digest, digest)) return holder.id;
      if (holder.hash === undefined || !crypto.verifyPassword(password, holder.hash)) return undefined;
      holder.digest = digest;
      return holder.id;
    },
    byDigest: (token) => {
      const holder = sealed.get(token.username);
      const plain = holder && crypto.open(holder.password);
      const password = plain && utf8Text(plain);
      if (!holder || password === undefined) return undefined;
      return verifyPasswordDigest(crypto, token, password) ? holder.id : undefined;
    },
    bySubject: (subject) => subjects.get(subject),
    isUnknown: (scheme, username) => !passwords.has(nameKey(scheme, username)),
    admit: (entry, scheme, username, passwordHash) => {
      known.set(entry.id, entry);
      passwords.set(nameKey(scheme, username), { id: entry.id, digest: undefined, hash: passwordHash });
    },
    remove: (id) => {
      known.delete(id);
      for (const [name, holder] of passwords) if (holder.id === id) passwords.delete(name);
    },
  };
}
