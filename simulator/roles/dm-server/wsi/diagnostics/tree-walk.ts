import type { OutcomeItem } from "../../ports.ts";
import { isSuccess } from "../results.ts";
import { gets, type Answered, type Request } from "./dialogue.ts";

/** A part of a conversation that has a value. */
export type Part<Value> = Generator<readonly Request[], Value, readonly Answered[]>;

/** Nodes that are looked at for one function, and read of one subtree: a tree may be endless. */
const MOST_NODES = 1000;
/** Levels below the root on which management objects are looked for. */
const DEEPEST = 5;
/** Gets of one package. */
const AT_ONCE = 50;

const NOT_FOUND = 404;
/** Type of a leaf; an interior node has a management object identifier or none (7.7.7). */
const mediaType = /^[\w.+-]+\/[\w.+-]+/;

/** Objects that hold no diagnostics and may hold a great deal else. */
const passedOver: ReadonlySet<string> = new Set(["DevInfo", "DevDetail", "DMAcc", "SyncML", "Inbox"]);

/**
 * Finds the root of a management object by the Type of its node (DM Tree and Description 1.2, 7.7.7), level by level:
 * `?list=` is an option of devices, `?prop=Type` is not. Undefined when there is none.
 */
export function* findByType(type: string): Part<string | undefined> {
  let level: readonly string[] = ["."];
  let seen = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const children: string[] = [];
    for (const { locUri, answer } of yield* getAll(level))
      for (const name of namesIn(answer))
        if (depth > 0 || !passedOver.has(name)) children.push(below(locUri, name));
    seen += children.length;
    if (seen > MOST_NODES) return undefined;
    const interior: string[] = [];
    const types = yield* getAll(children.map((uri) => `${uri}?prop=Type`));
    for (const [index, { answer }] of types.entries()) {
      const locUri = children[index] ?? "";
      const found = isSuccess(answer.status) ? (answer.items[0]?.data?.trim() ?? "") : "";
      if (found === type) return locUri;
      if (!mediaType.test(found)) interior.push(locUri);
    }
    level = interior;
  }
  return undefined;
}

/** What was read of a subtree: the leaves with their values, or the status that says why there are none. */
export interface SubtreeRead {
  readonly status: number;
  readonly items: readonly OutcomeItem[];
}

/** Reads the values of a node and of all below it: at once where the device can (`?list=StructData`), else by walking. */
export function* readSubtree(locUri: string): Part<SubtreeRead> {
  const [whole] = yield gets([`${locUri}?list=StructData`]);
  if (whole && isSuccess(whole.status) && whole.items.length > 0)
    return { status: whole.status, items: whole.items.filter(isLeaf) };
  if (whole?.status === NOT_FOUND) return { status: NOT_FOUND, items: [] };
  const leaves: OutcomeItem[] = [];
  let status = 0;
  let level: readonly string[] = [locUri];
  for (let seen = 0; level.length > 0 && seen <= MOST_NODES; seen += level.length) {
    const children: string[] = [];
    for (const each of yield* getAll(level)) {
      status ||= each.answer.status;
      if (!isSuccess(each.answer.status)) continue;
      leaves.push(...each.answer.items.filter(isLeaf));
      for (const name of namesIn(each.answer)) children.push(below(each.locUri, name));
    }
    level = children;
  }
  return { status, items: leaves };
}

/** Gets of any number of nodes, in packages of a bearable size. */
function* getAll(
  locUris: readonly string[],
): Part<readonly { readonly locUri: string; readonly answer: Answered }[]> {
  const all: { locUri: string; answer: Answered }[] = [];
  for (let from = 0; from < locUris.length; from += AT_ONCE) {
    const some = locUris.slice(from, from + AT_ONCE);
    const answers = yield gets(some);
    for (const [index, answer] of answers.entries()) all.push({ locUri: some[index] ?? "", answer });
  }
  return all;
}

function isLeaf({ format }: OutcomeItem): boolean {
  return format?.trim() !== "node";
}

/** Names of the children of an interior node that was read; none of a leaf. */
function namesIn({ status, items }: Answered): readonly string[] {
  const [item] = items;
  if (!isSuccess(status) || !item || isLeaf(item)) return [];
  return (item.data ?? "").split("/").filter((name) => name !== "");
}

function below(locUri: string, name: string): string {
  return `${locUri}/${name}`;
}
