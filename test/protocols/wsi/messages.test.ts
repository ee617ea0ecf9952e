import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  callbacks,
  operations,
  PolicyException,
  ServiceException,
} from "../../../simulator/protocols/wsi/index.ts";
import { parameters } from "../../../simulator/protocols/wsi/types/library.ts";
import { Via } from "../../../simulator/protocols/wsi/types/via.ts";
import type { AnyElement } from "../../../simulator/schema/element.ts";
import { createXmlReader, createXmlWriter } from "../../../simulator/schema/xml/index.ts";
import { arbitraryOf } from "../../support/arbitrary.ts";

const pairs = [...Object.values(operations), ...Object.values(callbacks)];
const elements: AnyElement[] = [
  ...pairs.flatMap((pair): AnyElement[] => [pair.request, pair.response]),
  ServiceException,
  PolicyException,
  parameters,
  Via,
];

describe("messages of the contract", () => {
  it.each(elements.map((element) => [element.name, element] as const))(
    "%s: read(write(x)) = x",
    (_name, element) => {
      const write = createXmlWriter(element);
      const read = createXmlReader(element);
      fc.assert(
        fc.property(arbitraryOf(element), (value) => {
          const { value: back, findings } = read(write(value));
          expect(findings).toEqual([]);
          expect(back).toEqual(value);
        }),
        { numRuns: 40 },
      );
    },
  );

  it("has every operation and callback of sections 4 and 6", () => {
    expect(Object.keys(operations)).toHaveLength(22);
    expect(Object.keys(callbacks)).toHaveLength(9);
  });

  it("names each pair alike in table, element, response and action", () => {
    for (const [name, { request, response, soapAction, ...pair }] of Object.entries({
      ...operations,
      ...callbacks,
    })) {
      expect(pair.name).toBe(name);
      expect(request.name).toBe(name);
      expect(response.name).toBe(`${name}Response`);
      expect(soapAction).toBe(`urn:dmwsi:1.0:${name}`);
    }
  });

  it("begins submitting operations with clientReference and acknowledged responses with ack", () => {
    for (const { request, response, submitting, hasAck, name } of Object.values(operations)) {
      const [first] = Object.keys(request.content.kind === "struct" ? request.content.fields : {});
      expect(first === "clientReference", name).toBe(submitting);
      const [answer] = Object.keys(response.content.kind === "struct" ? response.content.fields : {});
      expect(answer === "ack", name).toBe(hasAck);
    }
  });

  it("begins every callback with operationId, sequence and occurredAt", () => {
    for (const { request } of Object.values(callbacks))
      expect(
        Object.keys(request.content.kind === "struct" ? request.content.fields : {}).slice(0, 3),
      ).toEqual(["operationId", "sequence", "occurredAt"]);
  });

  it("names only callbacks that exist as outcomes", () => {
    for (const { outcomes } of Object.values(operations))
      for (const outcome of outcomes) expect(Object.keys(callbacks)).toContain(outcome);
  });
});
