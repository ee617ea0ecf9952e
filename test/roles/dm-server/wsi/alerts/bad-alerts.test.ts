import { describe, expect, test } from "vitest";
import type { SyncMLInput } from "../../../../../simulator/protocols/syncml/index.ts";
import { dialogues, encodings } from "../../../../dialogues/support/cases.ts";
import { DEVICE, ES_CALLBACK, SERVER, type Dialogue } from "../../../../dialogues/support/dialogue.ts";
import { lines } from "../../../../dialogues/support/lines.ts";
import { registration } from "../desk.ts";

/*
 * Alerts that are not as they should be, as messages on the wire: the Status, what is stored, and what reaches an External
 * System that wants everything. A good alert after each one is stored and delivered.
 */

type AlertInput = Extract<
  NonNullable<SyncMLInput["SyncBody"]["commands"]>[number],
  { readonly kind: "Alert" }
>;
type ItemInput = NonNullable<AlertInput["Item"]>[number];

const TYPE = "com.example.low";
const good: ItemInput = {
  Source: { LocURI: "./Traps/Low" },
  Meta: { Format: "chr", Type: TYPE },
  Data: "good",
};
const { Source: _source, ...withoutSource } = good;
const { Data: _data, ...withoutData } = good;
const megabyte = "0123456789".repeat(90_000);

const cases: readonly [string, readonly ItemInput[], number, readonly (string | undefined)[]][] = [
  ["no Type", [{ ...good, Meta: { Format: "chr" } }], 412, []],
  ["an empty Type", [{ ...good, Meta: { Format: "chr", Type: " " } }], 412, []],
  ["no Meta", [{ Source: { LocURI: "./A" }, Data: "x" }], 412, []],
  ["a Type that nobody knows", [{ ...good, Meta: { Type: "x-nobody" }, Data: "x" }], 200, ["x"]],
  ["a Format that does not exist", [{ ...good, Meta: { Format: "colour", Type: TYPE } }], 415, []],
  [
    "a value that is not of its Format",
    [{ ...good, Meta: { Format: "int", Type: TYPE }, Data: "x" }],
    200,
    ["x"],
  ],
  ["no Source", [{ ...withoutSource, Data: "x" }], 200, ["x"]],
  ["no Data", [withoutData], 412, []],
  ["no Item", [], 412, []],
  ["a good Item and one without Type", [good, { ...good, Meta: {} }], 412, []],
  ["nearly a megabyte of Data", [{ ...good, Data: megabyte }], 200, [megabyte]],
];

describe.each(encodings)("F3.8 alerts that are not as they should be (%s)", (encoding) => {
  const begin = dialogues(encoding);

  const subscribed = (): Dialogue => {
    const it = begin({
      care: {},
      irregular: true,
      entry: { client: { auth: "none", username: "dev17", password: "x" } },
    });
    it.call("RegisterExternalSystem", { ...registration, callbackEndpoint: ES_CALLBACK });
    it.call("SubscribeAlerts", {});
    it.wait(0);
    return it;
  };
  const post = (it: Dialogue, SessionID: string, Item: readonly ItemInput[]): string | undefined => {
    const alert: AlertInput = { kind: "Alert", CmdID: "2", Data: 1226, Item };
    const { response, message } = it.post({
      SyncHdr: {
        VerDTD: "1.2",
        VerProto: "DM/1.2",
        SessionID,
        MsgID: "1",
        Target: { LocURI: SERVER },
        Source: { LocURI: DEVICE },
      },
      SyncBody: { commands: [{ kind: "Alert", CmdID: "1", Data: 1201 }, alert], Final: true },
    });
    expect(response?.status).toBe(200);
    it.wait(1000);
    return lines(message).find((line) => line.startsWith("Status 1/2 "));
  };

  test.each(cases)("%s", (_name, items, code, values) => {
    const it = subscribed();
    expect(post(it, "B1", items)).toBe(`Status 1/2 Alert ${code}`);
    expect(post(it, "B2", [good])).toBe("Status 1/2 Alert 200");
    const got = it.callbacks.flatMap(({ operation, value }) =>
      operation === "AlertNotification" ? value.alert.item.map(({ data }) => data) : [],
    );
    expect(got.length).toBe(values.length + 1);
    expect(got.every((each, index) => each === [...values, "good"][index])).toBe(true);
    expect(it.stored("alerts")).toHaveLength(values.length + 1);
    expect(it.failures).toEqual([]);
  });
});
