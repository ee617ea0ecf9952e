import type { CommandOutcome, ReferencedCommand } from "../../ports.ts";
import { isRepeatable } from "../../device-command.ts";
import { accessesOfDeviceCommand } from "../device-accesses.ts";
import { fromJson, toJson } from "../../json-value.ts";
import type { TreeAccess } from "../policy-port.ts";
import type { WorkRecord } from "../records.ts";
import { commandResults, isSuccess } from "../results.ts";
import type { DevicePlan, Planner, TaskResult } from "./task-contract.ts";

/** The commands of a WorkRecord, and what they touch. */
interface ReadCommands {
  readonly commands: readonly ReferencedCommand[];
  accesses: readonly TreeAccess[] | undefined;
}

/** Commands by the list of their JSON: a list is read once, however many devices it is for. */
const read = new WeakMap<readonly unknown[], ReadCommands>();

/** The work that commands of a request are. What is known of them is not read from their JSON again. */
export function workOfCommands(
  commands: readonly ReferencedCommand[],
): Extract<WorkRecord, { kind: "commands" }> {
  const json = commands.map(toJson);
  read.set(json, { commands, accesses: undefined });
  return { kind: "commands", commands: json };
}

/** The commands of a WorkRecord. */
export function commandsOf(json: readonly unknown[]): readonly ReferencedCommand[] {
  return readCommands(json).commands;
}

function readCommands(json: readonly unknown[]): ReadCommands {
  const known = read.get(json);
  if (known) return known;
  const commands = json.map((command) => fromJson(command) as ReferencedCommand); // put by toJson
  const fresh = { commands, accesses: undefined };
  read.set(json, fresh);
  return fresh;
}

/** What the commands of a WorkRecord touch on a device. */
function accessesOf(json: readonly unknown[]): readonly TreeAccess[] {
  const known = readCommands(json);
  return (known.accesses ??= known.commands.flatMap(({ command }) => accessesOfDeviceCommand(command)));
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
  accesses: ({ commands }) => accessesOf(commands),
  plan: ({ commands }) => planOfCommands(commandsOf(commands)),
  repeatable: ({ commands }) => isRepeatable(commandsOf(commands)),
};
