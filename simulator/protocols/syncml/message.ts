import { spec } from "../../core/spec-ref.ts";
import { string } from "../../schema/scalar.ts";
import {
  group,
  one,
  optional,
  type Infer,
  type Input,
  type TaggedIn,
  type TaggedOut,
} from "../../schema/element.ts";
import { Meta } from "./meta.ts";
import { Cred, el, Final, NoResp, Source, Target } from "./common.ts";
import {
  Add,
  Alert,
  Atomic,
  Copy,
  Delete,
  Exec,
  Get,
  Replace,
  Results,
  Sequence,
  Status,
} from "./commands.ts";
import { dataSyncCommands } from "./data-sync.ts";

const header = spec("syncml-rep", "SyncHdr");

const VerDTD = el.scalar("VerDTD", string, { token: [0, 0x31], spec: header, label: "DTD version" });
const VerProto = el.scalar("VerProto", string, { token: [0, 0x32], spec: header, label: "protocol version" });
const SessionID = el.scalar("SessionID", string, { token: [0, 0x25], spec: header, label: "session" });
const MsgID = el.scalar("MsgID", string, { token: [0, 0x1b], spec: header, label: "message number" });
const RespURI = el.scalar("RespURI", string, { token: [0, 0x21], spec: header, label: "answer to" });

/** Header of every message. */
export const SyncHdr = el.struct(
  "SyncHdr",
  {
    VerDTD: one(VerDTD),
    VerProto: one(VerProto),
    SessionID: one(SessionID),
    MsgID: one(MsgID),
    Target: one(Target),
    Source: one(Source),
    RespURI: optional(RespURI),
    NoResp: optional(NoResp),
    Cred: optional(Cred),
    Meta: optional(Meta),
  },
  { token: [0, 0x2c], spec: header, label: "header" },
);
export type SyncHdr = Infer<typeof SyncHdr>;
export type SyncHdrInput = Input<typeof SyncHdr>;

const commands = () =>
  [Alert, Atomic, Copy, Exec, Get, Results, Sequence, Status, Add, Replace, Delete] as const;

/** Body: statuses, results, alerts and commands in document order. */
export const SyncBody = el.struct(
  "SyncBody",
  {
    commands: group("many", commands),
    /** Commands of data synchronisation, which DM does not use, wherever they stood. */
    dataSync: group("many", dataSyncCommands, { anywhere: true }),
    Final: optional(Final),
  },
  { token: [0, 0x2b], spec: spec("syncml-rep", "SyncBody"), label: "body" },
);

/** One SyncML message: one transport body. */
export const SyncML = el.struct(
  "SyncML",
  { SyncHdr: one(SyncHdr), SyncBody: one(SyncBody) },
  { token: [0, 0x2d], spec: spec("syncml-rep", "SyncML"), label: "message" },
);
export type SyncML = Infer<typeof SyncML>;
export type SyncMLInput = Input<typeof SyncML>;

/** Any command of a body as read: `{ kind: "Get", CmdID, Item: […] }`. */
export type BodyCommand = TaggedOut<ReturnType<typeof commands>>;
/** Any command of a body as written. */
export type BodyCommandInput = TaggedIn<ReturnType<typeof commands>>;
