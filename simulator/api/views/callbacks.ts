import * as z from "zod";

/** The answer to an attempt, or that there was none. */
export const TryView = z.object({
  /** Date, milliseconds since 1970. */
  at: z.number(),
  took: z.number(),
  /** HTTP status; absent where no answer came. */
  status: z.number().int().optional(),
  reason: z.string(),
  /** Number of the answer in the journal. */
  seq: z.number().int().optional(),
});
export type TryView = z.infer<typeof TryView>;

/** A callback endpoint that is registered. */
export const RecipientView = z.object({
  server: z.string(),
  registrationId: z.string(),
  name: z.string(),
  externalSystem: z.string(),
  endpoint: z.string().optional(),
  /** `polled`: it has no endpoint. `silent`: nothing answers there. `unconfirmed`: only its confirmation is sent. */
  state: z.enum(["open", "paused", "unconfirmed", "silent", "polled", "over"]),
  /** More of the state, as a sentence. */
  about: z.string(),
  /** A person paused it. */
  byHand: z.boolean(),
  queued: z.number().int(),
  inFlight: z.number().int(),
  dead: z.number().int(),
  /** Since the DM server started. */
  delivered: z.number().int(),
  /** Milliseconds until a silent recipient is tried again. */
  nextIn: z.number().optional(),
  last: TryView.optional(),
});
export type RecipientView = z.infer<typeof RecipientView>;

/** What every line of a callback has. */
const Callback = z.object({
  id: z.string(),
  name: z.string(),
  /** More of what it carries, as words. */
  about: z.string(),
  stream: z.string(),
  registrationId: z.string(),
  recipient: z.string(),
  operationId: z.string(),
  sequence: z.number().int(),
  tries: z.number().int(),
});

/** A stream with the callback that is next in it. */
export const StreamLine = Callback.extend({
  /** Callbacks in the stream. */
  waiting: z.number().int(),
  state: z.enum(["in-flight", "now", "waiting", "paused", "behind"]),
  /** Milliseconds until the next attempt, and how long the pause is in all. */
  nextIn: z.number().optional(),
  pause: z.number().optional(),
  last: TryView.optional(),
});
export type StreamLine = z.infer<typeof StreamLine>;

/** A callback that was given up. */
export const LetterLine = Callback.extend({
  deadAt: z.number().optional(),
  reason: z.string(),
  status: z.number().int().optional(),
});
export type LetterLine = z.infer<typeof LetterLine>;

/** A callback that arrived. */
export const DeliveredLine = Callback.extend({ answer: TryView });
export type DeliveredLine = z.infer<typeof DeliveredLine>;

/** The queue at one moment; long lists in pages. */
export const CallbacksView = z.object({
  recipients: z.array(RecipientView),
  totals: z.object({
    waiting: z.number().int(),
    inFlight: z.number().int(),
    delivered: z.number().int(),
    dead: z.number().int(),
    /** Milliseconds that the oldest waits. */
    oldest: z.number().optional(),
    /** At most so many for one recipient. */
    perRecipient: z.number().int(),
  }),
  streams: z.object({ lines: z.array(StreamLine), total: z.number().int(), matching: z.number().int() }),
  letters: z.object({ lines: z.array(LetterLine), total: z.number().int(), matching: z.number().int() }),
  /** Newest first. */
  delivered: z.array(DeliveredLine),
  /** The clock of the run: a date. */
  date: z.number(),
  over: z.string().optional(),
});
export type CallbacksView = z.infer<typeof CallbacksView>;

/** One callback with all that is known of it. */
export const CallbackView = Callback.extend({
  server: z.string(),
  state: z.enum(["in-flight", "now", "waiting", "paused", "behind", "dead", "delivered"]),
  reason: z.string().optional(),
  attempts: z.array(TryView),
  messageId: z.string(),
  relatesTo: z.string().optional(),
  address: z.string().optional(),
  /** Milliseconds until it expires. */
  expiresIn: z.number(),
  nextIn: z.number().optional(),
  /** The request as XML, without our credentials, secrets covered; absent once it was delivered. */
  xml: z.string().optional(),
  masked: z.number().int(),
  behind: z.array(z.object({ id: z.string(), sequence: z.number().int(), name: z.string() })),
  behindCount: z.number().int(),
});
export type CallbackView = z.infer<typeof CallbackView>;
