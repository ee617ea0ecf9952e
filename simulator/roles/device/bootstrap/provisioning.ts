import { hasError, type Finding } from "../../../core/finding.ts";
import {
  readProvisioning,
  w7Accounts,
  type ProvisioningEncoding,
} from "../../../protocols/provisioning/index.ts";
import type { InteriorNode } from "../../../tree/index.ts";
import { withAccount } from "./accounts.ts";
import type { AppliedProfile } from "./apply.ts";
import { withConnectivity } from "./connectivity.ts";

/** Applies a wap-provisioningdoc: connectivity first, as accounts name it, then the accounts. */
export function applyProvisioning(
  root: InteriorNode,
  body: Uint8Array,
  encoding: ProvisioningEncoding,
  date: number,
): AppliedProfile {
  const document = readProvisioning(body, encoding);
  const nothing = (refusal: string, findings: readonly Finding[]): AppliedProfile => ({
    root,
    serverIds: [],
    startSession: undefined,
    findings,
    refusal,
  });
  if (!document.value || hasError(document.findings))
    return nothing("the provisioning document cannot be read", document.findings);
  const { accounts } = w7Accounts(document.value);
  const connectivity = withConnectivity(root, document.value, date);
  const findings: Finding[] = [...document.findings, ...connectivity.findings];
  const serverIds: string[] = [];
  let changed = connectivity.root;
  let startSession: string | undefined;
  for (const account of accounts) {
    const outcome = withAccount(changed, account, connectivity.places, date);
    findings.push(...outcome.findings);
    if (!outcome.placed || account.serverId === undefined) continue;
    changed = outcome.root;
    serverIds.push(account.serverId);
    if (account.init) startSession ??= account.serverId;
  }
  if (changed === root) return nothing("the document has nothing that the device can use", findings);
  return {
    root: changed,
    serverIds,
    startSession: startSession ?? serverIds[0],
    findings,
    refusal: undefined,
  };
}
