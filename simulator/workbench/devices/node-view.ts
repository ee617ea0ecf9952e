import type { AclView, NodeView } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import {
  isUriProblem,
  parseLocUri,
  printLocUri,
  type InteriorNode,
  type TreeNode,
} from "../../tree/index.ts";
import { aclCommands, type Acl } from "../../tree/acl.ts";
import { chainTo } from "../../tree/node.ts";
import { effectiveAcl } from "../../tree/rights.ts";
import { optionally } from "../optionally.ts";
import { describeNode } from "./descriptions/describe-node.ts";
import type { DeviceHistory } from "./device-history.ts";
import { lastingDeletion } from "./edits.ts";
import { commonFields, valueText } from "./tree-view.ts";

/** Everything about one node. Throws `device-input/uri` or `node/unknown`. */
export function nodeView(
  root: InteriorNode,
  uri: string,
  history: Pick<DeviceHistory, "changesOf">,
): NodeView {
  const path = parseLocUri(uri);
  if (isUriProblem(path)) throw new WorkbenchError("device-input/uri", path.text, { uri });
  const { segments } = path;
  const chain = chainTo(root, segments);
  const node = chain[segments.length];
  const address = printLocUri(segments);
  if (!node) throw new WorkbenchError("node/unknown", `${address} is not in the tree.`, { uri });
  const name = segments.at(-1) ?? ".";
  const changes = history.changesOf(address).toReversed();
  const value = valueText(node, name);
  const about = describeNode(chain, segments);
  const [last] = changes;
  return {
    ...commonFields(node, address, name, segments.length),
    title: node.title,
    acl: aclView(chain, segments),
    changes,
    may: {
      edit: node.kind === "leaf",
      add: node.kind === "interior",
      delete: segments.length > 0 && node.scope === "dynamic",
    },
    ...(value === undefined ? {} : { value }),
    ...(last ? { changed: last } : {}),
    ...optionally("doc", about.doc),
    ...optionally("occurs", about.occurs),
    ...optionally("lasting", segments.length === 0 ? undefined : lastingDeletion(node, name)),
  };
}

function aclView(chain: readonly TreeNode[], segments: readonly string[]): AclView {
  const own = chain.at(-1)?.acl;
  const effective = effectiveAcl(chain);
  const at = chain.findLastIndex((node) => node.acl !== undefined);
  return {
    own: own?.text ?? "",
    effective: effective.text,
    from: printLocUri(segments.slice(0, Math.max(0, at))),
    servers: serversOf(effective),
  };
}

function serversOf({ granted }: Acl): AclView["servers"] {
  const ids = new Set<string>();
  for (const list of Object.values(granted)) for (const id of list === "*" ? ["*"] : list) ids.add(id);
  return [...ids]
    .toSorted((a, b) => Number(a === "*") - Number(b === "*"))
    .map((id) => ({
      id,
      rights: aclCommands.filter((command) => {
        const list = granted[command];
        return list === "*" ? id === "*" : (list?.includes(id) ?? false);
      }),
    }));
}
