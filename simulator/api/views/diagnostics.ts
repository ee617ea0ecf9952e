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
  /** Who read it last, as far as the DM server knows it. */
  read: z
    .object({
      by: z.enum(["alert", "session"]),
      /** Number of the alert. */
      number: z.number().int().optional(),
      /** Date. */
      at: z.number(),
      /** What was read. */
      value: z.string(),
      /** Message in the journal. */
      seq: z.number().int().optional(),
    })
    .optional(),
});
export type MeasuredValue = z.infer<typeof MeasuredValue>;

/** A diagnostics function of a device. */
export const FunctionView = z.object({
  id: z.string(),
  title: z.string(),
  uri: z.string(),
  /** Management object id, by which RequestDiagnostics finds it. */
  type: z.string(),
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
  /** The leaf that it watches, where it is one. */
  leaf: z.string().optional(),
});
export type TrapView = z.infer<typeof TrapView>;

/** The values of a device at one moment. */
export const DeviceValues = z.object({
  id: z.string(),
  functions: z.array(FunctionView),
  traps: z.array(TrapView),
  /** The clock of the run: a date. */
  date: z.number(),
});
export type DeviceValues = z.infer<typeof DeviceValues>;

/** What became of an alert at one subscription that it passed. */
export const PassedAlert = z.object({
  subscriptionId: z.string(),
  recipient: z.string(),
  /** `gone`: it expired or was dropped before it arrived. */
  state: z.enum(["delivered", "waits", "given-up", "gone"]),
  /** The recipient is paused. */
  paused: z.boolean(),
  /** When it arrived: a date. */
  at: z.number().optional(),
});
export type PassedAlert = z.infer<typeof PassedAlert>;

/** A stored alert. */
export const AlertLine = z.object({
  alertId: z.string(),
  /** Place in the order of arrival at its DM server. */
  number: z.number().int(),
  server: z.string(),
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
  /** Subscriptions that it passed, at most 4. */
  passed: z.array(PassedAlert),
  /** How many more it passed. */
  morePassed: z.number().int(),
  /** Number of the device's message in the journal. */
  seq: z.number().int().optional(),
});
export type AlertLine = z.infer<typeof AlertLine>;

/** One station of an alert from the device to a recipient. */
export const AlertStation = z.object({
  name: z.string(),
  state: z.enum(["done", "now", "expected", "failed"]),
  /** Date; absent for what has not happened or is not known any more. */
  at: z.number().optional(),
  text: z.string(),
  /** Messages in the journal. */
  messages: z.array(z.number().int()),
});
export type AlertStation = z.infer<typeof AlertStation>;

/** The way of an alert. */
export const AlertPath = z.object({
  alertId: z.string(),
  number: z.number().int(),
  deviceId: z.string(),
  type: z.string(),
  items: z.array(z.object({ source: z.string(), format: z.string(), data: z.string() })),
  /** From the device into the store, and to which subscriptions. */
  stored: z.array(AlertStation),
  /** For each subscription that it passed: queued and delivered. At most 20. */
  forwarded: z.array(
    z.object({ subscriptionId: z.string(), recipient: z.string(), stations: z.array(AlertStation) }),
  ),
  /** Subscriptions that it did not pass, and why. At most 20. */
  others: z.array(z.object({ subscriptionId: z.string(), recipient: z.string(), why: z.string() })),
  otherTotal: z.number().int(),
});
export type AlertPath = z.infer<typeof AlertPath>;

/** Something that was asked for, and what became of it. */
export const AskedPart = z.object({
  text: z.string(),
  granted: z.enum(["granted", "narrowed", "refused"]),
  /** To what it was narrowed, or why it was refused. */
  about: z.string().optional(),
  /** The rule of the policy that says so now, or which part has none that fits. */
  rule: z.string().optional(),
});
export type AskedPart = z.infer<typeof AskedPart>;

/** A subscription in the list. */
export const SubscriptionLine = z.object({
  subscriptionId: z.string(),
  server: z.string(),
  /** Who asked. */
  owner: z.string(),
  /** Who gets the alerts. */
  recipient: z.string(),
  state: z.string(),
  /** How much of it was granted, or why it is over. */
  about: z.string(),
  /** Alerts that arrived at the recipient, wait for it, and were given up. */
  got: z.number().int(),
  waits: z.number().int(),
  givenUp: z.number().int(),
});
export type SubscriptionLine = z.infer<typeof SubscriptionLine>;

