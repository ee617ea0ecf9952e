import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex, utf8TextLenient } from "../../../../../simulator/core/bytes.ts";
import { packageAddress } from "../../../../../simulator/roles/dm-server/wsi/library/package-address.ts";
import { servePackage } from "../../../../../simulator/roles/dm-server/wsi/library/packages.ts";
import type { UpdateRecord } from "../../../../../simulator/roles/dm-server/wsi/library/records.ts";
import { device, fastCrypto } from "../desk.ts";

const octets = Uint8Array.from({ length: 100 }, (_, index) => index);
const digest = fastCrypto.sha256(octets);
const update: UpdateRecord = {
  updateId: "upd-1",
  owner: "care",
  name: "Firmware",
  version: "2",
  kind: "firmware",
  install: "download",
  size: octets.length,
  sha256: toHex(digest),
  storedAt: 0,
};
const library = {
  packageOf: (token: string) => (token === "t0" ? { update, octets } : undefined),
};
const ask = (headers: Readonly<Record<string, string>> = {}, method = "GET", token = "t0") =>
  servePackage(
    { method, url: `http://dms.example/packages/${token}`, headers, body: new Uint8Array(0) },
    library,
  );

describe("a package as devices fetch it", () => {
  test("GET gives it whole, with its digest; HEAD the same without it", () => {
    const got = ask();
    expect(got.status).toBe(200);
    expect(got.body).toEqual(octets);
    expect(got.headers).toMatchObject({
      "content-length": "100",
      "accept-ranges": "bytes",
      etag: `"${toHex(digest)}"`,
      "repr-digest": `sha-256=:${Buffer.from(digest).toString("base64")}:`,
      "cache-control": "private, no-store",
    });
    const head = ask({}, "HEAD");
    expect(head.body).toHaveLength(0);
    expect(head.headers).toEqual(got.headers);
  });

  test.each([
    ["bytes=0-9", 0, 10],
    ["bytes=90-", 90, 100],
    ["bytes=-5", 95, 100],
    ["bytes=95-500", 95, 100],
    ["bytes=-500", 0, 100],
  ])("RFC 9110 14 Range %s", (range, start, end) => {
    const got = ask({ range });
    expect(got.status).toBe(206);
    expect(got.body).toEqual(octets.subarray(start, end));
    expect(got.headers["content-range"]).toBe(`bytes ${start}-${end - 1}/100`);
  });

  test.each(["bytes=100-", "bytes=-0", "bytes=999999-1000000"])("a range that is not there: %s", (range) => {
    const got = ask({ range });
    expect(got.status).toBe(416);
    expect(got.headers["content-range"]).toBe("bytes */100");
  });

  test.each(["bytes=9-3", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=-", ""])(
    "what is no single range gives the whole: %s",
    (range) => {
      expect(ask({ range })).toMatchObject({ status: 200, body: octets });
    },
  );

  test("If-Range of another package gives the whole", () => {
    expect(ask({ range: "bytes=0-9", "if-range": '"other"' }).status).toBe(200);
    expect(ask({ range: "bytes=0-9", "if-range": `"${toHex(digest)}"` }).status).toBe(206);
  });

  test("any range header gives a part of the package or says why not", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^bytes=\d{0,4}-\d{0,4}$/)), (range) => {
        const got = ask({ range });
        return (
          (got.status === 200 && got.body.length === 100) ||
          (got.status === 206 && got.body.length > 0 && got.body.length <= 100) ||
          got.status === 416
        );
      }),
    );
  });

  test("nothing is served under another name, and nothing is taken", () => {
    expect(ask({}, "GET", "t1").status).toBe(404);
    expect(utf8TextLenient(ask({}, "GET", "").body)).not.toContain("Firmware");
    expect(ask({}, "POST")).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  });

  test("its address lies beside the DM endpoint that the device uses", () => {
    const dms = {
      id: "d",
      serverId: "d",
      dmUrl: "http://h/second/dm",
      secureDmUrl: "https://h/second/dm",
    };
    const plain = device("IMEI:1");
    const { client, server } = plain.account;
    const certified = {
      ...plain,
      account: { client: { ...client, certificate: "required" as const }, server },
    };
    expect(packageAddress(update, plain, dms, "t0")).toBe("http://h/second/packages/t0");
    expect(packageAddress(update, certified, dms, "t0")).toBe("https://h/second/packages/t0");
    const elsewhere = { ...update, packageUri: "http://cdn.example/fw" };
    expect(packageAddress(elsewhere, plain, dms, undefined)).toBe("http://cdn.example/fw");
    expect(packageAddress(update, plain, dms, undefined)).toBeUndefined();
  });
});
