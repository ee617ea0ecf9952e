import type { CommandOutcome, ReferencedCommand } from "../../ports.ts";
import { isRepeatable } from "../../device-command.ts";
import { accessesOfDeviceCommand } from "../device-accesses.ts";
import { fromJson } from "../../json-value.ts";
import { commandResults, isSuccess } from "../results.ts";
import type { DevicePlan, Planner, TaskResult } from "./work.ts";

/** Commands by the list of their JSON: a list is read once, however many devices it is for. */
const read = new WeakMap<readonly unknown[], readonly ReferencedCommand[]>();

/** The commands of a WorkRecord. */
export function commandsOf(json: readonly unknown[]): readonly ReferencedCommand[] {
  const known = read.get(json) ?? json.map((command) => fromJson(command) as ReferencedCommand); // put by toJson
  read.set(json, known);
  return known;
}

/** One package of commands; the device succeeded when every command did. */
export function planOfCommands(commands: readonly ReferencedCommand[]): DevicePlan {
  return {
    package: commands,
    next: (answered) =>
      answered.length === 0 ? { kind: "send", commands } : { kind: "done", result: resultOf(answered) },
  };
}

/** What came of commands: succeeded when every one did. */
export function resultOf(answered: readonly CommandOutcome[]): TaskResult {
  const done = answered.length > 0 && answered.every(({ status }) => isSuccess(status));
  return {
    state: done ? "succeeded" : "failed",
    // outcomes are as good as the item of a result: absent fields are left out when they are written
    commandResult: commandResults(answered) as TaskResult["commandResult"],
    reason: undefined,
  };
}

/** ManageParameters and SubmitBulkOperation: the commands of the request. */
export const commandsPlanner: Planner<"commands"> = {
  accesses: ({ commands }) => commandsOf(commands).flatMap(({ command }) => accessesOfDeviceCommand(command)),
  plan: ({ commands }) => planOfCommands(commandsOf(commands)),
  repeatable: ({ commands }) => isRepeatable(commandsOf(commands)),
};
