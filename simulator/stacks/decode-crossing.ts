import { fromBase64 } from "../core/bytes.ts";
import { mediaType, type Headers } from "../wire/http.ts";
import { layersOf, type DecodedLayer } from "./layers.ts";
import type { CarriedDocument, MessageView, ViewedMessage } from "./message-view.ts";
import { octetRanges, type OctetRange } from "./text-octets.ts";
import { messageViews } from "./views.ts";

export { layerReading, type DecodedLayer } from "./layers.ts";

/** Elements of the contract that carry a message in base64, and the element beside them that names its media type. */
const CARRIERS: Readonly<Record<string, string>> = {
  package: "contentType",
  package0: "",
  content: "contentType",
};

/** Decodes a message and what it carries, outermost first. */
export function decodeLayers(headers: Headers, body: Uint8Array): readonly DecodedLayer[] {
  const contentType = mediaType(headers);
  const header = headers["content-type"] ?? "";
  const outer = viewOf(contentType, body, header).decode(body, contentType, header);
  return layersOf(outer, body, contentType, viewOf, carriedInSoap);
}

/** Octets of a body that are secret, for exports. */
export function findSecrets(record: {
  readonly headers: Headers;
  readonly body: Uint8Array;
}): readonly OctetRange[] {
  return record.body.length === 0 ? [] : (decodeLayers(record.headers, record.body)[0]?.secrets ?? []);
}

function viewOf(contentType: string, bytes: Uint8Array, header: string): MessageView {
  const found = messageViews.find((view) => view.matches(contentType, bytes, header));
  if (!found) throw new TypeError("the last view takes everything");
  return found;
}

/** Messages in elements of the contract. */
function carriedInSoap({ kind, tree }: ViewedMessage, body: Uint8Array): readonly CarriedDocument[] {
  if (kind !== "soap" || !tree) return [];
  const found: CarriedDocument[] = [];
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const parent = node;
    for (const child of node.children) {
      const typed = CARRIERS[localName(child.name)];
      if (typed === undefined || child.children.length > 0 || !child.valueRange) {
        open.push(child);
        continue;
      }
      const [place] = octetRanges(body, [child.valueRange]);
      const bytes = place && fromBase64(latin1(body.subarray(place.start, place.end)));
      if (!place || !bytes || bytes.length === 0) continue;
      const named = parent.children.find((other) => localName(other.name) === typed)?.value;
      const contentType =
        named ?? (localName(child.name) === "package0" ? "application/vnd.syncml.notification" : "");
      found.push({ bytes, contentType, range: child.valueRange, verbatim: false });
    }
  }
  return found;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
