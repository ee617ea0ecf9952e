import fc from "fast-check";
import type { AnyElement, Cardinality, Element, Field, Scalar } from "../../simulator/schema/element.ts";

/**
 * Values of a declaration, as writers accept them, such that reading what was written gives an equal value: texts whose
 * surrounding white space is removed by readers have none. Wildcards stay empty.
 */
export function arbitraryOf<Out, In>(element: Element<Out, In>): fc.Arbitrary<In> {
  return contentOf(element) as fc.Arbitrary<In>;
}

function contentOf(element: AnyElement): fc.Arbitrary<unknown> {
  const { content } = element;
  switch (content.kind) {
    case "scalar":
      return scalarOf(content.scalar, content.preserve);
    case "flag":
      return fc.constant(true);
    case "data":
      return xmlText();
    case "choice":
      return fc.oneof(...content.alternatives().map(taggedOf));
    case "struct":
      return fc.record(
        Object.fromEntries(Object.entries(content.fields).map(([key, field]) => [key, fieldOf(field)])),
      );
  }
}

function taggedOf(element: AnyElement): fc.Arbitrary<unknown> {
  const kind = element.name;
  return contentOf(element).map((value) =>
    element.content.kind === "struct" ? { kind, ...(value as object) } : { kind, value },
  );
}

function fieldOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case "element":
      return repeated(contentOf(field.element), field.cardinality);
    case "attribute":
      return repeated(scalarOf(field.scalar, false), field.cardinality);
    case "text":
      return scalarOf(field.scalar, field.preserve);
    case "group":
      return repeated(fc.oneof(...field.alternatives().map(taggedOf)), field.cardinality);
    case "wildcard":
      return field.cardinality === "many" ? fc.constant([]) : fc.constant(undefined);
  }
}

function repeated(value: fc.Arbitrary<unknown>, cardinality: Cardinality): fc.Arbitrary<unknown> {
  switch (cardinality) {
    case "one":
      return value;
    case "optional":
      return fc.option(value, { nil: undefined });
    case "many":
      return fc.array(value, { maxLength: 3 });
    case "some":
      return fc.array(value, { minLength: 1, maxLength: 3 });
  }
}

/** Values of a scalar that survive printing and parsing. */
export function scalarOf(scalar: Scalar<unknown>, preserve: boolean): fc.Arbitrary<unknown> {
  if (scalar.values) return fc.constantFrom(...scalar.values).map((text) => scalar.parse(text));
  switch (scalar.xsd) {
    case "xs:string":
      return preserve ? xmlText() : xmlText().map((text) => text.trim());
    case "xs:anyURI":
      return fc.oneof(
        fc.webUrl(),
        fc.uuid().map((uuid) => `urn:uuid:${uuid}`),
      );
    case "xs:int":
      return fc.integer();
    case "xs:long":
      return fc.maxSafeInteger();
    case "xs:boolean":
      return fc.boolean();
    case "xs:dateTime":
      return fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
    case "xs:duration":
      return fc.integer({ min: 1, max: 10_000 * 86_400_000 });
    case "xs:base64Binary":
    case "xs:hexBinary":
      return fc.uint8Array({ maxLength: 40 });
    default:
      throw new Error(`no arbitrary for the type ${scalar.xsd} of ${scalar.name}`);
  }
}

/** Any character of XML 1.0 but controls. Ranges, because fast-check's own unit of all characters takes a second to make. */
const xmlCharacter = fc
  .oneof(
    fc.integer({ min: 0x20, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0xfffd }),
    fc.integer({ min: 0x10000, max: 0x10ffff }),
  )
  .map((code) => String.fromCodePoint(code));

/** Any text that XML can carry. */
export function xmlText(): fc.Arbitrary<string> {
  const character = fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("<", ">", "&", '"', "'", "]]>", "\t", "\n", "\r", "é", "€", "𝄞"),
    },
    { weight: 1, arbitrary: xmlCharacter },
  );
  return fc.array(character, { maxLength: 24 }).map((characters) => characters.join(""));
}
