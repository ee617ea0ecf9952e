import type { OperationRecord } from "../../roles/dm-server/index.ts";

/** What an operation does on each device: commands by their index, and a line for each. */
export interface WorkWords {
  readonly lines: readonly string[];
  readonly commands: ReadonlyMap<string, string>;
}

const remembered = new WeakMap<object, WorkWords>();

/** Puts the work of an operation into words. Values are left out: they may be secrets. */
export function workWords(record: OperationRecord): WorkWords {
  const { work } = record;
  if (!work) return { lines: [], commands: new Map() };
  const known = remembered.get(work);
  if (known) return known;
  const made = put(work);
  remembered.set(work, made);
  return made;
}

function put(work: NonNullable<OperationRecord["work"]>): WorkWords {
  const commands = new Map<string, string>();
  const only = (line: string): WorkWords => ({ lines: [line], commands });
  switch (work.kind) {
    case "commands":
    case "set-up": {
      for (const entry of work.commands) enter(entry, commands);
      return { lines: [...commands.values()], commands };
    }
    case "configuration":
      return only(`apply configuration ${work.configurationId}`);
    case "update":
      return only(`bring update ${work.updateId}`);
    case "describe":
      return only("read DevInfo and DevDetail");
    case "diagnostics":
      return only(`${work.start ? "start" : "read"} ${work.function}`);
    default:
      return only("work of its own kind");
  }
}

function enter(entry: unknown, commands: Map<string, string>): void {
  if (!isObject(entry)) return;
  const { reference, command, members } = entry;
  if (typeof reference !== "string" || !isObject(command)) return;
  const inner = Array.isArray(command["commands"]) ? command["commands"] : undefined;
  commands.set(reference, inner ? `${String(command["kind"])} of ${inner.length}` : wordsOf(command));
  if (!inner || !Array.isArray(members)) return;
  for (const [index, member] of inner.entries())
    if (isObject(member) && typeof members[index] === "string") commands.set(members[index], wordsOf(member));
}

function wordsOf(command: Readonly<Record<string, unknown>>): string {
  const items = Array.isArray(command["Item"]) ? command["Item"] : [];
  const item: unknown = items[0];
  const uri = isObject(item) ? (uriOf(item["Target"]) ?? uriOf(item["Source"])) : undefined;
  return `${String(command["kind"])}${uri === undefined ? "" : ` ${uri}`}${items.length > 1 ? ` and ${items.length - 1} more` : ""}`;
}

function uriOf(place: unknown): string | undefined {
  return isObject(place) && typeof place["LocURI"] === "string" ? place["LocURI"] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
