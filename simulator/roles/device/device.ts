import type { Effect, Moment, Role, RoleContext, RoleEvent, StoreSnapshot } from "../../wire/role.ts";
import { AwakeDevice } from "./awake-device.ts";
import { sharedTree } from "./accounts/account-tree.ts";
import { createCore } from "./core.ts";
import { viewOf, type DeviceSummary, type DeviceView } from "./device-view.ts";
import { packIdentity, unpackIdentity, type DeviceIdentity } from "./identity.ts";
import { packIdle, unpackIdle, type IdleState } from "./idle.ts";
import { readKept, type Kept } from "./kept.ts";
import type { DeviceCommand, DeviceOptions } from "./options.ts";

/** A device: a role that can be looked into. */
export interface Device extends Role<DeviceCommand> {
  /** Everything that a screen shows; made when it is asked for. */
  view(): DeviceView;
  /** The little that a list of devices shows; cheap. */
  summary(): DeviceSummary;
}

/** Makes the devices of a fleet: they share their options, and each holds its identity and what has changed on it. */
export type Fleet = (identity: DeviceIdentity, stored?: StoreSnapshot) => Device;

/**
 * Creates an OMA DM 1.2 client. What was committed to its collection `device:<id>` before is taken from `stored`; the
 * command `start` goes on with what ran then. What it cannot do is answered with the report `command.refused`.
 */
export function createDevice(options: DeviceOptions, context: RoleContext, stored?: StoreSnapshot): Device {
  return new DmDevice(sharedParts(options, context), options.deviceId, stored);
}

/** Creates devices that have everything in common but their identity; an idle one costs what differs. */
export function createFleet(options: Omit<DeviceOptions, "deviceId">, context: RoleContext): Fleet {
  const shared = sharedParts(options, context);
  return (identity, stored) => new DmDevice(shared, packIdentity(identity), stored);
}

/** Idle devices of a fleet that stay awake, since the next event is often at one that just had some. */
const MOST_RESTING = 64;

interface SharedParts {
  readonly options: Omit<DeviceOptions, "deviceId">;
  readonly context: RoleContext;
  /** Idle devices that are still awake, the one that has rested longest first. */
  readonly resting: Set<DmDevice>;
}

function sharedParts(options: Omit<DeviceOptions, "deviceId">, context: RoleContext): SharedParts {
  return { options, context, resting: new Set() };
}

/** A device between events: what it shares, who it is, and what differs. While something runs it is awake. */
class DmDevice implements Device {
  readonly #shared: SharedParts;
  readonly #identity: string;
  #state: IdleState | AwakeDevice;

  constructor(shared: SharedParts, identity: string, stored: StoreSnapshot | undefined) {
    this.#shared = shared;
    this.#identity = identity;
    if (!stored) return;
    const options = this.#options();
    this.#state = packIdle(readKept(options.deviceId, sharedTree(options), stored));
  }

  handle(event: RoleEvent<DeviceCommand>, moment: Moment): readonly Effect[] {
    const awake = this.#awake();
    const effects = awake.handle(event, moment);
    this.#state = awake;
    this.#rest(awake);
    return effects;
  }

  view(): DeviceView {
    return viewOf(this.#awake());
  }

  summary(): DeviceSummary {
    const state = this.#state;
    const awake = state instanceof AwakeDevice ? state : undefined;
    return {
      deviceId: unpackIdentity(this.#identity).deviceId,
      state: awake?.session?.stepper.state ?? "idle",
      sessionId: awake?.session?.id,
      asking: awake !== undefined && awake.questions.pending.length > 0,
      waitingAlerts: keptOf(state).alerts?.length ?? 0,
    };
  }

  /** An idle device rests for a while; then it falls asleep, so that nothing is left but what is kept. */
  #rest(awake: AwakeDevice): void {
    const { resting } = this.#shared;
    resting.delete(this);
    if (!awake.isIdle) return;
    resting.add(this);
    if (resting.size <= MOST_RESTING) return;
    const [longest] = resting;
    if (longest) longest.#sleep();
  }

  #sleep(): void {
    this.#shared.resting.delete(this);
    if (this.#state instanceof AwakeDevice) this.#state = this.#state.sleep();
  }

  #awake(): AwakeDevice {
    const state = this.#state;
    if (state instanceof AwakeDevice) return state;
    const core = createCore(this.#options(), this.#shared.context);
    const kept = unpackIdle(state);
    core.behaviour = kept.behaviour ?? core.behaviour;
    core.manners = kept.manners ?? core.manners;
    return new AwakeDevice(core, kept);
  }

  #options(): DeviceOptions {
    const { options } = this.#shared;
    const { deviceId, account: own } = unpackIdentity(this.#identity);
    const account = options.account && own ? { ...options.account, ...own } : options.account;
    return { ...options, deviceId, account };
  }
}

function keptOf(state: IdleState | AwakeDevice): Kept {
  if (state instanceof AwakeDevice) return state.kept;
  return typeof state === "object" ? state : {};
}
