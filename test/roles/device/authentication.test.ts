import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import {
  account,
  deviceId,
  dialogue,
  getOf,
  headerStatus,
  lines,
  notification,
  replaceOf,
  serverCred,
  storeOf,
  type Dialogue,
} from "./dialogue.ts";

const start = (each: Dialogue) => each.command({ name: "startSession", sessionId: "1F" });

describe("F2.10 credentials of the device", () => {
  test("F2.10 basic credentials unasked", () => {
    const each = dialogue({ account: { auth: "basic", authPref: "unasked" } });
    const sent = start(each);
    expect(sent?.SyncHdr.Cred).toMatchObject({
      Meta: { Type: "syncml:auth-basic" },
      Data: btoa("dev17:lamp-Shade-9"),
    });
  });

  test("F2.10 md5 credentials unasked with the stored nonce, and the next session with the nonce received", () => {
    const each = dialogue({ account: { authPref: "unasked", clientNonce: utf8("clientNonce-0001") } });
    const sent = start(each);
    expect(sent?.SyncHdr).toMatchObject({
      Cred: { Data: "1ii8ColLXykeuRPUbfBbgg==" },
      Source: { LocName: "dev17" },
    });
    each.answer({ Cred: serverCred("serverNonce-0000") }, [headerStatus(sent, 212, "clientNonce-0002")]);
    expect(each.reports()).toEqual(["session.closed"]);
    const second = each.command({ name: "startSession", sessionId: "20" });
    expect(second?.SyncHdr.Cred?.Data).toBe("24s7NZJo0dDppLqWhAXDkw==");
  });

  test("F2.10 a nonce of a server that never authenticated itself is not kept", () => {
    const each = dialogue({ account: { authPref: "unasked", clientNonce: utf8("clientNonce-0001") } });
    const sent = start(each);
    each.answer({}, [headerStatus(sent, 212, "clientNonce-0002")]);
    expect(each.written.size).toBe(0);
    const second = each.command({ name: "startSession", sessionId: "20" });
    expect(second?.SyncHdr.Cred?.Data).toBe("1ii8ColLXykeuRPUbfBbgg==");
  });

  test("F2.10 nonces survive a restart", () => {
    const each = dialogue({ account: { authPref: "unasked", clientNonce: utf8("clientNonce-0001") } });
    const sent = start(each);
    each.answer({ Cred: serverCred("serverNonce-0000") }, [
      headerStatus(sent, 212, "clientNonce-0002"),
      getOf("."),
    ]);
    const again = dialogue({ account: { authPref: "unasked" }, stored: storeOf(each) });
    expect(start(again)?.SyncHdr.Cred?.Data).toBe("24s7NZJo0dDppLqWhAXDkw==");
  });

  test("F2.10 a stale nonce is answered once with the challenge's", () => {
    const each = dialogue({ account: { authPref: "unasked", clientNonce: utf8("stale") } });
    const sent = start(each);
    const repeated = each.answer({ RespURI: "https://dm.example.com/oma?s=1" }, [
      headerStatus(sent, 401, "clientNonce-0001"),
    ]);
    expect(repeated?.SyncHdr.Cred?.Data).toBe("1ii8ColLXykeuRPUbfBbgg==");
    expect(lines(repeated)).toEqual(["Status 1/0 SyncHdr 200", "Alert 1201", "Replace", "Final"]);
    expect(each.request()).toMatchObject({
      http: { url: "https://dm.example.com/oma?s=1" },
      onPeersWord: true,
    });
  });

  test("F2.10 refused: the credentials made from a challenge fail too", () => {
    const each = dialogue({ behaviour: { clientPassword: "wrong" } });
    const first = start(each);
    const second = each.answer({}, [headerStatus(first, 407, "clientNonce-0001")]);
    expect(second?.SyncHdr.Cred?.Data).not.toBe("1ii8ColLXykeuRPUbfBbgg==");
    expect(each.answer({}, [headerStatus(second, 401, "clientNonce-0002")])).toBeUndefined();
    expect(each.states()).toEqual(["answeringChallenge credentials.refused refused"]);
    expect(each.effects.at(-1)).toMatchObject({
      type: "report",
      report: { name: "session.refused", data: { by: "server", sessionId: "1F" } },
    });
  });

  test.each([
    ["without a challenge", undefined, {}],
    ["of a device that has no credentials", "n", { auth: "none" as const }],
  ])("F2.10 refused: 407 %s", (_case, nonce, change) => {
    const each = dialogue({ account: change });
    const first = start(each);
    expect(each.answer({}, [headerStatus(first, 407, nonce)])).toBeUndefined();
    expect(each.reports()).toEqual(["session.refused"]);
  });

  test("F2.10 a challenge of another type is not answered", () => {
    const each = dialogue();
    const first = start(each);
    const status = { ...headerStatus(first, 407), Chal: { Meta: { Type: "syncml:auth-X509" } } };
    expect(each.answer({}, [status])).toBeUndefined();
    expect(each.reports()).toEqual(["session.refused"]);
  });

  test("DMSEC 5.3 status 200 asks for credentials in each message, with the newest nonce", () => {
    const each = dialogue({ account: { authPref: "unasked", clientNonce: utf8("clientNonce-0001") } });
    const first = start(each);
    const second = each.answer({ Cred: serverCred("serverNonce-0000") }, [
      headerStatus(first, 200, "clientNonce-0002"),
      getOf("./DevInfo/Man"),
    ]);
    expect(second?.SyncHdr.Cred?.Data).toBe("24s7NZJo0dDppLqWhAXDkw==");
    const third = each.answer({}, [headerStatus(second, 200), getOf("./DevInfo/Man")]);
    expect(third?.SyncHdr.Cred).toBeDefined();
  });

  test("DMSEC 5.3 a challenge in the middle of the session repeats Package 3", () => {
    const each = dialogue({ account: { authPref: "unasked", clientNonce: utf8("clientNonce-0001") } });
    const first = start(each);
    const second = each.answer({ Cred: serverCred("serverNonce-0000") }, [
      headerStatus(first, 200),
      getOf("./DevInfo/Man"),
    ]);
    const third = each.answer({}, [headerStatus(second, 401, "n2")]);
    expect(lines(third)).toEqual(["Status 2/0 SyncHdr 200", ...lines(second)]);
    expect(third?.SyncHdr.MsgID).toBe("3");
  });
});

