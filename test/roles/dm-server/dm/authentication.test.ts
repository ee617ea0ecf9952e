import { describe, expect, test } from "vitest";
import { fromBase64, toBase64, utf8 } from "../../../../simulator/core/bytes.ts";
import {
  basicCredential,
  md5Credential,
  secretDigest,
} from "../../../../simulator/protocols/dm-auth/index.ts";
import type { SyncML } from "../../../../simulator/protocols/syncml/index.ts";
import {
  account,
  chal,
  clientMessage,
  commandsOf,
  createDialogue,
  crypto,
  DEVICE,
  get,
  package1,
  SERVER_ID,
  status,
  statusesOf,
  type Dialogue,
} from "./dialogue.ts";

const work = { notify: false, mode: { kind: "commands", commands: [get("0", "./DevInfo/Man")] } } as const;
const secret = secretDigest(crypto, "dev17", "lamp-Shade-9");
const serverSecret = secretDigest(crypto, SERVER_ID, "tide-Pool-4");
const noAddress = { respUri: false } as const;

function nonceOf(message: SyncML): Uint8Array {
  const [status] = message.SyncBody.commands;
  const nonce = status?.kind === "Status" ? status.Chal?.Meta.NextNonce : undefined;
  if (!nonce) throw new Error("no NextNonce");
  return nonce;
}
const md5 = (nonce: Uint8Array) => ({
  type: "syncml:auth-md5",
  data: md5Credential(crypto, secret, nonce).Data,
});

/** Challenges the device and answers with the nonce as `use` takes it; gives the server's reply. */
function challenged(dialogue: Dialogue, use: (nonce: Uint8Array) => Uint8Array): SyncML {
  const first = dialogue.message(dialogue.post(clientMessage({ msg: 1 }, package1(1201))));
  return dialogue.message(
    dialogue.post(clientMessage({ msg: 2, cred: md5(use(nonceOf(first))) }, package1(1201))),
  );
}

