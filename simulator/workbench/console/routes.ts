import { implement } from "@orpc/server";
import { contract } from "../../api/contract.ts";
import { act, actLater } from "../api-errors.ts";
import type { WorkbenchService } from "../service.ts";
import { watchValue } from "../watch.ts";
import { testCallback } from "./callback-test.ts";
import { createConsole } from "./console.ts";
import { consoleCatalog } from "./form.ts";
import { parseEnvelope } from "./parse-envelope.ts";

/** Interval between two values of the watch, in milliseconds. */
const INTERVAL = 100;

/** Handlers of `console`. */
export function consoleRoutes(service: WorkbenchService) {
  const api = implement(contract).console;
  const console = createConsole(service);
  const catalog = consoleCatalog();
  const { wall } = service.ports;
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => void wall.after(milliseconds, resolve));
  return {
    catalog: api.catalog.handler(() => catalog),
    systems: api.systems.handler(({ input }) => act(() => console.systems(input.run))),
    check: api.check.handler(({ input }) => act(() => console.check(input))),
    parse: api.parse.handler(({ input }) => parseEnvelope(input.envelope)),
    example: api.example.handler(({ input }) =>
      act(() => console.example(input.run, input.system, input.operation)),
    ),
    complete: api.complete.handler(({ input }) =>
      act(() => console.complete(input.run, input.what, input.text, input.device)),
    ),
    send: api.send.handler(({ input: { run, from, ...made } }) =>
      actLater(async () => ({ call: await console.send(run, made, from) })),
    ),
    watch: api.watch.handler(({ input, signal }) =>
      act(() =>
        watchValue({
          changed: console.changed(input.run),
          read: () => console.read(input.run, input.call),
          ended: () => false,
          interval: INTERVAL,
          pause,
          signal,
        }),
      ),
    ),
    call: api.call.handler(({ input }) => act(() => console.log(input.run).call(input.call).made)),
    leave: api.leave.handler(({ input }) =>
      act(() => {
        console.log(input.run).leave(input.call);
        return {};
      }),
    ),
    forget: api.forget.handler(({ input }) =>
      act(() => {
        console.log(input.run).forget(input.call);
        return {};
      }),
    ),
    restore: api.restore.handler(({ input }) =>
      act(() => {
        console.log(input.run).restore(input.call);
        return {};
      }),
    ),
    testCallback: api.testCallback.handler(({ input }) =>
      actLater(() => testCallback(service.roles(input.run), input.system, wall)),
    ),
    again: api.again.handler(({ input }) =>
      act(() => console.again(input.run, input.operation, input.phases)),
    ),
    templates: api.templates.handler(() => console.templates.list()),
    saveTemplate: api.saveTemplate.handler(({ input }) => actLater(() => console.templates.save(input))),
    removeTemplate: api.removeTemplate.handler(({ input }) =>
      actLater(async () => {
        await console.templates.remove(input.id);
        return {};
      }),
    ),
  };
}
