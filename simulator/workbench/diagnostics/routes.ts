import { implement } from "@orpc/server";
import type { DeviceValues } from "../../api/index.ts";
import { contract } from "../../api/contract.ts";
import { WorkbenchError } from "../../core/error.ts";
import { act } from "../api-errors.ts";
import type { WorkbenchService } from "../service.ts";
import { watchDistinct } from "../watch-distinct.ts";
import { diagnosticsChoices } from "./choices.ts";
import { diagnosticsView } from "./diagnostics-view.ts";
import { lastReads } from "./last-reads.ts";
import { measuredDevice } from "./measured.ts";

/** Intervals in milliseconds: between two values of a watch, and after which values are measured anew. */
const INTERVAL = 250;
const MEASURED = 1000;

/** Handlers of `diagnostics`. */
export function diagnosticsRoutes(service: WorkbenchService) {
  const api = implement(contract).diagnostics;
  const ended = (run: string) => (): boolean => service.roles(run).over !== undefined;
  return {
    watch: api.watch.handler(({ input, signal }) =>
      act(() => {
        const { run, ...query } = input;
        service.roles(run);
        return watchDistinct(service, run, {
          read: () => diagnosticsView(placeOf(service, run), query),
          ended: ended(run),
          interval: INTERVAL,
          distinct: ({ date: _now, ...rest }) => rest,
          signal,
        });
      }),
    ),
    values: api.values.handler(({ input: { run, device }, signal }) =>
      act(() => {
        deviceValues(service, run, device);
        return watchDistinct(service, run, {
          read: () => deviceValues(service, run, device),
          ended: ended(run),
          interval: MEASURED,
          tick: MEASURED,
          signal,
        });
      }),
    ),
    choices: api.choices.handler(({ input }) => act(() => diagnosticsChoices(service.roles(input.run)))),
  };
}

function placeOf(service: WorkbenchService, run: string): Parameters<typeof diagnosticsView>[0] {
  return { devices: service.devices(run), roles: service.roles(run), journal: service.source(run).journal };
}

/** Throws `device/unknown`. */
function deviceValues(service: WorkbenchService, run: string, id: string): DeviceValues {
  const { devices, clock } = service.devices(run);
  const device = devices.get(id);
  if (!device)
    throw new WorkbenchError("device/unknown", `The device ${id} is not simulated in this run`, { id });
  return measuredDevice(device, clock.date(), lastReads(service.roles(run), id));
}
