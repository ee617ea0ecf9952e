import { callbacksOf, type CallbackName, type OperationName } from "../../protocols/wsi/index.ts";
import type { RequestInput } from "../../stacks/wsi-http.ts";

/** The callbacks that the contract promises for a request (section 4); none where the response is the answer. */
export function expectedOutcomes(
  operation: OperationName,
  value: RequestInput<OperationName> | undefined,
): readonly CallbackName[] {
  const declared = callbacksOf([operation]);
  if (!value) return declared;
  const byCallback = "delivery" in value && value.delivery === "callback";
  switch (operation) {
    case "DiscoverDevices":
      return byCallback ? declared : [];
    case "DescribeDevice": {
      const refresh = "refresh" in value && value.refresh === true;
      return declared.filter((name) => (name === "DiscoveryResult" ? byCallback : refresh));
    }
    default:
      return declared;
  }
}

/** Text of a part of a request. */
export function textIn(value: RequestInput<OperationName> | undefined, part: string): string | undefined {
  const found: unknown = value && Object.entries(value).find(([key]) => key === part)?.[1];
  return typeof found === "string" ? found : undefined;
}
