import { implement, ORPCError } from "@orpc/server";
import { contract } from "../api/contract.ts";
import type { Emitter } from "../core/emitter.ts";
import { act, actLater } from "./api-errors.ts";
import { callbacksRoutes } from "./callbacks/routes.ts";
import { diagnosticsRoutes } from "./diagnostics/routes.ts";
import { consoleRoutes } from "./console/routes.ts";
import {
  commandDevice,
  deviceIn,
  exportDevice,
  listDevices,
  notifyDevice,
  viewDevice,
  viewNode,
  viewTree,
} from "./devices/devices-service.ts";
import { policyRoutes } from "./policies/routes.ts";
import { registryRoutes } from "./registry/routes.ts";
import { readRows, watchRows } from "./journal-source.ts";
import { LIVE } from "./live-world.ts";
import { operationsRoutes } from "./operations/routes.ts";
import type { WorkbenchService } from "./service.ts";
import { watchValue } from "./watch.ts";

/** Intervals between two values of a watch, in milliseconds. */
const RUN_INTERVAL = 33;
const HOST_INTERVAL = 100;
const DEVICE_INTERVAL = 100;

/** The API of the workbench for every shell: WebSocket, message port, in process. */
export function createRouter(service: WorkbenchService) {
  const api = implement(contract);
  const { wall } = service.ports;
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => void wall.after(milliseconds, resolve));

  const control = (id: string, action: (run: ReturnType<WorkbenchService["run"]>) => void) =>
    act(() => {
      if (id === LIVE)
        throw new ORPCError("CONFLICT", {
          message: "The live world cannot be stepped; hold messages instead",
        });
      action(service.run(id));
      return service.view(id);
    });
  const changed = (id: string, action: () => void) =>
    act(() => {
      action();
      return service.view(id);
    });

  return api.router({
    host: {
      info: api.host.info.handler(() => service.host()),
      watch: api.host.watch.handler(({ signal }) =>
        watchValue({
          changed: service.changed,
          read: () => service.host(),
          ended: () => false,
          interval: HOST_INTERVAL,
          pause,
          signal,
        }),
      ),
    },
    scenarios: { list: api.scenarios.list.handler(() => service.scenarios()) },
    runs: {
      start: api.runs.start.handler(({ input }) => act(() => service.view(service.start(input).id))),
      list: api.runs.list.handler(() => service.lines()),
      get: api.runs.get.handler(({ input }) => act(() => service.view(input.run))),
      watch: api.runs.watch.handler(({ input, signal }) =>
        act(() => {
          const { changed, view, ended } = service.watched(input.run);
          return watchValue({ changed, read: view, ended, interval: RUN_INTERVAL, pause, signal });
        }),
      ),
      resume: api.runs.resume.handler(({ input }) => control(input.run, (run) => run.resume())),
      pause: api.runs.pause.handler(({ input }) => control(input.run, (run) => run.pause())),
      step: api.runs.step.handler(({ input }) => control(input.run, (run) => run.step())),
      packageEnd: api.runs.packageEnd.handler(({ input }) => control(input.run, (run) => run.stepPackage())),
      speed: api.runs.speed.handler(({ input }) => control(input.run, (run) => run.setSpeed(input.speed))),
      abort: api.runs.abort.handler(({ input }) => control(input.run, (run) => run.abort())),
      remove: api.runs.remove.handler(({ input }) =>
        act(() => {
          service.remove(input.run);
          return {};
        }),
      ),
    },
    journal: {
      read: api.journal.read.handler(({ input, signal }) =>
        act(() => readRows(service.source(input.run), input, { now: () => wall.now(), pause }, signal)),
      ),
      watch: api.journal.watch.handler(({ input, signal }) =>
        act(() => watchRows(service.source(input.run), input.after, pause, signal)),
      ),
      inspect: api.journal.inspect.handler(({ input }) =>
        act(() => service.inspect(input.run, input.seq, input.reveal)),
      ),
    },
    hold: {
      rule: api.hold.rule.handler(({ input }) =>
        changed(input.run, () => service.hold(input.run, input.text, input.once)),
      ),
      release: api.hold.release.handler(({ input }) =>
        changed(input.run, () => service.release(input.run, input.id, input.body)),
      ),
      releaseAll: api.hold.releaseAll.handler(({ input }) =>
        changed(input.run, () => service.releaseAll(input.run)),
      ),
      drop: api.hold.drop.handler(({ input }) => changed(input.run, () => service.drop(input.run, input.id))),
    },
    devices: {
      list: api.devices.list.handler(({ input }) =>
        act(() => listDevices(service.devices(input.run), input)),
      ),
      get: api.devices.get.handler(({ input }) =>
        act(() => viewDevice(service.devices(input.run), input.device)),
      ),
      watch: api.devices.watch.handler(({ input, signal }) =>
        act(() => {
          const port = service.devices(input.run);
          const { id } = deviceIn(port, input.device);
          const changed: Emitter<undefined> = {
            emit: () => undefined,
            subscribe: (listener) =>
              port.changed.subscribe((device) => {
                if (device === id) listener(undefined);
              }),
          };
          return watchValue({
            changed,
            read: () => viewDevice(port, id),
            ended: () => port.over !== undefined,
            interval: DEVICE_INTERVAL,
            pause,
            signal,
          });
        }),
      ),
      tree: api.devices.tree.handler(({ input }) =>
        act(() => viewTree(service.devices(input.run), input.device, input)),
      ),
      node: api.devices.node.handler(({ input }) =>
        act(() => viewNode(service.devices(input.run), input.device, input.uri)),
      ),
      command: api.devices.command.handler(({ input }) =>
        actLater(() => commandDevice(service.devices(input.run), input.device, input.command)),
      ),
      notify: api.devices.notify.handler(({ input }) =>
        actLater(async () => {
          await notifyDevice(service.devices(input.run), input.device, input.ask);
          return {};
        }),
      ),
      export: api.devices.export.handler(({ input }) =>
        act(() => exportDevice(service.devices(input.run), input.device, input)),
      ),
    },
    console: consoleRoutes(service),
    operations: operationsRoutes(service),
    callbacks: callbacksRoutes(service),
    diagnostics: diagnosticsRoutes(service),
    policies: policyRoutes(service),
    registry: registryRoutes(service),
    exports: { run: api.exports.run.handler(({ input }) => act(() => service.export(input.run, input.to))) },
  });
}
