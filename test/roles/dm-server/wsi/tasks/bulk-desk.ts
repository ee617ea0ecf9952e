import type {
  CallbackName,
  CallbackRequest,
  OperationRequestInput,
} from "../../../../../simulator/protocols/wsi/index.ts";
import type { ReferencedCommand, SessionRequest } from "../../../../../simulator/roles/dm-server/ports.ts";
import { createDesk, device, type Desk, type DeskOptions } from "../desk.ts";

export const replace = { kind: "replace", locUri: "./X", data: "1" } as const;
export const exec = { kind: "exec", locUri: "./X/Run" } as const;

/** A desk with so many devices `d1`, `d2`, … and a registered External System. */
export function createBulkDesk(devices: number, options: DeskOptions = {}) {
  const desk = createDesk({
    devices: Array.from({ length: devices }, (_, index) => device(`d${index + 1}`)),
    ...options,
  });
  desk.registered();
  const seen = new Set<unknown>(desk.callbacks);

  const fleet = {
    desk,
    /** Acknowledged, and begun where it is due. */
    submit(more: Partial<OperationRequestInput<"SubmitBulkOperation">> = {}): string {
      const request = { target: { all: true }, command: [replace], ...more };
      const { ack } = desk.ok("SubmitBulkOperation", request);
      desk.settle();
      return ack.operationId;
    },
    state: (operationId: string) => desk.ok("QueryOperation", { operationId }).operation,
    results: (operationId: string) =>
      desk.ok("QueryOperation", { operationId, maxResults: 1000 }).deviceResult,
    states: (operationId: string): string =>
      fleet
        .results(operationId)
        .map(({ state }) => state)
        .join(" "),
    /** Devices whose work was handed to the device's side, in order. */
    opened: (): string[] => openings(desk).map(({ deviceId }) => deviceId),
    ended: (): string[] => desk.calls.flatMap((call) => (call.kind === "end" ? [call.work] : [])),
    establish(operationId: string, deviceId: string): void {
      const work = `${operationId}/${deviceId}`;
      desk.report({ type: "established", work, sessionId: "7", package1: {} as never });
    },
    answer(operationId: string, deviceId: string, status = 200): void {
      const work = `${operationId}/${deviceId}`;
      const outcomes = [{ reference: "1", status, items: [] }];
      desk.report({ type: "package3", work, messages: [], references: new Map(), outcomes });
      desk.report({ type: "closed", work });
    },
    serve(operationId: string, ...deviceIds: readonly string[]): void {
      for (const deviceId of deviceIds) {
        fleet.establish(operationId, deviceId);
        fleet.answer(operationId, deviceId);
      }
      desk.settle();
    },
    fail(operationId: string, ...deviceIds: readonly string[]): void {
      for (const deviceId of deviceIds) {
        fleet.establish(operationId, deviceId);
        fleet.answer(operationId, deviceId, 500);
      }
      desk.settle();
    },
    /** Callbacks that were not looked at yet, all answered. */
    told<N extends CallbackName>(name: N): readonly CallbackRequest<N>[] {
      const found: CallbackRequest<N>[] = [];
      for (let callback = next(); callback; callback = next()) {
        seen.add(callback);
        if (callback.message.operation === name) found.push(callback.message.value as CallbackRequest<N>);
        desk.answer(200, callback);
      }
      return found;
    },
  };
  const next = () => desk.callbacks.find((callback) => !seen.has(callback));
  return fleet;
}

/** What was opened, in order. */
export function openings(desk: Desk): readonly SessionRequest[] {
  return desk.calls.flatMap((call) => (call.kind === "open" ? [call.request] : []));
}

/** The mode of the latest opening, which has to be `steps`. */
export function stepsOf(desk: Desk): Extract<SessionRequest["mode"], { kind: "steps" }> {
  const mode = openings(desk).at(-1)?.mode;
  if (mode?.kind !== "steps") throw new Error(`the mode is ${mode?.kind ?? "none"}`);
  return mode;
}

/** LocURIs that commands address. */
export function addressed(commands: readonly ReferencedCommand[]): string[] {
  return commands.flatMap(({ command }) =>
    "Item" in command ? (command.Item ?? []).flatMap(({ Target }) => (Target ? [Target.LocURI] : [])) : [],
  );
}
