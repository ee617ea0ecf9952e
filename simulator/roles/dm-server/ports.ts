import type { ProvisioningDocument } from "../../protocols/provisioning/index.ts";
import type { NestedCommandInput, SyncML } from "../../protocols/syncml/index.ts";
import type { DeviceRecord } from "./inventory/device-record.ts";
import type { Effect, Moment } from "../../wire/role.ts";

/*
 * How the three rooms of the DM server talk. `wsi/` owns registrations, operations, policy and callbacks; `dm/` owns
 * sessions with devices, notifications and credentials; `inventory/` owns what is known of devices. Each room appends
 * its effects to the sink of the event that is being handled; the role returns them in that order.
 */

/** Collects effects of one event, in order. */
export type EffectSink = (effect: Effect) => void;

/** A management command for a device, without CmdID: the session numbers commands. */
export type DeviceCommandInput = NestedCommandInput;

/** The caller's own reference of a command, for mapping answers back: CmdID in a tunnelled package, index in a list. */
export interface ReferencedCommand {
  readonly reference: string;
  readonly command: DeviceCommandInput;
  /** References of the members of an Atomic or Sequence, in order. */
  readonly members?: readonly string[] | undefined;
}

/** What the device answered to one command. */
export interface CommandOutcome {
  /** The caller's reference; `2.1` style for members is the caller's business, `member` is the position inside. */
  readonly reference: string;
  readonly memberReference?: string | undefined;
  readonly status: number;
  readonly items: readonly OutcomeItem[];
}

export interface OutcomeItem {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  readonly format?: string | undefined;
  readonly type?: string | undefined;
  readonly mark?: string | undefined;
  readonly data?: string | undefined;
  readonly binaryData?: Uint8Array | undefined;
}

/** A request to manage one device, queued per device in the order of arrival. */
export interface SessionRequest {
  /** Names the work in reports: the WSI sessionId of a tunnel, the operationId (and device) of queued work. */
  readonly work: string;
  readonly deviceId: string;
  /** The device was told and has not come: others need not wait for it. Reported as `unreached`, once. */
  readonly tellUnreached?: boolean | undefined;
  readonly uiMode: "not-specified" | "background" | "informative" | "user-interaction";
  /** Send Package 0; false waits for the device to come by itself. */
  readonly notify: boolean;
  /** Run time at which the work is given up. */
  readonly expires: number;
  /**
   * `tunnel` waits for packages from the caller; `commands` are sent as soon as the device is authenticated; `steps` asks
   * for each package when it is due (at first with no outcomes), and closes the session on an empty one.
   */
  readonly mode:
    | { readonly kind: "tunnel" }
    | { readonly kind: "commands"; readonly commands: readonly ReferencedCommand[] }
    | {
        readonly kind: "steps";
        /** `answered` has the outcomes of all packages so far. Called while a message of the device is handled. */
        next(
          answered: readonly CommandOutcome[],
          moment: Moment,
          sink: EffectSink,
        ): readonly ReferencedCommand[];
      };
}

/** What `wsi/` asks of `dm/`. */
export interface DeviceSessions {
  /** Works that the device's queue can still take. */
  room(deviceId: string): number;
  /** Queues the work; Package 0 goes out when the device is free. */
  open(request: SessionRequest, moment: Moment, sink: EffectSink): void;
  /** Hands over the commands of the tunnel's next package; an empty list is a normal close. */
  supply(work: string, commands: readonly ReferencedCommand[], moment: Moment, sink: EffectSink): void;
  /** Ends the work: what is not in a sent package is not sent. `abort` sends Alert 1223. */
  end(work: string, abort: boolean, moment: Moment, sink: EffectSink): void;
}

