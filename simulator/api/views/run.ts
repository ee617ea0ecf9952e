import * as z from "zod";
import { MessageRow, PartyView, Verdict } from "./message.ts";

/** A built-in or loaded scenario, as the list shows it. */
export const ScenarioView = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  steps: z.array(
    z.object({ id: z.string(), title: z.string(), optional: z.boolean(), from: z.string(), to: z.string() }),
  ),
  settings: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      values: z.array(z.object({ value: z.string(), title: z.string() })),
      default: z.string(),
    }),
  ),
});
export type ScenarioView = z.infer<typeof ScenarioView>;

/** State of one party's newest machine at the end of the journal. */
export const PartyStateView = z.object({
  party: PartyView,
  machine: z.string(),
  conversation: z.string(),
  state: z.string(),
  description: z.string().optional(),
  changedAt: z.number().int(),
});
export type PartyStateView = z.infer<typeof PartyStateView>;

/** A message that stands at the tap. */
export const HeldView = z.object({
  id: z.string(),
  message: MessageRow,
  heldSince: z.number(),
  /** `step` = waits for the next step, `rule` = caught by a hold rule. */
  by: z.enum(["step", "rule"]),
  /** The body as it would be sent, in base64, secrets included: what an editor starts from. */
  body: z.string().optional(),
});
export type HeldView = z.infer<typeof HeldView>;

export const RunState = z.enum(["running", "paused", "finished", "aborted"]);

/** A run: a scenario in a throw-away world, or the live world of the host (`live`). */
export const RunView = z.object({
  id: z.string(),
  title: z.string(),
  scenario: z.string().optional(),
  settings: z.record(z.string(), z.string()),
  seed: z.string(),
  wire: z.enum(["memory", "http"]),
  state: RunState,
  /** Factor on reading speed; `max` = as fast as it goes. */
  speed: z.union([z.number(), z.literal("max")]),
  startedAt: z.number(),
  durationMs: z.number(),
  clock: z.number(),
  records: z.number().int(),
  messages: z.number().int(),
  bytes: z.number().int(),
  verdict: Verdict,
  /** Why: never empty once there is a verdict. */
  reason: z.string().optional(),
  /** Where the flow was refused, by whom and why; shown as a banner. */
  refusal: z
    .object({ step: z.string(), party: z.string(), reason: z.string(), message: z.number().int().optional() })
    .optional(),
  steps: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      verdict: Verdict,
      reason: z.string().optional(),
      messages: z.array(z.number().int()),
    }),
  ),
  /** The parties; of many in one role the first few. */
  parties: z.array(PartyView),
  /** How many parties each role has, those under test left out. */
  crowd: z.partialRecord(PartyView.shape.role, z.number().int()).optional(),
  /** Of the parties that are listed. */
  states: z.array(PartyStateView),
  /** What will cross next, with the reason: the ghost arrow. */
  next: z
    .object({
      step: z.string().optional(),
      from: PartyView,
      to: PartyView,
      title: z.string(),
      reason: z.string(),
    })
    .optional(),
  held: z.array(HeldView),
  /** Sentences of what happened, for the end banner. */
  story: z.array(z.string()),
});
export type RunView = z.infer<typeof RunView>;

/** Line of a list of runs. */
export const RunLine = RunView.pick({
  id: true,
  title: true,
  scenario: true,
  settings: true,
  state: true,
  verdict: true,
  reason: true,
  messages: true,
  startedAt: true,
  durationMs: true,
});
export type RunLine = z.infer<typeof RunLine>;
