import type { HostView, RunView } from "../api/index.ts";
import type { Emitter } from "../core/emitter.ts";
import type { DevicePort } from "./devices/device-port.ts";
import type { JournalSource } from "./journal-source.ts";
import type { PaceGate } from "./pace-gate.ts";
import type { WorldRoles } from "./world-roles.ts";

/** The world that a host serves: it lives as long as the host and is shown as the run `live`. */
export interface LiveWorld extends JournalSource {
  readonly gate: PaceGate;
  readonly devices: DevicePort;
  readonly roles: WorldRoles;
  readonly changed: Emitter<undefined>;
  view(): RunView;
  /** What the status bar says of it. */
  host(): Pick<
    HostView,
    "addresses" | "loopbackOnly" | "durable" | "dataFolder" | "externalSystems" | "devices" | "journal"
  >;
}

/** Name of the live world among the runs. */
export const LIVE = "live";
