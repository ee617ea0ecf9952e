import type { Draft } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import { toBase64 } from "../../core/bytes.ts";
import type { OperationRecord } from "../../roles/dm-server/index.ts";
import { operationIn } from "../operations/place.ts";
import { phaseOf, standingsOf } from "../operations/standing.ts";
import type { WorldRoles } from "../world-roles.ts";
import { leaf, node } from "./draft.ts";

/** A bulk operation that does the same on some of the devices of an earlier operation. */
export interface AgainRequest {
  readonly draft: Draft;
  /** External System that asked for the earlier one, where it is one of ours. */
  readonly system: string | undefined;
  readonly devices: number;
}

/**
 * The request that does the work of an operation once more on those of its devices that stand as `phases` says.
 *
 * @throws WorkbenchError `operation/unknown`, `operation/not-repeatable`
 */
export function againOf(
  roles: WorldRoles,
  operationId: string,
  phases: readonly string[],
  reference: string,
): AgainRequest {
  const placed = operationIn(roles, operationId);
  const { record } = placed;
  const devices: string[] = [];
  for (const standing of standingsOf(placed))
    if (phases.length === 0 || phases.includes(phaseOf(standing))) devices.push(standing.deviceId);
  const { name, owner, pace } = record;
  const draft = node(
    "SubmitBulkOperation",
    leaf("clientReference", reference),
    leaf("name", `${name ?? record.operation}, again`),
    node("target", ...devices.map((device) => leaf("deviceId", device))),
    ...workOf(record),
    pace?.maxParallel === undefined ? undefined : leaf("maxParallel", String(pace.maxParallel)),
    pace?.stopAfterFailures === undefined
      ? undefined
      : leaf("stopAfterFailures", String(pace.stopAfterFailures)),
    pace?.progressEvery === undefined ? undefined : leaf("progressEvery", String(pace.progressEvery)),
  );
  return { draft, devices: devices.length, system: roles.externalSystems.has(owner) ? owner : undefined };
}

function workOf({ operation, operationId, work }: OperationRecord): readonly Draft[] {
  switch (work?.kind) {
    case "commands":
      return work.commands.flatMap((entry) =>
        isObject(entry) && isObject(entry["command"]) ? commandsOf(entry["command"], entry) : [],
      );
    case "configuration":
      return [leaf("configurationId", work.configurationId)];
    case "update":
      return [leaf("updateId", work.updateId)];
    default:
      throw new WorkbenchError(
        "operation/not-repeatable",
        `${operation} ${operationId} does nothing that a bulk operation could do again`,
        { operationId },
      );
  }
}

/** A command of the device as one of the contract; the container around a whole atomic request as its members. */
function commandsOf(command: Plain, entry: Plain): readonly Draft[] {
  const { members } = entry;
  const inner = command["commands"];
  // the members of an atomic request are counted as the request's own commands
  const isWhole = Array.isArray(members) && members[0] === "1" && Array.isArray(inner);
  if (isWhole) return [node("command", containerOf("atomic", inner))];
  return [node("command", draftOf(command))];
}

function containerOf(kind: string, commands: readonly unknown[]): Draft {
  return node(kind, ...commands.filter(isObject).map(draftOf));
}

function draftOf(command: Plain): Draft {
  const kind = String(command["kind"]).toLowerCase();
  const inner = command["commands"];
  if (Array.isArray(inner)) return containerOf(kind, inner);
  const items: unknown = command["Item"];
  const first: unknown = Array.isArray(items) ? items[0] : undefined;
  const item = isObject(first) ? first : {};
  const { Target: target, Source: source, Meta: meta, Data: data } = item;
  if (kind === "copy") return node(kind, optional("from", uriOf(source)), optional("to", uriOf(target)));
  const octets = isObject(data) && typeof data["$base64"] === "string" ? data["$base64"] : undefined;
  const described = isObject(meta) ? meta : {};
  const correlator = command["Correlator"];
  return node(
    kind,
    optional("locUri", uriOf(target)),
    optional("format", textIn(described["Format"])),
    optional("type", textIn(described["Type"])),
    optional("data", textIn(data)),
    optional("binaryData", data instanceof Uint8Array ? toBase64(data) : octets),
    optional("correlator", textIn(correlator)),
  );
}

type Plain = Readonly<Record<string, unknown>>;

function optional(name: string, text: string | undefined): Draft | undefined {
  return text === undefined ? undefined : leaf(name, text);
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function uriOf(place: unknown): string | undefined {
  return isObject(place) ? textIn(place["LocURI"]) : undefined;
}

function isObject(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
