import type { Span } from "../../shared/format/positions.ts";
import type { HexMark } from "../../shared/widgets/hex-view.tsx";
import { type LayerModel, octetSpan } from "./layer-model.ts";

/** Words in the margin of one line. */
const MOST_NOTES = 3;

/** What is drawn around octets: the string table and references to it underlined, switches of code pages boxed. */
export function byteMarks({ layer }: LayerModel): readonly HexMark[] {
  return (layer.marks ?? []).map(({ kind, start, end, text }) => ({
    from: start,
    to: end,
    kind: kind === "page-switch" ? "boxed" : "underlined",
    title: text,
  }));
}

/**
 * Names of what begins at octets, for the margin: fields of a binary layer and its marks. Undefined for text, whose
 * octets speak for themselves.
 */
export function byteNotes(model: LayerModel): ((line: Span) => string) | undefined {
  const { layer, nodes } = model;
  if (layer.text !== undefined || nodes.size === 0) return undefined;
  const begins = [
    ...[...nodes.values()].flatMap(({ node, depth }) => {
      if (depth === 0) return [];
      const span = octetSpan(model, node.range);
      return span === undefined ? [] : [{ at: span.from, text: node.name }];
    }),
    ...(layer.marks ?? []).map(({ start, text }) => ({ at: start, text })),
  ].toSorted((a, b) => a.at - b.at);
  return ({ from, to }) => {
    const first = lowerBound(begins, from);
    const texts: string[] = [];
    for (let index = first; index < begins.length && texts.length <= MOST_NOTES; index += 1) {
      const entry = begins[index];
      if (entry === undefined || entry.at >= to) break;
      if (texts.at(-1) !== entry.text) texts.push(entry.text);
    }
    return texts.length > MOST_NOTES ? `${texts.slice(0, MOST_NOTES).join(" · ")} …` : texts.join(" · ");
  };
}

function lowerBound(begins: readonly { readonly at: number }[], position: number): number {
  let low = 0;
  let high = begins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((begins[middle]?.at ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
