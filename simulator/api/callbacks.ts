import { eventIterator } from "@orpc/contract";
import * as z from "zod";
import { command, errors } from "./command.ts";
import { CallbacksView, CallbackView } from "./views/callbacks.ts";

const run = z.object({ run: z.string() });
const callback = run.extend({ id: z.string() });
const recipient = run.extend({ registrationId: z.string() });
const page = { skip: z.number().int().nonnegative().default(0) };

/** The callback queues of the DM servers of a run. */
export const callbacksContract = {
  /** The queue now and after every change, at most ten a second. */
  watch: command
    .meta({ title: "Callbacks", group: "Callback" })
    .errors(errors)
    .input(
      run.extend({
        /** Of one recipient only. */
        registrationId: z.string().optional(),
        /** Words that all must occur in a callback's name, stream, recipient, operation or what it carries. */
        text: z.string().default(""),
        streams: z.object({ ...page, limit: z.number().int().positive().max(500).default(100) }).default({
          skip: 0,
          limit: 100,
        }),
        letters: z.object({ ...page, limit: z.number().int().positive().max(500).default(100) }).default({
          skip: 0,
          limit: 100,
        }),
      }),
    )
    .output(eventIterator(CallbacksView)),
  get: command.errors(errors).input(callback).output(CallbackView),
  /** Puts a dead letter at the end of its stream. */
  resend: command
    .meta({ title: "Send the dead letter again", group: "Callback" })
    .errors(errors)
    .input(callback)
    .output(z.object({})),
  resendAll: command
    .meta({ title: "Send all dead letters of the recipient again", group: "Callback" })
    .errors(errors)
    .input(recipient)
    .output(z.object({})),
  /** Throws a dead letter away. `restore` takes `ids` back until the next are thrown away. */
  drop: command
    .meta({ title: "Drop the dead letter", group: "Callback" })
    .errors(errors)
    .input(callback)
    .output(z.object({ ids: z.array(z.string()) })),
  dropAll: command
    .meta({ title: "Drop all dead letters of the recipient", group: "Callback" })
    .errors(errors)
    .input(recipient)
    .output(z.object({ ids: z.array(z.string()) })),
  restore: command
    .errors(errors)
    .input(run.extend({ ids: z.array(z.string()).min(1).max(20_000), registrationId: z.string() }))
    .output(z.object({})),
  /** Sends nothing to the recipient until it is resumed. */
  pause: command
    .meta({ title: "Pause the recipient", group: "Callback" })
    .errors(errors)
    .input(recipient)
    .output(z.object({})),
  resume: command
    .meta({ title: "Resume the recipient", group: "Callback" })
    .errors(errors)
    .input(recipient)
    .output(z.object({})),
  /** Tries what waits for its next attempt at once. */
  tryNow: command
    .meta({ title: "Try now what waits for the recipient", group: "Callback" })
    .errors(errors)
    .input(recipient)
    .output(z.object({})),
};
