import * as z from "zod";

/** Formats of a node: `node` is an interior node, the others are leaves. */
export const NodeFormat = z.enum([
  "node",
  "chr",
  "int",
  "bool",
  "bin",
  "b64",
  "null",
  "xml",
  "date",
  "time",
  "float",
]);
export type NodeFormat = z.infer<typeof NodeFormat>;

const AclRight = z.enum(["Add", "Delete", "Exec", "Get", "Replace"]);

/** What made a change of a node: the session and the message, as far as a message made it. */
export const ChangeView = z.object({
  how: z.enum(["add", "replace", "delete", "acl", "rename", "inside"]),
  /** A command of a server, a person's edit, a management object, or the device itself (an application, a bootstrap). */
  by: z.enum(["server", "hand", "object", "device"]),
  /** Identifier of the management object. */
  object: z.string().optional(),
  /** Date, milliseconds since 1970. */
  at: z.number(),
  verNo: z.number().int().optional(),
  /** SessionID. */
  session: z.string().optional(),
  /** `seq` of the message; absent for what was done at the device itself. */
  seq: z.number().int().optional(),
});
export type ChangeView = z.infer<typeof ChangeView>;

/** A visible row of the management tree. */
export const TreeNodeView = z.object({
  uri: z.string(),
  name: z.string(),
  depth: z.number().int(),
  position: z.number().int(),
  siblings: z.number().int(),
  kind: z.enum(["leaf", "interior"]),
  format: NodeFormat,
  /** Text of a leaf, base64 for octets; cut to 200 characters. Absent when it is masked. */
  value: z.string().optional(),
  /** A secret of the account: no server may read it, and neither does this view. */
  masked: z.boolean(),
  type: z.string(),
  /** Octets of a leaf. */
  size: z.number().int().optional(),
  verNo: z.number().int(),
  tStamp: z.number(),
  access: z.array(z.string()),
  scope: z.enum(["permanent", "dynamic"]),
  /** The node has an ACL of its own. */
  ownAcl: z.boolean(),
  /** Management object identifier, when the node is the root of a management object. */
  mo: z.string().optional(),
  children: z.number().int(),
  /** Undefined for a leaf. */
  open: z.boolean().optional(),
  /** The node has all the words that were looked for. */
  matches: z.boolean(),
  changed: ChangeView.optional(),
});
export type TreeNodeView = z.infer<typeof TreeNodeView>;

/** An ACL as a table. */
export const AclView = z.object({
  /** As it is written, or empty when the node has none of its own. */
  own: z.string(),
  effective: z.string(),
  /** URI of the node whose ACL holds here. */
  from: z.string(),
  servers: z.array(z.object({ id: z.string(), rights: z.array(AclRight) })),
});
export type AclView = z.infer<typeof AclView>;

/** Everything about one node. */
export const NodeView = TreeNodeView.omit({
  open: true,
  matches: true,
  position: true,
  siblings: true,
}).extend({
  /** The whole value. */
  value: z.string().optional(),
  title: z.string(),
  acl: AclView,
  /** What the node is for, from the description of its management object. */
  doc: z.string().optional(),
  occurs: z.string().optional(),
  /** Newest first. */
  changes: z.array(ChangeView),
  /** What the tree lets a person do with it here. */
  may: z.object({ edit: z.boolean(), add: z.boolean(), delete: z.boolean() }),
  /** Why a deletion could not be taken back, as a sentence; absent when it could. */
  lasting: z.string().optional(),
});
export type NodeView = z.infer<typeof NodeView>;

/** A management session of the device. */
export const DeviceSessionView = z.object({
  /** Number in the history of this device. */
  number: z.number().int(),
  sessionId: z.string(),
  startedAt: z.number(),
  endedAt: z.number().optional(),
  durationMs: z.number().optional(),
  /** `running`, or how it ended. */
  outcome: z.enum(["running", "closed", "aborted", "refused"]),
  reason: z.string().optional(),
  initiator: z.enum(["server", "client"]),
  messages: z.number().int(),
  /** Nodes that it changed. */
  changes: z.number().int(),
  firstSeq: z.number().int().optional(),
  lastSeq: z.number().int().optional(),
  path: z.array(z.object({ state: z.string(), seq: z.number().int() })),
});
export type DeviceSessionView = z.infer<typeof DeviceSessionView>;

