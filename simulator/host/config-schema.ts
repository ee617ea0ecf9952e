import * as z from "zod";

/*
 * The configuration file. Every key is optional; docs/reference/config.md describes each. A key that this program knows
 * but does nothing with yet is refused, so that nobody relies on it.
 */

/** Marks what is refused although it is a good value. */
const notSupportedYet = (what: string): z.ZodNever => z.never({ error: () => `not supported yet: ${what}` });

/** One of the values; those of `later` are refused as not supported yet. */
function choice<const T extends string>(
  values: readonly [T, ...T[]],
  later: readonly string[] = [],
): z.ZodEnum<{ [K in T]: K }> {
  return z.enum(values, {
    error: ({ input }) =>
      typeof input === "string" && later.includes(input)
        ? `not supported yet: ${input}`
        : `must be one of ${[...values, ...later].join(", ")}`,
  });
}

const text = z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });
const texts = z.array(text, { error: "must be a list of texts" });
const count = z.int({ error: "must be a whole number" }).positive({ error: "must be more than 0" });
const port = z
  .int({ error: "must be a port number" })
  .min(0, { error: "must be a port number" })
  .max(65_535, { error: "must be a port number" });
const httpUrl = z.url({
  protocol: /^https?$/,
  error: "must be an address that starts with http:// or https://",
});
const yesNo = z.boolean({ error: "must be true or false" });

const Dms = z.strictObject({
  id: text.default("dms.example"),
  serverId: text.default("dms.example"),
  serverPassword: text.default("srvpwd"),
  publicUrl: httpUrl.optional(),
  respUri: yesNo.default(true),
});

const Listeners = z.strictObject({
  bind: text.default("127.0.0.1"),
  port: port.default(8480),
  tlsPort: notSupportedYet("HTTPS").optional(),
  uiPort: port.default(8481),
});

const Credential = z.strictObject({
  scheme: choice(["basic", "username-token-text", "username-token-digest"], ["mutual-tls"]),
  username: text,
  password: text,
});

const Subtrees = z.union([
  texts,
  z.strictObject({
    get: texts.optional(),
    add: texts.optional(),
    replace: texts.optional(),
    delete: texts.optional(),
    copy: texts.optional(),
    exec: texts.optional(),
  }),
]);

const Policy = z.strictObject({
  managementDomain: choice([
    "operator",
    "enterprise",
    "organisation",
    "device-vendor",
    "software-vendor",
    "individual",
  ]).default("operator"),
  operations: texts.default(["*"]),
  devices: texts.default(["*"]),
  subtrees: Subtrees.default(["./"]),
  alertTypes: texts.default(["*"]),
  quota: z
    .strictObject({
      requestsPerMinute: count.default(600),
      devicesPerBulk: count.default(10_000),
      outstandingOperations: count.default(100),
    })
    .prefault({}),
});

const ExternalSystem = z.strictObject({
  id: text,
  name: text.optional(),
  kind: choice(["customer-care", "management-authority", "dm-server", "other"]).default("other"),
  credentials: z.array(Credential).default([]),
  policy: Policy.prefault({}),
});

const auth = choice(["basic", "md5", "none"], ["hmac"]);

const SimulatedDevices = z.strictObject({
  profile: text.default("phone"),
  count: count.max(100_000, { error: "must be at most 100000" }).default(1),
  group: text.optional(),
  encoding: choice(["xml"], ["wbxml"]).default("xml"),
  auth: auth.default("md5"),
});

const ExternalDevice = z.strictObject({
  id: text,
  external: z.literal(true, { error: "must be true" }),
  group: text.optional(),
  account: z.strictObject({ username: text, password: text, auth: auth.default("md5") }).optional(),
  /** Where Package 0 goes: `udp://host:port`, or the address of a push gateway. */
  pushAddress: z
    .url({ protocol: /^(udp|https?)$/, error: "must start with udp://, http:// or https://" })
    .optional(),
});

const Device = z.union([SimulatedDevices, ExternalDevice]);

const Registry = z.strictObject({
  enabled: yesNo.default(true),
  publishers: z
    .array(z.strictObject({ userId: text, password: text }))
    .default([{ userId: "publisher", password: "secret" }]),
});

/** Limits of section 12 of the contract; sizes are octets, times milliseconds. */
const Limits = z.strictObject({
  soapBytes: count.default(16 * 1024 * 1024),
  dmBytes: count.default(1024 * 1024),
  headerBytes: count.default(16 * 1024),
  headerTime: count.default(10_000),
  requestTime: count.default(30_000),
  connections: count.default(2048),
  depth: count.default(64),
  elements: count.default(100_000),
  attributes: count.default(64),
  locUri: count.default(4096),
  unauthenticatedSessions: count.default(256),
  unauthenticatedTime: count.default(30_000),
  journalBytes: count.default(256 * 1024 * 1024),
});

/** The configuration with everything that was left out filled in. */
export const HostConfig = z.strictObject({
  dms: Dms.prefault({}),
  listeners: Listeners.prefault({}),
  externalSystems: z.array(ExternalSystem).optional(),
  devices: z.array(Device).default([SimulatedDevices.parse({ count: 10, group: "lab" })]),
  unknownDevices: choice(["refuse", "accept"]).default("refuse"),
  registry: Registry.prefault({}),
  upstreams: notSupportedYet("delegation to upstreams").optional(),
  instances: notSupportedYet("further instances of roles").optional(),
  egress: z.strictObject({ allow: texts.default([]) }).prefault({}),
  limits: Limits.prefault({}),
});
export type HostConfig = z.infer<typeof HostConfig>;

/** An External System as the configuration has it. */
export type ExternalSystemConfig = z.infer<typeof ExternalSystem>;
