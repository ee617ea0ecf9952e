import type { PolicyView } from "../../api/index.ts";
import {
  commandKinds,
  isList,
  type CommandKind,
  type ExternalSystemPolicy,
} from "../../roles/dm-server/index.ts";

/** A policy as the page has it. */
export function policyView(policy: ExternalSystemPolicy): PolicyView {
  const { managementDomain, operations, devices, subtrees, alertTypes, acceptsAlertsFrom, quota } = policy;
  return {
    managementDomain,
    operations: [...operations],
    devices: [...devices],
    subtrees: isList(subtrees)
      ? [...subtrees]
      : Object.fromEntries(
          commandKinds.flatMap((kind) => {
            const own = subtrees[kind];
            return own === undefined ? [] : [[kind, [...own]]];
          }),
        ),
    alertTypes: [...alertTypes],
    acceptsAlertsFrom: [...(acceptsAlertsFrom ?? [])],
    quota,
  };
}

/** The policy that the page means. */
export function policyOf(view: PolicyView): ExternalSystemPolicy {
  const { subtrees } = view;
  if (Array.isArray(subtrees)) return { ...view, subtrees };
  const named: Partial<Record<CommandKind, readonly string[]>> = {};
  for (const kind of commandKinds) {
    const own = subtrees[kind];
    if (own !== undefined) named[kind] = own;
  }
  return { ...view, subtrees: named };
}
