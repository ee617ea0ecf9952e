import * as z from "zod";

/* The configuration file. Every key is optional; docs/reference/config.md describes each. */

/** One of the values. */
function choice<const T extends string>(values: readonly [T, ...T[]]): z.ZodEnum<{ [K in T]: K }> {
  return z.enum(values, { error: `must be one of ${values.join(", ")}` });
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

const Listeners = z.strictObject({
  bind: text.default("127.0.0.1"),
  port: port.default(8480),
  /** HTTPS with the same paths; none when absent. */
  tlsPort: port.optional(),
  uiPort: port.default(8481),
});

const Tls = z.strictObject({
  /** Files with further authorities (PEM) whose client and server certificates are taken. */
  trust: texts.default([]),
});

const schemes = ["basic", "username-token-text", "username-token-digest", "mutual-tls"];

const Credential = z.union([
  z.strictObject({
    scheme: z.enum(["basic", "username-token-text", "username-token-digest"], {
      error: `must be one of ${schemes.join(", ")}`,
    }),
    username: text,
    password: text,
  }),
  /** The common name of a verified client certificate. */
  z.strictObject({ scheme: z.literal("mutual-tls"), subject: text }),
]);

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

const domain = choice([
  "operator",
  "enterprise",
  "organisation",
  "device-vendor",
  "software-vendor",
  "individual",
]);

const Policy = z.strictObject({
  managementDomain: domain.default("operator"),
  operations: texts.default(["*"]),
  devices: texts.default(["*"]),
  subtrees: Subtrees.default(["./"]),
  alertTypes: texts.default(["*"]),
  acceptsAlertsFrom: texts.default([]),
  quota: z
    .strictObject({
      requestsPerMinute: count.default(600),
      devicesPerBulk: count.default(10_000),
      outstandingOperations: count.default(100),
    })
    .prefault({}),
});

const Dms = z.strictObject({
  id: text.default("dms.example"),
  serverId: text.default("dms.example"),
  serverPassword: text.default("srvpwd"),
  publicUrl: httpUrl.optional(),
  respUri: yesNo.default(true),
  /** File with the names of the binding as which the WSI poses. */
  wsiProfile: text.optional(),
  /** Basic and PasswordText without TLS from other computers. */
  plainPasswords: yesNo.default(false),
  /** How many alerts of devices are kept, and how many days; the oldest go first. When one counts as repeated. */
  alerts: z
    .strictObject({
      keep: count.default(100_000),
      keepDays: count.default(30),
      repeatSeconds: z.int().min(0).max(86_400).default(120),
    })
    .prefault({}),
  /** Whether External Systems that are not known may register themselves, and what they may do then. */
  selfRegistration: z
    .strictObject({
      mode: choice(["off", "approve", "automatic"]).default("off"),
      policy: Policy.prefault({ operations: ["DiscoverDevices"], subtrees: [] }),
    })
    .prefault({}),
});

const ExternalSystem = z.strictObject({
  id: text,
  name: text.optional(),
  kind: choice(["customer-care", "management-authority", "dm-server", "other"]).default("other"),
  credentials: z.array(Credential).default([]),
  /** A product: the workbench does not play it. */
  external: yesNo.default(false),
  /** File with the names of the binding that it drives; that of the DM server when absent. */
  wsiProfile: text.optional(),
  policy: Policy.prefault({}),
});

const auth = choice(["basic", "md5", "mac", "none"]);

/** A client certificate whose common name is the device id: always, or when one is shown. */
const certificate = choice(["required", "optional"]);

/** Octets that both sides agreed on, in base64. */
const nonce = z
  .base64({ error: "must be base64" })
  .min(1, { error: "must not be empty" })
  .transform((text) => new Uint8Array(Buffer.from(text, "base64")))
  .optional();

/** How a simulated device knows a DM server that is not ours, as DMAcc holds it. */
const ForeignAccount = z.strictObject({
  /** Address of the DM server. */
  server: httpUrl,
  serverId: text,
  serverPassword: text,
  serverAuth: auth.default("md5"),
  /** The same for each device when there are several. */
  username: text,
  password: text,
  clientNonce: nonce,
  serverNonce: nonce,
});

const SimulatedDevices = z.strictObject({
  /** Built-in name, or path of a profile's file. */
  profile: text.default("phone"),
  /** Device ids are this and a number; `IMEI:…` when absent. */
  prefix: text.optional(),
  count: count.max(100_000, { error: "must be at most 100000" }).default(1),
  group: text.optional(),
  /** The profile's own when absent. */
  encoding: choice(["xml", "wbxml"]).optional(),
  auth: auth.default("md5"),
  /** They come over HTTPS with a certificate; the DM server wants one that names the device. */
  certificate: certificate.optional(),
  /** The DM server that manages them instead of ours. */
  account: ForeignAccount.optional(),
  /** UDP port at which the first of them hears notifications from outside; the next ones count up. */
  pushPort: z
    .int({ error: "must be a port number" })
    .min(1, { error: "must be a port number" })
    .max(65_535, { error: "must be a port number" })
    .optional(),
});

const ExternalDevice = z.strictObject({
  id: text,
  external: z.literal(true, { error: "must be true" }),
  group: text.optional(),
  account: z
    .strictObject({
      username: text,
      password: text,
      auth: auth.default("md5"),
      certificate: certificate.optional(),
      clientNonce: nonce,
      /** How the server proves itself to it: `mac` to one that uses it, else `md5`, by default. */
      serverAuth: auth.optional(),
      /** The password of `dms` by default. */
      serverPassword: text.optional(),
      serverNonce: nonce,
    })
    .optional(),
  /** How provisioning documents of External Systems are secured on their way to it. */
  bootstrap: z
    .strictObject({
      security: choice(["none", "netwpin", "userpin", "usernetwpin", "userpinmac"]).default("none"),
      networkId: text.optional(),
      userPin: text.optional(),
    })
    .optional(),
  /** Where Package 0 goes: `udp://host:port`, or the address of a push gateway. */
  pushAddress: z
    .url({ protocol: /^(udp|https?)$/, error: "must start with udp://, http:// or https://" })
    .optional(),
});

const Device = z.union([SimulatedDevices, ExternalDevice]);

/** A registry that is a product: we publish and look up there instead of in ours. */
const ProductRegistry = z.strictObject({
  inquiryUrl: httpUrl,
  publishUrl: httpUrl,
  /** Where version 3 logs in; `publishUrl` when absent. */
  securityUrl: httpUrl.optional(),
  version: z.union([z.literal(2), z.literal(3)], { error: "must be 2 or 3" }).default(2),
  userId: text,
  password: text,
  /** Name of the business under which the WSI is published; the id of the DM server when absent. */
  businessName: text.optional(),
});

const Registry = z
  .strictObject({
    /** Whether ours is served: by default, unless there is a product. */
    enabled: yesNo.optional(),
    publishers: z
      .array(z.strictObject({ userId: text, password: text }))
      .default([{ userId: "publisher", password: "secret" }]),
    product: ProductRegistry.optional(),
  })
  .transform((registry) => ({ ...registry, enabled: registry.enabled ?? registry.product === undefined }));

/** An address, or a path of this host: `/i/operator/wsi`. */
const placeOrPath = z.string({ error: "must be an address or a path" }).regex(/^(https?:\/\/.|\/)/, {
  error: "must start with http://, https:// or /",
});

/** A DM System that manages devices in place of ours. */
const Upstream = z
  .strictObject({
    id: text,
    wsi: placeOrPath.optional(),
    /** Address of a WSDL; the port that it names is called. */
    wsdl: placeOrPath.optional(),
    credentials: Credential,
    devices: texts.default(["*"]),
    managementDomain: domain.default("operator"),
    soapVersion: choice(["1.1", "1.2"]).default("1.1"),
  })
  .refine(({ wsi, wsdl }) => (wsi === undefined) !== (wsdl === undefined), {
    error: "needs wsi or wsdl, and not both",
  });

/** A further DM server behind the same listener, with what is its own. */
const Instance = z.strictObject({
  /** Its id is `NAME.example` and its server identifier its id when they are left out. */
  dms: Dms.extend({ id: text.optional(), serverId: text.optional() }).prefault({}),
  externalSystems: z.array(ExternalSystem).default([]),
  devices: z.array(Device).default([]),
  unknownDevices: choice(["refuse", "accept"]).default("refuse"),
  /** Whether it publishes its WSI in the registry of this host. */
  registry: z.strictObject({ enabled: yesNo.default(false) }).prefault({}),
  upstreams: z.array(Upstream).default([]),
});

/** Names of paths below an instance: they cannot name one. */
const taken = ["dm", "wsi", "packages", "callback", "es"];
const instanceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, { error: "must be lower case letters, digits and hyphens" })
  .refine((name) => !taken.includes(name), { error: `must not be one of ${taken.join(", ")}` });

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
  objectBytes: count.default(16 * 1024 * 1024),
  packageBytes: count.default(48 * 1024 * 1024),
  sessionBytes: count.default(128 * 1024 * 1024),
  sessionMessages: count.default(10_000),
  strangers: count.default(10_000),
  unauthenticatedSessions: count.default(256),
  unauthenticatedTime: count.default(30_000),
  journalBytes: count.default(256 * 1024 * 1024),
});

/** The configuration with everything that was left out filled in. */
export const HostConfig = z.strictObject({
  dms: Dms.prefault({}),
  listeners: Listeners.prefault({}),
  tls: Tls.prefault({}),
  externalSystems: z.array(ExternalSystem).optional(),
  devices: z.array(Device).default([SimulatedDevices.parse({ count: 10, group: "lab" })]),
  unknownDevices: choice(["refuse", "accept"]).default("refuse"),
  registry: Registry.prefault({}),
  upstreams: z.array(Upstream).default([]),
  instances: z.record(instanceName, Instance).default({}),
  egress: z.strictObject({ allow: texts.default([]) }).prefault({}),
  limits: Limits.prefault({}),
});
export type HostConfig = z.infer<typeof HostConfig>;

/** A further DM server as the configuration has it. */
export type InstanceConfig = z.infer<typeof Instance>;

/** An External System as the configuration has it. */
export type ExternalSystemConfig = z.infer<typeof ExternalSystem>;
