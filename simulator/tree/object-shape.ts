import type { Finding } from "../core/finding.ts";
import type { SpecRef } from "../core/spec-ref.ts";
import type { Scope } from "./node.ts";
import type { NodeSpec } from "./node-spec.ts";
import type { Occurrence } from "./occurrence.ts";

export type { Occurrence } from "./occurrence.ts";

/** A node of a management object as its description declares it. The key `<X>` of children = named at run time. */
export interface NodeShape {
  readonly format: string;
  readonly occurs: Occurrence;
  /** Access types, separated by blanks. */
  readonly access: string;
  readonly scope: Scope;
  readonly type?: string | undefined;
  readonly doc: string;
  readonly spec?: SpecRef | undefined;
  readonly children?: Readonly<Record<string, NodeShape>> | undefined;
  /** Vendors put anything below. */
  readonly open?: boolean | undefined;
}

/** Values for a management object: texts for leaves, records for interior nodes. */
export interface ObjectValues {
  readonly [name: string]: string | ObjectValues;
}

/** Name of a child that is chosen at run time. */
const ANY_NAME = "<X>";

/** A management object with values, ready for `buildNode`. Missing, unknown and misplaced values are findings. */
export function fillShape(
  shape: NodeShape,
  values: string | ObjectValues,
  uri: string,
): { readonly spec: NodeSpec; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  return { spec: fill(shape, values, uri, findings), findings };
}

const described = new WeakMap<NodeShape, NodeSpec>();

/** The management object as the description of a node: what of it may be added, and how. Shared, one for each shape. */
export function describeShape(shape: NodeShape): NodeSpec {
  const known = described.get(shape);
  if (known) return known;
  const { access, scope, type, format, occurs, doc, open } = shape;
  const common = { access, scope, type, occurs, doc };
  const spec: NodeSpec =
    format !== "node"
      ? { ...common, format }
      : {
          ...common,
          closed: open !== true,
          children: Object.fromEntries(
            Object.entries(shape.children ?? {}).map(([name, child]) => [name, describeShape(child)]),
          ),
        };
  described.set(shape, spec);
  return spec;
}

function fill(shape: NodeShape, values: string | ObjectValues, uri: string, findings: Finding[]): NodeSpec {
  const problem = (code: string, path: string, text: string): void => {
    findings.push({
      severity: "error",
      code: `object/${code}`,
      text: `${path}: ${text}`,
      path,
      spec: shape.spec,
    });
  };
  const { access, scope, type, format, occurs, doc } = shape;
  if (format !== "node") {
    if (typeof values !== "string") problem("value", uri, "is a leaf and has one value.");
    return { access, scope, type, format, occurs, doc, value: typeof values === "string" ? values : "" };
  }
  if (typeof values === "string") {
    problem("value", uri, "is an interior node and has no value.");
    return { access, scope, type, occurs, doc, children: {} };
  }
  const children: Record<string, NodeSpec> = {};
  for (const [name, child] of Object.entries(shape.children ?? {}))
    if (name !== ANY_NAME && child.occurs === "One" && values[name] === undefined)
      problem("missing", `${uri}/${name}`, "is required.");
  for (const [name, value] of Object.entries(values)) {
    const child = shape.children?.[name] ?? shape.children?.[ANY_NAME];
    if (child) children[name] = fill(child, value, `${uri}/${name}`, findings);
    else if (shape.open) children[name] = vendorNode(value);
    else problem("unknown", `${uri}/${name}`, "is not part of the management object.");
  }
  if (shape.children?.[ANY_NAME]?.occurs === "OneOrMore" && Object.keys(children).length === 0)
    problem("missing", uri, "needs at least one child.");
  return { access, scope, type, occurs, doc, children, describedBy: describeShape(shape) };
}

function vendorNode(value: string | ObjectValues): NodeSpec {
  if (typeof value === "string") return { value };
  const children: Record<string, NodeSpec> = {};
  for (const [name, child] of Object.entries(value)) children[name] = vendorNode(child);
  return { children };
}
