/*
 * Result codes of FUMO 1.0 (412 and 500 as implementations have them) and SCOMO 1.0 in words.
 */

const fumo: Readonly<Record<number, string>> = {
  200: "success",
  400: "client error",
  401: "the user cancelled",
  402: "the package is corrupted",
  403: "the package does not match the device",
  404: "the signature of the package is not valid",
  405: "the package is not acceptable",
  406: "the download was not authorised",
  407: "the download timed out",
  408: "not implemented",
  409: "undefined error",
  410: "the update failed",
  411: "the address of the package is malformed or bad",
  412: "the download server is not available",
  500: "error of the download server",
  501: "not enough memory for the download",
  502: "not enough memory for the update",
  503: "network issue in the download",
};

const scomo: Readonly<Record<number, string>> = {
  1200: "success",
  1400: "client error",
  1401: "the user cancelled",
  1402: "the download failed",
  1403: "the download was not authorised",
  1404: "not enough memory for the download",
  1405: "the installation failed",
  1406: "not enough memory for the installation",
  1407: "the package is not valid",
  1408: "the removal failed",
  1409: "the activation failed",
  1410: "the deactivation failed",
  1411: "not implemented",
  1412: "undefined error",
  1413: "the environment type is not supported",
  1500: "error of the download server",
  1501: "the download server is not available",
};

/** A result code in words; codes of vendors and unknown ones by their range. */
export function resultText(kind: "firmware" | "software", code: number): string {
  const known = (kind === "firmware" ? fumo : scomo)[code];
  if (known !== undefined) return known;
  const vendor = code % 100 >= 50 ? ", vendor's own" : "";
  return isSuccessCode(kind, code) ? `success${vendor}` : `failure${vendor}`;
}

/** True for a result of success: 200 to 299, of SCOMO 1200 to 1299. */
export function isSuccessCode(kind: "firmware" | "software", code: number): boolean {
  return Math.floor(code / 100) === (kind === "firmware" ? 2 : 12);
}

/** The result code in the data of a Generic Alert: a number, or `<ResultCode>` in markup; undefined when there is none. */
export function resultCodeIn(data: string | undefined): number | undefined {
  const text = /<ResultCode>\s*(\d{3,4})\s*<\/ResultCode>/.exec(data ?? "")?.[1] ?? data?.trim() ?? "";
  return /^\d{3,4}$/.test(text) ? Number(text) : undefined;
}
