import type { Completion } from "../../api/index.ts";

/** Media types that the contract names (sections 4 and 5). */
export const contentTypes: readonly Completion[] = [
  { value: "application/vnd.dmwsi.parameters+xml", detail: "list of parameters" },
  { value: "application/vnd.syncml.dmtnds+xml", detail: "TNDS" },
  { value: "application/vnd.syncml.dmtnds+wbxml", detail: "TNDS in WBXML" },
  { value: "text/vnd.wap.connectivity-xml", detail: "provisioning document" },
  { value: "application/vnd.syncml.dm+xml", detail: "DM package" },
  { value: "application/vnd.syncml.dm+wbxml", detail: "DM package in WBXML" },
];
