import type { NodeSpec } from "../../../../tree/index.ts";
import { interior, leaf, operation } from "../node-values.ts";
import type { LawmoSpec } from "../object-spec.ts";

/** Management object id of LAWMO 1.0. */
export const LAWMO = "urn:oma:mo:oma-lawmo:1.0";

/** Operations of LAWMO 1.0. */
export const lawmoOperations = ["FullyLock", "PartiallyLock", "UnLock", "FactoryReset", "Wipe"] as const;
export type LawmoOperation = (typeof lawmoOperations)[number];

/** Result codes of LAWMO 1.0. */
export const lawmoResults = {
  success: 1200,
  wiped: 1201,
  wipedWithItems: 1202,
  clientError: 1400,
  userCancelled: 1401,
  fullyLockFailed: 1402,
  partiallyLockFailed: 1403,
  unlockFailed: 1404,
  wipeFailed: 1405,
  wipeNotPerformed: 1406,
  factoryResetFailed: 1407,
} as const;

/** Nodes of a Lock and Wipe Management Object (LAWMO 1.0, 5). */
export function lawmoNodes(spec: LawmoSpec): NodeSpec {
  const items = (spec.wipeList ?? []).map(({ name, title }): [string, NodeSpec] => [
    name,
    interior({ ListItemName: leaf(title), ToBeWiped: leaf("false", "bool", "Get Replace") }),
  ]);
  const operations = (spec.operations ?? lawmoOperations).map((name): [string, NodeSpec] => [
    name,
    operation,
  ]);
  return interior(
    {
      State: leaf("30", "int"),
      LAWMOConfig: interior({ NotifyUser: leaf(String(spec.notifyUser ?? false), "bool", "Get Replace") }),
      AvailableWipeList: interior(Object.fromEntries(items)),
      Operations: interior({ ...Object.fromEntries(operations), Ext: interior({}) }),
      Ext: interior({}),
    },
    LAWMO,
  );
}
