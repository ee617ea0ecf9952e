import { describe, expect, test } from "vitest";
import type { CommandOutcome } from "../../../../../simulator/roles/dm-server/ports.ts";
import { createDesk, device } from "../desk.ts";
import { addressed, openings, stepsOf } from "./bulk-desk.ts";

const get = { kind: "get", locUri: "./DevInfo/Mod" } as const;

describe("a full device queue", () => {
  test("the acknowledgement is a rejection, which can be queried; no result is told", () => {
    const desk = createDesk({ room: (deviceId) => (deviceId === "IMEI:1" ? 0 : 1) });
    desk.registered();
    const { ack } = desk.ok("ManageParameters", { deviceId: "IMEI:1", command: [get] });
    expect(ack).toMatchObject({ state: "rejected", reason: "the queue of the device is full" });
    desk.settle();
    expect(desk.calls).toEqual([]);
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation).toMatchObject({
      state: "failed",
      reason: "the queue of the device is full",
    });
    expect(desk.names()).toEqual(["RegistrationConfirmation"]);
    expect(desk.ok("CancelOperation", { operationId: ack.operationId }).ack.state).toBe("rejected");
  });

  test("a place that an acknowledged operation will take is not promised twice", () => {
    const desk = createDesk({ room: () => 1 });
    const ask = () => desk.ok("ManageParameters", { deviceId: "IMEI:1", command: [get] }).ack;
    const first = ask();
    expect(ask().state).toBe("rejected");
    desk.ok("CancelOperation", { operationId: first.operationId });
    desk.settle();
    expect(ask().state).toBe("accepted");
  });

  test("a request that was not stored has no place", () => {
    const desk = createDesk({ room: () => 1 });
    desk.failCommit();
    desk.fault("ManageParameters", { deviceId: "IMEI:1", command: [get] });
    expect(desk.ok("ManageParameters", { deviceId: "IMEI:1", command: [get] }).ack.state).toBe("accepted");
  });
});

