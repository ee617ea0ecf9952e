import { spec } from "../../core/spec-ref.ts";
import { int, string, withMeaning } from "../../schema/scalar.ts";
import { namespace, one, optional, type Infer, type Input } from "../../schema/element.ts";
import { SYNCML } from "./namespaces.ts";
import { Meta } from "./meta.ts";
import { statusText } from "./status-codes.ts";
import { alertText } from "./alert-codes.ts";

/** Builder of elements in the SyncML namespace. */
export const el = namespace(SYNCML);
const rep = spec("syncml-rep", "6 Element definitions");

/** Identifier of a command, unique within its message, never `0`. */
export const CmdID = el.scalar("CmdID", string, { token: [0, 0x0b], spec: rep, label: "command number" });
/** MsgID of the peer's message that is answered. */
export const MsgRef = el.scalar("MsgRef", string, { token: [0, 0x1c], spec: rep, label: "answers message" });
/** CmdID of the peer's command that is answered; `0` for the header. */
export const CmdRef = el.scalar("CmdRef", string, { token: [0, 0x0c], spec: rep, label: "answers command" });
/** Name of the command that is answered. */
export const Cmd = el.scalar("Cmd", string, { token: [0, 0x0a], spec: rep, label: "command answered" });
export const TargetRef = el.scalar("TargetRef", string, {
  token: [0, 0x2f],
  spec: rep,
  label: "target answered",
});
export const SourceRef = el.scalar("SourceRef", string, {
  token: [0, 0x28],
  spec: rep,
  label: "source answered",
});
/** Address of a node, a device or a server. */
export const LocURI = el.scalar("LocURI", string, { token: [0, 0x17], spec: rep, label: "address" });
/** Display name; in the header's Source the user name. */
export const LocName = el.scalar("LocName", string, { token: [0, 0x16], spec: rep, label: "name" });
export const NoResp = el.flag("NoResp", { token: [0, 0x1d], spec: rep, label: "no response wanted" });
export const MoreData = el.flag("MoreData", { token: [0, 0x34], spec: rep, label: "more chunks follow" });
export const Final = el.flag("Final", { token: [0, 0x12], spec: rep, label: "last message of the package" });
export const Data = el.data("Data", { token: [0, 0x0f], spec: rep, label: "data" });
/** Links an Exec with the Generic Alert that reports its outcome. */
export const Correlator = el.scalar("Correlator", string, {
  token: [0, 0x3c],
  spec: rep,
  label: "correlator",
});

export const Target = el.struct(
  "Target",
  { LocURI: one(LocURI), LocName: optional(LocName) },
  { token: [0, 0x2e], spec: rep, label: "target" },
);
export const Source = el.struct(
  "Source",
  { LocURI: one(LocURI), LocName: optional(LocName) },
  { token: [0, 0x27], spec: rep, label: "source" },
);

/** Credential text of a Cred: base64 of user:password, or an md5 digest. */
const CredData = el.scalar("Data", string, {
  token: [0, 0x0f],
  spec: spec("dm-sec", "5.3"),
  label: "credential",
  secret: true,
});
/** Credentials of the sender. */
export const Cred = el.struct(
  "Cred",
  { Meta: optional(Meta), Data: one(CredData) },
  { token: [0, 0x0e], spec: rep, label: "credentials" },
);
export type Cred = Infer<typeof Cred>;
/** Challenge: which credentials the receiver of the Status has to send. */
export const Chal = el.struct(
  "Chal",
  { Meta: one(Meta) },
  { token: [0, 0x09], spec: rep, label: "challenge" },
);
export type Chal = Infer<typeof Chal>;

/** One operand of a command. */
export const Item = el.struct(
  "Item",
  {
    Target: optional(Target),
    Source: optional(Source),
    Meta: optional(Meta),
    Data: optional(Data),
    MoreData: optional(MoreData),
  },
  { token: [0, 0x14], spec: rep, label: "item" },
);
export type Item = Infer<typeof Item>;
export type ItemInput = Input<typeof Item>;

/** Data of a Status: the status code. */
export const StatusData = el.scalar("Data", withMeaning(int, statusText), {
  token: [0, 0x0f],
  spec: spec("dm-rep", "10 Status codes"),
  label: "status",
});
/** Data of an Alert: the alert code. */
export const AlertData = el.scalar("Data", withMeaning(int, alertText), {
  token: [0, 0x0f],
  spec: spec("dm-pro", "8.7 Alerts"),
  label: "alert",
});
