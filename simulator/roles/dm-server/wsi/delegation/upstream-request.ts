import type { ManageParametersInput, SubmitBulkOperationInput } from "../../../../protocols/wsi/index.ts";
import { fromJson } from "../../json-value.ts";
import type { ReferencedCommand } from "../../ports.ts";
import type { OperationRecord } from "../records.ts";
import type { DelegatedRecord } from "./records.ts";
import { wsiCommands } from "./wsi-commands.ts";

/** What an upstream is asked for a part of an operation. */
export type UpstreamRequest =
  | { readonly operation: "ManageParameters"; readonly value: ManageParametersInput }
  | { readonly operation: "SubmitBulkOperation"; readonly value: SubmitBulkOperationInput }
  | {
      readonly operation: "DescribeDevice";
      readonly value: { readonly deviceId: string; readonly refresh: true };
    };

/** Finished devices after which an upstream tells progress where the operation does not say it. */
const PROGRESS_EVERY = 100;

/**
 * The request for a part of an operation: work on one device as ManageParameters, on several as a bulk operation. The same
 * part gives the same request, so that a reference stands for one content. Undefined for work that is not delegated.
 */
export function upstreamRequest(
  part: DelegatedRecord,
  deviceIds: readonly string[],
  { work, pace, name, notify }: OperationRecord,
): UpstreamRequest | undefined {
  const [deviceId] = deviceIds;
  if (!work || deviceId === undefined) return undefined;
  if (work.kind === "describe") return { operation: "DescribeDevice", value: { deviceId, refresh: true } };
  if (work.kind !== "commands" && work.kind !== "set-up") return undefined;
  const commands = work.commands.map((json) => fromJson(json) as ReferencedCommand); // put by toJson
  const { command, atomic } = wsiCommands(commands);
  const { reference: clientReference, expires } = part;
  if (deviceIds.length === 1)
    return {
      operation: "ManageParameters",
      value: {
        clientReference,
        deviceId,
        command,
        ...(atomic ? { atomic } : {}),
        ...(notify === false ? { notifyDevice: false } : {}),
        expires,
      },
    };
  return {
    operation: "SubmitBulkOperation",
    value: {
      clientReference,
      name,
      target: { deviceId: deviceIds },
      command,
      maxParallel: pace?.maxParallel,
      stopAfterFailures: pace?.stopAfterFailures,
      progressEvery: Math.min(pace?.progressEvery ?? PROGRESS_EVERY, deviceIds.length),
      expires,
    },
  };
}
