import type { DeviceResult, OperationStatus } from "../../../../protocols/wsi/index.ts";
import type { UpstreamEntry } from "../../options.ts";
import type { Turn } from "../turn.ts";
import type { UpstreamCaller } from "./upstream-caller.ts";
import type { UpstreamFailure } from "./upstream-failure.ts";

/** What is done with the answers. */
export interface PollSteps {
  /** Takes a page; false when no further one is wanted. */
  page(results: readonly DeviceResult[], turn: Turn): boolean;
  /** After the last page. */
  end(status: OperationStatus, turn: Turn): void;
  failed(failure: UpstreamFailure, turn: Turn): void;
}

const LARGEST_PAGE = 1000;

/** Asks an upstream for an operation and the results of its devices, page by page. */
export function pollUpstream(
  caller: UpstreamCaller,
  upstream: UpstreamEntry,
  operationId: string,
  conversation: string | undefined,
  turn: Turn,
  steps: PollSteps,
): void {
  let maxResults = LARGEST_PAGE;
  const ask = (startIndex: number, at: Turn): void =>
    caller.call(
      upstream,
      "QueryOperation",
      { operationId, startIndex, maxResults },
      at,
      (outcome, later) => {
        if (!outcome.ok && outcome.failure.tooLarge && maxResults > 1) {
          maxResults = Math.ceil(maxResults / 4);
          return ask(startIndex, later);
        }
        if (!outcome.ok) return steps.failed(outcome.failure, later);
        const { operation, deviceResult, nextIndex } = outcome.value;
        const goesOn = steps.page(deviceResult, later) && nextIndex !== undefined && nextIndex > startIndex;
        if (goesOn) ask(nextIndex, later);
        else steps.end(operation, later);
      },
      { conversation },
    );
  ask(0, turn);
}
