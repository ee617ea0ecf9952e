import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8TextLenient } from "../../../simulator/core/bytes.ts";
import {
  operationNames,
  operations,
  serviceException,
  type OperationName,
} from "../../../simulator/protocols/wsi/index.ts";
import type { ExternalSystemCommand } from "../../../simulator/roles/external-system/index.ts";
import type { AnyElement } from "../../../simulator/schema/element.ts";
import {
  readWsiRequest,
  unauthorized,
  writeFault,
  writeWsiRequest,
} from "../../../simulator/stacks/wsi-http.ts";
import { toPlainJson } from "../../../simulator/stacks/wsi-json.ts";
import { arbitraryOf } from "../../support/arbitrary.ts";
import {
  ack,
  crypto,
  externalSystem,
  moment,
  options,
  outcome,
  random,
  totals,
  writeWsiResponse,
} from "./world.ts";

type Call = Extract<ExternalSystemCommand, { name: "call" }>;
const call = (asked: Omit<Call, "name">): Call => ({ name: "call", ...asked });
const query = call({ operation: "QueryOperation", value: { operationId: "op-9" } });

describe("calls of any operation", () => {
  it.each(operationNames)("%s: what is asked in JSON is what the DM server reads", (operation) => {
    const element: AnyElement = operations[operation].request;
    fc.assert(
      fc.property(
        arbitraryOf(element),
        fc.constantFrom("1.1" as const, "1.2" as const),
        (sent, soapVersion) => {
          const es = externalSystem();
          const value = toPlainJson(operation, "request", sent, "show");
          es.command(call({ operation, value, soapVersion, call: "mine" }));
          expect(es.asked()).toMatchObject({ operation, soapVersion, value: sent });
          expect(es.reports()).toEqual(["call.sent"]);
          expect(es.report("call.sent")?.data).toEqual({ call: "mine", operation });
        },
      ),
      { numRuns: 10 },
    );
  });

  it.each(operationNames)("%s: the response comes as plain JSON, a fault with what it says", (operation) => {
    const element: AnyElement = operations[operation].response;
    fc.assert(
      fc.property(arbitraryOf(element), (answered) => {
        const es = externalSystem();
        const response = toPlainJson(operation, "response", answered);
        es.command(call({ operation, value: exampleOf(operation) }));
        es.answer(writeWsiResponse("1.1", operation, answered as never));
        expect(es.report("call.acknowledged")).toMatchObject({ data: { call: "1", operation, response } });
        es.command(call({ operation, value: exampleOf(operation) }));
        es.answer(writeFault("1.1", serviceException("SVC0002", ["deviceId"])));
        expect(es.report("call.failed")?.data).toEqual({
          call: "2",
          operation,
          code: "SVC0002",
          reason: "Invalid input value for message part deviceId",
          status: 500,
          exception: "ServiceException",
          messageId: "SVC0002",
          variables: ["deviceId"],
        });
      }),
      { numRuns: 5 },
    );
  });

  it("refuses what cannot be built, and says where it is wrong", () => {
    const es = externalSystem();
    es.command(
      call({
        operation: "ManageParameters",
        value: { deviceId: "d", command: [{ kind: "replace", data: "x" }] },
      }),
    );
    expect(es.lastReport()).toMatchObject({
      name: "command.refused",
      data: {
        name: "call",
        reason: "command[1].replace.locUri: replace has no locUri.",
        findings: [{ code: "json/missing", path: "command[1].replace.locUri" }],
      },
    });
    expect(es.requests()).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["operation is the name", { operation: "Reboot" }],
    ["operation is the name", { operation: undefined }],
    ["operation is the name", { operation: undefined, envelope: "<x/>" }],
    ["call is a text", { ...query, call: 5 }],
    ["soapVersion is", { ...query, soapVersion: "2.0" }],
    ["credentials have", { ...query, credentials: { scheme: "magic" } }],
    ["addressing is", { ...query, addressing: { replyTo: 5 } }],
    ["delay is", { ...query, delay: -1 }],
    ["delay is", { ...query, delay: "soon" }],
    ["envelope is", { ...query, value: undefined, envelope: 5 }],
    ["not both", { ...query, envelope: "<x/>" }],
  ])("refuses a call of which %s cannot be used", (reason, asked) => {
    const es = externalSystem();
    es.command({ name: "call", ...asked } as never);
    expect(es.lastReport()).toMatchObject({ name: "command.refused" });
    expect(es.lastReport()?.data["reason"]).toContain(reason);
    expect(es.requests()).toEqual([]);
  });

  it("gives a call to nobody when XML cannot carry its credentials", () => {
    const es = externalSystem();
    const credentials = { scheme: "username-token", username: "\u0000", password: "" } as const;
    es.command(call({ ...query, credentials }));
    expect(es.reports()).toEqual(["call.failed", "operation.failed"]);
    expect(es.report("call.failed")?.data).toMatchObject({ code: "unwritable" });
    expect(es.requests()).toEqual([]);
  });

  it.each(["basic", "username-token", "username-token-digest", "none"] as const)(
    "uses the credentials of the call: %s",
    (scheme) => {
      const es = externalSystem();
      es.command(call({ ...query, credentials: { scheme, username: "other", password: "pw" } }));
      const read = readWsiRequest(es.lastRequest().http, "DeviceManagement");
      if (!read.ok) throw new Error("refused");
      expect(read.basic?.username).toBe(scheme === "basic" ? "other" : undefined);
      expect(read.security?.username).toBe(scheme.startsWith("username") ? "other" : undefined);
    },
  );

  it("sends a MessageID of its own, the one of the call, a ReplyTo, or no addressing", () => {
    const es = externalSystem();
    const addressing = () => {
      const read = readWsiRequest(es.lastRequest().http, "DeviceManagement");
      return read.ok ? read.addressing : undefined;
    };
    es.command(query);
    expect(addressing()?.messageId).toMatch(/^urn:uuid:/);
    es.command({ ...query, addressing: { messageId: "urn:m", replyTo: "http://es.example/reply" } });
    expect(addressing()).toMatchObject({
      messageId: "urn:m",
      replyTo: { address: "http://es.example/reply" },
    });
    es.command({ ...query, addressing: "off" });
    expect(addressing()).toBeUndefined();
  });
});

