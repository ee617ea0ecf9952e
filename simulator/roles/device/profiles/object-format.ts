import * as z from "zod";
import type { ObjectSpec } from "../objects/object-spec.ts";
import type { Reading } from "../objects/diagmon/reading.ts";

/*
 * The part of the format of profile files that names management objects. What each field means stands in
 * objects/object-spec.ts, whose types these schemas give.
 */

const text = z.string();
const uri = z
  .string()
  .regex(/^\.\/[^/?]+(?:\/[^/?]+)*$/, { error: "must be the address of a node: ./FwUpdate/Pkg1" });
const milliseconds = z.int().nonnegative();
const count = z.int().nonnegative();
const decimals = z.int().min(0).max(20);
const numericForm = { format: z.enum(["chr", "int", "float"]).optional(), decimals: decimals.optional() };

/** A simulated measurement. */
export const ReadingForm: z.ZodType<Reading> = z
  .discriminatedUnion("shape", [
    z.strictObject({
      shape: z.literal("wander"),
      low: z.number(),
      high: z.number(),
      pace: z.number().positive(),
      ...numericForm,
    }),
    z.strictObject({
      shape: z.literal("cycle"),
      from: z.number(),
      to: z.number(),
      pace: z.number().positive(),
      ...numericForm,
    }),
    z.strictObject({
      shape: z.literal("count"),
      start: z.number().optional(),
      pace: z.number().positive(),
      window: z.number().positive().optional(),
      ...numericForm,
    }),
    z.strictObject({
      shape: z.literal("script"),
      values: z.tuple([text], text),
      pace: z.number().positive().optional(),
      ...numericForm,
    }),
  ])
  .meta({ id: "Reading" });

const place = { uri, id: text.min(1).optional(), title: text.optional() };
const failure = z.strictObject({ at: text, result: z.int() }).optional();
const consent = z
  .strictObject({
    before: z.array(text),
    patience: milliseconds.optional(),
    unanswered: z.enum(["accept", "reject"]).optional(),
  })
  .optional();
const packages = {
  packages: z.enum(["checked", "any"]).optional(),
  model: text.optional(),
  largestPackage: count.optional(),
  patience: milliseconds.optional(),
  downloadTime: milliseconds.optional(),
  consent,
  failure,
};

const Fumo = z.strictObject({
  kind: z.literal("fumo"),
  ...place,
  ...packages,
  pkgName: text.optional(),
  pkgVersion: text.optional(),
  operations: z.array(z.enum(["Download", "Update", "DownloadAndUpdate"])).optional(),
  storeTime: milliseconds.optional(),
  updateTime: milliseconds.optional(),
  rebootTime: milliseconds.optional(),
  keepsData: z.boolean().optional(),
  alertSource: z.enum(["object", "operation"]).optional(),
  alertPrefix: z.boolean().optional(),
  successResult: z.int().optional(),
});

const Scomo = z.strictObject({
  kind: z.literal("scomo"),
  ...place,
  ...packages,
  deployed: z
    .array(
      z.strictObject({
        name: text.min(1),
        title: text.optional(),
        version: text.optional(),
        active: z.boolean().optional(),
      }),
    )
    .optional(),
  envTypes: z.array(text).optional(),
  largestInventory: count.optional(),
  notImplemented: z.array(text).optional(),
  installTime: milliseconds.optional(),
  operationTime: milliseconds.optional(),
  alertData: z.enum(["xml", "int"]).optional(),
  keepsDownload: z.boolean().optional(),
});

const Lawmo = z.strictObject({
  kind: z.literal("lawmo"),
  ...place,
  wipeList: z
    .array(
      z.strictObject({
        name: text.min(1),
        title: text,
        uris: z.array(uri),
        vanishes: z.boolean().optional(),
      }),
    )
    .optional(),
  operations: z.array(z.enum(["FullyLock", "PartiallyLock", "UnLock", "FactoryReset", "Wipe"])).optional(),
  operationTime: milliseconds.optional(),
  answers: z.enum(["alert", "status"]).optional(),
  alertFormat: z.enum(["chr", "int"]).optional(),
  notifyUser: z.boolean().optional(),
  keepsAccounts: z.boolean().optional(),
  consent,
  failure,
});

const parameter = z.strictObject({
  format: z.enum(["chr", "int", "bool", "float"]).optional(),
  value: text,
  min: z.number().optional(),
  max: z.number().optional(),
  choices: z.array(text).optional(),
});

const Diagmon = z.strictObject({
  kind: z.literal("diagmon"),
  ...place,
  function: z.enum(["battery", "memory", "radio", "temperature", "call-drops", "location", "restart"]),
  type: text.optional(),
  readings: z.record(text, ReadingForm).optional(),
  parameters: z.record(text, parameter).optional(),
  termSched: text.optional(),
  keepsSamples: z.boolean().optional(),
  report: z.enum(["result", "data", "nodes"]).optional(),
  live: z.boolean().optional(),
  measuringTime: milliseconds.optional(),
  consent,
  failure,
});

const Trap = z.strictObject({
  kind: z.literal("diagmon-trap"),
  ...place,
  trapId: text.optional(),
  type: text.optional(),
  watch: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("reading"), reading: ReadingForm }),
    z.strictObject({ kind: z.literal("leaf"), uri }),
    z.strictObject({
      kind: z.literal("distance"),
      latitude: ReadingForm,
      longitude: ReadingForm,
      from: z.tuple([z.number(), z.number()]),
    }),
  ]),
  condition: z.enum(["above", "below", "grows"]),
  threshold: z.number().optional(),
  hysteresis: z.number().nonnegative().optional(),
  period: z.number().positive().optional(),
  enabled: z.boolean().optional(),
  serverIds: z.array(text).optional(),
  toRefs: z.array(uri).optional(),
  tellsInactive: z.boolean().optional(),
});

const Readings = z.strictObject({
  kind: z.literal("readings"),
  ...place,
  type: text.optional(),
  leaves: z.record(text, ReadingForm),
  settings: z
    .record(
      text,
      z.strictObject({
        format: text.optional(),
        value: text.optional(),
        access: text.optional(),
        type: text.optional(),
      }),
    )
    .optional(),
  operations: z.record(text, z.record(text, text)).optional(),
  types: z.record(text, text).optional(),
});

const Inbox = z.strictObject({
  kind: z.literal("inbox"),
  ...place,
  places: z.record(text, uri).optional(),
});

/** A management object with a behaviour. */
export const ObjectForm: z.ZodType<ObjectSpec> = z.discriminatedUnion("kind", [
  Fumo,
  Scomo,
  Lawmo,
  Diagmon,
  Trap,
  Readings,
  Inbox,
]);
