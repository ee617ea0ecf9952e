export { SYNCML, METINF, syncmlAliases, metinfAliases } from "./namespaces.ts";
export { statusCodes, statusText } from "./status-codes.ts";
export { alertCodes, alertText } from "./alert-codes.ts";
export { bareAlertType } from "./alert-type.ts";
export { Meta } from "./meta.ts";
export { Item, Cred, Chal, Source, Target, type ItemInput } from "./common.ts";
export {
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
  type StatusInput,
  type ResultsInput,
  type SimpleCommand,
  type SimpleCommandInput,
  type NestedCommand,
  type NestedCommandInput,
} from "./commands.ts";
export {
  SyncML,
  SyncHdr,
  type SyncMLInput,
  type SyncHdrInput,
  type BodyCommand,
  type BodyCommandInput,
} from "./message.ts";
export { documentVersion, readSyncML } from "./read.ts";
export { writeSyncML } from "./write.ts";
export { inspectSyncMLWbxml, readSyncMLWbxml, syncmlWbxmlOptions } from "./wbxml-read.ts";
export { writeSyncMLWbxml, type SyncMLWbxmlOptions } from "./wbxml-write.ts";
export { syncmlVocabulary } from "./wbxml-tables.ts";
export { readSyncMLFragment, syncmlElement, syncmlNamespaces } from "./fragment.ts";
export {
  dmEncodingOf,
  dmMediaTypes,
  readDmMessage,
  writeDmMessage,
  type DmEncoding,
  type DmMessage,
  type UnknownCommand,
} from "./dm-encoding.ts";
export {
  DevInf,
  devInfVocabulary,
  readDevInf,
  readDevInfWbxml,
  writeDevInf,
  writeDevInfWbxml,
} from "./devinf.ts";
export type { DataSyncCommand } from "./data-sync.ts";
export { judgeSyncML } from "./judge.ts";
export { summarizeCommand, summarizeElement, summarizeSyncML } from "./summary.ts";
