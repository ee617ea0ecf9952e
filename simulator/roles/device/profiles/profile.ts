import type { Finding } from "../../../core/finding.ts";
import {
  buildTree,
  DevDetail,
  DevInfo,
  fillShape,
  type InteriorNode,
  type NodeSpec,
  type ObjectValues,
} from "../../../tree/index.ts";

/** What running a node does. */
export interface ExecBehaviour {
  /** Status of the Exec: 200 done, 202 accepted and reported later, or an error. */
  readonly status: number;
}

/** A kind of device: everything that its instances share. Plain data. */
export interface DeviceProfile {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** DevInfo without DevId, which each device has of its own. */
  readonly devInfo: ObjectValues;
  readonly devDetail: ObjectValues;
  /** Name of the account below ./DMAcc. */
  readonly accountName: string;
  /** ACL of the root; `{serverId}` stands for the server of the account. */
  readonly rootAcl: string;
  /** Further nodes of the root. */
  readonly nodes: Readonly<Record<string, NodeSpec>>;
  /** By URI; other nodes with Exec access answer 200. */
  readonly execs: Readonly<Record<string, ExecBehaviour>>;
  /** Octets that Package 1 states. */
  readonly maxMsgSize: number;
  readonly maxObjSize: number;
}

/** The tree that all devices of a profile and server share: without DevId and without the account's nodes. */
export interface ProfileTree {
  readonly root: InteriorNode;
  readonly findings: readonly Finding[];
}

const trees = new WeakMap<DeviceProfile, Map<string, ProfileTree>>();

/** The shared tree of a profile for a server, built once. */
export function profileTree(profile: DeviceProfile, serverId: string): ProfileTree {
  const byServer = trees.get(profile) ?? new Map<string, ProfileTree>();
  trees.set(profile, byServer);
  const tree = byServer.get(serverId) ?? build(profile, serverId);
  byServer.set(serverId, tree);
  return tree;
}

function build(profile: DeviceProfile, serverId: string): ProfileTree {
  const devInfo = fillShape(DevInfo, { ...profile.devInfo, DevId: "" }, "./DevInfo");
  const devDetail = fillShape(DevDetail, profile.devDetail, "./DevDetail");
  const children = {
    DevInfo: devInfo.spec,
    DevDetail: devDetail.spec,
    DMAcc: { children: {}, access: "Add Get" },
    ...profile.nodes,
  };
  const { root, findings } = buildTree(children, profile.rootAcl.replaceAll("{serverId}", serverId));
  return { root, findings: [...devInfo.findings, ...devDetail.findings, ...findings] };
}
