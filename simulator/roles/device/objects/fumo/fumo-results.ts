import type { ContentProblem, FetchProblem } from "../package-fetch.ts";

/** Result codes of FUMO 1.0 (412 and 500 as implementations have them). */
export const fumoResults = {
  success: 200,
  clientError: 400,
  userCancelled: 401,
  corrupted: 402,
  wrongModel: 403,
  signature: 404,
  unacceptable: 405,
  unauthorised: 406,
  timeout: 407,
  notImplemented: 408,
  undefinedError: 409,
  updateFailed: 410,
  badUrl: 411,
  unavailable: 412,
  serverError: 500,
  downloadOutOfMemory: 501,
  updateOutOfMemory: 502,
  network: 503,
} as const;

const results: Readonly<Record<FetchProblem | ContentProblem, number>> = {
  "bad-url": fumoResults.badUrl,
  "not-found": fumoResults.badUrl,
  unauthorised: fumoResults.unauthorised,
  timeout: fumoResults.timeout,
  unavailable: fumoResults.unavailable,
  network: fumoResults.network,
  "server-error": fumoResults.serverError,
  "too-large": fumoResults.downloadOutOfMemory,
  corrupted: fumoResults.corrupted,
  signature: fumoResults.signature,
  unacceptable: fumoResults.unacceptable,
  "wrong-model": fumoResults.wrongModel,
};

/** Result of a download that brought no usable package. */
export function fumoResultOf(problem: FetchProblem | ContentProblem): number {
  return results[problem];
}
