import type { ExternalSystemPolicy } from "../options.ts";
import { accessesOfDeviceCommand } from "./device-accesses.ts";
import { createPolicy } from "./policy.ts";
import type { PolicyPort } from "./policy-port.ts";
import type { OperationRecord } from "./records.ts";
import type { Refusal } from "./refusal.ts";
import type { Room } from "./room.ts";
import { commandsOf } from "./tasks/plan-commands.ts";

/** What became of the kept operations of an External System under another policy. */
export interface PolicyReplay {
  readonly total: number;
  readonly refused: number;
  /** Of those the unfinished ones. */
  readonly stopped: number;
  readonly examples: readonly {
    readonly operationId: string;
    readonly operation: string;
    readonly reason: string;
  }[];
}

/** Operations that are looked at, the newest of them. */
const MOST = 2000;
const EXAMPLES = 5;

/** Decides the kept operations of an External System again, under another policy. */
export function replayPolicy(externalSystem: string, policy: ExternalSystemPolicy, room: Room): PolicyReplay {
  const port = createPolicy((id) => (id === externalSystem ? policy : undefined));
  const own: OperationRecord[] = [];
  for (const operation of room.log.values()) if (operation.owner === externalSystem) own.push(operation);
  const replayed = own.slice(-MOST);
  const examples: PolicyReplay["examples"][number][] = [];
  let refused = 0;
  let stopped = 0;
  for (const record of replayed) {
    const refusal = refusalOf(record, port, room);
    if (!refusal) continue;
    refused++;
    if (record.finishedAt === undefined) stopped++;
    const { operationId, operation } = record;
    if (examples.length < EXAMPLES) examples.push({ operationId, operation, reason: refusal.reason });
  }
  return { total: replayed.length, refused, stopped, examples };
}

function refusalOf(
  { operation, deviceId, work, owner }: OperationRecord,
  port: PolicyPort,
  { inventory }: Room,
): Refusal | undefined {
  const caller = { externalSystem: owner };
  const device = deviceId === undefined ? undefined : inventory.device(deviceId);
  const commands = work?.kind === "commands" || work?.kind === "set-up" ? work.commands : [];
  return (
    port.operation(caller, operation) ??
    (device && port.device(caller, device)) ??
    port.accesses(
      caller,
      commandsOf(commands).flatMap(({ command }) => accessesOfDeviceCommand(command)),
    )
  );
}
