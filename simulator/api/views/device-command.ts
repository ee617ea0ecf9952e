import * as z from "zod";
import { NodeFormat } from "./device.ts";

const uri = z.string().min(1).max(4096);
const short = z.string().max(1024);

/** An event report as a person writes it. */
export const AlertInput = z.object({
  code: z.union([z.literal(1226), z.literal(1224)]).optional(),
  type: z.string().min(1, { error: "An alert needs a type." }).max(1024),
  format: short.optional(),
  data: z.string().max(1_000_000),
  source: short.optional(),
  mark: short.optional(),
  correlator: short.optional(),
});
export type AlertInput = z.infer<typeof AlertInput>;

/** What the user answers. */
export const AnswerInput = z.union([
  z.enum(["accept", "reject", "cancel", "timeout"]),
  z.object({ text: z.string().max(10_000) }),
  z.object({ choices: z.array(z.number().int().positive()).max(100) }),
]);
export type AnswerInput = z.infer<typeof AnswerInput>;

/** What can be asked of a device. */
export const DeviceCommandInput = z.discriminatedUnion("name", [
  z.object({ name: z.literal("startSession"), serverId: z.string().optional() }),
  z.object({ name: z.literal("abortSession") }),
  z.object({
    name: z.literal("editNode"),
    uri,
    /** Text, or base64 for the format `bin`. */
    value: z.string().max(10_000_000).optional(),
    /** Empty: the ACL is inherited. */
    acl: z.string().max(100_000).optional(),
    title: z.string().max(255).optional(),
  }),
  z.object({
    name: z.literal("addNode"),
    uri,
    format: NodeFormat,
    type: short.optional(),
    value: z.string().max(10_000_000).optional(),
    /** `dynamic` by default. */
    scope: z.enum(["permanent", "dynamic"]).optional(),
    /** Access types, separated by blanks; by default all that the ACL lets servers do. */
    access: short.optional(),
  }),
  z.object({ name: z.literal("deleteNode"), uri }),
  z.object({ name: z.literal("raiseAlert"), alert: AlertInput, hold: z.boolean().optional() }),
  z.object({
    name: z.literal("runAction"),
    object: z.string(),
    action: z.string(),
    parameters: z.record(z.string(), z.string()).optional(),
  }),
  z.object({ name: z.literal("answerUser"), question: z.string(), answer: AnswerInput }),
  z.object({
    name: z.literal("setBehaviour"),
    behaviour: z.object({
      notification: z.enum(["accept", "refuse-digest", "ignore"]).optional(),
      user: z.enum(["none", "person"]).optional(),
    }),
  }),
  /** Values by name, as `MannerView` offers them. */
  z.object({ name: z.literal("setManners"), manners: z.record(z.string(), z.string()) }),
]);
export type DeviceCommandInput = z.infer<typeof DeviceCommandInput>;

/** What the DM server has the device ask its user (Alert 1100 to 1104). */
export const AskInput = z.object({
  code: z.union([z.literal(1100), z.literal(1101), z.literal(1102), z.literal(1103), z.literal(1104)]),
  text: z.string().min(1).max(1000),
  /** For 1103 and 1104. */
  choices: z.array(z.string().min(1).max(200)).max(50).default([]),
  /** Seconds until the default counts. */
  patience: z.number().int().positive().max(3600).default(60),
  /** The default response, as the option DR has it. */
  preset: z.string().max(200).optional(),
});
export type AskInput = z.infer<typeof AskInput>;
