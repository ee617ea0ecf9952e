import { describe, expect, test } from "vitest";
import { toHex, utf8 } from "../../../../simulator/core/bytes.ts";
import { decodeNotification } from "../../../../simulator/protocols/notification/index.ts";
import {
  account,
  clientMessage,
  createDialogue,
  DEVICE,
  get,
  package1,
  statusesOf,
  type DialogueOptions,
} from "./dialogue.ts";

const tunnel = { kind: "tunnel" } as const;
const commands = { kind: "commands", commands: [get("0", "./DevInfo/Man")] } as const;
const open = { ...account, client: { ...account.client, auth: "none" as const } };

/** A device whose last Package 0 had session id A6, as after a restart. */
function afterA6(options: DialogueOptions = {}) {
  const first = createDialogue(options);
  const effects: unknown[] = [];
  first.inventory.update(DEVICE, { lastNotificationId: 0xa6 }, (effect) => effects.push(effect));
  return first;
}

describe("F2.9 Package 0", () => {
  test("F2.9 the worked example, octet for octet", () => {
    const server = { ...account.server, nonce: utf8("serverNonce-0001") };
    const dialogue = afterA6({ accounts: [{ ...account, server }] });
    dialogue.open({ uiMode: "background", mode: tunnel });
    expect(dialogue.pushes().map(toHex)).toEqual([
      "71e97eb340fe90aed9a38777a9855f8202d800000000a70e646d2e6578616d706c652e636f6d",
    ]);
    expect(dialogue.effects.find((effect) => effect.type === "push")).toMatchObject({
      to: DEVICE,
      contentType: "application/vnd.syncml.notification",
      conversation: `dm-session:${DEVICE}/A7`,
    });
    expect(dialogue.reports).toEqual([{ type: "notified", work: "w1" }]);
  });

  test("F2.9 three times with the same octets, then timed out", () => {
    const dialogue = createDialogue({
      settings: { resynchronise: false, notificationTries: 3, notificationWait: 1000 },
    });
    dialogue.open({ mode: tunnel });
    dialogue.wait(2000);
    const pushes = dialogue.pushes().map(toHex);
    expect(pushes).toHaveLength(3);
    expect(new Set(pushes).size).toBe(1);
    expect(dialogue.reports.map((report) => report.type)).toEqual(["notified"]);
    dialogue.wait(1000);
    expect(dialogue.reports.map((report) => report.type)).toEqual(["notified", "timed-out"]);
    expect(dialogue.states().at(-1)).toMatch(/ timedOut$/);
    expect([...dialogue.timers.keys()]).toEqual([]);
  });

  test("F2.9 different sessions have different session ids, and the ids survive a restart", () => {
    const dialogue = createDialogue({ settings: { notificationTries: 1, notificationWait: 1000 } });
    const ids = new Set<number | undefined>();
    for (let round = 0; round < 20; round++) {
      dialogue.open({ work: `w${round}`, mode: tunnel });
      dialogue.wait(1000);
      ids.add(decodeNotification(dialogue.pushes().at(-1) ?? new Uint8Array(0)).value?.sessionId);
    }
    expect(ids.size).toBe(20);
    const last = dialogue.inventory.device(DEVICE)?.lastNotificationId ?? 0;
    expect(ids).toContain(last);
    const commit = dialogue.effects.findIndex((effect) => effect.type === "commit");
    const push = dialogue.effects.findIndex((effect) => effect.type === "push");
    expect(commit).toBeGreaterThanOrEqual(0);
    expect(commit).toBeLessThan(push);
  });

  test("F2.9 after session id FFFF comes 1", () => {
    const dialogue = createDialogue();
    dialogue.inventory.update(DEVICE, { lastNotificationId: 0xffff }, () => undefined);
    dialogue.open({ mode: tunnel });
    expect(dialogue.states()).toEqual([`dm-session:${DEVICE}/1 notified`]);
  });

  test("queued commands for an offline device are notified anew until they expire", () => {
    const dialogue = createDialogue({
      settings: { notificationTries: 1, notificationWait: 1000, notificationRetry: 10_000 },
    });
    dialogue.open({ mode: commands, expires: 30_000 });
    dialogue.wait(12_000);
    expect(dialogue.pushes()).toHaveLength(2);
    expect(dialogue.reports.map((report) => report.type)).toEqual(["notified", "notified"]);
    dialogue.wait(20_000);
    expect(dialogue.reports.at(-1)).toEqual({ type: "timed-out", work: "w1", reason: "expired" });
    expect([...dialogue.timers.keys()]).toEqual([]);
  });
});

