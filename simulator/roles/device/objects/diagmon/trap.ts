import { isUriProblem, parseLocUri, type InteriorNode } from "../../../../tree/index.ts";
import type { ExecAnswer, ManagementObject, ObjectHost, ObjectView } from "../management-object.ts";
import { isRecord, numberField } from "../node-values.ts";
import { objectId, type TrapSpec } from "../object-spec.ts";
import { distance, numberAt } from "./reading.ts";
import { listedTexts, readTrap, type TrapConfiguration } from "./trap-nodes.ts";

const ALERTS = {
  active: "urn:oma:at:diagmon:1.0:TrapNotification",
  inactive: "urn:oma:at:diagmon:1.0:TrapInactiveNotification",
} as const;
/** A node is not run by the trap any more. */
const DEREGISTERED = "urn:oma:at:diagmon:1.0:TrapDeregistered";

/** What an enabled trap remembers. Plain JSON. */
interface TrapMemory {
  readonly active: boolean;
  /** Number at the last look, for a trap that tells of growth. */
  readonly last?: number | undefined;
  /** Date of the next look, milliseconds since 1970. */
  readonly nextAt: number;
  /** Nodes that an inward trap runs; absent = none. */
  readonly refs?: readonly string[] | undefined;
}

/** Creates a trap (DiagMon 1.0 and 1.1) from its specification and what was remembered of it. */
export function createTrap(
  spec: TrapSpec,
  segments: readonly string[],
  remembered: unknown,
): ManagementObject {
  return new Trap(spec, segments, readMemory(remembered));
}

class Trap implements ManagementObject {
  readonly id: string;
  readonly segments: readonly string[];
  readonly #spec: TrapSpec;
  #memory: TrapMemory | undefined;

  constructor(spec: TrapSpec, segments: readonly string[], memory: TrapMemory | undefined) {
    this.id = objectId(spec);
    this.segments = segments;
    this.#spec = spec;
    this.#memory = memory;
  }

  exec(): ExecAnswer | undefined {
    return undefined;
  }

  begin(): void {
    // nothing of it is run
  }

  changed(_uris: readonly string[], host: ObjectHost): void {
    const configuration = readTrap(host.root(), this.segments);
    const watches = typeof configuration === "object";
    this.#tellDeregistered(watches ? listedTexts(host.root(), this.segments, "ToRef") : [], host);
    if (configuration === undefined || typeof configuration === "string") {
      if (configuration !== undefined)
        host.note("trap-not-set", `${configuration} of the trap ${this.id} has a bad value.`, "warning");
      if (!this.#memory) return;
      host.disarm("look");
      this.#keep(undefined, host);
      return;
    }
    // what a server has set counts at once
    this.#look(configuration, host);
  }

  fetched(): void {
    // it fetches nothing
  }

  answered(): void {
    // it asks nobody
  }

  expired(name: string, host: ObjectHost): void {
    const configuration = readTrap(host.root(), this.segments);
    if (name === "look" && typeof configuration === "object") this.#look(configuration, host);
  }

  resume(host: ObjectHost): void {
    const configuration = readTrap(host.root(), this.segments);
    if (typeof configuration !== "object") return;
    if (this.#memory) host.arm("look", host.moment.now + Math.max(0, this.#memory.nextAt - host.moment.date));
    else this.#look(configuration, host);
  }

  act(action: string, parameters: Readonly<Record<string, string>>, host: ObjectHost): string | undefined {
    if (action !== "trigger" && action !== "clear") return `There is no action ${action}.`;
    this.#notify(action === "trigger" ? "active" : "inactive", parameters["value"] ?? "", host);
    return undefined;
  }

  view(root: InteriorNode): ObjectView {
    const configuration = readTrap(root, this.segments);
    const state = this.#memory?.active ? "Active" : "Watching";
    return {
      id: this.id,
      title: this.#spec.title ?? "Trap",
      uri: this.#spec.uri,
      state:
        configuration === undefined
          ? "Disabled"
          : typeof configuration === "string"
            ? `${configuration} has a bad value`
            : `${state}, threshold ${configuration.threshold}`,
      busy: false,
      actions: [
        {
          name: "trigger",
          title: "Become active",
          parameters: [{ name: "value", title: "Value", default: "" }],
        },
        {
          name: "clear",
          title: "Become inactive",
          parameters: [{ name: "value", title: "Value", default: "" }],
        },
      ],
    };
  }

  #look(configuration: TrapConfiguration, host: ObjectHost): void {
    const value = this.#watched(host);
    const before = this.#memory;
    const active = this.#isActive(value, before?.active ?? false, configuration);
    const { period } = configuration;
    const refs = listedTexts(host.root(), this.segments, "ToRef");
    const nextAt = host.moment.date + period;
    this.#keep({ active, last: value, nextAt, ...(refs.length > 0 ? { refs } : {}) }, host);
    host.arm("look", host.moment.now + period);
    const text = String(Math.round(value * 1_000) / 1_000);
    if (this.#spec.condition === "grows") {
      if (before?.last !== undefined && value > before.last) this.#notify("active", text, host);
    } else if (active !== (before?.active ?? false)) this.#notify(active ? "active" : "inactive", text, host);
  }

  /** Beyond the threshold it becomes active; only when it has come back by the hysteresis, inactive again. */
  #isActive(value: number, was: boolean, { threshold, hysteresis }: TrapConfiguration): boolean {
    switch (this.#spec.condition) {
      case "above":
        return was ? value > threshold - hysteresis : value > threshold;
      case "below":
        return was ? value < threshold + hysteresis : value < threshold;
      case "grows":
        return false;
    }
  }