describe("F2.10 the server authenticates the device", () => {
  test("F2.10 A1 md5: preconfigured nonce is accepted at once, the next nonce survives in the inventory", () => {
    const client = { ...account.client, nonce: utf8("clientNonce-0002") };
    const dialogue = createDialogue({ accounts: [{ ...account, client }] });
    const reply = dialogue.message(
      dialogue.post(
        clientMessage(
          { cred: { type: "syncml:auth-md5", data: "24s7NZJo0dDppLqWhAXDkw==" }, name: "dev17" },
          package1(1201),
        ),
      ),
    );
    expect(statusesOf(reply)[0]).toBe("SyncHdr/0 212");
    expect(dialogue.inventory.device(DEVICE)?.account.client.nonce).toBe(toBase64(nonceOf(reply)));
    const commit = dialogue.effects.findIndex((effect) => effect.type === "commit");
    const respond = dialogue.effects.findIndex((effect) => effect.type === "respond");
    expect(commit).toBeGreaterThanOrEqual(0);
    expect(commit).toBeLessThan(respond);
  });

  test("F2.10 A1 basic: challenged with basic, without nonce, and accepted", () => {
    const client = { ...account.client, auth: "basic" as const };
    const dialogue = createDialogue({ accounts: [{ ...account, client }], settings: noAddress });
    const challenge = dialogue.message(dialogue.post(clientMessage({ msg: 1 }, package1(1201))));
    expect(challenge.SyncBody.commands[0]).toMatchObject({
      Data: 407,
      Chal: { Meta: { Type: "syncml:auth-basic", Format: "b64" } },
    });
    const cred = { type: "syncml:auth-basic", data: basicCredential("dev17", "lamp-Shade-9").Data };
    const reply = dialogue.message(dialogue.post(clientMessage({ msg: 2, cred }, package1(1201))));
    expect(statusesOf(reply)[0]).toBe("SyncHdr/0 212");
  });

  test.each<[string, (nonce: Uint8Array) => Uint8Array]>([
    ["not decoded", (nonce) => utf8(toBase64(nonce))],
    ["not decoded, one sign of padding", (nonce) => utf8(toBase64(nonce).replace(/==$/, "="))],
  ])("DMSEC 5.3 a nonce that the client took %s is tolerated", (_, use) => {
    const dialogue = createDialogue({ settings: noAddress });
    expect(statusesOf(challenged(dialogue, use))[0]).toBe("SyncHdr/0 212");
  });

  test.each([
    ["unasked", 401],
    ["after a first 407", 407],
  ])("F2.10 A1 wrong credentials %s: a challenge with a fresh nonce, then refused", (when, code) => {
    const client = { ...account.client, nonce: utf8("clientNonce-0000") };
    const dialogue = createDialogue({ accounts: [{ ...account, client }], settings: noAddress });
    dialogue.open({ ...work, notify: true });
    const id = dialogue.states()[0]?.split("/")[1]?.split(" ")[0] ?? "";
    const send = (msg: number, cred?: { type: string; data: string }): SyncML =>
      dialogue.message(
        dialogue.post(clientMessage({ session: id, msg, ...(cred ? { cred } : {}) }, package1(1200))),
      );
    const wrong = { type: "syncml:auth-md5", data: toBase64(new Uint8Array(16)) };
    const first = when === "unasked" ? send(1, wrong) : send(1);
    const second = send(2, wrong);
    expect(statusesOf(first)).toEqual([`SyncHdr/0 ${code}`, `Alert/1 ${code}`, `Replace/2 ${code}`]);
    expect(nonceOf(first)).not.toEqual(utf8("clientNonce-0000"));
    expect(statusesOf(second)).toEqual(["SyncHdr/0 401", "Alert/1 401", "Replace/2 401"]);
    expect(second.SyncBody).toMatchObject({ Final: true });
    expect(second.SyncBody.commands[0]).not.toHaveProperty("Chal.Meta");
    for (const message of [first, second]) expect(commandsOf(message)).toEqual([]);
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "refused", work: "w1", by: "dms" });
    expect(dialogue.states().at(-1)).toMatch(/ refused$/);
    expect(dialogue.inventory.device(DEVICE)?.manufacturer).toBeUndefined();
  });

  test("F2.10 a device that gives up after its credentials failed was refused, not slow", () => {
    const dialogue = createDialogue({ settings: noAddress });
    dialogue.open({ ...work, notify: true });
    const id = dialogue.states()[0]?.split("/")[1]?.split(" ")[0] ?? "";
    const cred = { type: "syncml:auth-md5", data: toBase64(new Uint8Array(16)) };
    dialogue.post(clientMessage({ session: id, cred }, package1(1200)));
    dialogue.wait(30_000);
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "refused", by: "dms" });
  });

  test("a client that was challenged and still sends no credentials is refused", () => {
    const dialogue = createDialogue({ settings: noAddress });
    dialogue.post(clientMessage({ msg: 1 }, package1(1201)));
    const reply = dialogue.message(dialogue.post(clientMessage({ msg: 2 }, package1(1201))));
    expect(statusesOf(reply)[0]).toBe("SyncHdr/0 407");
    expect(dialogue.states().at(-1)).toMatch(/ refused$/);
  });

  test("a refused stranger does not cost the device its queued work", () => {
    const dialogue = createDialogue({ settings: noAddress });
    dialogue.open(work);
    dialogue.post(clientMessage({ msg: 1 }, package1(1201)));
    dialogue.post(clientMessage({ msg: 2 }, package1(1201)));
    expect(dialogue.reports).toEqual([]);
    const reply = challenged(dialogue, (nonce) => nonce);
    expect(commandsOf(reply)).toEqual(["Get/4"]);
  });

  test("credentials of another type than the account's are challenged with the account's", () => {
    const dialogue = createDialogue({ settings: noAddress });
    const cred = { type: "syncml:auth-basic", data: basicCredential("dev17", "lamp-Shade-9").Data };
    const reply = dialogue.message(dialogue.post(clientMessage({ cred }, package1(1201))));
    expect(reply.SyncBody.commands[0]).toMatchObject({
      Data: 401,
      Chal: { Meta: { Type: "syncml:auth-md5" } },
    });
  });

  test("a device without an account is refused, or served where that is configured", () => {
    const refusing = createDialogue({ accounts: [] });
    const refused = refusing.message(refusing.post(clientMessage({ source: "IMEI:9" }, package1(1201))));
    expect(statusesOf(refused)[0]).toBe("SyncHdr/0 401");
    expect(refusing.inventory.device("IMEI:9")).toBeUndefined();
    const accepting = createDialogue({ accounts: [], unknownDevices: "accept" });
    const served = accepting.message(accepting.post(clientMessage({ source: "IMEI:9" }, package1(1201))));
    expect(statusesOf(served)).toEqual(["SyncHdr/0 200", "Alert/1 200", "Replace/2 200"]);
    expect(accepting.inventory.device("IMEI:9")?.manufacturer).toBe("Example Labs");
  });

  test("a device is known by its user name where its Source is not", () => {
    const dialogue = createDialogue({ settings: noAddress });
    const first = dialogue.message(
      dialogue.post(clientMessage({ source: "urn:uuid:1", name: "dev17" }, package1(1201))),
    );
    const cred = md5(nonceOf(first));
    const reply = dialogue.message(
      dialogue.post(clientMessage({ source: "urn:uuid:1", name: "dev17", msg: 2, cred }, package1(1201))),
    );
    expect(statusesOf(reply)[0]).toBe("SyncHdr/0 212");
    expect(reply.SyncHdr.Target.LocURI).toBe("urn:uuid:1");
    expect(dialogue.inventory.device(DEVICE)?.lastSeen).toBeDefined();
  });

  test("contract 12: sessions without credentials are capped and end after thirty seconds", () => {
    const dialogue = createDialogue({ limits: { unauthenticatedSessions: 2 } });
    const attempt = (session: string): string =>
      statusesOf(dialogue.message(dialogue.post(clientMessage({ session }, package1(1201)))))[0] ?? "";
    expect([attempt("1"), attempt("2"), attempt("3")]).toEqual([
      "SyncHdr/0 407",
      "SyncHdr/0 407",
      "SyncHdr/0 503",
    ]);
    dialogue.wait(30_000);
    expect(dialogue.states().filter((state) => state.endsWith("timedOut"))).toHaveLength(2);
    expect(attempt("4")).toBe("SyncHdr/0 407");
  });
});

