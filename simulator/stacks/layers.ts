import type { Range } from "../core/finding.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { maskSecrets } from "../schema/secrets.ts";
import type { CarriedDocument, MessageView, ViewedMessage } from "./message-view.ts";
import { covered } from "./secret-nodes.ts";
import { octetRanges, type OctetRange } from "./text-octets.ts";
import { xmlReading, type XmlReading } from "./xml-reading.ts";

/** A layer of a message: the message itself, or a document that it carries. */
export interface DecodedLayer {
  readonly view: ViewedMessage;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Octets of the layer that are secret. */
  readonly secrets: readonly OctetRange[];
}

/** Finds further documents in a message: a view knows those of its own kind. */
export type FindCarried = (view: ViewedMessage, body: Uint8Array) => readonly CarriedDocument[];

/** Documents inside documents that are followed, and all of them together. */
const DEEPEST = 4;
const MOST = 100;

/**
 * A message that was viewed and what it carries, outermost first. What is secret in a carried document is secret in the
 * one around it: exactly there where its octets stand in it as they are, else the carrier's whole value.
 */
export function layersOf(
  view: ViewedMessage,
  body: Uint8Array,
  contentType: string,
  viewOf: (contentType: string, bytes: Uint8Array, header: string) => MessageView,
  alsoCarried: FindCarried = () => [],
): readonly DecodedLayer[] {
  let left = MOST;
  const layers = (outer: ViewedMessage, bytes: Uint8Array, type: string, depth: number): DecodedLayer[] => {
    const carried = depth < DEEPEST ? [...(outer.carries ?? []), ...alsoCarried(outer, bytes)] : [];
    const inner: DecodedLayer[] = [];
    const secrets = octetRanges(bytes, outer.secrets);
    const carriers: Range[] = [];
    for (const document of carried) {
      if (left-- <= 0) break;
      const media = mediaTypeOf(document.contentType);
      const own = viewOf(media, document.bytes, document.contentType).decode(
        document.bytes,
        media,
        document.contentType,
      );
      const [first, ...others] = layers(own, document.bytes, document.contentType, depth + 1);
      if (!first) continue;
      inner.push(first, ...others);
      if (first.secrets.length === 0) continue;
      carriers.push(document.range);
      const [place] = octetRanges(bytes, [document.range]);
      if (!place) continue;
      if (!document.verbatim) secrets.push(place);
      else
        for (const { start, end } of first.secrets)
          secrets.push({ start: place.start + start, end: place.start + end });
    }
    const shown = carriers.length === 0 ? outer : withCovered(outer, carriers);
    return [{ view: shown, contentType: type, bytes, secrets }, ...inner];
  };
  return layers(view, body, contentType, 0);
}

/** A layer in WBXML as indented XML text, for reading only: all white space is ours. Undefined for any other layer. */
export function layerReading({ view, bytes }: DecodedLayer): XmlReading | undefined {
  return xmlReading(view, bytes);
}

/** The same view with the values at these ranges covered, in the text and in the tree. */
function withCovered(view: ViewedMessage, ranges: readonly Range[]): ViewedMessage {
  const inOrder = ranges.toSorted((a, b) => a.start - b.start);
  const starts = new Set(inOrder.map(({ start }) => start));
  return {
    ...view,
    secrets: [...view.secrets, ...inOrder],
    tree: view.tree && coveredNode(view.tree, starts),
    ...(view.text === undefined ? {} : { text: maskSecrets(view.text, inOrder) }),
  };
}

function coveredNode(node: DecodedNode, starts: ReadonlySet<number>): DecodedNode {
  if (node.valueRange && node.children.length === 0 && starts.has(node.valueRange.start))
    return covered(node);
  let changed = false;
  const children = node.children.map((child) => {
    const after = coveredNode(child, starts);
    changed ||= after !== child;
    return after;
  });
  if (!changed) return node;
  // pieces of one value: what is secret in one of them is secret in the value
  return node.value === undefined ? { ...node, children } : covered(node);
}

function mediaTypeOf(contentType: string): string {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
