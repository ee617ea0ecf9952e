import type { DeviceCommandInput } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import {
  countNodes,
  isUriProblem,
  nodeAt,
  parseAcl,
  parseLocUri,
  printLocUri,
  valueForFormat,
  type InteriorNode,
  type TreeNode,
} from "../../tree/index.ts";
import { leafFormatOf } from "../../tree/format.ts";
import { escapeSegment } from "../../tree/path.ts";
import { isSecret, valueText } from "./tree-view.ts";

/** Nodes that a deletion may have to be taken back. */
const MOST_RESTORED = 500;

/** The commands that take an edit of a tree back, in order; empty where it cannot be taken back, or is no edit. */
export function undoOf(root: InteriorNode, command: DeviceCommandInput): DeviceCommandInput[] {
  switch (command.name) {
    case "editNode": {
      const { node, uri, name } = find(root, command.uri);
      if (!node) return [];
      const value = valueText(node, name);
      // a secret is not told, so it cannot be put back from here
      if (command.value !== undefined && value === undefined) return [];
      return [
        {
          name: "editNode",
          uri,
          ...(command.value === undefined || value === undefined ? {} : { value }),
          ...(command.acl === undefined ? {} : { acl: node.acl?.text ?? "" }),
          ...(command.title === undefined ? {} : { title: node.title }),
        },
      ];
    }
    case "addNode":
      return [{ name: "deleteNode", uri: find(root, command.uri).uri }];
    case "deleteNode": {
      const { node, uri, name } = find(root, command.uri);
      return node && lastingDeletion(node, name) === undefined ? restore(node, uri, name) : [];
    }
    default:
      return [];
  }
}

/** Why the deletion of a node could not be taken back, as a sentence; undefined when it could. */
export function lastingDeletion(node: TreeNode, name: string): string | undefined {
  const count = countNodes(node);
  if (count > MOST_RESTORED)
    return `It has ${count - 1} nodes below it, and at most ${MOST_RESTORED} can be put back.`;
  if (hasSecrets(node, name)) return "It holds a password or a nonce, which cannot be read and put back.";
  return undefined;
}

/**
 * What is wrong with an edit before the device is asked. Throws `device-input/…` with a sentence for the form, or
 * `node/unknown`.
 */
export function checkEdit(root: InteriorNode, command: DeviceCommandInput): void {
  if (command.name !== "editNode" && command.name !== "addNode" && command.name !== "deleteNode") return;
  const { node, uri, segments } = find(root, command.uri);
  if (command.name === "addNode") {
    const parent = nodeAt(root, segments.slice(0, -1));
    if (node) throw bad("uri", `${uri} exists already.`);
    if (parent?.kind !== "interior")
      throw bad(
        "uri",
        `${printLocUri(segments.slice(0, -1))} is no interior node, so nothing can be added below.`,
      );
    if (command.format === "node" && command.value !== undefined && command.value !== "")
      throw bad("value", "An interior node has no value.");
    checkValue(command.format, command.value);
    return;
  }
  if (!node) throw new WorkbenchError("node/unknown", `${uri} is not in the tree.`, { uri });
  if (command.name === "deleteNode") {
    if (segments.length === 0) throw bad("uri", "The root cannot be deleted.");
    return;
  }
  if (command.value !== undefined) {
    if (node.kind === "interior") throw bad("value", "An interior node has no value.");
    checkValue(node.format, command.value);
  }
  if (command.acl !== undefined) {
    const acl = parseAcl(command.acl);
    if (acl === undefined)
      throw bad(
        "acl",
        `"${command.acl}" is no ACL. One looks like this: Get=*&Replace=dms.example+other.example`,
      );
    if (acl === "inherit" && segments.length === 0) throw bad("acl", "The root needs an ACL.");
  }
}

function checkValue(format: string, value: string | undefined): void {
  const leaf = leafFormatOf(format);
  if (leaf === undefined || value === undefined) return;
  if (valueForFormat(leaf, value) === undefined) throw bad("value", `The value is no ${formatWords[leaf]}.`);
}

const formatWords = {
  chr: "text",
  int: "whole number",
  bool: "true or false",
  bin: "base64",
  b64: "base64",
  null: "empty value, which is all that the format null allows",
  xml: "XML",
  date: "date such as 2026-11-25",
  time: "time such as 14:02:11Z",
  float: "number",
} as const;

function find(root: InteriorNode, text: string) {
  const path = parseLocUri(text);
  if (isUriProblem(path)) throw bad("uri", path.text);
  if (path.query) throw bad("uri", "A node is named by its URI alone, without ?prop or ?list.");
  const { segments } = path;
  return {
    segments,
    uri: printLocUri(segments),
    name: segments.at(-1) ?? ".",
    node: nodeAt(root, segments),
  };
}

function hasSecrets(node: TreeNode, name: string): boolean {
  if (node.kind === "leaf") return isSecret(node, name);
  return [...node.children].some(([child, each]) => hasSecrets(each, child));
}

function restore(node: TreeNode, uri: string, name: string): DeviceCommandInput[] {
  const value = valueText(node, name);
  const properties: DeviceCommandInput[] =
    node.acl || node.title !== ""
      ? [
          {
            name: "editNode",
            uri,
            ...(node.acl ? { acl: node.acl.text } : {}),
            ...(node.title === "" ? {} : { title: node.title }),
          },
        ]
      : [];
  return [
    {
      name: "addNode",
      uri,
      format: node.kind === "leaf" ? node.format : "node",
      ...(node.type === "" ? {} : { type: node.type }),
      ...(value === undefined ? {} : { value }),
      scope: node.scope,
      access: node.access.join(" "),
    },
    ...properties,
    ...(node.kind === "leaf"
      ? []
      : [...node.children].flatMap(([child, each]) =>
          restore(each, `${uri}/${escapeSegment(child)}`, child),
        )),
  ];
}

function bad(what: string, text: string): WorkbenchError {
  return new WorkbenchError(`device-input/${what}`, text, {});
}
