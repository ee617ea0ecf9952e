import type { RoleName } from "../wire/party.ts";
import type { Party } from "../wire/party.ts";

/** Roles that stand in a world, ready to be asked. */
export interface World {
  readonly parties: readonly Party[];
  /** Asks the (first) party of a role; the command has the role's own form. */
  act(role: RoleName, command: Readonly<Record<string, unknown>>): void;
  /** Effects that wait for a commit; zero with a quiet wire means that nothing moves. */
  readonly pending: number;
  /** What a scenario may refer to: `deviceId`, `inquiryUrl`, … */
  readonly variables: Readonly<Record<string, string>>;
  dispose(): void;
}
