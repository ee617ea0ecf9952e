import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import {
  macHeader,
  MAC_HEADER,
  readMacHeader,
  secretDigest,
  verifyMac,
} from "../../../simulator/protocols/dm-auth/index.ts";
import {
  writeSyncML,
  type BodyCommandInput,
  type SyncML,
} from "../../../simulator/protocols/syncml/index.ts";
import {
  account,
  crypto,
  deviceId,
  dialogue,
  getOf,
  headerStatus,
  lines,
  serverUrl,
  type Dialogue,
} from "./dialogue.ts";

const clientSecret = secretDigest(crypto, "dev17", "lamp-Shade-9");
const serverSecret = secretDigest(crypto, "dm.example.com", "tide-Pool-4");
const macChal = (nonce: string) => ({
  Meta: { Format: "b64", Type: "syncml:auth-MAC", NextNonce: utf8(nonce) },
});
const accepted = (message: SyncML | undefined, code: number, nonce: string): BodyCommandInput => ({
  ...headerStatus(message, code),
  ...(nonce === "" ? {} : { Chal: macChal(nonce) }),
});

/** True when the last message has a right header for this nonce. */
function proves(each: Dialogue, nonce: string): boolean {
  const { headers, body } = each.request().http;
  const header = readMacHeader(headers[MAC_HEADER] ?? "");
  return (
    header !== undefined &&
    header.username === "dev17" &&
    verifyMac(crypto, header, clientSecret, utf8(nonce), body)
  );
}

/** A message of the server with a digest of its octets. */
function answer(
  each: Dialogue,
  msgId: number,
  nonce: Uint8Array | string | undefined,
  ...commands: readonly BodyCommandInput[]
): SyncML | undefined {
  const octets = writeSyncML({
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: "D1",
      MsgID: String(msgId),
      Target: { LocURI: deviceId },
      Source: { LocURI: serverUrl },
    },
    SyncBody: {
      commands: commands.map((command, index) => ({ ...command, CmdID: String(index + 1) })),
      Final: true,
    },
  });
  const key = typeof nonce === "string" ? utf8(nonce) : nonce;
  const headers = key ? { [MAC_HEADER]: macHeader(crypto, "dm.example.com", serverSecret, key, octets) } : {};
  return each.answerRaw(octets, 200, "application/vnd.syncml.dm+xml", headers);
}

/** The nonce of the header Status of a message. */
function nonceOf(message: SyncML | undefined): Uint8Array | undefined {
  const [head] = message?.SyncBody.commands ?? [];
  return head?.kind === "Status" ? head.Chal?.Meta.NextNonce : undefined;
}

const start = (each: Dialogue) => each.command({ name: "startSession", sessionId: "D1" });
const mac = {
  auth: "mac",
  authPref: "unasked",
  clientNonce: utf8("clientNonce-0002"),
  serverAuth: "mac",
} as const;

