import { implement } from "@orpc/server";
import { contract } from "../../api/contract.ts";
import type { DmServerCommand } from "../../roles/dm-server/index.ts";
import { act, actLater } from "../api-errors.ts";
import type { WorkbenchService } from "../service.ts";
import { watchDistinct } from "../watch-distinct.ts";
import { callbackView } from "./callback-view.ts";
import { recipientIn, serverOfCallback } from "./place.ts";
import { callbacksView } from "./queue-view.ts";

/** Interval between two values of a watch, in milliseconds. */
const INTERVAL = 100;

/** Handlers of `callbacks`. */
export function callbacksRoutes(service: WorkbenchService) {
  const api = implement(contract).callbacks;
  const dateOf = (run: string): number => service.devices(run).clock.date();
  const ofRecipient = async (
    run: string,
    registrationId: string,
    command: DmServerCommand,
  ): Promise<Record<string, never>> => {
    await recipientIn(service.roles(run), registrationId).server.command(command);
    return {};
  };
  return {
    watch: api.watch.handler(({ input, signal }) =>
      act(() => {
        const { run, ...query } = input;
        service.roles(run);
        return watchDistinct(service, run, {
          read: () => callbacksView(service.roles(run), dateOf(run), query),
          ended: () => service.roles(run).over !== undefined,
          interval: INTERVAL,
          signal,
        });
      }),
    ),
    get: api.get.handler(({ input }) =>
      act(() => callbackView(service.roles(input.run), input.id, dateOf(input.run))),
    ),
    resend: api.resend.handler(({ input: { run, id } }) =>
      actLater(async () => {
        await serverOfCallback(service.roles(run), id).command({ name: "resendDeadLetter", id });
        return {};
      }),
    ),
    resendAll: api.resendAll.handler(({ input: { run, registrationId } }) =>
      actLater(() => ofRecipient(run, registrationId, { name: "resendAll", registrationId })),
    ),
    drop: api.drop.handler(({ input: { run, id } }) =>
      actLater(async () => {
        await serverOfCallback(service.roles(run), id).command({ name: "dropDeadLetter", id });
        return { ids: [id] };
      }),
    ),
    dropAll: api.dropAll.handler(({ input: { run, registrationId } }) =>
      actLater(async () => {
        const { server } = recipientIn(service.roles(run), registrationId);
        const ids = [...server.view.queue.dead(registrationId)].map(({ id }) => id);
        await server.command({ name: "dropDeadLetters", registrationId });
        return { ids };
      }),
    ),
    restore: api.restore.handler(({ input: { run, registrationId, ids } }) =>
      actLater(() => ofRecipient(run, registrationId, { name: "restoreDeadLetters", ids })),
    ),
    pause: api.pause.handler(({ input: { run, registrationId } }) =>
      actLater(() => ofRecipient(run, registrationId, { name: "pauseRecipient", registrationId })),
    ),
    resume: api.resume.handler(({ input: { run, registrationId } }) =>
      actLater(() => ofRecipient(run, registrationId, { name: "resumeRecipient", registrationId })),
    ),
    tryNow: api.tryNow.handler(({ input: { run, registrationId } }) =>
      actLater(() => ofRecipient(run, registrationId, { name: "tryRecipientNow", registrationId })),
    ),
  };
}
