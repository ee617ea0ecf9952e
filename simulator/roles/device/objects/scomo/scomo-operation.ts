import { scomoLists, scomoOperations, type ScomoList, type ScomoOperation } from "./scomo-nodes.ts";
import type { ScomoPhase, ScomoWork } from "./scomo-memory.ts";

/** An entry and what is to be done with it. */
export interface ScomoTarget {
  readonly list: ScomoList;
  readonly entry: string;
  readonly operation: ScomoOperation;
}

/** What an operation does: one verb per stage. */
export type ScomoStage = "download" | "install" | "remove" | "activate" | "deactivate";

const stages: Readonly<Record<ScomoOperation, readonly ScomoStage[]>> = {
  Download: ["download"],
  DownloadInstall: ["download", "install"],
  DownloadInstallInactive: ["download", "install"],
  Install: ["install"],
  InstallInactive: ["install"],
  Remove: ["remove"],
  Activate: ["activate"],
  Deactivate: ["deactivate"],
};

/** Stages of an operation, in their order. */
export function stagesOf(operation: ScomoOperation): readonly ScomoStage[] {
  return stages[operation];
}

/** What can be planned to fail: an operation, or a stage of any. */
export const scomoStages: readonly string[] = [
  ...new Set([...Object.values(stages).flat(), ...Object.keys(stages)]),
];

/** The operation that a path below the root of the object is; undefined when it is none. */
export function readOperation(path: readonly string[]): ScomoTarget | undefined {
  const lists = Object.keys(scomoLists) as ScomoList[];
  for (const list of lists) {
    const prefix = scomoLists[list];
    const [entry, operations, name] = path.slice(prefix.length);
    if (!prefix.every((segment, index) => path[index] === segment) || path.length !== prefix.length + 3)
      continue;
    // one implementation spells it so
    const spelled = name === "Deactive" ? "Deactivate" : name;
    const operation = scomoOperations[list].find((each: ScomoOperation) => each === spelled);
    return entry !== undefined && operations === "Operations" && operation
      ? { list, entry, operation }
      : undefined;
  }
  return undefined;
}

/** The entry that a path below the root of the object is in, where servers make entries. */
export function readEntry(
  path: readonly string[],
): { readonly list: "Download" | "Delivered"; readonly entry: string } | undefined {
  for (const list of ["Download", "Delivered"] as const) {
    const prefix = scomoLists[list];
    const entry = path[prefix.length];
    if (entry !== undefined && prefix.every((segment, index) => path[index] === segment))
      return { list, entry };
  }
  return undefined;
}

const gerunds: Readonly<Record<ScomoStage, string>> = {
  download: "downloading",
  install: "installing",
  remove: "removing",
  activate: "activating",
  deactivate: "deactivating",
};

const waits: Readonly<Record<ScomoPhase, (work: ScomoWork) => string>> = {
  asking: () => "asking the user",
  requesting: () => "waiting for the server",
  transferring: ({ percent }) => `${Math.round(percent)} %`,
  working: () => "under way",
};

/** An operation in words: "downloading notes, 40 %". */
export function workText(work: ScomoWork): string {
  const [first = "download", last = first] = stagesOf(work.operation);
  const stage = work.phase === "working" ? last : first;
  return `${gerunds[stage]} ${work.entry}, ${waits[work.phase](work)}`;
}

/** The question that the user is asked before an operation. */
export function consentText(target: ScomoTarget): string {
  const [first = "download"] = stagesOf(target.operation);
  return `May the device ${first} ${target.entry}?`;
}
