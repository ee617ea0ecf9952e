import type { WorldRoles } from "../world-roles.ts";

/** Stored alerts that are looked through for their types. */
const LOOKED_AT = 2000;
/** Types that are suggested. */
const MOST = 60;

/** Patterns and types of the standard objects, each with what it is about. */
const standard: readonly { readonly value: string; readonly detail: string }[] = [
  { value: "urn:oma:at:diagmon:1.0:*", detail: "diagnostics and traps" },
  { value: "urn:oma:at:diagmon:1.0:TrapNotification", detail: "a trap became active" },
  { value: "urn:oma:at:diagmon:1.0:TrapInactiveNotification", detail: "a trap became inactive" },
  { value: "urn:oma:at:diagmon:1.0:OperationComplete", detail: "a diagnostics function ended" },
  { value: "urn:oma:at:fumo:1.0:*", detail: "firmware update" },
  { value: "urn:oma:at:scomo:1.0:*", detail: "software management" },
  { value: "urn:oma:at:lawmo:1.0:*", detail: "lock and wipe" },
  { value: "urn:oma:at:*", detail: "every alert type of OMA" },
  { value: "*", detail: "every alert type" },
];

/** Alert types to choose from: those that devices have raised, newest first, then the standard ones. */
export function alertTypesKnown(roles: WorldRoles): { value: string; detail: string }[] {
  const seen = new Map<string, number>();
  for (const { view } of roles.dmServers.values())
    for (const { alertType } of view.newestAlerts({ skip: 0, limit: LOOKED_AT }).alerts)
      seen.set(alertType, (seen.get(alertType) ?? 0) + 1);
  const told = new Map(standard.map(({ value, detail }) => [value, detail]));
  const raised = [...seen].slice(0, MOST).map(([value, count]) => ({
    value,
    detail: [told.get(value), `raised ${count === 1 ? "once" : `${count} times`}`]
      .filter((word) => word !== undefined)
      .join(", "),
  }));
  return [...raised, ...standard.filter(({ value }) => !seen.has(value))];
}
