/*
 * The WSI over HTTP, as the DM server and the External System use it: bytes in, typed requests and responses out, and
 * the other way round.
 */
export * from "./wsi-types.ts";
export { readWsiRequest, type ReadRequestOptions } from "./wsi-read-request.ts";
export { writeWsiResponse } from "./wsi-write-response.ts";
export { unauthorized, writeFault } from "./wsi-faults.ts";
export { readWsiResponse, writeWsiRequest, wsiRequestOf } from "./wsi-client.ts";
export { serveWsdl } from "./wsi-description.ts";
export { peekOperation } from "./wsi-peek.ts";
