import { expect, test } from "vitest";
import { realRequest } from "../../../../renderer/features/policies/real-request.ts";
import type { Question } from "../../../../renderer/state/policies-ui.ts";

const question: Question = {
  form: "parts",
  operation: "ManageParameters",
  devices: "IMEI:1, IMEI:2",
  commands: [
    { kind: "get", locUri: " ./DevInfo ", from: "" },
    { kind: "copy", locUri: "./B", from: "./A" },
    { kind: "exec", locUri: " ", from: "" },
  ],
  alertTypes: "urn:a urn:b",
  soap: "",
  edited: true,
};

test("a request on one device names the first, and its commands without empty ones", () => {
  expect(realRequest(question)).toEqual({
    name: "ManageParameters",
    children: [
      { name: "deviceId", text: "IMEI:1" },
      { name: "command", children: [{ name: "get", children: [{ name: "locUri", text: "./DevInfo" }] }] },
      {
        name: "command",
        children: [
          {
            name: "copy",
            children: [
              { name: "from", text: "./A" },
              { name: "to", text: "./B" },
            ],
          },
        ],
      },
    ],
  });
});

test("devices stand where the operation has them, alert types where they belong", () => {
  const target = [
    { name: "deviceId", text: "IMEI:1" },
    { name: "deviceId", text: "IMEI:2" },
  ];
  expect(realRequest({ ...question, operation: "SubscribeAlerts" })).toEqual({
    name: "SubscribeAlerts",
    children: [
      { name: "alertType", text: "urn:a" },
      { name: "alertType", text: "urn:b" },
      { name: "target", children: target },
    ],
  });
  expect(realRequest({ ...question, operation: "SubmitUpdate" }).children).toEqual([
    { name: "assignTo", children: target },
  ]);
  expect(realRequest({ ...question, operation: "ListUpdates" })).toEqual({ name: "ListUpdates" });
});
