export * from "./version.ts";
export * from "./qname.ts";
export * from "./addressing.ts";
export * from "./username-token.ts";
export * from "./fault.ts";
export * from "./http-binding.ts";
export { SOAP11, SOAP12, WSA, WSSE, WSU } from "./namespaces.ts";
export {
  createEnvelopeReader,
  resolveEnvelope,
  soapResolver,
  type ReadEnvelope,
  type SoapEnvelope,
  type SoapVocabulary,
} from "./read.ts";
export { processHeaders, type ProcessedHeaders } from "./header-processing.ts";
export { readAddressing, type ReadAddressing } from "./read-addressing.ts";
export { readSecurity, type ReadSecurity } from "./read-security.ts";
export { isFault, readFault, type ReceivedSoapFault } from "./read-fault.ts";
export { mustUnderstand, writeEnvelope, type EnvelopeInput } from "./write.ts";
export { faultElement } from "./write-fault.ts";
export { addressingBlocks, notUnderstoodBlocks, securityBlock, upgradeBlock } from "./write-headers.ts";
export { Envelope11, Envelope12 } from "./envelope.ts";
export { Fault11, Fault12 } from "./fault-elements.ts";
export { Security } from "./security-headers.ts";
export { addressingHeaders } from "./addressing-headers.ts";
