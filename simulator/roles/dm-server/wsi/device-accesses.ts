import type { DeviceCommandInput } from "../ports.ts";
import { isContainer } from "../device-command.ts";
import type { TreeAccess } from "./policy-port.ts";

/** Media types of values that stand for a whole subtree. */
const subtreeType = /^application\/vnd\.syncml\.dmtnds\+/i;

const kinds = {
  Add: "add",
  Replace: "replace",
  Delete: "delete",
  Copy: "copy",
  Exec: "exec",
  Get: "get",
} as const satisfies Readonly<Record<string, TreeAccess["kind"]>>;

/** True for a media type whose value is a subtree, not one node. */
function isSubtreeType(type: string | undefined): boolean {
  return type !== undefined && subtreeType.test(type);
}

/** What a command for a device touches; members of containers each for themselves. Alerts touch nothing. */
export function accessesOfDeviceCommand(command: DeviceCommandInput): readonly TreeAccess[] {
  if (isContainer(command)) return command.commands.flatMap(accessesOfDeviceCommand);
  if (command.kind === "Alert") return [];
  const kind = kinds[command.kind];
  const accesses: TreeAccess[] = [];
  for (const { Target, Source, Meta } of command.Item) {
    const wholeSubtree =
      kind === "delete" || kind === "copy" || isSubtreeType(Meta?.Type ?? command.Meta?.Type);
    if (Target) accesses.push({ kind, locUri: Target.LocURI, wholeSubtree });
    if (Source && kind === "copy") accesses.push({ kind, locUri: Source.LocURI, wholeSubtree });
  }
  return accesses;
}
