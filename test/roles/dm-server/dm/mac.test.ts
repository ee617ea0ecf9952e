import { describe, expect, test } from "vitest";
import { fromBase64, toBase64, utf8 } from "../../../../simulator/core/bytes.ts";
import {
  MAC_HEADER,
  macHeader,
  md5Credential,
  readMacHeader,
  secretDigest,
  verifyMac,
} from "../../../../simulator/protocols/dm-auth/index.ts";
import type { SyncML } from "../../../../simulator/protocols/syncml/index.ts";
import {
  account,
  clientAlert,
  clientMessage,
  commandsOf,
  createDialogue,
  crypto,
  DEVICE,
  encoded,
  get,
  package1,
  SERVER_ID,
  SERVER_URL,
  status,
  statusesOf,
  type Dialogue,
} from "./dialogue.ts";

const secret = secretDigest(crypto, "dev17", "lamp-Shade-9");
const serverSecret = secretDigest(crypto, SERVER_ID, "tide-Pool-4");
const noAddress = { respUri: false } as const;
const macAccount = {
  ...account,
  client: { ...account.client, auth: "mac" as const, nonce: utf8("clientNonce-0002") },
};
const work = { notify: false, mode: { kind: "commands", commands: [get("0", "./DevInfo/Man")] } } as const;

function nonceOf(message: SyncML): Uint8Array {
  const [first] = message.SyncBody.commands;
  const nonce = first?.kind === "Status" ? first.Chal?.Meta.NextNonce : undefined;
  if (!nonce) throw new Error("no NextNonce");
  return nonce;
}

/** Posts a message with a MAC over its octets. */
function postMac(
  dialogue: Dialogue,
  xml: string,
  nonce: Uint8Array,
  encoding: "xml" | "wbxml" = "xml",
  change: (value: string) => string = (value) => value,
): string {
  const body = encoded(encoding, xml);
  const mac = change(macHeader(crypto, "dev17", secret, nonce, body));
  const type = `application/vnd.syncml.dm+${encoding}`;
  return dialogue.post(body, SERVER_URL, { "content-type": type, [MAC_HEADER]: mac });
}

