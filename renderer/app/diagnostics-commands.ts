import { diagnosticsDialog, type DiagnosticsDialog } from "../state/diagnostics-ui.ts";
import type { Command, CommandSituation } from "./command.ts";

const elsewhere = "The diagnostics of a run are not on screen. Go there first.";
const noDevice = "No device is chosen among the diagnostics.";
const noSubscription = "No subscription is chosen among the diagnostics.";

/** What can be asked for on the diagnostics screen. */
export function diagnosticsCommands({ diagnostics }: CommandSituation): readonly Command[] {
  const needsScreen = diagnostics === undefined ? elsewhere : diagnostics.over;
  const needsDevice = needsScreen ?? (diagnostics?.device === undefined ? noDevice : undefined);
  const subscription = diagnostics?.subscription;
  const needsSubscription = needsScreen ?? (subscription === undefined ? noSubscription : subscription.fixed);
  const open = (
    id: string,
    title: string,
    dialog: DiagnosticsDialog | undefined,
    unavailable: string | undefined,
  ): Command => ({
    id: `diagnostics ${id}`,
    title,
    group: "Operation",
    unavailable,
    act: () => {
      diagnosticsDialog.set(dialog);
    },
  });
  return [
    open("subscribe", "Subscribe to alerts…", { form: "subscribe" }, needsScreen),
    open("values", "Request diagnostic values…", { form: "values" }, needsDevice),
    open("function", "Start or stop a diagnostics function…", { form: "function" }, needsDevice),
    open("retrieve", "Retrieve stored alerts…", { form: "retrieve" }, needsScreen),
    open(
      "renew",
      "Renew the subscription…",
      subscription === undefined ? undefined : { form: "renew", ...subscription },
      needsSubscription,
    ),
    open(
      "unsubscribe",
      "Unsubscribe from alerts…",
      subscription === undefined ? undefined : { form: "unsubscribe", ...subscription },
      needsSubscription,
    ),
  ];
}
