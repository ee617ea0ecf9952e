import { describe, expect, test } from "vitest";
import type { OperationRequestInput } from "../../../../../simulator/protocols/wsi/index.ts";
import {
  defaultPolicy,
  type ExternalSystemPolicy,
} from "../../../../../simulator/roles/dm-server/options.ts";
import type { CommandOutcome, ReferencedCommand } from "../../../../../simulator/roles/dm-server/ports.ts";
import { createDesk, type Desk, type DeskOptions } from "../desk.ts";

const FUNCTION = "urn:oma:mo:oma-diag:batteryinfo:1.0";
const COMPLETE = "urn:oma:at:diagmon:1.0:OperationComplete";

/** A node: the value of a leaf, or children with the Type of the node under "". */
type Tree = { readonly [name: string]: Tree | string };
const tree: Tree = {
  DevInfo: { DevId: "IMEI:1" },
  Vendor: {
    Diag: {
      "": FUNCTION,
      DiagMonData: { Level: "80", Cells: { A: "1", B: "2" } },
      Operations: { Start: "" },
    },
  },
};

/** A device without `?list=`, as many are. */
function answer({ reference, command }: ReferencedCommand, root: Tree, exec: number): CommandOutcome {
  if (command.kind !== "Get" && command.kind !== "Exec") throw new Error(command.kind);
  const locUri = command.Item?.[0]?.Target?.LocURI ?? "";
  const [path = "", query] = locUri.split("?");
  let node: Tree | string | undefined = root;
  for (const name of path.split("/").slice(1)) node = typeof node === "object" ? node[name] : undefined;
  const said = (status: number, items: CommandOutcome["items"] = []) => ({ reference, status, items });
  if (node === undefined) return said(404);
  if (command.kind === "Exec") return said(exec);
  if (query === "prop=Type") {
    const type = typeof node === "string" ? "text/plain" : node[""];
    return said(200, [{ source: locUri, data: typeof type === "string" ? type : "" }]);
  }
  if (query !== undefined) return said(406);
  if (typeof node === "string") return said(200, [{ source: locUri, data: node }]);
  const names = Object.keys(node).filter((name) => name !== "");
  return said(200, [{ source: locUri, format: "node", data: names.join("/") }]);
}

/** One session with the device; the kinds of what it was sent. */
function session(desk: Desk, root: Tree = tree, exec = 202): readonly string[] {
  const opened = desk.calls.findLast((call) => call.kind === "open");
  if (opened?.kind !== "open" || opened.request.mode.kind !== "steps") throw new Error("no session in steps");
  const { work, mode } = opened.request;
  desk.report({ type: "established", work, sessionId: "1", package1: PACKAGE1 });
  const sent: string[] = [];
  let answered: readonly CommandOutcome[] = [];
  for (let rounds = 0; rounds < 50; rounds++) {
    let commands: readonly ReferencedCommand[] = [];
    desk.command((_side, turn) => {
      commands = mode.next(answered, turn.moment, turn.emit);
    });
    if (commands.length === 0) break;
    const outcomes = commands.map((command) => answer(command, root, exec));
    answered = [...answered, ...outcomes];
    sent.push(...commands.map(({ command }) => command.kind));
    desk.report({ type: "package3", work, messages: [], outcomes, references: new Map() });
  }
  desk.report({ type: "closed", work });
  return sent;
}
const PACKAGE1 = {
  SyncHdr: {
    VerDTD: "1.2",
    VerProto: "DM/1.2",
    SessionID: "1",
    MsgID: "1",
    Target: { LocURI: "dms" },
    Source: { LocURI: "IMEI:1" },
  },
  SyncBody: { commands: [], final: true },
} as never; // nothing looks into it

function open(setup: DeskOptions = {}): Desk {
  const desk = createDesk(setup);
  desk.registered();
  return desk;
}

function request(desk: Desk, more: Partial<OperationRequestInput<"RequestDiagnostics">> = {}): string {
  const { ack } = desk.ok("RequestDiagnostics", { deviceId: "IMEI:1", function: FUNCTION, ...more });
  desk.settle();
  return ack.operationId;
}

