import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { utf8Text } from "../../../../simulator/core/bytes.ts";
import { haveVectors, noVectors, vectorPath } from "../../../support/vectors.ts";
import {
  account,
  clientAlert,
  clientMessage,
  commandsOf,
  createDialogue,
  get,
  package1,
  replace,
  SERVER_URL,
  statusesOf,
  type Dialogue,
} from "./dialogue.ts";

const read = (name: string): Uint8Array => readFileSync(vectorPath("syncml", name));

/** The DM side with a device of this id that needs no credentials. */
function withDevice(deviceId: string, auth: "none" | "md5" = "none"): Dialogue {
  const client = { ...account.client, auth };
  return createDialogue({ accounts: [{ ...account, deviceId, client }], settings: { respUri: false } });
}

describe.skipIf(!haveVectors)(`messages of real clients${haveVectors ? "" : ` (${noVectors})`}`, () => {
  test("manner: a Windows client answers 202 without TargetRef; its statuses find their commands", () => {
    const device = "1E08C6E95D8BB843B1278FF45BC60CC6";
    const dialogue = withDevice(device);
    dialogue.open({
      deviceId: device,
      notify: false,
      mode: {
        kind: "commands",
        commands: [replace("0", "./Vendor/A", "x"), replace("1", "./Vendor/B", "x")],
      },
    });
    const body =
      clientAlert(2, 1201) +
      clientAlert(3, 1224, "<Item><Data>user</Data></Item>") +
      package1(1201, 4)
        .replace(/^<Alert>.*?<\/Alert>/, "")
        .replace("<CmdID>5<", "<CmdID>4<");
    const first = dialogue.message(dialogue.post(clientMessage({ session: "1", source: device }, body)));
    expect(statusesOf(first)).toEqual(["SyncHdr/0 200", "Alert/2 200", "Alert/3 200", "Replace/4 200"]);
    expect(commandsOf(first)).toEqual(["Replace/5", "Replace/6"]);
    const last = dialogue.message(dialogue.post(read("win10-capture-3.xml")));
    expect(statusesOf(last)).toEqual(["SyncHdr/0 200"]);
    expect(dialogue.reports[1]).toMatchObject({
      outcomes: [
        { reference: "0", status: 202 },
        { reference: "1", status: 202 },
      ],
    });
  });

  test("manner: a Package 1 without DevInfo and with a nonce of its own is challenged", () => {
    const dialogue = withDevice("DB257C3A08778F4FB61E2749066C1F27", "md5");
    const reply = dialogue.message(dialogue.post(read("fleet-test-client-pkg1.xml")));
    expect(statusesOf(reply)).toEqual(["SyncHdr/0 401", "Alert/2 401"]);
    expect(reply.SyncBody.commands[0]).toMatchObject({ Chal: { Meta: { Type: "syncml:auth-md5" } } });
  });

  test("manner: a phone's misordered Results in WBXML, MaxMsgSize in a later message", () => {
    const device = "TWID:000000000000000";
    const dialogue = withDevice(device);
    dialogue.open({
      deviceId: device,
      notify: false,
      mode: { kind: "commands", commands: [get("0", "./DevDetail/FwV")] },
    });
    const body = package1(1201) + clientAlert(3, 1224, "<Item><Data>x</Data></Item>");
    const first = dialogue.message(
      dialogue.postAs("wbxml", clientMessage({ session: "2A1F", source: device }, body)),
    );
    expect(commandsOf(first)).toEqual(["Get/5"]);
    dialogue.post(read("phone-fumo-results-misordered.wbxml"), SERVER_URL, {
      "content-type": "application/vnd.syncml.dm+wbxml",
    });
    expect(dialogue.reports[1]).toMatchObject({
      outcomes: [{ status: 200, items: [{ source: "./DevDetail/FwV", data: "TESTFWV1" }] }],
    });
    expect(dialogue.reports[2]).toMatchObject({ type: "closed" });
  });

  test("whatever the vectors hold: one response each, never an error of ours, the server goes on", () => {
    const dialogue = withDevice("IMEI:493005100592800");
    for (const name of readdirSync(vectorPath("syncml"))) {
      if (!/\.(xml|wbxml)$/.test(name)) continue;
      const type = name.endsWith("wbxml") ? "wbxml" : "xml";
      const exchange = dialogue.post(read(name), SERVER_URL, {
        "content-type": `application/vnd.syncml.dm+${type}`,
      });
      const response = dialogue.responseTo(exchange);
      expect(response.status, name).toBeLessThan(500);
      if (response.status === 200)
        expect(dialogue.message(exchange).SyncBody.commands[0], name).toBeDefined();
      else expect(utf8Text(response.body), name).not.toBe("");
    }
    const body = clientMessage({ session: "99", source: "IMEI:493005100592800" }, package1(1201));
    expect(statusesOf(dialogue.message(dialogue.post(body)))[0]).toBe("SyncHdr/0 200");
  });
});
