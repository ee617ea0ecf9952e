import fc from "fast-check";
import { expect, test } from "vitest";
import { alertTypeTest } from "../../../../../simulator/roles/dm-server/wsi/alerts/alert-types.ts";
import { createSubscriptionIndex } from "../../../../../simulator/roles/dm-server/wsi/subscriptions/subscription-index.ts";
import type { SubscriptionRecord } from "../../../../../simulator/roles/dm-server/wsi/subscriptions/subscription-record.ts";
import { device } from "../desk.ts";

const subscription = (id: number, more: Partial<SubscriptionRecord>): SubscriptionRecord => ({
  subscriptionId: `s-${id}`,
  operationId: `op-${id}`,
  conversation: `operation:op-${id}`,
  owner: "care",
  recipient: "care",
  state: "accepted",
  requestedAlertTypes: [],
  acceptedAlertTypes: ["*"],
  rejectedAlertTypes: [],
  requestedParameters: [],
  acceptedParameters: [],
  rejectedParameters: [],
  target: { all: true, deviceIds: [], groups: [] },
  setUpCommands: 0,
  createdAt: 0,
  ...more,
});

const types = ["urn:a:1", "urn:a:2", "urn:b:1", "urn:a:*", "urn:*", "*"];
const arbitrary = fc.record({
  acceptedAlertTypes: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
  target: fc.record({
    all: fc.boolean(),
    deviceIds: fc.uniqueArray(fc.constantFrom("d-1", "d-2"), { maxLength: 2 }),
    groups: fc.uniqueArray(fc.constantFrom("g-1", "g-2"), { maxLength: 2 }),
  }),
});

test("candidates are exactly what matches, whatever was added and removed", () => {
  fc.assert(
    fc.property(fc.array(arbitrary, { maxLength: 12 }), fc.array(fc.nat(11)), (made, removed) => {
      const index = createSubscriptionIndex();
      const all = made.map((more, id) => subscription(id, more));
      for (const each of all) index.add(each);
      const gone = new Set(removed);
      for (const id of gone) {
        const each = all[id];
        if (each) index.remove(each);
      }
      for (const alertType of ["urn:a:1", "urn:b:1", "urn:c", "other", ""])
        for (const record of [device("d-1", { groups: [] }), device("d-3", { groups: ["g-1", "g-2"] })]) {
          const expected = all.filter(
            ({ acceptedAlertTypes, target }, id) =>
              !gone.has(id) &&
              alertTypeTest(acceptedAlertTypes)(alertType) &&
              (target.all ||
                target.deviceIds.includes(record.deviceId) ||
                record.groups.some((group) => target.groups.includes(group))),
          );
          expect(new Set(index.candidates(alertType, record))).toEqual(
            new Set(expected.map(({ subscriptionId }) => subscriptionId)),
          );
        }
    }),
  );
});

test("a subscription to thousands of devices and types stands broadly, and is found", () => {
  const index = createSubscriptionIndex();
  const many = subscription(1, {
    acceptedAlertTypes: Array.from({ length: 5000 }, (_, at) => `urn:t:${at}`),
    target: { all: false, deviceIds: Array.from({ length: 5000 }, (_, at) => `d-${at}`), groups: [] },
  });
  index.add(many);
  expect(index.candidates("urn:t:77", device("d-4999"))).toEqual(["s-1"]);
  index.remove(many);
  expect(index.candidates("urn:t:77", device("d-4999"))).toEqual([]);
});
