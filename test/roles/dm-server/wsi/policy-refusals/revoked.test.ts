import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import type { OperationName } from "../../../../../simulator/protocols/wsi/index.ts";
import {
  defaultPolicy,
  type ExternalSystemPolicy,
} from "../../../../../simulator/roles/dm-server/options.ts";
import type { Desk } from "../desk.ts";
import { configuration, createStage, establish, getPackage, tunnelType, update } from "../bad-input/stage.ts";

const get = { kind: "get", locUri: "./S/A" } as const;
const provisioning = {
  ...configuration,
  contentType: "text/vnd.wap.connectivity-xml",
  content: utf8(
    `<wap-provisioningdoc version="1.1"><characteristic type="NAPDEF"><parm name="NAPID" value="net"/></characteristic></wap-provisioningdoc>`,
  ),
};
const tnds = {
  ...configuration,
  contentType: "application/vnd.syncml.dmtnds+xml",
  content: utf8(
    `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><Path>./S</Path><Value>1</Value></Node></MgmtTree>`,
  ),
};
const quota = { requestsPerMinute: 1e9, devicesPerBulk: 1e6, outstandingOperations: 1e6 };
const full: ExternalSystemPolicy = { ...defaultPolicy, subtrees: ["./", "bootstrap"], quota };

/** Work that is queued for IMEI:1; the subtree rights that it needs are in `subtrees` of the policy. */
const works: readonly (readonly [string, OperationName, unknown, "subtrees" | "no subtrees"])[] = [
  ["ManageParameters", "ManageParameters", { deviceId: "IMEI:1", command: [get] }, "subtrees"],
  [
    "SubmitBulkOperation",
    "SubmitBulkOperation",
    { target: { deviceId: ["IMEI:1"] }, command: [get] },
    "subtrees",
  ],
  [
    "SubmitConfiguration of parameters",
    "SubmitConfiguration",
    { ...configuration, assignTo: { deviceId: ["IMEI:1"] } },
    "subtrees",
  ],
  [
    "SubmitConfiguration of TNDS",
    "SubmitConfiguration",
    { ...tnds, assignTo: { deviceId: ["IMEI:1"] } },
    "subtrees",
  ],
  [
    "setUp of a subscription",
    "SubscribeAlerts",
    { target: { deviceId: ["IMEI:1"] }, setUp: [get] },
    "subtrees",
  ],
  [
    "RequestDiagnostics",
    "RequestDiagnostics",
    { deviceId: "IMEI:1", function: "urn:oma:mo:oma-diag:battery:1.0", parameter: ["./DiagMon"] },
    "subtrees",
  ],
  ["SubmitUpdate", "SubmitUpdate", { ...update, assignTo: { deviceId: ["IMEI:1"] } }, "no subtrees"],
  ["DescribeDevice", "DescribeDevice", { deviceId: "IMEI:1", refresh: true }, "no subtrees"],
];

const revocations = (operation: OperationName, needs: string) =>
  [
    ["the operation", { operations: ["QueryOperation", "ListUpdates"] }, operation],
    ["the device", { devices: ["IMEI:2"] }, "IMEI:1"],
    ...(needs === "subtrees" ? [["the subtree", { subtrees: ["./Other"] }, "./"] as const] : []),
  ] as const;

function setPolicy(desk: Desk, change: Partial<ExternalSystemPolicy>): void {
  desk.command((side, turn) => {
    const policy = { ...full, ...change };
    expect(side.administer({ name: "setPolicy", externalSystem: "care", policy }, turn)).toBeUndefined();
  });
}

const rows = works.flatMap(([title, operation, request, needs]) =>
  revocations(operation, needs).map(([what, change, names]) => ({
    title,
    operation,
    request,
    what,
    change,
    names,
  })),
);

describe.each(rows)("$title whose right to $what is revoked", ({ operation, request, change, names }) => {
  const acknowledged = () => {
    const { desk } = createStage({ policy: full });
    const calls = desk.calls.length;
    const { ack } = desk.ok(operation, request as never) as {
      readonly ack: { readonly operationId: string };
    };
    return { desk, calls, operationId: ack.operationId };
  };
  const expectFailed = (desk: Desk, operationId: string): void => {
    const { operation: status, deviceResult } = desk.ok("QueryOperation", { operationId });
    expect(status.state).toBe("failed");
    const [result] = deviceResult;
    expect(result).toMatchObject({ deviceId: "IMEI:1", state: "failed", commandResult: [] });
    expect(result?.reason).toContain(names);
  };

  it("before it is begun: no device hears of it", () => {
    const { desk, calls, operationId } = acknowledged();
    setPolicy(desk, change);
    desk.settle();
    expect(desk.calls).toHaveLength(calls);
    expectFailed(desk, operationId);
  });

  it("while it waits for the device: it is taken back, and the device gets nothing", () => {
    const { desk, operationId } = acknowledged();
    desk.settle();
    setPolicy(desk, change);
    const open = desk.calls.at(-1);
    if (open?.kind !== "open") throw new Error("nothing was begun");
    const { work, mode } = open.request;
    desk.report({ type: "established", work, sessionId: "9", package1: {} as never });
    expect(desk.calls.at(-1)).toMatchObject({ kind: "end", work, abort: false });
    if (mode.kind === "steps")
      expect(mode.next([], { now: desk.now, date: desk.date }, () => undefined)).toEqual([]);
    desk.report({ type: "closed", work });
    desk.settle();
    expectFailed(desk, operationId);
  });

  it("over a restart: it is looked at again", () => {
    const { desk, operationId } = acknowledged();
    setPolicy(desk, change);
    desk.restart();
    const calls = desk.calls.length;
    desk.settle();
    expect(
      desk.calls
        .slice(calls)
        .filter((call) => call.kind === "open" && call.request.work.startsWith(operationId)),
    ).toEqual([]);
    expectFailed(desk, operationId);
  });

  it("and given back: it goes on", () => {
    const { desk, calls } = acknowledged();
    setPolicy(desk, change);
    setPolicy(desk, {});
    desk.settle();
    expect(desk.calls).toHaveLength(calls + 1);
  });
});