describe("DM12-S-07 HMAC of the device", () => {
  test.each(["xml", "wbxml"] as const)(
    "right: 200 with Chal and NextNonce in every response, never 212 (%s)",
    (encoding) => {
      const dialogue = createDialogue({ accounts: [macAccount], settings: noAddress });
      dialogue.open(work);
      const xml = clientMessage({ name: "dev17" }, package1(1201));
      const first = dialogue.message(postMac(dialogue, xml, utf8("clientNonce-0002"), encoding));
      expect(statusesOf(first)).toEqual(["SyncHdr/0 200", "Alert/1 200", "Replace/2 200"]);
      expect(first.SyncBody.commands[0]).toMatchObject({ Chal: { Meta: { Type: "syncml:auth-MAC" } } });
      expect(commandsOf(first)).toEqual(["Get/4"]);
      expect(nonceOf(first)).toHaveLength(16);
      const answer = status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200);
      const second = dialogue.message(
        postMac(dialogue, clientMessage({ msg: 2 }, answer), nonceOf(first), encoding),
      );
      expect(statusesOf(second)).toEqual(["SyncHdr/0 200"]);
      expect(nonceOf(second)).not.toEqual(nonceOf(first));
      expect(dialogue.inventory.device(DEVICE)?.account.client.nonce).toBe(toBase64(nonceOf(second)));
      expect(dialogue.reports.map(({ type }) => type)).toEqual(["established", "package3", "closed"]);
    },
  );

  test("the header in another order, quoted and without padding is read", () => {
    const dialogue = createDialogue({ accounts: [macAccount], settings: noAddress });
    const change = (value: string): string => {
      const header = readMacHeader(value);
      return `mac="${header?.mac.replace(/=+$/, "")}" ,username="dev17"`;
    };
    const exchange = postMac(
      dialogue,
      clientMessage({}, package1(1201)),
      utf8("clientNonce-0002"),
      "xml",
      change,
    );
    expect(statusesOf(dialogue.message(exchange))[0]).toBe("SyncHdr/0 200");
  });

  test("wrong: 401 with a fresh nonce; the right one is then taken, a second wrong one is not", () => {
    const dialogue = createDialogue({ accounts: [macAccount], settings: noAddress });
    const xml = clientMessage({}, package1(1201));
    const wrong = dialogue.message(postMac(dialogue, xml, utf8("another")));
    expect(statusesOf(wrong)).toEqual(["SyncHdr/0 401", "Alert/1 401", "Replace/2 401"]);
    const again = clientMessage({ msg: 2 }, package1(1201));
    expect(statusesOf(dialogue.message(postMac(dialogue, again, nonceOf(wrong))))[0]).toBe("SyncHdr/0 200");

    const other = createDialogue({ accounts: [macAccount], settings: noAddress });
    other.message(postMac(other, xml, utf8("another")));
    const refused = other.message(postMac(other, again, utf8("another")));
    expect(statusesOf(refused)[0]).toBe("SyncHdr/0 401");
    expect(other.states().at(-1)).toMatch(/ refused$/);
  });

  test("missing: 407 at first, 401 once it was demanded", () => {
    const dialogue = createDialogue({ accounts: [macAccount], settings: noAddress });
    const first = dialogue.message(dialogue.post(clientMessage({}, package1(1201))));
    expect(statusesOf(first)[0]).toBe("SyncHdr/0 407");
    expect(first.SyncBody.commands[0]).toMatchObject({ Chal: { Meta: { Type: "syncml:auth-MAC" } } });
    const second = dialogue.message(dialogue.post(clientMessage({ msg: 2 }, package1(1201))));
    expect(statusesOf(second)[0]).toBe("SyncHdr/0 401");
    expect(dialogue.states().at(-1)).toMatch(/ refused$/);
  });

  test("missing once it was used in the session: 401, nothing is taken; with it the session goes on", () => {
    const dialogue = createDialogue({ accounts: [macAccount], settings: noAddress });
    dialogue.open(work);
    const first = dialogue.message(
      postMac(dialogue, clientMessage({}, package1(1201)), utf8("clientNonce-0002")),
    );
    const answer = status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200);
    const without = dialogue.message(
      dialogue.post(clientMessage({ msg: 2 }, answer + clientAlert(3, 1224, "<Item><Data>x</Data></Item>"))),
    );
    expect(statusesOf(without)).toEqual(["SyncHdr/0 401", "Alert/3 401"]);
    expect(dialogue.alerts).toEqual([]);
    expect(dialogue.reports.map(({ type }) => type)).toEqual(["established"]);
    expect(nonceOf(without)).not.toEqual(nonceOf(first));
    postMac(dialogue, clientMessage({ msg: 3 }, answer), nonceOf(without));
    expect(dialogue.reports.map(({ type }) => type)).toEqual(["established", "package3", "closed"]);
  });

  test("a MAC that fails twice in a row in mid-session ends it", () => {
    const dialogue = createDialogue({ accounts: [macAccount], settings: noAddress });
    dialogue.open(work);
    postMac(dialogue, clientMessage({}, package1(1201)), utf8("clientNonce-0002"));
    dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 212)));
    dialogue.post(clientMessage({ msg: 3 }, status(1, 1, 0, "SyncHdr", 212)));
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "refused", by: "dms" });
    expect(dialogue.states().at(-1)).toMatch(/ refused$/);
  });

  test("a body that was changed on the way is not taken", () => {
    const dialogue = createDialogue({ accounts: [macAccount], settings: noAddress });
    const body = utf8(clientMessage({}, package1(1201)));
    const mac = macHeader(crypto, "dev17", secret, utf8("clientNonce-0002"), body);
    const changed = utf8(clientMessage({}, package1(1201).replace("Bench-1", "Bench-2")));
    const exchange = dialogue.post(changed, SERVER_URL, {
      "content-type": "application/vnd.syncml.dm+xml",
      [MAC_HEADER]: mac,
    });
    expect(statusesOf(dialogue.message(exchange))[0]).toBe("SyncHdr/0 401");
  });
});

