import { base64, dateTime, duration, hexBinary, int, long, string } from "../../../schema/scalar.ts";
import { el } from "../namespaces.ts";

/** Lifetime wanted, as milliseconds. */
export const expires = el.scalar("expires", duration, {
  label: "lifetime",
  doc: "Lifetime wanted, as a positive duration of days and less.",
});
export const acceptedAt = el.scalar("acceptedAt", dateTime, {
  label: "accepted",
  doc: "When the operation was taken.",
});
export const expiresAt = el.scalar("expiresAt", dateTime, {
  label: "expires",
  doc: "When it ends by itself.",
});
export const occurredAt = el.scalar("occurredAt", dateTime, {
  label: "occurred",
  doc: "When what is told happened.",
});
/** Order of the callbacks of one operation, from 1. A gap means that outcomes were dropped. */
export const sequence = el.scalar("sequence", int, {
  label: "sequence",
  doc: "Number of this callback within its operationId, from 1; a gap means that outcomes were dropped.",
});
/** Words for people: why something is as it is. */
export const reason = el.scalar("reason", string, {
  label: "reason",
  doc: "Why, in words for people.",
  preserve: true,
});
export const name = el.scalar("name", string, { label: "name", doc: "Name for people.", preserve: true });
export const version = el.scalar("version", string, {
  label: "version",
  doc: "Version, as its maker writes it.",
});
export const contentType = el.scalar("contentType", string, {
  label: "media type",
  doc: "Media type of the content.",
});
export const content = el.scalar("content", base64, { label: "content", doc: "The content itself." });
export const size = el.scalar("size", long, { label: "size", doc: "Size in octets." });
export const sha256 = el.scalar("sha256", hexBinary, {
  label: "SHA-256",
  doc: "SHA-256 digest of the content.",
});
export const targetCount = el.scalar("targetCount", int, {
  label: "devices",
  doc: "Number of devices aimed at.",
});

/** Address of a node in the management tree. */
export const locUri = el.scalar("locUri", string, {
  label: "address",
  doc: "Address of a node in the management tree: `./DevInfo/Mod`.",
});
export const format = el.scalar("format", string, {
  label: "format",
  doc: "Format of the value (chr, int, bool, bin, node, null, xml, …); chr when absent.",
});
export const type = el.scalar("type", string, { label: "media type", doc: "Media type of the value." });
export const mark = el.scalar("mark", string, { label: "importance", doc: "Importance of a Generic Alert." });
export const data = el.scalar("data", string, {
  label: "value",
  doc: "The value as text. Not together with binaryData.",
  preserve: true,
});
export const binaryData = el.scalar("binaryData", base64, {
  label: "value (octets)",
  doc: "The value as octets. Not together with data.",
});
export const correlator = el.scalar("correlator", string, {
  label: "correlator",
  doc: "Links an exec with the Generic Alert that reports its outcome.",
});
export const alertType = el.scalar("alertType", string, {
  label: "alert type",
  doc: "Type of a Generic Alert, a URN; a trailing * stands for any ending where a filter or request names it.",
});
/** A parameter of interest: the LocURI of a node, meaning it and what lies below. */
export const parameter = el.scalar("parameter", string, {
  label: "parameter",
  doc: "LocURI of a node of interest; what lies below it is included.",
});
