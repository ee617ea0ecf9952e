/** Media types of provisioning documents. */
export const provisioningTypes = {
  xml: "text/vnd.wap.connectivity-xml",
  wbxml: "application/vnd.wap.connectivity-wbxml",
} as const;

/** Media type of a bootstrap message of the DM profile, which is always WBXML. */
export const DM_BOOTSTRAP_TYPE = "application/vnd.syncml.dm+wbxml";

/** The content type of a bootstrap message: media type, method and MAC. */
export interface BootstrapType {
  /** Lower case, without parameters. */
  readonly mediaType: string;
  /** SEC as written: a word or, in the client provisioning profile, also its number. */
  readonly sec?: string | undefined;
  /** MAC as written. */
  readonly mac?: string | undefined;
}

/** Reads a content type; parameters in any order and case, quoted or not, others left out. */
export function readBootstrapType(contentType: string): BootstrapType {
  const [mediaType = "", ...parameters] = contentType.split(";");
  const found = new Map<string, string>();
  for (const parameter of parameters) {
    const match = /^\s*([\w-]+)\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter);
    if (match) found.set((match[1] ?? "").toLowerCase(), match[2] ?? "");
  }
  return { mediaType: mediaType.trim().toLowerCase(), sec: found.get("sec"), mac: found.get("mac") };
}

/** The content type as text. */
export function bootstrapTypeText({ mediaType, sec, mac }: BootstrapType): string {
  return [mediaType, ...(sec ? [`SEC=${sec}`] : []), ...(mac ? [`MAC=${mac}`] : [])].join("; ");
}
