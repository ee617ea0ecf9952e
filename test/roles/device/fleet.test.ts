import { expect, test } from "vitest";
import { seededRandom } from "../../../simulator/core/random.ts";
import { createFleet, phone } from "../../../simulator/roles/device/index.ts";
import { nodeAt } from "../../../simulator/tree/index.ts";
import { tableSteppers } from "../../support/table-steppers.ts";
import { account, crypto } from "./dialogue.ts";

test("a device keeps what was changed on it while many others have events", () => {
  const fleet = createFleet(
    { profile: phone, account },
    { random: seededRandom(1), crypto, steppers: tableSteppers },
  );
  const devices = Array.from({ length: 150 }, (_, index) => fleet({ deviceId: `IMEI:${index}` }));
  const set = (uri: string, valueOf: (index: number) => string): void => {
    for (const [index, device] of devices.entries())
      device.handle(
        { type: "command", command: { name: "setValue", uri, value: valueOf(index) } },
        { now: 0, date: 1000 + index },
      );
  };
  set("./Settings/Ring", (index) => `Ring ${index}`);
  set("./Settings/Volume", (index) => String(index));
  for (const [index, device] of devices.entries()) {
    const { root } = device.view();
    expect(nodeAt(root, ["Settings", "Ring"])).toMatchObject({
      value: `Ring ${index}`,
      tStamp: 1000 + index,
    });
    expect(nodeAt(root, ["Settings", "Volume"])).toMatchObject({ value: String(index), verNo: 1 });
    expect(nodeAt(root, ["DevInfo", "DevId"])).toMatchObject({ value: `IMEI:${index}` });
  }
});
