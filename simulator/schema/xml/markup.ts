import { attributeText } from "./escape.ts";
import type { XmlPass, XmlTag } from "./sink.ts";

const usesPrefix = /^([\w.-]+):/;

/** Cuts markup out of a text so that it can stand alone: prefixes declared around it are declared in it. */
export class MarkupCollector {
  readonly #tops: { readonly place: number; readonly declared: ReadonlySet<string> }[] = [];
  readonly #prefixes = new Set<string>();

  /** Notes an element of the markup; `top` says that it stands at the markup's own level. */
  open(tag: XmlTag, start: number, top: boolean): void {
    if (top) this.#tops.push({ place: start + 1 + tag.name.length, declared: declaredPrefixes(tag) });
    if (tag.prefix !== "") this.#prefixes.add(tag.prefix);
    for (const { prefix, value } of tag.attributes) {
      if (prefix !== "") this.#prefixes.add(prefix);
      const inValue = usesPrefix.exec(value)?.[1];
      if (inValue !== undefined) this.#prefixes.add(inValue);
    }
  }

  /**
   * The markup between two places. `wholeElement` also declares the default namespace around it; inside Data it is not,
   * because documents carried there without a namespace of their own are meant to have none.
   */
  text(pass: XmlPass, start: number, end: number, wholeElement: boolean): string {
    this.#prefixes.delete("xml");
    const bound: (readonly [prefix: string, namespace: string])[] = [];
    for (const prefix of this.#prefixes) {
      const namespace = pass.namespaceOf(prefix);
      if (namespace !== undefined) bound.push([prefix, namespace]);
    }
    const around = wholeElement ? pass.namespaceOf("") : undefined;
    let xml = "";
    let copied = start;
    for (const { place, declared } of this.#tops) {
      let added = "";
      if (around !== undefined && around !== "" && !declared.has(""))
        added += ` xmlns="${attributeText(around)}"`;
      for (const [prefix, namespace] of bound)
        if (!declared.has(prefix)) added += ` xmlns:${prefix}="${attributeText(namespace)}"`;
      xml += pass.markup(copied, place) + added;
      copied = place;
    }
    return xml + pass.markup(copied, end);
  }
}

function declaredPrefixes(tag: XmlTag): ReadonlySet<string> {
  return new Set(tag.declarations.map(({ name }) => name.slice(6)));
}
