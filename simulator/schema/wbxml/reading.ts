import { concatBytes, toBase64, utf8 } from "../../core/bytes.ts";
import type { AnyElement, DataValue } from "../element.ts";
import { planOf, structOf, type ChildPlan, type ElementPlan } from "../plan.ts";
import { asideIn, mostAsides, type Aside } from "../reading/aside.ts";
import { buildChoice, buildStruct } from "../reading/build.ts";
import { admitChild, storeChild, type Frame } from "../reading/frame.ts";
import { Reports } from "../reading/reports.ts";
import { isBlank, trimXml } from "../xml/trim.ts";
import { childrenByToken, keyOf } from "./children.ts";
import { InlineMarkup } from "./markup.ts";
import { isReadable } from "./readable.ts";
import type { WbxmlReadOptions } from "./reader.ts";
import type { WbxmlPass, WbxmlPiece, WbxmlSink, WbxmlTag } from "./sink.ts";

/** What the innermost open element is. Inside a leaf, data or something skipped, child elements are only counted. */
type Mode = "children" | "leaf" | "data" | "skip";

/** Turns the events of a pass into typed values. */
export class Reading implements WbxmlSink {
  /** The value of the root, once it is closed. */
  value: unknown;
  /** Name of the root when it is another element. */
  otherRoot: string | undefined;
  readonly names: string[] = [];
  readonly places: number[] = [];
  readonly structs: unknown[] = [];
  readonly structPlaces: number[] = [];
  readonly asides: (Aside & { id: string })[] = [];
  readonly #open: number[] = [];
  readonly #frames: Frame[] = [];
  readonly #pass: WbxmlPass;
  readonly #root: AnyElement;
  readonly #options: WbxmlReadOptions;
  readonly #reports: Reports;
  #top: Frame | undefined;
  #mode: Mode = "children";
  /** Open elements inside the leaf, data or skipped element. */
  #inner = 0;
  #leaf: ElementPlan | undefined;
  #leafChild: ChildPlan | undefined;
  #pieces: WbxmlPiece[] = [];
  #markup: InlineMarkup | undefined;
  /** The skipped element has had the child that identifies it; `#identifying` while that child is open. */
  #identified = true;
  #identifying = false;

  constructor(pass: WbxmlPass, root: AnyElement, options: WbxmlReadOptions) {
    this.#pass = pass;
    this.#root = root;
    this.#options = options;
    this.#reports = new Reports(pass, this.#frames, this.places, "byte");
  }

