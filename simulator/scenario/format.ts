import * as z from "zod";

/*
 * The format of scenario files. A scenario is data: which settings it has, what each step asks a role to do, which
 * messages make the step up, and what is checked on them. Steps wait for messages, never for time.
 */

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Role = z.enum(["external-system", "dm-server", "device", "registry"]);

/** Settings that must have one of these values for the part to apply. */
export const Conditions = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type Conditions = z.infer<typeof Conditions>;

/** Which record is meant. All given parts must fit; a list means any of its values. */
export const Matcher = z.strictObject({
  /** Settings under which the matcher counts in `messages` and `until` of a step. */
  when: Conditions.optional(),
  channel: z.enum(["wsi", "wsi-callback", "dm", "push", "uddi", "http"]).optional(),
  direction: z.enum(["request", "response", "push"]).optional(),
  from: Role.optional(),
  to: Role.optional(),
  /** Names of the parties, where a world has several of a role. */
  fromName: z.string().optional(),
  toName: z.string().optional(),
  /** HTTP status of a response. */
  status: z.union([z.number(), z.array(z.number())]).optional(),
  outcome: z.string().optional(),
  /** Facts of the message's summary: `operation`, `part`, `package`, `challenge`, `field.state`, … A list fact fits when it contains the value. */
  facts: z.record(z.string(), z.union([Scalar, z.array(Scalar)])).optional(),
  /** Code of a note instead of a message. */
  note: z.string().optional(),
});
export type Matcher = z.infer<typeof Matcher>;

/** What must hold of the messages of a step. The text is the sentence that a verdict's reason starts with. */
export const Check = z.discriminatedUnion("kind", [
  /** At least one message of the step fits. */
  z.strictObject({
    kind: z.literal("present"),
    text: z.string(),
    when: Conditions.optional(),
    message: Matcher,
  }),
  /** Every message of the step that fits `message` has the fact with one of the values. */
  z.strictObject({
    kind: z.literal("fact"),
    text: z.string(),
    when: Conditions.optional(),
    message: Matcher,
    fact: z.string(),
    is: z.union([Scalar, z.array(Scalar)]),
  }),
  /** As many messages of the step fit as `least` (0 by default) and `most` (any number by default) say. */
  z.strictObject({
    kind: z.literal("count"),
    text: z.string(),
    when: Conditions.optional(),
    message: Matcher,
    least: z.number().int().nonnegative().optional(),
    most: z.number().int().nonnegative().optional(),
  }),
  /** A fact of this step's message equals, or does not equal, a fact of another step's message. */
  z.strictObject({
    kind: z.enum(["same", "different"]),
    text: z.string(),
    when: Conditions.optional(),
    message: Matcher,
    fact: z.string(),
    step: z.string(),
    other: z.strictObject({ message: Matcher, fact: z.string() }),
  }),
]);
export type Check = z.infer<typeof Check>;

export const Step = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** One sentence: what happens. */
  what: z.string(),
  from: Role,
  to: Role,
  optional: z.boolean().default(false),
  when: Conditions.optional(),
  /** Asked of a role when the step begins. `${name}` stands for a variable of the world, a setting (`setting.name`) or an earlier report. */
  act: z
    .array(
      z.strictObject({
        when: Conditions.optional(),
        party: Role,
        /** Which of several parties of the role; the first of the world when absent. */
        name: z.string().optional(),
        command: z.record(z.string(), z.unknown()),
      }),
    )
    .default([]),
  /** The messages that make the step up; a record belongs to the first step that has a fitting matcher. */
  messages: z.array(Matcher).min(1),
  /** `step`: a message belongs to the step only while the step is awaited, so that several steps can look alike. */
  scope: z.enum(["run", "step"]).default("run"),
  /** The message that completes the step; any of them. */
  until: z.array(Matcher).min(1),
  /** Patience in run time, milliseconds. */
  within: z.number().int().positive().default(120_000),
  checks: z.array(Check).default([]),
});
export type Step = z.infer<typeof Step>;

/** A way in which the flow stops: evidence on the wire, at which step, by whom, and where the reason stands. */
export const Refusal = z.strictObject({
  /** Value of the setting `refuse` that provokes it. */
  name: z.string(),
  step: z.string(),
  party: Role,
  evidence: z.array(Matcher).min(1),
  /** Facts of the evidence, tried in order, that hold the reason; a note's text may say more. */
  reasonFacts: z.array(z.string()).default([]),
  reasonNote: z.string().optional(),
  reason: z.string(),
});
export type Refusal = z.infer<typeof Refusal>;

export const Scenario = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** The world that the workbench builds for it. */
  world: z.enum(["four-roles", "device-management", "web-services"]),
  /** The wire has TLS beside its plain addresses. */
  secure: z.boolean().default(false),
  /** Settings of the world that nobody chooses: `{ "user": "person" }`. */
  worldSettings: z.record(z.string(), z.string()).default({}),
  settings: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      values: z.array(z.strictObject({ value: z.string(), title: z.string() })).min(1),
      default: z.string(),
    }),
  ),
  steps: z.array(Step).min(1),
  refusals: z.array(Refusal).default([]),
});
export type Scenario = z.infer<typeof Scenario>;

/** True when the settings fulfil the conditions. */
export function applies(
  conditions: Conditions | undefined,
  settings: Readonly<Record<string, string>>,
): boolean {
  if (!conditions) return true;
  return Object.entries(conditions).every(([name, wanted]) => {
    const value = settings[name];
    return value !== undefined && (Array.isArray(wanted) ? wanted.includes(value) : wanted === value);
  });
}
