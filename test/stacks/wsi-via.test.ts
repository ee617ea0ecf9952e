import { describe, expect, test } from "vitest";
import { utf8, utf8TextLenient } from "../../simulator/core/bytes.ts";
import { seededRandom } from "../../simulator/core/random.ts";
import { readWsiRequest, writeWsiRequest } from "../../simulator/stacks/wsi-http.ts";
import type { SoapVersion } from "../../simulator/protocols/soap/version.ts";
import type { HttpRequest } from "../../simulator/wire/http.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";

const crypto = createNodeCrypto(new Uint8Array(32));
const via = { hop: ["enterprise.example", "broker.example"], originator: "care" };

function request(version: SoapVersion, path: "with" | "without" = "with"): HttpRequest {
  return writeWsiRequest(
    "http://dms.example/wsi",
    "DeviceManagement",
    version,
    "DiscoverDevices",
    {},
    {
      via: path === "with" ? via : undefined,
      crypto,
      random: seededRandom("via"),
      date: 0,
    },
  );
}

function edited(http: HttpRequest, edit: (text: string) => string): HttpRequest {
  return { ...http, body: utf8(edit(utf8TextLenient(http.body))) };
}

describe("Via", () => {
  test.each(["1.1", "1.2"] as const)("SOAP %s: is read as it was written, in order", (version) => {
    const read = readWsiRequest(request(version), "DeviceManagement");
    expect(read).toMatchObject({ ok: true, via });
    expect(readWsiRequest(request(version, "without"), "DeviceManagement")).toMatchObject({ via: undefined });
  });

  test("needs no mustUnderstand, and is understood with one", () => {
    expect(utf8TextLenient(request("1.1").body)).not.toContain("mustUnderstand");
    const mandatory = edited(request("1.1"), (text) =>
      text.replace(
        /<([\w]*:?)Via/,
        '<$1Via xmlns:m="http://schemas.xmlsoap.org/soap/envelope/" m:mustUnderstand="1"',
      ),
    );
    expect(readWsiRequest(mandatory, "DeviceManagement")).toMatchObject({ ok: true, via });
  });

  test("twice, or without a hop, is a Client fault", () => {
    const twice = edited(request("1.1"), (text) => text.replace(/<([\w]*:?)Via[\s\S]*Via>/, "$&$&"));
    const empty = edited(request("1.1"), (text) => text.replace(/<([\w]*:?)hop>[^<]*<\/\1hop>/g, ""));
    for (const bad of [twice, empty]) {
      const read = readWsiRequest(bad, "DeviceManagement");
      expect(read.ok).toBe(false);
      if (!read.ok) expect(utf8TextLenient(read.response.body)).toContain("Client");
    }
  });
});
