import { XmlDocument, XsdValidator } from "libxml2-wasm";

/** Validates documents against an XML Schema with libxml2. Compile once, dispose at the end. */
export interface XsdCheck {
  /** Messages of the validator; empty when the document is valid. */
  problems(document: Uint8Array | string): readonly string[];
  dispose(): void;
}

/** Compiles a schema; throws what the compiler says about a schema that is none. */
export function compileXsd(schema: string): XsdCheck {
  const document = XmlDocument.fromString(schema);
  try {
    const validator = XsdValidator.fromDoc(document);
    return {
      problems: (text) => {
        const instance =
          typeof text === "string" ? XmlDocument.fromString(text) : XmlDocument.fromBuffer(text);
        try {
          validator.validate(instance);
          return [];
        } catch (error) {
          return [error instanceof Error ? error.message : String(error)];
        } finally {
          instance.dispose();
        }
      },
      dispose: () => validator.dispose(),
    };
  } finally {
    document.dispose();
  }
}
