import { SaxesParser, type SaxesTagPlain } from "saxes";
import { WorkbenchError } from "../../core/error.ts";
import type { Finding } from "../../core/finding.ts";
import { spec, type SpecRef } from "../../core/spec-ref.ts";
import { isNamespaceDeclaration, NamespaceScope, type RawAttribute } from "./namespace-scope.ts";
import { defaultXmlLimits, type XmlLimits } from "./reader.ts";
import { repairXml, type RepairedXml } from "./repair.ts";
import type { XmlAttribute, XmlPass, XmlSink, XmlTag } from "./sink.ts";
import { withoutDoctype } from "./doctype.ts";
import { decodeXmlText } from "./text.ts";
import { notWellFormed } from "./well-formedness.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const LESS_THAN = 0x3c;
const MOST_FINDINGS = 200;
const MOST_ERRORS = 32;
/** Longest text that is mended. A longer one that is not well-formed is read up to its first error: mending costs much more than reading. */
const MOST_MENDED = 1024 * 1024;
const limitsSpec: SpecRef = spec("xml", "2.1 Well-Formed XML Documents");

/** Thrown through the parser to end a pass early; never leaves this file. */
const stopped = new WorkbenchError("xml/stopped", "The pass over a text was ended");

const noAttributes: readonly XmlAttribute[] = [];
const noDeclarations: readonly RawAttribute[] = [];

type End = "complete" | "stopped" | "broken";

