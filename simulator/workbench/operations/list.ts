import type { OperationLine, OperationsPage } from "../../api/index.ts";
import type { OperationRecord } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import { filterWords, hasWords } from "../words.ts";
import {
  hasEnded,
  type OperationsServer,
  type OperationsWorld,
  type PlacedOperation,
  systemName,
} from "./place.ts";

/** Which operations are wanted. */
export interface OperationsQuery {
  readonly text: string;
  readonly skip: number;
  readonly limit: number;
}

/** What is looked for in a record; records never change, so it is put together once. */
const texts = new WeakMap<OperationRecord, string>();

/** A page of the operations of all DM servers, newest first. `date` is the run's clock. */
export function operationsPage(
  roles: OperationsWorld,
  date: number,
  { text, skip, limit }: OperationsQuery,
): OperationsPage {
  const words = filterWords(text);
  const lines: OperationLine[] = [];
  let total = 0;
  let matching = 0;
  let open = 0;
  for (const placed of newestFirst(roles)) {
    const { server, record } = placed;
    total++;
    if (!hasEnded(record)) open++;
    if (words.length > 0 && !hasWords(textOf(placed), words)) continue;
    if (matching++ >= skip && lines.length < limit) lines.push(operationLine(server, record));
  }
  return {
    lines,
    skipped: Math.min(skip, matching),
    total,
    matching,
    open,
    date,
    servers: [...roles.dmServers.keys()],
    ...optionally("over", roles.over),
  };
}

/** An operation as a line. */
export function operationLine(server: OperationsServer, record: OperationRecord): OperationLine {
  const { operationId, operation, name, state, reason, owner, deviceId, totals } = record;
  const { acceptedAt, finishedAt } = record;
  return {
    server: server.id,
    operationId,
    operation,
    ...optionally("name", name),
    state,
    ...optionally("reason", reason),
    externalSystem: owner,
    externalSystemName: systemName(server, owner),
    ...optionally("deviceId", deviceId),
    totals,
    acceptedAt,
    ...optionally("finishedAt", finishedAt),
  };
}

function textOf({ server, record }: PlacedOperation): string {
  const known = texts.get(record);
  if (known !== undefined) return known;
  const { operationId, operation, name, state, owner, deviceId } = record;
  const made = [operationId, operation, name, state, owner, systemName(server, owner), deviceId, server.id]
    .join(" ")
    .toLowerCase();
  texts.set(record, made);
  return made;
}

/** Several DM servers keep lists of their own; the newest of them all comes first. */
function* newestFirst(roles: OperationsWorld): Generator<PlacedOperation> {
  const lists = [...roles.dmServers.values()].map((server) => ({
    server,
    records: [...server.view.operations()],
  }));
  for (;;) {
    let newest: (typeof lists)[number] | undefined;
    for (const list of lists) {
      const last = list.records.at(-1);
      const best = newest?.records.at(-1);
      if (last && (!best || last.acceptedAt > best.acceptedAt)) newest = list;
    }
    const record = newest?.records.pop();
    if (!newest || !record) return;
    yield { server: newest.server, record };
  }
}
