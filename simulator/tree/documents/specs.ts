import { toBase64 } from "../../core/bytes.ts";
import type { Finding } from "../../core/finding.ts";
import type { MgmtTree } from "../../protocols/dmddf/index.ts";
import type { NodeSpec } from "../build.ts";
import { leafFormatOf, valueForFormat } from "../format.ts";
import { isNodeName, printLocUri } from "../path.ts";
import { forestOf, type DocumentNode } from "./forest.ts";

/** Access types of the nodes of a document, which says nothing of them. */
const LEAF_ACCESS = "Copy Delete Get Replace";
const INTERIOR_ACCESS = "Add Delete Get Replace";

/**
 * The nodes of a TNDS document as a profile writes them, dynamic and with all access types. Nodes at the top without a
 * name are left out with a finding, as are those that are no nodes.
 */
export function treeOfDocument(tree: MgmtTree): {
  readonly nodes: Readonly<Record<string, NodeSpec>>;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const forest = forestOf(tree);
  if ("code" in forest) {
    findings.push({ severity: "error", code: "tnds/document", text: forest.text });
    return { nodes: {}, findings };
  }
  const roots: Building = { children: {} };
  for (const node of forest) {
    let place = roots;
    for (const name of node.path) place = step(place, name);
    put(place, node, node.path, findings);
  }
  return { nodes: roots.children, findings };
}

interface Building extends NodeSpec {
  readonly children: Record<string, NodeSpec>;
}

/** The interior node on the way to a node with a Path, made where no document node stands. */
function step(place: Building, name: string): Building {
  const known = Object.hasOwn(place.children, name) ? place.children[name] : undefined;
  if (known?.children) return { ...known, children: known.children };
  const made: Building = { children: {}, scope: "dynamic", access: INTERIOR_ACCESS };
  define(place, name, made);
  return made;
}

function put(place: Building, node: DocumentNode, around: readonly string[], findings: Finding[]): void {
  const segments = [...around, node.name ?? ""];
  const problem = (code: string, text: string): void => {
    const path = printLocUri(segments);
    findings.push({ severity: "error", code: `tnds/${code}`, text: `${path}: ${text}`, path });
  };
  const name = node.name ?? "";
  if (!isNodeName(name)) return problem("name", "the node has no name here.");
  if (Object.hasOwn(place.children, name)) return problem("twice", "the node occurs twice.");
  const common = { scope: "dynamic", acl: node.acl, title: node.title, type: node.data.type } as const;
  const { format = "chr", data = "" } = node.data;
  if (format === "node") {
    const spec: Building = { ...common, access: INTERIOR_ACCESS, children: {} };
    define(place, name, spec);
    for (const child of node.children) put(spec, child, segments, findings);
    return;
  }
  const known = leafFormatOf(format);
  const value = known && valueForFormat(known, data);
  if (value === undefined) return problem("value", `the value is no ${format}.`);
  const text = typeof value === "string" ? value : toBase64(value);
  define(place, name, { ...common, access: LEAF_ACCESS, format, value: text });
}

/** Sets a child; names such as `__proto__` are names like others. */
function define(place: Building, name: string, spec: NodeSpec): void {
  Object.defineProperty(place.children, name, {
    value: spec,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
