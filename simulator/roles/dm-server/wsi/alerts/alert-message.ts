import { fromBase64, utf8 } from "../../../../core/bytes.ts";
import type { AlertInput, ItemInput } from "../../../../protocols/wsi/index.ts";
import { isLegalText } from "../../json-value.ts";
import type { AlertReport, AlertReportItem } from "../../ports.ts";

/** A stored alert as the contract tells it, with those of its items that the receiver may have. */
export function alertMessage(
  alert: AlertReport,
  items: readonly AlertReportItem[] = alert.items,
): AlertInput {
  const { alertId, deviceId, alertType, correlator, receivedAt } = alert;
  // the importance of what is held back is held back too
  const mark = items.length === alert.items.length ? alert.mark : markOf(items);
  return { alertId, deviceId, alertType, mark, correlator, receivedAt, item: items.map(itemMessage) };
}

/** Mark of an alert with these items: the first that has one. */
export function markOf(items: readonly { readonly mark?: string | undefined }[]): string | undefined {
  return items.find(({ mark }) => mark !== undefined)?.mark;
}

/** A value that is no text for XML is told as octets. */
function itemMessage({ data, binaryData, ...place }: AlertReportItem): ItemInput {
  if (binaryData !== undefined) return { ...place, binaryData: fromBase64(binaryData) ?? utf8(binaryData) };
  if (data === undefined) return place;
  return isLegalText(data) ? { ...place, data } : { ...place, binaryData: utf8(data) };
}
