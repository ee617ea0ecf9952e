import { eventIterator } from "@orpc/contract";
import * as z from "zod";
import { command, errors } from "./command.ts";
import { DeviceValues, DiagnosticsChoices, DiagnosticsView } from "./views/diagnostics.ts";

/** A part of a long list. */
const page = (most: number) =>
  z.object({
    skip: z.number().int().nonnegative().default(0),
    limit: z.number().int().positive().max(most).default(100),
  });

/** What devices measure and report, who subscribed to it, and what became of it. */
export const diagnosticsContract = {
  /** The state now and after every change, at most four a second. */
  watch: command
    .meta({ title: "Diagnostics", group: "Operation" })
    .errors(errors)
    .input(
      z.object({
        run: z.string(),
        /** The chosen device; the first when absent. */
        device: z.string().optional(),
        /** Words that all must occur in a device's line. */
        text: z.string().max(1000).default(""),
        devices: page(1000).prefault({}),
        /** Alerts of the chosen device only. */
        ownAlerts: z.boolean().default(false),
        alerts: page(1000).prefault({}),
        /** The alert whose way is told. */
        alert: z.string().optional(),
        /** The chosen subscription; the newest when absent. */
        subscription: z.string().optional(),
        subscriptions: page(1000).prefault({}),
      }),
    )
    .output(eventIterator(DiagnosticsView)),
  /** What a device measures, once a second. NOT_FOUND for one that is not simulated here. */
  values: command
    .errors(errors)
    .input(z.object({ run: z.string(), device: z.string() }))
    .output(eventIterator(DeviceValues)),
  /** What its forms choose from. */
  choices: command
    .errors(errors)
    .input(z.object({ run: z.string() }))
    .output(DiagnosticsChoices),
};
