import { describe, expect, it } from "vitest";
import {
  writeDmMessage,
  type BodyCommandInput,
  type DmEncoding,
} from "../../../../../simulator/protocols/syncml/index.ts";
import type { CommandInput, Command, OperationName } from "../../../../../simulator/protocols/wsi/index.ts";
import type { SubtreeGrants } from "../../../../../simulator/roles/dm-server/options.ts";
import { isList } from "../../../../../simulator/roles/dm-server/wsi/policy-rules.ts";
import { deviceCommands } from "../../../../../simulator/roles/dm-server/wsi/commands.ts";
import { createDesk, type Desk } from "../desk.ts";
import { establish } from "../bad-input/stage.ts";
import { commandRules, type CommandRule } from "./rules.ts";

const get = { kind: "get", locUri: "./Free/A" } as const;

/** A place where commands travel: hands over some, after one that is granted anyway. */
interface Place {
  readonly place: string;
  readonly operation: OperationName;
  readonly prepare?: (desk: Desk) => string;
  readonly request: (command: CommandInput, prepared: string) => unknown;
}

/** The commands as a package 2 of the External System. */
export function packageWith(commands: readonly CommandInput[], encoding: DmEncoding): Uint8Array {
  let last = 0;
  const numbered = (command: BodyCommandInput): BodyCommandInput =>
    ({
      ...command,
      CmdID: String(++last),
      ...("commands" in command ? { commands: command.commands.map(numbered) } : {}),
    }) as BodyCommandInput;
  return writeDmMessage(encoding, {
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: "1",
      MsgID: "1",
      Target: { LocURI: "IMEI:1" },
      Source: { LocURI: "dms.example" },
    },
    SyncBody: {
      commands: deviceCommands(commands as readonly Command[], false).map(({ command }) => numbered(command)),
      Final: true,
    },
  });
}

const tunnel = (encoding: DmEncoding): Place => ({
  place: `ExchangePackage in ${encoding}`,
  operation: "ExchangePackage",
  prepare: (desk) => {
    const { sessionId } = desk.ok("InitiateSession", { deviceId: "IMEI:1" });
    desk.settle();
    establish(desk, sessionId);
    return sessionId;
  },
  request: (command, sessionId) => ({
    sessionId,
    package: packageWith([get, command], encoding),
    contentType: `application/vnd.syncml.dm+${encoding}`,
  }),
});
const places: readonly Place[] = [
  {
    place: "ManageParameters",
    operation: "ManageParameters",
    request: (command) => ({ deviceId: "IMEI:1", command: [get, command] }),
  },
  {
    place: "SubmitBulkOperation",
    operation: "SubmitBulkOperation",
    request: (command) => ({ target: { all: true }, command: [get, command] }),
  },
  {
    place: "setUp of a subscription",
    operation: "SubscribeAlerts",
    request: (command) => ({ target: { all: true }, setUp: [get, command] }),
  },
  tunnel("xml"),
  tunnel("wbxml"),
];

/** The grants with what the accompanying command needs. */
const withFree = (grants: SubtreeGrants): SubtreeGrants =>
  isList(grants) ? [...grants, "./Free"] : { ...grants, get: [...(grants.get ?? []), "./Free"] };

/** What came of a request, and how many calls to the devices' side it made. */
function ask({ operation, prepare, request }: Place, { command }: CommandRule, subtrees: SubtreeGrants) {
  const desk = createDesk({ policy: { subtrees: withFree(subtrees) } });
  desk.registered();
  const prepared = prepare?.(desk) ?? "";
  const before = desk.calls.length;
  const operations = [...desk.view().operations()].length;
  const read = desk.call(operation, request(command, prepared) as never);
  desk.settle();
  const outcome =
    read.kind === "fault" ? [read.fault.messageId, ...read.fault.variables].join(" ") : read.kind;
  const left = [...desk.view().operations()].length - operations;
  return { outcome, calls: desk.calls.length - before, operations: left };
}

describe.each(places)("POL0202 in $place", (place) => {
  it.each(commandRules)("$rule", (rule) => {
    expect(ask(place, rule, rule.refusing)).toEqual({
      outcome: `POL0202 ${rule.names}`,
      calls: 0,
      operations: 0,
    });
    if (!rule.granting) return;
    const granted = ask(place, rule, rule.granting);
    expect(granted).toMatchObject({ outcome: "response", operations: 1 });
    expect(granted.calls).toBeGreaterThan(0);
  });
});
