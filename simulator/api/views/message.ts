import * as z from "zod";

/** A party as screens show it. */
export const PartyView = z.object({
  role: z.enum(["external-system", "dm-server", "device", "registry"]),
  name: z.string(),
  underTest: z.boolean(),
});
export type PartyView = z.infer<typeof PartyView>;

/** A short fact about a message, shown as a badge on its arrow: `Alert 1201`, `407`, `2 commands`. */
export const BadgeView = z.object({
  text: z.string(),
  tone: z.enum(["plain", "fail", "warn", "held"]),
  /** Plain words for the tooltip. */
  title: z.string().optional(),
});
export type BadgeView = z.infer<typeof BadgeView>;

const RowBase = {
  seq: z.number().int(),
  /** Run time in milliseconds. */
  clock: z.number(),
  /** Date, milliseconds since 1970. */
  wall: z.number(),
  conversation: z.string().optional(),
};

/** One message as a row of ladder and journal. */
export const MessageRow = z.object({
  kind: z.literal("message"),
  ...RowBase,
  step: z.string().optional(),
  direction: z.enum(["request", "response", "push"]),
  channel: z.enum(["wsi", "wsi-callback", "dm", "push", "uddi", "http"]),
  from: PartyView,
  to: PartyView,
  exchange: z.string(),
  /** `Package 1`, `RegisterExternalSystem`, `Challenge`. */
  title: z.string(),
  /** One line of what is in it: "3 statuses, 1 result". */
  summary: z.string(),
  badges: z.array(BadgeView),
  /** An acknowledgement that carries no news; hidden in the ladder unless asked for. */
  ack: z.boolean(),
  bytes: z.number().int(),
  /** `SOAP 1.1`, `SyncML 1.2 XML`, `UDDI 2.0`. */
  codec: z.string(),
  status: z.number().int().optional(),
  findings: z.number().int(),
  outcome: z.enum(["delivered", "dropped", "unreachable", "timeout", "closed", "edited", "unread"]),
});
export type MessageRow = z.infer<typeof MessageRow>;

/** A machine's change of state: the chip on a lane. */
export const StateRow = z.object({
  kind: z.literal("state"),
  ...RowBase,
  party: PartyView,
  machine: z.string(),
  event: z.string(),
  from: z.string(),
  state: z.string(),
  /** What the state means, for the tooltip. */
  description: z.string().optional(),
});
export type StateRow = z.infer<typeof StateRow>;

/** Something that no message shows. */
export const NoteRow = z.object({
  kind: z.literal("note"),
  ...RowBase,
  party: PartyView.optional(),
  severity: z.enum(["info", "warning", "error"]),
  code: z.string(),
  text: z.string(),
});
export type NoteRow = z.infer<typeof NoteRow>;

export const Verdict = z.enum(["none", "pass", "inconclusive", "fail", "error"]);
export type Verdict = z.infer<typeof Verdict>;

/** A step of the scenario was recognised or judged. A later row of the same step replaces the earlier one. */
export const StepRow = z.object({
  kind: z.literal("step"),
  ...RowBase,
  step: z.string(),
  title: z.string(),
  verdict: Verdict,
  reason: z.string().optional(),
  messages: z.array(z.number().int()),
});
export type StepRow = z.infer<typeof StepRow>;

/** A record of the journal as screens read it. */
export const JournalRow = z.discriminatedUnion("kind", [MessageRow, StateRow, NoteRow, StepRow]);
export type JournalRow = z.infer<typeof JournalRow>;
