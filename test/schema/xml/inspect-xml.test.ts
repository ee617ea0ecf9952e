import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import type { DecodedNode } from "../../../simulator/schema/inspect.ts";
import { maskSecrets, secretRanges } from "../../../simulator/schema/secrets.ts";
import { inspectXml, prettyXml, type XmlInspectOptions } from "../../../simulator/schema/xml/index.ts";
import { Garden, Tree } from "./declarations.ts";

const NS = 'xmlns="urn:test:garden"';

function inspect(xml: string, options: XmlInspectOptions = {}) {
  const inspection = inspectXml((_, name) => (name === "Garden" ? Garden : undefined), utf8(xml), options);
  const find = (path: string): DecodedNode | undefined => {
    let nodes = inspection.roots;
    let found: DecodedNode | undefined;
    for (const name of path.split("/")) {
      found = nodes.find((node) => node.name === name);
      nodes = found?.children ?? [];
    }
    return found;
  };
  const slice = (range: { start: number; end: number } | undefined) =>
    range && xml.slice(range.start, range.end);
  return { ...inspection, find, slice };
}

describe("inspection", () => {
  test("an attribute that is a lone colon has no name and ends nothing", () => {
    const { findings } = inspect(`<Garden ${NS} a="1":>x</Garden>`);
    expect(findings.map(({ code }) => code)).toContain("xml/not-well-formed");
  });

  const xml =
    `<g:Garden xmlns:g="urn:test:garden" id = 'a1' other="x"><g:Name> Rose </g:Name><g:Height>tall</g:Height>` +
    `<g:Bed><g:Tree><g:Name>Oak</g:Name><g:Key>c2VjcmV0</g:Key></g:Tree></g:Bed><g:Weed a="1">w</g:Weed><g:Note>a<b>c</b></g:Note></g:Garden>`;
  const inspection = inspect(xml);
  const { find, slice } = inspection;

  test("shows every element and attribute with label, value and places", () => {
    expect(find("g:Garden")?.label).toBe("garden");
    expect(find("g:Garden/g:Name")).toMatchObject({ label: "name", value: "Rose", spec: { clause: "test" } });
    expect(slice(find("g:Garden/g:Name")?.range)).toBe("<g:Name> Rose </g:Name>");
    expect(slice(find("g:Garden/g:Name")?.valueRange)).toBe(" Rose ");
    expect(find("g:Garden/@id")?.value).toBe("a1");
    expect(slice(find("g:Garden/@id")?.range)).toBe("id = 'a1'");
    expect(find("g:Garden/g:Weed/@a")?.value).toBe("1");
    expect(find("g:Garden/g:Weed")?.value).toBe("w");
    expect(find("g:Garden/g:Note")?.children.map(({ name, value }) => [name, value])).toEqual([["b", "c"]]);
  });

  test("puts each finding at the innermost node that holds its place", () => {
    expect(find("g:Garden/g:Height")?.findings.map(({ code }) => code)).toEqual(["schema/value"]);
    expect(find("g:Garden/g:Weed")?.findings.map(({ code }) => code)).toEqual(["schema/unknown-element"]);
    expect(find("g:Garden")?.findings.map(({ code }) => code)).toEqual(["schema/unknown-attribute"]);
    expect(inspection.findings).toHaveLength(3);
  });

  test("masks secrets and says where they are", () => {
    const key = find("g:Garden/g:Bed/g:Tree/g:Key");
    expect(key).toMatchObject({ secret: true, value: "••••••••" });
    const ranges = secretRanges(inspection.roots);
    expect(ranges.map(slice)).toEqual(["c2VjcmV0"]);
    const masked = maskSecrets(xml, ranges);
    expect(masked).not.toContain("c2VjcmV0");
    expect(masked.length).toBe(xml.length);
    expect(masked.replace("••••••••", "c2VjcmV0")).toBe(xml);
  });

  test("summaries come from the typed values, further findings from a judge", () => {
    const seen = inspect(`<Garden ${NS}><Name>n</Name><Bed><Tree><Name>Oak</Name></Tree></Bed></Garden>`, {
      summarize: (element, value) =>
        element === Tree ? `tree ${(value as { Name: string }).Name}` : undefined,
      judge: ({ positions }) => [
        {
          severity: "info",
          code: "test/judged",
          text: "",
          range: {
            unit: "char",
            start: positions.text.indexOf("Oak"),
            end: positions.text.indexOf("Oak") + 3,
          },
        },
      ],
    });
    expect(seen.find("Garden/Bed/Tree")?.summary).toBe("tree Oak");
    expect(seen.find("Garden/Bed/Tree/Name")?.findings.map(({ code }) => code)).toEqual(["test/judged"]);
  });

  test("shows wildcards by the resolver and what is not well-formed as far as it goes", () => {
    const resolve = (_: string, name: string) => (name === "Tree" ? Tree : undefined);
    const seen = inspect(`<Garden ${NS}><Name>a & b</Name><Extras><Tree><Name>Elm</Name></Tree></Extras>`, {
      resolve,
    });
    expect(seen.find("Garden/Extras/Tree/Name")).toMatchObject({ label: "name", value: "Elm" });
    expect(seen.find("Garden/Name")).toMatchObject({ value: "a & b" });
    expect(seen.find("Garden/Name")?.findings.map(({ code }) => code)).toEqual(["xml/not-well-formed"]);
  });
});

describe("indented view", () => {
  test("puts each element on its line and leaves values alone", () => {
    expect(prettyXml('<a x="01"><b> 1.0 &amp; <![CDATA[<c>]]></b><d/>\n\n<!-- n --><e></e></a>')).toBe(
      '<a x="01">\n  <b> 1.0 &amp; <![CDATA[<c>]]></b>\n  <d/>\n  <!-- n -->\n  <e/>\n</a>',
    );
  });

  test("gives back what it cannot read", () => {
    for (const text of ["", "plain", "<a", "<".repeat(50), "<a>".repeat(1000)])
      expect(typeof prettyXml(text)).toBe("string");
    expect(prettyXml("<a>".repeat(1000))).toBe("<a>".repeat(1000));
  });
});