describe("DM12-S-08 HMAC of the server", () => {
  const server = { ...account.server, auth: "mac" as const };
  const open = { ...account.client, auth: "none" as const };

  function macOf(dialogue: Dialogue, exchange: string): string | undefined {
    return dialogue.responseTo(exchange).headers[MAC_HEADER];
  }
  function holds(dialogue: Dialogue, exchange: string, nonce: Uint8Array): boolean {
    const header = readMacHeader(macOf(dialogue, exchange) ?? "");
    const { body } = dialogue.responseTo(exchange);
    return header !== undefined && verifyMac(crypto, header, serverSecret, nonce, body);
  }
  const macChal = (nonce: string): string =>
    `<Chal><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-MAC</Type><NextNonce xmlns="syncml:metinf">${nonce}</NextNonce></Meta></Chal>`;

  test.each(["xml", "wbxml"] as const)(
    "every response has a header with the newest nonce (%s)",
    (encoding) => {
      const dialogue = createDialogue({
        accounts: [{ ...account, client: open, server }],
        settings: noAddress,
      });
      dialogue.open(work);
      const first = dialogue.postAs(encoding, clientMessage({}, package1(1201)));
      expect(holds(dialogue, first, utf8("serverNonce-0000"))).toBe(true);
      expect(dialogue.message(first).SyncHdr).toMatchObject({ Source: { LocName: SERVER_ID } });
      expect(dialogue.message(first).SyncHdr.Cred).toBeUndefined();
      const next = toBase64(utf8("serverNonce-0001"));
      const second = dialogue.postAs(
        encoding,
        clientMessage(
          { msg: 2 },
          status(1, 1, 0, "SyncHdr", 200, macChal(next)) + status(2, 1, 4, "Get", 200),
        ),
      );
      expect(holds(dialogue, second, fromBase64(next) ?? new Uint8Array(0))).toBe(true);
      expect(dialogue.inventory.device(DEVICE)?.account.server.nonce).toBe(next);
    },
  );

  test("a device that asks for it gets it, and the commands once more; the same header for the same octets", () => {
    const dialogue = createDialogue({ accounts: [{ ...account, client: open }], settings: noAddress });
    dialogue.open(work);
    const first = dialogue.post(clientMessage({}, package1(1201)));
    expect(macOf(dialogue, first)).toBeUndefined();
    const body = clientMessage(
      { msg: 2 },
      status(1, 1, 0, "SyncHdr", 401, macChal(toBase64(utf8("fresh")))) + status(2, 1, 4, "Get", 401),
    );
    const second = dialogue.post(body);
    expect(holds(dialogue, second, utf8("fresh"))).toBe(true);
    expect(commandsOf(dialogue.message(second))).toEqual(["Get/4"]);
    const repeated = dialogue.post(body);
    expect(macOf(dialogue, repeated)).toBe(macOf(dialogue, second));
  });
});

describe("DMSEC 5.1 preference and fallback", () => {
  test("a further scheme of the account is taken unasked", () => {
    const client = { ...macAccount.client, fallback: ["md5"] as const };
    const dialogue = createDialogue({ accounts: [{ ...account, client }], settings: noAddress });
    const data = md5Credential(crypto, secret, utf8("clientNonce-0002")).Data;
    const exchange = dialogue.post(
      clientMessage({ cred: { type: "syncml:auth-md5", data } }, package1(1201)),
    );
    expect(statusesOf(dialogue.message(exchange))[0]).toBe("SyncHdr/0 212");
    expect(dialogue.inventory.device(DEVICE)?.capabilities).toMatchObject({ scheme: "md5" });
  });

  test("asked for in turn where the device does not answer, remembered for the next session, then the end", () => {
    const client = { ...macAccount.client, fallback: ["md5"] as const };
    const dialogue = createDialogue({ accounts: [{ ...account, client }], settings: noAddress });
    const types = [1, 2, 3].map((msg) => {
      const [first] = dialogue.message(dialogue.post(clientMessage({ msg }, package1(1201)))).SyncBody
        .commands;
      return first?.kind === "Status" ? first.Chal?.Meta.Type : "none";
    });
    expect(types).toEqual(["syncml:auth-MAC", "syncml:auth-md5", undefined]);
    expect(dialogue.states().at(-1)).toMatch(/ refused$/);
  });

  test("a scheme that the account does not name is challenged", () => {
    const dialogue = createDialogue({ accounts: [macAccount], settings: noAddress });
    const data = md5Credential(crypto, secret, utf8("clientNonce-0002")).Data;
    const exchange = dialogue.post(
      clientMessage({ cred: { type: "syncml:auth-md5", data } }, package1(1201)),
    );
    expect(statusesOf(dialogue.message(exchange))[0]).toBe("SyncHdr/0 401");
  });
});
