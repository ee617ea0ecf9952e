import { describe, expect, test } from "vitest";
import {
  builtInProfile,
  type DeviceOptions,
  type GenericAlert,
} from "../../../../../simulator/roles/device/index.ts";
import { registration } from "../desk.ts";
import { dialogues, encodings } from "../../../../dialogues/support/cases.ts";
import { ES_CALLBACK, type Dialogue } from "../../../../dialogues/support/dialogue.ts";
import { lines } from "../../../../dialogues/support/lines.ts";

/*
 * Generic Alerts in the shapes that devices of the field give them, from the device through the store of the DM server to
 * the External System.
 */

const TYPE = "urn:oma:at:diagmon:1.0:TrapNotification";
const alert: GenericAlert = { type: TYPE, data: "12", format: "int", source: "./Traps/LowBattery" };

describe.each(encodings)("F3.8 to F3.10 shapes of Generic Alerts (%s)", (encoding) => {
  const begin = dialogues(encoding);

  const subscribed = (
    manners: DeviceOptions["manners"] = {},
    request: Parameters<Dialogue["call"]>[1] = {},
    device: Partial<DeviceOptions> = {},
  ): Dialogue => {
    const it = begin({ care: {}, device: { ...device, manners } });
    for (const [operation, value] of [
      ["RegisterExternalSystem", { ...registration, callbackEndpoint: ES_CALLBACK }],
      ["SubscribeAlerts", request],
    ] as const) {
      const read = it.call(operation, value);
      if (read.kind !== "response") throw new Error(JSON.stringify(read));
    }
    it.wait(0);
    return it;
  };
  /** The device has these reports, and tells them in one session. */
  const reported = (it: Dialogue, ...alerts: readonly GenericAlert[]) => {
    for (const [index, each] of alerts.entries())
      it.device({ name: "raiseAlert", alert: each, hold: index < alerts.length - 1 });
    it.wait(60_000);
    return it.callbacks.flatMap(({ operation, value }) =>
      operation === "AlertNotification" ? [value.alert] : [],
    );
  };
  const generic = (it: Dialogue): readonly string[] =>
    (it.fromDevice[0] ? lines(it.fromDevice[0]) : []).filter((line) => /^Alert 12(0|2)/.test(line));

  test("a plain URN, with Mark and Correlator", () => {
    const it = subscribed();
    expect(reported(it, { ...alert, mark: "critical", correlator: "job-9" })).toMatchObject([
      {
        alertType: TYPE,
        mark: "critical",
        correlator: "job-9",
        item: [{ source: "./Traps/LowBattery", format: "int", data: "12" }],
      },
    ]);
  });

  test("a type with the prefix of 1.2 and one without are the same type", () => {
    const it = subscribed({}, { alertType: ["com.example.*"] });
    const got = reported(
      it,
      { ...alert, type: "Reversed-Domain-Name: com.example.low" },
      { ...alert, type: "com.example.low", data: "13" },
      { ...alert, type: "com.elsewhere.low" },
    );
    expect(got.map(({ alertType, item }) => [alertType, item[0]?.data])).toEqual([
      ["com.example.low", "12"],
      ["com.example.low", "13"],
    ]);
  });

  test("several items of one type are one alert, with the items that the parameters let through", () => {
    const it = subscribed({}, { parameter: ["./Traps"] });
    const got = reported(it, alert, { ...alert, source: "./SCM", data: "x" }, { ...alert, data: "11" });
    expect(generic(it)).toHaveLength(2);
    expect(got.map(({ item }) => item.map(({ data }) => data))).toEqual([["12", "11"]]);
  });

  test("a function that reports its nodes: one alert with an item for each, of which the parameters let some through", () => {
    const battery = "./DiagMon/Battery";
    const request = {
      parameter: [`${battery}/DiagMonData/Level`, `${battery}/DiagMonData/Voltage`],
      target: { all: true },
      setUp: [
        { kind: "replace", locUri: `${battery}/DiagMonConfig/ConfigParams/Period`, format: "int", data: "0" },
        { kind: "exec", locUri: `${battery}/Operations/Start`, correlator: "job-3" },
      ],
    } as const;
    const it = subscribed({}, request, { profile: builtInProfile("vehicle") });
    it.wait(60_000);
    const [got, ...more] = reported(it);
    expect(more).toEqual([]);
    expect(got).toMatchObject({
      alertType: "urn:oma:at:diagmon:1.0:CollectedSimpleDataReport",
      correlator: "job-3",
      item: [
        {
          source: `${battery}/DiagMonData/Level`,
          format: "int",
          data: expect.stringMatching(/^\d+$/) as unknown,
        },
        { source: `${battery}/DiagMonData/Voltage`, data: expect.stringMatching(/^\d+$/) as unknown },
      ],
    });
    expect(it.stored("alerts")).toMatchObject([
      { items: { length: 3 } },
      { alertType: "urn:oma:at:diagmon:1.0:OperationComplete", items: [{ data: "200" }] },
    ]);
  });

  test("several types in one Alert are one alert each", () => {
    const it = subscribed({ events: "together" });
    const got = reported(it, alert, { ...alert, type: "com.example.other", data: "9" });
    expect(generic(it)).toHaveLength(2);
    expect(generic(it)[1]).toMatch(/^Alert 1226.*=12.*=9$/);
    expect(got.map(({ alertType, item }) => [alertType, item.map(({ data }) => data)])).toEqual([
      [TYPE, ["12"]],
      ["com.example.other", ["9"]],
    ]);
  });

  test("reports of different Correlators are never in one Alert", () => {
    const it = subscribed({ events: "together" });
    const got = reported(
      it,
      { ...alert, correlator: "a" },
      { ...alert, type: "com.example.b", correlator: "b" },
    );
    expect(got.map(({ correlator }) => correlator)).toEqual(["a", "b"]);
  });

  test.each([
    ["behind", [/^Alert 1201/, /^Alert 1226/]],
    ["in-front", [/^Alert 1226/, /^Alert 1201/]],
  ] as const)("%s the session's alert", (eventPlace, order) => {
    const it = subscribed({ eventPlace });
    expect(reported(it, alert)).toHaveLength(1);
    expect(generic(it)).toEqual(order.map((each) => expect.stringMatching(each) as unknown));
    expect(it.role.view().alerts).toEqual([]);
  });

  test("1224 is stored and forwarded like 1226", () => {
    const it = subscribed();
    expect(reported(it, { ...alert, code: 1224 })).toMatchObject([{ alertType: TYPE }]);
    expect(it.stored("alerts")).toMatchObject([{ code: 1224 }]);
  });

  test("without a Source it goes to who asked for everything, and not to who named parameters", () => {
    const { source: _source, ...without } = alert;
    expect(reported(subscribed(), without)).toMatchObject([{ item: [{ data: "12" }] }]);
    const named = subscribed({}, { parameter: ["./Traps"] });
    expect(reported(named, without)).toEqual([]);
    expect(named.stored("alerts")).toHaveLength(1);
  });

  test("a megabyte of Data arrives whole", () => {
    const data = "0123456789".repeat(100_000);
    const [got] = reported(subscribed(), { ...alert, format: "chr", data });
    expect(got?.item[0]?.data).toHaveLength(data.length);
    expect(got?.item[0]?.data === data).toBe(true);
  });

  test("more than a DM message may hold is refused: nothing is stored, and the device keeps it", () => {
    const it = subscribed();
    expect(reported(it, { ...alert, format: "chr", data: "x".repeat(2_000_000) })).toEqual([]);
    expect(it.stored("alerts")).toEqual([]);
    expect(it.role.view().alerts).toHaveLength(1);
    expect(it.failures).toEqual([]);
  });
});
