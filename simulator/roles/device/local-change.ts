import { fromBase64 } from "../../core/bytes.ts";
import type { Scope } from "../../tree/node.ts";
import { childSpec, describesChildren } from "../../tree/node-spec.ts";
import {
  buildNode,
  isUriProblem,
  nodeAt,
  parseAcl,
  parseLocUri,
  valueForFormat,
  withNode,
  type InteriorNode,
  type TreeNode,
} from "../../tree/index.ts";

/** What is edited on a node by hand; what is absent stays. */
export interface NodeEdit {
  /** Text, or base64 for the format `bin`. */
  readonly value?: string | undefined;
  /** Empty: the ACL is inherited. */
  readonly acl?: string | undefined;
  readonly title?: string | undefined;
}

/** A node that is added by hand. */
export interface NewNode {
  readonly format: string;
  readonly type?: string | undefined;
  readonly value?: string | undefined;
  /** `dynamic` by default. */
  readonly scope?: Scope | undefined;
  /** Access types, separated by blanks; by default all that its ACL lets servers do. */
  readonly access?: string | undefined;
}

/** The tree after a change from within, or why it cannot be. */
export type LocalChange = InteriorNode | string;

/** The tree with another value, ACL or title of a node, as somebody at the device sets them. */
export function editNode(root: InteriorNode, uri: string, edit: NodeEdit, date: number): LocalChange {
  const path = parseLocUri(uri);
  if (isUriProblem(path)) return path.text;
  const node = nodeAt(root, path.segments);
  if (!node) return `${uri} does not exist.`;
  let changed: TreeNode = node;
  if (edit.value !== undefined) {
    if (changed.kind !== "leaf") return `${uri} is no leaf.`;
    const octets = changed.format === "bin" ? fromBase64(edit.value) : edit.value;
    const value = octets === undefined ? undefined : valueForFormat(changed.format, octets);
    if (value === undefined) return `"${edit.value}" is no ${changed.format}.`;
    changed = { ...changed, value };
  }
  if (edit.acl !== undefined) {
    const acl = parseAcl(edit.acl);
    if (acl === undefined) return `"${edit.acl}" is no ACL.`;
    if (acl === "inherit" && path.segments.length === 0) return "The root needs an ACL.";
    changed = { ...changed, acl: acl === "inherit" ? undefined : acl };
  }
  if (edit.title !== undefined) changed = { ...changed, title: edit.title };
  const verNo = (node.verNo + 1) & 0xffff;
  return withNode(root, path.segments, { ...changed, tStamp: date, verNo });
}

/** The tree with a further node; unless `added` says otherwise it is dynamic, and servers may do all that its ACL lets them. */
export function addNode(root: InteriorNode, uri: string, added: NewNode, date: number): LocalChange {
  const path = parseLocUri(uri);
  if (isUriProblem(path)) return path.text;
  const { segments } = path;
  if (segments.length === 0 || nodeAt(root, segments)) return `${uri} exists.`;
  const parent = nodeAt(root, segments.slice(0, -1));
  if (parent?.kind !== "interior") return `${uri} has no parent.`;
  const { format, type, value, scope = "dynamic", access } = added;
  const interior = format === "node";
  const { node, findings } = buildNode(
    {
      ...(interior ? { children: {} } : { format, value: value ?? "" }),
      type,
      scope,
      access: access ?? (interior ? "Add Delete Get Replace" : "Copy Delete Get Replace"),
    },
    segments,
  );
  if (interior && value !== undefined && value !== "") return `${uri} is an interior node and has no value.`;
  const [problem] = findings;
  if (problem) return problem.text;
  const described = childSpec(parent.description, segments.at(-1) ?? "", format)?.spec;
  const describing = described?.describedBy ?? described;
  const description = describing && describesChildren(describing) ? describing : undefined;
  const placed = node.kind === "interior" && description ? { ...node, description } : node;
  return withNode(root, segments, { ...placed, tStamp: date });
}

/** The tree without a node and what is below it. */
export function deleteNode(root: InteriorNode, uri: string): LocalChange {
  const path = parseLocUri(uri);
  if (isUriProblem(path)) return path.text;
  if (path.segments.length === 0) return "The root cannot be deleted.";
  if (!nodeAt(root, path.segments)) return `${uri} does not exist.`;
  return withNode(root, path.segments, undefined);
}
