import type { Scope } from "./node.ts";
import type { Occurrence } from "./occurrence.ts";

/**
 * A node as profiles write it down: a leaf has a value, an interior node children. It also describes what may become of
 * the node: children named `<X>` are placeholders for nodes that are named at run time, `absent` children may be added.
 * Plain data.
 */
export interface NodeSpec {
  /** Format of a leaf, `chr` by default. */
  readonly format?: string | undefined;
  /** Value of a leaf; base64 for `bin`. */
  readonly value?: string | undefined;
  readonly children?: Readonly<Record<string, NodeSpec>> | undefined;
  /** Access types, separated by blanks; `Get` by default. */
  readonly access?: string | undefined;
  /** `permanent` by default. */
  readonly scope?: Scope | undefined;
  readonly acl?: string | undefined;
  /** Leaf: media type, `text/plain` by default. Interior node: management object identifier. */
  readonly type?: string | undefined;
  /** Further media types that a leaf may be given. */
  readonly types?: readonly string[] | undefined;
  readonly title?: string | undefined;
  /** How often the node occurs below its parent; a further Add is refused with 420. */
  readonly occurs?: Occurrence | undefined;
  /** The node is described, but not there at first. */
  readonly absent?: boolean | undefined;
  /** Only what is described may be added below. */
  readonly closed?: boolean | undefined;
  /** `CIS`: the node is found by its name in any case. */
  readonly caseSense?: "CS" | "CIS" | undefined;
  /** What describes the node's children in place of its own `children`. */
  readonly describedBy?: NodeSpec | undefined;
  /** What the node is for. */
  readonly doc?: string | undefined;
}

/** True for the name of a placeholder: `<X>`. */
export function isPlaceholder(name: string): boolean {
  return name.startsWith("<") && name.endsWith(">");
}

const describing = new WeakMap<NodeSpec, boolean>();

/**
 * True when the specification says something of what may be added below the node. Otherwise access types and ACL alone
 * decide.
 */
export function describesChildren(spec: NodeSpec): boolean {
  const known = describing.get(spec);
  if (known !== undefined) return known;
  const describes =
    spec.closed === true ||
    Object.entries(spec.children ?? {}).some(([name, child]) => isPlaceholder(name) || child.absent === true);
  describing.set(spec, describes);
  return describes;
}

/**
 * What describes a child: its own entry, or the placeholder, of those with the format when several are there. An entry
 * without occurrence beside a placeholder is one of its nodes that is there from the beginning.
 */
export function childSpec(
  spec: NodeSpec | undefined,
  name: string,
  format?: string,
): { readonly key: string; readonly spec: NodeSpec } | undefined {
  const children = spec?.children;
  if (!children) return undefined;
  const own = Object.hasOwn(children, name) && !isPlaceholder(name) ? children[name] : undefined;
  if (own && (own.occurs !== undefined || own.absent === true)) return { key: name, spec: own };
  let placeholder: { readonly key: string; readonly spec: NodeSpec } | undefined;
  for (const [key, child] of Object.entries(children)) {
    if (!isPlaceholder(key)) continue;
    if (format === undefined || formatOfSpec(child) === format) return { key, spec: child };
    placeholder ??= { key, spec: child };
  }
  return placeholder ?? (own && { key: name, spec: own });
}

/** Format that a specification gives its node. */
export function formatOfSpec(spec: NodeSpec): string {
  return spec.children ? "node" : (spec.format ?? "chr");
}
