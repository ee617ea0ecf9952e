import type { InteriorNode, NodeSpec } from "../../../../tree/index.ts";
import type {
  ExecAnswer,
  ExecCall,
  LiveReader,
  ManagementObject,
  ObjectView,
  ValueChange,
} from "../management-object.ts";
import { interior, leaf } from "../node-values.ts";
import { objectId, type ReadingsSpec } from "../object-spec.ts";
import { formatOf, textAt } from "./reading.ts";

/** Nodes of live values: measured leaves, settings, and operations. */
export function readingsNodes(spec: ReadingsSpec): NodeSpec {
  const leaves: [string, NodeSpec][] = [
    ...Object.entries(spec.leaves).map(([path, reading]): [string, NodeSpec] => [
      path,
      leaf("", formatOf(reading)),
    ]),
    ...Object.entries(spec.settings ?? {}),
    ...Object.keys(spec.operations ?? {}).map((path): [string, NodeSpec] => [
      path,
      { format: "chr", value: "", access: "Exec" },
    ]),
  ];
  let node = interior({}, spec.type);
  for (const [path, child] of leaves) node = nested(node, path.split("/"), child);
  for (const [path, type] of Object.entries(spec.types ?? {})) node = nested(node, path.split("/"), { type });
  return node;
}

/** Creates an object of live values. It remembers nothing: its values are measured when they are read. */
export function createReadings(spec: ReadingsSpec, segments: readonly string[]): ManagementObject {
  const id = objectId(spec);
  const idle = (): void => {
    // it does nothing over time
  };
  return {
    id,
    segments,
    exec: (call: ExecCall): ExecAnswer | undefined => {
      const sets = spec.operations?.[call.segments.slice(segments.length).join("/")];
      if (!sets) return undefined;
      const changes = Object.entries(sets).map(([path, value]): ValueChange => ({
        segments: [...segments, ...path.split("/")],
        value,
      }));
      return { status: 200, changes };
    },
    begin: idle,
    changed: idle,
    expired: idle,
    fetched: idle,
    answered: idle,
    resume: idle,
    act: (action) => `There is no action ${action}.`,
    view: (_root: InteriorNode): ObjectView => ({
      id,
      title: spec.title ?? "Live values",
      uri: spec.uri,
      state: `${Object.keys(spec.leaves).length} values`,
      busy: false,
      actions: [],
    }),
    live: ({ deviceId, moment }: LiveReader): readonly ValueChange[] =>
      Object.entries(spec.leaves).map(([path, reading]) => ({
        segments: [...segments, ...path.split("/")],
        value: textAt(reading, `${deviceId}/${id}/${path}`, moment.date),
      })),
  };
}

/** The node with another below it; nodes on the way are made. */
function nested(node: NodeSpec, [name = "", ...below]: readonly string[], child: NodeSpec): NodeSpec {
  const present = node.children?.[name];
  const inner =
    below.length > 0
      ? nested(present ?? interior({}), below, child)
      : present
        ? { ...present, ...child }
        : child;
  return { ...node, children: { ...node.children, [name]: inner } };
}
