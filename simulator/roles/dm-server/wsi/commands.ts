import type { Command, SequenceMember } from "../../../protocols/wsi/index.ts";
import type { DeviceCommandInput, ReferencedCommand } from "../ports.ts";
import { serviceRefusal } from "./refusal.ts";

type Leaf = Exclude<Command, { kind: "atomic" | "sequence" }>;

/** Container reference of a request that is `atomic` as a whole; its members keep their numbers. */
const WHOLE = "0";

/** The commands of a request for the device, each under its number in the request (`2`, inside a container `2.1`). */
export function deviceCommands(commands: readonly Command[], atomic: boolean): readonly ReferencedCommand[] {
  if (!atomic)
    return commands.map((command, index) => ({
      reference: String(index + 1),
      command: deviceCommand(command),
    }));
  const members = commands.map((command, index) => {
    if (
      command.kind === "get" ||
      command.kind === "exec" ||
      command.kind === "atomic" ||
      command.kind === "sequence"
    )
      throw serviceRefusal(
        "SVC0002",
        [`command[${index + 1}]`],
        `${command.kind} cannot be part of an atomic request`,
      );
    return deviceCommand(command);
  });
  return [
    {
      reference: WHOLE,
      command: { kind: "Atomic", CmdID: "", commands: members },
      members: members.map((_, index) => String(index + 1)),
    },
  ];
}

/** True for the reference of the container around a whole request, which has no result of its own. */
export function isWholeRequest(reference: string): boolean {
  return reference === WHOLE;
}

/** Checks the values of the commands in the element `name`; refuses with SVC0002 naming the part. */
export function checkCommands(commands: readonly Command[], name = "command"): void {
  const visit = (command: Command | SequenceMember, part: string): void => {
    if (command.kind === "atomic" || command.kind === "sequence")
      command.commands.forEach((member, index) => visit(member, `${part}.${command.kind}[${index + 1}]`));
    else checkValue(command, part);
  };
  commands.forEach((command, index) => visit(command, `${name}[${index + 1}]`));
}

function checkValue(command: Leaf, part: string): void {
  if (
    (command.kind === "add" || command.kind === "replace") &&
    command.data !== undefined &&
    command.binaryData
  )
    throw serviceRefusal("SVC0002", [`${part}.binaryData`], "data and binaryData exclude each other");
}

function deviceCommand(command: Command | SequenceMember): DeviceCommandInput {
  switch (command.kind) {
    case "get":
      return { kind: "Get", CmdID: "", Item: [{ Target: { LocURI: command.locUri } }] };
    case "delete":
      return { kind: "Delete", CmdID: "", Item: [{ Target: { LocURI: command.locUri } }] };
    case "copy":
      return {
        kind: "Copy",
        CmdID: "",
        Item: [{ Target: { LocURI: command.to }, Source: { LocURI: command.from } }],
      };
    case "exec":
      return {
        kind: "Exec",
        CmdID: "",
        Correlator: command.correlator,
        Item: [{ Target: { LocURI: command.locUri }, Data: command.data }],
      };
    case "add":
    case "replace":
      return {
        kind: command.kind === "add" ? "Add" : "Replace",
        CmdID: "",
        Item: [
          {
            Target: { LocURI: command.locUri },
            Meta: metaOf(command.format ?? (command.binaryData ? "bin" : undefined), command.type),
            Data: command.binaryData ?? command.data,
          },
        ],
      };
    case "atomic":
      return { kind: "Atomic", CmdID: "", commands: command.commands.map(deviceCommand) };
    case "sequence":
      return { kind: "Sequence", CmdID: "", commands: command.commands.map(deviceCommand) };
  }
}

function metaOf(format: string | undefined, type: string | undefined) {
  return format === undefined && type === undefined ? undefined : { Format: format, Type: type };
}
