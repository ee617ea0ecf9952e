import type { Finding } from "../../../core/finding.ts";
import type { DmEncoding } from "../../../protocols/syncml/index.ts";
import {
  buildTree,
  DevDetail,
  DevInfo,
  fillShape,
  type InteriorNode,
  type NodeSpec,
  type ObjectValues,
  type TreeFeature,
} from "../../../tree/index.ts";
import type { ChosenManners } from "../manners/manners.ts";
import type { Reading } from "../objects/diagmon/reading.ts";
import type { ObjectSpec } from "../objects/object-spec.ts";
import { placeObjects } from "../objects/place-objects.ts";
import { describedNodes, withDescribed, type DeviceDescription } from "./descriptions.ts";

/** What running a node does. */
export interface ExecBehaviour {
  /** Status of the Exec: 200 done, 202 accepted and reported later, or an error. */
  readonly status: number;
}

/** An alert that the devices send in Package 1 of every session. */
export interface SessionAlert {
  /** 1226 by default. */
  readonly code?: 1226 | 1224 | undefined;
  readonly type: string;
  readonly format?: string | undefined;
  readonly data: string;
  readonly source?: string | undefined;
  readonly mark?: string | undefined;
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
  /** ACL of the root; `{serverId}` stands for the servers of the accounts that manage the device, joined by `+`. */
  readonly rootAcl: string;
  /** Further nodes of the root. */
  readonly nodes: Readonly<Record<string, NodeSpec>>;
  /** A vendor's descriptions of further nodes (DDF); several combine. */
  readonly ddf?: readonly DeviceDescription[] | undefined;
  /** By URI; other nodes with Exec access answer 200, those of the objects do what the object does. */
  readonly execs: Readonly<Record<string, ExecBehaviour>>;
  /** Management objects with a behaviour; their nodes need not be among the nodes above. */
  readonly objects?: readonly ObjectSpec[] | undefined;
  /** Leaves that are measured whenever they are read, by URI. */
  readonly live?: Readonly<Record<string, Reading>> | undefined;
  /** True when somebody may sit at the device; false by default: user interaction alerts are answered 406. */
  readonly userInterface?: boolean | undefined;
  /** Encoding of its messages, XML by default. */
  readonly encoding?: DmEncoding | undefined;
  /** User-Agent of its requests; the title by default. */
  readonly userAgent?: string | undefined;
  /** Alerts that go into Package 1 of every session. */
  readonly sessionAlerts?: readonly SessionAlert[] | undefined;
  /** What the devices lack of what DM leaves to them: answered 406, a TNDS document that a server adds 415. */
  readonly lacks?: readonly TreeFeature[] | undefined;
  /** Ways in which the devices depart from the protocol; none by default. */
  readonly manners?: ChosenManners | undefined;
  /** Octets that Package 1 states. */
  readonly maxMsgSize: number;
  readonly maxObjSize: number;
}

/** The tree that all devices of a profile and its servers share: without DevId and without the accounts' nodes. */
export interface ProfileTree {
  readonly root: InteriorNode;
  readonly findings: readonly Finding[];
}

const trees = new WeakMap<DeviceProfile, Map<string, ProfileTree>>();

/** The shared tree of a profile for a server, or several joined by `+` as ACLs have them; built once. */
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
  const own = {
    DevInfo: devInfo.spec,
    DevDetail: devDetail.spec,
    DMAcc: { children: {}, access: "Add Get" },
    ...profile.nodes,
  };
  const described = describedNodes(profile.ddf ?? []);
  const nodes = placeObjects(withDescribed(own, described.nodes), profile.objects ?? []);
  const { root, findings } = buildTree(nodes, profile.rootAcl.replaceAll("{serverId}", serverId));
  return {
    root,
    findings: [...devInfo.findings, ...devDetail.findings, ...described.findings, ...findings],
  };
}
