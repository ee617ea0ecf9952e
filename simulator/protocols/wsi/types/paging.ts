import { int } from "../../../schema/scalar.ts";
import { el } from "../namespaces.ts";

/** First match wanted, from 0. */
export const startIndex = el.scalar("startIndex", int, {
  label: "first wanted",
  doc: "Index of the first entry wanted; counts from 0.",
});
/** Page size, 1 to 1000. */
export const maxResults = el.scalar("maxResults", int, {
  label: "at most",
  doc: "Greatest number of entries wanted, 1 to 1000; 100 when absent.",
});
/** Where the next page begins; absent on the last page. */
export const nextIndex = el.scalar("nextIndex", int, {
  label: "next page",
  doc: "startIndex of the next page; absent when this is the last.",
});
/** All matches, on whatever page. */
export const totalMatches = el.scalar("totalMatches", int, {
  label: "matches",
  doc: "Number of all matching devices.",
});
