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
