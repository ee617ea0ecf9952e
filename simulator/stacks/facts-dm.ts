import { toBase64 } from "../core/bytes.ts";
import {
  bareAlertType,
  type Alert,
  type BodyCommand,
  type Item,
  type NestedCommand,
  type Status,
  type SyncML,
} from "../protocols/syncml/index.ts";
import type { Fact } from "./summary.ts";

/** Characters of a value that a fact keeps. */
const LONGEST = 200;

type Value = Item["Data"];

/**
 * What a DM message says in detail, as texts that a scenario can compare:
 *
 * - `answers`: statuses as `Get 404` and `Get ./None 404`;
 * - `told`: Data of the Items of statuses, what a user has answered;
 * - `values`: results as `./DevInfo/Man=Example Labs`; octets as `3 octets`, `resultTypes` as `./DevInfo text/plain`,
 *   `resultFormats` as `./DevInfo node`, and `resultItems`, their number;
 * - `asked`: management commands as `Get ./DevInfo`; of an Alert of user interaction `Alert 1101`;
 * - `events`: items of Alerts as `type=data`, without the prefix of the type; with `marks`, `sources`, `correlators`;
 * - `alertTypes`: types of those items as they stand; `execs`: nodes that are run; `chunk`: an item has more to come;
 * - `nonce`: NextNonce of a challenge for the sender of the message before; `sizes`: announced sizes of large objects.
 */
export function dmDetails({ SyncBody }: SyncML): Readonly<Record<string, Fact>> {
  const body = SyncBody.commands;
  const statuses = body.flatMap((command) => (command.kind === "Status" ? [command] : []));
  const results = body.flatMap((command) => (command.kind === "Results" ? [command] : []));
  const alerts = body.flatMap((command) => (command.kind === "Alert" ? [command] : []));
  const commands = allCommands(body);
  const resultItems = results.flatMap(({ Item: items, SourceRef, TargetRef, Meta }) =>
    items.map((item) => ({
      uri: item.Source?.LocURI ?? SourceRef ?? TargetRef ?? "",
      data: item.Data,
      type: item.Meta?.Type ?? Meta?.Type ?? "text/plain",
      format: item.Meta?.Format ?? Meta?.Format ?? "chr",
    })),
  );
  const events = alerts.filter(isEvent);
  const facts: Record<string, Fact> = {
    answers: statuses.flatMap(answersOf),
    told: statuses.flatMap((status) => status.Item.map((item) => textOf(item.Data))),
    values: resultItems.map(({ uri, data }) => `${uri}=${textOf(data)}`),
    resultTypes: resultItems.map(({ uri, type }) => `${uri} ${type}`),
    resultFormats: resultItems.map(({ uri, format }) => `${uri} ${format}`),
    resultItems: resultItems.length,
    asked: commands.flatMap(askedOf),
    events: events.flatMap(eventsOf),
    marks: events.flatMap((alert) => alert.Item.flatMap(({ Meta }) => Meta?.Mark ?? [])),
    sources: events.flatMap((alert) => alert.Item.flatMap(({ Source }) => Source?.LocURI ?? [])),
    correlators: events.flatMap((alert) => alert.Correlator ?? []),
    sizes: commands.flatMap(sizesOf),
    alertTypes: commands.flatMap((command) =>
      command.kind === "Alert" && isEvent(command)
        ? command.Item.map((item) => item.Meta?.Type?.trim() ?? "").filter((type) => type !== "")
        : [],
    ),
    execs: commands.flatMap((command) =>
      command.kind === "Exec" ? command.Item.map((item) => item.Target?.LocURI ?? "") : [],
    ),
    chunk: commands.some(
      (command) =>
        "Item" in command && command.Item.some((item) => "MoreData" in item && item.MoreData === true),
    ),
  };
  const nonce = statuses.find(({ Chal }) => Chal)?.Chal?.Meta.NextNonce;
  if (nonce !== undefined) facts["nonce"] = toBase64(nonce);
  return facts;
}

function answersOf({ Cmd, Data, TargetRef }: Status): readonly string[] {
  if (Cmd === "SyncHdr") return [];
  return [`${Cmd} ${Data}`, ...TargetRef.map((uri) => `${Cmd} ${uri} ${Data}`)];
}

function askedOf(command: BodyCommand | NestedCommand): readonly string[] {
  switch (command.kind) {
    case "Status":
    case "Results":
      return [];
    case "Alert":
      return [`Alert ${command.Data ?? ""}`];
    case "Atomic":
    case "Sequence":
      return [command.kind];
    default:
      return command.Item.map(
        (item) => `${command.kind} ${item.Target?.LocURI ?? item.Source?.LocURI ?? ""}`,
      );
  }
}

function eventsOf(alert: Alert): readonly string[] {
  return alert.Item.map(({ Meta, Data }) => `${bareAlertType(Meta?.Type ?? "")}=${textOf(Data)}`);
}

function sizesOf(command: BodyCommand | NestedCommand): readonly number[] {
  return "Item" in command ? command.Item.flatMap(({ Meta }) => Meta?.Size ?? []) : [];
}

function isEvent({ Data }: Pick<Alert, "Data">): boolean {
  return Data === 1226 || Data === 1224;
}

/** The commands of a body with the members of its containers. */
export function allCommands(
  commands: readonly (BodyCommand | NestedCommand)[],
): readonly (BodyCommand | NestedCommand)[] {
  return commands.flatMap((command) =>
    command.kind === "Atomic" || command.kind === "Sequence"
      ? [command, ...allCommands(command.commands)]
      : [command],
  );
}

function textOf(data: Value): string {
  if (data === undefined) return "";
  if (typeof data === "string") return data.length > LONGEST ? `${data.slice(0, LONGEST)}…` : data;
  return data instanceof Uint8Array ? `${data.length} octets` : data.xml.slice(0, LONGEST);
}
