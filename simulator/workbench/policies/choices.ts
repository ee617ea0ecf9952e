import type { PoliciesView } from "../../api/index.ts";
import { operationNames, type OperationName } from "../../protocols/wsi/index.ts";
import { managementDomains, needsNoGrant, subtreeWords } from "../../roles/dm-server/index.ts";

/** Operations in the groups of the contract, for a checklist. */
const groups: Readonly<Record<string, readonly OperationName[]>> = {
  Devices: ["DiscoverDevices", "DescribeDevice"],
  Management: ["ManageParameters", "CancelOperation"],
  Bulk: ["SubmitBulkOperation"],
  Diagnostics: ["RequestDiagnostics"],
  Tunnel: ["InitiateSession", "ExchangePackage", "TerminateSession"],
  Configurations: ["SubmitConfiguration", "ListConfigurations", "RemoveConfiguration"],
  Updates: ["SubmitUpdate", "ListUpdates", "RemoveUpdate"],
  Alerts: ["SubscribeAlerts", "RenewSubscription", "UnsubscribeAlerts", "RetrieveAlerts"],
};

const meanings: Readonly<Record<(typeof subtreeWords)[number], string>> = {
  DMAcc: "accounts of DM servers, wherever they lie",
  acl: "access control lists (?prop=ACL)",
  bootstrap: "bootstrap messages",
};

/** What a policy may be made of. Operations that are in no group stand in one of their own. */
export function policyChoices(deviceGroups: readonly string[]): PoliciesView["choices"] {
  const grouped = new Set(Object.values(groups).flat());
  const others = operationNames.filter((name) => !grouped.has(name) && !needsNoGrant(name));
  return {
    operationGroups: [
      ...Object.entries(groups).map(([title, operations]) => ({ title, operations: [...operations] })),
      ...(others.length > 0 ? [{ title: "Others", operations: others }] : []),
    ],
    ungranted: operationNames.filter(needsNoGrant),
    managementDomains: [...managementDomains],
    kinds: ["customer-care", "management-authority", "dm-server", "other"],
    schemes: ["basic", "username-token-text", "username-token-digest", "mutual-tls"],
    subtreeWords: subtreeWords.map((word) => ({ word, meaning: meanings[word] })),
    groups: [...deviceGroups],
  };
}
