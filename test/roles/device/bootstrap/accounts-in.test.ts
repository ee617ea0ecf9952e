import { expect, test } from "vitest";
import { accountFinder, accountsIn } from "../../../../simulator/roles/device/bootstrap/accounts-in.ts";
import { createDevice, phone } from "../../../../simulator/roles/device/index.ts";
import { seededRandom } from "../../../../simulator/core/random.ts";
import { nodeAt, withNode, withValues, type InteriorNode } from "../../../../simulator/tree/index.ts";
import { tableSteppers } from "../../../support/table-steppers.ts";
import { account, crypto, deviceId } from "../dialogue.ts";

test("a finder sees what has changed since it last looked", () => {
  const device = createDevice(
    { deviceId, profile: phone, account },
    { random: seededRandom(1), crypto, steppers: tableSteppers },
  );
  const { root } = device.view();
  const find = accountFinder();
  const seen = (tree: InteriorNode) => {
    const found = find(tree);
    expect(found).toEqual(accountsIn(tree));
    return found.map(({ segments }) => segments.join("/"));
  };
  expect(seen(root)).toEqual(["DMAcc/Main"]);
  const other = withValues(root, { Settings: { Ring: "Chime" } });
  expect(find(other)[0]).toBe(find(root)[0]); // not searched again
  const renamed = withValues(root, { DMAcc: { Main: { ServerID: "other.example" } } });
  expect(find(renamed)[0]?.account.serverId).toBe("other.example");
  const moved = withNode(withNode(root, ["DMAcc"], undefined), ["Settings"], nodeAt(root, ["DMAcc"]));
  expect(seen(moved)).toEqual(["Settings/Main"]);
  expect(seen(withNode(root, ["DMAcc"], undefined))).toEqual([]);
  expect(seen(root)).toEqual(["DMAcc/Main"]);
});
