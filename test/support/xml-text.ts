import fc from "fast-check";

const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(..."abcXYZ019 ./&<>\"'=-]\u00e9\u20ac".split("")) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "\t",
      "\n",
      "\r",
      "\u{1f33f}",
      "\u0085",
      "\ufffd",
      "]]>",
      "<![CDATA[",
      "&amp;",
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        fc.integer({ min: 0x20, max: 0xd7ff }),
        fc.integer({ min: 0xe000, max: 0xfffd }),
        fc.integer({ min: 0x10000, max: 0x10ffff }),
      )
      .map((code) => String.fromCodePoint(code)),
  },
);

/** Any text that XML can carry. */
export const xmlText: fc.Arbitrary<string> = fc
  .array(character, { maxLength: 10 })
  .map((parts) => parts.join(""));

/** A text without white space at its ends, as elements hold whose white space does not count. */
export const trimmedXmlText: fc.Arbitrary<string> = xmlText.map((text) =>
  text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, ""),
);
