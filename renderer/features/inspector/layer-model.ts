import type { LayerView, RangeView } from "../../../simulator/api/index.ts";
import {
  decodeBase64,
  indentedPositions,
  type OctetMap,
  octetMap,
  type Span,
} from "../../shared/format/positions.ts";
import { indexNodes, type NodeIndex } from "./node-index.ts";

/** A layer of a message, ready to be shown three ways with one marker. */
export interface LayerModel {
  readonly layer: LayerView;
  readonly nodes: NodeIndex;
  readonly octets: Uint8Array;
  /** Absent where the text is not what the octets say, or where there is no text. */
  readonly map: OctetMap | undefined;
  readonly indented: Uint32Array | undefined;
}

/** Prepares a layer. */
export function modelOf(layer: LayerView): LayerModel {
  const octets = decodeBase64(layer.bytes);
  return {
    layer,
    nodes: layer.tree === undefined ? new Map() : indexNodes(layer.tree),
    octets,
    map: layer.text === undefined ? undefined : octetMap(layer.text, octets),
    indented:
      layer.text === undefined || layer.pretty === undefined
        ? undefined
        : indentedPositions(layer.text, layer.pretty),
  };
}

/** A range of a node in the text as received; undefined for a range in octets or bits. */
export function textSpan(range: RangeView | undefined): Span | undefined {
  return range?.unit === "char" ? { from: range.start, to: range.end } : undefined;
}

/** A range in the indented copy; undefined where the two texts cannot be laid side by side. */
export function indentedSpan(model: LayerModel, range: RangeView | undefined): Span | undefined {
  const span = textSpan(range);
  if (span === undefined || model.indented === undefined) return undefined;
  const from = model.indented[span.from];
  const last = model.indented[span.to - 1];
  return from === undefined || last === undefined ? undefined : { from, to: last + 1 };
}

/** A range in octets; undefined where it cannot be mapped. */
export function octetSpan(model: LayerModel, range: RangeView | undefined): Span | undefined {
  if (range === undefined) return undefined;
  switch (range.unit) {
    case "byte":
      return { from: range.start, to: range.end };
    case "bit":
      return { from: Math.floor(range.start / 8), to: Math.ceil(range.end / 8) };
    case "char":
      return model.map?.toOctets({ from: range.start, to: range.end });
  }
}

/** The position, in the unit of the tree's ranges, of an octet. */
export function positionOfOctet(model: LayerModel, octet: number): number | undefined {
  switch (model.layer.tree?.range.unit) {
    case "byte":
      return octet;
    case "bit":
      return octet * 8;
    case "char":
      return model.map?.toPosition(octet);
    case undefined:
      return undefined;
  }
}

/** The position in the original text of a position in the indented copy. */
export function positionOfIndented(model: LayerModel, position: number): number | undefined {
  const { indented } = model;
  if (indented === undefined) return undefined;
  let low = 0;
  let high = indented.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((indented[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
