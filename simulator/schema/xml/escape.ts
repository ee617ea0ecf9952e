import { WorkbenchError } from "../../core/error.ts";
import { isXmlCharacter } from "./repair.ts";

// characters that text may not hold as they are: markup, carriage returns (a reader would make them line feeds), and
// what XML has no way to say
const special = /[&<>\r]|[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/;
const specials = /[&<>\r]|[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/gu;
const attributeSpecials = /[&<>"\t\n\r]|[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/gu;

/** Element content for a text. Throws `xml/illegal-character` for what XML cannot carry. */
export function contentText(text: string): string {
  return special.test(text) ? text.replace(specials, reference) : text;
}

/** Attribute value for a text, to stand in double quotes. Throws `xml/illegal-character`. */
export function attributeText(text: string): string {
  return text.replace(attributeSpecials, reference);
}

function reference(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case '"':
      return "&quot;";
    default: {
      const code = character.codePointAt(0) ?? 0;
      if (code === 9 || code === 10 || code === 13) return `&#${code};`;
      if (isXmlCharacter(code)) return character;
      throw new WorkbenchError(
        "xml/illegal-character",
        `XML cannot carry the character U+${code.toString(16).toUpperCase().padStart(4, "0")}`,
        { code },
      );
    }
  }
}
