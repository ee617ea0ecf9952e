import type { Completed, Completion } from "../../api/index.ts";
import { operationNames } from "../../protocols/wsi/index.ts";
import { contentTypes } from "./media-types.ts";
import type { WorldRoles } from "../world-roles.ts";
import type { DevicePort } from "../devices/device-port.ts";
import { treePage, type TreePage } from "../devices/tree-view.ts";
import type { KnownIds } from "./known-ids.ts";

/** Suggestions in one answer: more than a list shows at once helps nobody. */
const MOST = 20;

/** Suggestions, and how many values there are in all that hold the text. */
export interface Completions {
  readonly options: Completion[];
  readonly matching: number;
}

/** What suggestions are looked up in. */
export interface CompletionSources {
  readonly devices: DevicePort;
  readonly roles: WorldRoles;
  readonly known: KnownIds;
}

/** Values of the run that hold the text. */
export function complete(
  { devices, roles, known }: CompletionSources,
  what: Completed,
  text: string,
  device: string | undefined,
): Completions {
  switch (what) {
    case "device":
      return chosen(deviceCandidates(devices, roles), text);
    case "locUri":
      return nodesLike(devices, device, text);
    case "operationName":
      return chosen(
        operationNames.map((value) => ({ value, detail: "" })),
        text,
      );
    case "contentType":
      return chosen(contentTypes, text);
    case "format":
      return chosen(
        formats.map((value) => ({ value, detail: "" })),
        text,
      );
    case "alertType":
      return chosen(alertTypes, text);
    case "operation":
    case "session":
    case "subscription":
    case "registration":
    case "configuration":
    case "update":
      return chosen(known.of(what), text);
  }
}

const formats = ["chr", "int", "bool", "bin", "b64", "node", "null", "xml", "float", "date", "time"];

const alertTypes: readonly Completion[] = [
  { value: "urn:oma:at:*", detail: "every alert type of OMA" },
  { value: "urn:oma:at:fumo:1.0:downloadandupdate", detail: "firmware update" },
  { value: "urn:oma:at:scomo:1.0:operationcomplete", detail: "software management" },
  { value: "urn:oma:at:diagmon:1.0:*", detail: "diagnostics" },
  { value: "org.openmobilealliance.dm.firmwareupdate.*", detail: "firmware update, older name" },
];

function chosen(candidates: Iterable<Completion>, text: string): Completions {
  const wanted = text.trim().toLowerCase();
  const options: Completion[] = [];
  let matching = 0;
  for (const candidate of candidates) {
    if (wanted !== "" && !`${candidate.value} ${candidate.detail}`.toLowerCase().includes(wanted)) continue;
    matching++;
    if (options.length < MOST) options.push(candidate);
  }
  return { options, matching };
}

/** The devices of the run: the simulated ones, then those that the DM servers have an account of. */
function* deviceCandidates(devices: DevicePort, roles: WorldRoles): Generator<Completion> {
  for (const { id, group, options } of devices.devices.values())
    yield {
      value: id,
      detail: [options.profile.title, group].filter((word) => word !== undefined).join(", "),
    };
  for (const { view } of roles.dmServers.values())
    for (const { deviceId, groups, managedBy } of view.devices())
      if (!devices.devices.has(deviceId))
        yield {
          value: deviceId,
          detail: managedBy === undefined ? groups.join(", ") : `managed by ${managedBy}`,
        };
}

/** The nodes next on the way that the text begins, then other nodes that hold it. */
function nodesLike(devices: DevicePort, id: string | undefined, text: string): Completions {
  const device = devices.devices.get(id ?? "") ?? devices.devices.values().next().value;
  if (!device) return { options: [], matching: 0 };
  const { root } = device.view();
  const typed = text.trim();
  const slash = typed.lastIndexOf("/");
  const parent = slash <= 0 ? "." : typed.slice(0, slash);
  const start = typed.toLowerCase();
  const history = device.history;
  const children = treePage(root, history, { under: parent, open: [parent], text: "", limit: 500 }).rows;
  const below = children.filter(({ uri }) => uri !== parent && uri !== ".");
  const begun = below.filter(({ uri }) => uri.toLowerCase().startsWith(start === "" ? "./" : start));
  // a whole address was typed: its siblings are what one may have meant instead
  const isWhole = begun.every(({ uri }) => uri.toLowerCase() === start);
  const options = (isWhole ? [...new Set([...begun, ...below])] : begun).map(nodeOption);
  const words = typed.replaceAll(/[./]+/g, " ").trim();
  if (options.length >= MOST || words === "")
    return { options: options.slice(0, MOST), matching: options.length };
  const found = treePage(root, history, { under: ".", open: "all", text: words, limit: 200 });
  const known = new Set(options.map(({ value }) => value));
  const others = found.rows.filter(({ uri, matches }) => matches && !known.has(uri)).map(nodeOption);
  return {
    options: [...options, ...others].slice(0, MOST),
    matching: options.length + others.length,
  };
}

function nodeOption({ uri, format, value, masked, children }: TreePage["rows"][number]): Completion {
  if (format === "node")
    return { value: uri, detail: children === 1 ? "1 node below" : `${children} nodes below` };
  const now = masked || value === undefined || value === "" ? "" : `, now ${value.slice(0, 40)}`;
  return { value: uri, detail: `${format}${now}` };
}
