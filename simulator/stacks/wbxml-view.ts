import type { Finding } from "../core/finding.ts";
import { tndsMediaTypes } from "../protocols/dmddf/index.ts";
import { provisioningTypes } from "../protocols/provisioning/index.ts";
import { dmMediaTypes } from "../protocols/syncml/index.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { charsetName } from "../schema/wbxml/charset.ts";
import { bootstrapView } from "./bootstrap-view.ts";
import { devInfView } from "./devinf-view.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";
import { mgmtTreeView } from "./mgmt-tree-view.ts";
import { syncmlView } from "./syncml-view.ts";
import { looksLikeWbxml, wbxmlDocument, type WbxmlDocument, type WbxmlFamily } from "./wbxml-document.ts";
import { wbxmlViewed } from "./wbxml-viewed.ts";

/** The view of a family, and a media type by which it takes octets for WBXML even where they end in the head. */
const views: Readonly<Record<Exclude<WbxmlFamily, "other">, readonly [MessageView, string]>> = {
  syncml: [syncmlView, dmMediaTypes.wbxml],
  devinf: [devInfView, "application/vnd.syncml-devinf+wbxml"],
  "mgmt-tree": [mgmtTreeView, tndsMediaTypes.wbxml],
  provisioning: [bootstrapView, provisioningTypes.wbxml],
};

/** Any WBXML: by its document type for the view of its family, or the head alone where device management has no such. */
export const wbxmlView: MessageView = {
  ids: ["wbxml"],
  matches: (contentType, bytes) => /[+.-]wbxml$/.test(contentType) || looksLikeWbxml(bytes),
  decode: (bytes, _contentType, header) => {
    const document = wbxmlDocument(bytes);
    if (document.family === "other") return headAlone(document, bytes);
    const [view, mediaType] = views[document.family];
    return view.decode(bytes, mediaType, header);
  },
};

/** A document of another family: what it is, and nothing of what it says. */
function headAlone({ name, header, findings }: WbxmlDocument, bytes: Uint8Array): ViewedMessage {
  const finding: Finding = {
    severity: "error",
    code: "wbxml/not-of-dm",
    text: `This is WBXML of another kind (${name}), not a document of device management; only its head is read.`,
    range: { unit: "byte", start: Math.min(header.body, bytes.length), end: bytes.length },
  };
  const said = header.complete
    ? [...findings.filter(({ severity }) => severity === "error"), finding]
    : findings;
  const summary = header.complete
    ? `WBXML, ${name}: not a document of device management`
    : "WBXML, cut short";
  const head = headNodes(name, header);
  return wbxmlViewed({ kind: "wbxml", summary, head, root: undefined, findings: said, bytes });
}

function headNodes(name: string, header: WbxmlDocument["header"]): readonly DecodedNode[] {
  const { version, publicId, charset, charsetRange, stringTable, tableLengthRange } = header;
  const node = (
    field: string,
    label: string,
    value: string,
    range: DecodedNode["range"],
    meaning?: string,
  ) => ({
    name: field,
    label,
    value,
    meaning,
    range,
    valueRange: range,
    findings: [],
    children: [],
  });
  const first = { unit: "byte", start: 0, end: Math.min(1, stringTable.end) } as const;
  const table = { ...tableLengthRange, end: Math.max(tableLengthRange.start, stringTable.end) };
  return [
    node("version", "WBXML version", `1.${version}`, first),
    node(
      "publicid",
      "document type",
      publicId.text ?? `0x${publicId.number.toString(16)}`,
      publicId.range,
      publicId.known ? name : undefined,
    ),
    node("charset", "character set", String(charset), charsetRange, charsetName(charset)),
    node("strtbl", "string table", `${stringTable.end - stringTable.start} octets`, table),
  ];
}
