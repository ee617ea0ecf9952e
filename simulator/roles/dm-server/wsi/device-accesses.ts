import { tndsEncodingOf } from "../../../protocols/dmddf/index.ts";
import type { DataValue } from "../../../schema/element.ts";
import { printLocUri, readForest, type DocumentNode } from "../../../tree/index.ts";
import { isContainer } from "../device-command.ts";
import type { DeviceCommandInput } from "../ports.ts";
import { isAccountId } from "./account-id.ts";
import { normaliseLocUri } from "./loc-uri.ts";
import type { TreeAccess } from "./policy-port.ts";

/** Media types of values that stand for a whole subtree, however they are written. */
const subtreeType = /^\s*application\/vnd\.syncml\.dmtnds\+(xml|wbxml)\b/i;

const kinds = {
  Add: "add",
  Replace: "replace",
  Delete: "delete",
  Copy: "copy",
  Exec: "exec",
  Get: "get",
} as const satisfies Readonly<Record<string, TreeAccess["kind"]>>;

/** What a command for a device touches; members of containers each for themselves. Alerts touch nothing. */
export function accessesOfDeviceCommand(command: DeviceCommandInput): readonly TreeAccess[] {
  if (isContainer(command)) return command.commands.flatMap(accessesOfDeviceCommand);
  if (command.kind === "Alert") return [];
  const kind = kinds[command.kind];
  const accesses: TreeAccess[] = [];
  for (const { Target, Source, Meta, Data } of command.Item) {
    const type = Meta?.Type ?? command.Meta?.Type;
    const document = type === undefined ? undefined : subtreeType.exec(type)?.[1];
    const wholeSubtree = kind === "delete" || kind === "copy" || document !== undefined;
    if (Target) accesses.push({ kind, locUri: Target.LocURI, wholeSubtree });
    if (Source && kind === "copy") accesses.push({ kind, locUri: Source.LocURI, wholeSubtree });
    if (!Target || (kind !== "add" && kind !== "replace")) continue;
    if (document !== undefined) accesses.push(...accessesOfDocument(kind, Target.LocURI, type ?? "", Data));
    else if (isAccountId(type)) accesses.push({ kind, locUri: printLocUri([ACCOUNTS]), wholeSubtree: true });
  }
  return accesses;
}

/** Node below which accounts lie. */
const ACCOUNTS = "DMAcc";

/**
 * The accounts and access control lists in a TNDS document, which are granted by name only. A document that cannot be read
 * may hold either.
 */
function accessesOfDocument(
  kind: "add" | "replace",
  locUri: string,
  type: string,
  data: DataValue | undefined,
): readonly TreeAccess[] {
  const target = normaliseLocUri(locUri)?.segments;
  if (!target) return []; // its address is refused as it is
  const accesses: TreeAccess[] = [];
  const touch = (place: readonly string[]): void =>
    void accesses.push({ kind, locUri: printLocUri(place), wholeSubtree: true });
  const touchAcl = (place: readonly string[]): void =>
    void accesses.push({ kind, locUri: `${printLocUri(place)}?prop=ACL`, wholeSubtree: false });
  const value = typeof data === "object" && "xml" in data ? data.xml : (data ?? "");
  const forest = readForest(tndsEncodingOf(type) ?? "xml", value, target);
  if ("code" in forest) {
    touch([ACCOUNTS]);
    touchAcl(target);
    return accesses;
  }
  const visit = (node: DocumentNode, place: readonly string[]): void => {
    if (isAccountId(node.data.type)) touch([ACCOUNTS]);
    else if (place.at(-1)?.toLowerCase() === ACCOUNTS.toLowerCase()) touch(place);
    if (node.acl !== undefined) touchAcl(place);
    for (const child of node.children) visit(child, [...place, child.name ?? ""]);
  };
  for (const node of forest) {
    const above = [...target, ...node.path];
    if (node.path.length > 0) touch(above);
    visit(node, node.name === undefined || node.name === "" ? above : [...above, node.name]);
  }
  return accesses;
}