describe("F3.11 F3.12 a fresh reading", () => {
  test("the function is found by its Type, and all below DiagMonData is read", () => {
    const desk = open();
    const operationId = request(desk);
    session(desk);
    expect(desk.last("DiagnosticsDelivery")).toMatchObject({
      operationId,
      deviceId: "IMEI:1",
      alert: [],
      item: [
        { source: "./Vendor/Diag/DiagMonData/Level", data: "80" },
        { source: "./Vendor/Diag/DiagMonData/Cells/A", data: "1" },
        { source: "./Vendor/Diag/DiagMonData/Cells/B", data: "2" },
      ],
    });
    expect(desk.ok("QueryOperation", { operationId }).operation).toMatchObject({ state: "succeeded" });
  });

  test("without DiagMonData the values are those below the function itself", () => {
    const desk = open();
    request(desk);
    session(desk, { Diag: { "": FUNCTION, "1": { Level: "55" } } });
    expect(desk.last("DiagnosticsDelivery").item).toMatchObject([{ source: "./Diag/1/Level", data: "55" }]);
  });

  test("started: the alert is awaited, then the parameters are read in another session", () => {
    const desk = open();
    const operationId = request(desk, { start: true, parameter: ["./Vendor/Diag/DiagMonData/Level"] });
    expect(session(desk)).toContain("Exec");
    expect(desk.names()).not.toContain("DiagnosticsDelivery");
    desk.alert({ correlator: "another" });
    desk.alert({ correlator: operationId, deviceId: "IMEI:2" });
    const opened = desk.calls.length;
    desk.alert({ correlator: operationId, alertId: "done" });
    expect(desk.calls.length).toBeGreaterThan(opened);
    expect(session(desk)).not.toContain("Exec");
    expect(desk.last("DiagnosticsDelivery")).toMatchObject({
      alert: [{ alertId: "done", alertType: COMPLETE }],
      item: [{ source: "./Vendor/Diag/DiagMonData/Level", data: "80" }],
    });
    expect(desk.names().filter((name) => name === "DiagnosticsDelivery")).toHaveLength(1);
  });

  test("started and done at once (200): read in the same session", () => {
    const desk = open();
    request(desk, { start: true });
    expect(session(desk, tree, 200)).toContain("Exec");
    expect(desk.last("DiagnosticsDelivery").item).toHaveLength(3);
  });

  test("the alert is delivered only where its type is granted", () => {
    const desk = open({ policy: { alertTypes: ["urn:other"] } });
    const operationId = request(desk, { start: true });
    session(desk);
    desk.alert({ correlator: operationId });
    session(desk);
    expect(desk.last("DiagnosticsDelivery")).toMatchObject({ alert: [], item: { length: 3 } });
  });

  test("nor does it come along when the registration asked for other types", () => {
    const desk = createDesk();
    desk.registered({ requestedAlertType: ["urn:other"] });
    const operationId = request(desk, { start: true });
    session(desk);
    desk.alert({ correlator: operationId });
    session(desk);
    expect(desk.last("DiagnosticsDelivery")).toMatchObject({ alert: [], item: { length: 3 } });
  });

  test.each<[string, Partial<ExternalSystemPolicy>, string]>([
    ["what is read", { subtrees: { get: ["./DevInfo"], exec: ["./"] } }, "OperationResult"],
    ["which alert comes along", { alertTypes: ["urn:other"] }, "DiagnosticsDelivery without"],
    ["nothing that it is granted", {}, "DiagnosticsDelivery with"],
  ])("who asked first, where a DM server calls, narrows %s", (_what, policy, told) => {
    const entry = (id: string, kind: "dm-server" | "other", rights: Partial<ExternalSystemPolicy>) => ({
      id,
      name: id,
      kind,
      credentials: [{ scheme: "basic" as const, username: id, password: "secret" }],
      policy: { ...defaultPolicy, ...rights },
    });
    const externalSystems = [entry("care", "dm-server", {}), entry("office", "other", policy)];
    const desk = open({ options: { externalSystems } });
    const value = { deviceId: "IMEI:1", function: FUNCTION, start: true };
    const { ack } = desk.ok("RequestDiagnostics", value, {
      via: { hop: ["dms.asking"], originator: "office" },
    });
    desk.settle();
    session(desk);
    desk.alert({ correlator: ack.operationId });
    session(desk);
    const last = desk.callbacks.at(-1)?.message;
    const alerts = last?.operation === "DiagnosticsDelivery" ? last.value.alert.length : undefined;
    const word = alerts === undefined ? "" : alerts === 0 ? " without" : " with";
    expect(`${last?.operation ?? ""}${word}`).toBe(told);
  });
});