  open(tag: WbxmlTag, start: number, contentStart: number): void {
    const { places } = this;
    this.#open.push(places.length);
    places.push(start, contentStart, contentStart, contentStart);
    this.names.push(tag.name);
    if (this.#mode !== "children") {
      this.#openInner(tag, start, contentStart);
      return;
    }
    const frame = this.#top;
    if (frame === undefined) {
      this.#openRoot(tag);
      return;
    }
    const child =
      tag.key < 0 ? frame.struct.children.get(tag.name) : childrenByToken(frame.struct).get(tag.key);
    if (child === undefined) {
      this.#reports.unknownElement({ local: tag.name }, start, contentStart);
      this.#mode = "skip";
      if (this.asides.length < mostAsides) this.asides.push(asideIn(this.#frames, tag.name));
      this.#identified = false;
      return;
    }
    if (!admitChild(frame, child, this.#reports, start, contentStart)) {
      this.#mode = "skip";
      return;
    }
    this.#begin(child.plan, child);
  }

  piece(piece: WbxmlPiece): void {
    switch (this.#mode) {
      case "leaf":
      case "data":
        if (this.#inner === 0 && this.#markup === undefined) this.#pieces.push(piece);
        else this.#markup?.text(this.#textOrBase64(piece));
        return;
      case "children": {
        const frame = this.#top;
        if (frame === undefined) return;
        const text = this.#text(piece);
        if (frame.struct.text !== undefined) frame.text += text;
        else if (!isBlank(text)) this.#reports.unexpectedText(frame, text, piece.start, piece.end + 1);
        return;
      }
      case "skip": {
        const aside = this.#identifying ? this.asides.at(-1) : undefined;
        if (aside !== undefined && this.#inner === 1) aside.id += this.#text(piece);
      }
    }
  }

  close(contentEnd: number, end: number): void {
    const { places } = this;
    const index = this.#open.pop() ?? 0;
    const contentStart = places[index + 1] ?? 0;
    places[index + 2] = Math.max(contentStart, contentEnd);
    places[index + 3] = Math.max(contentStart, end);
    if (this.#mode !== "children") {
      if (this.#inner > 0) {
        this.#inner--;
        this.#closeInner();
        return;
      }
      const mode = this.#mode;
      this.#mode = "children";
      this.#identified = true;
      if (mode === "leaf") this.#closeLeaf(index, contentEnd);
      else if (mode === "data") this.#put(this.#dataValue(), this.#leafChild, this.#leaf);
      return;
    }
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    this.#top = this.#frames.at(-1);
    const kind = frame.child?.tagged === true ? frame.plan.name : undefined;
    if (frame.struct.choice) {
      this.#put(buildChoice(frame, this.#reports), frame.child, frame.plan);
      return;
    }
    const value = buildStruct(frame, kind, this.#reports);
    this.structs.push(value);
    this.structPlaces.push(frame.place);
    this.#put(value, frame.child, undefined);
  }

  #begin(plan: ElementPlan, child: ChildPlan | undefined): void {
    if (plan.kind === "struct" || plan.kind === "choice") {
      const struct = structOf(plan);
      const slots = new Array<unknown>(struct.fields.length);
      const place = this.places.length - 4;
      const frame: Frame = { plan, struct, child, slots, place, lastSlot: 0, expected: 0, text: "" };
      this.#frames.push(frame);
      this.#top = frame;
      return;
    }
    this.#mode = plan.kind === "data" ? "data" : "leaf";
    this.#leaf = plan;
    this.#leafChild = child;
    this.#pieces = [];
  }

  #openRoot(tag: WbxmlTag): void {
    if (tag.key < 0 ? tag.name === this.#root.name : tag.key === keyOf(this.#root))
      this.#begin(planOf(this.#root), undefined);
    else {
      this.otherRoot = tag.name;
      this.#mode = "skip";
    }
  }

  /** An element inside a leaf, data or something skipped. */
  #openInner(tag: WbxmlTag, start: number, contentStart: number): void {
    this.#inner++;
    if (this.#mode === "data") {
      if (this.#markup === undefined) {
        this.#markup = new InlineMarkup(this.#options.codePages);
        for (const piece of this.#pieces) this.#markup.text(this.#textOrBase64(piece));
      }
      this.#markup.open(tag);
    } else if (this.#mode === "leaf" && this.#inner === 1)
      this.#reports.unknownElement({ local: tag.name }, start, contentStart, this.#leaf?.name);
    else if (this.#mode === "skip" && this.#inner === 1 && !this.#identified)
      this.#identified = this.#identifying = tag.name === this.#options.identifiedBy;
  }

  #closeInner(): void {
    this.#markup?.close();
    if (this.#inner > 0 || !this.#identifying) return;
    this.#identifying = false;
    const aside = this.asides.at(-1);
    if (aside !== undefined) aside.id = trimXml(aside.id);
  }

  #closeLeaf(index: number, contentEnd: number): void {
    const plan = this.#leaf;
    if (plan === undefined) return;
    const { scalar } = plan;
    let value: unknown = true;
    if (scalar === undefined) {
      if (this.#pieces.length > 0) this.#reports.textInFlag(plan, this.places[index + 1] ?? 0, contentEnd);
    } else {
      const text = plan.preserve ? this.#leafText(plan) : trimXml(this.#leafText(plan));
      value = scalar.parse(text);
      if (value === undefined)
        value = this.#reports.badValue(
          plan,
          this.#leafChild,
          this.#top,
          text,
          this.places,
          index,
          contentEnd,
        );
    }
    if (value !== undefined) this.#put(value, this.#leafChild, plan);
  }

  /** Text of the pieces of a scalar; octets that are sent as they are become base64, as XML has them. */
  #leafText(plan: ElementPlan): string {
    const pieces = this.#pieces;
    const [only] = pieces;
    if (only === undefined) return "";
    if (only.kind === "opaque" && pieces.length === 1 && this.#isRaw(plan))
      return toBase64(this.#octets(only));
    let text = "";
    for (const piece of pieces) text += this.#text(piece, plan);
    return text;
  }

  #isRaw({ element }: ElementPlan): boolean {
    const frame = this.#top;
    const { rawOctets } = this.#options;
    if (frame === undefined || rawOctets === undefined) return false;
    return rawOctets(element, frame.plan.element, (key) => {
      const slot = frame.struct.fields.findIndex((field) => field.key === key);
      return frame.slots[slot];
    });
  }

  /** Content of a data element: markup where elements stand in it, octets where it came opaque, else text. */
  #dataValue(): DataValue {
    const pieces = this.#pieces;
    const markup = this.#markup;
    this.#markup = undefined;
    if (markup !== undefined) return { xml: markup.xml };
    const [only] = pieces;
    if (only === undefined) return "";
    if (pieces.length === 1)
      return only.kind === "opaque" ? this.#octets(only).slice() : this.#text(only, this.#leaf);
    const isText = pieces.every((piece) => isReadable(this.#pass.textOf(piece)));
    if (isText && pieces.some(({ kind }) => kind !== "opaque"))
      return pieces.map((piece) => this.#text(piece, this.#leaf)).join("");
    // encoders put the white space around an embedded document beside it
    const parts = isText ? pieces : pieces.filter((piece) => !isBlank(this.#pass.textOf(piece) ?? "?"));
    return concatBytes(...parts.map((piece) => this.#octets(piece)));
  }

  #octets({ octets, character }: WbxmlPiece): Uint8Array {
    if (character !== undefined) return utf8(character);
    return this.#pass.bytes.subarray(octets.start, octets.end);
  }

  #textOrBase64(piece: WbxmlPiece): string {
    return this.#pass.textOf(piece) ?? toBase64(this.#octets(piece));
  }

  #text(piece: WbxmlPiece, leaf?: ElementPlan): string {
    const text = this.#pass.textOf(piece);
    if (text !== undefined) return text;
    this.#reports.notText(leaf, piece.octets.start, piece.octets.end);
    return this.#pass.lenientTextOf(piece);
  }

  /** Puts a value where it belongs. `plan` is given when the value does not carry its own `kind`. */
  #put(value: unknown, child: ChildPlan | undefined, plan: ElementPlan | undefined): void {
    const frame = this.#top;
    if (child === undefined) {
      this.value = value;
      return;
    }
    if (frame === undefined) return;
    if (child.anywhere) this.#noteAside(child.plan.name, value);
    storeChild(frame, child, plan !== undefined && child.tagged ? { kind: plan.name, value } : value);
  }

  #noteAside(name: string, value: unknown): void {
    const id = (value as Readonly<Record<string, unknown>>)[this.#options.identifiedBy ?? ""];
    if (this.asides.length < mostAsides)
      this.asides.push({ ...asideIn(this.#frames, name), id: typeof id === "string" ? id : "" });
  }
}
