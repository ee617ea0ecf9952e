import type { MgmtTreeEncoding } from "./read.ts";

/** Media types of snapshots of subtrees (DM TNDS 1.2). */
export const tndsMediaTypes: Readonly<Record<MgmtTreeEncoding, string>> = {
  xml: "application/vnd.syncml.dmtnds+xml",
  wbxml: "application/vnd.syncml.dmtnds+wbxml",
};

/** Media types of device descriptions (DM Tree and Description 1.2). */
export const ddfMediaTypes: Readonly<Record<MgmtTreeEncoding, string>> = {
  xml: "application/vnd.syncml.dmddf+xml",
  wbxml: "application/vnd.syncml.dmddf+wbxml",
};

/** How a document of this media type is written, blanks around it aside; undefined when it is no TNDS. */
export function tndsEncodingOf(mediaType: string): MgmtTreeEncoding | undefined {
  const name = mediaType.trim().toLowerCase();
  if (name === tndsMediaTypes.xml) return "xml";
  return name === tndsMediaTypes.wbxml ? "wbxml" : undefined;
}