describe("DMSEC 5.3 syncml:auth-MAC", () => {
  test("DM12-C-10 a header over the octets, no Cred; 200 with a nonce for each message, in both directions", () => {
    const each = dialogue({ account: mac });
    const first = start(each);
    expect(first?.SyncHdr).toMatchObject({ Source: { LocName: "dev17" } });
    expect(first?.SyncHdr.Cred).toBeUndefined();
    expect(each.request().http.headers[MAC_HEADER]).toMatch(/^algorithm=MD5, username="dev17", mac=/);
    expect(proves(each, "clientNonce-0002")).toBe(true);

    const second = answer(each, 1, "serverNonce-0000", accepted(first, 200, "c2"), getOf("./DevInfo/Man"));
    expect(lines(second).slice(0, 2)).toEqual(["Status 1/0 SyncHdr 200", "Status 1/2 Get 200 ./DevInfo/Man"]);
    expect(second?.SyncBody.commands[0]).toMatchObject({ Chal: { Meta: { Type: "syncml:auth-MAC" } } });
    expect(proves(each, "c2")).toBe(true);

    const third = answer(each, 2, nonceOf(second), accepted(second, 200, "c3"), getOf("./DevInfo/Mod"));
    expect(lines(third)[0]).toBe("Status 2/0 SyncHdr 200");
    expect(nonceOf(third)).toHaveLength(16);
    expect(nonceOf(third)).not.toEqual(nonceOf(second));
    expect(proves(each, "c3")).toBe(true);
    expect(each.written.get(`device:${deviceId} nonces/dm.example.com`)).toMatchObject({
      client: btoa("c3"),
    });

    expect(answer(each, 3, nonceOf(third), accepted(third, 200, "c4"))).toBeUndefined();
    expect(each.reports()).toEqual(["session.closed"]);
    start(each);
    expect(proves(each, "c4")).toBe(true);
  });

  test("a 212 does not end the headers of a client of MAC", () => {
    const each = dialogue({ account: { ...mac, serverAuth: "none" } });
    const first = start(each);
    answer(each, 1, undefined, accepted(first, 212, "c2"), getOf("."));
    expect(proves(each, "c2")).toBe(true);
  });

  test("a challenge asks for MAC of a device that would use md5, and the other way round", () => {
    const each = dialogue({ account: { serverAuth: "none" } });
    const first = start(each);
    answer(each, 1, undefined, accepted(first, 407, "c1"));
    expect(proves(each, "c1")).toBe(true);
    const other = dialogue({ account: { ...mac, serverAuth: "none" } });
    const opening = start(other);
    const repeated = other.answer({ SessionID: "D1" }, [headerStatus(opening, 401, "clientNonce-0001")]);
    expect(repeated?.SyncHdr.Cred?.Data).toBe("1ii8ColLXykeuRPUbfBbgg==");
    expect(other.request().http.headers[MAC_HEADER]).toBeUndefined();
  });

  test.each([
    ["no header", undefined, 407],
    ["a header made with another nonce", "stale", 401],
  ] as const)("DM12-C-11 %s: statuses only and a challenge; then right", (_case, nonce, code) => {
    const each = dialogue({ account: mac });
    const first = start(each);
    const challenge = answer(each, 1, nonce, accepted(first, 200, "c2"), getOf("./DevInfo/Man"));
    expect(lines(challenge)).toEqual([
      `Status 1/0 SyncHdr ${code}`,
      `Status 1/2 Get ${code} ./DevInfo/Man`,
      "Final",
    ]);
    const right = answer(each, 2, nonceOf(challenge), accepted(challenge, 200, "c3"), getOf("./DevInfo/Man"));
    expect(lines(right)[1]).toBe("Status 2/2 Get 200 ./DevInfo/Man");
  });

  test("a header that is left out later is wrong: 401", () => {
    const each = dialogue({ account: mac });
    const first = start(each);
    const second = answer(each, 1, "serverNonce-0000", accepted(first, 200, "c2"), getOf("."));
    const third = answer(each, 2, undefined, accepted(second, 200, "c3"), getOf("."));
    expect(lines(third).slice(0, 2)).toEqual(["Status 2/0 SyncHdr 401", "Status 2/2 Get 401 ."]);
    expect(nonceOf(third)).toHaveLength(16);
    expect(answer(each, 3, undefined, accepted(third, 200, "c4"), getOf("."))).toBeDefined();
    expect(each.reports()).toEqual(["session.refused"]);
  });

  test("octets that were changed on the way do not fit the digest", () => {
    const each = dialogue({ account: mac });
    start(each);
    const octets = utf8(
      `<SyncML><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>D1</SessionID><MsgID>1</MsgID><Target><LocURI>${deviceId}</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr><SyncBody><Get><CmdID>2</CmdID><Item><Target><LocURI>.</LocURI></Target></Item></Get><Final/></SyncBody></SyncML>`,
    );
    const header = macHeader(crypto, "dm.example.com", serverSecret, account.serverNonce ?? utf8(""), octets);
    const spoiled = each.answerRaw(Uint8Array.from([...octets, 0x0a]), 200, "application/vnd.syncml.dm+xml", {
      [MAC_HEADER]: header,
    });
    expect(lines(spoiled)[0]).toBe("Status 1/0 SyncHdr 401");
  });
});
