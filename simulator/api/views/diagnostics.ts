import * as z from "zod";

/** A device that diagnostics can be had of. */
export const DiagnosedDevice = z.object({
  id: z.string(),
  group: z.string().optional(),
  model: z.string(),
  functions: z.number().int(),
  traps: z.number().int(),
});
export type DiagnosedDevice = z.infer<typeof DiagnosedDevice>;

/** A measured value of a diagnostics function. */
export const MeasuredValue = z.object({
  uri: z.string(),
  value: z.string(),
  /** `measured`: what a Get gives now. `sampled`: what the last run has left; empty before the first. */
  how: z.enum(["measured", "sampled"]),
  /** What the device measures over the last ten minutes, oldest first; empty for what is no number. */
  history: z.array(z.number()),
});
export type MeasuredValue = z.infer<typeof MeasuredValue>;

/** A diagnostics function of a device. */
export const FunctionView = z.object({
  id: z.string(),
  title: z.string(),
  uri: z.string(),
  state: z.string(),
  busy: z.boolean(),
  values: z.array(MeasuredValue),
});
export type FunctionView = z.infer<typeof FunctionView>;

/** A trap of a device. */
export const TrapView = z.object({
  id: z.string(),
  title: z.string(),
  uri: z.string(),
  state: z.string(),
  enabled: z.boolean(),
  active: z.boolean(),
  condition: z.enum(["above", "below", "grows"]),
  threshold: z.string(),
  /** What it watches, as words. */
  watches: z.string(),
});
export type TrapView = z.infer<typeof TrapView>;

/** What became of an alert at one subscription that it passed. */
export const PassedAlert = z.object({
  subscriptionId: z.string(),
  recipient: z.string(),
  state: z.enum(["delivered", "waits", "given-up"]),
});
export type PassedAlert = z.infer<typeof PassedAlert>;

/** A stored alert. */
export const AlertLine = z.object({
  alertId: z.string(),
  /** Place in the order of arrival at its DM server. */
  number: z.number().int(),
  deviceId: z.string(),
  type: z.string(),
  code: z.number().int(),
  mark: z.string().optional(),
  correlator: z.string().optional(),
  /** Date. */
  receivedAt: z.number(),
  source: z.string(),
  data: z.string(),
  items: z.number().int(),
  passed: z.array(PassedAlert),
  /** Number of the device's message in the journal. */
  seq: z.number().int().optional(),
});
export type AlertLine = z.infer<typeof AlertLine>;

/** Something that was asked for, and what became of it. */
export const AskedPart = z.object({
  text: z.string(),
  granted: z.enum(["granted", "narrowed", "refused"]),
  /** To what it was narrowed, or why it was refused. */
  about: z.string().optional(),
});
export type AskedPart = z.infer<typeof AskedPart>;

/** A subscription to alerts. */
export const SubscriptionView = z.object({
  subscriptionId: z.string(),
  operationId: z.string(),
  server: z.string(),
  /** Who asked. */
  owner: z.string(),
  /** Who gets the alerts. */
  recipient: z.string(),
  state: z.string(),
  alertTypes: z.array(AskedPart),
  parameters: z.array(AskedPart),
  target: z.string(),
  setUpCommands: z.number().int(),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  reason: z.string().optional(),
  /** Alerts that arrived at the recipient, wait for it, and were given up. */
  got: z.number().int(),
  waits: z.number().int(),
  givenUp: z.number().int(),
  /** Why alerts wait: how it stands with the recipient. */
  why: z.string(),
});
export type SubscriptionView = z.infer<typeof SubscriptionView>;

/** Diagnostics of a run at one moment. */
export const DiagnosticsView = z.object({
  devices: z.array(DiagnosedDevice),
  deviceTotal: z.number().int(),
  /** The chosen device; absent where there is none of this name. */
  device: z.object({ id: z.string(), functions: z.array(FunctionView), traps: z.array(TrapView) }).optional(),
  /** Newest first. */
  alerts: z.array(AlertLine),
  alertTotal: z.number().int(),
  /** Newest first, at most 200. */
  subscriptions: z.array(SubscriptionView),
  subscriptionTotal: z.number().int(),
  /** The clock of the run: a date. */
  date: z.number(),
  over: z.string().optional(),
});
export type DiagnosticsView = z.infer<typeof DiagnosticsView>;
