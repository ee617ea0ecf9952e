import type { CallDraft, Draft, Sending } from "../../simulator/api/index.ts";
import { createStore, type Store, useStore } from "./store.ts";

/** Views beside the form. */
export type ConsoleTab = "request" | "response" | "headers" | "curl";
/** What the list at the left shows. */
export type ConsoleList = "operations" | "history" | "templates";

/** What somebody has chosen and written on the console of one run. Not kept beyond this visit. */
export interface ConsoleUi {
  readonly operation: string;
  /** Requests as they are being written, by operation: changing to and fro loses nothing. */
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Id of the External System to speak as; undefined for the first of the run. */
  readonly system: string | undefined;
  /** Undefined for what the External System is set up with. */
  readonly sending: Sending | undefined;
  /** The envelope under edit; undefined while the form is used. */
  readonly raw: string | undefined;
  /** Place of the field that has the focus. */
  readonly lit: string | undefined;
  /** The call whose story is told. */
  readonly call: string | undefined;
  /** The call that the request was loaded from. */
  readonly from: string | undefined;
  readonly tab: ConsoleTab;
  readonly list: ConsoleList;
  readonly text: string;
  readonly naming: boolean;
}

const initial: ConsoleUi = {
  operation: "ManageParameters",
  drafts: {},
  system: undefined,
  sending: undefined,
  raw: undefined,
  lit: undefined,
  call: undefined,
  from: undefined,
  tab: "request",
  list: "operations",
  text: "",
  naming: false,
};

const stores = new Map<string, Store<ConsoleUi>>();

/** The console of one run. */
export function consoleUi(run: string): Store<ConsoleUi> {
  const known = stores.get(run);
  if (known !== undefined) return known;
  const store = createStore(initial);
  stores.set(run, store);
  return store;
}

/** The console of one run, drawn again when it changes. */
export function useConsoleUi(run: string): ConsoleUi {
  return useStore(consoleUi(run));
}

/** The request that is being written; empty where nothing was. */
export function draftOf({ drafts, operation }: ConsoleUi): Draft {
  return drafts[operation] ?? { name: operation };
}

/** Chooses an operation; the request of the one before stays as it is. */
export function chooseOperation(run: string, operation: string): void {
  consoleUi(run).update((now) =>
    now.operation === operation
      ? now
      : { ...now, operation, raw: undefined, lit: undefined, from: undefined },
  );
}

/** Replaces the request of an operation. */
export function setDraft(run: string, draft: Draft): void {
  consoleUi(run).update((now) => ({ ...now, drafts: { ...now.drafts, [draft.name]: draft } }));
}

/** Takes a request that was made before, or kept, into the form. */
export function loadRequest(
  run: string,
  { operation, sending, draft, envelope }: Pick<CallDraft, "operation" | "sending" | "draft" | "envelope">,
  more: Partial<Pick<ConsoleUi, "system" | "from">> = {},
): void {
  consoleUi(run).update((now) => ({
    ...now,
    operation,
    sending,
    raw: envelope,
    lit: undefined,
    from: undefined,
    tab: "request",
    drafts: draft === undefined ? now.drafts : { ...now.drafts, [operation]: draft },
    ...more,
  }));
}

/** What keys and palette can have the console on screen do. */
export interface ConsoleActions {
  readonly run: string;
  readonly operations: readonly string[];
  /** Why nothing can be sent. */
  readonly unavailable: string | undefined;
  readonly send: () => void;
  readonly example: () => void;
  readonly toggleRaw: () => void;
  readonly name: () => void;
  readonly addCommand: (() => void) | undefined;
}

/** The console on screen; undefined while another screen is. */
export const currentConsole = createStore<ConsoleActions | undefined>(undefined);
