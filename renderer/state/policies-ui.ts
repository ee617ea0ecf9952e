import type { ExternalSystemView, PoliciesView, PolicyView } from "../../simulator/api/index.ts";
import { createStore, type Store, useStore } from "./store.ts";

/** A dialog of the policies screen. */
export type PolicyDialog =
  | { readonly name: "add" }
  | { readonly name: "credential"; readonly system: string }
  | { readonly name: "describe"; readonly system: string }
  | { readonly name: "remove"; readonly system: string }
  | { readonly name: "certificate" };

/** A command of the dry run as it is written. */
export interface AskedCommand {
  readonly kind: "get" | "add" | "replace" | "delete" | "copy" | "exec";
  readonly locUri: string;
  readonly from: string;
}

/** The question of the dry run. */
export interface Question {
  readonly form: "parts" | "soap";
  readonly operation: string;
  readonly devices: string;
  readonly commands: readonly AskedCommand[];
  readonly alertTypes: string;
  readonly soap: string;
  /** Decide by the policy as it is edited. */
  readonly edited: boolean;
}

/** What somebody has chosen and written on the policies of one run. Not kept beyond this visit. */
export interface PoliciesUi {
  /** DM server; the first of the run when undefined. */
  readonly server: string | undefined;
  /** External System; the first when undefined. */
  readonly system: string | undefined;
  /** Policies under edit, by External System: changing to and fro loses nothing. */
  readonly drafts: Readonly<Record<string, PolicyView>>;
  readonly question: Question;
  readonly dialog: PolicyDialog | undefined;
}

const initial: PoliciesUi = {
  server: undefined,
  system: undefined,
  drafts: {},
  question: {
    form: "parts",
    operation: "ManageParameters",
    devices: "",
    commands: [{ kind: "get", locUri: "./DevInfo/Mod", from: "" }],
    alertTypes: "",
    soap: "",
    edited: true,
  },
  dialog: undefined,
};

const stores = new Map<string, Store<PoliciesUi>>();

/** The state of the policies screen of a run. */
export function policiesUi(run: string): Store<PoliciesUi> {
  const known = stores.get(run) ?? createStore(initial);
  stores.set(run, known);
  return known;
}

/** The same for a component. */
export function usePoliciesUi(run: string): PoliciesUi {
  return useStore(policiesUi(run));
}

/** Changes the policy under edit; undefined goes back to the one in force. */
export function setDraftPolicy(run: string, system: string, policy: PolicyView | undefined): void {
  policiesUi(run).update((now) => {
    const { [system]: _old, ...others } = now.drafts;
    return { ...now, drafts: policy === undefined ? others : { ...others, [system]: policy } };
  });
}

/** Opens a dialog, or closes the one that is open. */
export function showPolicyDialog(run: string, dialog: PolicyDialog | undefined): void {
  policiesUi(run).update((now) => ({ ...now, dialog }));
}

/** The External System that the screen is about. */
export function chosenSystem(
  { externalSystems }: PoliciesView,
  { system }: PoliciesUi,
): ExternalSystemView | undefined {
  return externalSystems.find(({ id }) => id === system) ?? externalSystems[0];
}

/** The policies on screen, for the palette and the keys. */
export const currentPolicies = createStore<
  | {
      /** Why there is nothing to save. */
      readonly unsavable: string | undefined;
      readonly save: () => void;
    }
  | undefined
>(undefined);
