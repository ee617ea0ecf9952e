import { configurationPlanner } from "../library/configuration-planner.ts";
import { updatePlanner } from "../library/update-planner.ts";
import type { WorkRecord } from "../records.ts";
import { diagnosticsPlanner } from "../diagnostics/diagnostics-planner.ts";
import { setUpPlanner } from "../subscriptions/set-up-planner.ts";
import { commandsPlanner } from "./plan-commands.ts";
import { describePlanner } from "./plan-describe.ts";
import type { Planner } from "./task-contract.ts";

/** The planners that are known, by the kind of their work; work without a planner is impossible on every device. */
export type Planners = { readonly [Kind in WorkRecord["kind"]]?: Planner<Kind> };

/** All planners of the DM server. */
export const planners: Planners = {
  commands: commandsPlanner,
  describe: describePlanner,
  configuration: configurationPlanner,
  update: updatePlanner,
  "set-up": setUpPlanner,
  diagnostics: diagnosticsPlanner,
};
