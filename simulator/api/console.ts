import { eventIterator } from "@orpc/contract";
import * as z from "zod";
import { command, errors } from "./command.ts";
import {
  CallDraft,
  CallLine,
  CallbackTest,
  CallStory,
  Completed,
  Completion,
  ConsoleCatalog,
  ConsoleSystem,
  ConsoleTemplate,
  Draft,
  DraftCheck,
  Sending,
} from "./views/console.ts";
import { DevicePhase } from "./views/operations.ts";

const run = z.object({ run: z.string() });
const system = run.extend({ system: z.string() });
const call = run.extend({ call: z.string() });
/** The largest envelope that can be sent. */
const Envelope = z.string().max(16 * 1024 * 1024);

/** Calls of the web service interface as an External System of ours. */
export const consoleContract = {
  /** The operations of the contract with their forms. */
  catalog: command.meta({ title: "Operations of the contract", group: "Console" }).output(ConsoleCatalog),
  /** The External Systems of ours in a run. `over` says why none can send any more. */
  systems: command
    .errors(errors)
    .input(run)
    .output(z.object({ systems: z.array(ConsoleSystem), over: z.string().optional() })),
  /** What the declarations say about a request, and how it would be sent. */
  check: command
    .errors(errors)
    .input(system.extend({ operation: z.string(), draft: Draft, sending: Sending }))
    .output(DraftCheck),
  /** The request inside an envelope written by hand. `lost` says what has no place in the form. */
  parse: command
    .errors(errors)
    .input(z.object({ envelope: Envelope }))
    .output(
      z.object({
        operation: z.string().optional(),
        draft: Draft.optional(),
        lost: z.array(z.string()),
        /** Why no request could be read. */
        problem: z.string().optional(),
      }),
    ),
  /** A sensible request with identifiers of this run. */
  example: command
    .errors(errors)
    .input(system.extend({ operation: z.string() }))
    .output(Draft),
  /** At most twenty values of the run that hold the text. */
  complete: command
    .errors(errors)
    .input(
      run.extend({
        what: Completed,
        text: z.string().max(4096),
        /** The device that a LocURI is looked up in. */
        device: z.string().optional(),
      }),
    )
    .output(z.object({ options: z.array(Completion), matching: z.number().int() })),
  /** Sends a request, or an envelope as it is. CONFLICT with a sentence where nothing can be sent. */
  send: command
    .meta({ title: "Send the request of the console", group: "Console" })
    .errors(errors)
    .input(
      run.extend(CallDraft.shape).extend({
        envelope: Envelope.optional(),
        /** The call that is sent again. */
        from: z.string().optional(),
      }),
    )
    .output(z.object({ call: z.string() })),
  /** The calls of a run, newest first, and the story of one of them; now and after every change, at most ten a second. */
  watch: command
    .errors(errors)
    .input(run.extend({ call: z.string().optional() }))
    .output(eventIterator(z.object({ calls: z.array(CallLine), story: CallStory.optional() }))),
  /** A call as it was made. */
  call: command.errors(errors).input(call).output(CallDraft),
  /** Does not wait any longer for what a call leads to. The operation itself goes on. */
  leave: command.errors(errors).input(call).output(z.object({})),
  /** Takes a call out of the history. */
  forget: command.errors(errors).input(call).output(z.object({})),
  /** Puts a call back that was taken out; the latest fifty can be. */
  restore: command.errors(errors).input(call).output(z.object({})),
  /** Has the DM server look whether anybody answers at the callback address. Nothing is delivered. */
  testCallback: command.errors(errors).input(system).output(CallbackTest),
  /** What an operation did, as a bulk operation for some of its devices: for all when no phase is named. */
  again: command
    .errors(errors)
    .input(run.extend({ operation: z.string(), phases: z.array(DevicePhase).default([]) }))
    .output(
      z.object({
        draft: Draft,
        /** External System of ours that asked for it before. */
        system: z.string().optional(),
        devices: z.number().int(),
      }),
    ),
  templates: command.output(z.array(ConsoleTemplate)),
  /** Keeps a request under a name; with the `id` of a template in its place. Passwords are not kept. */
  saveTemplate: command
    .errors(errors)
    .input(ConsoleTemplate.extend({ id: z.string().optional(), name: z.string().min(1).max(80) }))
    .output(ConsoleTemplate),
  removeTemplate: command
    .errors(errors)
    .input(z.object({ id: z.string() }))
    .output(z.object({})),
};
