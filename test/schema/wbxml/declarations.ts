import { group, many, namespace, one, optional, some } from "../../../simulator/schema/element.ts";
import { base64, int, string, withMeaning } from "../../../simulator/schema/scalar.ts";
import type { WbxmlVocabulary } from "../../../simulator/schema/wbxml/index.ts";

/** A small family of documents: a shelf of books and records. */
const el = namespace("urn:shelf");
const detail = namespace("urn:detail");

export const Title = el.scalar("Title", string, { token: [0, 0x06], label: "title" });
export const Pages = detail.scalar(
  "Pages",
  withMeaning(int, (value) => (value > 500 ? "long" : undefined)),
  { token: [1, 0x05], label: "number of pages" },
);
export const Key = detail.scalar("Key", base64, { token: [1, 0x06], secret: true, label: "key" });
export const Lent = el.flag("Lent", { token: [0, 0x07] });
export const Note = el.data("Note", { token: [0, 0x08] });
const Verse = el.scalar("Verse", string, { token: [0, 0x09], preserve: true });
export const Book = el.struct(
  "Book",
  {
    Title: one(Title),
    Pages: optional(Pages),
    Key: optional(Key),
    Lent: optional(Lent),
    Note: optional(Note),
    Verse: many(Verse),
  },
  { token: [0, 0x0a], label: "book" },
);
export const Disc = el.scalar("Disc", string, { token: [0, 0x0b] });
const Place = el.choice("Place", () => [Title, Lent, Book], { token: [0, 0x0c] });
const Poster = el.struct("Poster", { Title: one(Title) }, { token: [0, 0x0d] });
export const Shelf = el.struct(
  "Shelf",
  {
    Place: optional(Place),
    things: group("many", () => [Book, Disc]),
    posters: group("many", () => [Poster], { anywhere: true }),
    Lent: optional(Lent),
  },
  { token: [0, 0x05], label: "shelf" },
);
/** A shelf that needs all of its parts. */
export const FullShelf = el.struct(
  "FullShelf",
  { Place: one(Place), Book: some(Book), Pages: one(Pages, "1") },
  { token: [0, 0x0e] },
);

export const vocabulary: WbxmlVocabulary = {
  codePages: [
    {
      number: 0,
      namespace: "urn:shelf",
      tags: {
        5: "Shelf",
        6: "Title",
        7: "Lent",
        8: "Note",
        9: "Verse",
        10: "Book",
        11: "Disc",
        12: "Place",
        13: "Poster",
        14: "FullShelf",
        15: "Map",
      },
    },
    { number: 1, namespace: "urn:detail", tags: { 5: "Pages", 6: "Key" } },
  ],
  publicIds: [
    { text: "-//TEST//DTD Shelf 1.1//EN", number: 0x2345, label: "Shelf 1.1" },
    { text: "-//TEST//DTD Shelf 1.0//EN", label: "Shelf 1.0" },
  ],
};
