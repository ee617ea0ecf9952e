import type { JournalRow, MessageRow, PartyView, Verdict } from "../../../simulator/api/index.ts";
import { counted } from "./count.ts";
import { stateName } from "./state-name.ts";

const roleTitles: Readonly<Record<PartyView["role"], string>> = {
  "external-system": "External System",
  "dm-server": "DM server",
  device: "Device",
  registry: "Registry",
};

/** A role as people call it. */
export function roleTitle(role: PartyView["role"]): string {
  return roleTitles[role];
}

/** What became of a message that did not simply arrive; undefined when it did. */
export function outcomeText(outcome: MessageRow["outcome"]): string | undefined {
  switch (outcome) {
    case "delivered":
      return undefined;
    case "edited":
      return "edited on the way";
    case "dropped":
      return "dropped on the way";
    case "unreachable":
      return "the receiver cannot be reached";
    case "timeout":
      return "no answer in time";
    case "closed":
      return "the connection was closed";
    case "unread":
      return "not read by the receiver";
  }
}

/** Whether the arrow ends before the receiver. */
export function isStub(outcome: MessageRow["outcome"]): boolean {
  return outcome === "dropped" || outcome === "unreachable" || outcome === "timeout" || outcome === "closed";
}

/** One sentence for a record, for screen readers and announcements. `nameOf` tells what a party is called. */
export function rowSentence(
  row: JournalRow,
  nameOf: (party: PartyView) => string = ({ role }) => roleTitle(role),
): string {
  switch (row.kind) {
    case "message": {
      const parts = [
        `${row.seq}. ${nameOf(row.from)} to ${nameOf(row.to)}.`,
        `${row.title}${row.summary === "" ? "" : `, ${row.summary}`}.`,
      ];
      const outcome = outcomeText(row.outcome);
      if (outcome !== undefined) parts.push(`${outcome}.`);
      if (row.findings > 0) parts.push(`${counted(row.findings, "finding")}.`);
      return parts.join(" ");
    }
    case "state":
      return `${row.seq}. ${nameOf(row.party)} is now ${stateName(row.state)}.`;
    case "note":
      return `${row.seq}. ${row.party === undefined ? "" : `${nameOf(row.party)}: `}${row.text}`;
    case "step":
      return `${row.seq}. Step ${row.step}, ${row.title}: ${verdictWord(row.verdict)}.`;
  }
}

/** The word of a verdict; `none` reads as "not judged". */
export function verdictWord(verdict: Verdict): string {
  return verdict === "none" ? "not judged" : verdict;
}
