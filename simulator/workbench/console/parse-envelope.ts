import type { Draft } from "../../api/index.ts";
import { utf8 } from "../../core/bytes.ts";
import { WSI } from "../../protocols/wsi/index.ts";
import { SOAP11, SOAP12 } from "../../protocols/soap/index.ts";
import { scanXml } from "../../schema/xml/scan.ts";
import type { XmlSink, XmlTag } from "../../schema/xml/sink.ts";

/** The request that an envelope holds, and what a form has no place for. */
export interface ParsedEnvelope {
  readonly operation?: string;
  readonly draft?: Draft;
  readonly lost: string[];
  readonly problem?: string;
}

/** Most sentences about what has no place in the form. */
const MOST_LOST = 12;

interface OpenElement {
  readonly draft: Draft;
  text: string;
}

/** Keeps the element trees inside the SOAP body. */
class BodySink implements XmlSink {
  readonly requests: Draft[] = [];
  readonly lost = new Set<string>();
  version: "1.1" | "1.2" | undefined;
  #way: string[] = [];
  #open: OpenElement[] = [];

  open(tag: XmlTag): void {
    this.#way.push(tag.local);
    if (this.#way.length === 1)
      this.version = tag.namespace === SOAP11 ? "1.1" : tag.namespace === SOAP12 ? "1.2" : undefined;
    if (this.#way[0] !== "Envelope" || this.#way[1] !== "Body" || this.#way.length < 3) return;
    const draft: Draft = { name: tag.local };
    if (tag.namespace !== WSI)
      this.lost.add(`The namespace “${tag.namespace.slice(0, 80)}” of ${tag.local}: the form writes ${WSI}.`);
    for (const { local } of tag.attributes) this.lost.add(`The attribute ${local} of ${tag.local}.`);
    const parent = this.#open.at(-1);
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
    else if (text.trim() !== "")
      this.lost.add(`The text “${text.trim().slice(0, 60)}” beside elements of ${draft.name}.`);
  }
}

/** Reads the request of an envelope that was written by hand. Nothing that is well-formed is refused. */
export function parseEnvelope(envelope: string): ParsedEnvelope {
  const { sink, findings } = scanXml(utf8(envelope), undefined, () => new BodySink());
  const broken = findings.find(({ severity }) => severity === "error");
  if (broken) return { lost: [], problem: broken.text };
  const [request, ...more] = sink.requests;
  if (!request) return { lost: [], problem: "There is no element in a SOAP Body." };
  if (sink.version === undefined)
    sink.lost.add("The namespace of the envelope: the form writes SOAP 1.1 or 1.2.");
  for (const { name } of more) sink.lost.add(`The element ${name}: a Body of the form holds one.`);
  if (/<!--(?! UsernameToken)/.test(envelope)) sink.lost.add("Comments.");
  if (envelope.includes("<![CDATA["))
    sink.lost.add("CDATA sections: the form writes the same text without them.");
  return {
    operation: request.name,
    draft: request,
    lost: [...sink.lost].slice(0, MOST_LOST),
  };
}
