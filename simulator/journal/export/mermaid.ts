import { roleTitles, type Party, type RoleName } from "../../wire/party.ts";
import type { CrossingRecord, JournalRecord } from "../record.ts";
import type { MessageSummary } from "../summary.ts";
import type { ExportRun } from "./export.ts";

/** Lanes from left to right, as the figures of the architecture document have them. */
const laneOrder: readonly RoleName[] = ["external-system", "registry", "dm-server", "device"];

/** A run as a Mermaid sequence diagram: messages, and the notes that are a warning or worse. */
export const exportMermaid: ExportRun = ({ header, records }, { summarise }) => {
  const lanes = new Map<string, { readonly party: Party; readonly id: string }>();
  const lane = (party: Party): string => {
    const key = `${party.role}/${party.name}`;
    const known = lanes.get(key);
    if (known) return known.id;
    const id = `p${lanes.size + 1}`;
    lanes.set(key, { party, id });
    return id;
  };
  const body: string[] = [];
  for (const record of records) {
    const line = lineOf(record, lane, summarise);
    if (line !== undefined) body.push(`  ${line}`);
  }
  const heads = [...lanes.values()]
    .sort((a, b) => laneOrder.indexOf(a.party.role) - laneOrder.indexOf(b.party.role))
    .map(({ party, id }) => `  participant ${id} as ${label(`${roleTitles[party.role]} ${party.name}`)}`);
  const text = ["sequenceDiagram", `  title ${label(header.title)}`, "  autonumber", ...heads, ...body].join(
    "\n",
  );
  return { text: `${text}\n`, masked: 0 };
};

function lineOf(
  record: JournalRecord,
  lane: (party: Party) => string,
  summarise: (record: CrossingRecord) => MessageSummary,
): string | undefined {
  if (record.kind === "crossing")
    return `${lane(record.from)}${arrowOf(record)}${lane(record.to)}: ${label(titleOf(record, summarise(record)))}`;
  if (record.kind === "note" && record.severity !== "info" && record.party)
    return `Note over ${lane(record.party)}: ${label(record.text)}`;
  return undefined;
}

function arrowOf({ direction, outcome }: CrossingRecord): string {
  if (outcome !== "delivered" && outcome !== "edited") return "-x";
  if (direction === "push") return "-)";
  return direction === "request" ? "->>" : "-->>";
}

function titleOf(record: CrossingRecord, { title, badges, step }: MessageSummary): string {
  const words = [...(step === undefined ? [] : [step]), title];
  const facts = record.outcome === "delivered" ? badges : [...badges, record.outcome];
  return facts.length === 0 ? words.join(" ") : `${words.join(" ")} (${facts.join(", ")})`;
}

/** A text that Mermaid takes as one label: its own signs are written as entities. */
function label(text: string): string {
  return text
    .replace(/[#;<>]/g, (sign) => `#${sign.codePointAt(0) ?? 0};`)
    .replace(/\s+/g, " ")
    .trim();
}