/** What `dm/` reports to `wsi/`, in the order in which it happens. */
export type SessionReport =
  | { readonly type: "notified"; readonly work: string }
  /** All notifications were sent and the device did not come; the work waits for it until it expires (`tellUnreached`). */
  | { readonly type: "unreached"; readonly work: string }
  /** The device is authenticated; `package1` as received (after authentication), encoded again without Cred and nonces by the caller. */
  | {
      readonly type: "established";
      readonly work: string;
      readonly sessionId: string;
      /** Conversation of the session in the journal. */
      readonly conversation?: string | undefined;
      readonly package1: SyncML;
    }
  /** A whole package 3, reassembled: outcomes of every command, and the messages as received for the tunnel. */
  | {
      readonly type: "package3";
      readonly work: string;
      readonly messages: readonly SyncML[];
      readonly outcomes: readonly CommandOutcome[];
      /** `<MsgID>/<CmdID>` as the device was sent them → the caller's references, for mapping MsgRef and CmdRef back. */
      readonly references: ReadonlyMap<string, string>;
    }
  | {
      readonly type: "refused";
      readonly work: string;
      readonly by: "dms" | "device" | "user";
      readonly reason: string;
    }
  | { readonly type: "closed"; readonly work: string }
  /** `outcomes` of commands that were answered before the end and are in no `package3`. */
  | {
      readonly type: "aborted";
      readonly work: string;
      readonly by: "dms" | "device";
      readonly reason: string;
      readonly outcomes?: readonly CommandOutcome[] | undefined;
    }
  | {
      readonly type: "timed-out";
      readonly work: string;
      readonly reason: string;
      readonly outcomes?: readonly CommandOutcome[] | undefined;
    };

/** Receiver of reports; called while an event is handled, its effects go to the same sink. */
export type SessionReports = (report: SessionReport, moment: Moment, sink: EffectSink) => void;

/** An alert of a device that was stored: one per distinct Type among the Items of a 1224 or 1226. Times are dates. */
export interface AlertReport {
  readonly alertId: string;
  readonly deviceId: string;
  readonly code: 1224 | 1226;
  /** Type without a `Reversed-Domain-Name:` or `Content-Type:` prefix; empty where the device named none. */
  readonly alertType: string;
  readonly mark?: string | undefined;
  /** Correlator of the Exec whose end it reports. */
  readonly correlator?: string | undefined;
  /** SessionID of the session in which it came. */
  readonly sessionId?: string | undefined;
  readonly receivedAt: number;
  readonly items: readonly AlertReportItem[];
}

export interface AlertReportItem {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  readonly format?: string | undefined;
  readonly type?: string | undefined;
  readonly mark?: string | undefined;
  readonly data?: string | undefined;
  /** Base64. */
  readonly binaryData?: string | undefined;
}

/**
 * Receiver of alerts; called while the message that brought them is handled, after the effect that commits them. An
 * alert that a device sends again is reported once.
 */
export type AlertReports = (alert: AlertReport, moment: Moment, sink: EffectSink) => void;

/** Copies of the records of devices that upstreams manage (contract, section 10). None of them is served here. */
export interface InventoryCopies {
  /**
   * Keeps records with `managedBy`, and commits those that are new or changed. A device that this DM server or another
   * upstream manages is left as it is. Returns how many of the records stand.
   */
  keep(records: readonly DeviceRecord[], sink: EffectSink): number;
  /** Forgets copies. */
  forget(deviceIds: readonly string[], sink: EffectSink): void;
  /** Devices of an upstream. */
  of(upstreamId: string): Iterable<string>;
  /** Upstreams that have devices here. */
  upstreams(): Iterable<string>;
  count(upstreamId: string): number;
}

/**
 * Pushes a provisioning document to a device as a bootstrap message, secured as its account says. Returns why it could not
 * be done, or undefined.
 */
export type PushProvisioning = (
  deviceId: string,
  document: ProvisioningDocument,
  sink: EffectSink,
) => string | undefined;

/** What both rooms know of devices. */
export interface Inventory {
  device(deviceId: string): DeviceRecord | undefined;
  devices(): Iterable<DeviceRecord>;
  /** Changes a record and appends its commit. */
  update(deviceId: string, change: Partial<DeviceRecord>, sink: EffectSink): void;
}
