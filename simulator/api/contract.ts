import { eventIterator } from "@orpc/contract";
import * as z from "zod";
import { command, errors } from "./command.ts";
import { callbacksContract } from "./callbacks.ts";
import { diagnosticsContract } from "./diagnostics.ts";
import { consoleContract } from "./console.ts";
import { policiesContract } from "./policies.ts";
import { registryContract } from "./registry.ts";
import { ExportedFile } from "./exported-file.ts";
import { operationsContract } from "./operations.ts";
import { AskInput, DeviceCommandInput } from "./views/device-command.ts";
import { DeviceLine, DeviceView, NodeView, TreeNodeView } from "./views/device.ts";
import { HostView } from "./views/host.ts";
import { InspectionView } from "./views/inspection.ts";
import { JournalRow } from "./views/message.ts";
import { RunLine, RunView, ScenarioView } from "./views/run.ts";

/*
 * The one contract between the host and whoever drives it: the page over a WebSocket or a message port, the command
 * line and tests in process. Every command has a title and a group, used in menus and in the palette.
 */

const run = z.object({ run: z.string() });
const device = run.extend({ device: z.string() });
const Speed = z.union([z.number().positive().max(1000), z.literal("max")]);

export const contract = {
  host: {
    info: command.meta({ title: "About this host", group: "Host" }).output(HostView),
    /** Changes of the host view, at most ten a second. */
    watch: command.output(eventIterator(HostView)),
  },
  scenarios: {
    list: command.meta({ title: "Scenarios", group: "Run" }).output(z.array(ScenarioView)),
  },
  runs: {
    start: command
      .meta({ title: "Run a scenario", group: "Run" })
      .errors(errors)
      .input(
        z.object({
          scenario: z.string(),
          settings: z.record(z.string(), z.string()).default({}),
          seed: z.string().optional(),
          speed: Speed.default(1),
          wire: z.enum(["memory", "http"]).default("memory"),
          /** Start standing, before the first message. */
          paused: z.boolean().default(false),
        }),
      )
      .output(RunView),
    /** Newest first; the live world is the run `live`. */
    list: command.meta({ title: "Recent runs", group: "Run" }).output(z.array(RunLine)),
    get: command.errors(errors).input(run).output(RunView),
    /** The run now and after every change, at most thirty a second. Ends when the run is finished. */
    watch: command.errors(errors).input(run).output(eventIterator(RunView)),
    resume: command.meta({ title: "Run", group: "Run" }).errors(errors).input(run).output(RunView),
    pause: command.meta({ title: "Pause", group: "Run" }).errors(errors).input(run).output(RunView),
    /**
     * Lets exactly one message cross, then stands again. Acknowledgements without news (an empty HTTP 200 or 202, an
     * accepted `ack`, the response to a callback) are never waited for: they ride along with the message that they answer.
     */
    step: command.meta({ title: "Step message", group: "Run" }).errors(errors).input(run).output(RunView),
    /** Lets messages cross until the present package (or operation) is through. */
    packageEnd: command
      .meta({ title: "To package end", group: "Run" })
      .errors(errors)
      .input(run)
      .output(RunView),
    speed: command
      .meta({ title: "Speed", group: "Run" })
      .errors(errors)
      .input(run.extend({ speed: Speed }))
      .output(RunView),
    abort: command.meta({ title: "Abort", group: "Run" }).errors(errors).input(run).output(RunView),
    remove: command
      .meta({ title: "Remove from the list", group: "Run" })
      .errors(errors)
      .input(run)
      .output(z.object({})),
  },
  journal: {
    /** Rows with `seq > after`, in order, filtered; `next` is the cursor to go on from, `total` and `matching` count the run. */
    read: command
      .meta({ title: "Journal", group: "Journal" })
      .errors(errors)
      .input(
        run.extend({
          after: z.number().int().nonnegative().default(0),
          limit: z.number().int().positive().max(5000).default(1000),
          /** Words that all must occur in a row's title, summary, step, parties, codec or badges. */
          text: z.string().default(""),
        }),
      )
      .output(
        z.object({
          rows: z.array(JournalRow),
          next: z.number().int(),
          total: z.number().int(),
          matching: z.number().int(),
        }),
      ),
    /**
     * Batches of rows with `seq > after` as they are written. Gaps are filled from the journal, nothing is dropped. Ends
     * after the last row of a run that has ended.
     */
    watch: command
      .errors(errors)
      .input(run.extend({ after: z.number().int().nonnegative().default(0) }))
      .output(eventIterator(z.object({ rows: z.array(JournalRow) }))),
    inspect: command
      .meta({ title: "Inspect message", group: "Journal" })
      .errors(errors)
      .input(run.extend({ seq: z.number().int().positive(), reveal: z.boolean().default(false) }))
      .output(InspectionView),
  },
  hold: {
    /**
     * Replaces the hold rule of a run: messages whose row contains all the words, as whole words, are held. A number
     * belongs to the word before it (`Package 3`). An empty text holds none.
     */
    rule: command
      .meta({ title: "Hold messages like this", group: "Hold" })
      .errors(errors)
      .input(run.extend({ text: z.string(), once: z.boolean().default(true) }))
      .output(RunView),
    release: command
      .meta({ title: "Release", group: "Hold" })
      .errors(errors)
      // Another body, in base64.
      .input(run.extend({ id: z.string(), body: z.string().optional() }))
      .output(RunView),
    releaseAll: command
      .meta({ title: "Release all", group: "Hold" })
      .errors(errors)
      .input(run)
      .output(RunView),
    drop: command
      .meta({ title: "Drop", group: "Hold" })
      .errors(errors)
      .input(run.extend({ id: z.string() }))
      .output(RunView),
  },
  devices: {
    /** Devices of a run in the order of their creation; `matching` counts those that have all the words. */
    list: command
      .meta({ title: "Devices", group: "Device" })
      .errors(errors)
      .input(
        run.extend({
          /** Words that all must occur in a device's identifier, group, profile, encoding or state. */
          text: z.string().default(""),
          /** Matching devices to leave out at the start. */
          skip: z.number().int().nonnegative().default(0),
          limit: z.number().int().positive().max(1000).default(200),
        }),
      )
      .output(
        z.object({ devices: z.array(DeviceLine), total: z.number().int(), matching: z.number().int() }),
      ),
    get: command.errors(errors).input(device).output(DeviceView),
    /** The device now and after every change, at most ten a second. Ends when the run has ended. */
    watch: command.errors(errors).input(device).output(eventIterator(DeviceView)),
    /**
     * Rows of the tree as it stands: the children of `under` and of every interior node that is open. With `text` the
     * nodes whose name, URI or value has all the words, with the way to them.
     */
    tree: command
      .errors(errors)
      .input(
        device.extend({
          under: z.string().default("."),
          /** URIs of the open nodes, or all of them. */
          open: z.union([z.literal("all"), z.array(z.string()).max(20_000)]).default([]),
          text: z.string().default(""),
          limit: z.number().int().positive().max(50_000).default(20_000),
        }),
      )
      .output(
        z.object({
          rows: z.array(TreeNodeView),
          /** Nodes of the tree, and those that match. */
          total: z.number().int(),
          matching: z.number().int(),
          /** Not all rows are there: the limit was reached. */
          cut: z.boolean(),
        }),
      ),
    node: command
      .errors(errors)
      .input(device.extend({ uri: z.string() }))
      .output(NodeView),
    /**
     * Has the device do something. CONFLICT with a sentence when it cannot now, BAD_REQUEST when the input is not usable.
     * `undo` are the commands that take an edit back, in order; empty when nothing can be taken back.
     */
    command: command
      .meta({ title: "Command the device", group: "Device" })
      .errors(errors)
      .input(device.extend({ command: DeviceCommandInput }))
      .output(z.object({ undo: z.array(DeviceCommandInput) })),
    /**
     * The DM server asks the device for a session (Package 0), in which it asks the user, or else wants nothing of it.
     * CONFLICT with a sentence when it cannot.
     */
    notify: command
      .meta({ title: "Notify the device", group: "Device" })
      .errors(errors)
      .input(device.extend({ ask: AskInput.optional() }))
      .output(z.object({})),
    /**
     * The tree, or what lies at and below `under`, as a file: its nodes with values and run-time properties (TNDS), or
     * its description (DDF). Secrets are left empty; `masked` counts them.
     */
    export: command
      .meta({ title: "Export the tree of the device", group: "Device" })
      .errors(errors)
      .input(device.extend({ to: z.enum(["tnds", "ddf"]), under: z.string().default(".") }))
      .output(ExportedFile),
  },
  console: consoleContract,
  operations: operationsContract,
  callbacks: callbacksContract,
  diagnostics: diagnosticsContract,
  policies: policiesContract,
  registry: registryContract,
  exports: {
    run: command
      .meta({ title: "Export the run", group: "Export" })
      .errors(errors)
      .input(run.extend({ to: z.enum(["mermaid", "jsonl", "text"]) }))
      .output(ExportedFile),
  },
};

export type Contract = typeof contract;
