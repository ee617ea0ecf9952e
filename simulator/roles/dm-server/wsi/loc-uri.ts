import { ownText } from "../../../core/bytes.ts";

/** A LocURI in the one form that policy compares. */
export interface NormalLocUri {
  /** Node names from the root; the root itself has none. */
  readonly segments: readonly string[];
  /** `./A/B`; the root is `.`. */
  readonly text: string;
  /** `list=StructData`, `prop=ACL`; empty when there is none. */
  readonly query: string;
}

/** Addresses that were normalised lately: policies ask for the same ones again and again, for device after device. */
let lately = new Map<string, NormalLocUri>();
const MOST_LATELY = 1024;
/** Longer addresses are not kept. */
const LONGEST_KEPT = 128;

/**
 * Normalises a LocURI: with or without `./` in front, %-escapes decoded, `?list=` and `?prop=` split off. Undefined for
 * one that could mean another node to the device than to the policy: `..`, an empty or `.` segment inside, an escaped
 * slash, a broken escape, a control character.
 */
export function normaliseLocUri(locUri: string): NormalLocUri | undefined {
  const known = lately.get(locUri);
  if (known !== undefined) return known;
  if (locUri.length > LONGEST_KEPT) return normalForm(locUri);
  const own = ownText(locUri);
  const normal = normalForm(own);
  if (!normal) return undefined;
  if (lately.size >= MOST_LATELY) lately = new Map();
  lately.set(own, normal);
  return normal;
}

function normalForm(locUri: string): NormalLocUri | undefined {
  const mark = locUri.indexOf("?");
  const path = mark < 0 ? locUri : locUri.slice(0, mark);
  const query = mark < 0 ? "" : locUri.slice(mark + 1);
  const relative =
    path === "." || path === "./" || path === "" ? "" : path.replace(/^\.?\//, "").replace(/\/$/, "");
  if (relative === "")
    return path === "" ? undefined : { segments: [], text: ".", query: decodeQuery(query) };
  const segments: string[] = [];
  for (const part of relative.split("/")) {
    const name = decodeSegment(part);
    if (name === undefined) return undefined;
    segments.push(name);
  }
  return { segments, text: `./${segments.join("/")}`, query: decodeQuery(query) };
}

function decodeSegment(part: string): string | undefined {
  let name = part;
  if (part.includes("%")) {
    try {
      name = decodeURIComponent(part);
    } catch {
      return undefined; // a broken escape, the only failure of decodeURIComponent
    }
    if (name.includes("/") || name.includes("?")) return undefined;
  }
  if (name === "" || name === "." || name === "..") return undefined;
  for (let index = 0; index < name.length; index++) if (name.charCodeAt(index) < 0x20) return undefined;
  return name;
}

function decodeQuery(query: string): string {
  if (!query.includes("%")) return query;
  try {
    return decodeURIComponent(query);
  } catch {
    return query; // kept as sent: no grant fits a query that is not understood
  }
}

/** True when `path` is `root` or lies below it. */
export function isBelow(path: readonly string[], root: readonly string[]): boolean {
  if (path.length < root.length) return false;
  for (let index = 0; index < root.length; index++) if (path[index] !== root[index]) return false;
  return true;
}
