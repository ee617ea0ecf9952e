import { expect, test } from "vitest";
import type { Finding } from "../../simulator/core/finding.ts";
import { unreadable } from "../../simulator/stacks/unreadable.ts";

const finding = (code: string, severity: Finding["severity"]): Finding => ({ code, severity, text: code });

test.each([
  ["xml/not-well-formed", "warning"],
  ["xml/several-roots", "warning"],
  ["xml/doctype", "error"],
  ["xml/too-many-depth", "error"],
] as const)("%s as %s is the peer's", (code, severity) => {
  const found = [finding("xml/processing-instruction", "info"), finding(code, severity)];
  expect(unreadable(found)).toEqual({ fault: "Client", text: code });
});

test("a failure of the reader is ours, whatever else was found", () => {
  const found = [finding("xml/not-well-formed", "error"), finding("xml/reader-failed", "error")];
  expect(unreadable(found)).toEqual({ fault: "Server", text: "xml/reader-failed" });
});

test("what the schema does not allow leaves the text readable", () => {
  expect(
    unreadable([finding("schema/missing", "error"), finding("xml/encoding", "warning")]),
  ).toBeUndefined();
});
