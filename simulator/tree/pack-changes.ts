import { changesBetween, readChanges, withChanges, type PackedNode, type TreeChange } from "./changes.ts";
import type { InteriorNode, LeafNode } from "./node.ts";
import { printLocUri } from "./path.ts";

/*
 * What differs between a shared profile and one device, as one string: an idle device keeps nothing else of its tree. A
 * leaf with another value is its number in the profile, its date and count, and the value; any other change is its JSON.
 *
 *   packed = base time "\x1e" entry *( "\x1e" entry )
 *   entry  = number [ "." time after the base time [ "." count ] ] ( ":" text / "~" base64 )  |  "=" JSON
 *
 * Numbers are in base 36; a time of 0 and a count of 1 are left out. The form is of this version of the program: what is
 * stored for longer are the changes themselves.
 */

const BETWEEN = "\u001e";
const ESCAPE = "\u001d";
const RADIX = 36;

/** Leaves of a profile's tree by number, and the numbers by URI. */
interface Numbering {
  readonly uris: readonly string[];
  readonly leaves: readonly LeafNode[];
  readonly numbers: ReadonlyMap<string, number>;
}

const numberings = new WeakMap<InteriorNode, Numbering>();

/** One string for all changes; the empty string when nothing differs. `base` is the tree that many devices share. */
export function packChanges(base: InteriorNode, changes: readonly TreeChange[]): string {
  if (changes.length === 0) return "";
  const numbering = numberingOf(base);
  const start = changes.find(({ node }) => node !== undefined)?.node?.tStamp ?? 0;
  const entries = changes.map((change) => {
    const number = numbering.numbers.get(change.uri);
    const leaf = number === undefined ? undefined : numbering.leaves[number];
    const isPlain = leaf && change.node && onlyValueDiffers(leaf, change.node);
    if (number === undefined || !isPlain || !change.node) return `=${JSON.stringify(change)}`;
    const { tStamp, verNo, value, octets } = change.node;
    const head = number.toString(RADIX) + datesOf(tStamp - start, verNo);
    return octets === undefined ? `${head}:${escaped(value ?? "")}` : `${head}~${octets}`;
  });
  return [start.toString(RADIX), ...entries].join(BETWEEN);
}

/** The changes of a packed string; entries that are none are left out. */
export function unpackChanges(base: InteriorNode, packed: string): TreeChange[] {
  if (packed === "") return [];
  const numbering = numberingOf(base);
  const [first = "", ...entries] = packed.split(BETWEEN);
  const start = Number.parseInt(first, RADIX) || 0;
  return entries.flatMap((entry) => {
    if (entry.startsWith("=")) return readJson(entry.slice(1));
    const match = /^([0-9a-z]+)(?:\.(-?[0-9a-z]*)(?:\.([0-9a-z]+))?)?([:~])([^]*)$/.exec(entry);
    const number = Number.parseInt(match?.[1] ?? "", RADIX);
    const leaf = numbering.leaves[number];
    const uri = numbering.uris[number];
    if (!match || !leaf || uri === undefined) return [];
    const tStamp = start + (Number.parseInt(match[2] ?? "", RADIX) || 0);
    const verNo = match[3] === undefined ? 1 : Number.parseInt(match[3], RADIX);
    const content = match[5] ?? "";
    const value = match[4] === ":" ? { value: unescaped(content) } : { octets: content };
    return [{ uri, node: { ...packedLeaf(leaf), ...value, tStamp, verNo } }];
  });
}

/** What an idle device keeps of its tree. */
export function packTree(base: InteriorNode, current: InteriorNode): string {
  return packChanges(base, changesBetween(base, current));
}

/** The tree of a device that was idle. */
export function unpackTree(base: InteriorNode, packed: string): InteriorNode {
  return withChanges(base, unpackChanges(base, packed));
}

function numberingOf(base: InteriorNode): Numbering {
  const known = numberings.get(base);
  if (known) return known;
  const uris: string[] = [];
  const leaves: LeafNode[] = [];
  const visit = (node: InteriorNode, around: readonly string[]): void => {
    for (const [name, child] of node.children) {
      const segments = [...around, name];
      if (child.kind === "interior") visit(child, segments);
      else {
        uris.push(printLocUri(segments));
        leaves.push(child);
      }
    }
  };
  visit(base, []);
  const numbering = { uris, leaves, numbers: new Map(uris.map((uri, number) => [uri, number])) };
  numberings.set(base, numbering);
  return numbering;
}

function onlyValueDiffers(leaf: LeafNode, node: PackedNode): boolean {
  return (
    node.format === leaf.format &&
    node.type === leaf.type &&
    node.title === leaf.title &&
    node.scope === leaf.scope &&
    node.acl === leaf.acl?.text &&
    node.access === leaf.access.join(" ") &&
    Number.isSafeInteger(node.tStamp) &&
    Number.isSafeInteger(node.verNo) &&
    node.verNo >= 0
  );
}

function packedLeaf({
  format,
  access,
  scope,
  acl,
  type,
  title,
}: LeafNode): Omit<PackedNode, "tStamp" | "verNo"> {
  return { format, access: access.join(" "), scope, acl: acl?.text, type, title };
}

function datesOf(after: number, verNo: number): string {
  const time = after === 0 ? "" : after.toString(RADIX);
  if (verNo !== 1) return `.${time}.${verNo.toString(RADIX)}`;
  return time === "" ? "" : `.${time}`;
}

function escaped(text: string): string {
  if (!text.includes(BETWEEN) && !text.includes(ESCAPE)) return text;
  return text.replaceAll(ESCAPE, `${ESCAPE}e`).replaceAll(BETWEEN, `${ESCAPE}b`);
}

function unescaped(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replaceAll(`${ESCAPE}b`, BETWEEN).replaceAll(`${ESCAPE}e`, ESCAPE);
}

function readJson(text: string): TreeChange[] {
  try {
    return readChanges([JSON.parse(text)]);
  } catch {
    return []; // not JSON: the entry is none of ours, which is what an empty list says
  }
}
