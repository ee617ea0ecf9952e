import { afterAll, describe, expect, it } from "vitest";
import { stalePages } from "../../../scripts/generate-wsi-reference.ts";
import { exampleOf } from "../../../scripts/reference/wsi-example.ts";
import { globalElements } from "../../../simulator/protocols/wsi/contract.ts";
import { operationNames, printXsd } from "../../../simulator/protocols/wsi/index.ts";
import { compileXsd } from "../../support/xsd.ts";

const schema = compileXsd(printXsd());
afterAll(() => schema.dispose());

describe("reference pages of the contract", () => {
  it("are what the declarations say (run scripts/generate-wsi-reference.ts otherwise)", async () => {
    expect(await stalePages()).toEqual([]);
  });

  it.each(globalElements(operationNames).map((element) => [element.name, element] as const))(
    "show an example of %s that validates",
    (_name, element) => {
      expect(schema.problems(exampleOf(element))).toEqual([]);
    },
  );
});
