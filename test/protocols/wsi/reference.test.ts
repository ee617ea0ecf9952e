import { afterAll, describe, expect, it } from "vitest";
import { expectedPages, stalePages } from "../../../scripts/generate-wsi-reference.ts";
import { exampleOf } from "../../../scripts/reference/wsi-example.ts";
import { globalElements } from "../../../simulator/protocols/wsi/contract.ts";
import { operationNames, printXsd } from "../../../simulator/protocols/wsi/index.ts";
import { compileXsd } from "../../support/xsd.ts";

const schema = compileXsd(printXsd());
afterAll(() => schema.dispose());

let pages: ReturnType<typeof expectedPages> | undefined;
const pagesOnce = (): ReturnType<typeof expectedPages> => (pages ??= expectedPages());

describe("reference pages of the contract", () => {
  it("are what the declarations say (run scripts/generate-wsi-reference.ts otherwise)", async () => {
    expect(await stalePages()).toEqual([]);
  });

  it.each(operationNames)(
    "tell of %s the request, response, outcomes, faults and both examples",
    async (name) => {
      const pages = [...(await pagesOnce()).values()].filter((page) => page.includes(`\n# ${name}\n`));
      expect(pages).toHaveLength(1);
      const headings = [...(pages[0] ?? "").matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual([
        "Request",
        "Response",
        "Outcomes",
        "Faults",
        "Example in SOAP 1.1",
        "Example in SOAP 1.2",
      ]);
    },
  );

  it.each(globalElements(operationNames).map((element) => [element.name, element] as const))(
    "show an example of %s that validates",
    (_name, element) => {
      expect(schema.problems(exampleOf(element))).toEqual([]);
    },
  );
});
