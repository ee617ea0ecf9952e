import type { Finding } from "../core/finding.ts";
import {
  characteristicsOf,
  decodeBootstrapPush,
  inspectProvisioning,
  provisioningEncodingOf,
  provisioningTypes,
  readBootstrapType,
  valueOf,
  w7Accounts,
  type ProvisioningDocument,
} from "../protocols/provisioning/index.ts";
import { dmEncodingOf } from "../protocols/syncml/index.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { maskSecrets, secretRanges } from "../schema/secrets.ts";
import { readDmBootstrap } from "./bootstrap.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";
import { coverPrinted, coverSecrets } from "./secret-nodes.ts";
import { syncmlView } from "./syncml-view.ts";
import { bodyText } from "./text-octets.ts";
import { looksLikeWbxml, wbxmlDocument } from "./wbxml-document.ts";
import { wbxmlViewed } from "./wbxml-viewed.ts";
import { isGeneric, looksLikeXml, rootOf } from "./xml-view.ts";

const ROOT = "wap-provisioningdoc";
const PUSH_PDU = 0x06;

/** Bootstrap messages: provisioning documents in both encodings, messages of the DM profile, and pushes with either. */
export const bootstrapView: MessageView = {
  ids: ["bootstrap"],
  matches: (contentType, bytes, header) => {
    // a message of the DM profile has the media type of all others and says how it is secured
    if (dmEncodingOf(contentType) === "wbxml") return securityOf(header) !== "";
    if (contentType === provisioningTypes.xml || contentType === provisioningTypes.wbxml) return true;
    if (!isGeneric(contentType)) return false;
    if (looksLikeXml(bytes)) return rootOf(bytes).name === ROOT;
    if (looksLikeWbxml(bytes)) return wbxmlDocument(bytes).family === "provisioning";
    return isPush(bytes);
  },
  decode: (bytes, contentType, header) => {
    if (isPush(bytes)) return pushed(bytes);
    const secured = securityOf(header);
    const isDm = looksLikeWbxml(bytes) && wbxmlDocument(bytes).family === "syncml";
    return isDm ? dmProfile(bytes, contentType, secured) : document(bytes, secured);
  },
};

/** True for a WSP push with a bootstrap message of one of the known media types. */
function isPush(bytes: Uint8Array): boolean {
  if (bytes[1] !== PUSH_PDU) return false;
  const { value } = decodeBootstrapPush(bytes);
  return value !== undefined && /wbxml|xml/.test(value.contentType);
}

function pushed(bytes: Uint8Array): ViewedMessage {
  const { value, findings, tree } = decodeBootstrapPush(bytes);
  const contentType = value?.contentType ?? "";
  const start = bytes.length - (value?.body.length ?? 0);
  return {
    kind: "bootstrap",
    summary: `Bootstrap message in a WSP push${securityOf(contentType)}`,
    tree,
    findings,
    secrets: [],
    ...(value
      ? {
          carries: [
            {
              bytes: value.body,
              contentType,
              range: { unit: "byte", start, end: bytes.length },
              verbatim: true,
            },
          ],
        }
      : {}),
  };
}

function dmProfile(bytes: Uint8Array, contentType: string, secured: string): ViewedMessage {
  const viewed = syncmlView.decode(bytes, contentType);
  const { value, findings } = readDmBootstrap(bytes);
  const leftOut: readonly Finding[] = findings.filter(({ code }) => code === "bootstrap/left-out");
  const objects = value
    ? `${value.objects.length} ${value.objects.length === 1 ? "object" : "objects"}`
    : "unreadable";
  const from = value ? ` from ${value.serverId}` : "";
  return {
    ...viewed,
    kind: "bootstrap",
    summary: `Bootstrap message of the DM profile${from}: ${objects}${secured}`,
    findings: [...viewed.findings, ...leftOut],
  };
}

function document(bytes: Uint8Array, secured: string): ViewedMessage {
  const encoding = provisioningEncodingOf(bytes);
  const { value, findings, tree } = inspectProvisioning(bytes, encoding);
  const summary = `${summaryOf(value)}${secured}`;
  const printed = value === undefined ? undefined : coverPrinted(value);
  if (encoding === "wbxml") {
    const root = tree.children.find(({ name }) => !headFields.has(name));
    const head = tree.children.filter((child) => child !== root);
    return { ...wbxmlViewed({ kind: "bootstrap", summary, head, root, findings, bytes }), value, printed };
  }
  const shown: DecodedNode = coverSecrets(tree);
  const secrets = secretRanges([shown]);
  const text = maskSecrets(bodyText(bytes), secrets);
  return { kind: "bootstrap", summary, tree: shown, findings, text, secrets, value, printed };
}

const headFields: ReadonlySet<string> = new Set(["version", "publicId", "charset", "stringTable"]);

function summaryOf(value: ProvisioningDocument | undefined): string {
  if (!value) return "Provisioning document that cannot be read";
  const { accounts } = w7Accounts(value);
  const servers = accounts.map(({ serverId, name }) => serverId ?? name ?? "?").slice(0, 3);
  if (servers.length > 0) return `Provisioning document with the account of ${servers.join(", ")}`;
  const kinds = value.content.map((part) => (part.kind === "characteristic" ? part.type : part.name));
  const applications = characteristicsOf(value.content, "APPLICATION").map(({ content }) =>
    valueOf(content, "APPID"),
  );
  const named = [...new Set([...kinds, ...applications].filter((part) => part !== undefined))].slice(0, 6);
  return `Provisioning document${named.length === 0 ? ", empty" : `: ${named.join(", ")}`}`;
}

/** What the parameters of the content type say of the security. */
function securityOf(header: string | undefined): string {
  const { sec, mac } = readBootstrapType(header ?? "");
  if (sec === undefined && mac === undefined) return "";
  return `, secured by ${sec ?? "a MAC"}${mac === undefined ? " without a MAC" : sec === undefined ? "" : " with a MAC"}`;
}
