import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toHex, utf8 } from "../../../simulator/core/bytes.ts";
import {
  bootstrapMac,
  bootstrapTypeText,
  cpKey,
  decodeBootstrapPush,
  dmKey,
  encodeBootstrapPush,
  imsiOctets,
  macFits,
  readBootstrapType,
  userPinMac,
  userPinMacFits,
  type CpMethod,
} from "../../../simulator/protocols/provisioning/index.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { octets } from "./worked-example.ts";

const crypto = createNodeCrypto();
const secrets = { networkId: "262019012345678", userPin: "1234" };
const macOf = (method: CpMethod): string => {
  const key = cpKey(method, secrets);
  return key ? bootstrapMac(crypto, key, octets) : "";
};

describe("PROVBOOT 6 keys and MACs", () => {
  test("HMAC-SHA1 is that of RFC 2202", () => {
    expect(toHex(crypto.hmacSha1(new Uint8Array(20).fill(0x0b), utf8("Hi There")))).toBe(
      "b617318655057264e28bc0b6fb378c8ef146be00",
    );
  });

  test("an IMSI becomes semi-octets, with an odd and an even number of digits", () => {
    expect(toHex(imsiOctets("262019012345678") ?? utf8(""))).toBe("2926100921436587");
    expect(toHex(imsiOctets("26201901234567") ?? utf8(""))).toBe("21261009214365f7");
    expect(imsiOctets("A0000012345678")).toBeUndefined();
  });

  test("the check values of the worked example", () => {
    expect(macOf("USERPIN")).toBe("A9D651327D5DA0E984474CB8E4B010F7A5EA619B");
    expect(macOf("NETWPIN")).toBe("9DCE8E26A50982B13FC5D280B96C143258CEAEE6");
    expect(macOf("USERNETWPIN")).toBe("62D511CAC9D461DCDC0C50BA9F28DEB229237C44");
  });

  test("USERPINMAC: the user enters the key and the check digits", () => {
    expect(userPinMac(crypto, "1234", octets)).toBe("12349410");
    expect(userPinMacFits(crypto, "12349410", octets)).toBe(true);
    for (const wrong of ["12349411", "1234941", "1234", ""])
      expect(userPinMacFits(crypto, wrong, octets)).toBe(false);
  });

  test("the MAC's case does not count, its digits do", () => {
    const key = utf8("1234");
    expect(macFits(crypto, key, octets, macOf("USERPIN").toLowerCase())).toBe(true);
    expect(macFits(crypto, key, octets, macOf("NETWPIN"))).toBe(false);
    expect(macFits(crypto, utf8("1235"), octets, macOf("USERPIN"))).toBe(false);
  });

  test("a method without its secrets has no key", () => {
    expect(cpKey("NETWPIN", { userPin: "1" })).toBeUndefined();
    expect(cpKey("USERNETWPIN", { networkId: "1" })).toBeUndefined();
    expect(cpKey("USERPIN", {})).toBeUndefined();
    expect(dmKey("USERPIN_NETWORKID", { userPin: "1" })).toBeUndefined();
  });

  test("digits of the IMSI as text, as some servers take them, and an identity that is no number", () => {
    expect(cpKey("NETWPIN", { ...secrets, networkKey: "digits" })).toEqual(utf8("262019012345678"));
    expect(cpKey("NETWPIN", { networkId: "A0000012345678" })).toEqual(utf8("A0000012345678"));
  });

  test("DMBOOT 5.4 keys of the DM profile are texts", () => {
    expect(dmKey("NETWORKID", secrets)).toEqual(utf8("262019012345678"));
    expect(dmKey("USERPIN", secrets)).toEqual(utf8("1234"));
    expect(dmKey("USERPIN_NETWORKID", secrets)).toEqual(utf8("1234:262019012345678"));
  });
});

describe("content type", () => {
  test("parameters in any order and case, quoted or not", () => {
    const type = { mediaType: "application/vnd.wap.connectivity-wbxml", sec: "1", mac: "AB" };
    expect(
      readBootstrapType('Application/vnd.wap.connectivity-WBXML;mac="AB" ; charset=utf-8; sec=1'),
    ).toEqual(type);
    expect(readBootstrapType(bootstrapTypeText(type))).toEqual(type);
    expect(readBootstrapType("text/plain")).toEqual({ mediaType: "text/plain" });
  });
});

describe("WSP push", () => {
  const cp = `application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=${macOf("USERPIN")}`;
  const head =
    "01062f1f2db69181924139443635313332374435444130453938343437344342384534423031304637413545413631394200";

  test("the head of the worked example, octet for octet", () => {
    const push = encodeBootstrapPush(cp, octets);
    expect(toHex(push.subarray(0, 50))).toBe(head);
    expect(push.subarray(50)).toEqual(octets);
  });

  test("is read back with its places", () => {
    const { value, findings, tree } = decodeBootstrapPush(encodeBootstrapPush(cp, octets, 7));
    expect(findings).toEqual([]);
    expect(value).toEqual({ transactionId: 7, contentType: cp, body: octets });
    const places = tree.children.map(({ name, range }) => [name, range.start, range.end]);
    expect(places).toContainEqual(["contentType", 5, 6]);
    expect(places).toContainEqual(["SEC", 6, 8]);
    expect(places).toContainEqual(["MAC", 8, 50]);
    expect(places.at(-1)).toEqual(["body", 50, 371]);
  });

  test.each([
    "application/vnd.wap.connectivity-wbxml",
    "text/vnd.wap.connectivity-xml; SEC=NETWPIN; MAC=00",
    "application/vnd.syncml.dm+wbxml; SEC=USERPIN_NETWORKID; MAC=0123456789ABCDEF0123456789ABCDEF01234567",
    "application/x-unknown; SEC=USERPINMAC",
  ])("%s survives", (contentType) => {
    const body = Uint8Array.of(1, 2, 3);
    expect(decodeBootstrapPush(encodeBootstrapPush(contentType, body)).value).toEqual({
      transactionId: 1,
      contentType,
      body,
    });
  });

  test("broken units are findings", () => {
    const codeOf = (text: string): string | undefined =>
      decodeBootstrapPush(fromHex(text) ?? utf8("")).findings[0]?.code;
    expect(codeOf("01")).toBe("push/truncated");
    expect(codeOf("010701b6")).toBe("push/pdu-type");
    expect(codeOf("010605b6")).toBe("push/truncated");
    expect(codeOf("0106031f09b6")).toBe("push/content-type");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (tail) => {
        const { value, findings } = decodeBootstrapPush(Uint8Array.of(1, 6, ...tail));
        expect(value === undefined).toBe(findings.length > 0);
      }),
      { numRuns: 300 },
    );
  });
});
