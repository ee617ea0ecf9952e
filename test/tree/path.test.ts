import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeSegment } from "../../simulator/tree/path.ts";
import { isUriProblem, parseLocUri, printLocUri } from "../../simulator/tree/index.ts";

describe("DMTND 6 LocURI", () => {
  test.each([
    [".", []],
    ["./", []],
    ["./A/B", ["A", "B"]],
    ["A/B", ["A", "B"]],
    ["./A%20B/%C3%A9", ["A B", "é"]],
    ["./.A/B..", [".A", "B.."]],
  ])("%s", (uri, segments) => {
    expect(parseLocUri(uri)).toEqual({ segments, query: undefined });
  });

  test.each(["", "/", "/A", "./A/", "./A//B", "./../A", "A/..", "A/./B", "%2", "A%2FB", "%FF", "A%00"])(
    "400 %j",
    (uri) => {
      expect(parseLocUri(uri)).toMatchObject({ code: 400 });
    },
  );

  test.each([
    ["?prop=ACL", { kind: "prop", name: "ACL" }],
    ["?list=Struct", { kind: "list", list: "Struct", selection: "" }],
    ["?list=TNDS+ACL-Value", { kind: "list", list: "TNDS", selection: "+ACL-Value" }],
    ["?prop=ACL+x", { kind: "unknown", text: "prop=ACL+x" }],
    ["?x", { kind: "unknown", text: "x" }],
  ])("query %s", (query, expected) => {
    expect(parseLocUri(`./A${query}`)).toEqual({ segments: ["A"], query: expected });
  });

  test("414 beyond each limit, none at 0", () => {
    const limits = { maxDepth: 2, maxTotLen: 12, maxSegLen: 4 };
    expect(parseLocUri("./A/B", limits)).toMatchObject({ segments: ["A", "B"] });
    expect(parseLocUri("./A/B/C", limits)).toMatchObject({ code: 414 });
    expect(parseLocUri(Array(129).fill("A").join("/"))).toMatchObject({ code: 414 });
    expect(parseLocUri("./ABCDE", limits)).toMatchObject({ code: 414 });
    expect(parseLocUri("./A?prop=Type", limits)).toMatchObject({ code: 414 });
  });

  test("never throws, and reads what it prints", () => {
    fc.assert(
      fc.property(fc.string(), (uri) => {
        expect(parseLocUri(uri)).toBeDefined();
      }),
    );
    const name = fc
      .string({ minLength: 1, maxLength: 6, unit: "grapheme" })
      .filter((text) => !/[/\u0000]/.test(text) && text !== "." && text !== "..");
    fc.assert(
      fc.property(fc.array(name), (segments) => {
        const path = parseLocUri(printLocUri(segments));
        expect(isUriProblem(path) ? path : path.segments).toEqual(segments);
      }),
    );
  });

  test("escapes what a segment may not hold", () => {
    expect(escapeSegment("a b/é?")).toBe("a%20b%2F%C3%A9%3F");
  });
});
