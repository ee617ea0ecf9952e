import { setup } from "xstate";
import { spec } from "../../../../core/spec-ref.ts";

/** Events of a package below Download. */
export type DownloadEvent =
  | { type: "download.started" }
  | { type: "download.failed" }
  | { type: "download.completed" }
  | { type: "install.started" }
  /** With the package still there, and without it. */
  | { type: "install.failed" }
  | { type: "install.abandoned" }
  /** The package is in the inventory, and its entry is gone. */
  | { type: "package.moved" }
  /** The package is in the inventory, and its entry stays. */
  | { type: "package.kept" };

const download = spec("dm-scomo", "Download Status");
const delivered = spec("dm-scomo", "Delivered Status");
const deployed = spec("dm-scomo", "Deployed Status");

/** A package below Download. Its state lies in its Status leaf; see firmware-update for why no actor holds it. */
export const softwareDownload = setup({ types: { events: {} as DownloadEvent } }).createMachine({
  id: "software-download",
  initial: "idle",
  states: {
    idle: {
      description: "The package is named and waits to be fetched.",
      meta: { spec: download, value: "10" },
      on: { "download.started": "downloadProgressing" },
    },
    downloadFailed: {
      description: "The download did not succeed.",
      meta: { spec: download, value: "20" },
      on: { "download.started": "downloadProgressing" },
    },
    downloadProgressing: {
      description: "The package is on its way to the device.",
      meta: { spec: download, value: "30" },
      on: { "download.completed": "downloadComplete", "download.failed": "downloadFailed" },
    },
    downloadComplete: {
      description: "The package has arrived whole.",
      meta: { spec: download, value: "40" },
      on: {
        "install.started": "installProgressing",
        "package.moved": "moved",
        "download.started": "downloadProgressing",
      },
    },
    installProgressing: {
      description: "The components of the package are being installed.",
      meta: { spec: download, value: "50" },
      on: {
        "install.failed": "installFailedWithData",
        "install.abandoned": "installFailedWithoutData",
        "package.moved": "moved",
        "package.kept": "downloadComplete",
      },
    },
    installFailedWithData: {
      description: "The installation did not succeed; the package is still there.",
      meta: { spec: download, value: "60" },
      on: { "download.started": "downloadProgressing" },
    },
    installFailedWithoutData: {
      description: "The installation did not succeed, and the package is gone.",
      meta: { spec: download, value: "70" },
      on: { "download.started": "downloadProgressing" },
    },
    moved: {
      type: "final",
      description: "The package is in the inventory; its entry below Download is gone.",
      meta: { spec: download },
    },
  },
});

/** Events of a package below Inventory/Delivered. */
export type DeliveredEvent =
  | { type: "install.started" }
  | { type: "install.completed" }
  | { type: "install.failed" }
  | { type: "install.abandoned" }
  | { type: "remove.started" }
  | { type: "remove.failed" }
  | { type: "remove.completed" };

const deliveredAtRest = {
  "install.started": "installProgressing",
  "remove.started": "removeProgressing",
} as const;

/** A package below Inventory/Delivered. */
export const deliveredPackage = setup({ types: { events: {} as DeliveredEvent } }).createMachine({
  id: "delivered-package",
  initial: "idle",
  states: {
    idle: {
      description: "The package is on the device.",
      meta: { spec: delivered, value: "10" },
      on: deliveredAtRest,
    },
    removeFailed: {
      description: "The package could not be removed.",
      meta: { spec: delivered, value: "20" },
      on: deliveredAtRest,
    },
    removeProgressing: {
      description: "The package is being removed.",
      meta: { spec: delivered, value: "30" },
      on: { "remove.completed": "removed", "remove.failed": "removeFailed" },
    },
    installProgressing: {
      description: "The components of the package are being installed.",
      meta: { spec: delivered, value: "40" },
      on: {
        "install.completed": "idle",
        "install.failed": "installFailedWithData",
        "install.abandoned": "installFailedWithoutData",
      },
    },
    installFailedWithData: {
      description: "The installation did not succeed; the package is still there.",
      meta: { spec: delivered, value: "50" },
      on: deliveredAtRest,
    },
    installFailedWithoutData: {
      description: "The installation did not succeed, and the package has no data.",
      meta: { spec: delivered, value: "60" },
      on: deliveredAtRest,
    },
    removed: {
      type: "final",
      description: "The package is gone.",
      meta: { spec: delivered },
    },
  },
});

/** Events of a component below Inventory/Deployed. */
export type DeployedEvent =
  | { type: "activate.started" }
  | { type: "activate.completed" }
  | { type: "activate.failed" }
  | { type: "deactivate.started" }
  | { type: "deactivate.completed" }
  | { type: "deactivate.failed" }
  | { type: "remove.started" }
  | { type: "remove.failed" }
  | { type: "remove.completed" };

const deployedAtRest = {
  "activate.started": "activateProgressing",
  "deactivate.started": "deactivateProgressing",
  "remove.started": "removeProgressing",
} as const;

/** A component below Inventory/Deployed. */
export const deployedComponent = setup({ types: { events: {} as DeployedEvent } }).createMachine({
  id: "deployed-component",
  initial: "idle",
  states: {
    idle: {
      description: "The component is installed; its State says whether it is active.",
      meta: { spec: deployed, value: "10" },
      on: deployedAtRest,
    },
    removeFailed: {
      description: "The component could not be removed.",
      meta: { spec: deployed, value: "20" },
      on: deployedAtRest,
    },
    removeProgressing: {
      description: "The component is being removed.",
      meta: { spec: deployed, value: "30" },
      on: { "remove.completed": "removed", "remove.failed": "removeFailed" },
    },
    activateFailed: {
      description: "The component could not be activated.",
      meta: { spec: deployed, value: "40" },
      on: deployedAtRest,
    },
    activateProgressing: {
      description: "The component is being activated.",
      meta: { spec: deployed, value: "50" },
      on: { "activate.completed": "idle", "activate.failed": "activateFailed" },
    },
    deactivateFailed: {
      description: "The component could not be deactivated.",
      meta: { spec: deployed, value: "60" },
      on: deployedAtRest,
    },
    deactivateProgressing: {
      description: "The component is being deactivated.",
      meta: { spec: deployed, value: "70" },
      on: { "deactivate.completed": "idle", "deactivate.failed": "deactivateFailed" },
    },
    removed: {
      type: "final",
      description: "The component is gone.",
      meta: { spec: deployed },
    },
  },
});
