import type { Clock } from "../../core/clock.ts";
import { createEmitter, type Emitter } from "../../core/emitter.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { JournalRecord } from "../../journal/record.ts";
import type {
  Device,
  DeviceCommand,
  DeviceOptions,
  DeviceSummary,
  DeviceView,
} from "../../roles/device/index.ts";
import type { DmServerCommand } from "../../roles/dm-server/index.ts";
import type { Party } from "../../wire/party.ts";
import type { RoleReport } from "../../wire/role.ts";
import type { RoleEdge } from "../role-edge.ts";
import { createDeviceHistory, type DeviceHistory, type WritableHistory } from "./device-history.ts";

/** What the DM server sends in a session. */
export type ManagementCommands = Extract<DmServerCommand, { readonly name: "manageDevice" }>["commands"];

/** A simulated device of a world: it can be looked into and asked. */
export interface SimulatedDevice {
  readonly id: string;
  readonly group: string | undefined;
  readonly options: DeviceOptions;
  readonly history: DeviceHistory;
  view(): DeviceView;
  /** The little that a list shows; cheap. */
  summary(): DeviceSummary;
  /** Resolves when everything that the command led to at once has been done. Rejects with `device/refused` and the reason. */
  command(command: DeviceCommand): Promise<void>;
}

/** The simulated devices of a world. */
export interface DevicePort {
  readonly devices: ReadonlyMap<string, SimulatedDevice>;
  /** Identifier of each device that has changed. */
  readonly changed: Emitter<string>;
  readonly clock: Pick<Clock, "now" | "date">;
  /** The DM server asks a device for a session, for these commands. Rejects with `device/refused`. */
  manage(deviceId: string, commands: ManagementCommands): Promise<void>;
  /** Why nothing can be asked any more; undefined while the world stands. */
  readonly over: string | undefined;
}

/** A port as the world that builds it sees it. */
export interface WorldDevices extends DevicePort {
  add(device: Device, options: DeviceOptions, edge: RoleEdge<DeviceCommand>, group?: string): void;
  /** The DM server that manages these devices; without a list, all that no other manages. */
  serve(edge: RoleEdge<DmServerCommand>, deviceIds?: readonly string[]): void;
  report(report: RoleReport, party: Party, cause: number | undefined): void;
  observe(record: JournalRecord): void;
  end(reason: string): void;
}

/** History of a device that nothing has happened to. */
const untouched: DeviceHistory = createDeviceHistory();

/** Creates the port of a world. `post` has the world's loop do something. */
export function createWorldDevices(clock: Clock, post: (task: () => void) => void): WorldDevices {
  const devices = new Map<string, SimulatedDevice>();
  const histories = new Map<string, WritableHistory>();
  const changed = createEmitter<string>();
  let server: RoleEdge<DmServerCommand> | undefined;
  const servers = new Map<string, RoleEdge<DmServerCommand>>();
  let over: string | undefined;

  const historyOf = (id: string): WritableHistory => {
    const known = histories.get(id) ?? createDeviceHistory();
    histories.set(id, known);
    return known;
  };

  const ask = <Command extends { readonly name: string }>(
    edge: RoleEdge<Command>,
    command: Command,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      post(() => {
        if (over !== undefined) {
          reject(refused(over));
          return;
        }
        edge.command(command, (reports) => {
          const refusal = reports.find(({ name }) => name === "command.refused");
          if (refusal) reject(refused(reasonOf(refusal)));
          else resolve();
        });
      });
    });

  return {
    devices,
    changed,
    clock,
    get over() {
      return over;
    },
    manage: (deviceId, commands) => {
      const manager = servers.get(deviceId) ?? server;
      return manager
        ? ask(manager, { name: "manageDevice", deviceId, commands })
        : Promise.reject(refused("no DM server of this world knows the device"));
    },
    add: (device, options, edge, group) => {
      const { deviceId: id } = options;
      devices.set(id, {
        id,
        group,
        options,
        get history() {
          return histories.get(id) ?? untouched;
        },
        view: () => device.view(),
        summary: () => device.summary(),
        command: async (command) => {
          await ask(edge, command);
          changed.emit(id);
        },
      });
    },
    serve: (edge, deviceIds) => {
      if (!deviceIds) server = edge;
      else for (const deviceId of deviceIds) servers.set(deviceId, edge);
    },
    report: (report, party, cause) => {
      if (party.role !== "device" || !devices.has(party.name)) return;
      historyOf(party.name).report(report, cause, clock.date());
      changed.emit(party.name);
    },
    observe: (record) => {
      const id = deviceOf(record);
      if (id === undefined || !devices.has(id)) return;
      historyOf(id).observe(record);
      changed.emit(id);
    },
    end: (reason) => {
      over = reason;
      for (const id of devices.keys()) changed.emit(id);
    },
  };
}

/** The device that a record is about: its own state, or a message to it or from it. */
function deviceOf(record: JournalRecord): string | undefined {
  if (record.kind === "crossing") {
    if (record.channel !== "dm" && record.channel !== "push") return undefined;
    return [record.from, record.to].find(({ role }) => role === "device")?.name;
  }
  return record.kind === "state" && record.party.role === "device" ? record.party.name : undefined;
}

function refused(reason: string): WorkbenchError {
  return new WorkbenchError("device/refused", sentence(reason), {});
}

function reasonOf({ data }: RoleReport): string {
  const { reason } = data;
  return typeof reason === "string" ? reason : "the device cannot do this now";
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.+$/, "")}.`;
}
