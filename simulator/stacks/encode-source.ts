import { utf8Text } from "../core/bytes.ts";
import { WorkbenchError } from "../core/error.ts";
import { hasError, type Finding } from "../core/finding.ts";
import { MgmtTree, readMgmtTree, type MgmtTreeInput } from "../protocols/dmddf/index.ts";
import {
  readProvisioning,
  type ProvisioningDocument,
  type ProvisioningPart,
} from "../protocols/provisioning/index.ts";
import {
  DevInf,
  readDevInf,
  readDevInfWbxml,
  readSyncML,
  readSyncMLWbxml,
  SyncML,
  type SyncMLInput,
} from "../protocols/syncml/index.ts";
import type { AnyElement, Input } from "../schema/element.ts";
import { valueFromPrintable } from "../schema/printable.ts";
import { validate } from "../schema/validate.ts";
import { looksLikeWbxml, wbxmlDocument } from "./wbxml-document.ts";
import { treeInput, withOctetsOf } from "./wbxml-forms.ts";
import { looksLikeXml, rootOf } from "./xml-view.ts";

/** A document that can be encoded, as its values. */
export type SourceDocument =
  | { readonly kind: "syncml"; readonly value: SyncMLInput }
  | { readonly kind: "mgmt-tree"; readonly value: MgmtTreeInput }
  | { readonly kind: "devinf"; readonly value: Input<typeof DevInf> }
  | { readonly kind: "provisioning"; readonly value: ProvisioningDocument };

export interface Source {
  readonly document: SourceDocument;
  readonly findings: readonly Finding[];
}

/** Reads a source in whatever form it has. Throws `encode/unreadable` and `encode/invalid`. */
export function readSource(source: Uint8Array): Source {
  if (looksLikeXml(source)) return fromXml(source);
  return looksLikeWbxml(source) ? fromWbxml(source) : fromJson(source);
}

function fromXml(source: Uint8Array): Source {
  switch (rootOf(source).name) {
    case "MgmtTree":
      return mgmtTree(readMgmtTree(source, "xml"));
    case "DevInf":
      return devInf(readDevInf(source));
    case "wap-provisioningdoc":
      return provisioning(readProvisioning(source, "xml"));
    default:
      return syncml(readSyncML(source));
  }
}

function fromWbxml(source: Uint8Array): Source {
  const { family, name } = wbxmlDocument(source);
  switch (family) {
    case "syncml":
      return syncml(readSyncMLWbxml(source));
    case "mgmt-tree":
      return mgmtTree(readMgmtTree(source, "wbxml"));
    case "devinf":
      return devInf(readDevInfWbxml(source));
    case "provisioning":
      return provisioning(readProvisioning(source, "wbxml"));
    case "other":
      throw new WorkbenchError(
        "encode/unreadable",
        `The source is WBXML, ${name}: no document of device management`,
      );
  }
}

interface Read<T> {
  readonly value: T | undefined;
  readonly findings: readonly Finding[];
}

function usable<T>(
  { value, findings }: Read<T>,
  what: string,
): { readonly value: T; readonly findings: readonly Finding[] } {
  if (value !== undefined && !hasError(findings)) return { value, findings };
  const reason = findings.find(({ severity }) => severity === "error")?.text;
  throw new WorkbenchError(
    "encode/unreadable",
    `The source is not a readable ${what}${reason === undefined ? "" : `: ${reason}`}`,
    {
      findings,
    },
  );
}

function syncml(read: Read<SyncML>): Source {
  const { value, findings } = usable(read, "SyncML message");
  return { document: { kind: "syncml", value }, findings };
}

function mgmtTree(read: Read<MgmtTree>): Source {
  const { value, findings } = usable(read, "management tree document");
  return { document: { kind: "mgmt-tree", value: treeInput(value) }, findings };
}

function devInf(read: Read<DevInf>): Source {
  const { value, findings } = usable(read, "device information");
  return { document: { kind: "devinf", value }, findings };
}

function provisioning(read: Read<ProvisioningDocument>): Source {
  const { value, findings } = usable(read, "provisioning document");
  return { document: { kind: "provisioning", value }, findings };
}

/** The kind follows from the parts that only one kind of document has. */
function fromJson(source: Uint8Array): Source {
  const data = parsed(source);
  const findings = JSON.stringify(data)?.includes("•") ? [coveredSecrets] : [];
  return { document: documentOf(data), findings };
}

const coveredSecrets: Finding = {
  severity: "warning",
  code: "encode/covered",
  text: "Secrets that decode covered are written as the dots that stand for them.",
};

function documentOf(data: unknown): SourceDocument {
  const has = (key: string): boolean => typeof data === "object" && data !== null && key in data;
  if (has("content")) return { kind: "provisioning", value: provisioningOf(data) };
  if (has("Node")) return { kind: "mgmt-tree", value: fromData<MgmtTreeInput>(MgmtTree, data) };
  if (has("DevID")) return { kind: "devinf", value: fromData<Input<typeof DevInf>>(DevInf, data) };
  return { kind: "syncml", value: withOctetsOf(fromData<SyncMLInput>(SyncML, data)) };
}

function fromData<In>(element: unknown, data: unknown): In {
  const declared = element as AnyElement;
  const value = valueFromPrintable(declared, data);
  const findings = validate(declared, value);
  if (hasError(findings)) {
    const text = findings[0]?.text ?? "The message is not valid";
    const hidden = JSON.stringify(data).includes("•")
      ? " (secrets that decode covered cannot be encoded)"
      : "";
    throw new WorkbenchError("encode/invalid", `${text}${hidden}`, { findings });
  }
  return value as In;
}

function provisioningOf(data: unknown): ProvisioningDocument {
  if (isDocument(data)) return data;
  const text = "The parts of a provisioning document are characteristics and parms";
  throw new WorkbenchError("encode/invalid", text);
}

function isDocument(data: unknown): data is ProvisioningDocument {
  return typeof data === "object" && data !== null && "content" in data && isContent(data.content);
}

function isContent(content: unknown): content is readonly ProvisioningPart[] {
  return (
    Array.isArray(content) &&
    content.every((part: unknown) => {
      if (typeof part !== "object" || part === null || !("kind" in part)) return false;
      if (part.kind === "parm")
        return (
          "name" in part &&
          typeof part.name === "string" &&
          (!("value" in part) || typeof part.value === "string")
        );
      return (
        part.kind === "characteristic" &&
        "type" in part &&
        typeof part.type === "string" &&
        "content" in part &&
        isContent(part.content)
      );
    })
  );
}

/** The JSON of a text; of a whole report of `decode` its message. */
function parsed(source: Uint8Array): unknown {
  const text = utf8Text(source);
  if (text === undefined)
    throw new WorkbenchError("encode/unreadable", "The source is neither XML nor WBXML nor UTF-8 text");
  try {
    const data: unknown = JSON.parse(text);
    const isReport = typeof data === "object" && data !== null && "message" in data && "findings" in data;
    return isReport ? data.message : data;
  } catch (error) {
    throw new WorkbenchError("encode/unreadable", "The source is neither XML nor WBXML nor JSON", {}, error);
  }
}