test("a tunnel does not wait for commands whose device was not reached", () => {
  const dialogue = createDialogue({ settings: { notificationTries: 1, notificationWait: 1000 } });
  dialogue.open({ work: "w1", mode: commands });
  dialogue.wait(1000);
  dialogue.open({ work: "w2", mode: tunnel });
  expect(dialogue.reports).toEqual([
    { type: "notified", work: "w1" },
    { type: "notified", work: "w2" },
  ]);
  dialogue.wait(15 * 60_000);
  expect(dialogue.reports.map((report) => `${report.work} ${report.type}`)).toEqual([
    "w1 notified",
    "w2 notified",
    "w2 timed-out",
    "w1 notified",
  ]);
});

describe("F2.10 the device answers", () => {
  test("F2.10 Alert 1200 with leading zeros and lower case finds the notified session", () => {
    const dialogue = afterA6({ accounts: [open] });
    dialogue.open({ mode: tunnel });
    dialogue.post(clientMessage({ session: "00a7" }, package1(1200)));
    expect(dialogue.reports).toMatchObject([
      { type: "notified" },
      { type: "established", sessionId: "00a7" },
    ]);
    expect(dialogue.states()).toEqual([
      `dm-session:${DEVICE}/A7 notified`,
      `dm-session:${DEVICE}/A7 established`,
      `dm-session:${DEVICE}/A7 holding`,
    ]);
  });

  test("Alert 1201 of a device that was notified takes the queued work into its own session", () => {
    const dialogue = afterA6({ accounts: [open] });
    dialogue.open({ mode: commands });
    const exchange = dialogue.post(clientMessage({ session: "5" }, package1(1201)));
    expect(dialogue.message(exchange).SyncBody.commands.map((command) => command.kind)).toContain("Get");
    expect(dialogue.reports.map((report) => report.type)).toEqual(["notified", "established"]);
    expect(dialogue.states()).toEqual([
      `dm-session:${DEVICE}/A7 notified`,
      `dm-session:${DEVICE}/A7 closed`,
      `dm-session:${DEVICE}/5 established`,
      `dm-session:${DEVICE}/5 managing`,
    ]);
  });

  test("Alert 1200 that answers no notification is served and closed with statuses only", () => {
    const dialogue = createDialogue({ accounts: [open] });
    const exchange = dialogue.post(clientMessage({ session: "77" }, package1(1200)));
    expect(statusesOf(dialogue.message(exchange))).toEqual(["SyncHdr/0 200", "Alert/1 200", "Replace/2 200"]);
    expect(dialogue.message(exchange).SyncBody).toMatchObject({ Final: true, commands: { length: 3 } });
    expect(dialogue.states().at(-1)).toBe(`dm-session:${DEVICE}/77 closed`);
    expect(dialogue.reports).toEqual([]);
  });

  test("the next work is notified when the session of the first is over", () => {
    const dialogue = createDialogue({ accounts: [open] });
    dialogue.open({ work: "w1", mode: tunnel });
    dialogue.open({ work: "w2", mode: tunnel });
    expect(dialogue.pushes()).toHaveLength(1);
    dialogue.end(false, "w1");
    expect(dialogue.reports.map((report) => `${report.work} ${report.type}`)).toEqual([
      "w1 notified",
      "w1 closed",
      "w2 notified",
    ]);
    expect(dialogue.pushes()).toHaveLength(2);
  });

  test("work for an unknown device is refused", () => {
    const dialogue = createDialogue();
    dialogue.open({ deviceId: "IMEI:1", mode: tunnel });
    expect(dialogue.reports).toEqual([
      { type: "refused", work: "w1", by: "dms", reason: "the device is not known" },
    ]);
  });

  test("work that waits by itself expires in the queue", () => {
    const dialogue = createDialogue();
    dialogue.open({ notify: false, expires: 5000, mode: commands });
    dialogue.wait(5000);
    expect(dialogue.pushes()).toEqual([]);
    expect(dialogue.reports).toEqual([{ type: "timed-out", work: "w1", reason: "expired" }]);
  });
});
