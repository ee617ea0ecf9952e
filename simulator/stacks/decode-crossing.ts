import { fromBase64 } from "../core/bytes.ts";
import type { Range } from "../core/finding.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { maskedText, maskSecrets } from "../schema/secrets.ts";
import { mediaType, type Headers } from "../wire/http.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";
import { octetRanges, type OctetRange } from "./text-octets.ts";
import { messageViews } from "./views.ts";

/** A layer of a message: the message itself, or a package that it carries. */
export interface DecodedLayer {
  readonly view: ViewedMessage;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Octets of the layer that are secret. */
  readonly secrets: readonly OctetRange[];
}

/** Elements of the contract that carry a message in base64, and the element beside them that names its media type. */
const CARRIERS: Readonly<Record<string, string>> = {
  package: "contentType",
  package0: "",
  content: "contentType",
};

/** Decodes a message and what it carries, outermost first. */
export function decodeLayers(headers: Headers, body: Uint8Array): DecodedLayer[] {
  const contentType = mediaType(headers);
  const outer = viewOf(contentType, body).decode(body, contentType);
  const carried = outer.tree ? carriedMessages(outer.tree, body) : [];
  const secrets = octetRanges(body, outer.secrets);
  const layers: DecodedLayer[] = [];
  const covered: Range[] = [];
  for (const { bytes, contentType: type, place, range } of carried) {
    const view = viewOf(type, bytes).decode(bytes, type);
    const inner = octetRanges(bytes, view.secrets);
    layers.push({ view, contentType: type, bytes, secrets: inner });
    if (inner.length === 0) continue;
    // a secret inside base64 cannot be covered alone: the carrier is covered whole
    secrets.push(place);
    covered.push(range);
  }
  const view = covered.length === 0 ? outer : withCovered(outer, covered);
  return [{ view, contentType, bytes: body, secrets }, ...layers];
}

/** The same view with the values at these ranges covered, in the text and in the tree. */
function withCovered(view: ViewedMessage, ranges: readonly Range[]): ViewedMessage {
  const inOrder = ranges.toSorted((a, b) => a.start - b.start);
  return {
    ...view,
    secrets: [...view.secrets, ...inOrder],
    tree: view.tree && coveredNode(view.tree, new Set(inOrder.map(({ start }) => start))),
    ...(view.text === undefined ? {} : { text: maskSecrets(view.text, inOrder) }),
  };
}

function coveredNode(node: DecodedNode, starts: ReadonlySet<number>): DecodedNode {
  const children = node.children.map((child) => coveredNode(child, starts));
  if (!node.valueRange || children.length > 0 || !starts.has(node.valueRange.start))
    return { ...node, children };
  const { start, end } = node.valueRange;
  return { ...node, value: maskedText(" ".repeat(end - start)), secret: true, children };
}

/** Octets of a body that are secret, for exports. */
export function findSecrets(record: {
  readonly headers: Headers;
  readonly body: Uint8Array;
}): readonly OctetRange[] {
  return record.body.length === 0 ? [] : (decodeLayers(record.headers, record.body)[0]?.secrets ?? []);
}

function viewOf(contentType: string, bytes: Uint8Array): MessageView {
  const found = messageViews.find((view) => view.matches(contentType, bytes));
  if (!found) throw new TypeError("the last view takes everything");
  return found;
}

interface Carried {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly place: OctetRange;
  readonly range: Range;
}

function carriedMessages(tree: DecodedNode, body: Uint8Array): Carried[] {
  const found: Carried[] = [];
  const open: DecodedNode[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const parent = node;
    for (const child of node.children) {
      const typed = CARRIERS[localName(child.name)];
      if (typed === undefined || child.children.length > 0 || !child.valueRange) {
        open.push(child);
        continue;
      }
      const [place] = octetRanges(body, [child.valueRange]);
      const bytes = place && fromBase64(latin1(body.subarray(place.start, place.end)));
      if (!place || !bytes || bytes.length === 0) continue;
      const named = parent.children.find((other) => localName(other.name) === typed)?.value;
      const contentType =
        named ?? (localName(child.name) === "package0" ? "application/vnd.syncml.notification" : "");
      found.push({ bytes, contentType, place, range: child.valueRange });
    }
  }
  return found;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