/** What the person at the device is asked. */
export const QuestionView = z.object({
  id: z.string(),
  code: z.union([z.literal(1100), z.literal(1101), z.literal(1102), z.literal(1103), z.literal(1104)]),
  text: z.string(),
  choices: z.array(z.string()),
  /** Milliseconds until the default counts; undefined = it waits as long as the session. */
  remaining: z.number().optional(),
  /** What counts when nobody answers, as words. */
  preset: z.string().optional(),
  presetText: z.string().optional(),
  presetChoices: z.array(z.number().int()),
  longest: z.number().int().optional(),
  input: z.string().optional(),
  hidden: z.boolean(),
});
export type QuestionView = z.infer<typeof QuestionView>;

/** An event report of the device. */
export const DeviceAlertView = z.object({
  type: z.string(),
  data: z.string(),
  code: z.number().int().optional(),
  format: z.string().optional(),
  source: z.string().optional(),
  mark: z.string().optional(),
  correlator: z.string().optional(),
  state: z.enum(["waiting", "sent", "answered"]),
  status: z.number().int().optional(),
  at: z.number(),
  seq: z.number().int().optional(),
});
export type DeviceAlertView = z.infer<typeof DeviceAlertView>;

/** A management object with a behaviour, and what it can be asked to do. */
export const ObjectView = z.object({
  id: z.string(),
  title: z.string(),
  uri: z.string(),
  state: z.string(),
  busy: z.boolean(),
  actions: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      parameters: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          default: z.string(),
          values: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});
export type ObjectView = z.infer<typeof ObjectView>;

export const DeviceAccountView = z.object({
  serverId: z.string(),
  serverUrl: z.string(),
  username: z.string(),
  auth: z.string(),
  serverAuth: z.string(),
});
export type DeviceAccountView = z.infer<typeof DeviceAccountView>;

/** What a scenario or a person makes of notifications and of the user. */
export const BehaviourView = z.object({
  notification: z.enum(["accept", "refuse-digest", "ignore"]),
  user: z.enum(["none", "person", "script"]),
});
export type BehaviourView = z.infer<typeof BehaviourView>;

/** A way in which devices of the field depart from the protocol, in words. */
export const MannerView = z.object({
  name: z.string(),
  title: z.string(),
  text: z.string(),
  value: z.string(),
  /** The first is that of a device which keeps to the protocol. */
  choices: z.array(z.object({ value: z.string(), title: z.string() })),
});
export type MannerView = z.infer<typeof MannerView>;

/** A simulated device. */
export const DeviceView = z.object({
  id: z.string(),
  group: z.string().optional(),
  profile: z.object({ id: z.string(), title: z.string(), description: z.string() }),
  manufacturer: z.string().optional(),
  model: z.string().optional(),
  firmware: z.string().optional(),
  encoding: z.enum(["xml", "wbxml"]),
  /** State of its session machine, and what that means. */
  state: z.string(),
  description: z.string().optional(),
  sessionId: z.string().optional(),
  /** Newest first. */
  sessions: z.array(DeviceSessionView),
  /** Sessions that there were, also those no longer kept. */
  sessionCount: z.number().int(),
  question: QuestionView.optional(),
  objects: z.array(ObjectView),
  accounts: z.array(DeviceAccountView),
  /** Newest first. */
  alerts: z.array(DeviceAlertView),
  manners: z.array(MannerView),
  behaviour: BehaviourView,
  nodes: z.number().int(),
  /** Grows with each change of the tree. */
  treeVersion: z.number().int(),
  /** Why it takes no commands. */
  unavailable: z.string().optional(),
});
export type DeviceView = z.infer<typeof DeviceView>;

/** Line of the list of devices. */
export const DeviceLine = z.object({
  id: z.string(),
  group: z.string().optional(),
  profile: z.string(),
  encoding: z.enum(["xml", "wbxml"]),
  state: z.string(),
  sessions: z.number().int(),
  last: z.object({ sessionId: z.string(), outcome: z.string(), at: z.number() }).optional(),
  asking: z.boolean(),
  waitingAlerts: z.number().int(),
});
export type DeviceLine = z.infer<typeof DeviceLine>;
