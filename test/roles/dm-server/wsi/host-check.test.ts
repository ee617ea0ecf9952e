import { expect, test } from "vitest";
import { verifiedBaseUrl } from "../../../../simulator/roles/dm-server/wsi/host-check.ts";

const request = (url: string, headers: Record<string, string> = {}) => ({
  method: "POST",
  url,
  headers,
  body: new Uint8Array(0),
});
const known = { hosts: ["127.0.0.1:8480"] };

test("takes the transport's word for the address of a connection, which HTTP/1.0 does not name", () => {
  const peer = { address: "192.0.2.7", secure: false };
  const arrived = request("http://192.0.2.1:8480/wsi");
  expect(verifiedBaseUrl(arrived, peer, "/wsi", known)).toBeUndefined();
  expect(verifiedBaseUrl(arrived, { ...peer, hostVerified: true }, "/wsi", known)).toBe(
    "http://192.0.2.1:8480",
  );
});
