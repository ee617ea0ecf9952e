import { attributeText, contentText } from "../xml/escape.ts";
import type { WbxmlTag } from "./sink.ts";
import type { CodePage } from "./vocabulary.ts";

const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Collects elements that stand inside data as the XML text they are equal to. */
export class InlineMarkup {
  xml = "";
  readonly #namespaces: ReadonlyMap<number, string>;
  readonly #open: { readonly name: string; readonly namespace: string }[] = [];
  /** A start tag that has no `>` yet. */
  #started = false;

  constructor(codePages: readonly CodePage[]) {
    this.#namespaces = new Map(codePages.map(({ number, namespace }) => [number, namespace]));
  }

  open(tag: WbxmlTag): void {
    this.#finish();
    const around = this.#open.at(-1)?.namespace ?? "";
    const namespace = tag.key < 0 ? around : (this.#namespaces.get(tag.page) ?? around);
    const name = tag.name.replace(/[^\p{L}\p{N}_.-]/gu, "_").replace(/^(?=[^\p{L}_])/u, "_");
    this.xml += `<${name}${namespace === around ? "" : ` xmlns="${attributeText(namespace)}"`}`;
    this.#open.push({ name, namespace });
    this.#started = true;
  }

  text(text: string): void {
    if (text === "") return;
    this.#finish();
    this.xml += contentText(text.replace(illegal, "\ufffd"));
  }

  close(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    this.xml += this.#started ? "/>" : `</${element.name}>`;
    this.#started = false;
  }

  #finish(): void {
    if (this.#started) this.xml += ">";
    this.#started = false;
  }
}
