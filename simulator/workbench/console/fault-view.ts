import type { Draft, FaultView } from "../../api/index.ts";
import type { ReadWsiResponse } from "../../stacks/wsi-types.ts";
import { isOperationName, operations, type OperationName } from "../../protocols/wsi/index.ts";
import type { AnyElement } from "../../schema/element.ts";
import { optionally } from "../optionally.ts";
import { childPath, placedChildren } from "./draft.ts";

type Refused = Exclude<ReadWsiResponse<OperationName>, { readonly kind: "response" }>;

/** A fault in words, with the element of the request that it names. */
export function faultView(read: Refused, draft: Draft | undefined): FaultView {
  if (read.kind === "unreadable") return { code: `HTTP ${read.status}`, text: read.text, variables: [] };
  const { fault } = read;
  const { messageId, subcode, code, text, variables } = fault;
  return {
    code: messageId ?? subcode?.name ?? code,
    text,
    variables: [...variables],
    ...optionally("element", draft && namedElement(draft, text, variables)),
  };
}

/** The place of the element that a fault names: by its part (`command[2].locUri`, counted from 1), or by its name. */
export function namedElement(draft: Draft, text: string, variables: readonly string[]): string | undefined {
  for (const variable of variables) {
    const place = placeOfPart(draft, variable) ?? placeOfText(draft, variable);
    if (place !== undefined) return place;
  }
  const named = placeOfWord(draft, text);
  if (named !== undefined) return named;
  for (const word of text.match(/[a-z][A-Za-z0-9]*/g) ?? []) {
    const missing = missingChild(draft, word);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

function placeOfPart(draft: Draft, part: string): string | undefined {
  if (!/^[\w.[\]]+$/.test(part)) return undefined;
  let at: Draft = draft;
  let path = "";
  for (const segment of part.split(".")) {
    const [, name = "", number = "1"] = /^([^[]+)(?:\[(\d+)\])?$/.exec(segment) ?? [];
    const found = step(at, path, name, Number(number) - 1);
    if (!found) return path === "" ? missingChild(draft, name) : path;
    at = found.child;
    path = found.path;
  }
  return path;
}

/** The child with this name; through the one kind of a command, and in a container by position. */
function step(
  at: Draft,
  path: string,
  name: string,
  number: number,
): { child: Draft; path: string } | undefined {
  const children = placedChildren(at, path);
  const named = children.filter(({ child }) => child.name === name);
  const [only] = children;
  if ((name === "atomic" || name === "sequence") && named[0])
    return placedChildren(named[0].child, named[0].path)[number] ?? named[0];
  const found = named[number];
  if (found) return found;
  if (children.length !== 1 || !only) return undefined;
  return placedChildren(only.child, only.path).filter(({ child }) => child.name === name)[number];
}

/** An element that is not there yet: the field where it belongs. */
function missingChild({ name: operation }: Draft, name: string): string | undefined {
  if (!isOperationName(operation)) return undefined;
  const { content }: AnyElement = operations[operation].request;
  return content.kind === "struct" && Object.hasOwn(content.fields, name) ? childPath("", name) : undefined;
}

/** The element that holds this very text: an unknown device, a LocURI that is not granted. */
function placeOfText(draft: Draft, text: string): string | undefined {
  return find(draft, "", (child) => child.text !== undefined && child.text.trim() === text);
}

/** The innermost element whose name stands in a sentence as a word of its own. */
function placeOfWord(draft: Draft, text: string): string | undefined {
  const words = new Set(text.match(/[A-Za-z][A-Za-z0-9]*/g));
  return find(draft, "", (child) => words.has(child.name));
}

function find(draft: Draft, path: string, isIt: (child: Draft) => boolean): string | undefined {
  for (const { child, path: at } of placedChildren(draft, path)) {
    const below = find(child, at, isIt);
    if (below !== undefined) return below;
    if (isIt(child)) return at;
  }
  return undefined;
}
