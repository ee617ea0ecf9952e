import { utf8 } from "../core/bytes.ts";

/** Limits of `./DevDetail/URI`; 0 = unlimited. */
export interface UriLimits {
  /** Segments. */
  readonly maxDepth: number;
  /** Characters of the whole URI, with its query. */
  readonly maxTotLen: number;
  /** Characters of one segment. */
  readonly maxSegLen: number;
}

/** Segments that no device takes, whatever its limits say: trees are walked recursively. */
const DEEPEST = 128;

/** No limits. */
export const unlimited: UriLimits = { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 };

/** What a URI asks for besides a node: a property or a list of the structure. */
export type UriQuery =
  | { readonly kind: "prop"; readonly name: string }
  | { readonly kind: "list"; readonly list: string; readonly selection: string }
  | { readonly kind: "unknown"; readonly text: string };

/** A LocURI that addresses something in the tree. The root has no segments. */
export interface TreePath {
  readonly segments: readonly string[];
  readonly query: UriQuery | undefined;
}

/** A LocURI that addresses nothing: 400 malformed, 414 beyond a limit. */
export interface UriProblem {
  readonly code: 400 | 414;
  readonly text: string;
}

/**
 * Reads a LocURI (DM Tree and Description 1.2, 6): `./A/B` and `A/B` are one node, `.` is the root, %-escapes are
 * decoded. A trailing `/`, an empty, `.` or `..` segment and a `/` in a name are malformed.
 */
export function parseLocUri(uri: string, limits: UriLimits = unlimited): TreePath | UriProblem {
  const known = recent.get(uri);
  if (known && areSameLimits(known.limits, limits)) return known.path;
  const path = readLocUri(uri, limits);
  if (uri.length > LONGEST_KEPT || isUriProblem(path)) return path;
  if (recent.size >= MOST_KEPT) recent.clear();
  recent.set(uri, { limits, path });
  return path;
}

/** Addresses that were read lately: a command is read, judged and executed by the same one. */
const recent = new Map<string, { readonly limits: UriLimits; readonly path: TreePath }>();
const MOST_KEPT = 1024;
const LONGEST_KEPT = 256;

function areSameLimits(a: UriLimits, b: UriLimits): boolean {
  return a === b || (a.maxDepth === b.maxDepth && a.maxTotLen === b.maxTotLen && a.maxSegLen === b.maxSegLen);
}

function readLocUri(uri: string, limits: UriLimits): TreePath | UriProblem {
  if (limits.maxTotLen > 0 && uri.length > limits.maxTotLen)
    return { code: 414, text: `The URI has ${uri.length} characters; ${limits.maxTotLen} are allowed.` };
  const mark = uri.indexOf("?");
  const address = mark < 0 ? uri : uri.slice(0, mark);
  const query = mark < 0 ? undefined : parseQuery(uri.slice(mark + 1));
  if (address === "." || address === "./") return { segments: [], query };
  const written = (address.startsWith("./") ? address.slice(2) : address).split("/");
  const maxDepth = limits.maxDepth > 0 ? Math.min(limits.maxDepth, DEEPEST) : DEEPEST;
  if (written.length > maxDepth)
    return { code: 414, text: `The URI has ${written.length} segments; ${maxDepth} are allowed.` };
  const segments: string[] = [];
  for (const segment of written) {
    if (limits.maxSegLen > 0 && segment.length > limits.maxSegLen)
      return {
        code: 414,
        text: `A segment has ${segment.length} characters; ${limits.maxSegLen} are allowed.`,
      };
    const name = unescapeSegment(segment);
    if (name === undefined || !isNodeName(name))
      return { code: 400, text: `"${segment}" is no name of a node.` };
    segments.push(name);
  }
  return { segments, query };
}

/** What is wrong with the address of a node that is given by its names. */
export function addressProblem(segments: readonly string[], limits: UriLimits): UriProblem | undefined {
  const { maxDepth, maxSegLen, maxTotLen } = limits;
  const deepest = maxDepth > 0 ? Math.min(maxDepth, DEEPEST) : DEEPEST;
  if (segments.length > deepest)
    return { code: 414, text: `The URI has ${segments.length} segments; ${deepest} are allowed.` };
  const last = segments[segments.length - 1] ?? "";
  if (segments.length > 0 && !isNodeName(last))
    return { code: 400, text: `"${last.slice(0, 80)}" is no name of a node.` };
  if (maxSegLen > 0 && escapeSegment(last).length > maxSegLen)
    return { code: 414, text: `A segment has more than ${maxSegLen} characters.` };
  if (maxTotLen > 0 && printLocUri(segments).length > maxTotLen)
    return { code: 414, text: `The URI has more than ${maxTotLen} characters.` };
  return undefined;
}

/** True for a malformed or too long URI. */
export function isUriProblem(path: TreePath | UriProblem): path is UriProblem {
  return "code" in path;
}

/** True for a name that a node may have. */
export function isNodeName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !name.includes("/") && !name.includes("\u0000");
}

/** The URI of a node as we write it: `./A/B`, `.` for the root. */
export function printLocUri(segments: readonly string[]): string {
  return segments.length === 0 ? "." : `./${segments.map(escapeSegment).join("/")}`;
}

/** A name as it stands in a URI: what RFC 3986 does not allow in a segment is %-escaped as UTF-8. */
export function escapeSegment(name: string): string {
  if (/^[A-Za-z0-9\-._~!$&'()*+,;=:@]+$/.test(name)) return name;
  let text = "";
  for (const octet of utf8(name)) {
    const character = String.fromCharCode(octet);
    text += /[A-Za-z0-9\-._~!$&'()*+,;=:@]/.test(character)
      ? character
      : `%${octet.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}

/** The name that a segment of a URI stands for; undefined for an escape that is none. */
export function unescapeSegment(segment: string): string | undefined {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // an escape that is none or is not UTF-8, which is what undefined says
  }
}

function parseQuery(text: string): UriQuery {
  const match = /^(prop|list)=([A-Za-z]+)(.*)$/.exec(text);
  const word = match?.[2] ?? "";
  const rest = match?.[3] ?? "";
  if (match?.[1] === "list") return { kind: "list", list: word, selection: rest };
  if (match?.[1] === "prop" && rest === "") return { kind: "prop", name: word };
  return { kind: "unknown", text };
}
