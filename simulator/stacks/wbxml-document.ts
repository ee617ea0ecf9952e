import type { Finding } from "../core/finding.ts";
import { dmddfVocabulary } from "../protocols/dmddf/wbxml-tables.ts";
import { documentType as provisioningVocabulary } from "../protocols/provisioning/tokens.ts";
import { devInfVocabulary, syncmlVocabulary } from "../protocols/syncml/index.ts";
import { readHeader, type WbxmlHeader } from "../schema/wbxml/header.ts";
import type { PublicId, WbxmlVocabulary } from "../schema/wbxml/index.ts";

/** Families of documents that device management uses, and any other. */
export type WbxmlFamily = "syncml" | "devinf" | "mgmt-tree" | "provisioning" | "other";

/** What a WBXML document is, by its head and the first tag of its body. */
export interface WbxmlDocument {
  readonly family: WbxmlFamily;
  /** In plain words: "SyncML 1.2", "Service Indication 1.0", "document type 0x10". */
  readonly name: string;
  readonly header: WbxmlHeader;
  readonly findings: readonly Finding[];
}

/** Document types of WAP that are not of device management, by their registered numbers. */
const others: readonly PublicId[] = [
  other(0x02, "-//WAPFORUM//DTD WML 1.0//EN", "WML 1.0"),
  other(0x03, "-//WAPFORUM//DTD WTA 1.0//EN", "WTA Event 1.0"),
  other(0x04, "-//WAPFORUM//DTD WML 1.1//EN", "WML 1.1"),
  other(0x05, "-//WAPFORUM//DTD SI 1.0//EN", "Service Indication 1.0"),
  other(0x06, "-//WAPFORUM//DTD SL 1.0//EN", "Service Loading 1.0"),
  other(0x07, "-//WAPFORUM//DTD CO 1.0//EN", "Cache Operation 1.0"),
  other(0x08, "-//WAPFORUM//DTD CHANNEL 1.1//EN", "Channel 1.1"),
  other(0x09, "-//WAPFORUM//DTD WML 1.2//EN", "WML 1.2"),
  other(0x0a, "-//WAPFORUM//DTD WML 1.3//EN", "WML 1.3"),
  other(0x0c, "-//WAPFORUM//DTD WTA-WML 1.2//EN", "WTA-WML 1.2"),
  other(0x0d, "-//WAPFORUM//DTD EMN 1.0//EN", "E-Mail Notification 1.0"),
  other(0x0e, "-//OMA//DTD DRMREL 1.0//EN", "DRM Rights 1.0"),
  other(0x1202, "-//SYNCML//DTD MetInf 1.2//EN", "MetInf 1.2"),
];

function other(number: number, text: string, label: string): PublicId {
  return { number, text, label };
}

const families: readonly (readonly [WbxmlFamily, WbxmlVocabulary])[] = [
  ["syncml", syncmlVocabulary],
  ["devinf", devInfVocabulary],
  ["mgmt-tree", dmddfVocabulary],
  ["provisioning", provisioningVocabulary],
];

const anyType: WbxmlVocabulary = {
  codePages: [],
  publicIds: [
    ...syncmlVocabulary.publicIds,
    ...devInfVocabulary.publicIds,
    ...dmddfVocabulary.publicIds,
    ...provisioningVocabulary.publicIds,
    ...others,
  ],
};

/** Character sets that documents of the field name; 0 leaves it to the transport. */
const charsets: ReadonlySet<number> = new Set([0, 3, 4, 106]);
/** Identifier of a document that does not say its type. */
const NOT_TOLD = 1;

/** Words of identifiers that are none of the known ones, of later versions perhaps. */
const words: readonly { readonly pattern: RegExp; readonly family: WbxmlFamily }[] = [
  { pattern: /devinf/i, family: "devinf" },
  { pattern: /dm-?ddf/i, family: "mgmt-tree" },
  { pattern: /syncml [\d.]+/i, family: "syncml" },
  { pattern: /\bprov\b/i, family: "provisioning" },
];

/** What a document is. Asks nothing of the octets: a head that ends early is in the findings. */
export function wbxmlDocument(bytes: Uint8Array): WbxmlDocument {
  const { header, findings } = readHeader(bytes, anyType);
  const { known, text } = header.publicId;
  const byName = known
    ? families.find(([, { publicIds }]) => publicIds.includes(known))?.[0]
    : words.find(({ pattern }) => pattern.test(text ?? ""))?.family;
  const byTag = header.complete ? familyOfRoot(bytes, header.body) : undefined;
  // a number that belongs to something else is met where a tree stands: its tags are on a page of their own
  const family = byTag === "mgmt-tree" ? byTag : (byName ?? (known ? "other" : (byTag ?? "other")));
  return { family, name: nameOf(header, family), header, findings };
}

/** True when octets begin as a WBXML document does: version 1.1 to 1.3, a known character set, a whole string table. */
export function looksLikeWbxml(bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0;
  if (first < 1 || first > 3 || bytes.length < 5) return false;
  const { header } = readHeader(bytes, anyType);
  if (!header.complete || header.body >= bytes.length) return false;
  const { start, end } = header.charsetRange;
  const charset = end - start === 1 ? (bytes[start] ?? 0xff) : 0xff;
  return charsets.has(charset);
}

/** The family whose root element the first tag is, where that is not in doubt. */
function familyOfRoot(bytes: Uint8Array, body: number): WbxmlFamily | undefined {
  let at = body;
  let page = 0;
  for (let count = 0; bytes[at] === 0 && count < 8; count++) {
    page = bytes[at + 1] ?? 0;
    at += 2;
  }
  const token = bytes[at] ?? 0;
  const tag = token & 0x3f;
  if (page === 2) return tag === 0x20 ? "mgmt-tree" : undefined;
  if (page !== 0) return undefined;
  if (tag === 0x2d) return "syncml";
  if (token === 0x4a) return "devinf";
  // only a provisioning document has attributes at its root, the first of them `version`
  return token === 0xc5 && (bytes[at + 1] === 0x45 || bytes[at + 1] === 0x46) ? "provisioning" : undefined;
}

function nameOf({ publicId }: WbxmlHeader, family: WbxmlFamily): string {
  const { known, text, number } = publicId;
  if (known) return known.label ?? known.text;
  if (text !== undefined) return text.slice(0, 80);
  const assumed = { syncml: "SyncML", devinf: "DevInf", "mgmt-tree": "DM DDF", provisioning: "provisioning" };
  if (family !== "other") return assumed[family];
  return number === NOT_TOLD
    ? "a document that does not say its type"
    : `document type 0x${number.toString(16)}`;
}
