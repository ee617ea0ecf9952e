export {
  defaultXmlLimits,
  type ElementResolver,
  type NamespaceAliases,
  type XmlDispatchResult,
  type XmlLimits,
  type XmlReader,
  type XmlReadOptions,
  type XmlReadResult,
  type XmlRoot,
} from "./reader.ts";
export type { Positions } from "./positions.ts";
export { createXmlDispatchReader, createXmlReader, peekRoot } from "./read.ts";
export { createXmlTextWriter, createXmlWriter, type XmlWriteOptions, type XmlWriter } from "./write.ts";
export { attributeText, contentText } from "./escape.ts";
export { node, printDocument, type DocumentNode } from "./document.ts";
export { childRangeOf, pathAt, rangeOf } from "../places.ts";
export { inspectXml, type XmlInspection, type XmlInspectOptions } from "./inspect-xml.ts";
export { prettyXml } from "./pretty.ts";
