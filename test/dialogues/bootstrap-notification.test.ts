import { describe, expect, test } from "vitest";
import { concatBytes, toBase64, utf8 } from "../../simulator/core/bytes.ts";
import {
  decodeNotification,
  encodeTrigger,
  type Trigger,
} from "../../simulator/protocols/notification/index.ts";
import type { DmServerCommand } from "../../simulator/roles/dm-server/index.ts";
import { get } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { headerStatus, nextNonce } from "./support/credentials.ts";
import { crypto, DEVICE, SERVER, SERVER_ID, SERVER_NONCE, SERVER_PASSWORD } from "./support/dialogue.ts";
import { answers, lines } from "./support/lines.ts";
import { nodeOf } from "./support/trees.ts";

type Bootstrap = Extract<DmServerCommand, { name: "bootstrapDevice" }>;
type Security = Bootstrap["security"];

const secrets = { networkId: "262019012345678", userPin: "1234" };

/** `H(B64(H(id:secret)):nonce:B64(H(trigger)))` of DM Security 1.2, 5.4, before the trigger. */
function package0(trigger: Partial<Trigger>, nonce: Uint8Array, password = SERVER_PASSWORD): Uint8Array {
  const octets = encodeTrigger({ sessionId: 0xa7, serverId: SERVER_ID, version: 12, ...trigger });
  const secret = toBase64(crypto.md5(utf8(`${SERVER_ID}:${password}`)));
  const digest = crypto.md5(concatBytes(utf8(`${secret}:`), nonce, utf8(`:${toBase64(crypto.md5(octets))}`)));
  return concatBytes(digest, octets);
}

describe.each(encodings)("Bootstrap (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-61 account by CP and by DM profile (${encoding})`, () => {
    const messages: readonly [Bootstrap["profile"], Security][] = [
      ["cp", "netwpin"],
      ["cp", "userpin"],
      ["cp", "usernetwpin"],
      ["dm", "netwpin"],
      ["dm", "userpin"],
    ];
    for (const [profile, security] of messages) {
      // a message of the DM profile is always WBXML; the sessions after it are in both encodings
      const form = profile === "cp" ? encoding : "wbxml";
      const bootstrap = { deviceId: DEVICE, profile, encoding: form, security, ...secrets };
      const it = begin({ account: "none", device: { bootstrap: secrets } });
      expect(nodeOf(it, "./DMAcc")).toMatchObject({ children: new Map() });
      it.server({ name: "bootstrapDevice", ...bootstrap });
      expect(it.report("bootstrap.applied"), `${profile} ${security}`).toEqual({ serverIds: [SERVER_ID] });
      // nothing answers the bootstrap: what the device sends first is Package 1 of a session
      expect(it.heard[0]).toMatchObject({ from: "device", url: SERVER });
      expect(lines(it.fromDevice[0])[0]).toBe("Alert 1201");
      expect(headerStatus(it.fromServer.at(-1))?.Data).toBe(212);

      const count = it.fromDevice.length;
      it.manage([get("./DMAcc")], { notify: true });
      const [, listed] = answers(it.fromDevice[count + 1]);
      const account = listed?.split("=")[1] ?? "";
      expect(account).toMatch(/^[^/]+$/);
      it.manage([get(`./DMAcc/${account}?prop=ACL`), get(`./DMAcc/${account}/ServerID`)], { notify: true });
      const said = it.fromDevice.flatMap(answers).filter((line) => line.startsWith("Results"));
      const acl = said.find((line) => line.includes("?prop=ACL="))?.split("?prop=ACL=")[1] ?? "";
      for (const command of ["Get", "Replace", "Delete"])
        expect(acl.split("&")).toContain(`${command}=${SERVER_ID}`);
      expect(said.at(-1)).toBe(`Results 1/5 ./DMAcc/${account}/ServerID=${SERVER_ID}`);

      const wary = begin({
        account: "none",
        device: { bootstrap: { networkId: "001010000000001", userPin: "9999" } },
      });
      wary.server({ name: "bootstrapDevice", ...bootstrap });
      expect(wary.report("bootstrap.refused"), `${profile} ${security}`).toBeDefined();
      expect(wary.heard).toEqual([]);
      expect(nodeOf(wary, "./DMAcc")).toMatchObject({ children: new Map() });
    }
  });
});

