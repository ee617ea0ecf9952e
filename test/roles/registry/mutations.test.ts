import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apiOfRequest,
  isUddiRequest,
  uddiDeclaration,
  uddiErrors,
  uddiNames,
} from "../../../simulator/protocols/uddi/index.ts";
import type { AnyElement } from "../../../simulator/schema/element.ts";
import { createXmlTextWriter } from "../../../simulator/schema/xml/index.ts";
import { arbitraryOf } from "../../support/arbitrary.ts";
import { AskedRegistry, schemaProblems } from "../../support/uddi-registry.ts";

const paths = { inquiry: "inquiry", publication: "publish", security: "security" } as const;
const requests = ([2, 3] as const).flatMap((version) =>
  uddiNames(version)
    .filter(isUddiRequest)
    .map((name) => ({ version, name })),
);

/** The response is one of the messages of its version: an answer, or a fault whose report has a known error. */
function expectAnswer(
  version: 2 | 3,
  response: { readonly status: number; readonly body: Uint8Array },
): string {
  const text = new TextDecoder().decode(response.body);
  expect([200, 500]).toContain(response.status);
  expect(text).not.toMatch(/\bat .*\.ts|\bTypeError|node:internal/);
  expect(schemaProblems(version, response.body)).toEqual([]);
  const code = /errCode="(\w+)"/.exec(text)?.[1] ?? "none";
  if (response.status === 500) expect(Object.keys(uddiErrors)).toContain(code);
  return code;
}

describe.each(requests)("$name of version $version", ({ version, name }) => {
  const declaration = uddiDeclaration(version, name);
  const write = createXmlTextWriter(declaration);
  const path = paths[apiOfRequest(name)!];
  const sample = fc.sample(arbitraryOf(declaration), { numRuns: 1, seed: 7 })[0]!;

  it("is answered whatever it holds", () => {
    const registry = new AskedRegistry();
    const authInfo = registry.logIn(version);
    fc.assert(
      fc.property(arbitraryOf(declaration), (value) => {
        const withToken = "authInfo" in fieldsOf(declaration) ? { ...(value as object), authInfo } : value;
        const generic = version === 2 ? { generic: "2.0" } : {};
        expectAnswer(version, registry.raw(path, write({ ...(withToken as object), ...generic })));
      }),
      { numRuns: 6 },
    );
  });

  it.each(mutationsOf(declaration))("$what is refused as it should be", ({ change }) => {
    const registry = new AskedRegistry();
    const authInfo = registry.logIn(version);
    const generic = version === 2 ? { generic: "2.0" } : {};
    const base = "authInfo" in fieldsOf(declaration) ? { ...sample, authInfo } : sample;
    const text = change(write({ ...base, ...generic }));
    expect(expectAnswer(version, registry.raw(path, text))).toBe("E_fatalError");
  });
});

function fieldsOf(element: AnyElement) {
  return element.content.kind === "struct" ? element.content.fields : {};
}

/** What can be wrong with each part of a message: missing though required, twice there, not of its type, unknown. */
function mutationsOf(element: AnyElement) {
  const mutations: { readonly what: string; readonly change: (text: string) => string }[] = [];
  const start = new RegExp(`^(<[^>]*?)(/?>)`, "s");
  for (const field of Object.values(fieldsOf(element))) {
    if (field.kind === "attribute") {
      const attribute = new RegExp(` ${field.name}="[^"]*"`);
      const put = (value: string) => (text: string) =>
        text.replace(
          start,
          (_whole, open: string, close: string) =>
            `${open.replace(attribute, "")} ${field.name}="${value}"${close}`,
        );
      if (field.cardinality === "one")
        mutations.push({
          what: `no ${field.name}`,
          change: (text) => text.replace(start, (tag) => tag.replace(attribute, "")),
        });
      if (field.scalar.xsd === "xs:int" || field.scalar.values)
        mutations.push({ what: `a wrong ${field.name}`, change: put("no such value") });
    }
    if (field.kind !== "element") continue;
    const { name } = field.element;
    const part = new RegExp(`<${name}(?: [^>]*)?/>|<${name}[ >].*</${name}>`, "gs");
    if (field.cardinality === "one" || field.cardinality === "some")
      mutations.push({ what: `no ${name}`, change: (text) => text.replaceAll(part, "") });
    if (field.cardinality === "one")
      mutations.push({
        what: `two of ${name}`,
        change: (text) => text.replaceAll(part, (whole) => whole + whole),
      });
  }
  mutations.push({
    what: "an unknown element",
    change: (text) => {
      const [, open = "", close = ""] = start.exec(text) ?? [];
      const rest = text.slice(open.length + close.length);
      return close === "/>" ? `${open}><unknown/></${element.name}>` : `${open}><unknown/>${rest}`;
    },
  });
  return mutations;
}
