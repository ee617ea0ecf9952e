import { createStore } from "./store.ts";

/** A form of the diagnostics screen. */
export type DiagnosticsDialog =
  | { readonly form: "subscribe" }
  /** `send`: it is sent at once. */
  | { readonly form: "values"; readonly function?: string | undefined; readonly send?: boolean }
  | { readonly form: "function"; readonly function?: string | undefined }
  | { readonly form: "renew"; readonly subscriptionId: string; readonly owner: string }
  | {
      readonly form: "unsubscribe";
      readonly subscriptionId: string;
      readonly owner: string;
      readonly waits: number;
      readonly recipient: string;
    }
  | {
      readonly form: "retrieve";
      readonly subscriptionId?: string | undefined;
      readonly owner?: string | undefined;
    };

/** The form that is open on the diagnostics screen. */
export const diagnosticsDialog = createStore<DiagnosticsDialog | undefined>(undefined);

/** What is chosen on the diagnostics screen, which the commands of palette and keys act on. */
export const currentDiagnostics = createStore<
  | {
      readonly run: string;
      readonly device: string | undefined;
      readonly subscription:
        | {
            readonly subscriptionId: string;
            readonly owner: string;
            readonly recipient: string;
            readonly waits: number;
            /** Why it can neither be renewed nor ended from here. */
            readonly fixed: string | undefined;
          }
        | undefined;
      /** Why nothing can be asked. */
      readonly over: string | undefined;
    }
  | undefined
>(undefined);
