import type { OperationRecord, TaskStanding } from "../../../simulator/roles/dm-server/index.ts";
import type { OperationsServer, OperationsWorld } from "../../../simulator/workbench/operations/place.ts";
import { createReportTrail } from "../../../simulator/workbench/report-trail.ts";
import { defaultPolicy } from "../../../simulator/roles/dm-server/index.ts";

export const ACCEPTED = Date.UTC(2026, 0, 2);

/** An operation on many devices. */
export function bulk(more: Partial<OperationRecord> = {}): OperationRecord {
  return {
    operationId: "op-1",
    operation: "SubmitBulkOperation",
    owner: "care",
    state: "running",
    acceptedAt: ACCEPTED,
    totals: { targeted: 10_000, succeeded: 0, failed: 0, cancelled: 0, expired: 0 },
    sequence: 0,
    conversation: "operation:op-1",
    deviceResults: [],
    work: {
      kind: "commands",
      commands: [
        {
          reference: "1",
          command: { kind: "Replace", Item: [{ Target: { LocURI: "./Lang" }, Data: "secret" }] },
        },
        {
          reference: "2",
          command: {
            kind: "Atomic",
            commands: [{ kind: "Get", Item: [{ Target: { LocURI: "./DevInfo" } }] }],
          },
          members: ["2.1"],
        },
      ],
    },
    pace: { maxParallel: 100, stopAfterFailures: 500 },
    ...more,
  };
}

/** A world with one DM server that has these operations, each with its devices. */
export function standIn(
  entries: readonly (readonly [OperationRecord, readonly TaskStanding[]])[],
  id = "dms.example",
): OperationsWorld & { readonly server: OperationsServer } {
  const operations = new Map(entries.map(([record]) => [record.operationId, record]));
  const tasks = new Map(entries.map(([record, standings]) => [record.operationId, standings]));
  const server: OperationsServer = {
    id,
    view: {
      operations: () => operations.values(),
      operation: (operationId) => operations.get(operationId),
      standings: (operationId) => tasks.get(operationId) ?? [],
      deviceResults: (operationId, startIndex, count) => {
        const all = tasks.get(operationId) ?? [];
        const results = all.slice(startIndex, startIndex + count).map(({ deviceId, finishedAt }) => ({
          deviceId,
          state: "succeeded" as const,
          finishedAt,
          reason: undefined,
          commandResult: [
            {
              index: "1",
              status: 200,
              statusText: "OK",
              item: [
                {
                  source: "./Lang",
                  target: undefined,
                  format: "chr",
                  type: "text/plain",
                  mark: undefined,
                  data: '=1+1, "de"',
                  binaryData: undefined,
                },
              ],
            },
            { index: "2", status: 404, statusText: "Not found", item: [] },
          ],
        }));
        return { results, total: all.length };
      },
      externalSystems: () => [
        {
          id: "care",
          name: "Customer care",
          kind: "customer-care",
          credentials: [],
          policy: defaultPolicy,
          origin: "configuration",
        } as never,
      ],
    },
  };
  return { dmServers: new Map([[id, server]]), trail: createReportTrail(), over: undefined, server };
}

/** Ten thousand devices: most done, some failed for two reasons, some not reached, the rest on its way. */
export function manyDevices(): readonly TaskStanding[] {
  return Array.from({ length: 10_000 }, (_unused, index): TaskStanding => {
    const deviceId = `IMEI:${350_000_000_000_000 + index}`;
    const begunAt = ACCEPTED + index * 10;
    const finishedAt = begunAt + 400 + (index % 100);
    if (index >= 9000) return { deviceId, state: "pending", notified: false };
    if (index >= 8900) return { deviceId, state: "pending", notified: true };
    if (index >= 8800) return { deviceId, state: "sent", notified: false, begunAt };
    if (index % 100 === 1)
      return {
        deviceId,
        state: "failed",
        notified: false,
        begunAt,
        finishedAt,
        result: '{"commandResult":[{"index":"1","status":200},{"index":"2.1","status":404}]}',
      };
    if (index % 200 === 2)
      return {
        deviceId,
        state: "failed",
        notified: false,
        begunAt,
        finishedAt,
        result: '{"reason":"refused by the device: no"}',
      };
    if (index % 400 === 3)
      return {
        deviceId,
        state: "expired",
        notified: false,
        finishedAt,
        result: '{"reason":"not reached in time"}',
      };
    return {
      deviceId,
      state: "succeeded",
      notified: false,
      begunAt,
      finishedAt,
      result: '{"commandResult":[{"index":"1","status":200},{"index":"2.1","status":200}]}',
    };
  });
}
