import { eventIterator } from "@orpc/contract";
import * as z from "zod";
import { command, errors } from "./command.ts";
import { ExportedFile } from "./exported-file.ts";
import { DevicePhase, JobDeviceLine, JobDeviceView, JobView, OperationsPage } from "./views/operations.ts";

const run = z.object({ run: z.string() });
const operation = run.extend({ operation: z.string() });

/** Operations of the DM servers of a run. */
export const operationsContract = {
  /** A page of the operations, newest first, now and after every change, at most ten a second. */
  watch: command
    .meta({ title: "Operations", group: "Operation" })
    .errors(errors)
    .input(
      run.extend({
        /** Words that all must occur in an operation's name, state, External System, device or id. */
        text: z.string().default(""),
        skip: z.number().int().nonnegative().default(0),
        limit: z.number().int().positive().max(1000).default(300),
      }),
    )
    .output(eventIterator(OperationsPage)),
  /** One operation now and after every change, at most five a second. */
  job: command.errors(errors).input(operation).output(eventIterator(JobView)),
  /** A page of the devices of an operation, in the order of its devices. */
  devices: command
    .errors(errors)
    .input(
      operation.extend({
        /** Words that all must occur in a device's id, phase or what it said. */
        text: z.string().default(""),
        phases: z.array(DevicePhase).default([]),
        /** Key of a reason. */
        reason: z.string().optional(),
        skip: z.number().int().nonnegative().default(0),
        limit: z.number().int().positive().max(1000).default(300),
      }),
    )
    .output(
      z.object({
        devices: z.array(JobDeviceLine),
        /** Devices that were left out at the start. */
        skipped: z.number().int(),
        total: z.number().int(),
        matching: z.number().int(),
      }),
    ),
  device: command
    .errors(errors)
    .input(operation.extend({ device: z.string() }))
    .output(JobDeviceView),
  /** Stops what is not in a package that was sent, and waits for what is. CONFLICT when the operation has ended. */
  cancel: command
    .meta({ title: "Cancel the operation", group: "Operation" })
    .errors(errors)
    .input(operation)
    .output(z.object({})),
  /** The result of every device as a file. */
  export: command
    .meta({ title: "Export the results of the operation", group: "Operation" })
    .errors(errors)
    .input(operation.extend({ to: z.enum(["csv", "json"]) }))
    .output(ExportedFile),
};
