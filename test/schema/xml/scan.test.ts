import { expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { scanXml } from "../../../simulator/schema/xml/scan.ts";

const reader = (fails: boolean) => () => ({
  open: () => {
    if (fails) throw new TypeError("Cannot read properties of undefined (reading '0')");
  },
  text: () => undefined,
  close: () => undefined,
});

test.each(["<a>fine</a>", "<a>&</a>", "<?xml version='1.0'?><?x y?><a/>"])(
  "a failure of ours while %s is read does not blame the text and shows nothing of our insides",
  (text) => {
    const { findings } = scanXml(utf8(text), undefined, reader(true));
    const failed = findings.filter(({ code }) => code === "xml/reader-failed");
    expect(failed).toMatchObject([{ severity: "error" }]);
    expect(findings.map((finding) => finding.text).join()).not.toContain("undefined");
    const after = scanXml(utf8("<a/>"), undefined, reader(false));
    expect(after.findings).toEqual([]);
  },
);

const open = "<a><b>text</b>";
const long = "x".repeat(1024 * 1024 + 1);

test.each([
  ["text and no element", long, "xml/not-well-formed", 0],
  ["a character that XML has not", `${open}${long}\u0001</a>`, "xml/not-well-formed", 2],
  ["cut short", `${open}${long}`, "xml/cut-short", 2],
  ["raw < and nothing else", "<".repeat(long.length), "xml/not-well-formed", 0],
])("a long text that is not well-formed is read up to its first error: %s", (_what, text, code, elements) => {
  const seen = { opened: 0, closed: 0 };
  const { findings } = scanXml(utf8(text), undefined, () => ({
    open: () => void seen.opened++,
    text: () => undefined,
    close: () => void seen.closed++,
  }));
  expect(findings).toMatchObject([{ severity: "error", code }]);
  expect(seen).toEqual({ opened: elements, closed: elements });
});
