import { toHex, utf8Text } from "../../core/bytes.ts";
import type { Headers } from "../../wire/http.ts";
import { roleTitles, type Party } from "../../wire/party.ts";
import type { CrossingRecord, JournalRecord, RunHeader } from "../record.ts";
import type { MessageSummary } from "../summary.ts";
import { maskedRecords, type ExportRun } from "./export.ts";

/** A run as a text to read: every message with headers and body, and between them what no message shows. */
export const exportText: ExportRun = ({ header, records }, { summarise, findSecrets }) => {
  let masked = 0;
  const parts = [headText(header)];
  for (const record of records) {
    const summary = record.kind === "crossing" ? summarise(record) : undefined;
    for (const covered of maskedRecords([record], findSecrets, (octets) => (masked += octets)))
      parts.push(recordText(covered, summary));
  }
  return { text: `${parts.join("\n\n")}\n`, masked };
};

function headText(header: RunHeader): string {
  const settings = Object.entries(header.settings).map(([name, value]) => `${name}=${value}`);
  return [
    header.title,
    `run ${header.run}, seed ${header.seed}, ${header.wire} wire, started ${new Date(header.startedAt).toISOString()}`,
    `version ${header.productVersion}${settings.length === 0 ? "" : `, settings ${settings.join(" ")}`}`,
  ].join("\n");
}

function recordText(record: JournalRecord, summary: MessageSummary | undefined): string {
  const at = `${record.seq}  ${seconds(record.clock)}`;
  switch (record.kind) {
    case "crossing":
      return [`${at}  ${crossingLine(record, summary)}`, ...messageLines(record)].join("\n");
    case "state":
      return `${at}  ${partyText(record.party)}: ${record.machine} ${record.from} -> ${record.state} (${record.event})`;
    case "note":
      return `${at}  ${record.severity}: ${record.text} [${record.code}]`;
    case "step":
      return `${at}  step ${record.step} ${record.title}: ${record.verdict}${record.reason === undefined ? "" : `, ${record.reason}`}`;
  }
}

function crossingLine(record: CrossingRecord, summary: MessageSummary | undefined): string {
  const words = [summary?.step, summary?.title ?? record.direction].filter((word) => word !== undefined);
  const facts = [...(summary?.badges ?? []), ...(record.outcome === "delivered" ? [] : [record.outcome])];
  const end = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  return `${partyText(record.from)} -> ${partyText(record.to)}  ${words.join(" ")}${end}`;
}

function messageLines(record: CrossingRecord): string[] {
  const start =
    record.direction === "request"
      ? [`${record.method ?? ""} ${record.url ?? ""}`]
      : record.status === undefined
        ? []
        : [`HTTP ${record.status}`];
  return [...start, ...headerLines(record.headers), ...bodyLines(record.body)].map((line) => `    ${line}`);
}

function headerLines(headers: Headers): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

/** The body as text where it is text, else in hexadecimal, 32 octets a line. */
function bodyLines(body: Uint8Array): string[] {
  if (body.length === 0) return [];
  const text = utf8Text(body);
  // oxlint-disable-next-line no-control-regex -- control characters are what tells octets from text
  if (text !== undefined && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text))
    return ["", ...text.split(/\r?\n/)];
  const hex = toHex(body);
  return ["", ...(hex.match(/.{1,64}/g) ?? [])];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}

function partyText(party: Party): string {
  return `${roleTitles[party.role]} ${party.name}`;
}
