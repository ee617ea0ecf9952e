import type { ContentProblem, FetchProblem } from "../package-fetch.ts";

/** Result codes of SCOMO 1.0. */
export const scomoResults = {
  success: 1200,
  clientError: 1400,
  userCancelled: 1401,
  downloadFailed: 1402,
  unauthorised: 1403,
  downloadOutOfMemory: 1404,
  installFailed: 1405,
  installOutOfMemory: 1406,
  validationFailed: 1407,
  removeFailed: 1408,
  activateFailed: 1409,
  deactivateFailed: 1410,
  notImplemented: 1411,
  undefinedError: 1412,
  environment: 1413,
  serverError: 1500,
  unavailable: 1501,
} as const;

const results: Readonly<Record<FetchProblem | ContentProblem, number>> = {
  "bad-url": scomoResults.downloadFailed,
  "not-found": scomoResults.downloadFailed,
  unauthorised: scomoResults.unauthorised,
  timeout: scomoResults.unavailable,
  unavailable: scomoResults.unavailable,
  network: scomoResults.downloadFailed,
  "server-error": scomoResults.serverError,
  "too-large": scomoResults.downloadOutOfMemory,
  corrupted: scomoResults.validationFailed,
  signature: scomoResults.validationFailed,
  unacceptable: scomoResults.validationFailed,
  "wrong-model": scomoResults.validationFailed,
};

/** Result of a download that brought no usable package. */
export function scomoResultOf(problem: FetchProblem | ContentProblem): number {
  return results[problem];
}
