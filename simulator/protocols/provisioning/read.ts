import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import type { DecodedNode } from "../../schema/inspect.ts";
import { maskedText } from "../../schema/secrets.ts";
import type { ProvisioningDocument, ProvisioningPart } from "./document.ts";
import { characteristicLabels, parmLabels, secretParms, valueMeanings } from "./labels.ts";
import { readWbxmlTree, STRING_TABLE, type RawTree } from "./read-wbxml.ts";
import { readXmlTree } from "./read-xml.ts";

/** How a document is written. */
export type ProvisioningEncoding = "xml" | "wbxml";

/** A document as read. Without a value the root is missing or another one; findings say what was noticed. */
export interface DecodedProvisioning {
  readonly encoding: ProvisioningEncoding;
  readonly value: ProvisioningDocument | undefined;
  readonly findings: readonly Finding[];
}

/** The same for reading by people: ranges count octets in WBXML and characters in XML, secrets are masked. */
export interface ProvisioningInspection extends DecodedProvisioning {
  readonly tree: DecodedNode;
}

const clause = spec("prov-cont", "5 Document type");
const ROOT = "wap-provisioningdoc";

/** Encoding of a document by its first octet: WBXML begins with its version, XML with text. */
export function provisioningEncodingOf(bytes: Uint8Array): ProvisioningEncoding {
  const first = bytes[0];
  return first !== undefined && first < 0x09 ? "wbxml" : "xml";
}

/** Reads a document in either encoding. Never throws. */
export function readProvisioning(
  bytes: Uint8Array,
  encoding: ProvisioningEncoding = provisioningEncodingOf(bytes),
): DecodedProvisioning {
  const raw = rawTree(bytes, encoding);
  return { encoding, ...documentOf(raw) };
}

/** Reads a document for the inspector. Never throws. */
export function inspectProvisioning(
  bytes: Uint8Array,
  encoding: ProvisioningEncoding = provisioningEncodingOf(bytes),
): ProvisioningInspection {
  const raw = rawTree(bytes, encoding);
  const { value, findings } = documentOf(raw);
  const secrets = raw.root ? secretsIn(raw.root) : [];
  const nodes = raw.nodes.map((node) =>
    node.name === STRING_TABLE ? shownTable(node, secrets, findings) : shown(node, findings),
  );
  const whole = { unit: encoding === "wbxml" ? "byte" : "char", start: 0, end: bytes.length } as const;
  const [only] = nodes;
  const tree: DecodedNode =
    encoding === "xml" && only
      ? only
      : {
          name: "Provisioning",
          label: "provisioning document",
          range: whole,
          findings: loose(nodes, findings),
          children: nodes,
        };
  return { encoding, value, findings, tree };
}

function rawTree(bytes: Uint8Array, encoding: ProvisioningEncoding): RawTree {
  return encoding === "wbxml" ? readWbxmlTree(bytes) : readXmlTree(bytes);
}

function documentOf({ root, findings }: RawTree): Pick<DecodedProvisioning, "value" | "findings"> {
  const own: Finding[] = [];
  const problem = (severity: Finding["severity"], code: string, text: string, node: DecodedNode): void => {
    own.push({ severity, code: `provisioning/${code}`, text, range: node.range, spec: clause });
  };
  if (root && root.name !== ROOT)
    problem("error", "root", `The root element is ${root.name.slice(0, 80)}, not ${ROOT}.`, root);
  const value =
    root?.name === ROOT
      ? { version: attributeOf(root, "version"), content: partsOf(root, problem) }
      : undefined;
  return { value, findings: [...findings, ...own] };
}

type Problem = (severity: Finding["severity"], code: string, text: string, node: DecodedNode) => void;

function partsOf(node: DecodedNode, problem: Problem): readonly ProvisioningPart[] {
  const parts: ProvisioningPart[] = [];
  for (const child of node.children) {
    if (child.name.startsWith("@")) continue;
    const name = attributeOf(child, child.name === "parm" ? "name" : "type");
    if (child.name !== "parm" && child.name !== "characteristic")
      problem("warning", "unknown-element", `The element ${child.name.slice(0, 80)} is left out.`, child);
    else if (name === undefined)
      problem(
        "error",
        "nameless",
        `A ${child.name} has no ${child.name === "parm" ? "name" : "type"}.`,
        child,
      );
    else if (child.name === "characteristic")
      parts.push({ kind: "characteristic", type: name, content: partsOf(child, problem) });
    else parts.push({ kind: "parm", name, value: attributeOf(child, "value") });
  }
  return parts;
}

function attributeOf(node: DecodedNode, name: string): string | undefined {
  return node.children.find((child) => child.name === `@${name}`)?.value;
}

/** A node with plain words, its findings, and its secrets masked. */
function shown(node: DecodedNode, findings: readonly Finding[]): DecodedNode {
  const children = node.children.map((child) => shown(child, findings));
  const here = findings.filter((finding) => innermost(node, finding));
  const common = { ...node, findings: here };
  if (node.name === "characteristic") {
    const type = attributeOf(node, "type") ?? "";
    return { ...common, label: characteristicLabels[type], summary: type, children };
  }
  if (node.name !== "parm") return { ...common, label: node.label ?? labels[node.name], children };
  const name = attributeOf(node, "name") ?? "";
  const value = attributeOf(node, "value");
  const secret = secretParms.has(name);
  const said = value === undefined || !secret ? value : maskedText(value);
  return {
    ...common,
    label: parmLabels[name],
    summary: said === undefined ? name : `${name} = ${said}`,
    children: children.map((child) =>
      child.name !== "@value"
        ? child
        : { ...child, value: said, secret, meaning: secret ? undefined : valueMeanings[name]?.[value ?? ""] },
    ),
  };
}

/** The string table; a secret among its texts makes all of it one. */
function shownTable(
  node: DecodedNode,
  secrets: readonly string[],
  findings: readonly Finding[],
): DecodedNode {
  const text = node.value ?? "";
  const secret = secrets.some((value) => value !== "" && text.includes(value));
  return { ...shown(node, findings), secret, value: secret ? maskedText(text) : text };
}

function secretsIn(node: DecodedNode): readonly string[] {
  const value = attributeOf(node, "value");
  const own = value !== undefined && secretParms.has(attributeOf(node, "name") ?? "") ? [value] : [];
  return [...own, ...node.children.flatMap(secretsIn)];
}

const labels: Readonly<Record<string, string>> = { [ROOT]: "provisioning document" };

/** True when the node holds the finding's place and none of its children does. */
function innermost(node: DecodedNode, { range }: Finding): boolean {
  return range !== undefined && holds(node, range) && !node.children.some((child) => holds(child, range));
}

/** Findings that stand in none of the nodes. */
function loose(nodes: readonly DecodedNode[], findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ range }) => range === undefined || !nodes.some((node) => holds(node, range)));
}

function holds({ range }: DecodedNode, inner: { readonly start: number; readonly end: number }): boolean {
  return range.start <= inner.start && inner.end <= range.end;
}
