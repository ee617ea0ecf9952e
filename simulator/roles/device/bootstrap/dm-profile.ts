import { toBase64, utf8Text } from "../../../core/bytes.ts";
import type { Finding } from "../../../core/finding.ts";
import { spec } from "../../../core/spec-ref.ts";
import type { MgmtNode } from "../../../protocols/dmddf/index.ts";
import { readDmBootstrap } from "../../../stacks/bootstrap.ts";
import {
  DMAcc,
  fillShape,
  parseAcl,
  type InteriorNode,
  type NodeSpec,
  type ObjectValues,
} from "../../../tree/index.ts";
import { accountAcl, accountPlace } from "./accounts.ts";
import type { AppliedProfile } from "./apply.ts";
import { freeNumber, placeAmong, withBuilt } from "./places.ts";

const clause = spec("dm-boot", "5.4 OMA DM profile");
const INBOX = "./Inbox/";
const NAP = "urn:oma:mo:oma-connmo-nap:1.0";
const PROXY = "urn:oma:mo:oma-connmo-proxy:1.0";
const containers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  [NAP]: [["NAP"], ["Connectivity", "NAP"]],
  [PROXY]: [["Proxy"], ["Connectivity", "Proxy"]],
};

/** An object of the message with the place that the device has chosen for it. */
interface PlacedObject {
  readonly node: MgmtNode;
  readonly type: string;
  readonly serverId: string;
  readonly segments: readonly string[];
}

/**
 * Applies a message of the DM profile: each object below the Inbox goes where the device keeps its kind. Kinds that the
 * device does not have are ignored, and so are nodes of the vendor (DM Bootstrap 1.2, 5.4).
 */
export function applyDmProfile(root: InteriorNode, body: Uint8Array, date: number): AppliedProfile {
  const { value, findings: read } = readDmBootstrap(body);
  const findings: Finding[] = [...read];
  const nothing = (refusal: string): AppliedProfile => ({
    root,
    serverIds: [],
    startSession: undefined,
    findings,
    refusal,
  });
  if (!value) return nothing("the bootstrap message cannot be read");
  const objects = value.objects.flatMap(({ Node }) => Node);
  const placed: PlacedObject[] = [];
  let changed = root;
  for (const node of objects) {
    const place = placeOf(changed, node);
    if (typeof place === "string")
      findings.push({ severity: "info", code: "bootstrap/no-place", text: place, spec: clause });
    else {
      // an empty node keeps the name for this object while places are chosen for the others
      changed = withBuilt(place.root, place.segments, { children: {} }, date) ?? place.root;
      placed.push({ node, ...place });
    }
  }
  const addresses = new Map(
    placed.map(({ node, segments }) => [node.NodeName ?? "", `./${segments.join("/")}`]),
  );
  const serverIds: string[] = [];
  for (const object of placed) {
    const next = withBuilt(changed, object.segments, specOf(object, addresses), date);
    if (!next)
      return nothing(`the object for ./${object.segments.join("/")} has values that the device cannot take`);
    changed = next;
    if (object.serverId !== "") serverIds.push(object.serverId);
  }
  if (placed.length === 0) return nothing("the message has nothing that the device can use");
  return { root: changed, serverIds, startSession: serverIds[0], findings, refusal: undefined };
}

type Place = Pick<PlacedObject, "segments" | "type" | "serverId"> & { readonly root: InteriorNode };

function placeOf(root: InteriorNode, node: MgmtNode): Place | string {
  const type = node.RTProperties?.Type?.DDFName ?? "";
  if (type === DMAcc.type) {
    const serverId = textOf(node.Node.find(({ NodeName }) => NodeName === "ServerID"));
    if (!serverId || accountAcl(serverId) === undefined)
      return "A DMAcc object has no usable server identifier.";
    return { ...accountPlace(root, serverId), type, serverId };
  }
  const parent = placeAmong(root, containers[type] ?? []);
  if (!parent) return `The device has no place for an object of the type ${type.slice(0, 80) || "none"}.`;
  return { root, segments: [...parent.segments, freeNumber(parent.node)], type, serverId: "" };
}

/** The object as the device builds it: a DMAcc by its description, others as they came. */
function specOf(
  { node, type, serverId, segments }: PlacedObject,
  addresses: ReadonlyMap<string, string>,
): NodeSpec {
  const acl = aclOf(node) ?? (serverId === "" ? undefined : accountAcl(serverId));
  if (type !== DMAcc.type) return { ...plainSpec(node, addresses), type, acl };
  const values = objectValues(node, addresses);
  // values that the description does not have are left out: vendor nodes and newer versions
  const { spec: filled } = fillShape(DMAcc, values, `./${segments.join("/")}`);
  return { ...filled, acl };
}

function plainSpec(node: MgmtNode, addresses: ReadonlyMap<string, string>): NodeSpec {
  const access = "Add Delete Get Replace";
  const type = node.RTProperties?.Type?.DDFName ?? node.RTProperties?.Type?.MIME;
  if (!isLeaf(node)) {
    const children: Record<string, NodeSpec> = {};
    for (const child of named(node)) children[child.name] = plainSpec(child.node, addresses);
    return {
      children,
      access,
      scope: "dynamic",
      type: node.RTProperties?.Type?.DDFName ?? "",
      acl: aclOf(node),
    };
  }
  const format = node.RTProperties?.Format?.kind ?? "chr";
  const value = valueOf(node, addresses);
  return {
    format,
    value,
    access: "Delete Get Replace",
    scope: "dynamic",
    ...(type ? { type } : {}),
    acl: aclOf(node),
  };
}

function objectValues(node: MgmtNode, addresses: ReadonlyMap<string, string>): ObjectValues {
  const values: Record<string, string | ObjectValues> = {};
  for (const { name, node: child } of named(node))
    if (name !== "Ext")
      values[name] = isLeaf(child) ? valueOf(child, addresses) : objectValues(child, addresses);
  return values;
}

/** Children with the names that the device chooses where the document leaves them open. */
function named(node: MgmtNode): readonly { readonly name: string; readonly node: MgmtNode }[] {
  return node.Node.map((child, index) => ({ name: child.NodeName || String(index + 1), node: child }));
}

function isLeaf(node: MgmtNode): boolean {
  return node.RTProperties?.Format?.kind !== "node" && node.Node.length === 0;
}

/** Value of a leaf; octets as base64, links into the message as links into the tree. */
function valueOf(node: MgmtNode, addresses: ReadonlyMap<string, string>): string {
  const { Value } = node;
  if (Value instanceof Uint8Array && node.RTProperties?.Format?.kind === "bin") return toBase64(Value);
  const text = textOf(node) ?? "";
  return text.startsWith(INBOX) ? rewritten(text, addresses) : text;
}

function rewritten(link: string, addresses: ReadonlyMap<string, string>): string {
  const [first = "", ...rest] = link.slice(INBOX.length).split("/");
  const address = addresses.get(first);
  return address === undefined ? link : [address, ...rest].join("/");
}

function textOf(node: MgmtNode | undefined): string | undefined {
  const value = node?.Value;
  if (value instanceof Uint8Array) return utf8Text(value);
  return typeof value === "string" ? value : value?.xml;
}

function aclOf(node: MgmtNode): string | undefined {
  const text = node.RTProperties?.ACL;
  const acl = text === undefined ? undefined : parseAcl(text);
  return acl === undefined || acl === "inherit" ? undefined : acl.text;
}
