import { describe, expect, test } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { get } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { basicText, credOf, headerStatus, macIn, macOf, md5Of, nextNonce } from "./support/credentials.ts";
import { DEVICE, PASSWORD, SERVER, SERVER_ID, SERVER_PASSWORD, type Dialogue } from "./support/dialogue.ts";
import { lines } from "./support/lines.ts";
import { withHeader } from "./support/messages.ts";

const man = get("./DevInfo/Man");
/** Status codes that the server gave to the headers of the device. */
const verdicts = (it: Dialogue) => it.fromServer.map((message) => headerStatus(message)?.Data);

describe.each(encodings)("DM server: authentication (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-S-01 accepts package 1 (${encoding})`, () => {
    const it = begin();
    it.session("1F");
    expect(lines(it.fromServer[0])).toEqual([
      "Status 1/0 SyncHdr 212 Chal syncml:auth-md5",
      "Status 1/1 Alert 200",
      "Status 1/2 Replace 200",
      "Final",
    ]);
    expect(it.fromServer[0]?.SyncHdr).toMatchObject({
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: "1F",
      MsgID: "1",
      Target: { LocURI: DEVICE },
      Source: { LocURI: SERVER },
    });
    expect(headerStatus(it.fromServer[0])).toMatchObject({ TargetRef: [SERVER], SourceRef: [DEVICE] });
  });

  test(`DM12-S-02 no credentials (${encoding})`, () => {
    const it = begin({ account: { auth: "none" } });
    it.manage([man]);
    it.wait(300_000);
    expect(lines(it.fromServer[0])).toEqual([
      "Status 1/0 SyncHdr 407 Chal syncml:auth-md5",
      "Status 1/1 Alert 407",
      "Status 1/2 Replace 407",
      "Final",
    ]);
    expect(nextNonce(it.fromServer[0])).toHaveLength(16);
    for (const { SyncBody } of it.fromServer)
      for (const { kind } of SyncBody.commands) expect(kind).toBe("Status");
  });

  test(`DM12-S-03 wrong credentials (${encoding})`, () => {
    const it = begin({ account: { clientNonce: utf8("another nonce 16") } });
    it.manage([man]);
    expect(lines(it.fromServer[0])).toEqual([
      "Status 1/0 SyncHdr 401 Chal syncml:auth-md5",
      "Status 1/1 Alert 401",
      "Status 1/2 Replace 401",
      "Final",
    ]);
    expect(verdicts(it)).toEqual([401, 212, 200]);
    expect(credOf(it.fromDevice[1])?.data).toBe(md5Of("dev17", PASSWORD, nextNonce(it.fromServer[0])));
  });

  test(`DM12-S-04 good credentials (${encoding})`, () => {
    const it = begin();
    it.manage([man]);
    expect(verdicts(it)).toEqual([212, 200]);
    expect(nextNonce(it.fromServer[0])).toHaveLength(16);
    expect(it.fromDevice[1]?.SyncHdr.Cred).toBeUndefined();

    const basic = begin({ auth: "basic" });
    basic.manage([man]);
    expect(verdicts(basic)).toEqual([212, 200]);
    expect(headerStatus(basic.fromServer[0])?.Chal).toBeUndefined();
  });

  test(`DM12-S-05 MD5 nonces change (${encoding})`, () => {
    const it = begin({ irregular: true });
    it.session();
    it.session();
    const [first, second] = it.fromServer;
    expect(nextNonce(second)).not.toEqual(nextNonce(first));
    expect(verdicts(it)).toEqual([212, 212]);
    const [shown] = it.fromDevice;
    if (!shown) throw new Error("the device sent nothing");
    const replayed = it.post(withHeader(shown, { SessionID: "99" }));
    expect(lines(replayed.message)).toEqual([
      "Status 1/0 SyncHdr 401 Chal syncml:auth-md5",
      "Status 1/1 Alert 401",
      "Status 1/2 Replace 401",
      "Final",
    ]);
    expect([first, second].map(nextNonce)).not.toContainEqual(nextNonce(replayed.message));
  });

  test(`DM12-S-06 stale nonce recovers (${encoding})`, () => {
    const it = begin({
      device: { manners: { nonce: "stale" } },
      account: { clientNonce: utf8("an old nonce 016") },
    });
    for (let round = 0; round < 6; round++) it.session();
    it.device({ name: "setManners", manners: { nonce: "right" } });
    it.manage([man]);
    const codes = verdicts(it);
    expect(codes[0]).toBe(401);
    expect(codes.filter((code) => code === 401).length).toBeGreaterThan(1);
    expect(codes.slice(-2)).toEqual([212, 200]);
    expect(it.outcomes()["0"]).toMatchObject({ status: 200 });
    const nonces = it.fromServer.flatMap((message) => headerStatus(message)?.Chal?.Meta.NextNonce ?? []);
    expect(new Set(nonces.map(String)).size).toBe(nonces.length);
  });

  test(`DM12-S-07 HMAC (${encoding})`, () => {
    const right = begin({ auth: "mac", serverAuth: "mac" });
    right.manage([man]);
    expect(verdicts(right)).toEqual([200, 200]);
    for (const message of right.fromServer) {
      expect(headerStatus(message)?.Chal?.Meta.Type).toBe("syncml:auth-MAC");
      expect(nextNonce(message)).toHaveLength(16);
    }

    const cases: readonly [
      string,
      (count: number, header: string) => string | undefined,
      readonly number[],
    ][] = [
      ["wrong", (_count, header) => header.replace(/mac=./, "mac=*").replace("*", "A"), [401, 401]],
      ["missing", () => undefined, [407, 401]],
      ["missing in the second message", (count, header) => (count === 1 ? header : undefined), [200, 401]],
    ];
    for (const [what, change, codes] of cases) {
      const it = begin({ auth: "mac", serverAuth: "mac" });
      let count = 0;
      it.alter(({ from, headers }) => {
        if (from !== "device") return undefined;
        const { "x-syncml-hmac": given = "", ...others } = headers;
        const header = change(++count, given);
        return { headers: header === undefined ? others : { ...others, "x-syncml-hmac": header } };
      });
      it.manage([man]);
      it.wait(300_000);
      expect(verdicts(it).slice(0, 2), what).toEqual(codes);
      expect(it.report("management.finished"), what).toBeUndefined();
    }
  });

  test(`DM12-S-08 server authenticates itself (${encoding})`, () => {
    const it = begin({ account: { serverNonce: utf8("a nonce of today") } });
    it.manage([man]);
    expect(headerStatus(it.fromDevice[1])).toMatchObject({ Data: 401 });
    expect(credOf(it.fromServer[1])).toEqual({
      type: "syncml:auth-md5",
      format: "b64",
      data: md5Of(SERVER_ID, SERVER_PASSWORD, nextNonce(it.fromDevice[1])),
    });
    expect(it.outcomes()["0"]).toMatchObject({ status: 200 });

    const basic = begin({ account: { serverAuth: "basic" }, server: { auth: "none" } });
    basic.manage([man]);
    expect(headerStatus(basic.fromDevice[1])).toMatchObject({
      Data: 407,
      Chal: { Meta: { Type: "syncml:auth-basic" } },
    });
    const cred = credOf(basic.fromServer[1]);
    expect(cred).toMatchObject({ type: "syncml:auth-basic", format: "b64" });
    expect(basicText(cred?.data ?? "")).toBe(`${SERVER_ID}:${SERVER_PASSWORD}`);
    expect(basic.outcomes()["0"]).toMatchObject({ status: 200 });

    const mac = begin({ account: { serverAuth: "mac" } });
    mac.manage([man]);
    expect(headerStatus(mac.fromDevice[1])?.Chal?.Meta.Type).toBe("syncml:auth-MAC");
    const reply = mac.heard.filter(({ from }) => from === "server")[1];
    expect(macIn(reply?.headers["x-syncml-hmac"], SERVER_ID)).toBe(
      macOf(SERVER_ID, SERVER_PASSWORD, nextNonce(mac.fromDevice[1]), reply?.body ?? new Uint8Array(0)),
    );
    expect(mac.outcomes()["0"]).toMatchObject({ status: 200 });
  });
});
