import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { xmlRegisterFsInputProviders } from "libxml2-wasm/lib/nodejs.mjs";
import type { XsdCheck } from "./xsd.ts";

/** Compiles a schema file with what it imports from beside it. */
export function compileXsdFile(file: string): XsdCheck {
  xmlRegisterFsInputProviders();
  const document = XmlDocument.fromBuffer(readFileSync(file), { url: pathToFileURL(file).pathname });
  const validator = XsdValidator.fromDoc(document);
  document.dispose();
  return {
    problems: (text) => {
      const instance = typeof text === "string" ? XmlDocument.fromString(text) : XmlDocument.fromBuffer(text);
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
}
