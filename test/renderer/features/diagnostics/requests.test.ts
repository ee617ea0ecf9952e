import { describe, expect, test } from "vitest";
import {
  operateRequest,
  renewRequest,
  retrieveRequest,
  subscribeRequest,
  valuesRequest,
} from "../../../../renderer/features/diagnostics/requests.ts";
import { operations } from "../../../../simulator/protocols/wsi/index.ts";
import { checkDraft } from "../../../../simulator/workbench/console/check-draft.ts";
import type { Draft } from "../../../../simulator/api/index.ts";

const problems = (draft: Draft, operation: keyof typeof operations) =>
  checkDraft(operations[operation].request, draft);

describe("requests of the diagnostics forms", () => {
  test("F3.1 a subscription with everything is as the contract declares it", () => {
    const draft = subscribeRequest({
      alertTypes: ["urn:oma:at:diagmon:1.0:*"],
      parameters: ["./DiagMon/Battery"],
      target: { kind: "devices", ids: ["IMEI:1", "IMEI:2"] },
      deliverTo: "Analytics",
      setUp: [
        { kind: "replace", locUri: "./Traps/LowBattery/Enabled", format: "bool", data: "true" },
        { kind: "exec", locUri: "./DiagMon/Battery/Operations/Start" },
        { kind: "delete", locUri: "./DiagMon/Old" },
        { kind: "replace", locUri: " " },
      ],
      expires: "PT1H",
    });
    expect(problems(draft, "SubscribeAlerts")).toEqual([]);
    expect(draft.children?.map(({ name }) => name)).toEqual([
      "alertType",
      "parameter",
      "target",
      "deliverTo",
      "setUp",
      "setUp",
      "setUp",
      "expires",
    ]);
  });

  test("what is empty is left out", () => {
    const draft = subscribeRequest({
      alertTypes: [],
      parameters: [],
      target: { kind: "all" },
      deliverTo: "",
      setUp: [],
      expires: "",
    });
    expect(draft.children).toEqual([{ name: "target", children: [{ name: "all", text: "true" }] }]);
    expect(renewRequest("sub-1", "").children).toEqual([{ name: "subscriptionId", text: "sub-1" }]);
  });

  test("F3.11 alerts are asked for by subscription or by filter, never by both", () => {
    const form = {
      subscriptionId: "sub-1",
      deviceId: "IMEI:1",
      alertTypes: ["*"],
      from: "2026-01-31T08:00:00Z",
      to: "",
      startIndex: 20,
      maxResults: "20",
    };
    const bySubscription = retrieveRequest(form);
    expect(problems(bySubscription, "RetrieveAlerts")).toEqual([]);
    expect(bySubscription.children?.map(({ name }) => name)).toEqual([
      "subscriptionId",
      "startIndex",
      "maxResults",
    ]);
    const byFilter = retrieveRequest({ ...form, subscriptionId: "" });
    expect(problems(byFilter, "RetrieveAlerts")).toEqual([]);
    expect(byFilter.children?.[0]).toMatchObject({ name: "filter" });
  });

  test("a reading, and the Exec of a function", () => {
    const reading = valuesRequest({
      deviceId: "IMEI:1",
      function: "urn:x",
      parameters: ["./A"],
      start: true,
    });
    expect(problems(reading, "RequestDiagnostics")).toEqual([]);
    const stop = operateRequest("IMEI:1", "./DiagMon/Battery", "Stop");
    expect(problems(stop, "ManageParameters")).toEqual([]);
    expect(JSON.stringify(stop)).toContain("./DiagMon/Battery/Operations/Stop");
  });
});