describe("F2.13 credentials of the server", () => {
  const after = (each: Dialogue) => {
    const first = start(each);
    return { first, status: headerStatus(first, 212) };
  };

  test.each([
    ["missing", 407, {}],
    ["wrong", 401, { Cred: serverCred("serverNonce-0000", "wrong") }],
    ["made with another nonce", 401, { Cred: serverCred("stale") }],
  ])("F2.13 %s: statuses only, a challenge, nothing executed; then right", (_case, code, header) => {
    const each = dialogue({ account: { auth: "none" } });
    const { status } = after(each);
    const challenge = each.answer(header, [
      status,
      getOf("./DevInfo/Man"),
      { kind: "Delete", CmdID: "", Item: [{ Target: { LocURI: "./Settings/Bookmarks/News" } }] },
      { kind: "Sequence", CmdID: "7", commands: [{ ...getOf("."), CmdID: "8" }] },
    ]);
    expect(lines(challenge)).toEqual([
      `Status 1/0 SyncHdr ${code}`,
      `Status 1/2 Get ${code} ./DevInfo/Man`,
      `Status 1/3 Delete ${code} ./Settings/Bookmarks/News`,
      `Status 1/7 Sequence ${code}`,
      `Status 1/8 Get ${code} .`,
      "Final",
    ]);
    expect(each.states()).toEqual(["awaitingPackage2 server.challenged challengingServer"]);
    expect(each.written.size).toBe(0);
    const [head] = challenge?.SyncBody.commands ?? [];
    const nonce = head?.kind === "Status" ? head.Chal?.Meta.NextNonce : undefined;
    expect(nonce).toHaveLength(16);
    const accepted = each.answer({ Cred: serverCred(nonce ?? "") }, [
      headerStatus(challenge, 200),
      getOf("./DevInfo/Man"),
    ]);
    expect(lines(accepted)).toEqual([
      "Status 2/0 SyncHdr 212",
      "Status 2/2 Get 200 ./DevInfo/Man",
      "Results 2/2 ./DevInfo/Man=Example Labs",
      "Final",
    ]);
  });

  test("F2.13 refused: wrong again", () => {
    const each = dialogue({ behaviour: { serverPassword: "another" } });
    const first = start(each);
    const second = each.answer({}, [headerStatus(first, 407, "n1")]);
    const third = each.answer({ Cred: serverCred("serverNonce-0000") }, [
      headerStatus(second, 212, "n2"),
      getOf("."),
    ]);
    const fourth = each.answer({ Cred: serverCred("x") }, [headerStatus(third, 200), getOf(".")]);
    expect(lines(fourth)).toEqual(["Status 3/0 SyncHdr 401", "Status 3/2 Get 401 .", "Alert 1223", "Final"]);
    expect(each.states()).toEqual(["challengingServer server.refused refused"]);
    expect(each.effects.at(-1)).toMatchObject({
      report: { name: "session.refused", data: { by: "device" } },
    });
    expect(each.written.size).toBe(0);
    expect(each.answer({}, [headerStatus(fourth, 200)])).toBeUndefined();
    expect(each.effects).toEqual([]);
  });

  test("F2.13 refused: the server gives up after the challenge", () => {
    const each = dialogue({ account: { auth: "none" } });
    const { status } = after(each);
    const challenge = each.answer({}, [status, getOf(".")]);
    expect(each.answer({}, [headerStatus(challenge, 200)])).toBeUndefined();
    expect(each.states()).toEqual(["challengingServer session.ended refused"]);
  });

  test("DMSEC 5.3 a server that only declines is not challenged", () => {
    const each = dialogue({ account: { auth: "none" } });
    const { status } = after(each);
    expect(each.answer({}, [status])).toBeUndefined();
    expect(each.reports()).toEqual(["session.closed"]);
  });

  test("F2.13 basic, and no authentication at all", () => {
    const basic = dialogue({ account: { auth: "none", serverAuth: "basic" } });
    const first = start(basic);
    const cred = {
      Meta: { Format: "b64", Type: "syncml:auth-basic" },
      Data: btoa("dm.example.com:tide-Pool-4"),
    };
    const answer = basic.answer({ Cred: cred }, [headerStatus(first, 200), getOf("./DevInfo/Man")]);
    expect(lines(answer)[0]).toBe("Status 1/0 SyncHdr 212");
    expect(answer?.SyncBody.commands[0]).not.toMatchObject({ Chal: expect.anything() as unknown });
    const none = dialogue({ account: { auth: "none", serverAuth: "none" } });
    const opening = start(none);
    expect(lines(none.answer({}, [headerStatus(opening, 200), getOf("./DevInfo/Man")]))[0]).toBe(
      "Status 1/0 SyncHdr 200",
    );
  });
});