describe("F3.12 failures are OperationResults", () => {
  const failure = (desk: Desk) => {
    const { state, reason } = desk.last("OperationResult");
    expect(desk.names()).not.toContain("DiagnosticsDelivery");
    return [state, reason];
  };

  test.each<[string, Tree, number, string]>([
    ["no such function", { Other: { Leaf: "1" } }, 202, `the device has no function ${FUNCTION}`],
    ["the Exec is refused", tree, 405, "./Vendor/Diag/Operations/Start was answered 405"],
    [
      "there is no Start",
      { D: { "": FUNCTION, DiagMonData: { A: "1" } } },
      202,
      "./D/Operations/Start was answered 404",
    ],
  ])("%s", (_what, root, exec, reason) => {
    const desk = open();
    request(desk, { start: true });
    session(desk, root, exec);
    expect(failure(desk)).toEqual(["failed", reason]);
  });

  test("the function reports a failure", () => {
    const desk = open();
    const operationId = request(desk, { start: true });
    session(desk);
    desk.alert({ correlator: operationId, items: [{ source: "./Vendor/Diag", format: "int", data: "402" }] });
    expect(failure(desk)).toEqual(["failed", "the function reported 402"]);
  });

  test("none of the parameters can be read", () => {
    const desk = open();
    request(desk, { parameter: ["./Vendor/None", "./Other"] });
    session(desk);
    expect(failure(desk)).toEqual(["failed", "./Vendor/None was answered 404"]);
  });

  test("no alert comes before it expires", () => {
    const desk = open();
    request(desk, { start: true, expires: 60_000 });
    session(desk);
    desk.advance(60_000);
    expect(failure(desk)[0]).toBe("expired");
  });

  test.each<[string, DeskOptions["policy"], string]>([
    [
      "get",
      { subtrees: { get: ["./DevInfo"], exec: ["./"] } },
      "Command get on ./Vendor/Diag/DiagMonData is not granted",
    ],
    ["exec", { subtrees: { get: ["./"] } }, "Command exec on ./Vendor/Diag/Operations/Start is not granted"],
  ])("where the function turns out to be, %s is not granted", (kind, policy, reason) => {
    const desk = open(policy ? { policy } : {});
    request(desk, { start: kind === "exec" });
    expect(session(desk)).not.toContain("Exec");
    expect(failure(desk)).toEqual(["failed", reason]);
  });
});

describe("restart", () => {
  test("while it waits for the device: asked again", () => {
    const desk = open();
    request(desk, { start: true });
    desk.restart();
    desk.settle();
    expect(session(desk)).toContain("Exec");
  });

  test("while the alert is awaited: read when it comes", () => {
    const desk = open();
    const operationId = request(desk, { start: true });
    session(desk);
    desk.restart();
    desk.alert({ correlator: operationId });
    expect(session(desk)).not.toContain("Exec");
    expect(desk.last("DiagnosticsDelivery").item).toHaveLength(3);
  });

  test("between the alert and what follows it", () => {
    const desk = open();
    const operationId = request(desk, { start: true });
    session(desk);
    desk.alert({ correlator: operationId }, false);
    desk.restart();
    desk.settle();
    session(desk);
    expect(desk.last("DiagnosticsDelivery").item).toHaveLength(3);
  });

  test("while the second session waits: the function is not started again", () => {
    const desk = open();
    const operationId = request(desk, { start: true });
    session(desk);
    desk.alert({ correlator: operationId });
    desk.restart();
    desk.settle();
    expect(session(desk)).not.toContain("Exec");
    expect(desk.last("DiagnosticsDelivery").item).toHaveLength(3);
  });
});

describe("F3.11 refusals", () => {
  test.each<[string, Partial<OperationRequestInput<"RequestDiagnostics">>, string]>([
    ["an unknown device", { deviceId: "nobody" }, "SVC0004 deviceId"],
    ["a device outside the policy", { deviceId: "other-3" }, "POL0201 other-3"],
    ["no function", { function: "" }, "SVC0002 function"],
    ["an address that goes up", { parameter: ["./A/../B"] }, "SVC0002 parameter"],
    ["an address with a query", { parameter: ["./Vendor?list=Struct"] }, "SVC0002 parameter"],
    ["an empty address", { parameter: [""] }, "SVC0002 parameter"],
    ["a parameter that is not granted", { parameter: ["./DevInfo"] }, "POL0202 get ./DevInfo"],
    ["a life of centuries", { expires: 1e14 }, "SVC0002 expires"],
  ])("%s", (_what, more, fault) => {
    const desk = open({ policy: { devices: ["IMEI:*"], subtrees: { get: ["./Vendor"] } } });
    const value = { deviceId: "IMEI:1", function: FUNCTION, ...more };
    expect(desk.fault("RequestDiagnostics", value)).toBe(fault);
    expect(desk.calls).toEqual([]);
  });

  test("the operation is not granted", () => {
    const desk = open({ policy: { operations: ["RetrieveAlerts"] } });
    const value = { deviceId: "IMEI:1", function: FUNCTION };
    expect(desk.fault("RequestDiagnostics", value)).toBe("POL0200 RequestDiagnostics");
  });

  test("without a callback endpoint it is polled", () => {
    const desk = createDesk();
    const operationId = request(desk);
    session(desk);
    const { operation, deviceResult } = desk.ok("QueryOperation", { operationId });
    expect(operation.state).toBe("succeeded");
    expect(deviceResult[0]?.commandResult[0]?.item).toHaveLength(3);
  });
});
