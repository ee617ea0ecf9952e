import { describe, expect, test } from "vitest";
import { decodeNotification, sessionIdText } from "../../simulator/protocols/notification/index.ts";
import { alert, exec, get } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { DEVICE, SERVER, SERVER_ID } from "./support/dialogue.ts";
import { answers, lines } from "./support/lines.ts";
import { deviceState, withCommands } from "./support/messages.ts";

const devInfo = ["Lang", "DmV", "Mod", "Man", "DevId"].map((name) => `./DevInfo/${name}`);

describe.each(encodings)("Session set-up (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-01 client-initiated session (${encoding})`, () => {
    const it = begin();
    it.session("1F");
    const [first] = it.fromDevice;
    expect(first?.SyncHdr).toMatchObject({
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: "1F",
      MsgID: "1",
      Target: { LocURI: SERVER },
      Source: { LocURI: DEVICE },
      Meta: { MaxMsgSize: 16_384, MaxObjSize: 1_048_576 },
    });
    expect(lines(first).map((line) => line.split(" ", 2).join(" "))).toEqual([
      "Alert 1201",
      `Replace ${devInfo[0]}=en-US`,
      "Final",
    ]);
    expect(it.heard[0]?.url).toBe(SERVER);
  });

  test(`DM12-C-02 server-initiated session (${encoding})`, () => {
    const it = begin();
    it.manage([get("./DevInfo/Man")], { notify: true });
    const { value } = decodeNotification(it.pushes[0] ?? new Uint8Array(0));
    expect(value?.serverId).toBe(SERVER_ID);
    expect(it.fromDevice[0]?.SyncHdr.SessionID).toBe(sessionIdText(value?.sessionId ?? 0));
    expect(lines(it.fromDevice[0])[0]).toBe("Alert 1200");
    expect(it.fromServer[0]?.SyncHdr.SessionID).toBe(it.fromDevice[0]?.SyncHdr.SessionID);
    expect(it.outcomes()["0"]).toMatchObject({ status: 200 });
  });

  test(`DM12-C-03 DevInfo complete (${encoding})`, () => {
    const it = begin();
    it.session();
    const command = it.fromDevice[0]?.SyncBody.commands[1];
    if (command?.kind !== "Replace") throw new Error("Package 1 has no Replace");
    expect(new Set(command.Item.map((item) => item.Source?.LocURI))).toEqual(new Set(devInfo));
    expect(command.Item).toHaveLength(devInfo.length);
    for (const item of command.Item) {
      expect(item.Target).toBeUndefined();
      expect(item.Data).not.toBe("");
    }
    expect(JSON.stringify(command)).not.toMatch(/DMAcc|AuthSecret|lamp-Shade-9|tide-Pool-4/);
  });

  test(`DM12-C-04 Source equals DevId (${encoding})`, () => {
    const it = begin();
    it.manage([get("./DevInfo/DevId")]);
    expect(lines(it.fromDevice[0])[1]).toContain(`./DevInfo/DevId=${DEVICE}`);
    expect(answers(it.fromDevice[1])).toContain(`Results 1/4 ./DevInfo/DevId=${DEVICE}`);
    for (const message of it.fromDevice) expect(message.SyncHdr.Source.LocURI).toBe(DEVICE);
  });

  test(`DM12-C-52 nothing to do (${encoding})`, () => {
    const it = begin();
    it.session();
    expect(it.fromServer.map(lines)).toEqual([
      [
        "Status 1/0 SyncHdr 212 Chal syncml:auth-md5",
        "Status 1/1 Alert 200",
        "Status 1/2 Replace 200",
        "Final",
      ],
    ]);
    expect(it.fromDevice).toHaveLength(1);
    it.wait(300_000);
    expect(it.fromDevice).toHaveLength(1);
    expect(it.report("session.closed")).toMatchObject({ by: "server" });
  });

  test(`DM12-C-53 abort (${encoding})`, () => {
    const it = begin();
    it.alter(({ from, message }) =>
      from === "server"
        ? { message: withCommands(message, [alert(1223), exec("./Vendor/Reboot")]) }
        : undefined,
    );
    it.session();
    it.wait(300_000);
    expect(it.fromDevice).toHaveLength(1);
    expect(it.report("exec.started")).toBeUndefined();
    expect(deviceState(it)).toBe("idle");
    expect(it.report("session.aborted")).toMatchObject({ by: "server" });
  });

  test(`DM12-C-56 response address (${encoding})`, () => {
    const it = begin();
    it.manage([get("./DevInfo/Man")]);
    const address = it.fromServer[0]?.SyncHdr.RespURI;
    expect(address).toMatch(new RegExp(`^${SERVER}\\?`));
    const urls = it.heard.filter(({ from }) => from === "device").map(({ url }) => url);
    expect(urls).toEqual([SERVER, address]);
    expect(it.fromDevice[1]?.SyncHdr.SessionID).toBe(it.fromDevice[0]?.SyncHdr.SessionID);

    const plain = begin({ sessions: { respUri: false } });
    plain.manage([get("./DevInfo/Man")]);
    const all = plain.heard.filter(({ from }) => from === "device").map(({ url }) => url);
    expect(all).toEqual([SERVER, SERVER]);
  });

  test(`DM12-C-60 same MsgID twice (${encoding})`, () => {
    const it = begin({ irregular: true });
    const reboots = (): number => it.reports.filter(({ name }) => name === "exec.started").length;
    let repeated = false;
    it.alter(({ from }) => {
      const package2 = it.heard.find((each) => each.from === "server");
      if (from !== "server" || !package2 || repeated) return undefined;
      repeated = true;
      return { body: package2.body };
    });
    it.manage([exec("./Vendor/Reboot")]);
    expect(repeated).toBe(true);
    expect(reboots()).toBe(1);
    const bodies = it.heard.filter(({ from }) => from === "device").map(({ body }) => body);
    expect(bodies).toHaveLength(3);
    expect(bodies[2]).toEqual(bodies[1]);
    expect(it.outcomes()["0"]).toMatchObject({ status: 200 });
  });
});
