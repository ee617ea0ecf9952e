import { describe, expect, test } from "vitest";
import type {
  CallbackName,
  CallbackRequest,
  OperationName,
  OperationRequestInput,
} from "../../../../../simulator/protocols/wsi/index.ts";
import { dialogues, encodings } from "../../../../dialogues/support/cases.ts";
import {
  DEVICE,
  ES_CALLBACK,
  type Dialogue,
  type DialogueOptions,
} from "../../../../dialogues/support/dialogue.ts";
import { registration } from "../desk.ts";

/*
 * Figure 3, F3.0 to F3.13, between our DM server and our device with its DiagMon objects. The External System is the
 * test itself.
 */

const COMPLETE = "urn:oma:at:diagmon:1.0:OperationComplete";
const TRAP = "urn:oma:at:diagmon:1.0:TrapNotification";
const RADIO = "./DiagMon/Radio";
const PERIOD = `${RADIO}/DiagMonConfig/ConfigParams/Period`;
const RADIO_URN = "urn:oma:mo:oma-diag:RFParms_3GPP_LTE:1.0";

function ok<N extends OperationName>(it: Dialogue, operation: N, value: OperationRequestInput<N>) {
  const read = it.call(operation, value);
  if (read.kind !== "response") throw new Error(`${operation}: ${JSON.stringify(read)}`);
  return read.value;
}

function all<N extends CallbackName>(it: Dialogue, name: N): readonly CallbackRequest<N>[] {
  return it.callbacks
    .filter(({ operation }) => operation === name)
    .map(({ value }) => value as CallbackRequest<N>); // the value of that operation
}

const names = (it: Dialogue): readonly string[] => it.callbacks.map(({ operation }) => operation);

