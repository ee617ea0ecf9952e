import type { DeviceCommandInput, ReferencedCommand } from "./ports.ts";

/** True for an Atomic or Sequence. */
export function isContainer<C extends DeviceCommandInput>(
  command: C,
): command is Extract<C, { kind: "Atomic" | "Sequence" }> {
  return command.kind === "Atomic" || command.kind === "Sequence";
}

/** True when carrying the commands out a second time changes nothing: only Get and Replace (contract, section 9). */
export function isRepeatable(commands: readonly ReferencedCommand[]): boolean {
  const repeatable = (command: DeviceCommandInput): boolean =>
    isContainer(command)
      ? command.commands.every(repeatable)
      : command.kind === "Get" || command.kind === "Replace";
  return commands.every(({ command }) => repeatable(command));
}
