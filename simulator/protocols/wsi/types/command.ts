import { spec } from "../../../core/spec-ref.ts";
import {
  group,
  one,
  optional,
  type Infer,
  type Input,
  type TaggedIn,
  type TaggedOut,
} from "../../../schema/element.ts";
import { string } from "../../../schema/scalar.ts";
import { el } from "../namespaces.ts";
import { binaryData, correlator, data, format, locUri, type } from "./shared.ts";

const ref = spec("wsi-contract", "5 Command");

const from = el.scalar("from", string, { label: "from", doc: "LocURI of the node that is copied." });
const to = el.scalar("to", string, { label: "to", doc: "LocURI of the copy." });

/** Fields of a command that writes a value. */
const writing = {
  locUri: one(locUri),
  format: optional(format),
  type: optional(type),
  data: optional(data),
  binaryData: optional(binaryData),
};

const get = el.struct(
  "get",
  { locUri: one(locUri) },
  { typeName: "GetCommand", label: "get", doc: "Reads a node." },
);
const add = el.struct("add", writing, { typeName: "WriteCommand", label: "add", doc: "Creates a node." });
const replace = el.struct("replace", writing, {
  typeName: "WriteCommand",
  label: "replace",
  doc: "Overwrites the value of a node.",
});
const remove = el.struct(
  "delete",
  { locUri: one(locUri) },
  { typeName: "DeleteCommand", label: "delete", doc: "Deletes a node and what is below it." },
);
const copy = el.struct(
  "copy",
  { from: one(from), to: one(to) },
  { typeName: "CopyCommand", label: "copy", doc: "Copies a node." },
);
const exec = el.struct(
  "exec",
  { locUri: one(locUri), data: optional(data), correlator: optional(correlator) },
  { typeName: "ExecCommand", label: "execute", doc: "Starts a process on the device." },
);

const atomicMembers = () => [add, replace, remove, copy] as const;
const atomic = el.struct(
  "atomic",
  { commands: group("some", atomicMembers) },
  {
    typeName: "AtomicCommand",
    label: "all or nothing",
    doc: "Commands that succeed together or not at all.",
  },
);

const sequenceMembers = () => [get, add, replace, remove, copy, exec, atomic] as const;
const sequence = el.struct(
  "sequence",
  { commands: group("some", sequenceMembers) },
  { typeName: "SequenceCommand", label: "in order", doc: "Commands that run in this order." },
);

const commandKinds = () => [get, add, replace, remove, copy, exec, atomic, sequence] as const;
const choiceInfo = {
  typeName: "Command",
  label: "command",
  doc: "Exactly one management command.",
  spec: ref,
};

/** One management command; the only choice of the contract. */
export const command = el.choice("command", commandKinds, choiceInfo);
/** Commands that set a device up before it reports. */
export const setUp = el.choice("setUp", commandKinds, { ...choiceInfo, label: "set-up command" });

/** A command as read: `{ kind: "get", locUri }`, `{ kind: "sequence", commands: […] }`. */
export type Command = Infer<typeof command>;
export type CommandInput = Input<typeof command>;
/** Member of an `atomic`. */
export type AtomicMember = TaggedOut<ReturnType<typeof atomicMembers>>;
export type AtomicMemberInput = TaggedIn<ReturnType<typeof atomicMembers>>;
/** Member of a `sequence`. */
export type SequenceMember = TaggedOut<ReturnType<typeof sequenceMembers>>;
export type SequenceMemberInput = TaggedIn<ReturnType<typeof sequenceMembers>>;