describe.each(encodings)("Figure 3 (%s)", (encoding) => {
  const begin = dialogues(encoding);
  /** F3.0. */
  const registered = (options: DialogueOptions = {}): Dialogue => {
    const it = begin({ care: {}, ...options });
    ok(it, "RegisterExternalSystem", { ...registration, callbackEndpoint: ES_CALLBACK });
    return it;
  };

  test("F3.1 to F3.13 set up by the subscription, reported, notified, requested, delivered, ended", () => {
    const it = registered();
    const { ack, subscriptionId } = ok(it, "SubscribeAlerts", {
      alertType: ["urn:oma:at:diagmon:1.0:*"],
      parameter: [RADIO],
      target: { deviceId: [DEVICE] },
      setUp: [
        { kind: "replace", locUri: PERIOD, format: "int", data: "0" },
        { kind: "exec", locUri: `${RADIO}/Operations/Start`, correlator: "job-1" },
      ],
      expires: 86_400_000,
    });
    it.wait(0);
    // F3.4 to F3.7
    expect(it.pushes).toHaveLength(1);
    const statuses = it.fromDevice.flatMap(({ SyncBody }) =>
      SyncBody.commands.flatMap((command) =>
        command.kind === "Status" && command.Cmd !== "SyncHdr" ? [`${command.Cmd} ${command.Data}`] : [],
      ),
    );
    expect(statuses).toEqual(["Replace 200", "Exec 202"]);
    it.wait(60_000);
    // F3.3 before F3.10
    expect(names(it).filter((name) => name !== "OperationProgress" && name !== "OperationResult")).toEqual([
      "RegistrationConfirmation",
      "SubscriptionStatus",
      "AlertNotification",
    ]);
    expect(all(it, "SubscriptionStatus")[0]).toMatchObject({ subscriptionId, state: "accepted" });
    expect(all(it, "OperationResult")).toMatchObject([
      { operationId: ack.operationId, state: "succeeded", totals: { targeted: 1, succeeded: 1 } },
    ]);
    expect(all(it, "AlertNotification")[0]).toMatchObject({
      subscriptionId,
      alert: {
        deviceId: DEVICE,
        alertType: COMPLETE,
        correlator: "job-1",
        item: [{ source: `${RADIO}/Operations/Start`, data: "200" }],
      },
    });
    // F3.11, F3.12: what is stored
    ok(it, "RetrieveAlerts", { subscriptionId });
    expect(all(it, "DiagnosticsDelivery")[0]?.alert).toMatchObject([{ correlator: "job-1" }]);
    // F3.11, F3.12: a fresh reading
    ok(it, "RequestDiagnostics", { deviceId: DEVICE, function: RADIO_URN });
    it.wait(60_000);
    const fresh = all(it, "DiagnosticsDelivery")[1];
    expect(fresh).toMatchObject({ deviceId: DEVICE, alert: [] });
    expect(fresh?.item.map(({ source }) => source)).toEqual(
      ["RSRP", "RSRQ", "RSSI", "SINR", "CellId"].map((name) => `${RADIO}/DiagMonData/${name}`),
    );
    for (const { data } of fresh?.item ?? []) expect(data).toMatch(/^-?\d+(\.\d+)?$/);
    // F3.13
    ok(it, "UnsubscribeAlerts", { subscriptionId });
    expect(all(it, "SubscriptionStatus").at(-1)).toMatchObject({ subscriptionId, state: "ended" });
    expect(it.failures).toEqual([]);
  });

  test("F3.8 to F3.10 the Status 200 goes out after the alert is stored; a trap reports by itself", () => {
    const it = registered();
    const trap = "./Traps/LowBattery";
    ok(it, "SubscribeAlerts", {
      alertType: [TRAP],
      target: { all: true },
      setUp: [
        { kind: "replace", locUri: `${trap}/TrapConfig/Threshold`, format: "float", data: "101" },
        { kind: "replace", locUri: `${trap}/Enabled`, format: "bool", data: "true" },
      ],
    });
    it.wait(600_000);
    const [notification] = all(it, "AlertNotification");
    expect(notification?.alert).toMatchObject({ deviceId: DEVICE, alertType: TRAP });
    expect(it.stored("alerts")).toMatchObject([{ alertId: notification?.alert.alertId }]);
  });

  test("F3.11 a fresh reading that is started first: the alert is awaited, then the values are read", () => {
    const it = registered();
    it.device({ name: "setValue", uri: PERIOD, value: "0" });
    const { ack } = ok(it, "RequestDiagnostics", {
      deviceId: DEVICE,
      function: RADIO_URN,
      parameter: [`${RADIO}/DiagMonData/RSRP`, `${RADIO}/Status`],
      start: true,
    });
    it.wait(600_000);
    const [delivery, ...more] = all(it, "DiagnosticsDelivery");
    expect(more).toEqual([]);
    expect(delivery).toMatchObject({
      operationId: ack.operationId,
      deviceId: DEVICE,
      alert: [{ alertType: COMPLETE, correlator: ack.operationId }],
      item: [{ source: `${RADIO}/DiagMonData/RSRP` }, { source: `${RADIO}/Status`, data: "10" }],
    });
    expect(names(it)).not.toContain("OperationResult");
    expect(ok(it, "QueryOperation", { operationId: ack.operationId }).operation.state).toBe("succeeded");
  });

  test("F3.12 a function that fails, or is not there: OperationResult with the reason", () => {
    const it = registered();
    it.device({
      name: "runAction",
      object: "DiagMon.Radio",
      action: "fail-next",
      parameters: { at: "Start", result: "500" },
    });
    ok(it, "RequestDiagnostics", { deviceId: DEVICE, function: RADIO_URN, start: true });
    it.wait(60_000);
    ok(it, "RequestDiagnostics", { deviceId: DEVICE, function: "urn:oma:mo:oma-diag:none:1.0" });
    it.wait(60_000);
    ok(it, "RequestDiagnostics", { deviceId: DEVICE, function: RADIO_URN, parameter: ["./No/Such"] });
    it.wait(60_000);
    expect(all(it, "OperationResult").map(({ state, reason }) => [state, reason])).toEqual([
      ["failed", "the function reported 500"],
      ["failed", "the device has no function urn:oma:mo:oma-diag:none:1.0"],
      ["failed", "./No/Such was answered 404"],
    ]);
    expect(names(it)).not.toContain("DiagnosticsDelivery");
  });

  test("F3.5 the device cannot be set up: the External System is told why", () => {
    const it = registered();
    ok(it, "SubscribeAlerts", {
      target: { deviceId: [DEVICE] },
      setUp: [{ kind: "exec", locUri: "./No/Such/Start" }],
    });
    it.wait(60_000);
    expect(all(it, "OperationProgress")).toMatchObject([
      { deviceResult: [{ deviceId: DEVICE, state: "failed", commandResult: [{ status: 404 }] }] },
    ]);
    expect(all(it, "OperationResult")).toMatchObject([{ state: "failed" }]);
    expect(all(it, "SubscriptionStatus")).toMatchObject([{ state: "accepted" }]);
  });
});
