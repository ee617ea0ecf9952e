import { describe, expect, test } from "vitest";
import {
  account,
  clientMessage,
  createDialogue,
  DEVICE,
  package1,
  statusesOf,
  type Dialogue,
} from "./dialogue.ts";

const SECURE_URL = "https://127.0.0.1:8443/dm";

function dialogueOf(certificate: "required" | "optional" | undefined): Dialogue {
  const client = { ...account.client, auth: "none" as const, certificate };
  return createDialogue({ accounts: [{ ...account, client }] });
}

describe("client certificate of a device", () => {
  test.each([
    ["required", DEVICE, "200"],
    ["required", "IMEI:1", "401"],
    ["required", undefined, "401"],
    ["optional", DEVICE, "200"],
    ["optional", "IMEI:1", "401"],
    ["optional", undefined, "200"],
    [undefined, "IMEI:1", "200"],
  ] as const)("%s, and the connection is that of %s: %s", (certificate, certificateSubject, code) => {
    const dialogue = dialogueOf(certificate);
    const peer = { address: "127.0.0.1", secure: true, certificateSubject };
    const exchange = dialogue.post(clientMessage({}, package1(1201)), SECURE_URL, undefined, "POST", peer);
    expect(statusesOf(dialogue.message(exchange))[0]).toBe(`SyncHdr/0 ${code}`);
    expect(dialogue.notes().includes("device-certificate")).toBe(code === "401");
  });

  test("every message of a session needs it", () => {
    const dialogue = dialogueOf("required");
    const peer = { address: "127.0.0.1", secure: true, certificateSubject: DEVICE };
    const first = dialogue.message(
      dialogue.post(clientMessage({}, package1(1201)), SECURE_URL, undefined, "POST", peer),
    );
    const { RespURI = "" } = first.SyncHdr;
    expect(RespURI.startsWith(`${SECURE_URL}?`)).toBe(true);
    const stolen = dialogue.post(clientMessage({ msg: 2 }, package1(1201)), RespURI);
    expect(statusesOf(dialogue.message(stolen))[0]).toBe("SyncHdr/0 401");
  });
});
