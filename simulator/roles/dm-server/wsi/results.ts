import { statusText } from "../../../protocols/syncml/index.ts";
import type { CommandResultInput, DeviceResultInput } from "../../../protocols/wsi/index.ts";
import { utf8 } from "../../../core/bytes.ts";
import type { CommandOutcome, OutcomeItem } from "../ports.ts";
import { isWholeRequest } from "./commands.ts";
import { isLegalText } from "../json-value.ts";

/** Statuses of the 200s that say that the command was not carried out. */
const notDone: ReadonlySet<number> = new Set([214, 215, 216]);

/** True when the device did what the command asked. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300 && !notDone.has(status);
}

/** The results of a device's commands, as the contract tells them. */
export function commandResults(outcomes: readonly CommandOutcome[]): readonly CommandResultInput[] {
  return outcomes
    .filter(({ reference, memberReference }) => memberReference !== undefined || !isWholeRequest(reference))
    .map(({ reference, memberReference, status, items }) => ({
      index: memberReference ?? reference,
      status,
      statusText: statusText(status) ?? `status ${status}`,
      item: items.map(legalItem),
    }));
}

/** A value that is no text for XML is told as octets. */
function legalItem(item: OutcomeItem): OutcomeItem {
  if (item.data === undefined || isLegalText(item.data)) return item;
  const { data, ...rest } = item;
  return { ...rest, binaryData: utf8(data) };
}

/** The result of one device: succeeded when every command did. */
export function deviceResult(
  deviceId: string,
  outcomes: readonly CommandOutcome[],
  finishedAt: number,
): DeviceResultInput & {
  readonly state: "succeeded" | "failed";
  readonly commandResult: readonly CommandResultInput[];
} {
  const done = outcomes.length > 0 && outcomes.every(({ status }) => isSuccess(status));
  return {
    deviceId,
    state: done ? "succeeded" : "failed",
    finishedAt,
    commandResult: commandResults(outcomes),
  };
}
