import { describe, expect, it } from "vitest";
import {
  contentTypeOf,
  isReadableCharset,
  requestedAction,
  versionOfMediaType,
} from "../../../simulator/protocols/soap/index.ts";

describe("HTTP binding", () => {
  it("tells the version by the media type", () => {
    expect(versionOfMediaType("text/xml")).toBe("1.1");
    expect(versionOfMediaType("application/soap+xml")).toBe("1.2");
    expect(versionOfMediaType("application/xml")).toBeUndefined();
  });

  it("R1109: the action stands quoted in SOAP 1.2's media type, in SOAP 1.1 in a header of its own", () => {
    expect(contentTypeOf("1.1", "urn:a")).toBe("text/xml; charset=utf-8");
    expect(contentTypeOf("1.2", "urn:a")).toBe('application/soap+xml; charset=utf-8; action="urn:a"');
  });

  it("takes an action with quotes, without, from either place, or none", () => {
    expect(requestedAction('"urn:a"', undefined)).toBe("urn:a");
    expect(requestedAction("urn:a", undefined)).toBe("urn:a");
    expect(requestedAction('""', "urn:b")).toBe("");
    expect(requestedAction(undefined, "urn:b")).toBe("urn:b");
    expect(requestedAction(undefined, undefined)).toBe("");
  });

  it("knows the charsets that every XML reader knows", () => {
    for (const charset of [undefined, "utf-8", "UTF8", "utf-16", "US-ASCII"])
      expect(isReadableCharset(charset)).toBe(true);
    expect(isReadableCharset("iso-8859-1")).toBe(false);
  });
});
