import { implement } from "@orpc/server";
import { contract } from "../../api/contract.ts";
import { act, actLater } from "../api-errors.ts";
import type { WorkbenchService } from "../service.ts";
import { watchDistinct } from "../watch-distinct.ts";
import { jobDevice, jobDevices } from "./devices.ts";
import { exportResults } from "./export.ts";
import { jobView } from "./job.ts";
import { operationsPage } from "./list.ts";
import { hasEnded, operationIn } from "./place.ts";

/** Intervals between two values of a watch, and after which a job that goes on is looked at again, in milliseconds. */
const LIST_INTERVAL = 100;
const JOB_INTERVAL = 200;
const JOB_TICK = 1000;

/** Handlers of `operations`. */
export function operationsRoutes(service: WorkbenchService) {
  const api = implement(contract).operations;
  const dateOf = (run: string): number => service.devices(run).clock.date();
  const placedIn = (run: string, operation: string) => operationIn(service.roles(run), operation);
  return {
    watch: api.watch.handler(({ input, signal }) =>
      act(() => {
        const { run, ...query } = input;
        service.roles(run);
        return watchDistinct(service, run, {
          read: () => operationsPage(service.roles(run), dateOf(run), query),
          ended: () => service.roles(run).over !== undefined,
          interval: LIST_INTERVAL,
          distinct: ({ date: _date, ...page }) => page,
          signal,
        });
      }),
    ),
    job: api.job.handler(({ input: { run, operation }, signal }) =>
      act(() => {
        placedIn(run, operation);
        return watchDistinct(service, run, {
          read: () =>
            jobView(service.roles(run), placedIn(run, operation), {
              date: dateOf(run),
              memory: service.ports.memory?.(),
            }),
          ended: () => service.roles(run).over !== undefined || hasEnded(placedIn(run, operation).record),
          interval: JOB_INTERVAL,
          tick: JOB_TICK,
          signal,
        });
      }),
    ),
    devices: api.devices.handler(({ input }) =>
      act(() => jobDevices(service.roles(input.run), placedIn(input.run, input.operation), input)),
    ),
    device: api.device.handler(({ input }) =>
      act(() => jobDevice(service.roles(input.run), placedIn(input.run, input.operation), input.device)),
    ),
    cancel: api.cancel.handler(({ input }) =>
      actLater(async () => {
        const { server, record } = placedIn(input.run, input.operation);
        await server.command({ name: "cancelOperation", operationId: record.operationId });
        return {};
      }),
    ),
    export: api.export.handler(({ input }) =>
      act(() => exportResults(placedIn(input.run, input.operation), input.to)),
    ),
  };
}
