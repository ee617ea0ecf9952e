import type { AnyElement, AttributeValue } from "../element.ts";
import { planOf, structOf, type ChildPlan, type ElementPlan } from "../plan.ts";
import { readAttributes, sentAttributes } from "./attributes.ts";
import { asideIn, mostAsides, type Aside } from "../reading/aside.ts";
import { buildChoice, buildStruct } from "../reading/build.ts";
import { admitChild, storeChild, type Frame } from "../reading/frame.ts";
import { Reports } from "../reading/reports.ts";
import { MarkupCollector } from "./markup.ts";
import type { ElementResolver, XmlReadOptions, XmlRoot } from "./reader.ts";
import type { XmlPass, XmlSink, XmlTag } from "./sink.ts";
import { isBlank, trimXml } from "./trim.ts";

/** An element with children whose end tag has not come. */
interface XmlFrame extends Frame {
  /** Name and attributes, when the element belongs to a wildcard or is a root. */
  readonly head: Head | undefined;
  nil: boolean;
}

/** An element of a wildcard, or a root, as named on the wire. */
interface Head {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly AttributeValue[];
  readonly element: AnyElement | undefined;
}

/** What the innermost open element is. Inside a leaf, data or something skipped, child elements are only counted. */
type Mode = "children" | "leaf" | "data" | "markup" | "skip";

const noAttributes: readonly AttributeValue[] = [];

/** Turns the events of a pass into typed values. */
export class Reading implements XmlSink {
  readonly roots: XmlRoot[] = [];
  /** Four numbers for each element, see Positions. */
  readonly places: number[] = [];
  /** Values of structs and, in step with them, where their elements stand among the places. */
  readonly structs: unknown[] = [];
  readonly structPlaces: number[] = [];
  readonly asides: (Aside & { id: string })[] = [];
  readonly #open: number[] = [];
  readonly #frames: XmlFrame[] = [];
  readonly #pass: XmlPass;
  readonly #resolveRoot: ElementResolver;
  readonly #options: XmlReadOptions;
  readonly #reports: Reports;
  #top: XmlFrame | undefined;
  #mode: Mode = "children";
  /** Open elements inside the leaf, data or skipped element. */
  #inner = 0;
  #leaf: ElementPlan | undefined;
  #leafChild: ChildPlan | undefined;
  #leafHead: Head | undefined;
  #leafText = "";
  #leafNil = false;
  #markup: MarkupCollector | undefined;
  /** The skipped element has had the child that identifies it; `#identifying` while that child is open. */
  #identified = true;
  #identifying = false;
  /** End of the last tag, where the present text begins. */
  #tagEnd = 0;

  constructor(pass: XmlPass, resolveRoot: ElementResolver, options: XmlReadOptions) {
    this.#pass = pass;
    this.#resolveRoot = resolveRoot;
    this.#options = options;
    this.#reports = new Reports(pass, this.#frames, this.places);
  }

