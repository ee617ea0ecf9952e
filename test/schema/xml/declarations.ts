import {
  attribute,
  group,
  many,
  namespace,
  one,
  optional,
  optionalAttribute,
  some,
  text,
  wildcard,
} from "../../../simulator/schema/element.ts";
import { spec } from "../../../simulator/core/spec-ref.ts";
import { base64, boolean, enumeration, int, string } from "../../../simulator/schema/scalar.ts";

/** Declarations that use every kind of content, for the tests of the toolkit. */
const el = namespace("urn:test:garden");
export const WATER = "urn:test:water";
const other = namespace(WATER);
const clause = spec("wsi-contract", "test");

export const Name = el.scalar("Name", string, { label: "name", spec: clause });
export const Verbatim = el.scalar("Verbatim", string, { preserve: true });
export const Height = el.scalar("Height", int, { spec: clause });
export const Colour = el.scalar("Colour", enumeration("colour", ["red", "green"]), { spec: clause });
export const Evergreen = el.flag("Evergreen");
export const Note = el.data("Note");
export const Key = el.scalar("Key", base64, { secret: true });
export const Amount = other.scalar("Amount", int);
export const SameName = other.scalar("Name", string);
export const Size = el.struct("Size", {
  unit: attribute("unit", enumeration("unit", ["cm", "m"])),
  exact: optionalAttribute("exact", boolean),
  value: text(int),
});
export const Tree = el.struct("Tree", { Name: one(Name), Height: optional(Height), Key: optional(Key) });
export const Flower = el.struct("Flower", { Name: one(Name), Colour: one(Colour, "green") });
export const Plant = el.choice("Plant", () => [Tree, Flower, Name] as const);
export const Bed = el.struct("Bed", {
  plants: group("some", () => [Tree, Flower, Name, Evergreen] as const),
});
export const Extras = el.struct("Extras", { any: wildcard("many") });
export const Garden = el.struct(
  "Garden",
  {
    id: optionalAttribute("id", string),
    lang: optionalAttribute("lang", string, { namespace: "http://www.w3.org/XML/1998/namespace" }),
    Name: one(Name),
    Verbatim: optional(Verbatim),
    Height: optional(Height),
    Evergreen: optional(Evergreen),
    Amount: many(Amount),
    WaterName: optional(SameName),
    Size: optional(Size),
    Plant: optional(Plant),
    Bed: many(Bed),
    Note: optional(Note),
    Extras: optional(Extras),
  },
  { spec: clause, label: "garden" },
);
export const Row = el.struct("Row", { Tree: some(Tree) });
