import { describe, expect, test } from "vitest";
import { toBase64, toHex, utf8 } from "../../../../simulator/core/bytes.ts";
import { defaultNonce, md5Credential, secretDigest } from "../../../../simulator/protocols/dm-auth/index.ts";
import {
  decodeNotification,
  serverSecret,
  verifyDigest,
} from "../../../../simulator/protocols/notification/index.ts";
import type { SyncML } from "../../../../simulator/protocols/syncml/index.ts";
import {
  account,
  chal,
  clientMessage,
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

const commands = { mode: { kind: "commands", commands: [get("0", "./DevInfo/Man")] } } as const;
const secret = secretDigest(crypto, "dev17", "lamp-Shade-9");
const md5 = (nonce: Uint8Array) => ({
  type: "syncml:auth-md5",
  data: md5Credential(crypto, secret, nonce).Data,
});

/** A device that lost its nonces: it was notified three times, the last time with the default nonce. */
function notified(): { readonly dialogue: Dialogue; readonly session: string } {
  const client = { ...account.client, nonce: utf8("clientNonce-0000") };
  const dialogue = createDialogue({
    accounts: [{ ...account, client }],
    settings: { respUri: false, notificationTries: 3, notificationWait: 1000 },
  });
  dialogue.open(commands);
  dialogue.wait(2000);
  return { dialogue, session: dialogue.states()[0]?.split("/")[1]?.split(" ")[0] ?? "" };
}

/** Nonce with which the digest of a Package 0 was made. */
function nonceOf(push: Uint8Array | undefined): string {
  const { value } = decodeNotification(push ?? new Uint8Array(0));
  if (!value || !push) throw new Error("no notification");
  const server = { secret: serverSecret(crypto, SERVER_ID, "tide-Pool-4"), nonce: utf8("serverNonce-0000") };
  const verdict = verifyDigest(crypto, push.subarray(0, 16), push.subarray(16), server);
  return verdict.accepted ? verdict.nonce : "none";
}

function nextNonce(message: SyncML): string {
  const [first] = message.SyncBody.commands;
  return toBase64((first?.kind === "Status" ? first.Chal?.Meta.NextNonce : undefined) ?? new Uint8Array(0));
}

describe("DMSEC 5.3.3 nonce resynchronisation", () => {
  test("the last Package 0 is made with the default nonce, under the same session id", () => {
    const { dialogue } = notified();
    expect(dialogue.pushes().map(nonceOf)).toEqual(["stored", "stored", "default"]);
    expect(new Set(dialogue.pushes().map((push) => toHex(push.subarray(16)))).size).toBe(1);
  });

  test("the device answers with the default nonce: both sides use it, then both are renewed", () => {
    const { dialogue, session } = notified();
    const first = dialogue.message(
      dialogue.post(clientMessage({ session, cred: md5(defaultNonce) }, package1(1200))),
    );
    expect(statusesOf(first)[0]).toBe("SyncHdr/0 212");
    const own = secretDigest(crypto, SERVER_ID, "tide-Pool-4");
    expect(first.SyncHdr.Cred?.Data).toBe(md5Credential(crypto, own, defaultNonce).Data);
    const renewed = nextNonce(first);
    expect(dialogue.inventory.device(DEVICE)?.account.client.nonce).toBe(renewed);
    const fresh = toBase64(utf8("serverNonce-0100"));
    dialogue.post(
      clientMessage(
        { session, msg: 2 },
        status(1, 1, 0, "SyncHdr", 212, chal(fresh)) + status(2, 1, 4, "Get", 200),
      ),
    );
    expect(dialogue.inventory.device(DEVICE)?.account.server.nonce).toBe(fresh);
    expect(dialogue.reports.map(({ type }) => type)).toEqual([
      "notified",
      "established",
      "package3",
      "closed",
    ]);
  });

  test("a device whose nonce was right after all is answered with the stored one", () => {
    const { dialogue, session } = notified();
    const first = dialogue.message(
      dialogue.post(clientMessage({ session, cred: md5(utf8("clientNonce-0000")) }, package1(1200))),
    );
    const own = secretDigest(crypto, SERVER_ID, "tide-Pool-4");
    expect(first.SyncHdr.Cred?.Data).toBe(md5Credential(crypto, own, utf8("serverNonce-0000")).Data);
  });

  test("the default nonce is not taken where no notification was made with it", () => {
    const client = { ...account.client, nonce: utf8("clientNonce-0000") };
    const dialogue = createDialogue({ accounts: [{ ...account, client }], settings: { respUri: false } });
    dialogue.open(commands);
    const session = dialogue.states()[0]?.split("/")[1]?.split(" ")[0] ?? "";
    const first = dialogue.post(clientMessage({ session, cred: md5(defaultNonce) }, package1(1200)));
    expect(statusesOf(dialogue.message(first))[0]).toBe("SyncHdr/0 401");
  });

  test("DM12-S-05 a replayed Cred is refused in the next session", () => {
    const client = { ...account.client, nonce: utf8("clientNonce-0000") };
    const dialogue = createDialogue({ accounts: [{ ...account, client }], settings: { respUri: false } });
    const cred = md5(utf8("clientNonce-0000"));
    const codes = ["1", "2"].map(
      (session) =>
        statusesOf(dialogue.message(dialogue.post(clientMessage({ session, cred }, package1(1201)))))[0],
    );
    expect(codes).toEqual(["SyncHdr/0 212", "SyncHdr/0 401"]);
  });
});