describe("raw envelopes", () => {
  const enveloped = (version: "1.1" | "1.2"): string =>
    utf8TextLenient(
      writeWsiRequest(
        options.wsiUrl,
        "DeviceManagement",
        version,
        "ManageParameters",
        { deviceId: "d", command: [{ kind: "get", locUri: "./A" }] },
        { crypto, random, date: 0, addressing: { messageId: "urn:m" } },
      ).body,
    );

  it.each(["1.1", "1.2"] as const)("goes out as it is, with the HTTP headers of SOAP %s", (soapVersion) => {
    const es = externalSystem();
    const envelope = enveloped(soapVersion);
    // the body says what it is, whatever the call says
    es.command(call({ operation: "QueryOperation", envelope, soapVersion }));
    const { http } = es.lastRequest();
    expect(utf8TextLenient(http.body)).toBe(envelope);
    const type =
      soapVersion === "1.1"
        ? "text/xml; charset=utf-8"
        : 'application/soap+xml; charset=utf-8; action="urn:dmwsi:1.0:ManageParameters"';
    expect(http.headers["content-type"]).toBe(type);
    expect(http.headers["soapaction"]).toBe(
      soapVersion === "1.1" ? '"urn:dmwsi:1.0:ManageParameters"' : undefined,
    );
    expect(http.headers["authorization"]).toMatch(/^Basic /);
    expect(es.report("call.sent")?.data["operation"]).toBe("ManageParameters");
  });

  it("is followed like any other call", () => {
    const es = externalSystem();
    es.command(call({ operation: "ManageParameters", envelope: enveloped("1.1"), call: "raw" }));
    es.answer(writeWsiResponse("1.1", "ManageParameters", { ack: ack("op-9") }));
    expect([...es.view.operations()]).toMatchObject([
      { operationId: "op-9", call: "raw", messageId: "urn:m" },
    ]);
    es.callback("OperationResult", { ...outcome(1, "op-9"), state: "failed", totals });
    expect(es.report("callback.received")?.data).toMatchObject({ call: "raw", callback: "OperationResult" });
    expect(es.states().at(-1)).toBe("operation failed");
  });

  it("may be anything at all", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (envelope) => {
        const es = externalSystem();
        es.command(call({ operation: "SubmitUpdate", envelope }));
        expect(es.lastRequest().http.headers["soapaction"]).toBe('"urn:dmwsi:1.0:SubmitUpdate"');
        es.answer(writeFault("1.1", { kind: "client", text: "The body is empty" }));
        expect(es.report("call.failed")?.data).toMatchObject({ code: "Client", reason: "The body is empty" });
      }),
      { numRuns: 30 },
    );
  });
});

