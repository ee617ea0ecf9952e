import type { AnyElement } from "../../schema/element.ts";
import {
  createXmlDispatchReader,
  type NamespaceAliases,
  type XmlDispatchResult,
  type XmlLimits,
} from "../../schema/xml/index.ts";
import {
  Add,
  Alert,
  Atomic,
  Copy,
  Delete,
  Exec,
  Get,
  Replace,
  Results,
  Sequence,
  Status,
} from "./commands.ts";
import { Chal, Cred, Item } from "./common.ts";
import { SyncBody, SyncHdr, SyncML } from "./message.ts";
import { Meta } from "./meta.ts";
import { METINF, metinfAliases, SYNCML, syncmlAliases } from "./namespaces.ts";

/** Namespaces of the field and what they stand for. */
export const syncmlNamespaces: NamespaceAliases = Object.fromEntries<string>([
  ...syncmlAliases.map((alias) => [alias, SYNCML] as const),
  ...metinfAliases.map((alias) => [alias, METINF] as const),
]);

const elements: ReadonlyMap<string, AnyElement> = new Map(
  [
    SyncML,
    SyncHdr,
    SyncBody,
    Status,
    Results,
    Alert,
    Add,
    Replace,
    Copy,
    Delete,
    Get,
    Exec,
    Atomic,
    Sequence,
    Item,
    Meta,
    Cred,
    Chal,
  ].map((element) => [element.name, element]),
);

/**
 * The declaration of a SyncML element that may stand alone in an excerpt: the message, its parts, commands, Item, Meta.
 * No namespace is taken for SyncML's, since excerpts seldom declare it.
 */
export function syncmlElement(namespace: string, name: string): AnyElement | undefined {
  const canonical = syncmlNamespaces[namespace] ?? namespace;
  return canonical === SYNCML || canonical === "" ? elements.get(name) : undefined;
}

const readXml = createXmlDispatchReader(syncmlElement, { aliases: syncmlNamespaces, anyNamespace: true });

/** Reads an excerpt of a message: one or several elements of SyncML without the message around them. */
export function readSyncMLFragment(bytes: Uint8Array, limits?: Partial<XmlLimits>): XmlDispatchResult {
  return readXml(bytes, limits);
}
