import type { Draft } from "../../api/index.ts";
import { duration } from "../../schema/scalar.ts";
import type { DraftProblem } from "./check-draft.ts";
import { childPath, childrenNamed, commandsIn, placedChildren, textOf } from "./draft.ts";

/** What the contract says beyond the schema about a request, as far as the request alone shows it. */
export interface Notes {
  /** The server will refuse this. */
  readonly problems: readonly DraftProblem[];
  /** Worth knowing. */
  readonly notes: readonly DraftProblem[];
}

/** Alternatives of which exactly one must be there (contract, sections 1 and 4). */
const alternatives: Readonly<Record<string, readonly string[]>> = {
  SubmitUpdate: ["packageUri", "content"],
  SubmitBulkOperation: ["command", "configurationId", "updateId"],
  RetrieveAlerts: ["subscriptionId", "filter"],
};

/** Rules and hints for a request; `date` is now, in milliseconds since 1970. */
export function notesOn(draft: Draft, date: number): Notes {
  const problems: DraftProblem[] = [];
  const notes: DraftProblem[] = [];
  exactlyOne(draft, problems);
  atomicMembers(draft, problems);
  doubledValues(draft, problems);
  emptySelectors(draft, problems);
  pages(draft, problems);
  lifetimes(draft, date, notes);
  return { problems, notes };
}

function exactlyOne(draft: Draft, problems: DraftProblem[]): void {
  const names = alternatives[draft.name];
  if (!names) return;
  const given = names.filter((name) => childrenNamed(draft, name).length > 0);
  if (given.length === 1) return;
  const list = `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
  problems.push({
    path: childPath("", given[1] ?? names[0] ?? ""),
    text: `Exactly one of ${list} is needed (SVC0002).`,
  });
}

function atomicMembers(draft: Draft, problems: DraftProblem[]): void {
  if (!["true", "1"].includes(textOf(draft, "atomic") ?? "")) return;
  childrenNamed(draft, "command").forEach((command, index) => {
    const kind = command.children?.[0]?.name;
    if (kind !== "get" && kind !== "exec" && kind !== "atomic" && kind !== "sequence") return;
    problems.push({
      path: childPath("", "atomic"),
      text: `true is not possible: command ${index + 1} is ${/^[ae]/.test(kind) ? "an" : "a"} ${kind} (SVC0002).`,
    });
  });
}

function doubledValues(draft: Draft, problems: DraftProblem[]): void {
  for (const field of ["command", "setUp"])
    for (const { command, path } of commandsIn(draft, field))
      if (childrenNamed(command, "data").length > 0 && childrenNamed(command, "binaryData").length > 0)
        problems.push({
          path: childPath(path, "binaryData"),
          text: "data and binaryData exclude each other (SVC0002).",
        });
}

/** A selector that is there has to select something. */
function emptySelectors(draft: Draft, problems: DraftProblem[]): void {
  for (const name of ["target", "assignTo"])
    for (const { child, path } of placedChildren(draft, "")) {
      if (child.name !== name || holdsText(child)) continue;
      problems.push({ path, text: `${name} selects no device: deviceId, group, filter or all (SVC0002).` });
    }
}

function holdsText(draft: Draft): boolean {
  if ((draft.text ?? "").trim() !== "") return draft.name !== "all" || draft.text?.trim() === "true";
  return draft.children?.some(holdsText) ?? false;
}

function pages(draft: Draft, problems: DraftProblem[]): void {
  const start = Number(textOf(draft, "startIndex") ?? 0);
  if (start < 0)
    problems.push({ path: childPath("", "startIndex"), text: "startIndex counts from 0 (SVC0002)." });
  const most = Number(textOf(draft, "maxResults") ?? 100);
  if (most < 1 || most > 1000)
    problems.push({ path: childPath("", "maxResults"), text: "maxResults is 1 to 1000 (SVC0002)." });
}

function lifetimes(draft: Draft, date: number, notes: DraftProblem[]): void {
  const text = textOf(draft, "expires");
  const length = text === undefined ? undefined : duration.parse(text);
  if (length === undefined || length > MOST_MS) return;
  const moment = new Date(date + length).toISOString();
  const at = length < DAY ? moment.slice(11, 19) : `${moment.slice(0, 10)} ${moment.slice(11, 16)}`;
  notes.push({ path: childPath("", "expires"), text: `until ${at} UTC when it is sent now` });
}

const DAY = 86_400_000;
/** The server refuses more than ten years. */
const MOST_MS = 3653 * DAY;