/** A subscription to alerts. */
export const SubscriptionView = SubscriptionLine.extend({
  operationId: z.string(),
  /** The SubscribeAlerts, and the SubscriptionStatus that answered it last, in the journal. */
  request: z.number().int().optional(),
  told: z.number().int().optional(),
  alertTypes: z.array(AskedPart),
  parameters: z.array(AskedPart),
  target: z.string(),
  /** The commands that set the devices up, and how that went. */
  setUp: z
    .object({
      commands: z.number().int(),
      devices: z.number().int(),
      succeeded: z.number().int(),
      failed: z.number().int(),
      /** A message of the session of the first device. */
      session: z.number().int().optional(),
    })
    .optional(),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  endedAt: z.number().optional(),
  reason: z.string().optional(),
  inForce: z.boolean(),
  /** An External System of ours asked for it: it can be renewed and ended from here. */
  ours: z.boolean(),
});
export type SubscriptionView = z.infer<typeof SubscriptionView>;

/** What a recipient of alerts got. */
export const AlertRecipient = z.object({
  server: z.string(),
  registrationId: z.string().optional(),
  name: z.string(),
  /** Id of the External System. */
  externalSystem: z.string(),
  state: z.enum(["open", "paused", "unconfirmed", "silent", "polled", "over"]),
  got: z.number().int(),
  waits: z.number().int(),
  givenUp: z.number().int(),
  /** Why alerts wait: how it stands with the recipient. */
  why: z.string(),
  /** HTTP status of its last answer where that was not a success. */
  status: z.number().int().optional(),
  /** Date of the next attempt. */
  nextAt: z.number().optional(),
});
export type AlertRecipient = z.infer<typeof AlertRecipient>;

/** Diagnostics of a run at one moment; long lists in pages. */
export const DiagnosticsView = z.object({
  devices: z.object({
    lines: z.array(DiagnosedDevice),
    /** How many come before these lines. */
    skipped: z.number().int(),
    total: z.number().int(),
    matching: z.number().int(),
  }),
  /** The chosen device, or the first. */
  device: z.string().optional(),
  alerts: z.object({
    /** Newest first. */
    lines: z.array(AlertLine),
    skipped: z.number().int(),
    total: z.number().int(),
    /** How long they are kept. */
    kept: z.object({ alerts: z.number().int(), age: z.number() }).optional(),
  }),
  /** The newest alerts of the last minutes, newest first. */
  timeline: z.array(
    AlertLine.pick({ alertId: true, number: true, receivedAt: true, mark: true, passed: true }),
  ),
  subscriptions: z.object({
    /** Newest first. */
    lines: z.array(SubscriptionLine),
    skipped: z.number().int(),
    total: z.number().int(),
  }),
  /** The chosen subscription, or the newest. */
  subscription: SubscriptionView.optional(),
  /** The recipient of the chosen subscription first; at most 20. */
  recipients: z.array(AlertRecipient),
  /** The way of the chosen alert. */
  path: AlertPath.optional(),
  /** The clock of the run: a date. */
  date: z.number(),
  over: z.string().optional(),
});
export type DiagnosticsView = z.infer<typeof DiagnosticsView>;

/** An External System of ours that can ask for diagnostics. */
export const AskingSystem = z.object({
  id: z.string(),
  name: z.string(),
  soapVersion: z.enum(["1.1", "1.2"]),
  /** Registered with a callback endpoint: alerts and values can be delivered to it. */
  registered: z.boolean(),
  /** Names of registrations that accept alerts of it, besides its own. */
  mayDeliverTo: z.array(z.object({ name: z.string(), consents: z.boolean(), rule: z.string() })),
  /** Alert types that its policy grants. */
  alertTypes: z.array(z.string()),
  /** Operations of diagnostics that its policy does not grant. */
  refused: z.array(z.string()),
});
export type AskingSystem = z.infer<typeof AskingSystem>;

/** What the forms of diagnostics choose from. */
export const DiagnosticsChoices = z.object({
  systems: z.array(AskingSystem),
  groups: z.array(z.object({ name: z.string(), devices: z.number().int() })),
  devices: z.number().int(),
  /** Types of the alerts that devices raise or have raised, and patterns that hold several of them. */
  alertTypes: z.array(z.object({ value: z.string(), detail: z.string() })),
});
export type DiagnosticsChoices = z.infer<typeof DiagnosticsChoices>;
