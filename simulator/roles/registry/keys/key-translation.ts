import { toHex, utf8 } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import {
  canonicalKeys,
  canonicalTModels,
  foldKey,
  keyTypeOf,
  uddiDeclaration,
  uuidOf,
  version2Key,
  version3Key,
  type CanonicalTModel,
  type KeyType,
  type UddiMessage,
  type UddiMessageInput,
  type UddiRequestName,
  type UddiResponseName,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";
import type { AnyElement } from "../../../schema/element.ts";
import { mapLeaves, type Leaf } from "./leaves.ts";

/*
 * Inside the registry every key is one of version 3, in lower case. A version 2 key is the UUID in a key `uddi:<UUID>`;
 * the well-known tModels have a key of either version; any other version 3 key is shown to version 2 as the name-based
 * UUID (version 3, MD5) of its text.
 */
export interface KeyTranslation {
  /** A request with its keys in the registry's form. */
  inward(version: UddiVersion, message: UddiMessage<UddiRequestName>): UddiMessage<UddiRequestName>;
  /** A response with its keys in the form of the version. */
  outward(
    version: UddiVersion,
    message: UddiMessageInput<UddiResponseName>,
  ): UddiMessageInput<UddiResponseName>;
  /** One key in the form of the version. */
  keyOutward(version: UddiVersion, type: KeyType, key: string): string;
  /** Makes known that an entry has this key, so that version 2 can ask for it. */
  learn(key: string): void;
  /** No entry has this key any more. */
  forget(key: string): void;
}

/** Categories whose values are keys of tModels. */
const keyValued: ReadonlySet<string> = new Set(
  [canonicalKeys[3].portTypeReference, canonicalKeys[3].protocol, canonicalKeys[3].transport].map(foldKey),
);

/** Creates the translation. */
export function createKeyTranslation(crypto: Crypto): KeyTranslation {
  /** Version 2 UUIDs in lower case of keys that do not hold them. */
  const aliases = new Map<string, string>();
  /** Version 2 keys of tModels as their specification writes them, by version 3 key. */
  const written = new Map<string, string>();
  for (const { key2, key3 } of Object.values<CanonicalTModel>(canonicalTModels)) {
    if (key2 === undefined) learn(foldKey(key3));
    else {
      aliases.set(foldKey(key2).slice("uuid:".length), foldKey(key3));
      written.set(foldKey(key3), key2);
    }
  }

  function learn(key: string): void {
    if (uuidOf(key) === undefined && !written.has(key)) aliases.set(uuidOfName(key), key);
  }

  function uuidOfName(key: string): string {
    const bytes = crypto.md5(utf8(key)).slice();
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x30;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = toHex(bytes);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  const keyInward = (version: UddiVersion, type: KeyType, key: string): string => {
    const known = version === 2 ? version3Key(type, key) : undefined;
    return known === undefined ? foldKey(key) : (aliases.get(known.slice("uddi:".length)) ?? known);
  };

  const keyOutward = (version: UddiVersion, type: KeyType, key: string): string => {
    if (version === 3 || !key.startsWith("uddi:")) return key;
    const specified = type === "tModelKey" ? written.get(key) : undefined;
    return specified ?? version2Key(type, uuidOf(key) ?? uuidOfName(key));
  };

  const outwardValued: Readonly<Record<UddiVersion, ReadonlySet<string>>> = {
    2: new Set([...keyValued].map((key) => keyOutward(2, "tModelKey", key))),
    3: keyValued,
  };

  const translate = (
    element: AnyElement,
    value: unknown,
    change: (type: KeyType, key: string) => string,
    isKeyValued: (tModelKey: string) => boolean,
  ): unknown =>
    mapLeaves(
      element,
      value,
      ({ element: { content }, field }: Leaf, text) => {
        const scalar = field?.scalar ?? (content.kind === "scalar" ? content.scalar : undefined);
        const type = scalar && keyTypeOf(scalar);
        if (type === undefined || typeof text !== "string") return text;
        return type === "uddiKey" ? foldKey(text) : change(type, text);
      },
      (struct, mapped) => {
        if (struct.name !== "keyedReference" || typeof mapped["keyValue"] !== "string") return;
        const { tModelKey } = mapped;
        if (typeof tModelKey === "string" && isKeyValued(tModelKey))
          mapped["keyValue"] = change("tModelKey", mapped["keyValue"]);
      },
    );

  return {
    learn,
    forget: (key) => {
      if (uuidOf(key) === undefined && !written.has(key)) aliases.delete(uuidOfName(key));
    },
    keyOutward,
    inward: (version, message) => {
      const value = translate(
        uddiDeclaration(version, message.name),
        message.value,
        (type, key) => keyInward(version, type, key),
        (tModelKey) => keyValued.has(tModelKey),
      );
      return { name: message.name, value } as UddiMessage<UddiRequestName>;
    },
    outward: (version, message) => {
      const value = translate(
        uddiDeclaration(version, message.name),
        message.value,
        (type, key) => keyOutward(version, type, key),
        (tModelKey) => outwardValued[version].has(tModelKey),
      );
      return { name: message.name, value } as UddiMessageInput<UddiResponseName>;
    },
  };
}
