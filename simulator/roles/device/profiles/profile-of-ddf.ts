import type { Finding } from "../../../core/finding.ts";
import type { NodeSpec, ObjectValues } from "../../../tree/index.ts";
import { describedNodes, readDescription, type DeviceDescription } from "./descriptions.ts";
import type { DeviceProfile } from "./profile.ts";
import { readProfile, type ReadProfile } from "./read-profile.ts";

/** What a description does not say of a device. */
export interface DescribedDevice {
  readonly id: string;
  readonly title: string;
}

/**
 * A profile of the devices that a vendor's descriptions (DDF) describe; several combine. Manufacturer, model and the
 * standard objects are taken from them as far as they say something. Never throws.
 */
export function profileOfDdf(
  descriptions: readonly DeviceDescription[],
  { id, title }: DescribedDevice,
): ReadProfile {
  const documents = descriptions.map(readDescription);
  const origin = documents.find(({ value }) => value !== undefined)?.value;
  const { nodes } = describedNodes(descriptions);
  const profile: DeviceProfile = {
    id,
    title,
    description: `Made from the device description of ${origin?.Man ?? "a vendor"}.`,
    devInfo: {
      Man: textOf(nodes, ["DevInfo", "Man"]) ?? origin?.Man ?? "",
      Mod: textOf(nodes, ["DevInfo", "Mod"]) ?? origin?.Mod ?? "",
      DmV: textOf(nodes, ["DevInfo", "DmV"]) ?? "1.2",
      Lang: textOf(nodes, ["DevInfo", "Lang"]) ?? "en",
    },
    devDetail: devDetail(nodes, origin?.Man ?? ""),
    accountName: "Main",
    rootAcl: "Add={serverId}&Delete={serverId}&Exec={serverId}&Get=*&Replace={serverId}",
    nodes: {},
    ddf: descriptions,
    execs: {},
    maxMsgSize: 16_384,
    maxObjSize: 1_048_576,
  };
  const read = readProfile(profile);
  return origin === undefined ? { profile: undefined, findings: [...read.findings, nothing] } : read;
}

const nothing: Finding = {
  severity: "error",
  code: "profile/ddf",
  text: "ddf: no description could be read.",
  path: "ddf",
};

function devDetail(nodes: Readonly<Record<string, NodeSpec>>, manufacturer: string): ObjectValues {
  const value = (...path: readonly string[]): string | undefined => textOf(nodes, ["DevDetail", ...path]);
  return {
    URI: {
      MaxDepth: value("URI", "MaxDepth") ?? "0",
      MaxTotLen: value("URI", "MaxTotLen") ?? "0",
      MaxSegLen: value("URI", "MaxSegLen") ?? "0",
    },
    DevTyp: value("DevTyp") ?? "device",
    OEM: value("OEM") ?? manufacturer,
    FwV: value("FwV") ?? "1.0",
    SwV: value("SwV") ?? "1.0",
    HwV: value("HwV") ?? "1.0",
    LrgObj: value("LrgObj") ?? "true",
  };
}

function textOf(nodes: Readonly<Record<string, NodeSpec>>, path: readonly string[]): string | undefined {
  let node: NodeSpec | undefined;
  let children: Readonly<Record<string, NodeSpec>> | undefined = nodes;
  for (const name of path) {
    node = children && Object.hasOwn(children, name) ? children[name] : undefined;
    children = node?.children;
  }
  return node?.value === undefined || node.value === "" ? undefined : node.value;
}