describe.each(encodings)("Notification (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-62 digest check (${encoding})`, () => {
    const it = begin();
    for (const wrong of [
      package0({}, SERVER_NONCE, "wrong"),
      package0({}, utf8("another nonce 16")),
      package0({ serverId: "nobody.example.com" }, SERVER_NONCE),
      package0({}, SERVER_NONCE).slice(0, 20),
    ])
      it.push(wrong);
    it.wait(60_000);
    expect(it.heard).toEqual([]);
    expect(it.notes.filter((code) => code === "notification-refused")).toHaveLength(4);

    // both nonces of the device are old: the server's last try has the default nonce, and both are renewed
    const stale = utf8("a nonce of before");
    const lost = begin({ account: { serverNonce: stale, clientNonce: stale } });
    lost.manage([get("./DevInfo/Man")], { notify: true });
    expect(lost.fromDevice).toEqual([]);
    lost.wait(60_000);
    expect(lost.pushes).toHaveLength(3);
    const last = lost.pushes[2] ?? new Uint8Array(0);
    const { value } = decodeNotification(last);
    expect(last).toEqual(
      package0({ sessionId: value?.sessionId ?? 0, version: value?.version ?? 0 }, new Uint8Array(4)),
    );
    expect(lines(lost.fromDevice[0])[0]).toBe("Alert 1200");
    expect(lost.outcomes()["0"]).toMatchObject({ status: 200 });
    const renewed = lost.fromServer.map((message) => headerStatus(message)?.Chal).filter(Boolean);
    expect(renewed.length).toBeGreaterThan(0);
    expect(lost.fromDevice.some((message) => headerStatus(message)?.Chal !== undefined)).toBe(true);
    const messages = lost.fromDevice.length;
    lost.manage([get("./DevInfo/Man")], { notify: true });
    expect(lost.pushes).toHaveLength(4);
    expect(lost.fromDevice).toHaveLength(messages + 2);
    expect(headerStatus(lost.fromServer.at(-2))?.Data).toBe(212);
    expect(nextNonce(lost.fromServer.at(-2))).toHaveLength(16);
  });

  test(`DM12-C-63 UI mode and initiator (${encoding})`, () => {
    const modes = ["not-specified", "background", "informative", "user-interaction"] as const;
    for (const [bits, uiMode] of modes.entries()) {
      const it = begin({ device: { behaviour: { user: "person" } } });
      it.manage([get("./DevInfo/Man")], { notify: true, uiMode });
      const { value } = decodeNotification(it.pushes[0] ?? new Uint8Array(0));
      expect(value).toMatchObject({ uiMode: bits, initiator: 1 });
      const question = it.report("user.asked");
      if (uiMode === "user-interaction") {
        expect(question).toMatchObject({ code: 1101 });
        expect(it.heard).toEqual([]);
        it.device({ name: "answerUser", question: String(question?.["question"]), answer: "accept" });
      } else expect(question, uiMode).toBeUndefined();
      expect(lines(it.fromDevice[0])[0], uiMode).toBe("Alert 1200");
      expect(it.outcomes()["0"], uiMode).toMatchObject({ status: 200 });
    }
    const unwilling = begin({ device: { behaviour: { user: { 1101: "reject" } } } });
    unwilling.push(package0({ uiMode: 3 }, SERVER_NONCE));
    expect(unwilling.heard).toEqual([]);
    for (const initiator of [0, 1]) {
      const it = begin();
      it.push(package0({ initiator, sessionId: 0x1f }, SERVER_NONCE));
      expect(it.fromDevice[0]?.SyncHdr.SessionID).toBe("1F");
    }
  });
});