describe("F2.13 the device authenticates the server", () => {
  const client = { ...account.client, auth: "none" as const };
  const openAccount = { ...account, client };
  const stale = toBase64(utf8("serverNonce-0009"));

  test("F2.13 a challenge is answered with the same commands and the new nonce", () => {
    const dialogue = createDialogue({ accounts: [openAccount], settings: noAddress });
    dialogue.open(work);
    const package2 = dialogue.message(dialogue.post(clientMessage({}, package1(1201))));
    expect(package2.SyncHdr.Cred?.Data).toBe("r7BwyHuBRkLNoOxpjuozqQ==");
    const refusal = status(1, 1, 0, "SyncHdr", 401, chal(stale)) + status(2, 1, 4, "Get", 401);
    const again = dialogue.message(dialogue.post(clientMessage({ msg: 2 }, refusal)));
    expect(again.SyncHdr.Cred?.Data).toBe(md5Credential(crypto, serverSecret, utf8("serverNonce-0009")).Data);
    // the whole package: its statuses count only now
    expect(statusesOf(again)).toEqual(["SyncHdr/0 200", "Alert/1 200", "Replace/2 200"]);
    expect(commandsOf(again)).toEqual(["Get/4"]);
    expect(dialogue.inventory.device(DEVICE)?.account.server.nonce).toBe(stale);
    const answer = status(1, 2, 0, "SyncHdr", 212) + status(2, 2, 4, "Get", 200);
    const package4 = dialogue.message(dialogue.post(clientMessage({ msg: 3 }, answer)));
    expect(package4.SyncHdr.Cred).toBeUndefined();
    expect(dialogue.reports.map((report) => report.type)).toEqual(["established", "package3", "closed"]);
    expect(dialogue.reports[1]).toMatchObject({
      outcomes: [{ reference: "0", status: 200 }],
      messages: { length: 1 },
    });
  });

  test("F2.13 a device that still refuses ends the session: refused by the device", () => {
    const dialogue = createDialogue({ accounts: [openAccount], settings: noAddress });
    dialogue.open(work);
    dialogue.post(clientMessage({}, package1(1201)));
    const refusal = (msgRef: number, cmdRef: number, nonce: string): string =>
      status(1, msgRef, 0, "SyncHdr", 401, chal(nonce)) + status(2, msgRef, cmdRef, "Get", 401);
    dialogue.post(clientMessage({ msg: 2 }, refusal(1, 4, stale)));
    const last = dialogue.message(
      dialogue.post(clientMessage({ msg: 3 }, refusal(2, 2, toBase64(utf8("serverNonce-0010"))))),
    );
    expect(commandsOf(last)).toEqual([]);
    expect(last.SyncBody.Final).toBe(true);
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "refused", by: "device" });
  });

  test("a refusal without a challenge ends the session at once", () => {
    const dialogue = createDialogue({ accounts: [openAccount], settings: noAddress });
    dialogue.open(work);
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 401) + status(2, 1, 4, "Get", 401)));
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "refused", by: "device" });
  });

  test.each([
    ["a type that is not supported", account.server, "syncml:auth-X509", /auth-X509/],
    [
      "credentials that the account does not have",
      { ...account.server, auth: "none" as const, password: "" },
      "syncml:auth-md5",
      /has none/,
    ],
  ])("a device that asks for %s refuses the server", (_, server, type, reason) => {
    const dialogue = createDialogue({ accounts: [{ ...openAccount, server }], settings: noAddress });
    dialogue.open(work);
    dialogue.post(clientMessage({}, package1(1201)));
    const wanted = chal(stale).replace("syncml:auth-md5", type);
    dialogue.post(
      clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 407, wanted) + status(2, 1, 4, "Get", 407)),
    );
    expect(dialogue.reports.at(-1)).toMatchObject({
      type: "refused",
      by: "device",
      reason: expect.stringMatching(reason) as unknown,
    });
  });

  test("DMSEC 5.3 a device may ask for basic where the account prefers md5", () => {
    const dialogue = createDialogue({ accounts: [openAccount], settings: noAddress });
    dialogue.open(work);
    dialogue.post(clientMessage({}, package1(1201)));
    const wanted = chal(stale).replace("syncml:auth-md5", "syncml:auth-basic");
    const again = dialogue.message(
      dialogue.post(
        clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 401, wanted) + status(2, 1, 4, "Get", 401)),
      ),
    );
    expect(again.SyncHdr.Cred).toMatchObject({
      Meta: { Type: "syncml:auth-basic" },
      Data: basicCredential(SERVER_ID, "tide-Pool-4").Data,
    });
  });

  test("DMSEC 5.3 after 200 the credentials are repeated, with the newest nonce", () => {
    const dialogue = createDialogue({ accounts: [openAccount], settings: noAddress });
    dialogue.open({ notify: false, mode: { kind: "tunnel" } });
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.supply([get("0", "./DevInfo/Man")]);
    const answer = status(1, 1, 0, "SyncHdr", 200, chal(stale)) + status(2, 1, 4, "Get", 200);
    const exchange = dialogue.post(clientMessage({ msg: 2 }, answer));
    dialogue.supply([get("0", "./DevInfo/Mod")]);
    expect(dialogue.message(exchange).SyncHdr.Cred?.Data).toBe(
      md5Credential(crypto, serverSecret, fromBase64(stale) ?? new Uint8Array(0)).Data,
    );
  });

  test("an account with basic sends basic, one with none sends nothing", () => {
    const credOf = (auth: "basic" | "none"): string | undefined => {
      const server = { ...account.server, auth };
      const dialogue = createDialogue({ accounts: [{ ...openAccount, server }] });
      dialogue.open(work);
      return dialogue.message(dialogue.post(clientMessage({}, package1(1201)))).SyncHdr.Cred?.Data;
    };
    expect(credOf("basic")).toBe(toBase64(utf8(`${SERVER_ID}:tide-Pool-4`)));
    expect(credOf("none")).toBeUndefined();
  });
});