  open(tag: XmlTag, start: number, contentStart: number): void {
    const { places } = this;
    this.#open.push(places.length);
    places.push(start, contentStart, contentStart, contentStart);
    this.#tagEnd = contentStart;
    if (this.#mode !== "children") {
      this.#openInner(tag, start, contentStart);
      return;
    }
    const frame = this.#top;
    if (frame === undefined) {
      this.#openRoot(tag, start, contentStart);
      return;
    }
    let child = frame.struct.order[frame.expected];
    if (child === undefined || child.plan.name !== tag.local) child = frame.struct.children.get(tag.local);
    if (child !== undefined && (child.plan.namespace !== tag.namespace || child.next !== undefined))
      child = this.#childInNamespace(frame.struct.children.get(tag.local) ?? child, tag, start, contentStart);
    if (child === undefined) {
      this.#openOther(frame, tag, start, contentStart);
      return;
    }
    if (!admitChild(frame, child, this.#reports, start, contentStart)) {
      this.#mode = "skip";
      return;
    }
    this.#begin(child.plan, child, undefined, tag, start, contentStart);
  }

  text(text: string): void {
    switch (this.#mode) {
      case "leaf":
      case "data":
        if (this.#inner === 0) this.#leafText = this.#leafText === "" ? text : this.#leafText + text;
        return;
      case "children": {
        const frame = this.#top;
        if (frame === undefined) return;
        if (frame.struct.text !== undefined) frame.text += text;
        else if (!isBlank(text)) this.#reports.unexpectedText(frame, text, this.#tagEnd, this.#pass.place());
        return;
      }
      case "skip": {
        const aside = this.#identifying ? this.asides.at(-1) : undefined;
        if (aside !== undefined && this.#inner === 1) aside.id += text;
        return;
      }
      case "markup":
    }
  }

  close(contentEnd: number, end: number): void {
    const { places } = this;
    const index = this.#open.pop() ?? 0;
    const contentStart = places[index + 1] ?? 0;
    places[index + 2] = contentEnd < contentStart ? contentStart : contentEnd;
    places[index + 3] = end;
    this.#tagEnd = end;
    if (this.#mode !== "children") {
      if (this.#inner > 0) {
        this.#inner--;
        if (this.#inner === 0 && this.#identifying) this.#endIdentifying();
        return;
      }
      const mode = this.#mode;
      this.#mode = "children";
      this.#identified = true;
      if (mode === "leaf") this.#closeLeaf(index, contentEnd);
      else if (mode === "data") this.#closeData(contentStart, contentEnd);
      else if (mode === "markup") this.#closeMarkup(places[index] ?? 0, end);
      return;
    }
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    this.#top = this.#frames.at(-1);
    // nil says that a child is absent; an element of a wildcard, or a root, is there all the same
    if (frame.nil && frame.head === undefined) return;
    const tag = frame.child?.tagged === true ? frame.plan.name : undefined;
    let value: unknown;
    if (frame.struct.choice) value = buildChoice(frame, this.#reports);
    else {
      value = buildStruct(frame, tag, this.#reports);
      this.structs.push(value);
      this.structPlaces.push(frame.place);
    }
    this.#put(value, frame.child, frame.head, frame.struct.choice ? frame.plan : undefined);
  }

  #endIdentifying(): void {
    this.#identifying = false;
    const aside = this.asides.at(-1);
    if (aside !== undefined) aside.id = trimXml(aside.id);
  }

  #noteAside(name: string, value: unknown): void {
    const id = (value as Readonly<Record<string, unknown>>)[this.#options.identifiedBy ?? ""];
    if (this.asides.length < mostAsides)
      this.asides.push({ ...asideIn(this.#frames, name), id: typeof id === "string" ? id : "" });
  }

  /** Starts an element that is declared. */
  #begin(
    plan: ElementPlan,
    child: ChildPlan | undefined,
    head: Head | undefined,
    tag: XmlTag,
    start: number,
    contentStart: number,
  ): void {
    if (plan.kind === "struct" || plan.kind === "choice") {
      const struct = structOf(plan);
      const slots = new Array<unknown>(struct.fields.length);
      const frame: XmlFrame = {
        plan,
        struct,
        child,
        head,
        slots,
        place: this.places.length - 4,
        lastSlot: 0,
        expected: 0,
        text: "",
        nil: false,
      };
      this.#frames.push(frame);
      this.#top = frame;
      if (tag.attributes.length > 0)
        frame.nil = readAttributes(plan, struct, slots, tag, this.#reports, start, contentStart);
      return;
    }
    this.#mode = plan.kind === "data" ? "data" : "leaf";
    this.#leaf = plan;
    this.#leafChild = child;
    this.#leafHead = head;
    this.#leafText = "";
    this.#leafNil =
      tag.attributes.length > 0 &&
      readAttributes(plan, undefined, [], tag, this.#reports, start, contentStart);
  }

  #openRoot(tag: XmlTag, start: number, contentStart: number): void {
    const element = this.#resolveRoot(tag.namespace, tag.local);
    const head: Head = { namespace: tag.namespace, name: tag.local, attributes: noAttributes, element };
    if (element === undefined) {
      this.roots.push({ namespace: tag.namespace, name: tag.local, element, value: undefined });
      this.#mode = "skip";
      return;
    }
    if (element.namespace !== tag.namespace)
      this.#reports.namespace(tag, element.namespace, start, contentStart);
    this.#begin(planOf(element), undefined, head, tag, start, contentStart);
  }

  /** An element inside a leaf, data or something skipped. */
  #openInner(tag: XmlTag, start: number, contentStart: number): void {
    this.#inner++;
    if (this.#mode === "data") {
      this.#markup ??= new MarkupCollector();
      this.#markup.open(tag, start, this.#inner === 1);
    } else if (this.#mode === "markup") this.#markup?.open(tag, start, false);
    else if (this.#mode === "leaf" && this.#inner === 1)
      this.#reports.unknownElement(tag, start, contentStart, this.#leaf?.name);
    else if (this.#mode === "skip" && this.#inner === 1 && !this.#identified)
      this.#identified = this.#identifying = tag.local === this.#options.identifiedBy;
  }

  /** An element that is no declared child: one of the wildcard, or unknown. */
  #openOther(frame: Frame, tag: XmlTag, start: number, contentStart: number): void {
    const { wildcard } = frame.struct;
    if (wildcard === undefined) {
      this.#reports.unknownElement(tag, start, contentStart);
      this.#mode = "skip";
      if (this.asides.length < mostAsides) this.asides.push(asideIn(this.#frames, tag.local));
      this.#identified = false;
      return;
    }
    const parent = frame.plan.element;
    const canonical = this.#options.aliases?.[tag.namespace] ?? tag.namespace;
    const element = this.#options.resolve?.(canonical, tag.local, parent);
    const head: Head = {
      namespace: tag.namespace,
      name: tag.local,
      attributes: tag.attributes.length > 0 ? sentAttributes(tag) : noAttributes,
      element,
    };
    const plan = element === undefined ? frame.plan : planOf(element);
    const child: ChildPlan = {
      plan,
      slot: wildcard.slot,
      list: wildcard.list,
      tagged: false,
      anywhere: false,
      index: 0,
      next: undefined,
    };
    if (!child.list && frame.slots[child.slot] !== undefined) {
      this.#reports.unknownElement(tag, start, contentStart);
      this.#mode = "skip";
      return;
    }
    if (element !== undefined) {
      this.#begin(plan, child, head, tag, start, contentStart);
      return;
    }
    this.#mode = "markup";
    this.#leafChild = child;
    this.#leafHead = head;
    this.#markup = new MarkupCollector();
    this.#markup.open(tag, start, true);
  }

  #childInNamespace(
    first: ChildPlan,
    tag: XmlTag,
    start: number,
    contentStart: number,
  ): ChildPlan | undefined {
    const { aliases, anyNamespace } = this.#options;
    for (let child: ChildPlan | undefined = first; child; child = child.next)
      if (child.plan.namespace === tag.namespace) return child;
    const canonical = aliases?.[tag.namespace];
    let found: ChildPlan | undefined = anyNamespace === true ? first : undefined;
    for (let child: ChildPlan | undefined = first; child; child = child.next)
      if (child.plan.namespace === canonical) found = child;
    if (found) this.#reports.namespace(tag, found.plan.namespace, start, contentStart);
    return found;
  }

  #closeLeaf(index: number, contentEnd: number): void {
    const plan = this.#leaf;
    if (plan === undefined || this.#leafNil) return;
    const { scalar } = plan;
    const text = plan.preserve ? this.#leafText : trimXml(this.#leafText);
    let value: unknown = true;
    if (scalar !== undefined) {
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
    } else if (text !== "") this.#reports.textInFlag(plan, this.places[index + 1] ?? 0, contentEnd);
    if (value !== undefined) this.#put(value, this.#leafChild, this.#leafHead, plan);
  }

  #closeData(contentStart: number, contentEnd: number): void {
    if (this.#leafNil) return;
    const markup = this.#markup;
    this.#markup = undefined;
    const value =
      markup === undefined
        ? this.#leafText
        : { xml: markup.text(this.#pass, contentStart, contentEnd, false) };
    this.#put(value, this.#leafChild, this.#leafHead, this.#leaf);
  }

  #closeMarkup(start: number, end: number): void {
    const head = this.#leafHead;
    const markup = { xml: this.#markup?.text(this.#pass, start, end, true) ?? "" };
    this.#markup = undefined;
    this.#store({ ...head, value: undefined, markup }, this.#leafChild);
  }

  /** Puts a value where it belongs. `plan` is given when the value does not carry its own `kind`. */
  #put(
    value: unknown,
    child: ChildPlan | undefined,
    head: Head | undefined,
    plan: ElementPlan | undefined,
  ): void {
    if (head !== undefined) {
      const { namespace, name, attributes, element } = head;
      if (child === undefined) this.roots.push({ namespace, name, element, value });
      else this.#store({ namespace, name, attributes, element, value, markup: undefined }, child);
      return;
    }
    this.#store(plan !== undefined && child?.tagged === true ? { kind: plan.name, value } : value, child);
  }

  #store(value: unknown, child: ChildPlan | undefined): void {
    const frame = this.#top;
    if (frame === undefined || child === undefined) return;
    if (child.anywhere) this.#noteAside(child.plan.name, value);
    storeChild(frame, child, value);
  }
}
