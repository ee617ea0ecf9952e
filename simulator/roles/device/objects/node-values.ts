import { nodeAt, withNode, type InteriorNode, type NodeSpec } from "../../../tree/index.ts";
import type { ObjectHost, ValueChange } from "./management-object.ts";

/** Text of a leaf; "" for a missing leaf, an interior node and octets. */
export function textOf(root: InteriorNode, segments: readonly string[]): string {
  const node = nodeAt(root, segments);
  return node?.kind === "leaf" && typeof node.value === "string" ? node.value : "";
}

/** Octets of a leaf; undefined when it is missing or has none. */
export function octetsOf(root: InteriorNode, segments: readonly string[]): Uint8Array | undefined {
  const node = nodeAt(root, segments);
  return node?.kind === "leaf" && typeof node.value !== "string" && node.value.length > 0
    ? node.value
    : undefined;
}

/** Names of the children of an interior node, in the order of their creation. */
export function childrenOf(root: InteriorNode, segments: readonly string[]): readonly string[] {
  const node = nodeAt(root, segments);
  return node?.kind === "interior" ? [...node.children.keys()] : [];
}

/** The tree with other values, as an application of the device sets them. What is missing stays missing. */
export function withValueChanges(
  root: InteriorNode,
  changes: readonly ValueChange[],
  date: number,
): InteriorNode {
  let changed = root;
  for (const { segments, value } of changes) {
    const node = nodeAt(changed, segments);
    if (value === undefined) changed = node ? withNode(changed, segments, undefined) : changed;
    else if (node?.kind === "leaf" && node.value !== value)
      changed = withNode(changed, segments, {
        ...node,
        value,
        tStamp: date,
        verNo: (node.verNo + 1) & 0xffff,
      });
  }
  return changed;
}

/** Sets leaves of the device's tree. */
export function setValues(host: ObjectHost, changes: readonly ValueChange[]): void {
  const before = host.root();
  const after = withValueChanges(before, changes, host.moment.date);
  if (after !== before) host.change(after);
}

/** A leaf that is read only. */
export function leaf(value: string, format?: NodeSpec["format"], access = "Get"): NodeSpec {
  return { value, access, ...(format === undefined ? {} : { format }) };
}

/** An interior node that is read only. */
export function interior(children: Readonly<Record<string, NodeSpec>>, type?: string): NodeSpec {
  return { children, access: "Get", ...(type === undefined ? {} : { type }) };
}

/** A leaf that is run. */
export const operation: NodeSpec = { format: "null", access: "Exec Get" };

/** True for a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text field of remembered state. */
export function textField(state: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = state[name];
  return typeof value === "string" ? value : undefined;
}

/** A number field of remembered state. */
export function numberField(state: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = state[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
