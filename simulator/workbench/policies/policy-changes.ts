import {
  commandKinds,
  isList,
  type CommandKind,
  type ExternalSystemPolicy,
} from "../../roles/dm-server/index.ts";

/** The differences between two policies, a sentence each. */
export function policyChanges(before: ExternalSystemPolicy, after: ExternalSystemPolicy): string[] {
  const changes: string[] = [];
  if (before.managementDomain !== after.managementDomain)
    changes.push(`The management domain becomes ${after.managementDomain}.`);
  changes.push(
    ...listChange("operations", before.operations, after.operations),
    ...listChange("devices", before.devices, after.devices),
    ...subtreeChanges(before, after),
    ...listChange("alert types", before.alertTypes, after.alertTypes),
    ...listChange(
      "External Systems that may deliver alerts to it",
      before.acceptsAlertsFrom ?? [],
      after.acceptsAlertsFrom ?? [],
    ),
  );
  const names = {
    requestsPerMinute: "requests a minute",
    devicesPerBulk: "devices in a bulk",
    outstandingOperations: "unfinished operations",
  } as const;
  for (const name of ["requestsPerMinute", "devicesPerBulk", "outstandingOperations"] as const)
    if (before.quota[name] !== after.quota[name])
      changes.push(`${after.quota[name]} ${names[name]} instead of ${before.quota[name]}.`);
  return changes;
}

function listChange(what: string, before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((entry) => !before.includes(entry));
  const removed = before.filter((entry) => !after.includes(entry));
  return [
    ...(added.length > 0 ? [`Granted, ${what}: ${added.join(", ")}.`] : []),
    ...(removed.length > 0 ? [`Taken back, ${what}: ${removed.join(", ")}.`] : []),
  ];
}

function subtreeChanges(before: ExternalSystemPolicy, after: ExternalSystemPolicy): string[] {
  const same = new Map<string, CommandKind[]>();
  for (const kind of commandKinds)
    for (const change of listChange("subtrees", subtreesOf(before, kind), subtreesOf(after, kind)))
      same.set(change, [...(same.get(change) ?? []), kind]);
  return [...same].map(([change, kinds]) =>
    change.replace("subtrees", kinds.length === commandKinds.length ? "all commands" : kinds.join(", ")),
  );
}

function subtreesOf({ subtrees }: ExternalSystemPolicy, kind: CommandKind): readonly string[] {
  return isList(subtrees) ? subtrees : (subtrees[kind] ?? []);
}
