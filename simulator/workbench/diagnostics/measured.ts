import type { DeviceValues, FunctionView, MeasuredValue, TrapView } from "../../api/index.ts";
import type { ObjectView } from "../../roles/device/objects/management-object.ts";
import { readingsOf } from "../../roles/device/objects/diagmon/function-nodes.ts";
import { textAt, type Reading } from "../../roles/device/objects/diagmon/reading.ts";
import { objectId, type DiagmonSpec, type TrapSpec } from "../../roles/device/objects/object-spec.ts";
import { isUriProblem, nodeAt, parseLocUri, type InteriorNode } from "../../tree/index.ts";
import { optionally } from "../optionally.ts";
import type { SimulatedDevice } from "../devices/device-port.ts";

/** The last ten minutes, in so many points. */
const SPAN = 600_000;
const POINTS = 30;

/** Who read one of these leaves last. */
type LastRead = (uris: readonly string[]) => MeasuredValue["read"];

/** The functions and traps of a device with their values at a date. */
export function measuredDevice(device: SimulatedDevice, date: number, read: LastRead): DeviceValues {
  const { root, objects } = device.view();
  const byId = new Map(objects.map((object) => [object.id, object]));
  const functions: FunctionView[] = [];
  const traps: TrapView[] = [];
  for (const spec of device.options.profile.objects ?? []) {
    const object = byId.get(objectId(spec));
    if (!object) continue;
    if (spec.kind === "diagmon") functions.push(functionView(spec, object, device.id, root, date, read));
    else if (spec.kind === "diagmon-trap") traps.push(trapView(spec, object, root));
  }
  return { id: device.id, functions: withTrapReads(functions, traps, read), traps, date };
}

/** How many functions and traps a device has; cheap. */
export function diagnosticsOf({ options }: SimulatedDevice): {
  readonly functions: number;
  readonly traps: number;
} {
  const objects = options.profile.objects ?? [];
  const count = (wanted: string): number => objects.filter(({ kind }) => kind === wanted).length;
  return { functions: count("diagmon"), traps: count("diagmon-trap") };
}

function functionView(
  spec: DiagmonSpec,
  { id, title, uri, state, busy }: ObjectView,
  deviceId: string,
  root: InteriorNode,
  date: number,
  read: LastRead,
): FunctionView {
  const values = Object.entries(readingsOf(spec)).map(([name, reading]) => {
    const place = `${uri}/DiagMonData/${name}`;
    const seed = `${deviceId}/${id}/${name}`;
    const sampled = leafAt(root, place);
    return {
      uri: place,
      value: spec.live ? textAt(reading, seed, date) : sampled,
      how: spec.live ? ("measured" as const) : ("sampled" as const),
      history: historyOf(reading, seed, date),
      ...optionally("read", read([place])),
    };
  });
  return { id, title, uri, type: typeAt(root, uri), state, busy, values };
}

/** The alert of a trap carries what it watches. */
function withTrapReads(
  functions: readonly FunctionView[],
  traps: readonly TrapView[],
  read: LastRead,
): FunctionView[] {
  const watching = new Map<string, string[]>();
  for (const { leaf, uri } of traps)
    if (leaf !== undefined) watching.set(leaf, [...(watching.get(leaf) ?? []), uri]);
  return functions.map((each) => ({
    ...each,
    values: each.values.map((value) => {
      const places = watching.get(value.uri);
      return places === undefined ? value : { ...value, ...optionally("read", read([value.uri, ...places])) };
    }),
  }));
}

/** Steps of the clock rather than of the reader, so that the line of a value does not tremble. */
function historyOf(reading: Reading, seed: string, date: number): number[] {
  const step = SPAN / POINTS;
  const last = Math.floor(date / step) * step;
  const numbers: number[] = [];
  for (let point = POINTS - 1; point >= 0; point--) {
    const number = Number(textAt(reading, seed, last - point * step));
    if (!Number.isFinite(number)) return [];
    numbers.push(number);
  }
  return numbers;
}

function trapView(spec: TrapSpec, { id, title, uri, state }: ObjectView, root: InteriorNode): TrapView {
  return {
    id,
    title,
    uri,
    state,
    enabled: leafAt(root, `${uri}/Enabled`).trim() === "true",
    active: state.startsWith("Active"),
    condition: spec.condition,
    threshold: leafAt(root, `${uri}/TrapConfig/Threshold`),
    watches:
      spec.watch.kind === "leaf"
        ? spec.watch.uri
        : spec.watch.kind === "distance"
          ? "the distance from a place"
          : "a reading of its own",
    ...optionally("leaf", spec.watch.kind === "leaf" ? spec.watch.uri : undefined),
  };
}

function typeAt(root: InteriorNode, uri: string): string {
  const path = parseLocUri(uri);
  if (isUriProblem(path)) return "";
  const node = nodeAt(root, path.segments);
  return node?.kind === "interior" ? node.type : "";
}

function leafAt(root: InteriorNode, uri: string): string {
  const path = parseLocUri(uri);
  if (isUriProblem(path)) return "";
  const node = nodeAt(root, path.segments);
  return node?.kind === "leaf" && typeof node.value === "string" ? node.value : "";
}
