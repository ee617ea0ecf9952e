import { setup } from "xstate";
import { spec } from "../../../../core/spec-ref.ts";

/** Events of the lock of a device. */
export type LockEvent =
  { type: "device.locked" } | { type: "device.partially.locked" } | { type: "device.unlocked" };

const states = spec("dm-lawmo", "State");

/** The lock of a device. Its state lies in the State leaf; see firmware-update for why no actor holds it. */
export const deviceLock = setup({ types: { events: {} as LockEvent } }).createMachine({
  id: "device-lock",
  initial: "unlocked",
  states: {
    fullyLocked: {
      description: "Nobody can use the device.",
      meta: { spec: states, value: "10" },
      on: { "device.unlocked": "unlocked", "device.partially.locked": "partiallyLocked" },
    },
    partiallyLocked: {
      description: "Some of the device can be used.",
      meta: { spec: states, value: "20" },
      on: { "device.unlocked": "unlocked", "device.locked": "fullyLocked" },
    },
    unlocked: {
      description: "The device can be used.",
      meta: { spec: states, value: "30" },
      on: { "device.locked": "fullyLocked", "device.partially.locked": "partiallyLocked" },
    },
  },
});
