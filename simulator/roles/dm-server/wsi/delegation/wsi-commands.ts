import { WorkbenchError } from "../../../../core/error.ts";
import type {
  AtomicMemberInput,
  CommandInput,
  SequenceMemberInput,
} from "../../../../protocols/wsi/index.ts";
import type { DeviceCommandInput, ReferencedCommand } from "../../ports.ts";
import { isWholeRequest } from "../commands.ts";

/** Commands of an operation in the form in which the upstream is asked for them. */
export interface UpstreamCommands {
  readonly command: readonly CommandInput[];
  readonly atomic: boolean;
}

/**
 * The commands of a request as the contract writes them: `deviceCommands` the other way round. Their numbers stay those of the
 * original request, so that results need no mapping.
 */
export function wsiCommands(commands: readonly ReferencedCommand[]): UpstreamCommands {
  const [whole] = commands;
  if (whole?.command.kind === "Atomic" && isWholeRequest(whole.reference))
    return { command: whole.command.commands.map(memberOf), atomic: true };
  return { command: commands.map(({ command }) => commandOf(command)), atomic: false };
}

function commandOf(command: DeviceCommandInput): CommandInput {
  if (command.kind === "Sequence")
    return { kind: "sequence", commands: command.commands.map(sequenceMemberOf) };
  return sequenceMemberOf(command);
}

function sequenceMemberOf(command: DeviceCommandInput): SequenceMemberInput {
  const [item] = "Item" in command ? (command.Item ?? []) : [];
  const locUri = item?.Target?.LocURI ?? "";
  switch (command.kind) {
    case "Get":
      return { kind: "get", locUri };
    case "Exec":
      return { kind: "exec", locUri, data: textOf(item?.Data), correlator: command.Correlator };
    case "Atomic":
      return { kind: "atomic", commands: command.commands.map(memberOf) };
    default:
      return memberOf(command);
  }
}

function memberOf(command: DeviceCommandInput): AtomicMemberInput {
  const [item] = "Item" in command ? (command.Item ?? []) : [];
  const locUri = item?.Target?.LocURI ?? "";
  const { Format: format, Type: type } = item?.Meta ?? {};
  const data = item?.Data;
  const binaryData = data instanceof Uint8Array ? data : undefined;
  const value = { locUri, format, type, data: textOf(data), binaryData };
  switch (command.kind) {
    case "Add":
      return { kind: "add", ...value };
    case "Replace":
      return { kind: "replace", ...value };
    case "Delete":
      return { kind: "delete", locUri };
    case "Copy":
      return { kind: "copy", from: item?.Source?.LocURI ?? "", to: locUri };
    default:
      throw new WorkbenchError("delegation/command", `${command.kind} has no form in the contract`, {
        kind: command.kind,
      });
  }
}

function textOf(data: unknown): string | undefined {
  return typeof data === "string" ? data : undefined;
}
