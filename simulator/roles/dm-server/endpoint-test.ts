import type { HttpResponse } from "../../wire/http.ts";
import type { RequestFailure } from "../../wire/role.ts";
import type { Turn } from "./wsi/turn.ts";

/** Names of our requests begin so. */
export const ENDPOINT_TEST = "endpoint-test/";
/** Milliseconds of run time until an endpoint counts as silent. */
const TIMEOUT = 5000;

/** Asks an address whether anybody answers there, as callbacks would reach it. */
export interface EndpointTest {
  begin(test: { readonly id: string; readonly url: string }, turn: Turn): void;
  handleResponse(request: string, outcome: HttpResponse | RequestFailure, turn: Turn): void;
}

/**
 * Creates the test of callback endpoints: a GET without credentials, so that nothing is delivered. Whatever status comes
 * back, the endpoint was reached.
 */
export function createEndpointTest(): EndpointTest {
  return {
    begin: ({ id, url }, turn) => {
      turn.emit({
        type: "request",
        request: `${ENDPOINT_TEST}${id}`,
        channel: "http",
        http: { method: "GET", url, headers: { accept: "*/*" }, body: new Uint8Array(0) },
        timeout: TIMEOUT,
        onPeersWord: true,
      });
    },
    handleResponse: (request, outcome, turn) => {
      const id = request.slice(ENDPOINT_TEST.length);
      const report =
        typeof outcome === "string"
          ? { name: "endpoint.unanswered", data: { id, reason: outcome } }
          : { name: "endpoint.answered", data: { id, status: outcome.status } };
      turn.emit({ type: "report", report });
    },
  };
}
