import type { BadgeView, JournalRow, MessageRow, PartyView } from "../api/index.ts";
import type { CrossingRecord, JournalRecord } from "../journal/record.ts";
import type { MessageSummary } from "../stacks/summary.ts";
import type { Party } from "../wire/party.ts";
import type { CrossingDraft } from "../wire/tap.ts";
import { stateDescription } from "./machine-descriptions.ts";

/** A party as screens show it. */
export function partyView(party: Party): PartyView {
  return { role: party.role, name: party.name, underTest: party.underTest ?? false };
}

/** A record as a row of ladder and journal. */
export function rowOf(
  record: JournalRecord,
  summarise: (record: CrossingRecord) => MessageSummary | undefined,
  stepOf: (record: JournalRecord) => string | undefined,
): JournalRow {
  const { seq, clock, wall, conversation } = record;
  const base = { seq, clock, wall, ...(conversation === undefined ? {} : { conversation }) };
  switch (record.kind) {
    case "crossing":
      return { kind: "message", ...base, ...messageFields(record, summarise(record), stepOf(record)) };
    case "state": {
      const { machine, event, from, state } = record;
      const description = stateDescription(record.party.role, machine, state);
      return {
        kind: "state",
        ...base,
        party: partyView(record.party),
        machine,
        event,
        from,
        state,
        ...(description === undefined ? {} : { description }),
      };
    }
    case "note": {
      const { severity, code, text, party } = record;
      return { kind: "note", ...base, severity, code, text, ...(party ? { party: partyView(party) } : {}) };
    }
    case "step": {
      const { step, title, verdict, reason, messages } = record;
      return {
        kind: "step",
        ...base,
        step,
        title,
        verdict,
        messages: [...messages],
        ...(reason === undefined ? {} : { reason }),
      };
    }
  }
}

function messageFields(
  record: CrossingRecord,
  summary: MessageSummary | undefined,
  step: string | undefined,
): Omit<MessageRow, "kind" | "seq" | "clock" | "wall" | "conversation"> {
  const { direction, channel, from, to, exchange, status, outcome } = record;
  const stopped = outcome !== "delivered" && outcome !== "edited";
  const badges: BadgeView[] = stopped ? [{ text: outcome, tone: "fail" }] : [];
  if (outcome === "edited") badges.push({ text: "edited", tone: "held" });
  if (!stopped || direction !== "response")
    for (const { text, tone, title } of summary?.badges ?? [])
      badges.push({ text, tone, ...(title === undefined ? {} : { title }) });
  return {
    direction,
    channel,
    from: partyView(from),
    to: partyView(to),
    exchange,
    title: stopped && direction === "response" ? "no answer" : (summary?.title ?? channel),
    summary: summary?.summary ?? "",
    badges,
    ack: !stopped && (summary?.ack ?? false),
    bytes: record.body.length,
    codec: summary?.codec ?? "",
    findings: summary?.findings ?? 0,
    outcome,
    ...(status === undefined ? {} : { status }),
    ...(step === undefined ? {} : { step }),
  };
}

/** Text in which a filter looks: everything that a reader sees of the row, in lower case. */
export function searchTextOf(row: JournalRow): string {
  switch (row.kind) {
    case "message":
      return [
        row.seq,
        row.step,
        row.title,
        row.summary,
        row.codec,
        row.channel,
        row.direction,
        row.outcome,
        row.conversation,
        row.from.role,
        row.from.name,
        row.to.role,
        row.to.name,
        ...row.badges.map((badge) => badge.text),
      ]
        .join(" ")
        .toLowerCase();
    case "state":
      return `${row.seq} ${row.party.role} ${row.party.name} ${row.machine} ${row.state} ${row.event}`.toLowerCase();
    case "note":
      return `${row.seq} ${row.code} ${row.text} ${row.party?.role ?? ""} ${row.party?.name ?? ""} ${row.severity}`.toLowerCase();
    case "step":
      return `${row.seq} ${row.step} ${row.title} ${row.verdict} ${row.reason ?? ""}`.toLowerCase();
  }
}

/** A draft as the row that it will become, to be compared with a hold rule. It has no number and no outcome yet. */
export function rowOfDraft(
  draft: CrossingDraft,
  summarise: (record: CrossingRecord) => MessageSummary | undefined,
  stepFor: (record: JournalRecord) => string | undefined,
): JournalRow {
  const record: CrossingRecord = {
    ...draft,
    kind: "crossing",
    seq: 0,
    clock: 0,
    wall: 0,
    outcome: "delivered",
  };
  return rowOf(record, summarise, stepFor);
}

/** True when every word of the filter occurs in the row. */
export function rowMatches(row: JournalRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = searchTextOf(row);
  return words.every((word) => text.includes(word));
}

/** Words of a filter, in lower case. */
export function filterWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

/**
 * Terms of a hold rule. A rule stops messages, so it must not catch what merely contains its letters: terms are whole
 * words, and a number belongs to the word before it (`package 3` is one term).
 */
export function holdTerms(text: string): readonly string[] {
  const terms: string[] = [];
  for (const word of filterWords(text)) {
    const before = terms.at(-1);
    if (before !== undefined && /^\d+$/.test(word)) terms[terms.length - 1] = `${before} ${word}`;
    else terms.push(word);
  }
  return terms;
}

/** True when every term stands in the row as whole words. */
export function rowHolds(row: JournalRow, terms: readonly string[]): boolean {
  const text = searchTextOf(row);
  return terms.every((term) => standsAlone(text, term));
}

/** True when the term occurs in the text with no letter or digit on either side. */
function standsAlone(text: string, term: string): boolean {
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1))
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + term.length])) return true;
  return false;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