describe("operations are followed to their outcome", () => {
  const bulk = call({
    operation: "SubmitBulkOperation",
    value: { target: { all: true }, command: [{ kind: "get", locUri: "./A" }] },
    call: "bulk",
  });

  function acknowledged(operationId = "op-1") {
    const es = externalSystem();
    es.command(bulk);
    es.answer(writeWsiResponse("1.1", "SubmitBulkOperation", { ack: ack(operationId), targetCount: 3 }));
    return es;
  }

  it("B1 a bulk operation with progress, in the conversation of the operation", () => {
    const es = acknowledged();
    expect([...es.view.operations()]).toMatchObject([
      { operationId: "op-1", operation: "SubmitBulkOperation", call: "bulk", state: "awaitingResult" },
    ]);
    const half = { targeted: 3, succeeded: 1, failed: 1, cancelled: 0, expired: 0 };
    es.callback("OperationProgress", { ...outcome(1), totals: half });
    expect(es.report("operation.progress")).toEqual({
      name: "operation.progress",
      conversation: "operation:op-1",
      data: { operationId: "op-1", ...half },
    });
    expect([...es.view.operations()]).toMatchObject([{ state: "progressing", totals: half }]);
    const all = { ...half, succeeded: 2 };
    es.callback("OperationResult", { ...outcome(2), state: "partly-succeeded", totals: all });
    expect(es.report("operation.result")?.data).toMatchObject({ state: "partly-succeeded", ...all });
    expect(es.reported().filter(({ name }) => name === "callback.received")).toMatchObject([
      { conversation: "operation:op-1", data: { call: "bulk", callback: "OperationProgress", sequence: 1 } },
      {
        conversation: "operation:op-1",
        data: { call: "bulk", sequence: 2, content: { state: "partly-succeeded", totals: all } },
      },
    ]);
    expect([...es.view.operations()]).toEqual([]);
    expect([...es.view.finished()]).toMatchObject([{ operationId: "op-1", state: "partlySucceeded" }]);
    expect(es.states()).toEqual([
      "operation awaitingResult",
      "operation progressing",
      "operation partlySucceeded",
    ]);
  });

  it.each([
    ["succeeded", "succeeded"],
    ["failed", "failed"],
    ["cancelled", "cancelled"],
    ["expired", "expired"],
  ] as const)("a result %s ends it", (state, machineState) => {
    const es = acknowledged();
    es.callback("OperationResult", { ...outcome(1), state, totals });
    expect(es.states().at(-1)).toBe(`operation ${machineState}`);
    expect(es.view.operation("op-1")).toMatchObject({ state: machineState, call: "bulk" });
  });

  it("a cancellation belongs to the operation that it cancels", () => {
    const es = acknowledged();
    es.command(call({ operation: "CancelOperation", value: { operationId: "op-1" } }));
    expect(es.report("call.sent")?.conversation).toBe("operation:op-1");
    es.answer(writeWsiResponse("1.1", "CancelOperation", { ack: ack("op-1") }));
    expect([...es.view.operations()]).toMatchObject([{ state: "cancelling" }]);
    es.callback("OperationResult", { ...outcome(1), state: "cancelled", totals });
    expect(es.states().slice(-2)).toEqual(["operation cancelling", "operation cancelled"]);
  });

  it("who polls learns the end from QueryOperation", () => {
    const es = acknowledged();
    const poll = (state: "running" | "succeeded"): void => {
      es.command({ name: "queryOperation", operationId: "op-1" });
      const operation = { operationId: "op-1", operation: "SubmitBulkOperation", state, totals } as const;
      es.answer(
        writeWsiResponse("1.1", "QueryOperation", { operation: { ...operation, acceptedAt: moment.date } }),
      );
    };
    poll("running");
    expect([...es.view.operations()]).toMatchObject([{ state: "awaitingResult", totals }]);
    expect(es.report("operation.queried")?.data).toMatchObject({ operationId: "op-1", state: "running" });
    poll("succeeded");
    expect([...es.view.operations()]).toEqual([]);
    expect(es.states().at(-1)).toBe("operation succeeded");
  });

  it("callbacks that overtake the acknowledgement belong to their own operation, however many are asked for", () => {
    const es = externalSystem();
    es.command({ ...bulk, call: "first" });
    es.command({ ...bulk, call: "second" });
    const [first, second] = es.requests();
    es.callback("OperationResult", { ...outcome(1, "op-2"), state: "succeeded", totals });
    expect(es.report("operation.result")?.data["operationId"]).toBe("op-2");
    expect(es.states()).toEqual([]);
    const accepted = (operationId: string, request = first) =>
      es.answer(
        writeWsiResponse("1.1", "SubmitBulkOperation", { ack: ack(operationId), targetCount: 1 }),
        request?.request,
      );
    accepted("op-1");
    accepted("op-2", second);
    expect([...es.view.operations()]).toMatchObject([{ operationId: "op-1", call: "first" }]);
    expect([...es.view.finished()]).toMatchObject([
      { operationId: "op-2", call: "second", state: "succeeded" },
    ]);
  });

  it("a rejected acknowledgement is an answer and no operation", () => {
    const es = externalSystem();
    es.command(bulk);
    const rejected = { ...ack("op-1"), state: "rejected", reason: "the queue is full" } as const;
    es.answer(writeWsiResponse("1.1", "SubmitBulkOperation", { ack: rejected, targetCount: 0 }));
    expect(es.reports()).toEqual(["call.sent", "operation.failed", "call.acknowledged"]);
    expect(es.report("operation.failed")?.data).toMatchObject({
      code: "rejected",
      reason: "the queue is full",
    });
    expect(es.states()).toEqual(["operation refused"]);
    expect([...es.view.operations()]).toEqual([]);
  });

  it("a request that is repeated with its clientReference is the same operation", () => {
    const es = acknowledged();
    es.callback("OperationProgress", { ...outcome(1), totals });
    es.command({ ...bulk, call: "again" });
    es.answer(writeWsiResponse("1.1", "SubmitBulkOperation", { ack: ack("op-1"), targetCount: 3 }));
    expect([...es.view.operations()]).toMatchObject([{ call: "bulk", state: "progressing" }]);
    es.callback("OperationResult", { ...outcome(2), state: "succeeded", totals });
    es.command({ ...bulk, call: "once more" });
    es.answer(writeWsiResponse("1.1", "SubmitBulkOperation", { ack: ack("op-1"), targetCount: 3 }));
    expect([...es.view.operations()]).toEqual([]);
  });

  it("identifiers of the response stand beside it, for what comes next", () => {
    const es = externalSystem();
    const value = { name: "n", version: "1", contentType: "text/x", content: "AA==" };
    es.command(call({ operation: "SubmitConfiguration", value }));
    es.answer(writeWsiResponse("1.1", "SubmitConfiguration", { ack: ack("op-1"), configurationId: "c-1" }));
    expect(es.report("call.acknowledged")?.data).toMatchObject({
      operationId: "op-1",
      configurationId: "c-1",
      response: { configurationId: "c-1", ack: { state: "accepted" } },
    });
  });

  it("nothing is awaited where nobody wants the outcomes", () => {
    const es = externalSystem();
    es.command({ ...bulk, addressing: { replyTo: "http://www.w3.org/2005/08/addressing/none" } });
    es.answer(writeWsiResponse("1.1", "SubmitBulkOperation", { ack: ack("op-1"), targetCount: 3 }));
    expect([...es.view.operations()]).toEqual([]);
    expect(es.report("call.acknowledged")?.data["operationId"]).toBe("op-1");
  });

  it.each([
    ["DiscoverDevices", {}, 0],
    ["DiscoverDevices", { delivery: "callback" }, 1],
    ["DescribeDevice", { deviceId: "d" }, 0],
    ["DescribeDevice", { deviceId: "d", delivery: "callback" }, 1],
    ["DescribeDevice", { deviceId: "d", refresh: true }, 1],
  ] as const)("D1 %s %j leaves %i operations open", (operation, value, open) => {
    const es = externalSystem();
    es.command(call({ operation, value }));
    es.answer(writeWsiResponse("1.1", operation, { ack: ack("op-1") }));
    expect([...es.view.operations()]).toHaveLength(open);
  });

  it("D1 a discovery by callback ends with its DiscoveryResult", () => {
    const es = externalSystem();
    es.command(call({ operation: "DiscoverDevices", value: { delivery: "callback" } }));
    es.answer(writeWsiResponse("1.1", "DiscoverDevices", { ack: ack("op-1") }));
    es.callback("DiscoveryResult", {
      ...outcome(1),
      totalMatches: 2,
      device: [{ deviceId: "a" }, { deviceId: "b" }],
    });
    expect(es.report("devices.delivered")?.data).toEqual({
      operationId: "op-1",
      totalMatches: 2,
      deviceIds: "a b",
    });
    expect(es.states().at(-1)).toBe("operation succeeded");
  });

  it("a device that is read again and delivered by callback ends with its OperationResult", () => {
    const es = externalSystem();
    const value = { deviceId: "d", refresh: true, delivery: "callback" };
    es.command(call({ operation: "DescribeDevice", value }));
    es.answer(writeWsiResponse("1.1", "DescribeDevice", { ack: ack("op-1") }));
    es.callback("DiscoveryResult", { ...outcome(1), totalMatches: 1, device: [{ deviceId: "d" }] });
    expect([...es.view.operations()]).toHaveLength(1);
    es.callback("OperationResult", { ...outcome(2), state: "succeeded", totals });
    expect([...es.view.operations()]).toEqual([]);
  });

  it("F3 a subscription stands until it ends, and its alerts belong to its call", () => {
    const es = externalSystem();
    es.command(call({ operation: "SubscribeAlerts", value: { alertType: ["urn:x:*"] }, call: "sub" }));
    es.answer(writeWsiResponse("1.1", "SubscribeAlerts", { ack: ack("op-1"), subscriptionId: "s-1" }));
    const status = { subscriptionId: "s-1" } as const;
    es.callback("SubscriptionStatus", {
      ...outcome(1),
      ...status,
      state: "partly-accepted",
      acceptedAlertType: ["urn:x:a"],
      rejectedParameter: [{ locUri: "./B", reason: "not granted" }],
    });
    expect(es.report("subscription.status")?.data).toMatchObject({
      state: "partly-accepted",
      accepted: "urn:x:a",
      rejected: "./B",
    });
    const alert = { alertId: "a-1", deviceId: "d", alertType: "urn:x:a", receivedAt: moment.date };
    es.callback("AlertNotification", { ...outcome(2), ...status, alert });
    expect(es.report("alert.received")?.data).toEqual({
      subscriptionId: "s-1",
      alertId: "a-1",
      deviceId: "d",
      alertType: "urn:x:a",
    });
    expect(es.report("callback.received")?.data["call"]).toBe("sub");
    expect([...es.view.subscriptions()]).toMatchObject([{ subscriptionId: "s-1", state: "subscribed" }]);
    es.command(call({ operation: "UnsubscribeAlerts", value: { subscriptionId: "s-1" } }));
    es.answer(writeWsiResponse("1.1", "UnsubscribeAlerts", { ack: ack("op-1") }));
    es.callback("SubscriptionStatus", { ...outcome(3), ...status, state: "ended" });
    expect([...es.view.subscriptions()]).toEqual([]);
    expect(es.states()).toEqual(["operation awaitingResult", "operation subscribed", "operation ended"]);
  });

  it("diagnostics end with their delivery", () => {
    const es = externalSystem();
    es.command(call({ operation: "RequestDiagnostics", value: { deviceId: "d", function: "urn:f" } }));
    es.answer(writeWsiResponse("1.1", "RequestDiagnostics", { ack: ack("op-1") }));
    es.callback("DiagnosticsDelivery", {
      ...outcome(1),
      deviceId: "d",
      item: [{ source: "./A", data: "5" }],
    });
    expect(es.report("diagnostics.delivered")?.data).toMatchObject({ items: 1, alerts: 0 });
    expect(es.states().at(-1)).toBe("operation succeeded");
  });

  it("a call that is not answered has failed", () => {
    const es = externalSystem();
    es.command(bulk);
    es.fail();
    expect(es.report("call.failed")?.data).toMatchObject({ code: "unreachable", reason: "nobody there" });
    expect(es.states()).toEqual(["operation refused"]);
    es.command(bulk);
    es.answer(unauthorized("1.1", "wrong"));
    expect(es.report("call.failed")?.data).toMatchObject({ code: "FailedAuthentication", status: 401 });
  });
});

describe("a call for later", () => {
  it("is sent when its time has come, with tokens of that time", () => {
    const es = externalSystem({
      credentials: { scheme: "username-token-digest", username: "care", password: "secret" },
    });
    es.command({ ...query, delay: "PT5S", call: "later" });
    expect(es.reports()).toEqual(["call.scheduled"]);
    expect(es.report("call.scheduled")?.data).toMatchObject({ call: "later", delay: 5_000 });
    es.wait(4_999);
    expect(es.requests()).toEqual([]);
    es.wait(1);
    const read = readWsiRequest(es.lastRequest().http, "DeviceManagement");
    expect(read.ok && read.security).toMatchObject({ created: "2026-01-02T00:00:05.000Z" });
    expect(es.reports()).toEqual(["call.scheduled", "call.sent"]);
  });
});

/** A request of an operation that can be built. */
function exampleOf(operation: OperationName): Readonly<Record<string, unknown>> {
  const [value] = fc.sample(arbitraryOf(operations[operation].request as AnyElement), 1);
  return toPlainJson(operation, "request", value, "show");
}
