import { spec } from "../../core/spec-ref.ts";
import { string } from "../../schema/scalar.ts";
import {
  group,
  many,
  one,
  optional,
  some,
  type Element,
  type Infer,
  type Input,
  type TaggedIn,
  type TaggedOut,
} from "../../schema/element.ts";
import { Meta, type MetaInput } from "./meta.ts";
import {
  AlertData,
  Chal,
  Cmd,
  CmdID,
  CmdRef,
  Correlator,
  Cred,
  el,
  Item,
  MsgRef,
  NoResp,
  SourceRef,
  StatusData,
  TargetRef,
} from "./common.ts";

const Archive = el.flag("Archive", { token: [0, 0x07], label: "archive" });
const SftDel = el.flag("SftDel", { token: [0, 0x26], label: "soft delete" });
/** Language of what is asked for. */
export const Lang = el.scalar("Lang", string, { token: [0, 0x15], label: "language" });

/** Outcome of one command of the peer. */
export const Status = el.struct(
  "Status",
  {
    CmdID: one(CmdID),
    MsgRef: one(MsgRef),
    CmdRef: one(CmdRef, "0"),
    Cmd: one(Cmd),
    TargetRef: many(TargetRef),
    SourceRef: many(SourceRef),
    Cred: optional(Cred),
    Chal: optional(Chal),
    Data: one(StatusData),
    Item: many(Item),
  },
  { token: [0, 0x29], spec: spec("syncml-rep", "Status"), label: "status" },
);
/** Data that a Get asked for. */
export const Results = el.struct(
  "Results",
  {
    CmdID: one(CmdID),
    MsgRef: optional(MsgRef),
    CmdRef: one(CmdRef, "1"),
    Meta: optional(Meta),
    TargetRef: optional(TargetRef),
    SourceRef: optional(SourceRef),
    Item: some(Item),
  },
  { token: [0, 0x22], spec: spec("syncml-rep", "Results"), label: "results" },
);
/** Event or request for attention; the code is in Data. */
export const Alert = el.struct(
  "Alert",
  {
    CmdID: one(CmdID),
    NoResp: optional(NoResp),
    Cred: optional(Cred),
    Data: optional(AlertData),
    Correlator: optional(Correlator),
    Item: many(Item),
  },
  { token: [0, 0x06], spec: spec("dm-pro", "8.7 Alert"), label: "alert" },
);

const operands = {
  CmdID: one(CmdID),
  NoResp: optional(NoResp),
  Cred: optional(Cred),
  Meta: optional(Meta),
  Item: some(Item),
};

/** Creates nodes. */
export const Add = el.struct("Add", operands, {
  token: [0, 0x05],
  spec: spec("dm-pro", "Add"),
  label: "add",
});
/** Overwrites values; from a client it carries DevInfo. */
export const Replace = el.struct("Replace", operands, {
  token: [0, 0x20],
  spec: spec("dm-pro", "Replace"),
  label: "replace",
});
/** Copies a leaf. */
export const Copy = el.struct("Copy", operands, {
  token: [0, 0x0d],
  spec: spec("dm-pro", "Copy"),
  label: "copy",
});
/** Deletes a node and what is below it. */
export const Delete = el.struct(
  "Delete",
  {
    CmdID: one(CmdID),
    NoResp: optional(NoResp),
    Archive: optional(Archive),
    SftDel: optional(SftDel),
    Cred: optional(Cred),
    Meta: optional(Meta),
    Item: some(Item),
  },
  { token: [0, 0x10], spec: spec("dm-pro", "Delete"), label: "delete" },
);
/** Reads values, child names, properties or structure. */
export const Get = el.struct(
  "Get",
  {
    CmdID: one(CmdID),
    NoResp: optional(NoResp),
    Lang: optional(Lang),
    Cred: optional(Cred),
    Meta: optional(Meta),
    Item: some(Item),
  },
  { token: [0, 0x13], spec: spec("dm-pro", "Get"), label: "get" },
);
/** Starts a process on the device. */
export const Exec = el.struct(
  "Exec",
  {
    CmdID: one(CmdID),
    NoResp: optional(NoResp),
    Cred: optional(Cred),
    Meta: optional(Meta),
    Correlator: optional(Correlator),
    Item: some(Item),
  },
  { token: [0, 0x11], spec: spec("dm-pro", "Exec"), label: "execute" },
);

type Simple = readonly [
  typeof Add,
  typeof Alert,
  typeof Copy,
  typeof Delete,
  typeof Exec,
  typeof Get,
  typeof Replace,
];
interface Container<Command, MetaValue> {
  readonly CmdID: string;
  readonly NoResp?: true | undefined;
  readonly Meta?: MetaValue | undefined;
  readonly commands: readonly Command[];
}
/** A command that stands alone. */
export type SimpleCommand = TaggedOut<Simple>;
export type SimpleCommandInput = TaggedIn<Simple>;
/** A command of an Atomic or Sequence as read. A nested container is read too; whether it is legal is judged later. */
export type NestedCommand =
  SimpleCommand | ({ readonly kind: "Atomic" | "Sequence" } & Container<NestedCommand, Meta>);
export type NestedCommandInput =
  SimpleCommandInput | ({ readonly kind: "Atomic" | "Sequence" } & Container<NestedCommandInput, MetaInput>);

type ContainerElement<N extends string> = Element<
  Container<NestedCommand, Meta>,
  Container<NestedCommandInput, MetaInput>
> & {
  readonly name: N;
};

const nested = (): readonly [...Simple, ContainerElement<"Atomic">, ContainerElement<"Sequence">] => [
  Add,
  Alert,
  Copy,
  Delete,
  Exec,
  Get,
  Replace,
  Atomic,
  Sequence,
];

/** All or nothing, in document order. */
export const Atomic: ContainerElement<"Atomic"> = el.struct(
  "Atomic",
  { CmdID: one(CmdID), NoResp: optional(NoResp), Meta: optional(Meta), commands: group("some", nested) },
  { token: [0, 0x08], spec: spec("dm-pro", "Atomic"), label: "all or nothing" },
);
/** In document order. */
export const Sequence: ContainerElement<"Sequence"> = el.struct(
  "Sequence",
  { CmdID: one(CmdID), NoResp: optional(NoResp), Meta: optional(Meta), commands: group("some", nested) },
  { token: [0, 0x24], spec: spec("dm-pro", "Sequence"), label: "in order" },
);

export type Status = Infer<typeof Status>;
export type StatusInput = Input<typeof Status>;
export type Results = Infer<typeof Results>;
export type ResultsInput = Input<typeof Results>;
export type Alert = Infer<typeof Alert>;