describe("a provisioning document", () => {
  it("is not pushed when the word bootstrap is revoked", () => {
    const { desk } = createStage({ policy: full });
    const request = { ...provisioning, assignTo: { deviceId: ["IMEI:1"] } };
    const { ack } = desk.ok("SubmitConfiguration", request);
    setPolicy(desk, { subtrees: ["./"] });
    desk.settle();
    expect(desk.effects.filter(({ type }) => type === "push")).toEqual([]);
    const { deviceResult } = desk.ok("QueryOperation", { operationId: ack.operationId });
    expect(deviceResult).toMatchObject([{ state: "failed" }]);
  });
});

describe("a bulk of which some devices were served", () => {
  it("goes on with those that the policy still has", () => {
    const { desk } = createStage({ policy: full });
    const before = desk.calls.length;
    const { ack } = desk.ok("SubmitBulkOperation", { target: { all: true }, command: [get], maxParallel: 1 });
    desk.settle();
    setPolicy(desk, { devices: ["IMEI:1", "other-3"] });
    const work = `${ack.operationId}/IMEI:1`;
    desk.report({ type: "established", work, sessionId: "9", package1: {} as never });
    desk.report({
      type: "package3",
      work,
      messages: [],
      references: new Map(),
      outcomes: [{ reference: "1", status: 200, items: [] }],
    });
    desk.report({ type: "closed", work });
    desk.settle();
    expect(desk.calls.slice(before)).toMatchObject([
      { request: { deviceId: "IMEI:1" } },
      { request: { deviceId: "other-3" } },
    ]);
    const { deviceResult } = desk.ok("QueryOperation", { operationId: ack.operationId });
    expect(deviceResult.map(({ state }) => state)).toEqual(["succeeded", "failed", "pending"]);
  });
});

describe("a tunnel", () => {
  const exchange = (sessionId: string) => ({ sessionId, package: getPackage, contentType: tunnelType });
  const refused = (desk: Desk, sessionId: string, names: string): void => {
    const status = desk.callbacks
      .filter(({ message }) => message.operation === "SessionStatus")
      .map(({ message }) => message.value)
      .findLast((value) => "sessionId" in value && value.sessionId === sessionId);
    expect(status).toMatchObject({ state: "refused", refusedBy: "dms" });
    expect((status as { readonly reason?: string } | undefined)?.reason).toContain(names);
  };
  it.each([
    ["the operation", { operations: ["QueryOperation"] }, "InitiateSession"],
    ["the device", { devices: ["IMEI:2"] }, "IMEI:1"],
  ] as const)("whose right to %s is revoked before it is begun is refused", (_what, change, names) => {
    const { desk } = createStage({ policy: full });
    const calls = desk.calls.length;
    const { sessionId } = desk.ok("InitiateSession", { deviceId: "IMEI:1" });
    setPolicy(desk, change);
    desk.settle();
    expect(desk.calls).toHaveLength(calls);
    refused(desk, sessionId, names);
  });
  it.each([
    ["the session", { operations: ["ExchangePackage"] }, "InitiateSession"],
    ["the exchange", { operations: ["InitiateSession"] }, "ExchangePackage"],
    ["the device", { devices: ["IMEI:2"] }, "IMEI:1"],
    ["the subtree", { subtrees: ["./Other"] }, "./DevInfo/Mod"],
  ] as const)(
    "whose right to %s is revoked between package and device is refused",
    (_what, change, names) => {
      const { desk } = createStage({ policy: full });
      const { sessionId } = desk.ok("InitiateSession", { deviceId: "IMEI:1" });
      desk.settle();
      establish(desk, sessionId);
      for (let index = 0; index < desk.callbacks.length; index++) desk.answer(200, desk.callbacks[index]);
      desk.ok("ExchangePackage", exchange(sessionId));
      setPolicy(desk, change);
      desk.settle();
      expect(desk.calls.filter(({ kind }) => kind === "supply")).toEqual([]);
      expect(desk.calls.at(-1)).toMatchObject({ kind: "end", work: sessionId, abort: true });
      refused(desk, sessionId, names);
    },
  );
});
