export { positionsOfEqual, type WbxmlPositions } from "./positions.ts";
export type { WbxmlHeader } from "./header.ts";
export { type WbxmlLimits, type WbxmlReadOptions, type WbxmlReadResult } from "./reader.ts";
export { createWbxmlReader } from "./read.ts";
export { createWbxmlWriter, type WbxmlWriteOptions } from "./write.ts";
export type { CodePage, PublicId, WbxmlVocabulary } from "./vocabulary.ts";
export { inspectWbxml, type WbxmlInspection, type WbxmlInspectOptions } from "./inspect-wbxml.ts";
export { isReadable } from "./readable.ts";
