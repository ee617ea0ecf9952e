import { toBase64 } from "../../../simulator/core/bytes.ts";
import type { BodyCommand, Item, NestedCommand, SyncML } from "../../../simulator/protocols/syncml/index.ts";

/**
 * A body as text, one line for each command, without CmdIDs of its own: `Status 1/4 Get 200 ./X`,
 * `Results 1/4 ./X=value`, `Alert 1201`, `Sequence { Get ./X; Delete ./X }`, `Final`. Octets are base64 in both
 * encodings, and their format is `bin`.
 */
export function lines(message: SyncML | undefined): string[] {
  if (!message) return [];
  const { commands, Final } = message.SyncBody;
  return [...commands.map(line), ...(Final ? ["Final"] : [])];
}

/** The lines of the answers to commands: Status and Results, without those for the header. */
export function answers(message: SyncML | undefined): string[] {
  return lines(message).filter((each) => /^(Status|Results) /.test(each) && !/^Status \d+\/0 /.test(each));
}

function line(command: BodyCommand): string {
  switch (command.kind) {
    case "Status":
      return words(
        "Status",
        `${command.MsgRef}/${command.CmdRef}`,
        command.Cmd,
        String(command.Data),
        ...(command.Cmd === "SyncHdr" ? [] : command.TargetRef),
        ...(command.Cmd === "SyncHdr" ? [] : command.SourceRef.map((uri) => `from ${uri}`)),
        ...(command.Chal ? [`Chal ${command.Chal.Meta.Type ?? ""}`] : []),
        ...command.Item.map((item) => `[${itemText(item)}]`),
      );
    case "Results":
      return words("Results", `${command.MsgRef ?? ""}/${command.CmdRef}`, ...command.Item.map(itemText));
    default:
      return commandLine(command);
  }
}

function commandLine(command: NestedCommand): string {
  switch (command.kind) {
    case "Atomic":
    case "Sequence":
      return `${command.kind} { ${command.commands.map(commandLine).join("; ")} }`;
    case "Alert":
      return words(
        "Alert",
        String(command.Data ?? ""),
        ...(command.Correlator === undefined ? [] : [`#${command.Correlator}`]),
        ...command.Item.map(itemText),
      );
    default:
      return words(
        command.kind,
        ...(command.kind === "Exec" && command.Correlator !== undefined ? [`#${command.Correlator}`] : []),
        ...command.Item.map(itemText),
      );
  }
}

/** `./A (int)=5`; format and type only where they are stated. */
function itemText({ Target, Source, Meta, Data, MoreData }: Item): string {
  const { Format, Type, Mark, Size } = Meta ?? {};
  const octets = Format === "b64" ? "bin" : Format;
  const said = [octets, Type, Mark, Size === undefined ? undefined : `Size ${Size}`].filter(
    (each) => each !== undefined,
  );
  const address = words(Source?.LocURI, Target && (Source ? `to ${Target.LocURI}` : Target.LocURI));
  const meta = said.length > 0 ? `${address === "" ? "" : " "}(${said.join(", ")})` : "";
  return `${address}${meta}${Data === undefined ? "" : `=${dataText(Data)}`}${MoreData ? "…" : ""}`;
}

/** Data as text, octets as base64. */
export function dataText(data: Item["Data"]): string {
  if (data === undefined || typeof data === "string") return data ?? "";
  return data instanceof Uint8Array ? toBase64(data) : data.xml;
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}
