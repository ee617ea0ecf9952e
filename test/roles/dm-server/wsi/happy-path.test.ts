import { expect, test } from "vitest";
import { createDesk } from "./desk.ts";

test("F2.6 F2.7 a registration is accepted when its confirmation was answered", () => {
  const desk = createDesk();
  const { ack, registrationId } = desk.ok("RegisterExternalSystem", {
    name: "Customer care",
    kind: "customer-care",
    managementDomain: "operator",
    callbackEndpoint: "http://127.0.0.1:9000/es/callback",
  });
  expect(ack.state).toBe("accepted");
  expect(desk.last("RegistrationConfirmation")).toMatchObject({
    operationId: ack.operationId,
    sequence: 1,
    registrationId,
    state: "accepted",
  });
  expect(desk.reports("registration.accepted")).toHaveLength(0);
  desk.answer();
  expect(desk.reports("registration.accepted")).toHaveLength(1);
  expect(desk.states("registration")).toEqual(["confirming", "accepted"]);
});

test("ManageParameters is acknowledged, carried out and told", () => {
  const desk = createDesk();
  desk.registered();
  const { ack } = desk.ok("ManageParameters", {
    deviceId: "IMEI:1",
    command: [{ kind: "get", locUri: "./DevInfo/Mod" }],
  });
  desk.settle();
  const work = ack.operationId;
  expect(desk.calls).toMatchObject([{ kind: "open", request: { work, deviceId: "IMEI:1", notify: true } }]);
  desk.report({
    type: "package3",
    work,
    messages: [],
    references: new Map(),
    outcomes: [{ reference: "1", status: 200, items: [{ source: "./DevInfo/Mod", data: "A1" }] }],
  });
  desk.report({ type: "closed", work });
  expect(desk.last("OperationResult")).toMatchObject({
    operationId: work,
    state: "succeeded",
    totals: { targeted: 1, succeeded: 1 },
    deviceResult: [
      { deviceId: "IMEI:1", state: "succeeded", commandResult: [{ index: "1", status: 200, item: [{ data: "A1" }] }] },
    ],
  });
});
