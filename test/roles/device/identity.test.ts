import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { packIdentity, unpackIdentity } from "../../../simulator/roles/device/identity.ts";

describe("the identity of a device", () => {
  test("an identifier alone is itself", () => {
    expect(packIdentity({ deviceId: "IMEI:1" })).toBe("IMEI:1");
    expect(unpackIdentity("IMEI:1")).toEqual({ deviceId: "IMEI:1" });
  });

  test("what differs in the account comes back, nonces as octets", () => {
    const identity = {
      deviceId: "IMEI:2",
      account: { username: 'a"b\u001cc', password: "ß", clientNonce: utf8("nonce"), serverNonce: utf8("") },
    };
    expect(unpackIdentity(packIdentity(identity))).toEqual(identity);
    expect(unpackIdentity(packIdentity({ deviceId: "IMEI:3", account: {} }))).toEqual({
      deviceId: "IMEI:3",
      account: {},
    });
  });
});
