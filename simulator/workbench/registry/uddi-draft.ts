import type { Draft, UddiVersion } from "../../api/index.ts";
import { utf8 } from "../../core/bytes.ts";
import { resolveUddi, uddiNamespace, versionOfNamespace } from "../../protocols/uddi/index.ts";
import { SOAP11 } from "../../protocols/soap/index.ts";
import type { AnyElement } from "../../schema/element.ts";
import { attributeText, contentText } from "../../schema/xml/index.ts";
import { scanXml } from "../../schema/xml/scan.ts";
import type { XmlSink, XmlTag } from "../../schema/xml/sink.ts";

/*
 * A request as it is being written: elements by name, attributes as children `@name`, the text beside attributes as the
 * child `#text`. `{token}` stands for the token of a publisher until it is sent.
 */

/** Stands for a token until the request is sent. */
export const TOKEN = "{token}";

/** The envelope of a draft as readable text. Throws `xml/illegal-character`. */
export function writeEnvelope(version: UddiVersion, draft: Draft): string {
  const body = elementLines(draft, 2, ` xmlns="${uddiNamespace(version)}"`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<soap:Envelope xmlns:soap="${SOAP11}">`,
    " <soap:Body>",
    ...body,
    " </soap:Body>",
    "</soap:Envelope>",
    "",
  ].join("\n");
}

function elementLines(draft: Draft, depth: number, declared = ""): string[] {
  const indent = " ".repeat(depth);
  const name = xmlName(draft.name);
  const children = draft.children ?? [];
  const attributes = children
    .filter((child) => child.name.startsWith("@"))
    .map((child) => ` ${attributeName(child.name)}="${attributeText(child.text ?? "")}"`)
    .join("");
  const text = contentText(draft.text ?? children.find((child) => child.name === "#text")?.text ?? "");
  const inside = children.filter((child) => !/^[@#]/.test(child.name));
  const start = `${indent}<${name}${declared}${attributes}`;
  if (inside.length === 0) return [text === "" ? `${start}/>` : `${start}>${text}</${name}>`];
  return [
    `${start}>`,
    ...(text === "" ? [] : [text]),
    ...inside.flatMap((child) => elementLines(child, depth + 1)),
    `${indent}</${name}>`,
  ];
}

/** The only qualified attribute of UDDI is the language. */
function attributeName(name: string): string {
  return name === "@lang" ? "xml:lang" : xmlName(name.slice(1));
}

/** A name as XML can have it. */
function xmlName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}._-]*$/u.test(name) ? name : "_";
}

/** The draft of a value, by its declaration. */
export function draftOf(element: AnyElement, value: unknown): Draft {
  const { content, name } = element;
  if (content.kind === "scalar") return { name, text: content.scalar.print(value) };
  if (content.kind !== "struct" || typeof value !== "object" || value === null) return { name };
  const parts: Readonly<Record<string, unknown>> = { ...value };
  const children: Draft[] = [];
  for (const [key, field] of Object.entries(content.fields)) {
    const part = parts[key];
    if (part === undefined) continue;
    if (field.kind === "attribute") children.push({ name: `@${field.name}`, text: field.scalar.print(part) });
    else if (field.kind === "text") children.push({ name: "#text", text: field.scalar.print(part) });
    else if (field.kind === "element" && field.element.content.kind !== "data")
      for (const member of Array.isArray(part) ? part : [part]) children.push(draftOf(field.element, member));
  }
  return children.length === 0 ? { name } : { name, children };
}

/** The request that an envelope holds, and what a form has no place for. */
export interface ParsedRequest {
  version?: UddiVersion;
  draft?: Draft;
  lost: string[];
  problem?: string;
}

/** Most sentences about what has no place in the form. */
const MOST_LOST = 12;

class BodySink implements XmlSink {
  readonly requests: Draft[] = [];
  readonly lost = new Set<string>();
  version: UddiVersion | undefined;
  readonly #way: string[] = [];
  readonly #open: { readonly draft: Draft; text: string }[] = [];

  open(tag: XmlTag): void {
    this.#way.push(tag.local);
    if (this.#way[0] !== "Envelope" || this.#way[1] !== "Body" || this.#way.length < 3) return;
    const draft: Draft = { name: tag.local };
    const parent = this.#open.at(-1);
    const version = versionOfNamespace(tag.namespace);
    if (parent === undefined) this.version = version;
    if (version === undefined || version !== this.version)
      this.lost.add(`The namespace “${tag.namespace.slice(0, 80)}” of ${tag.local}.`);
    for (const { local, value } of tag.attributes)
      (draft.children ??= []).push({ name: `@${local}`, text: value });
    if (parent) (parent.draft.children ??= []).push(draft);
    else this.requests.push(draft);
    this.#open.push({ draft, text: "" });
  }

  text(text: string): void {
    const open = this.#open.at(-1);
    if (open) open.text += text;
  }

  close(): void {
    this.#way.pop();
    const open = this.#open.pop();
    if (!open) return;
    const { draft, text } = open;
    if (draft.children === undefined) draft.text = text;
    else if (draft.children.every(({ name }) => name.startsWith("@"))) {
      if (text.trim() !== "") draft.children.push({ name: "#text", text });
    } else if (text.trim() !== "")
      this.lost.add(`The text “${text.trim().slice(0, 60)}” beside elements of ${draft.name}.`);
  }
}

/** Reads the request of an envelope that was written by hand. Nothing that is well-formed is refused. */
export function parseEnvelope(envelope: string): ParsedRequest {
  const { sink, findings } = scanXml(utf8(envelope), undefined, () => new BodySink());
  const broken = findings.find(({ severity }) => severity === "error");
  if (broken) return { lost: [], problem: broken.text };
  const [draft, ...more] = sink.requests;
  if (!draft) return { lost: [], problem: "There is no element in a SOAP Body." };
  for (const { name } of more) sink.lost.add(`The element ${name}: a Body of the form holds one.`);
  if (envelope.includes("<!--")) sink.lost.add("Comments.");
  const declared = sink.version && resolveUddi(uddiNamespace(sink.version), draft.name);
  if (declared) settle(draft, declared, sink.lost);
  const lost = [...sink.lost].slice(0, MOST_LOST);
  return { draft, lost, ...(sink.version === undefined ? {} : { version: sink.version }) };
}

/** Puts texts where the form has its fields for them, and tells what it has none for. */
function settle(draft: Draft, { content }: AnyElement, lost: Set<string>): void {
  if (content.kind !== "struct") return;
  const fields = Object.values(content.fields);
  const { text } = draft;
  if (text !== undefined) {
    delete draft.text;
    if (fields.some(({ kind }) => kind === "text")) draft.children = [{ name: "#text", text }];
    else if (text.trim() !== "") lost.add(`The text “${text.trim().slice(0, 60)}” in ${draft.name}.`);
  }
  for (const child of draft.children ?? []) {
    const isAttribute = child.name.startsWith("@");
    const field = fields.find((each) =>
      isAttribute
        ? each.kind === "attribute" && `@${each.name}` === child.name
        : each.kind === "element" && each.element.name === child.name,
    );
    if (field?.kind === "element") settle(child, field.element, lost);
    else if (!field && child.name !== "#text")
      lost.add(
        isAttribute
          ? `The attribute ${child.name.slice(1)} of ${draft.name}.`
          : `The element ${child.name} in ${draft.name}.`,
      );
  }
}
