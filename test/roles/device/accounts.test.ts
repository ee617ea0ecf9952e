import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { md5Credential, secretDigest } from "../../../simulator/protocols/dm-auth/index.ts";
import { encodeNotification, serverSecret } from "../../../simulator/protocols/notification/index.ts";
import type { DmAccount } from "../../../simulator/roles/device/index.ts";
import {
  account,
  addOf,
  crypto,
  deviceId,
  dialogue,
  getOf,
  headerStatus,
  lines,
  replaceOf,
  storeOf,
} from "./dialogue.ts";

const second: DmAccount = {
  serverId: "corp.example.com",
  serverUrl: "https://corp.example.com/dm",
  username: "corp-dev",
  password: "corp-Pass",
  auth: "md5",
  authPref: "unasked",
  clientNonce: utf8("corpNonce"),
  serverAuth: "md5",
  serverPassword: "corp-Server",
  serverNonce: utf8("corpServerNonce"),
};
const corpCred = (nonce: string) =>
  md5Credential(crypto, secretDigest(crypto, second.serverId, second.serverPassword), utf8(nonce));

describe("DMSTDOBJ 5.3.1 accounts", () => {
  test("a session with another server uses its address, names, nonces and rights", () => {
    const each = dialogue({ options: { furtherAccounts: [{ ...second, manages: false }] } });
    const first = each.command({ name: "startSession", sessionId: "C0", serverId: second.serverId });
    expect(each.request().http.url).toBe(second.serverUrl);
    expect(first?.SyncHdr).toMatchObject({
      Target: { LocURI: second.serverUrl },
      Source: { LocName: "corp-dev" },
      Cred: {
        Data: md5Credential(crypto, secretDigest(crypto, "corp-dev", "corp-Pass"), utf8("corpNonce")).Data,
      },
    });
    const answer = each.answer({ Cred: corpCred("corpServerNonce") }, [
      headerStatus(first, 212, "corpNext"),
      getOf("./Settings/Ring"),
      replaceOf("./Settings/Ring", "x"),
    ]);
    expect(lines(answer).slice(1, -1)).toEqual([
      "Status 1/2 Get 200 ./Settings/Ring",
      "Results 1/2 ./Settings/Ring=Classic",
      // an account that does not manage the device has what everybody has
      "Status 1/3 Replace 425 ./Settings/Ring",
    ]);
    expect(each.written.get(`device:${deviceId} nonces/corp.example.com`)).toMatchObject({
      client: btoa("corpNext"),
    });
    expect(each.device.view().accounts.map(({ serverId }) => serverId)).toEqual([
      "dm.example.com",
      "corp.example.com",
    ]);
    expect(JSON.stringify(each.device.view().accounts)).not.toContain("Pass");
  });

  test("DMTND 7.7 servers of accounts share the rights of the profile; one that does not manage is left out", () => {
    const rights = (manages?: boolean) => {
      const each = dialogue({ options: { furtherAccounts: [{ ...second, manages }] } });
      return each.device.view().root.acl?.text;
    };
    const both = "dm.example.com+corp.example.com";
    expect(rights()).toBe(`Add=${both}&Delete=${both}&Exec=${both}&Get=*&Replace=${both}`);
    expect(rights(true)).toBe(rights());
    const [one] = both.split("+");
    expect(rights(false)).toBe(`Add=${one}&Delete=${one}&Exec=${one}&Get=*&Replace=${one}`);
  });

  test("DM12-C-35 the report of an Exec goes to the server that ran it", () => {
    const free = { auth: "none", serverAuth: "none" } as const;
    const corp: DmAccount = { ...second, ...free };
    const each = dialogue({ account: free, options: { furtherAccounts: [corp] } });
    const first = each.command({ name: "startSession", sessionId: "C0", serverId: corp.serverId });
    const answer = each.answer({}, [
      headerStatus(first, 200),
      {
        kind: "Exec",
        CmdID: "",
        Correlator: "job-1",
        Item: [{ Target: { LocURI: "./DiagMon/Memory/Operations/Start" } }],
      },
    ]);
    expect(lines(answer)).toContain("Status 1/2 Exec 202 ./DiagMon/Memory/Operations/Start");
    each.answer({}, [headerStatus(answer, 200)]);
    expect(each.device.view().state).toBe("idle");
    const message = each.command({ name: "runAction", object: "DiagMon.Memory", action: "stop" });
    expect(each.request().http.url).toBe(corp.serverUrl);
    expect(lines(message)).toContain("Alert 1226");
  });

  test("a notification finds the account by its server", () => {
    const each = dialogue({ options: { furtherAccounts: [second] } });
    const secret = serverSecret(crypto, second.serverId, second.serverPassword);
    const push = encodeNotification(
      crypto,
      { sessionId: 5, serverId: second.serverId },
      secret,
      utf8("corpServerNonce"),
    );
    expect(each.push(push)?.SyncHdr).toMatchObject({ SessionID: "5", Target: { LocURI: second.serverUrl } });
  });

  test("an account that a server adds below ./DMAcc is one", () => {
    const each = dialogue({ account: { auth: "none", serverAuth: "none" } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    const node = { Format: "node" };
    const answer = each.answer({}, [
      headerStatus(first, 200),
      addOf("./DMAcc/Corp", undefined, { ...node, Type: "urn:oma:mo:oma-dm-dmacc:1.0" }),
      addOf("./DMAcc/Corp/AppID", "w7"),
      addOf("./DMAcc/Corp/ServerID", "corp.example.com"),
      addOf("./DMAcc/Corp/AppAddr", undefined, node),
      addOf("./DMAcc/Corp/AppAddr/1", undefined, node),
      addOf("./DMAcc/Corp/AppAddr/1/Addr", "https://corp.example.com/dm"),
      addOf("./DMAcc/Corp/AppAddr/1/AddrType", "URI"),
      addOf("./DMAcc/Corp/AppAuth", undefined, node),
      addOf("./DMAcc/Corp/AppAuth/1", undefined, node),
      addOf("./DMAcc/Corp/AppAuth/1/AAuthLevel", "CLCRED"),
      addOf("./DMAcc/Corp/AppAuth/1/AAuthType", "BASIC"),
      addOf("./DMAcc/Corp/AppAuth/1/AAuthName", "me"),
      addOf("./DMAcc/Corp/AppAuth/1/AAuthSecret", "secret"),
    ]);
    expect(lines(answer).filter((line) => line.includes("Add"))).toEqual(
      lines(answer).filter((line) => line.includes("Add 200")),
    );
    each.answer({}, [headerStatus(answer, 200)]);
    const next = each.command({ name: "startSession", serverId: "corp.example.com" });
    expect(each.request().http.url).toBe("https://corp.example.com/dm");
    expect(next?.SyncHdr.Cred).toMatchObject({
      Meta: { Type: "syncml:auth-basic" },
      Data: btoa("me:secret"),
    });
    const again = dialogue({ account: { auth: "none", serverAuth: "none" }, stored: storeOf(each) });
    again.command({ name: "startSession", serverId: "corp.example.com" });
    expect(again.request().http.url).toBe("https://corp.example.com/dm");
  });

  test("a server that the device does not know is refused", () => {
    const each = dialogue();
    each.command({ name: "startSession", serverId: "nobody" });
    expect(each.report("command.refused")).toMatchObject({ command: "startSession" });
  });

  test("the factory state: no session, no notification, until a bootstrap comes", () => {
    const each = dialogue({ options: { account: undefined } });
    each.command({ name: "startSession" });
    expect(each.report("command.refused")).toMatchObject({
      reason: expect.stringContaining("bootstrap") as unknown,
    });
    each.push(
      encodeNotification(
        crypto,
        { sessionId: 5, serverId: account.serverId },
        serverSecret(crypto, account.serverId, account.serverPassword),
        utf8("serverNonce-0000"),
      ),
    );
    expect(each.effects[0]).toMatchObject({ data: { cause: "server-id" } });
    // an alert waits for the first server
    each.command({ name: "raiseAlert", alert: { type: "x", data: "1" } });
    expect(each.reports()).toEqual(["alert.queued"]);
    expect(each.device.view()).toMatchObject({ state: "idle", accounts: [] });
  });
});
