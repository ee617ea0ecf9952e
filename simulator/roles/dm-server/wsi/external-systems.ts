import { concatBytes, equalBytes, utf8, utf8Text } from "../../../core/bytes.ts";
import type { RoleContext } from "../../../wire/role.ts";
import { verifyPasswordDigest, type UsernameToken } from "../../../protocols/soap/username-token.ts";
import type { ExternalSystemCredential, ExternalSystemEntry, ExternalSystemPolicy } from "../options.ts";
import type { Store } from "../store.ts";
import {
  holderOf,
  storedCredential,
  type ExternalSystemRecord,
  type KnownExternalSystem,
  type PasswordScheme,
  type StoredCredential,
} from "./external-system-record.ts";

/** The External Systems that may call, and what each proves itself with. */
export interface ExternalSystems {
  /** Those of the configuration first. */
  values(): Iterable<KnownExternalSystem>;
  entry(id: string): KnownExternalSystem | undefined;
  policy(id: string): ExternalSystemPolicy | undefined;
  /** Id of the External System with this name and password under a scheme that sends the password, or undefined. */
  byPassword(scheme: PasswordScheme, username: string, password: string): string | undefined;
  /** Id of the External System that made this digest, or undefined. */
  byDigest(token: UsernameToken): string | undefined;
  bySubject(subject: string): string | undefined;
  /** True when nobody has this name under this scheme: such a caller may register itself where that is allowed. */
  isUnknown(scheme: PasswordScheme, username: string): boolean;
  /** Who proves itself with this name under this scheme. */
  holder(scheme: ExternalSystemCredential["scheme"], holder: string): string | undefined;
  /** Changes what is stored of an External System; its credentials stay as they are unless the change names them. */
  change(id: string, change: Partial<Omit<ExternalSystemRecord, "id" | "origin">>): void;
  /** Adds one that the configuration does not have. Its password is known by its hash alone, or sealed. */
  add(record: Required<Omit<ExternalSystemRecord, "removed">>): void;
  /** Takes back what was changed of the policy; false when nothing was. */
  resetPolicy(id: string): boolean;
  /** Gives it a credential, in place of one with the same scheme and holder. */
  setCredential(id: string, credential: ExternalSystemCredential): void;
  removeCredential(id: string, scheme: ExternalSystemCredential["scheme"], holder: string): void;
  remove(id: string): void;
}

interface PasswordHolder {
  readonly id: string;
  /** Keyed digest of the password: of the configuration's, or of one that was verified against `hash`. */
  digest: Uint8Array | undefined;
  /** Slow hash, for passwords that the configuration does not hold. */
  readonly hash?: string;
}

/** One External System with what it proves itself with. */
interface Known {
  readonly shown: KnownExternalSystem;
  readonly credentials: readonly (ExternalSystemCredential | StoredCredential)[];
}

/**
 * Creates the list from the configuration and from what was changed of it, which is in the store. In memory passwords
 * are kept as digests under a key of this process (so that a request does not pay for a slow hash) or sealed, where a
 * digest token needs the password itself.
 */