describe("DescribeDevice", () => {
  const seen = device("IMEI:9", {
    firmwareVersion: "1.0",
    managementObjects: [{ mo: "urn:oma:mo:oma-fumo:1.0", root: "./FUMO" }],
  });

  test("from the inventory, with what is known of its management objects", () => {
    const desk = createDesk({ devices: [seen] });
    const { ack, device: described } = desk.ok("DescribeDevice", { deviceId: "IMEI:9" });
    expect(described).toMatchObject({ deviceId: "IMEI:9", firmwareVersion: "1.0", managedBy: "dms.example" });
    expect(described?.capability.map(({ root }) => root)).toEqual(["./DevInfo", "./DevDetail", "./FUMO"]);
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).toBe("succeeded");
  });

  test("by callback: a DiscoveryResult and no OperationResult", () => {
    const desk = createDesk({ devices: [seen] });
    desk.registered();
    const response = desk.ok("DescribeDevice", { deviceId: "IMEI:9", delivery: "callback" });
    expect(response.device).toBeUndefined();
    expect(desk.last("DiscoveryResult")).toMatchObject({ totalMatches: 1, device: [{ deviceId: "IMEI:9" }] });
    desk.answer();
    expect(desk.names()).toEqual(["RegistrationConfirmation", "DiscoveryResult"]);
  });

  test("an unknown device, one outside the policy, no endpoint", () => {
    const desk = createDesk({ policy: { devices: ["IMEI:1"] } });
    expect(desk.fault("DescribeDevice", { deviceId: "nobody" })).toBe("SVC0004 deviceId");
    expect(desk.fault("DescribeDevice", { deviceId: "IMEI:2" })).toBe("POL0201 IMEI:2");
    expect(desk.fault("DescribeDevice", { deviceId: "IMEI:1", delivery: "callback" })).toBe(
      "SVC0002 delivery",
    );
  });

  /** A device whose tree says this to a Get. */
  const tree: Readonly<Record<string, string>> = {
    "./DevInfo/DevId": "IMEI:1",
    "./DevInfo/Man": "Example Labs",
    "./DevInfo/Mod": "Bench-2",
    "./DevDetail/FwV": "2.0",
    ".": "DevInfo/DevDetail/FUMO/Vendor",
    "./DevInfo?prop=Type": "urn:oma:mo:oma-dm-devinfo:1.0",
    "./DevDetail?prop=Type": "urn:oma:mo:oma-dm-devdetail:1.0",
    "./FUMO": "PkgURL/State",
    "./FUMO?prop=Type": "urn:oma:mo:oma-fumo:1.0",
    "./Vendor": "Diag/Text",
    "./Vendor/Diag?prop=Type": "urn:oma:mo:oma-diag:batteryinfo:1.0",
    "./Vendor/Text?prop=Type": "text/plain",
  };

  const refresh = (desk: ReturnType<typeof createDesk>, more: { readonly delivery?: "callback" } = {}) => {
    const { ack } = desk.ok("DescribeDevice", { deviceId: "IMEI:1", refresh: true, ...more });
    desk.settle();
    const work = ack.operationId;
    desk.report({ type: "established", work, sessionId: "7", package1: {} as never });
    const answered: CommandOutcome[] = [];
    const asked: string[][] = [];
    for (;;) {
      let commands: ReturnType<ReturnType<typeof stepsOf>["next"]> = [];
      desk.command((_side, turn) => {
        commands = stepsOf(desk).next(answered, turn.moment, turn.emit);
      });
      if (commands.length === 0) break;
      asked.push(addressed(commands));
      const outcomes = commands.map(({ reference, command }): CommandOutcome => {
        const [uri = ""] = addressed([{ reference, command }]);
        const data = tree[uri];
        return {
          reference,
          status: data === undefined ? 404 : 200,
          items: data === undefined ? [] : [{ data }],
        };
      });
      answered.push(...outcomes);
      desk.report({ type: "package3", work, messages: [], references: new Map(), outcomes });
    }
    desk.report({ type: "closed", work });
    return { work, asked };
  };

  test("refresh reads DevInfo, DevDetail and where the management objects lie", () => {
    const desk = createDesk();
    desk.registered();
    const { work, asked } = refresh(desk);
    expect(asked[0]).toEqual(expect.arrayContaining(["./DevInfo/Man", "./DevDetail/FwV", "."]));
    expect(asked[1]).toEqual(expect.arrayContaining(["./FUMO?prop=Type", "./Vendor"]));
    expect(asked[2]).toEqual(["./Vendor/Diag?prop=Type", "./Vendor/Text?prop=Type"]);
    expect(desk.last("OperationResult")).toMatchObject({
      operationId: work,
      sequence: 1,
      state: "succeeded",
      deviceResult: [{ state: "succeeded" }],
    });
    expect(desk.updates.at(-1)).toMatchObject({
      deviceId: "IMEI:1",
      change: {
        manufacturer: "Example Labs",
        model: "Bench-2",
        firmwareVersion: "2.0",
        devInfo: { Man: "Example Labs", "./DevDetail/FwV": "2.0" },
        managementObjects: [
          { mo: "urn:oma:mo:oma-dm-devinfo:1.0", root: "./DevInfo" },
          { mo: "urn:oma:mo:oma-dm-devdetail:1.0", root: "./DevDetail" },
          { mo: "urn:oma:mo:oma-fumo:1.0", root: "./FUMO" },
          { mo: "urn:oma:mo:oma-diag:batteryinfo:1.0", root: "./Vendor/Diag" },
        ],
      },
    });
  });

  test("refresh by callback: the DiscoveryResult, then the OperationResult", () => {
    const desk = createDesk();
    desk.registered();
    refresh(desk, { delivery: "callback" });
    expect(desk.last("DiscoveryResult")).toMatchObject({ sequence: 1, device: [{ model: "Bench-2" }] });
    desk.answer();
    expect(desk.last("OperationResult")).toMatchObject({ sequence: 2, state: "succeeded" });
  });

  test("a device that does not come: the OperationResult alone", () => {
    const desk = createDesk();
    desk.registered();
    const { ack } = desk.ok("DescribeDevice", { deviceId: "IMEI:1", refresh: true });
    desk.advance(86_400_000);
    expect(desk.last("OperationResult")).toMatchObject({ operationId: ack.operationId, state: "expired" });
  });
});

describe("openings", () => {
  test("commands of one package are handed over at once, with the operation's expiry", () => {
    const desk = createDesk();
    desk.ok("ManageParameters", { deviceId: "IMEI:1", command: [get], expires: 5000, notifyDevice: false });
    desk.settle();
    expect(openings(desk)).toMatchObject([{ expires: 5000, notify: false, mode: { kind: "commands" } }]);
    expect(openings(desk)[0]?.tellUnreached).toBeUndefined();
  });
});
