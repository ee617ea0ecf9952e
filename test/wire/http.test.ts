import { describe, expect, it } from "vitest";
import { mediaType, mediaTypeParameter } from "../../simulator/wire/http.ts";

describe("media types", () => {
  it("drops parameters and folds case", () => {
    expect(mediaType({ "content-type": "Application/SOAP+xml; charset=utf-8" })).toBe("application/soap+xml");
    expect(mediaType({})).toBe("");
  });

  it("reads a parameter with and without quotes", () => {
    const headers = { "content-type": 'application/soap+xml; charset=utf-8; action="urn:dmwsi:1.0:X"' };
    expect(mediaTypeParameter(headers, "action")).toBe("urn:dmwsi:1.0:X");
    expect(mediaTypeParameter(headers, "charset")).toBe("utf-8");
    expect(mediaTypeParameter(headers, "boundary")).toBeUndefined();
  });
});