export function createExternalSystems(
  entries: readonly ExternalSystemEntry[],
  { crypto, random }: Pick<RoleContext, "crypto" | "random">,
  store: Store,
): ExternalSystems {
  const key = random.bytes(32);
  const configured = new Map(entries.map((entry) => [entry.id, entry]));
  const known = new Map<string, Known>();
  /** By scheme and user name. */
  const passwords = new Map<string, PasswordHolder>();
  const sealed = new Map<string, { readonly id: string; readonly password: string }>();
  const subjects = new Map<string, string>();

  const digestOf = (password: string): Uint8Array => crypto.sha256(concatBytes(key, utf8(password)));
  const nameKey = (scheme: PasswordScheme, username: string): string => `${scheme}\n${username}`;

  const learn = (id: string, credential: ExternalSystemCredential | StoredCredential): void => {
    if (credential.scheme === "mutual-tls") subjects.set(credential.subject, id);
    else if (credential.scheme === "username-token-digest") {
      const password =
        "password" in credential ? crypto.seal(utf8(credential.password)) : credential.sealedPassword;
      sealed.set(credential.username, { id, password });
    } else
      passwords.set(
        nameKey(credential.scheme, credential.username),
        "password" in credential
          ? { id, digest: digestOf(credential.password) }
          : { id, digest: undefined, hash: credential.passwordHash },
      );
  };
  const forget = (id: string): void => {
    for (const [name, holder] of passwords) if (holder.id === id) passwords.delete(name);
    for (const [name, holder] of sealed) if (holder.id === id) sealed.delete(name);
    for (const [name, holder] of subjects) if (holder === id) subjects.delete(name);
  };

  /** Brings what is known of one in step with the configuration and its record. */
  const refresh = (id: string, record: ExternalSystemRecord | undefined): void => {
    forget(id);
    const found = knownFrom(configured.get(id), record);
    if (!found) known.delete(id);
    else {
      known.set(id, found);
      for (const credential of found.credentials) learn(id, credential);
    }
  };

  for (const id of configured.keys()) refresh(id, undefined);
  const records = store.collection<ExternalSystemRecord>("external-systems", (before, after) => {
    const id = after?.id ?? before?.id;
    if (id !== undefined) refresh(id, after);
  });

  const change: ExternalSystems["change"] = (id, changed) => {
    const record = records.get(id) ?? { id, origin: "configuration" };
    records.put(id, { ...record, ...changed });
  };
  const storedOf = (id: string): readonly StoredCredential[] =>
    (known.get(id)?.credentials ?? []).map((credential) =>
      "password" in credential ? storedCredential(credential, crypto) : credential,
    );
  const others = (
    id: string,
    scheme: ExternalSystemCredential["scheme"],
    holder: string,
  ): readonly StoredCredential[] =>
    storedOf(id).filter((stored) => stored.scheme !== scheme || holderOf(stored) !== holder);

  return {
    *values() {
      for (const { shown } of known.values()) yield shown;
    },
    entry: (id) => known.get(id)?.shown,
    policy: (id) => known.get(id)?.shown.policy,
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
    holder: (scheme, holder) =>
      scheme === "mutual-tls"
        ? subjects.get(holder)
        : scheme === "username-token-digest"
          ? sealed.get(holder)?.id
          : passwords.get(nameKey(scheme, holder))?.id,
    change,
    add: (record) => records.put(record.id, record),
    resetPolicy: (id) => {
      const record = records.get(id);
      if (!record?.policy || !configured.has(id)) return false;
      const { policy: _policy, ...rest } = record;
      if (isPlain(rest)) records.remove(id);
      else records.put(id, rest);
      return true;
    },
    setCredential: (id, credential) => {
      const kept = others(id, credential.scheme, holderOf(credential));
      change(id, { credentials: [...kept, storedCredential(credential, crypto)] });
    },
    removeCredential: (id, scheme, holder) => change(id, { credentials: others(id, scheme, holder) }),
    remove: (id) => {
      if (configured.has(id)) records.put(id, { id, origin: "configuration", removed: true });
      else records.remove(id);
    },
  };
}

/** True for a record that says nothing beside what the configuration says. */
function isPlain({ name, kind, credentials, removed }: ExternalSystemRecord): boolean {
  return name === undefined && kind === undefined && credentials === undefined && removed === undefined;
}

function knownFrom(
  entry: ExternalSystemEntry | undefined,
  record: ExternalSystemRecord | undefined,
): Known | undefined {
  if (record?.removed) return undefined;
  const policy = record?.policy ?? entry?.policy;
  const id = record?.id ?? entry?.id;
  // the configuration from which a record came may have lost its entry
  if (id === undefined || !policy || (record?.origin === "configuration" && !entry)) return undefined;
  const credentials = record?.credentials ?? entry?.credentials ?? [];
  return {
    credentials,
    shown: {
      id,
      name: record?.name ?? entry?.name ?? id,
      kind: record?.kind ?? entry?.kind ?? "other",
      policy,
      credentials: credentials.map((credential) => ({
        scheme: credential.scheme,
        holder: holderOf(credential),
      })),
      origin: record?.origin ?? "configuration",
      configuredPolicy: record?.policy && entry ? entry.policy : undefined,
    },
  };
}
