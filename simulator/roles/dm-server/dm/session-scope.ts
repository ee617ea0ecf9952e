import type { RoleContext } from "../../../wire/role.ts";
import type { DeviceInventory } from "../inventory/inventory.ts";
import type { AlertReports, SessionReports } from "../ports.ts";
import type { AlertStore } from "../alerts/alert-store.ts";
import type { DeviceSession } from "./device-session.ts";
import type { SessionLimits, SessionSettings } from "./session-settings.ts";
import type { SessionTable } from "./session-table.ts";
import type { Turn } from "./turn.ts";

/** What every part of the DM side works with. */
export interface SessionScope {
  /** Name under which devices know the server: in Package 0, ACLs and DMAcc. */
  readonly serverId: string;
  /** Address of the DM endpoint: Source of our messages and base of RespURI. */
  readonly serverUrl: string;
  readonly settings: SessionSettings;
  readonly limits: SessionLimits;
  readonly inventory: DeviceInventory;
  readonly context: RoleContext;
  readonly reports: SessionReports;
  readonly alerts: AlertReports;
  readonly alertStore: AlertStore;
  readonly table: SessionTable;
  /** Called once when a session has come to its end. */
  readonly ended: (session: DeviceSession, turn: Turn) => void;
}
