import { expect, test } from "vitest";
import type { PartyView } from "../../../../../simulator/api/index.ts";
import { namedRoles, partyName } from "../../../../../renderer/shared/format/party-name.ts";
import {
  headWidth,
  laneOf,
  lanesOf,
  partyKey,
} from "../../../../../renderer/features/session/ladder/lanes.ts";

const party = (role: PartyView["role"], name: string): PartyView => ({ role, name, underTest: false });
const care = party("external-system", "care");
const enterprise = party("dm-server", "dms.example");
const operator = party("dm-server", "operator.example");
const device = party("device", "IMEI:350000000000014");
const keys = (parties: readonly PartyView[]) => new Set(parties.map(partyKey));

test("UX 1.3 the four roles of Figure 2 stand in its order", () => {
  const lanes = lanesOf({ parties: [device, enterprise, party("registry", "registry"), care] }, new Set());
  expect(lanes.map(({ key }) => key)).toEqual(["external-system", "registry", "dm-server", "device"]);
});

test("C1 two DM servers have lanes of their own, by name, as soon as the second has done something", () => {
  const parties = [care, enterprise, operator, device];
  expect(lanesOf({ parties }, keys([care, enterprise]))).toHaveLength(3);
  const lanes = lanesOf({ parties }, keys([enterprise, operator]));
  expect(lanes.map(({ title }) => title)).toEqual([
    "External System",
    "dms.example",
    "operator.example",
    "Device",
  ]);
  expect(laneOf(lanes, operator)?.x).toBeGreaterThan(laneOf(lanes, enterprise)?.x ?? 100);
});

test("B1, A1 a crowd shares a lane that says how many stand there", () => {
  const parties = [
    ...Array.from({ length: 8 }, (_unused, at) => party("external-system", `es-${at}`)),
    device,
  ];
  const lanes = lanesOf({ parties, crowd: { "external-system": 12, device: 8 } }, keys(parties));
  expect(lanes.map(({ key, count }) => [key, count])).toEqual([
    ["external-system", 12],
    ["device", 8],
  ]);
  expect(laneOf(lanes, party("external-system", "es-11"))?.key).toBe("external-system");
});

test("heads of lanes never overlap", () => {
  const lanes = lanesOf(
    { parties: [care, party("registry", "registry"), enterprise, operator, device] },
    keys([enterprise, operator]),
  );
  const gaps = lanes.slice(1).map((lane, index) => {
    const before = lanes[index] ?? lane;
    return lane.x - headWidth(lanes, lane) / 2 - before.x - headWidth(lanes, before) / 2;
  });
  expect(gaps).toHaveLength(4);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
});

test("parties are called by name only where several have their role", () => {
  const named = namedRoles({ parties: [care, enterprise, operator, device], crowd: { device: 8 } });
  expect([...named].toSorted()).toEqual(["device", "dm-server"]);
  expect(partyName(care, named)).toBe("External System");
  expect(partyName(operator, named)).toBe("operator.example");
  expect(partyName(device, named)).toBe("Device …00014");
});
