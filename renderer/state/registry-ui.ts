import type { Draft, UddiVersion } from "../../simulator/api/index.ts";
import { createStore, type Store, useStore } from "./store.ts";

/** A request to a registry as it is being written. */
export interface InquiryDraft {
  readonly version: UddiVersion;
  readonly draft: Draft;
  /** The envelope where it is edited by hand. */
  readonly raw: string | undefined;
  /** Address of a registry that is a product; undefined for ours. */
  readonly url: string | undefined;
  readonly loginUrl: string;
  readonly publisher: string;
  readonly password: string;
  /** What the entry was before, to be saved again with Undo. */
  readonly before: Draft | undefined;
}

/** What somebody looks at in the registry of a run. It stays while they look elsewhere. */
export interface RegistryUi {
  readonly mode: "entry" | "inquiry";
  readonly registry: string | undefined;
  readonly text: string;
  readonly open: readonly string[];
  readonly entry: string | undefined;
  readonly group: "all" | "publish" | "inquiry";
  /** Whether the newest exchange is kept in sight. */
  readonly follow: boolean;
  /** `seq` of the chosen message. */
  readonly message: number | undefined;
  readonly inquiry: InquiryDraft | undefined;
  /** The inquiry whose answer is shown. */
  readonly shown: string | undefined;
}

const stores = new Map<string, Store<RegistryUi>>();

/** What is looked at in the registry of a run. */
export function registryUi(run: string): Store<RegistryUi> {
  let store = stores.get(run);
  if (store === undefined) {
    store = createStore<RegistryUi>({
      mode: "entry",
      registry: undefined,
      text: "",
      open: [],
      entry: undefined,
      group: "all",
      follow: true,
      message: undefined,
      inquiry: undefined,
      shown: undefined,
    });
    stores.set(run, store);
  }
  return store;
}

/** The same, drawn again when it changes. */
export function useRegistryUi(run: string): RegistryUi {
  return useStore(registryUi(run));
}

/** Changes what is looked at. */
export function changeRegistryUi(run: string, change: Partial<RegistryUi>): void {
  registryUi(run).update((now) => ({ ...now, ...change }));
}

/** The registry on screen, which the commands of palette and keys act on. */
export const currentRegistry = createStore<
  | {
      readonly run: string;
      /** A DM server that publishes. */
      readonly server: string | undefined;
      /** Why nothing can be asked. */
      readonly over: string | undefined;
      /** Sends the inquiry on screen. */
      readonly send: (() => void) | undefined;
      /** Opens the inquiry console with find_service. */
      readonly find: () => void;
    }
  | undefined
>(undefined);
