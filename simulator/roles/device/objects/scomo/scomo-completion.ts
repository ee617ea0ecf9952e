import { withNode, type InteriorNode } from "../../../../tree/index.ts";
import { textOf, withValueChanges } from "../node-values.ts";
import type { ScomoSpec } from "../object-spec.ts";
import type { PackageFacts } from "../package-format.ts";
import {
  dependentsOf,
  deploy,
  entryPath,
  installProblem,
  packageTextsOf,
  uninstalled,
} from "./scomo-inventory.ts";
import { stagesOf, type ScomoTarget } from "./scomo-operation.ts";
import { scomoResults } from "./scomo-results.ts";

/** What an operation is completed with. */
export interface CompletionContext {
  readonly root: InteriorNode;
  /** Root of the object. */
  readonly segments: readonly string[];
  readonly spec: ScomoSpec;
  /** Date of the change, milliseconds since 1970. */
  readonly date: number;
}

/** What an operation came to: a result of failure, or the tree after it, the event of the entry, and what came of it. */
export type Completion =
  | number
  | { readonly root: InteriorNode; readonly event: string; readonly created?: readonly string[] | undefined };

/** Does what an operation is for, after its download and its time. `facts` is the package that is installed. */
export function complete(
  target: ScomoTarget,
  facts: PackageFacts | number | undefined,
  context: CompletionContext,
): Completion {
  const { root, segments, date } = context;
  const stage = stagesOf(target.operation).at(-1);
  if (stage === "install")
    return typeof facts === "object"
      ? install(target, facts, context)
      : (facts ?? scomoResults.installFailed);
  if (stage === "remove") return remove(target, context);
  const path = entryPath(segments, target.list, target.entry);
  const state = { segments: [...path, "State"], value: stage === "activate" ? "20" : "10" };
  return { root: withValueChanges(root, [state], date), event: `${stage}.completed`, created: path };
}

function install(target: ScomoTarget, facts: PackageFacts, context: CompletionContext): Completion {
  const { root, segments, spec, date } = context;
  const path = entryPath(segments, target.list, target.entry);
  const texts = packageTextsOf(root, path, facts);
  const problem = installProblem(root, segments, { facts, texts }, spec);
  if (problem !== undefined) return problem;
  const active = target.operation === "Install" || target.operation === "DownloadInstall";
  const deployed = deploy(root, segments, facts, { texts, active });
  const [first] = deployed.entries;
  const created = first === undefined ? undefined : entryPath(segments, "Deployed", first);
  if (target.list === "Delivered") {
    const state = { segments: [...path, "State"], value: "20" };
    return { root: withValueChanges(deployed.root, [state], date), event: "install.completed", created };
  }
  return spec.keepsDownload
    ? { root: deployed.root, event: "package.kept", created }
    : { root: withNode(deployed.root, path, undefined), event: "package.moved", created };
}

function remove(target: ScomoTarget, { root, segments, date }: CompletionContext): Completion {
  const path = entryPath(segments, target.list, target.entry);
  const id = textOf(root, [...path, "ID"]);
  if (target.list === "Deployed" && dependentsOf(root, segments, id).length > 0)
    return scomoResults.removeFailed;
  const pkgId = textOf(root, [...path, "PkgIDRef"]);
  const without = withNode(root, path, undefined);
  return {
    root: withValueChanges(without, uninstalled(without, segments, pkgId), date),
    event: "remove.completed",
  };
}
