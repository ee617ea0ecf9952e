import type { DeviceResult } from "../../protocols/wsi/index.ts";
import { toBase64 } from "../../core/bytes.ts";
import type { ExportedRun } from "../export-run.ts";
import type { PlacedOperation } from "./place.ts";
import { shownValue } from "./secret-values.ts";

/** Results read in one go. */
const PAGE = 500;

/**
 * The result of every device as a file: CSV with a line for each command result (RFC 4180, cells that a spreadsheet
 * would take for a formula are marked as text), or JSON as QueryOperation tells it. Values that the inspector covers
 * are covered here too, and counted.
 */
export function exportResults(placed: PlacedOperation, to: "csv" | "json"): ExportedRun {
  const { record } = placed;
  const secrets = { masked: 0 };
  const text = to === "csv" ? csv(placed, secrets) : json(placed, secrets);
  return {
    fileName: `${record.operationId}-results.${to}`,
    contentType: to === "csv" ? "text/csv; charset=utf-8" : "application/json",
    text,
    masked: secrets.masked,
  };
}

/** Counts the values that were covered. */
interface Secrets {
  masked: number;
}

function csv(placed: PlacedOperation, secrets: Secrets): string {
  const lines = [
    row(["deviceId", "state", "finishedAt", "reason", "index", "status", "statusText", "source", "value"]),
  ];
  for (const { deviceId, state, finishedAt, reason, commandResult } of resultsOf(placed)) {
    const device = [deviceId, state, dateText(finishedAt), reason ?? ""];
    if (commandResult.length === 0) lines.push(row([...device, "", "", "", "", ""]));
    for (const { index, status, statusText, item } of commandResult) {
      const command = [...device, index, String(status), statusText];
      if (item.length === 0) lines.push(row([...command, "", ""]));
      for (const answered of item) {
        const { value, masked } = shownValue(answered);
        if (masked) secrets.masked++;
        lines.push(row([...command, answered.source ?? answered.target ?? "", value]));
      }
    }
  }
  return `${lines.join("\r\n")}\r\n`;
}

function row(cells: readonly string[]): string {
  return cells.map(cell).join(",");
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function json(placed: PlacedOperation, secrets: Secrets): string {
  const { record } = placed;
  const { operationId, operation, name, state, reason, owner, acceptedAt, finishedAt, totals } = record;
  return `${JSON.stringify(
    {
      operationId,
      operation,
      name,
      state,
      reason,
      externalSystem: owner,
      acceptedAt: dateText(acceptedAt),
      finishedAt: finishedAt === undefined ? undefined : dateText(finishedAt),
      totals,
      deviceResult: [...resultsOf(placed)].map((result) => ({
        ...result,
        commandResult: result.commandResult.map((command) => ({
          ...command,
          item: command.item.map((answered) => {
            const { value, masked } = shownValue(answered);
            if (!masked) return answered;
            secrets.masked++;
            return { ...answered, data: value, binaryData: undefined };
          }),
        })),
        finishedAt: result.finishedAt === undefined ? undefined : dateText(result.finishedAt),
      })),
    },
    (_key, value: unknown) => (value instanceof Uint8Array ? toBase64(value) : value),
    2,
  )}\n`;
}

function* resultsOf({ server, record }: PlacedOperation): Generator<DeviceResult> {
  for (let at = 0; ; at += PAGE) {
    const { results, total } = server.view.deviceResults(record.operationId, at, PAGE);
    yield* results;
    if (results.length === 0 || at + PAGE >= total) return;
  }
}

function dateText(date: number | undefined): string {
  return date === undefined ? "" : new Date(date).toISOString();
}