  #notify(kind: "active" | "inactive", value: string, host: ObjectHost): void {
    host.report(kind === "active" ? "Active" : "Inactive");
    if (kind === "inactive" && this.#spec.tellsInactive === false) return;
    const alert = {
      type: ALERTS[kind],
      format: "chr",
      data: value,
      source: this.#spec.uri,
      ...(kind === "active" ? { mark: "warning" } : {}),
    };
    const servers = listedTexts(host.root(), this.segments, "ServerIDs");
    const refs = listedTexts(host.root(), this.segments, "ToRef");
    for (const serverId of servers) host.raise({ ...alert, serverId });
    // an inward trap tells the device only
    if (servers.length === 0 && refs.length === 0) host.raise(alert);
    if (kind === "inactive") return;
    for (const uri of refs)
      if (!host.run(uri))
        host.note("trap-reference", `${uri} cannot be run by the trap ${this.id}.`, "warning");
  }

  /** Tells which of the nodes that it ran it runs no more: they were taken off its list, or it was disabled. */
  #tellDeregistered(refs: readonly string[], host: ObjectHost): void {
    const servers = listedTexts(host.root(), this.segments, "ServerIDs");
    for (const data of this.#memory?.refs ?? []) {
      if (refs.includes(data)) continue;
      const alert = { type: DEREGISTERED, format: "chr", data, source: this.#spec.uri };
      if (servers.length === 0) host.raise(alert);
      for (const serverId of servers) host.raise({ ...alert, serverId });
    }
  }

  #watched(host: ObjectHost): number {
    const { watch } = this.#spec;
    const { date } = host.moment;
    const seed = `${host.deviceId}/${this.id}`;
    switch (watch.kind) {
      case "reading":
        return numberAt(watch.reading, seed, date);
      case "distance":
        return distance(watch.from, [
          numberAt(watch.latitude, `${seed}/latitude`, date),
          numberAt(watch.longitude, `${seed}/longitude`, date),
        ]);
      case "leaf": {
        const path = parseLocUri(watch.uri);
        return isUriProblem(path) ? 0 : Number(host.read(path.segments)) || 0;
      }
    }
  }

  #keep(memory: TrapMemory | undefined, host: ObjectHost): void {
    this.#memory = memory;
    host.remember(memory);
  }
}

function readMemory(stored: unknown): TrapMemory | undefined {
  if (!isRecord(stored)) return undefined;
  const nextAt = numberField(stored, "nextAt");
  if (nextAt === undefined) return undefined;
  const refs = stored["refs"];
  return {
    active: stored["active"] === true,
    last: numberField(stored, "last"),
    nextAt,
    refs: Array.isArray(refs) ? refs.filter((uri) => typeof uri === "string") : undefined,
  };
}
