import { eventIterator } from "@orpc/contract";
import * as z from "zod";
import { command, errors } from "./command.ts";
import { DiagnosticsView } from "./views/diagnostics.ts";

/** What devices measure and report, who subscribed to it, and what became of it. */
export const diagnosticsContract = {
  /** The state now and after every change, at most four a second; measured values once a second. */
  watch: command
    .meta({ title: "Diagnostics", group: "Operation" })
    .errors(errors)
    .input(
      z.object({
        run: z.string(),
        /** The device whose values are shown; the first when absent. */
        device: z.string().optional(),
        /** Alerts of the chosen device only. */
        ownAlerts: z.boolean().default(false),
        /** Words that all must occur in a device's line. */
        text: z.string().default(""),
        alerts: z.number().int().positive().max(500).default(100),
      }),
    )
    .output(eventIterator(DiagnosticsView)),
};
