import { implement } from "@orpc/server";
import { contract } from "../../api/contract.ts";
import { act } from "../api-errors.ts";
import type { WorkbenchService } from "../service.ts";
import { watchDistinct } from "../watch-distinct.ts";
import { diagnosticsView } from "./diagnostics-view.ts";

/** Intervals in milliseconds: between two values of a watch, and after which values are measured anew. */
const INTERVAL = 250;
const MEASURED = 1000;

/** Handlers of `diagnostics`. */
export function diagnosticsRoutes(service: WorkbenchService) {
  const api = implement(contract).diagnostics;
  return {
    watch: api.watch.handler(({ input, signal }) =>
      act(() => {
        const { run, ...query } = input;
        service.roles(run);
        return watchDistinct(service, run, {
          read: () => diagnosticsView(service.devices(run), service.roles(run), query),
          ended: () => service.roles(run).over !== undefined,
          interval: INTERVAL,
          tick: MEASURED,
          distinct: ({ date: _date, ...view }) => view,
          signal,
        });
      }),
    ),
  };
}