describe("F2.9 notification", () => {
  test("F2.9 a right digest starts a session with Alert 1200 and its session id", () => {
    const each = dialogue();
    const sent = each.push(notification());
    expect(sent?.SyncHdr.SessionID).toBe("A7");
    expect(lines(sent)).toEqual(["Alert 1200", "Replace", "Final"]);
    expect(each.states()).toEqual(["idle notification.accepted awaitingPackage2"]);
  });

  test.each([
    ["digest", notification({}, "stale"), {}],
    ["digest", notification({}, "serverNonce-0000", "wrong"), {}],
    ["digest", notification(), { notification: "refuse-digest" as const }],
    ["user", notification(), { notification: "ignore" as const }],
    ["server-id", notification({ serverId: "other.example.com" }), {}],
    ["unreadable", notification().subarray(0, 20), {}],
  ])("F2.9 refused silently, with a note that names the cause: %s", (cause, body, behaviour) => {
    const each = dialogue({ behaviour });
    expect(each.push(body)).toBeUndefined();
    expect(each.effects).toHaveLength(1);
    expect(each.effects[0]).toMatchObject({ type: "note", code: "notification-refused", data: { cause } });
  });

  test("F2.9 the note of a wrong digest says what was compared", () => {
    const each = dialogue();
    each.push(notification({}, "stale"));
    expect(each.effects[0]).toMatchObject({
      conversation: `dm-session:${deviceId}/A7`,
      data: {
        serverId: account.serverId,
        sessionId: "A7",
        received: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
        expected: { stored: expect.any(String) as unknown, default: expect.any(String) as unknown },
      },
    });
  });

  test("F2.9 a server's password that the server itself has changed counts for the next notification", () => {
    const each = dialogue({ account: { auth: "none" } });
    const first = start(each);
    const secret = "./DMAcc/Main/AppAuth/Server/AAuthSecret";
    const second = each.answer({ Cred: serverCred("serverNonce-0000") }, [
      headerStatus(first, 200),
      replaceOf(secret, "fresh-Secret"),
    ]);
    const [head] = second?.SyncBody.commands ?? [];
    const nonce = (head?.kind === "Status" ? head.Chal?.Meta.NextNonce : undefined) ?? "";
    each.answer({}, [headerStatus(second, 200)]);
    expect(each.push(notification({}, nonce))).toBeUndefined();
    expect(each.effects[0]).toMatchObject({ data: { cause: "digest" } });
    expect(lines(each.push(notification({}, nonce, "fresh-Secret")))[0]).toBe("Alert 1200");
  });

  test("F2.9 another kind of push is refused", () => {
    const each = dialogue();
    each.push(notification(), "text/plain");
    expect(each.effects[0]).toMatchObject({ data: { cause: "content-type" } });
  });

  test("F2.9 one session per session id, however often the notification comes", () => {
    const each = dialogue();
    const sent = each.push(notification());
    expect(each.push(notification())).toBeUndefined();
    expect(each.notes()).toEqual(["notification-repeated"]);
    each.answer({}, [headerStatus(sent, 200)]);
    expect(each.push(notification())).toBeUndefined();
    expect(each.notes()).toEqual(["notification-repeated"]);
  });

  test("F2.9 another session waits until the running one is over", () => {
    const each = dialogue();
    const sent = each.push(notification());
    expect(each.push(notification({ sessionId: 0xa8 }))).toBeUndefined();
    expect(each.notes()).toEqual(["notification-waiting"]);
    const next = each.answer({}, [headerStatus(sent, 200)]);
    expect(each.reports()).toEqual(["session.closed", "session.started"]);
    expect(next?.SyncHdr.SessionID).toBe("A8");
  });

  test("DMSEC 5.3.3 the default nonce renews both nonces", () => {
    const zero = new Uint8Array(4);
    const each = dialogue({ account: { authPref: "unasked", clientNonce: utf8("lost") } });
    const sent = each.push(notification({}, zero));
    const same = dialogue({ account: { authPref: "unasked", clientNonce: zero } });
    expect(sent?.SyncHdr.Cred?.Data).toBe(start(same)?.SyncHdr.Cred?.Data);
    const answer = each.answer({ Cred: serverCred(zero) }, [headerStatus(sent, 212, "fresh"), getOf(".")]);
    expect(lines(answer)[0]).toBe("Status 1/0 SyncHdr 212");
    expect(each.written.get(`device:${deviceId} nonces/dm.example.com`)).toEqual({
      client: btoa("fresh"),
      server: expect.stringMatching(/^.{24}$/) as unknown,
    });
  });
});
