import { isUriProblem, nodeAt, parseLocUri, type InteriorNode } from "../../../tree/index.ts";
import type { DeviceHost } from "../core.ts";
import type { NodeChange } from "../execution/execution.ts";
import { report } from "./session-effects.ts";
import type { Session } from "./session.ts";

/** Who changed a tree: a command of a server, a person at the device, a management object of it, or the device itself. */
export type ChangeOrigin =
  { readonly by: "server" | "hand" | "device" } | { readonly by: "object"; readonly object: string };

/** Tells the device's driver which nodes changed and who did it: report `tree.changed`. `root` is the tree after it. */
export function reportChanges(
  host: DeviceHost,
  session: Session | undefined,
  root: InteriorNode,
  changes: readonly NodeChange[],
  origin: ChangeOrigin,
): void {
  if (changes.length === 0) return;
  const told = changes.map(({ uri, how }) => {
    const path = parseLocUri(uri);
    const node = isUriProblem(path) ? undefined : nodeAt(root, path.segments);
    return node ? { uri, how, verNo: node.verNo } : { uri, how };
  });
  report(host, session, "tree.changed", { ...origin, changes: told });
}
