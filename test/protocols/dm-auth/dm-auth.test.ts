import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase64, toBase64, utf8 } from "../../../simulator/core/bytes.ts";
import { seededRandom } from "../../../simulator/core/random.ts";
import {
  basicCredential,
  challenge,
  defaultNonce,
  macHeader,
  md5Credential,
  newNonce,
  readChallenge,
  readCredential,
  readMacHeader,
  secretDigest,
  verifyCredential,
  verifyMac,
} from "../../../simulator/protocols/dm-auth/index.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";

const crypto = createNodeCrypto();
const client = secretDigest(crypto, "dev17", "lamp-Shade-9");
const server = secretDigest(crypto, "dm.example.com", "tide-Pool-4");

describe("DMSEC 5.3 digests", () => {
  test("DMSEC 5.3 stored secrets of the worked accounts", () => {
    expect(client).toBe("D2nVA9m2XmTGV+9346skog==");
    expect(server).toBe("Lq43ndMbGj4A1iWchTDv2g==");
  });

  test("DMSEC 5.3 published check value of auth-md5", () => {
    const secret = secretDigest(crypto, "Bruce2", "OhBehave");
    expect(md5Credential(crypto, secret, utf8("Nonce")).Data).toBe("Zz6EivR3yeaaENcRN6lpAQ==");
  });

  test.each([
    [client, "clientNonce-0001", "1ii8ColLXykeuRPUbfBbgg=="],
    [client, "clientNonce-0002", "24s7NZJo0dDppLqWhAXDkw=="],
    [server, "serverNonce-0000", "r7BwyHuBRkLNoOxpjuozqQ=="],
    [server, "serverNonce-0001", "cbcF7Hfh0I+ZKY0E9VxcNA=="],
  ])("DMSEC 5.3 worked credential %#", (secret, nonce, expected) => {
    expect(md5Credential(crypto, secret, utf8(nonce))).toEqual({
      Meta: { Format: "b64", Type: "syncml:auth-md5" },
      Data: expected,
    });
  });

  test("DMSEC 5.3 basic credential", () => {
    const cred = basicCredential("user", "pa:ss");
    expect(cred).toEqual({
      Meta: { Format: "b64", Type: "syncml:auth-basic" },
      Data: toBase64(utf8("user:pa:ss")),
    });
    expect(readCredential(cred)).toMatchObject({
      scheme: "basic",
      username: "user",
      password: "pa:ss",
      findings: [],
    });
  });
});

describe("DMSEC 5.3 verification", () => {
  const expected = {
    username: "dev17",
    secret: client,
    nonce: utf8("clientNonce-0001"),
    accept: ["basic", "md5"],
  } as const;

  test("accepts the right md5 and basic credentials", () => {
    const md5 = md5Credential(crypto, client, utf8("clientNonce-0001"));
    expect(verifyCredential(crypto, md5, expected)).toMatchObject({ accepted: true, scheme: "md5" });
    const basic = basicCredential("dev17", "lamp-Shade-9");
    expect(verifyCredential(crypto, basic, expected)).toMatchObject({ accepted: true, scheme: "basic" });
  });

  test("accepts a digest whose base64 has no padding", () => {
    const cred = { Meta: { Type: "syncml:auth-md5" }, Data: "1ii8ColLXykeuRPUbfBbgg" };
    expect(verifyCredential(crypto, cred, expected).accepted).toBe(true);
  });

  test.each([
    ["missing", undefined],
    ["digest", md5Credential(crypto, client, utf8("clientNonce-0002"))],
    ["digest", md5Credential(crypto, server, utf8("clientNonce-0001"))],
    ["username", basicCredential("dev18", "lamp-Shade-9")],
    ["password", basicCredential("dev17", "lamp-Shade-8")],
    ["unreadable", { Meta: { Type: "syncml:auth-basic" }, Data: "%%%" }],
    ["unreadable", { Meta: { Type: "syncml:auth-basic" }, Data: toBase64(utf8("no colon")) }],
    ["unreadable", { Meta: { Type: "syncml:auth-md5" }, Data: toBase64(utf8("short")) }],
    ["type", { Meta: { Type: "syncml:auth-X509" }, Data: "" }],
  ])("refuses with reason %s", (reason, cred) => {
    expect(verifyCredential(crypto, cred, expected)).toMatchObject({ accepted: false, reason });
  });

  test("refuses a scheme that the account does not allow, and md5 without a nonce", () => {
    const basic = basicCredential("dev17", "lamp-Shade-9");
    expect(verifyCredential(crypto, basic, { ...expected, accept: ["md5"] })).toMatchObject({
      reason: "type",
    });
    const md5 = md5Credential(crypto, client, utf8("clientNonce-0001"));
    expect(verifyCredential(crypto, md5, { ...expected, nonce: undefined })).toMatchObject({
      reason: "digest",
    });
  });

  test("never throws on any Cred", () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.option(fc.string()), fc.string(), (type, format, data) => {
        const meta = {
          ...(type === null ? {} : { Type: type }),
          ...(format === null ? {} : { Format: format }),
        };
        expect(verifyCredential(crypto, { Meta: meta, Data: data }, expected).accepted).toBe(false);
      }),
    );
  });

  test("a credential made for any user, password and nonce is accepted by its own account only", () => {
    const name = fc.string().filter((text) => !text.includes(":"));
    fc.assert(
      fc.property(name, fc.string(), fc.uint8Array(), fc.uint8Array(), (username, password, nonce, other) => {
        const secret = secretDigest(crypto, username, password);
        const account = { username, secret, nonce, accept: ["basic", "md5"] } as const;
        expect(verifyCredential(crypto, md5Credential(crypto, secret, nonce), account).accepted).toBe(true);
        const changed = { ...account, nonce: Uint8Array.of(...other, 1, ...nonce) };
        expect(verifyCredential(crypto, md5Credential(crypto, secret, nonce), changed).accepted).toBe(false);
      }),
    );
  });
});

