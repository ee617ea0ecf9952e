import * as z from "zod";
import { treeFeatures, type NodeSpec, type ObjectValues } from "../../../tree/index.ts";
import type { DeviceManners } from "../manners/manners.ts";
import { ObjectForm, ReadingForm } from "./object-format.ts";

/*
 * The format of profile files. A profile says what all devices of a kind have in common: what they are, their tree, the
 * management objects that behave, and their manners. docs/reference/device-profile.md describes each field.
 */

const text = z.string();
const octets = z.int().positive();

const values: z.ZodType<ObjectValues> = z
  .record(
    z.string(),
    z.union([z.string(), z.lazy(() => values)], { error: "must be a text, or names and values" }),
  )
  .meta({ id: "Values" });

const occurrence = z.union(
  [
    z.enum(["One", "ZeroOrOne", "ZeroOrMore", "OneOrMore"]),
    z.templateLiteral(["ZeroOrN:", z.int()]),
    z.templateLiteral(["OneOrN:", z.int()]),
  ],
  { error: "must be One, ZeroOrOne, ZeroOrMore, OneOrMore, ZeroOrN:8 or OneOrN:8" },
);

const node: z.ZodType<NodeSpec> = z
  .strictObject({
    format: text.optional(),
    value: text.optional(),
    access: text.optional(),
    scope: z.enum(["permanent", "dynamic"]).optional(),
    acl: text.optional(),
    type: text.optional(),
    title: text.optional(),
    types: z.array(text).optional(),
    occurs: occurrence.optional(),
    absent: z.boolean().optional(),
    closed: z.boolean().optional(),
    caseSense: z.enum(["CS", "CIS"]).optional(),
    doc: text.optional(),
    children: z
      .record(
        z.string(),
        z.lazy(() => node),
      )
      .optional(),
  })
  .meta({ id: "Node" });

/** Ways in which the devices depart from the protocol. */
export const MannersForm = z.strictObject({
  nonce: z.enum(["right", "stale", "undecoded", "invented", "misread-padding"]).optional(),
  order: z.enum(["declared", "misordered"]).optional(),
  devInfo: z.enum(["sent", "missing", "without-meta", "with-interior", "with-vendor-nodes"]).optional(),
  cmdIds: z.enum(["counted", "repeated", "from-two", "uuid"]).optional(),
  moreData: z.enum(["supported", "unsupported", "chunk-is-value"]).optional(),
  closes: z.enum(["never", "status-only", "empty-response"]).optional(),
  text: z.enum(["escaped", "raw-ampersand"]).optional(),
  mediaType: z.enum(["dm", "without-dm"]).optional(),
  metinf: z.enum(["default", "prefixed", "syncml:metinfo", "on-meta", "first-only"]).optional(),
  blanks: z.enum(["none", "around-values"]).optional(),
  sessionId: z.enum(["plain", "leading-zeros", "lower-case"]).optional(),
  publicId: z.enum(["known", "string-table", "unknown", "other-version"]).optional(),
  pageSwitches: z.enum(["needed", "redundant"]).optional(),
  data: z.enum(["inline", "opaque", "string-table"]).optional(),
  refs: z.enum(["given", "omitted"]).optional(),
  challenge: z.enum(["header", "every-status"]).optional(),
  nextMessage: z.union([z.literal(200), z.literal(500)]).optional(),
  success: z
    .union([z.literal(200), z.literal(202), z.literal(404), z.literal(406), z.literal(425)])
    .optional(),
  oversize: z.enum(["taken", "dropped"]).optional(),
  events: z.enum(["by-type", "together"]).optional(),
  eventPlace: z.enum(["behind", "in-front"]).optional(),
} satisfies { [Name in keyof DeviceManners]: z.ZodType<DeviceManners[Name] | undefined> });

/** A vendor's device description: its text, or a file beside the profile. */
const description = z.union(
  [z.strictObject({ file: text.min(1) }), z.strictObject({ file: text.min(1).optional(), text })],
  {
    error: "must be the text of a description or the name of its file",
  },
);

const sessionAlert = z.strictObject({
  code: z.union([z.literal(1224), z.literal(1226)]).optional(),
  type: text.min(1),
  format: text.optional(),
  data: text,
  source: text.optional(),
  mark: text.optional(),
});

/** A profile file. */
export const ProfileForm = z.strictObject({
  format: z.literal(1).default(1),
  id: text.regex(/^[a-z0-9][a-z0-9-]*$/, { error: "must be lower-case letters, digits and hyphens" }),
  title: text.min(1),
  description: text.default(""),
  devInfo: values,
  devDetail: values,
  accountName: text.min(1).default("Main"),
  rootAcl: text.default("Add=*&Get=*"),
  nodes: z.record(z.string(), node).default({}),
  ddf: z.array(description).default([]),
  execs: z.record(z.string(), z.strictObject({ status: z.int().min(100).max(999) })).default({}),
  objects: z.array(ObjectForm).default([]),
  live: z.record(z.string(), ReadingForm).default({}),
  userInterface: z.boolean().default(false),
  encoding: z.enum(["xml", "wbxml"]).default("xml"),
  userAgent: text.min(1).optional(),
  sessionAlerts: z.array(sessionAlert).default([]),
  lacks: z.array(z.enum(treeFeatures)).default([]),
  manners: MannersForm.default({}),
  maxMsgSize: octets.default(16_384),
  maxObjSize: octets.default(1_048_576),
});
export type ProfileForm = z.infer<typeof ProfileForm>;

/** JSON Schema (2020-12) of profile files as people write them: what has a default may be left out. */
export function profileSchema(): object {
  return { title: "DM WSI Workbench device profile", ...z.toJSONSchema(ProfileForm, { io: "input" }) };
}
