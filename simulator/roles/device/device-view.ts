import type { DmEncoding } from "../../protocols/syncml/index.ts";
import type { InteriorNode } from "../../tree/index.ts";
import type { WaitingAlert } from "./alerts/alert-queue.ts";
import type { AwakeDevice } from "./awake-device.ts";
import type { DeviceManners } from "./manners/manners.ts";
import type { ObjectView } from "./objects/management-object.ts";
import type { DeviceBehaviour, DmAccount } from "./options.ts";
import type { PendingQuestion } from "./questions.ts";

/** The little that a list of devices shows. */
export interface DeviceSummary {
  readonly deviceId: string;
  /** State of the session machine; `idle` without a session. */
  readonly state: string;
  readonly sessionId: string | undefined;
  /** A person is asked something. */
  readonly asking: boolean;
  readonly waitingAlerts: number;
}

/** An account without its secrets. */
export type AccountView = Pick<DmAccount, "serverId" | "serverUrl" | "username" | "auth" | "serverAuth">;

/** An event report that no server has answered. */
export interface AlertView extends WaitingAlert {
  /** The running session has sent it. */
  readonly sent: boolean;
}

/** What a reader sees of a device. */
export interface DeviceView {
  readonly deviceId: string;
  readonly profile: { readonly id: string; readonly title: string; readonly description: string };
  readonly encoding: DmEncoding;
  /** State of the session machine; `idle` without a session. */
  readonly state: string;
  readonly sessionId: string | undefined;
  readonly root: InteriorNode;
  /** The account that sessions use by default first. */
  readonly accounts: readonly AccountView[];
  /** What the person at the device is asked, the oldest question first. */
  readonly questions: readonly PendingQuestion[];
  readonly alerts: readonly AlertView[];
  readonly objects: readonly ObjectView[];
  readonly behaviour: DeviceBehaviour;
  readonly manners: DeviceManners;
}

/** What a reader sees of a device. */
export function viewOf(device: AwakeDevice): DeviceView {
  const { core, session } = device;
  const { id, title, description } = core.options.profile;
  const root = device.root();
  const sent = new Set([...(session?.reported.sent.values() ?? [])].flat());
  return {
    deviceId: core.options.deviceId,
    profile: { id, title, description },
    encoding: core.encoding,
    state: session?.stepper.state ?? "idle",
    sessionId: session?.id,
    root,
    accounts: device.accounts().map(({ serverId, serverUrl, username, auth, serverAuth }) => ({
      serverId,
      serverUrl,
      username,
      auth,
      serverAuth,
    })),
    questions: [...device.questions.pending],
    alerts: device.alerts.waiting.map((each) => ({ ...each, sent: sent.has(each.id) })),
    objects: device.management.views(root),
    behaviour: core.behaviour,
    manners: core.manners,
  };
}
