import * as z from "zod";

/** States of an operation (contract, section 5; `cancelling` is our word for "cancelled, some devices still busy"). */
export const OperationState = z.enum([
  "pending",
  "running",
  "cancelling",
  "succeeded",
  "partly-succeeded",
  "failed",
  "cancelled",
  "expired",
]);
export type OperationState = z.infer<typeof OperationState>;

const Totals = z.object({
  targeted: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  expired: z.number().int(),
});

/** A line in the list of operations. */
export const OperationLine = z.object({
  /** Id of the DM server. */
  server: z.string(),
  operationId: z.string(),
  operation: z.string(),
  /** The name that the External System gave it. */
  name: z.string().optional(),
  state: OperationState,
  reason: z.string().optional(),
  /** Id of the External System, and its name. */
  externalSystem: z.string(),
  externalSystemName: z.string(),
  /** The device of an operation on one. */
  deviceId: z.string().optional(),
  totals: Totals,
  acceptedAt: z.number(),
  finishedAt: z.number().optional(),
});
export type OperationLine = z.infer<typeof OperationLine>;

/** A page of the operations, newest first. */
export const OperationsPage = z.object({
  lines: z.array(OperationLine),
  /** Matching operations that were left out at the start. */
  skipped: z.number().int(),
  total: z.number().int(),
  matching: z.number().int(),
  /** Operations that have not ended. */
  open: z.number().int(),
  /** The clock of the run: a date. */
  date: z.number(),
  /** Ids of the DM servers. */
  servers: z.array(z.string()),
  /** Why nothing changes any more. */
  over: z.string().optional(),
});
export type OperationsPage = z.infer<typeof OperationsPage>;

/** Where a device stands in an operation. `awaiting`: it accepted the work and will send an alert. */
export const DevicePhase = z.enum([
  "queued",
  "notified",
  "in-session",
  "awaiting",
  "succeeded",
  "failed",
  "expired",
  "cancelled",
  "unknown",
]);
export type DevicePhase = z.infer<typeof DevicePhase>;

/** Devices that ended for the same reason. */
export const ReasonView = z.object({
  key: z.string(),
  phase: DevicePhase,
  /** What happened, as words. */
  text: z.string(),
  /** More of it: which command. */
  detail: z.string(),
  devices: z.number().int(),
  /** Devices of it that ended in the last ten seconds. */
  lately: z.number().int(),
  example: z.object({ deviceId: z.string(), seq: z.number().int().optional() }),
});
export type ReasonView = z.infer<typeof ReasonView>;

/** An operation as its screen shows it: counts only, however many devices it has. */
export const JobView = z.object({
  line: OperationLine,
  /** What is done on each device, a line for each command. */
  work: z.array(z.string()),
  pace: z.object({
    maxParallel: z.number().int().optional(),
    stopAfterFailures: z.number().int().optional(),
    /** Milliseconds until it begins. */
    startsIn: z.number().optional(),
  }),
  /** Milliseconds until it expires; absent once it has ended. */
  expiresIn: z.number().optional(),
  /** Why it cannot be cancelled; absent while it can. */
  final: z.string().optional(),
  readings: z.object({
    /** Devices served each second, over the last ten seconds; over all once the operation has ended. */
    rate: z.number(),
    elapsed: z.number(),
    /** About how long it still takes at this rate. */
    left: z.number().optional(),
    /** Durations of sessions, milliseconds. */
    sessions: z.number().int(),
    median: z.number().optional(),
    p95: z.number().optional(),
    p99: z.number().optional(),
    /** Octets that the host uses. */
    memory: z.number().optional(),
  }),
  funnel: z.record(DevicePhase, z.number().int()),
  /** Biggest first. */
  reasons: z.array(ReasonView),
  /** Devices that ended otherwise than succeeded. */
  unsuccessful: z.number().int(),
  /** Devices that were served in slices of time; cancelled ones were not. */
  course: z.object({
    /** Length of a slice, milliseconds. */
    slice: z.number(),
    done: z.array(z.number().int()),
    failed: z.array(z.number().int()),
  }),
  /** How many sessions took up to `bounds[i]` milliseconds and longer than the bound before; the last has no bound. */
  durations: z.object({ bounds: z.array(z.number()), counts: z.array(z.number().int()) }),
  /** Devices in their order, so many in a cell; of a cell the worst phase. */
  strip: z.object({ perCell: z.number().int(), cells: z.array(DevicePhase) }),
});
export type JobView = z.infer<typeof JobView>;

/** A device of an operation, as a line. */
export const JobDeviceLine = z.object({
  deviceId: z.string(),
  phase: DevicePhase,
  /** Milliseconds from the acceptance of the operation to the end of the work on this device. */
  endedAfter: z.number().optional(),
  /** Duration of its session, milliseconds. */
  took: z.number().optional(),
  /** What became of it, as words. */
  said: z.string(),
  /** A message of its session. */
  seq: z.number().int().optional(),
});
export type JobDeviceLine = z.infer<typeof JobDeviceLine>;

/** What a device answered. */
export const JobDeviceView = JobDeviceLine.extend({
  results: z.array(
    z.object({
      index: z.string(),
      /** The command, as far as it is known. */
      command: z.string().optional(),
      status: z.number().int(),
      statusText: z.string(),
      ok: z.boolean(),
      items: z.array(
        z.object({
          source: z.string().optional(),
          format: z.string().optional(),
          type: z.string().optional(),
          /** Text, or octets in base64; cut to 2,000 characters. */
          value: z.string(),
          binary: z.boolean(),
          /** The value is a secret and stands covered. */
          masked: z.boolean(),
        }),
      ),
    }),
  ),
});
export type JobDeviceView = z.infer<typeof JobDeviceView>;
