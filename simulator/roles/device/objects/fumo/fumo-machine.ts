import { setup } from "xstate";
import { spec } from "../../../../core/spec-ref.ts";

/** Events of a firmware update, after the object has classified what happened. */
export type FirmwareUpdateEvent =
  /** Exec of Download or DownloadAndUpdate. */
  | { type: "download.started" }
  | { type: "download.failed" }
  /** The package is there, and it is one that the device takes. */
  | { type: "download.completed" }
  /** The downloaded package lies where the update finds it. */
  | { type: "package.stored" }
  /** A server has put a package into Update/PkgData. */
  | { type: "package.received" }
  /** A server has named or put another package. */
  | { type: "package.referenced" }
  /** Exec of Update, or the second half of DownloadAndUpdate. */
  | { type: "update.started" }
  | { type: "update.succeeded" }
  | { type: "update.failed" }
  /** The package is removed after the update. */
  | { type: "data.cleared" }
  /** What was done is over: the object is ready for the next package. */
  | { type: "object.reset" };

const states = spec("dm-fumo", "State");

/**
 * A firmware update. The object steps it by the table that is derived from it: its state lies in the State leaf of the
 * tree, and a living actor per device would keep it a second time.
 */
export const firmwareUpdate = setup({
  types: { events: {} as FirmwareUpdateEvent },
}).createMachine({
  id: "firmware-update",
  initial: "idle",
  states: {
    idle: {
      description: "No package, nothing to do.",
      meta: { spec: states, value: "10" },
      on: { "download.started": "downloadProgressing", "package.received": "readyToUpdate" },
    },
    downloadFailed: {
      description: "The download did not succeed; there is no package.",
      meta: { spec: states, value: "20" },
      on: { "object.reset": "idle" },
    },
    downloadProgressing: {
      description: "The package is on its way to the device.",
      meta: { spec: states, value: "30" },
      on: { "download.completed": "downloadComplete", "download.failed": "downloadFailed" },
    },
    downloadComplete: {
      description: "The package has arrived whole.",
      meta: { spec: states, value: "40" },
      on: { "package.stored": "readyToUpdate" },
    },
    readyToUpdate: {
      description: "The package is on the device; the update can begin.",
      meta: { spec: states, value: "50" },
      on: { "update.started": "updateProgressing", "package.referenced": "idle" },
    },
    updateProgressing: {
      description: "The firmware is being written.",
      meta: { spec: states, value: "60" },
      on: { "update.succeeded": "updateSuccessfulWithData", "update.failed": "updateFailedWithData" },
    },
    updateFailedWithData: {
      description: "The update did not succeed; the package is still on the device.",
      meta: { spec: states, value: "70" },
      on: { "data.cleared": "updateFailedWithoutData" },
    },
    updateFailedWithoutData: {
      description: "The update did not succeed, and the package is removed.",
      meta: { spec: states, value: "80" },
      on: { "object.reset": "idle" },
    },
    updateSuccessfulWithData: {
      description: "The new firmware runs; the package is still on the device.",
      meta: { spec: states, value: "90" },
      on: { "data.cleared": "updateSuccessfulWithoutData", "object.reset": "idle" },
    },
    updateSuccessfulWithoutData: {
      description: "The new firmware runs, and the package is removed.",
      meta: { spec: states, value: "100" },
      on: { "object.reset": "idle" },
    },
  },
});

/** Name of an event of the update. */
export type FirmwareUpdateEventName = FirmwareUpdateEvent["type"];
