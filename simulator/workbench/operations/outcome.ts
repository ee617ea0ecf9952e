import { statusText } from "../../protocols/syncml/index.ts";
import type { DevicePhase } from "../../api/index.ts";

/** What became of the work on a device, as words. */
export interface Outcome {
  readonly said: string;
  /** More of it: which command. */
  readonly detail: string;
  /** Same for devices that ended for the same reason. */
  readonly key: string;
}

/** Statuses of the 200s that say that the command was not carried out. */
const notDone: ReadonlySet<number> = new Set([214, 215, 216]);

/** True when the device did what the command asked. */
export function isDone(status: number): boolean {
  return status >= 200 && status < 300 && !notDone.has(status);
}

const phaseWords: Readonly<Record<DevicePhase, string>> = {
  queued: "waits for its turn",
  notified: "was notified",
  "in-session": "is in session",
  awaiting: "accepted; its alert is awaited",
  succeeded: "done",
  failed: "failed",
  expired: "no answer in time",
  cancelled: "cancelled before it was reached",
  unknown: "not known what became of it",
};

interface Told {
  readonly commandResult?: readonly { readonly index?: string; readonly status?: number }[];
  readonly reason?: string;
}

/** Distinct results that are remembered: most devices of a fleet answer alike. */
const REMEMBERED = 2048;
let known = new Map<string, Outcome>();

/** Reads what a task keeps of its result (see `TaskStanding`). `commands` name the commands by index. */
export function outcomeOf(
  phase: DevicePhase,
  result: string | undefined,
  commands: ReadonlyMap<string, string>,
): Outcome {
  if (result === undefined) return { said: phaseWords[phase], detail: "", key: phase };
  const key = `${phase} ${commands.get("1") ?? ""} ${result}`;
  const before = known.get(key);
  if (before) return before;
  if (known.size >= REMEMBERED) known = new Map();
  const made = read(phase, JSON.parse(result) as Told, commands); // written by the role as JSON
  known.set(key, made);
  return made;
}

function read(phase: DevicePhase, told: Told, commands: ReadonlyMap<string, string>): Outcome {
  const results = told.commandResult ?? [];
  const bad = results.filter(({ status = 0 }) => !isDone(status));
  if (phase === "succeeded") {
    const said = results.length === 0 ? "done" : statuses(results.map(({ status = 0 }) => status));
    return { said, detail: "", key: phase };
  }
  const [first] = bad;
  if (told.reason === undefined && first) {
    const status = first.status ?? 0;
    const command = commands.get(first.index ?? "") ?? `command ${first.index ?? "?"}`;
    const more = bad.length === 1 ? "" : ` and ${bad.length - 1} more`;
    const said = `Status ${status} ${statusText(status) ?? ""}`.trimEnd();
    return { said, detail: `${command}${more}`, key: `${phase} ${said} ${command}` };
  }
  const said = told.reason ?? phaseWords[phase];
  return { said, detail: "", key: `${phase} ${said.replaceAll(/\d{6,}/g, "…")}` };
}

function statuses(list: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const status of list) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .map(([status, count]) => (count === 1 ? `${status}` : `${status} × ${count}`))
    .join(", ");
}
