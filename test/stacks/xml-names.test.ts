import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renameXml } from "../../simulator/stacks/xml-names.ts";

const a2b = { namespace: (uri: string) => (uri === "urn:a" ? "urn:b" : uri) };

describe("names in a document", () => {
  it.each([
    ['<x xmlns="urn:a"/>', '<x xmlns="urn:b"/>'],
    ["<p:x xmlns:p='urn:a' y='1'>t</p:x>", "<p:x xmlns:p='urn:b' y='1'>t</p:x>"],
    ['<x xmlns = "urn:a"\n xmlns:q="urn:a">', '<x xmlns = "urn:b"\n xmlns:q="urn:b">'],
    ["<x y='xmlns=\"urn:a\"'/>", "<x y='xmlns=\"urn:a\"'/>"],
    ['<x y=">" xmlns="urn:a"/>', '<x y=">" xmlns="urn:b"/>'],
    ['<x>xmlns="urn:a"</x>', '<x>xmlns="urn:a"</x>'],
    ['<!-- <x xmlns="urn:a"/> --><x/>', '<!-- <x xmlns="urn:a"/> --><x/>'],
    ['<x><![CDATA[<x xmlns="urn:a"/>]]></x>', '<x><![CDATA[<x xmlns="urn:a"/>]]></x>'],
    ['<?x xmlns="urn:a"?><x xmlns="urn:a"/>', '<?x xmlns="urn:a"?><x xmlns="urn:b"/>'],
    ['<x xmlns="urn:ab"/><y other="urn:a"/>', '<x xmlns="urn:ab"/><y other="urn:a"/>'],
  ])("%s becomes %s", (text, renamed) => {
    expect(renameXml(text, a2b)).toBe(renamed);
  });

  it.each(['<x xmlns="urn:a', '<x xmlns="urn:a" <y/>', '<!-- <x xmlns="urn:a"/>', "<", "<x y='"])(
    "leaves the rest of %s as it is",
    (text) => {
      expect(renameXml(text, a2b)).toBe(text);
    },
  );

  it("renames attributes and text by the names that they belong to", () => {
    const text = '<a:Action p:location="u">  one </a:Action><b location="u">one</b>';
    const renamed = renameXml(text, {
      namespace: (uri) => uri,
      attribute: (name, value) => (name === "location" ? `${value}!` : value),
      text: (name, content) => (name === "Action" ? "two" : content),
    });
    expect(renamed).toBe('<a:Action p:location="u!">two</a:Action><b location="u!">one</b>');
  });

  it("changes nothing in any text when nothing is renamed", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "/",
      '"',
      "'",
      "=",
      " ",
      "x",
      "xmlns",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "<?",
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join("")),
        (text) => {
          expect(
            renameXml(text, { namespace: (uri) => uri, attribute: (_, value) => value, text: (_, t) => t }),
          ).toBe(text);
        },
      ),
    );
  });

  it.each(["<", "<!--", "<x y=", "<x ", '<x y="', "a=", "<x a ", "<![CDATA[", '=""', " a"])(
    "takes time that grows with the length alone: many times %s",
    (piece) => {
      const text = `<x ${piece.repeat(200_000)}`;
      const began = performance.now();
      renameXml(text, a2b);
      renameXml(`${text}>`, a2b);
      expect(performance.now() - began).toBeLessThan(2000);
    },
  );
});
