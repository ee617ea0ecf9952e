import { describe, expect, test } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { exec, get, replace } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { CLIENT_NONCE, PASSWORD, SERVER_ID, SERVER_NONCE, SERVER_PASSWORD } from "./support/dialogue.ts";
import { credOf, basicText, headerStatus, macIn, macOf, md5Of, nextNonce } from "./support/credentials.ts";
import { answers, lines } from "./support/lines.ts";
import { deviceState, withHeader } from "./support/messages.ts";
import { valueOf } from "./support/trees.ts";

const ring = replace("./Settings/Ring", "Chime");

describe.each(encodings)("Client authentication (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-05 basic to server (${encoding})`, () => {
    const it = begin({ auth: "basic" });
    it.session();
    const cred = credOf(it.fromDevice[0]);
    expect(cred).toMatchObject({ type: "syncml:auth-basic", format: "b64" });
    expect(basicText(cred?.data ?? "")).toBe(`dev17:${PASSWORD}`);
    expect(headerStatus(it.fromServer[0])?.Data).toBe(212);
  });

  test(`DM12-C-06 MD5 to server (${encoding})`, () => {
    const it = begin();
    it.session();
    expect(credOf(it.fromDevice[0])).toEqual({
      type: "syncml:auth-md5",
      format: "b64",
      data: md5Of("dev17", PASSWORD, CLIENT_NONCE),
    });
    expect(it.fromDevice[0]?.SyncHdr.Source.LocName).toBe("dev17");
    expect(headerStatus(it.fromServer[0])?.Data).toBe(212);
  });

  test(`DM12-C-07 challenge on missing or bad Cred (${encoding})`, () => {
    for (const [account, code] of [
      [{ clientNonce: utf8("another nonce 16") }, 401],
      [{ authPref: "challenge" }, 407],
    ] as const) {
      const it = begin({ account });
      it.manage([get("./DevInfo/Man")]);
      const [first, repeated] = it.fromDevice;
      const [challenge, package2] = it.fromServer;
      expect(lines(challenge)).toEqual([
        `Status 1/0 SyncHdr ${code} Chal syncml:auth-md5`,
        `Status 1/1 Alert ${code}`,
        `Status 1/2 Replace ${code}`,
        "Final",
      ]);
      expect(lines(repeated)).toEqual(["Status 1/0 SyncHdr 200", ...lines(first)]);
      expect(repeated?.SyncHdr).toMatchObject({ SessionID: first?.SyncHdr.SessionID, MsgID: "2" });
      expect(credOf(repeated)?.data).toBe(md5Of("dev17", PASSWORD, nextNonce(challenge)));
      expect(it.heard[2]?.url).toBe(challenge?.SyncHdr.RespURI);
      expect(headerStatus(package2)?.Data).toBe(212);
      expect(it.outcomes()["0"]).toMatchObject({ status: 200 });
    }
  });

  test(`DM12-C-08 wrong secret ends (${encoding})`, () => {
    const it = begin({ account: { password: "wrong" } });
    it.manage([ring, exec("./Vendor/Reboot")]);
    it.wait(300_000);
    expect(it.fromServer.map((message) => headerStatus(message)?.Data)).toEqual([401, 401]);
    for (const message of it.fromServer)
      for (const command of message.SyncBody.commands) expect(command.kind).toBe("Status");
    expect(it.fromDevice).toHaveLength(2);
    expect(credOf(it.fromDevice[1])?.data).toBe(md5Of("dev17", "wrong", nextNonce(it.fromServer[0])));
    expect(it.report("session.refused")).toMatchObject({ by: "server" });
    expect(valueOf(it, "./Settings/Ring")).toBe("Classic");
  });

  test(`DM12-C-09 next nonce kept (${encoding})`, () => {
    const it = begin();
    it.session();
    it.session();
    expect(it.fromDevice).toHaveLength(2);
    expect(credOf(it.fromDevice[1])?.data).toBe(md5Of("dev17", PASSWORD, nextNonce(it.fromServer[0])));
    expect(nextNonce(it.fromServer[0])).toHaveLength(16);
    expect(headerStatus(it.fromServer[1])?.Data).toBe(212);
  });

  test(`DM12-C-10 HMAC (${encoding})`, () => {
    const it = begin({ auth: "mac", serverAuth: "mac" });
    it.manage([get("./DevInfo/Man")]);
    it.manage([get("./DevInfo/Mod")]);
    const device = it.heard.filter(({ from }) => from === "device");
    const server = it.heard.filter(({ from }) => from === "server");
    expect(device).toHaveLength(4);
    let nonce = CLIENT_NONCE;
    for (const [index, { headers, body, message }] of device.entries()) {
      expect(message.SyncHdr.Cred).toBeUndefined();
      expect(macIn(headers["x-syncml-hmac"], "dev17")).toBe(macOf("dev17", PASSWORD, nonce, body));
      const answer = server[index]?.message;
      expect(headerStatus(answer)).toMatchObject({ Data: 200, Chal: { Meta: { Type: "syncml:auth-MAC" } } });
      expect(nextNonce(answer)).not.toEqual(nonce);
      nonce = nextNonce(answer);
    }
  });
});

describe.each(encodings)("Server authentication (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-11 bad server credentials (${encoding})`, () => {
    for (const [code, given] of [
      [401, true],
      [407, false],
    ] as const) {
      const it = begin({ server: { password: "wrong" } });
      if (!given)
        it.alter(({ from, message }) =>
          from === "server" ? { message: withHeader(message, { Cred: undefined }) } : undefined,
        );
      it.manage([ring, get("./DevInfo/Man")]);
      expect(lines(it.fromDevice[1])).toEqual([
        `Status 1/0 SyncHdr ${code} Chal syncml:auth-md5`,
        `Status 1/4 Replace ${code} ./Settings/Ring`,
        `Status 1/5 Get ${code} ./DevInfo/Man`,
        "Final",
      ]);
      it.wait(300_000);
      // the server repeats its package with credentials that are as bad, and is left
      expect(answers(it.fromDevice[2])).toEqual([
        expect.stringMatching(`^Status 2/\\d+ Replace ${code} ./Settings/Ring$`),
        expect.stringMatching(`^Status 2/\\d+ Get ${code} ./DevInfo/Man$`),
      ]);
      expect(it.fromDevice).toHaveLength(3);
      for (const message of it.fromDevice)
        expect(message.SyncBody.commands.some(({ kind }) => kind === "Results")).toBe(false);
      expect(valueOf(it, "./Settings/Ring")).toBe("Classic");
      expect(deviceState(it)).toBe("idle");
      expect(it.report("management.failed")?.["reason"]).toMatch(/^refused by the device/);
    }
  });

  test(`DM12-C-12 good server credentials (${encoding})`, () => {
    const it = begin();
    it.manage([ring]);
    expect(credOf(it.fromServer[0])).toEqual({
      type: "syncml:auth-md5",
      format: "b64",
      data: md5Of(SERVER_ID, SERVER_PASSWORD, SERVER_NONCE),
    });
    expect(lines(it.fromDevice[1])).toEqual([
      "Status 1/0 SyncHdr 212 Chal syncml:auth-md5",
      "Status 1/4 Replace 200 ./Settings/Ring",
      "Final",
    ]);
    expect(valueOf(it, "./Settings/Ring")).toBe("Chime");
  });
});