class Pass implements XmlPass {
  readonly findings: Finding[] = [];
  text = "";
  // namespaces are resolved here: the parser's own way makes three objects for each tag
  #parser = new SaxesParser({
    xmlns: false,
    position: false,
    forceXMLVersion: true,
    defaultXMLVersion: "1.0",
  });
  #sink: XmlSink | undefined;
  #limits: XmlLimits = defaultXmlLimits;
  #repaired: RepairedXml | undefined;
  #fed = "";
  #depth = 0;
  #elements = 0;
  #attributes = 0;
  #errors = 0;
  #plain: RawAttribute[] | undefined;
  #declarations: RawAttribute[] | undefined;
  readonly #scope = new NamespaceScope();
  readonly #tag: Mutable<XmlTag> = {
    name: "",
    prefix: "",
    local: "",
    namespace: "",
    attributes: noAttributes,
    declarations: noDeclarations,
  };
  #end: End = "complete";
  /** What broke the pass, and where. */
  #objection: { readonly message: string; readonly place: number } | undefined;

  /**
   * `full` also listens to what plain messages do not have. The parser keeps its handlers as properties, and with more
   * than a handful V8 turns it into a dictionary, which is 2.5 times slower.
   */
  constructor(full: boolean) {
    const parser = this.#parser;
    parser.on("attribute", (attribute) => this.#onAttribute(attribute));
    parser.on("opentag", (tag) => this.#onOpen(tag));
    parser.on("text", (text) => this.#onText(text));
    parser.on("cdata", (text) => this.#onText(text));
    parser.on("closetag", (tag) => this.#onClose(tag));
    parser.on("error", (error) => this.#onError(error.message));
    if (!full) return;
    parser.on("doctype", () => this.#onDoctype());
    parser.on("processinginstruction", ({ target }) => this.#onInstruction(target));
  }

  /** Feeds a sink with the events of a text; `repaired` says that errors are findings and the pass goes on. */
  run(text: string, sink: XmlSink, limits: XmlLimits, repaired?: RepairedXml): End {
    this.text = text;
    this.#fed = repaired ? repaired.text : text;
    this.#sink = sink;
    this.#limits = limits;
    this.#repaired = repaired;
    this.#depth = this.#elements = this.#attributes = this.#errors = 0;
    this.#plain = this.#declarations = undefined;
    this.#scope.reset();
    this.#end = "complete";
    this.#objection = undefined;
    try {
      this.#parser.write(this.#fed).close();
    } catch (error) {
      if (error !== stopped) this.#onCrash();
    }
    const end = this.#ended();
    if (end !== "broken") this.#closeOpen();
    return end;
  }

  /** Ends a broken pass as it stands, with a finding. */
  giveUp(): void {
    if (this.#objection) {
      const { message, place } = this.#objection;
      this.report(notWellFormed(message, place, this.text.length));
    } else this.#reportFailure();
    this.#closeOpen();
  }

  #closeOpen(): void {
    const { length } = this.text;
    for (; this.#depth > 0; this.#depth--) this.#sink?.close(length, length);
  }

  #ended(): End {
    return this.#end;
  }

  report(finding: Finding): void {
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding);
  }

  markup(start: number, end: number): string {
    const text = this.#repaired
      ? this.#repaired.restore(this.#repaired.text.slice(start, end), true)
      : this.text.slice(start, end);
    return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  }

  namespaceOf(prefix: string): string | undefined {
    return this.#scope.namespaceOf(prefix);
  }

  place(): number {
    return this.#parser.position;
  }

  stop(): never {
    this.#end = "stopped";
    throw stopped;
  }

  #onAttribute(attribute: RawAttribute): void {
    if (++this.#attributes > this.#limits.attributes) this.#exceed("attributes", "attributes of one element");
    if (isNamespaceDeclaration(attribute.name)) (this.#declarations ??= []).push(attribute);
    else (this.#plain ??= []).push(attribute);
  }

  #onOpen(raw: SaxesTagPlain): void {
    const contentStart = this.#parser.position;
    if (++this.#depth > this.#limits.depth) {
      this.#depth--;
      this.#exceed("depth", "levels of elements");
    }
    if (++this.#elements > this.#limits.elements) {
      this.#depth--;
      this.#exceed("elements", "elements");
    }
    const text = this.#fed;
    const tag = this.#tag;
    const { name } = raw;
    let start = contentStart - name.length - 2;
    while (start > 0 && text.charCodeAt(start) !== LESS_THAN) start--;
    tag.name = name;
    if (this.#attributes > 0) this.#takeAttributes();
    else if (tag.attributes !== noAttributes || tag.declarations !== noDeclarations) {
      tag.attributes = noAttributes;
      tag.declarations = noDeclarations;
    }
    const colon = name.indexOf(":");
    if (colon < 0) {
      tag.prefix = "";
      tag.local = name;
      tag.namespace = this.#scope.base;
    } else {
      tag.prefix = name.slice(0, colon);
      tag.local = name.slice(colon + 1);
      tag.namespace = this.#resolve(tag.prefix, tag.local);
    }
    this.#sink?.open(tag, start, contentStart);
  }

  #takeAttributes(): void {
    const tag = this.#tag;
    const declarations = this.#declarations;
    const plain = this.#plain;
    this.#attributes = 0;
    this.#plain = this.#declarations = undefined;
    tag.declarations = declarations ?? noDeclarations;
    if (declarations !== undefined) {
      const objection = this.#scope.declare(declarations, this.#depth);
      if (objection !== undefined) this.#onError(objection);
    }
    tag.attributes = plain === undefined ? noAttributes : plain.map((attribute) => this.#resolved(attribute));
    if (tag.attributes.length > 1) this.#checkUnique(tag.attributes);
  }

  #resolved({ name, value }: RawAttribute): XmlAttribute {
    const restored = this.#repaired ? this.#repaired.restore(value, false) : value;
    const colon = name.indexOf(":");
    if (colon < 0) return { prefix: "", local: name, namespace: "", value: restored };
    const prefix = name.slice(0, colon);
    const local = name.slice(colon + 1);
    return { prefix, local, namespace: this.#resolve(prefix, local), value: restored };
  }

  #resolve(prefix: string, local: string): string {
    if (prefix === "" || local === "" || local.includes(":"))
      this.#onError(`malformed name ${local.slice(0, 40)}.`);
    const namespace = prefix === "" ? undefined : this.#scope.namespaceOf(prefix);
    if (namespace === undefined) this.#onError(`unbound namespace prefix ${prefix.slice(0, 40)}.`);
    return namespace ?? prefix;
  }

  /** Two attributes may be one by different prefixes; the parser itself finds those of equal names. */
  #checkUnique(attributes: readonly XmlAttribute[]): void {
    const seen = new Set<string>();
    for (const { namespace, local } of attributes) {
      if (namespace === "") continue;
      const key = `${namespace} ${local}`;
      if (seen.has(key)) this.#onError(`duplicate attribute ${local.slice(0, 40)}.`);
      seen.add(key);
    }
  }

  #onText(text: string): void {
    if (this.#depth > 0) this.#sink?.text(this.#repaired ? this.#repaired.restore(text, false) : text);
  }

  #onClose(tag: SaxesTagPlain): void {
    if (this.#depth === 0) return;
    const depth = this.#depth--;
    const end = this.#parser.position;
    if (tag.isSelfClosing) {
      this.#sink?.close(end, end);
      this.#scope.close(depth);
      return;
    }
    const text = this.#fed;
    let contentEnd = end - 2;
    const plain = end - tag.name.length - 3;
    if (text.charCodeAt(plain) === LESS_THAN) contentEnd = plain;
    else while (contentEnd > 0 && text.charCodeAt(contentEnd) !== LESS_THAN) contentEnd--;
    // closed by the end tag of an element around it: its content ends there and it has no end tag of its own
    const own = this.#repaired === undefined || text.slice(contentEnd + 2, end - 1).trimEnd() === tag.name;
    this.#sink?.close(contentEnd, own ? end : contentEnd);
    this.#scope.close(depth);
  }

  #onError(message: string): void {
    if (!this.#repaired) {
      this.#end = "broken";
      this.#objection = { message, place: this.#parser.position };
      throw stopped;
    }
    const finding = notWellFormed(message, this.#parser.position, this.text.length);
    // the parser says these of every element of a further root, and of all that are open at the end; once is enough
    const once = finding.code === "xml/several-roots" || finding.code === "xml/cut-short";
    if (once && this.findings.some(({ code }) => code === finding.code)) return;
    this.report(finding);
    if (++this.#errors >= MOST_ERRORS) this.stop();
  }

  /** A failure of the parser or of a sink, which says nothing about the text. A repaired text is worth a second try. */
  #onCrash(): void {
    if (!this.#repaired) {
      this.#end = "broken";
      return;
    }
    this.#reportFailure();
    this.#end = "stopped";
  }

  #reportFailure(): void {
    const place = Math.min(Math.max(this.#parser.position, 1), Math.max(this.text.length, 1));
    this.findings.push({
      severity: "error",
      code: "xml/reader-failed",
      text: "This message could not be read because of a failure in this program.",
      range: { unit: "char", start: place - 1, end: place },
    });
  }

  #onDoctype(): void {
    const end = this.#parser.position;
    this.report({
      severity: "error",
      code: "xml/doctype",
      text: "A document type declaration is refused: protocol messages have none, and entities in one can be an attack.",
      range: { unit: "char", start: Math.max(0, this.text.lastIndexOf("<!DOCTYPE", end)), end },
      spec: spec("xml", "2.8 Document Type Declaration"),
    });
    this.stop();
  }

  #onInstruction(target: string): void {
    const end = this.#parser.position;
    this.report({
      severity: "info",
      code: "xml/processing-instruction",
      text: `The processing instruction "${target.slice(0, 40)}" is ignored.`,
      range: { unit: "char", start: Math.max(0, this.text.lastIndexOf("<?", end)), end },
      spec: spec("xml", "2.6 Processing Instructions"),
    });
  }

  #exceed(limit: keyof XmlLimits, what: string): never {
    const place = this.#parser.position;
    this.findings.push({
      severity: "error",
      code: `xml/too-many-${limit}`,
      text: `More than ${this.#limits[limit]} ${what}; reading ends here.`,
      range: { unit: "char", start: Math.max(0, place - 1), end: place },
      spec: limitsSpec,
    });
    return this.stop();
  }
}

/** What was fed to a sink, with all findings so far. */
export interface XmlScan<S> {
  readonly sink: S;
  readonly text: string;
  readonly findings: Finding[];
}

/**
 * Feeds octets to a sink. A text that is not well-formed is fed a second time, to a new sink, with the known defects of
 * the field mended in place and everything else reported as the parser goes on; a very long one ends at its first error.
 */
export function scanXml<S extends XmlSink>(
  bytes: Uint8Array,
  limits: Partial<XmlLimits> | undefined,
  createSink: (pass: XmlPass) => S,
  skipDoctype = false,
): XmlScan<S> {
  const caps = limits === undefined ? defaultXmlLimits : { ...defaultXmlLimits, ...limits };
  const read = bytes.length > caps.bytes ? tooLong(bytes, caps) : decodeXmlText(bytes);
  const decoded = skipDoctype ? withoutDoctype(read) : read;
  const full = hasRarities(decoded.text);
  const strict = (full ? undefined : idlePasses.pop()) ?? new Pass(full);
  strict.findings.length = 0;
  for (const finding of decoded.findings) strict.report(finding);
  const sink = createSink(strict);
  const end = strict.run(decoded.text, sink, caps);
  if (end !== "broken") {
    const findings = strict.findings.slice();
    if (end === "complete" && !full) idlePasses.push(strict);
    return { sink, text: read.text, findings };
  }
  if (decoded.text.length > MOST_MENDED) {
    strict.giveUp();
    return { sink, text: read.text, findings: strict.findings.slice() };
  }
  const tolerant = new Pass(true);
  for (const finding of decoded.findings) tolerant.report(finding);
  const repaired = repairXml(decoded.text, (finding) => tolerant.report(finding));
  const second = createSink(tolerant);
  tolerant.run(decoded.text, second, caps, repaired);
  return { sink: second, text: read.text, findings: tolerant.findings };
}

/** True for a text that may have a document type or processing instructions, searched by the rarest characters. */
function hasRarities(text: string): boolean {
  const start = text.startsWith("<?xml") ? text.indexOf("?>") + 2 : 0;
  return text.includes("?>", start) || text.includes("!DOCTYPE", start);
}

/** Parsers that ended a text well and may read another. Reading never nests, so one is the rule. */
const idlePasses: Pass[] = [];

function tooLong(bytes: Uint8Array, caps: XmlLimits): { text: string; findings: readonly Finding[] } {
  const finding: Finding = {
    severity: "error",
    code: "xml/too-many-bytes",
    text: `The message has ${bytes.length} octets; at most ${caps.bytes} are read.`,
    range: { unit: "byte", start: caps.bytes, end: bytes.length },
    spec: limitsSpec,
  };
  return { text: "", findings: [finding] };
}
