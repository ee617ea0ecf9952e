import { concatBytes, toHex, utf8 } from "../../core/bytes.ts";
import type { AnyElement, Scalar } from "../element.ts";
import type { GrowingNode } from "../growing-node.ts";
import { planOf, structOf, type ElementPlan } from "../plan.ts";
import { maskedText } from "../secrets.ts";
import { isBlank, trimXml } from "../xml/trim.ts";
import { childrenByToken, keyOf } from "./children.ts";
import { byteRange } from "./header.ts";
import { isReadable } from "./readable.ts";
import type { WbxmlPass, WbxmlPiece, WbxmlSink, WbxmlTag } from "./sink.ts";

/** Octets that are no text are shown in hexadecimal up to this many. */
const MOST_OCTETS = 64;

const pieceNames = { inline: "STR_I", table: "STR_T", opaque: "OPAQUE", entity: "ENTITY" } as const;

interface Level {
  readonly node: GrowingNode;
  readonly plan: ElementPlan | undefined;
  readonly pieces: WbxmlPiece[];
}

/** Builds the tree that people read, with the labels of the declarations; what is not declared is shown as it is. */
export class Inspection implements WbxmlSink {
  readonly roots: GrowingNode[] = [];
  readonly #levels: Level[] = [];
  readonly #pass: WbxmlPass;
  readonly #root: AnyElement;
  #elements = 0;

  constructor(pass: WbxmlPass, root: AnyElement) {
    this.#pass = pass;
    this.#root = root;
  }

  open(tag: WbxmlTag, start: number, contentStart: number): void {
    const around = this.#levels.at(-1);
    const plan = around === undefined ? this.#rootPlan(tag) : childPlan(around.plan, tag);
    const element = plan?.element;
    const node: GrowingNode = {
      name: tag.name,
      declared: element,
      place: 4 * this.#elements++,
      label: element?.label,
      spec: element?.spec,
      secret: element?.secret,
      range: byteRange(start, contentStart),
      findings: [],
      children: [],
    };
    (around === undefined ? this.roots : around.node.children).push(node);
    this.#levels.push({ node, plan, pieces: [] });
  }

  piece(piece: WbxmlPiece): void {
    this.#levels.at(-1)?.pieces.push(piece);
  }

  close(contentEnd: number, end: number): void {
    const level = this.#levels.pop();
    if (level === undefined) return;
    const { node, plan, pieces } = level;
    const contentStart = node.range.end;
    node.range = byteRange(node.range.start, Math.max(contentStart, end));
    const text = this.#textOf(pieces);
    if (node.children.length > 0 && (text === undefined || isBlank(text))) return;
    if (plan?.kind === "struct" || plan?.kind === "choice" || plan?.kind === "flag")
      if (text === undefined || isBlank(text)) return;
    const shown =
      text === undefined ? this.#octetsShown(pieces) : plan?.kind === "data" ? text : trimXml(text);
    node.value = node.secret === true ? maskedText(shown) : shown;
    const [only] = pieces;
    // a text of the string table stands there; nothing but an index is left here
    node.valueRange =
      only !== undefined && pieces.length === 1
        ? only.octets
        : byteRange(contentStart, Math.max(contentStart, contentEnd));
    if (pieces.length > 1) node.children.push(...pieces.map((piece) => this.#pieceNode(piece, node.secret)));
    if (node.secret !== true)
      node.meaning = text === undefined ? octetCount(pieces) : meaningOf(plan?.scalar, shown);
  }

  #rootPlan(tag: WbxmlTag): ElementPlan | undefined {
    const isRoot = tag.key < 0 ? tag.name === this.#root.name : tag.key === keyOf(this.#root);
    return isRoot ? planOf(this.#root) : undefined;
  }

  /** Text of pieces; undefined when one of them is no text. */
  #textOf(pieces: readonly WbxmlPiece[]): string | undefined {
    let all = "";
    for (const piece of pieces) {
      const text = this.#pass.textOf(piece);
      if (text === undefined || (piece.kind === "opaque" && !isReadable(text))) return undefined;
      all += text;
    }
    return all;
  }

  #octetsShown(pieces: readonly WbxmlPiece[]): string {
    const octets = concatBytes(
      ...pieces.map(({ octets: { start, end }, character }) =>
        character === undefined ? this.#pass.bytes.subarray(start, end) : utf8(character),
      ),
    );
    return toHex(octets.subarray(0, MOST_OCTETS)) + (octets.length > MOST_OCTETS ? "…" : "");
  }

  /** One of several pieces of a value. */
  #pieceNode(piece: WbxmlPiece, secret: boolean | undefined): GrowingNode {
    const text = this.#textOf([piece]) ?? this.#octetsShown([piece]);
    return {
      name: pieceNames[piece.kind],
      declared: undefined,
      place: -1,
      label: "piece of the value",
      secret,
      value: secret === true ? maskedText(text) : text,
      range: byteRange(piece.start, piece.end),
      valueRange: piece.octets,
      findings: [],
      children: [],
    };
  }
}

function childPlan(around: ElementPlan | undefined, tag: WbxmlTag): ElementPlan | undefined {
  if (around === undefined || (around.kind !== "struct" && around.kind !== "choice")) return undefined;
  const struct = structOf(around);
  return (tag.key < 0 ? struct.children.get(tag.name) : childrenByToken(struct).get(tag.key))?.plan;
}

function octetCount(pieces: readonly WbxmlPiece[]): string {
  let count = 0;
  for (const { octets } of pieces) count += octets.end - octets.start;
  return `${count} octets`;
}

function meaningOf(scalar: Scalar<unknown> | undefined, text: string): string | undefined {
  if (scalar?.meaning === undefined) return undefined;
  const value = scalar.parse(text);
  return value === undefined ? undefined : scalar.meaning(value);
}
