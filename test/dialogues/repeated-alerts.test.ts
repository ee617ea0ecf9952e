import { describe, expect, test } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import {
  dmMediaTypes,
  writeDmMessage,
  type SyncML,
  type SyncMLInput,
} from "../../simulator/protocols/syncml/index.ts";
import { registration } from "../roles/dm-server/wsi/desk.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { get } from "./support/commands.ts";
import { ES_CALLBACK, type Dialogue, type DialogueOptions } from "./support/dialogue.ts";
import { lines } from "./support/lines.ts";

const alert = { type: "com.example.note", data: "x", source: "./DevDetail/Ext/Note" };
const octets = { ...alert, format: "b64", data: "AP8B" };

describe.each(encodings)("F3.9 F3.10 an alert reaches each recipient once (%s)", (encoding) => {
  const begin = dialogues(encoding);

  /** An External System with two subscriptions that want the alert. */
  const subscribed = (options: DialogueOptions): Dialogue => {
    const it = begin({ care: {}, ...options });
    it.call("RegisterExternalSystem", { ...registration, callbackEndpoint: ES_CALLBACK });
    it.call("SubscribeAlerts", {});
    it.call("SubscribeAlerts", { parameter: ["./DevDetail"] });
    it.wait(0);
    return it;
  };
  /** Subscriptions in the order in which they got the alert. */
  const told = (it: Dialogue): readonly string[] => {
    it.wait(3_600_000);
    return it.callbacks.flatMap(({ operation, value }) =>
      operation === "AlertNotification" ? [value.subscriptionId] : [],
    );
  };
  const expectOnce = (it: Dialogue): void => {
    const subscriptions = told(it);
    expect(subscriptions).toHaveLength(2);
    expect(new Set(subscriptions).size).toBe(2);
    expect(it.stored("alerts")).toHaveLength(1);
  };
  const reports = (it: Dialogue): number =>
    it.fromDevice.flatMap(lines).filter((line) => line.startsWith("Alert 1226")).length;

  test.each(["md5", "mac", "basic"] as const)(
    "a device that challenges the message with its Status gets it again, and sends nothing twice (%s)",
    (serverAuth) => {
      const it = subscribed({
        serverAuth,
        account: { serverNonce: utf8("a nonce of today") },
        ...(serverAuth === "basic" ? { server: { auth: "none" } } : {}),
      });
      it.device({ name: "raiseAlert", alert, hold: true });
      it.manage([get("./DevInfo/Man")]);
      expect(lines(it.fromDevice[1])[0]).toMatch(/^Status 1\/0 SyncHdr 40[17] Chal/);
      expect(lines(it.fromServer[1])).toEqual([
        "Status 2/0 SyncHdr 200",
        "Status 1/1 Alert 200",
        "Status 1/2 Replace 200",
        "Status 1/3 Alert 200",
        "Get ./DevInfo/Man",
        "Final",
      ]);
      expect(it.outcomes()["0"]).toMatchObject({ status: 200 });
      expect(it.role.view().alerts).toEqual([]);
      it.session();
      expect(reports(it)).toBe(1);
      expectOnce(it);
    },
  );

  test("a Package 1 whose answer was lost comes again to a session that is over, in any encoding", () => {
    for (const report of [alert, octets]) {
      const it = subscribed({
        irregular: true,
        auth: "none",
        entry: { client: { auth: "none", username: "dev17", password: "x" } },
      });
      it.device({ name: "raiseAlert", alert: report });
      const [sent] = it.fromDevice;
      if (!sent) throw new Error("the device sent nothing");
      const [heard] = it.heard;
      const again = it.post(heard?.body ?? new Uint8Array(0));
      expect(lines(again.message)).toContain("Status 1/3 Alert 200");
      const other = encoding === "xml" ? "wbxml" : "xml";
      it.post(writeDmMessage(other, inOther(sent, other)), {
        headers: { "content-type": dmMediaTypes[other] },
      });
      expectOnce(it);
      expect(it.notes.filter((code) => code === "alert-repeated")).toHaveLength(2);
    }
  });

  test("a session of another SessionID with the same alert is another alert", () => {
    const it = begin();
    for (const sessionId of ["A1", "A2"]) {
      it.device({ name: "raiseAlert", alert, hold: true });
      it.session(sessionId);
    }
    expect(it.stored("alerts")).toHaveLength(2);
  });
});

/** Octets travel as base64 in XML, and raw in WBXML. */
function inOther(message: SyncML, encoding: "xml" | "wbxml"): SyncMLInput {
  const commands = message.SyncBody.commands.map((command) => {
    if (command.kind !== "Alert" || command.Item[0]?.Data !== octets.data) return command;
    if (encoding === "xml") return command;
    const [item] = command.Item;
    return {
      ...command,
      Item: [{ ...item, Meta: { ...item.Meta, Format: "bin" }, Data: Uint8Array.of(0, 255, 1) }],
    };
  });
  return { ...message, SyncBody: { ...message.SyncBody, commands } };
}
