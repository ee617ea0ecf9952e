import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { callbacksOf, operationNames, printXsd } from "../../../simulator/protocols/wsi/index.ts";
import { globalElements } from "../../../simulator/protocols/wsi/contract.ts";
import { createXmlWriter } from "../../../simulator/schema/xml/index.ts";
import { arbitraryOf } from "../../support/arbitrary.ts";
import { compileXsd } from "../../support/xsd.ts";

const whole = compileXsd(printXsd());
afterAll(() => whole.dispose());

describe("XML Schema of the contract", () => {
  it.each(globalElements(operationNames).map((element) => [element.name, element] as const))(
    "%s as we write it validates",
    (_name, element) => {
      const write = createXmlWriter(element);
      fc.assert(
        fc.property(arbitraryOf(element), (value) => {
          expect(whole.problems(write(value))).toEqual([]);
        }),
        { numRuns: 25 },
      );
    },
  );

  it("refuses what the contract refuses", () => {
    const wsi = (xml: string): string => xml.replace(">", ' xmlns="urn:dmwsi:1.0">');
    const bad = [
      "<DeregisterExternalSystem></DeregisterExternalSystem>",
      "<DeregisterExternalSystem><registrationId>a</registrationId><registrationId>b</registrationId></DeregisterExternalSystem>",
      "<ManageParameters><deviceId>d</deviceId></ManageParameters>",
      "<ManageParameters><deviceId>d</deviceId><command/></ManageParameters>",
      "<ManageParameters><deviceId>d</deviceId><command><get><locUri>.</locUri></get><get><locUri>.</locUri></get></command></ManageParameters>",
      "<QueryOperation><operationId>o</operationId><startIndex>two</startIndex></QueryOperation>",
    ];
    for (const xml of bad) expect(whole.problems(wsi(xml)), xml).not.toEqual([]);
    const good =
      "<ManageParameters><deviceId>d</deviceId><command><get><locUri>.</locUri></get></command></ManageParameters>";
    expect(whole.problems(wsi(good))).toEqual([]);
  });

  it("compiles for the operations that are served, with their callbacks", () => {
    const xsd = printXsd(operationNames);
    compileXsd(xsd).dispose();
    for (const name of operationNames) expect(xsd).toContain(`<xs:element name="${name}Response">`);
    for (const name of callbacksOf(operationNames)) expect(xsd).toContain(`<xs:element name="${name}">`);
    expect(operationNames).toHaveLength(22);
  });

  it("has no attributes, nillables or abstract types, and no choice outside of Command", () => {
    const xsd = printXsd();
    expect(xsd).not.toMatch(
      /xs:attribute |nillable|abstract=|default=|fixed=|xs:all|xs:list|substitutionGroup/,
    );
    const choices = [
      ...xsd.matchAll(/<xs:complexType name="(\w+)">(?:(?!<\/xs:complexType>)[\s\S])*?<xs:choice/g),
    ];
    expect(new Set(choices.map(([, name]) => name))).toEqual(
      new Set(["AtomicCommand", "Command", "SequenceCommand"]),
    );
  });
});
