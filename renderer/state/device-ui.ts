import type { NodeView } from "../../simulator/api/index.ts";
import { createStore, type Store, useStore } from "./store.ts";

/** Dialogs of the device's screen. */
export type DeviceDialog =
  | { readonly name: "alert" }
  | { readonly name: "behaviour"; readonly object?: string | undefined; readonly action?: string | undefined }
  | { readonly name: "question" }
  | { readonly name: "manners" }
  | { readonly name: "ask" }
  | { readonly name: "start" }
  | { readonly name: "export" }
  | { readonly name: "add"; readonly uri: string }
  | { readonly name: "delete"; readonly node: Pick<NodeView, "uri" | "name" | "children" | "lasting"> };

/** What somebody has chosen on screen for one device. Not kept beyond this visit. */
export interface DeviceUi {
  /** URI of the chosen node. */
  readonly node: string;
  /** URIs of the open nodes; undefined before anybody chose. */
  readonly open: "all" | readonly string[] | undefined;
  /** Words that nodes are looked for by. */
  readonly text: string;
  /** Number of the chosen session; undefined follows the newest. */
  readonly session: number | undefined;
  readonly dialog: DeviceDialog | undefined;
}

const initial: DeviceUi = {
  node: ".",
  open: undefined,
  text: "",
  session: undefined,
  dialog: undefined,
};

const stores = new Map<string, Store<DeviceUi>>();

/** A device of a run. */
export interface DevicePlace {
  readonly run: string;
  readonly device: string;
}

/** Choices of one device. */
export function deviceUi({ run, device }: DevicePlace): Store<DeviceUi> {
  const key = `${run}/${device}`;
  const known = stores.get(key);
  if (known !== undefined) return known;
  const store = createStore(initial);
  stores.set(key, store);
  return store;
}

/** Choices of one device, drawn again when they change. */
export function useDeviceUi(place: DevicePlace): DeviceUi {
  return useStore(deviceUi(place));
}

/** The device on screen, which the commands of palette and keys act on. */
export const currentDevice = createStore<
  | (DevicePlace & {
      /** Why it takes no commands. */
      readonly unavailable: string | undefined;
      readonly asking: boolean;
      /** A session runs. */
      readonly running: boolean;
      /** Servers of its accounts. */
      readonly servers: readonly string[];
      readonly sessions: readonly number[];
    })
  | undefined
>(undefined);

/** Opens a dialog of the device's screen. */
export function openDialog(place: DevicePlace, dialog: DeviceDialog): void {
  deviceUi(place).update((now) => ({ ...now, dialog }));
}

/** Closes the dialog of the device's screen. */
export function closeDialog(place: DevicePlace): void {
  deviceUi(place).update((now) => ({ ...now, dialog: undefined }));
}

/** Chooses a node. */
export function chooseNode(place: DevicePlace, node: string): void {
  deviceUi(place).update((now) => ({ ...now, node }));
}

/** Chooses the session before or after the chosen one; `sessions` are the numbers, newest first. */
export function moveSession(place: DevicePlace, sessions: readonly number[], by: "older" | "newer"): void {
  const { session } = deviceUi(place).get();
  const at = session === undefined ? 0 : sessions.indexOf(session);
  const next = sessions[Math.max(0, Math.min(sessions.length - 1, at + (by === "older" ? 1 : -1)))];
  if (next !== undefined) deviceUi(place).update((now) => ({ ...now, session: next }));
}
