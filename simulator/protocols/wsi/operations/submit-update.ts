import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { anyUri } from "../../../schema/scalar.ts";
import { installMode } from "../enumerations.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { assignTo } from "../types/device.ts";
import { clientReference, updateId } from "../types/identifiers.ts";
import { kindOfUpdate } from "../types/library.ts";
import { content, expires, name, sha256, size, version } from "../types/shared.ts";

const packageUri = el.scalar("packageUri", anyUri, {
  label: "package address",
  doc: "Where devices download the package. Exactly one of packageUri and content.",
});
const install = el.scalar("install", installMode, {
  label: "install",
  doc: "Whether the package is only downloaded or installed as well.",
});

export const SubmitUpdate = el.struct("SubmitUpdate", {
  clientReference: optional(clientReference),
  name: one(name),
  version: one(version),
  kind: one(kindOfUpdate),
  packageUri: optional(packageUri),
  content: optional(content),
  size: one(size),
  sha256: one(sha256),
  install: one(install),
  assignTo: optional(assignTo),
  expires: optional(expires),
});
export type SubmitUpdate = Infer<typeof SubmitUpdate>;
export type SubmitUpdateInput = Input<typeof SubmitUpdate>;

export const SubmitUpdateResponse = el.struct("SubmitUpdateResponse", {
  ack: one(ack),
  updateId: one(updateId),
});
export type SubmitUpdateResponse = Infer<typeof SubmitUpdateResponse>;
export type SubmitUpdateResponseInput = Input<typeof SubmitUpdateResponse>;

/** G1: stores an update package and assigns it to devices. */
export const submitUpdate = operation("SubmitUpdate", {
  request: SubmitUpdate,
  response: SubmitUpdateResponse,
  submitting: true,
  outcomes: ["OperationProgress", "OperationResult"],
  doc: "Stores a firmware or software update and assigns it to devices; the outcome carries the FUMO or SCOMO result code.",
});
