import { fromBase64 } from "../../../simulator/core/bytes.ts";
import { readMgmtTree, tndsEncodingOf, type MgmtNode } from "../../../simulator/protocols/dmddf/index.ts";
import type { Item, SyncML } from "../../../simulator/protocols/syncml/index.ts";
import { nodeAt, type TreeNode } from "../../../simulator/tree/index.ts";
import type { Dialogue } from "./dialogue.ts";
import { dataText } from "./lines.ts";

/** A node of the device, seen from inside. */
export function nodeOf(dialogue: Dialogue, uri: string): TreeNode | undefined {
  return nodeAt(dialogue.role.view().root, uri.split("/").slice(1));
}

/** Value of a leaf of the device, seen from inside; octets as base64; undefined = there is no such leaf. */
export function valueOf(dialogue: Dialogue, uri: string): string | undefined {
  const node = nodeOf(dialogue, uri);
  return node?.kind === "leaf" ? dataText(node.value) : undefined;
}

/** Items of all Results of a message. */
export function resultItems(message: SyncML | undefined): readonly Item[] {
  return (message?.SyncBody.commands ?? []).flatMap((command) =>
    command.kind === "Results" ? command.Item : [],
  );
}

/** Octets or text of the Data of an Item whose format says which. */
export function octetsOf({ Data, Meta }: Item): Uint8Array {
  if (Data instanceof Uint8Array) return Data;
  const text = dataText(Data);
  return (Meta?.Format === "b64" ? fromBase64(text) : undefined) ?? new TextEncoder().encode(text);
}

/** What a TNDS document says of each node: `./A/B` → its lines `Format chr`, `Value x`, `ACL …`. */
export function documentLines(item: Item): string[] {
  const encoding = tndsEncodingOf(item.Meta?.Type ?? "");
  if (!encoding) throw new Error(`${item.Meta?.Type ?? "no type"} is no TNDS document`);
  const { value, findings } = readMgmtTree(octetsOf(item), encoding);
  if (!value || findings.length > 0)
    throw new Error(`The document cannot be read: ${JSON.stringify(findings)}`);
  return value.Node.flatMap((node) => nodeLines(node, item.Source?.LocURI ?? ""));
}

function nodeLines(node: MgmtNode, uri: string): string[] {
  const { RTProperties: properties, Value } = node;
  const format = properties?.Format ? Object.keys(properties.Format)[0] : undefined;
  const said = [
    properties?.ACL === undefined ? undefined : `ACL ${properties.ACL}`,
    format === undefined ? undefined : `Format ${properties?.Format?.kind ?? format}`,
    Value === undefined ? undefined : `Value ${dataText(Value)}`,
  ].filter((each) => each !== undefined);
  return [
    [uri, ...said].join(" | "),
    ...node.Node.flatMap((child) => nodeLines(child, `${uri}/${child.NodeName ?? ""}`)),
  ];
}

/** URIs of the leaves at and below a node of the device that servers may read. */
export function leavesBelow(dialogue: Dialogue, uri: string): string[] {
  const node = nodeOf(dialogue, uri);
  if (!node?.access.includes("Get")) return [];
  if (node.kind === "leaf") return [uri];
  return [...node.children.keys()].flatMap((name) => leavesBelow(dialogue, `${uri}/${name}`));
}
