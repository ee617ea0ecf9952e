import type { Clock } from "../core/clock.ts";
import type { Party, RoleName } from "../wire/party.ts";
import type { RoleReport } from "../wire/role.ts";
import type { JournalRecord, NewRecord } from "../journal/record.ts";
import type { Wire } from "../wire/wire.ts";
import type { DevicePort } from "./devices/device-port.ts";
import type { WorldRoles } from "./world-roles.ts";

/** What a world is built on. */
export interface WorldBase {
  readonly wire: Wire;
  /** The run's clock; its timers come through the world's loop. */
  readonly clock: Clock;
  readonly record: (record: NewRecord) => void;
  /** `cause` is the record that led to the report. */
  readonly onReport: (report: RoleReport, party: Party, cause: number | undefined) => void;
  /** Has the world's loop do something, so that no role is entered twice at once. */
  readonly post: (task: () => void) => void;
  readonly settings: Readonly<Record<string, string>>;
  readonly seed: string;
}

/** Roles that stand in a world, ready to be asked. */
export interface World {
  readonly parties: readonly Party[];
  /** Asks a party of a role, the first unless it is named; the command has the role's own form. Throws `scenario/command`. */
  act(role: RoleName, command: Readonly<Record<string, unknown>>, name?: string): void;
  /** Effects that wait for a commit; zero with a quiet wire means that nothing moves. */
  readonly pending: number;
  /** What a scenario may refer to: `deviceId`, `inquiryUrl`, … */
  readonly variables: Readonly<Record<string, string>>;
  readonly devices: DevicePort;
  readonly roles: WorldRoles;
  /** Takes note of what was recorded. */
  observe(record: JournalRecord): void;
  dispose(): void;
}
