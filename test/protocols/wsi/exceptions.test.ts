import { describe, expect, it } from "vitest";
import {
  exceptionSentence,
  exceptionTexts,
  policyException,
  serviceException,
} from "../../../simulator/protocols/wsi/index.ts";

describe("exceptions of the contract, section 7", () => {
  it("carry the text with placeholders and the variables beside it", () => {
    expect(serviceException("SVC0003", ["kind", "a, b"])).toEqual({
      kind: "ServiceException",
      messageId: "SVC0003",
      text: "Invalid input value for message part %1, valid values are %2",
      variable: ["kind", "a, b"],
    });
    expect(policyException("POL0203", ["requests per minute"])).toMatchObject({
      kind: "PolicyException",
      messageId: "POL0203",
    });
  });

  it("are read with the variables put in, literally", () => {
    expect(exceptionSentence(serviceException("SVC0003", ["$& %2", "x"]))).toBe(
      "Invalid input value for message part $& %2, valid values are x",
    );
    expect(exceptionSentence(serviceException("SVC0002"))).toBe("Invalid input value for message part %1");
  });

  it("are those that the contract lists", () => {
    const listed =
      "SVC0001 SVC0002 SVC0003 SVC0004 SVC0005 SVC0200 SVC0201 SVC0202 SVC0203 SVC0204 SVC0205 SVC0206 SVC0207 SVC0208 " +
      "SVC0209 POL0001 POL0002 POL0003 POL0200 POL0201 POL0202 POL0203 POL0204";
    expect(Object.keys(exceptionTexts)).toEqual(listed.split(" "));
  });
});