describe("DMSEC 5.3 challenge", () => {
  test("md5 carries Format, Type and NextNonce", () => {
    const nonce = fromBase64("Y2xpZW50Tm9uY2UtMDAwMQ==") ?? defaultNonce;
    const chal = challenge("md5", nonce);
    expect(chal).toEqual({
      Meta: { Format: "b64", Type: "syncml:auth-md5", NextNonce: utf8("clientNonce-0001") },
    });
    expect(readChallenge(chal)).toMatchObject({ scheme: "md5", nextNonce: nonce, findings: [] });
  });

  test("basic carries no nonce", () => {
    expect(challenge("basic", utf8("x"))).toEqual({ Meta: { Format: "b64", Type: "syncml:auth-basic" } });
  });

  test("names of other types, missing types and missing nonces become findings", () => {
    expect(readChallenge({ Meta: { Type: "SYNCML:AUTH-MD5" } })).toMatchObject({ scheme: "md5" });
    expect(readChallenge({ Meta: { Type: "syncml:auth-md5" } }).findings.map((each) => each.code)).toEqual([
      "dm-auth/nonce-missing",
    ]);
    expect(readChallenge({ Meta: { Type: "syncml:auth-X509" } })).toMatchObject({ scheme: undefined });
    expect(readChallenge({ Meta: {} }).findings.map((each) => each.code)).toEqual(["dm-auth/type-missing"]);
  });

  test("a new nonce has 16 octets, the default nonce four zero octets", () => {
    const random = seededRandom(1);
    expect(newNonce(random)).toHaveLength(16);
    expect(newNonce(random)).not.toEqual(newNonce(random));
    expect(defaultNonce).toEqual(Uint8Array.of(0, 0, 0, 0));
  });
});

describe("DMSEC 5.3 x-syncml-hmac", () => {
  const body = utf8(
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>D1</SessionID><MsgID>1</MsgID><Target><LocURI>https://dm.example.com/oma</LocURI></Target><Source><LocURI>IMEI:350000000000017</LocURI><LocName>dev17</LocName></Source></SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Replace><CmdID>2</CmdID><Item><Source><LocURI>./DevInfo/Lang</LocURI></Source><Data>en-US</Data></Item><Item><Source><LocURI>./DevInfo/DmV</LocURI></Source><Data>1.2</Data></Item><Item><Source><LocURI>./DevInfo/Mod</LocURI></Source><Data>Bench-1</Data></Item><Item><Source><LocURI>./DevInfo/Man</LocURI></Source><Data>Example Labs</Data></Item><Item><Source><LocURI>./DevInfo/DevId</LocURI></Source><Data>IMEI:350000000000017</Data></Item></Replace><Final/></SyncBody></SyncML>',
  );
  const nonce = utf8("clientNonce-0002");
  const worked = 'algorithm=MD5, username="dev17", mac=3Jahh0kCAEyOc/AbeT059Q==';

  test("worked example of 814 octets", () => {
    expect(body).toHaveLength(814);
    expect(toBase64(crypto.md5(body))).toBe("6nAygbOOVTq8IH89EOTb+g==");
    expect(macHeader(crypto, "dev17", client, nonce, body)).toBe(worked);
  });

  test.each([
    worked,
    'mac="3Jahh0kCAEyOc/AbeT059Q", username="dev17"',
    'username="dev17",mac=3Jahh0kCAEyOc/AbeT059Q== , algorithm=md5',
  ])("reads and verifies %s", (text) => {
    const header = readMacHeader(text);
    expect(header).toMatchObject({ username: "dev17" });
    expect(header && verifyMac(crypto, header, client, nonce, body)).toBe(true);
    expect(header && verifyMac(crypto, header, client, utf8("other"), body)).toBe(false);
  });

  test.each(["", "mac=x", "username=", "=,=", 'algorithm=MD5 username="a" mac=b'])(
    "does not read %j",
    (text) => {
      expect(readMacHeader(text)).toBeUndefined();
    },
  );

  test("quotes a user name and reads it back", () => {
    const header = readMacHeader(macHeader(crypto, 'a"b\\c', client, nonce, body));
    expect(header?.username).toBe('a"b\\c');
  });

  test("refuses another algorithm", () => {
    const header = readMacHeader(worked.replace("MD5", "SHA1"));
    expect(header && verifyMac(crypto, header, client, nonce, body)).toBe(false);
  });
});
