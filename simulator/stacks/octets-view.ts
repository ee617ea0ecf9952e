import { toHex } from "../core/bytes.ts";
import type { MessageView } from "./message-view.ts";

/** Octets of which nothing is known: their number and the first of them. Matches everything, so it comes last. */
export const octetsView: MessageView = {
  ids: ["octets"],
  matches: () => true,
  decode: (bytes, contentType) => {
    const empty = bytes.length === 0;
    return {
      kind: "octets",
      summary: empty ? "Empty" : `${bytes.length} octets of no known kind`,
      tree: empty
        ? undefined
        : {
            name: "(octets)",
            label: "unknown content",
            value: toHex(bytes.subarray(0, 64)) + (bytes.length > 64 ? "…" : ""),
            range: { unit: "byte", start: 0, end: bytes.length },
            findings: [],
            children: [],
          },
      findings: [
        {
          severity: "error",
          code: empty ? "decode/empty" : "decode/unknown-content",
          text: empty
            ? "There is nothing to decode."
            : `No view knows this content${contentType === "" ? "" : ` (${contentType})`}.`,
          range: { unit: "byte", start: 0, end: bytes.length },
        },
      ],
      secrets: [],
    };
  },
};
