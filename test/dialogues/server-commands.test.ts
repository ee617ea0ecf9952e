import { describe, expect, test } from "vitest";
import { concatBytes, toBase64, toHex, utf8 } from "../../simulator/core/bytes.ts";
import { decodeNotification } from "../../simulator/protocols/notification/index.ts";
import { add, alert, atomic, exec, get, remove, replace, sequence } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { crypto, SERVER_ID, SERVER_NONCE, SERVER_PASSWORD } from "./support/dialogue.ts";
import { lines } from "./support/lines.ts";
import { deviceState, withCommands } from "./support/messages.ts";

const man = get("./DevInfo/Man");
const ring = replace("./Settings/Ring", "Chime");

describe.each(encodings)("DM server: commands (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-S-13 issues Get and takes Results (${encoding})`, () => {
    const it = begin();
    it.manage([get("./DevInfo/Man", "./None"), get("./Settings/Wallpaper"), get("./Also/None")]);
    expect(it.outcomes()).toMatchObject({
      "0": { items: [{ source: "./DevInfo/Man", data: "Example Labs" }] },
      "1": {
        status: 200,
        items: [{ format: "bin", binaryData: "R0lGODlhAQABAAAAACw=" }],
      },
      "2": { status: 404, items: [] },
    });
    expect(it.report("management.finished")).toBeDefined();
    // one Item of a Get that is not there makes no success of the whole
    expect(it.outcomes()["0"]?.status).toBe(404);
  });

  test(`DM12-S-14 status outcomes (${encoding})`, () => {
    const it = begin();
    it.manage([
      ring,
      exec("./DiagMon/Restart/Operations/Start"),
      replace("./Settings/None", "x"),
      remove("./DevInfo"),
      add("./Documents/Notes", "x"),
      man,
    ]);
    expect(Object.values(it.outcomes()).map(({ status }) => status)).toEqual([200, 202, 404, 405, 418, 200]);

    const work = [
      add("./Documents/Draft", "x"),
      ring,
      remove("./Documents/Notes"),
      exec("./Vendor/Reboot"),
      man,
    ];
    const uris = ["./Documents/Draft", "./Settings/Ring", "./Documents/Notes", "./Vendor/Reboot"];
    for (const code of [200, 202, 404, 405, 418, 425, 500]) {
      const failures = Object.fromEntries(uris.map((uri) => [uri, code]));
      const each = begin({ device: { behaviour: { failures } } });
      each.manage(work);
      const codes = Object.values(each.outcomes()).map(({ status }) => status);
      expect(codes).toEqual([code, code, code, code, 200]);
      expect(each.outcomes()["4"]?.items).toMatchObject([{ data: "Example Labs" }]);
      expect(each.report("management.finished")).toBeDefined();
    }
  });

  test(`DM12-S-15 202 and later 1226 (${encoding})`, () => {
    const it = begin();
    const start = [
      replace("./DiagMon/Radio/DiagMonConfig/ConfigParams/Samples", "2", { Format: "int" }),
      exec("./DiagMon/Radio/Operations/Start", "job-15"),
    ];
    it.manage(start, { awaitCorrelated: true });
    const [session] = it.fromDevice.map(({ SyncHdr }) => SyncHdr.SessionID);
    expect(it.report("management.finished")).toBeUndefined();
    it.wait(300_000);
    const later = it.fromDevice.find((message) =>
      lines(message).some((line) => line.startsWith("Alert 1226 #job-15")),
    );
    expect(later?.SyncHdr.SessionID).not.toBe(session);
    expect(it.report("management.correlated")).toMatchObject({
      reference: "1",
      alert: { correlator: "job-15" },
    });
    expect(it.outcomes()["1"]).toMatchObject({ status: 202, correlated: { items: [{ data: "200" }] } });
  });

  test(`DM12-S-16 Atomic failure report (${encoding})`, () => {
    const commands = [atomic(ring, replace("./Settings/None", "x"), remove("./Documents/Notes")), man];
    const it = begin();
    it.manage(commands);
    expect(it.outcomes()).toMatchObject({
      "0": { status: 507 },
      "0.1": { status: 216 },
      "0.2": { status: 404 },
      "0.3": { status: 215 },
      "1": { status: 200 },
    });
    expect(it.report("management.finished")).not.toHaveProperty("deviceState");

    const broken = begin({ device: { behaviour: { rollback: "fails" } } });
    broken.manage(commands);
    expect(broken.outcomes()).toMatchObject({ "0": { status: 507 }, "0.1": { status: 516 } });
    expect(broken.report("management.finished")).toMatchObject({ deviceState: "unknown" });
  });

  test(`DM12-S-17 statuses of inner commands (${encoding})`, () => {
    const it = begin();
    it.manage([sequence(get("./Settings/Ring"), replace("./Settings/None", "x"), get("./DevInfo/Mod")), man]);
    expect(it.outcomes()).toMatchObject({
      "0": { status: 200, items: [] },
      "0.1": { status: 200, items: [{ source: "./Settings/Ring", data: "Classic" }] },
      "0.2": { status: 404 },
      "0.3": { status: 200, items: [{ source: "./DevInfo/Mod", data: "Bench-1" }] },
      "1": { status: 200, items: [{ data: "Example Labs" }] },
    });
  });
});

describe.each(encodings)("DM server: sessions (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-S-23 nothing left (${encoding})`, () => {
    const it = begin();
    it.manage([man]);
    expect(lines(it.fromServer.at(-1))).toEqual(["Status 2/0 SyncHdr 200", "Final"]);
    it.wait(600_000);
    expect(it.heard).toHaveLength(4);
    expect(it.heard.at(-1)?.from).toBe("server");
  });

  test(`DM12-S-24 abort of the device (${encoding})`, () => {
    const it = begin();
    it.alter(({ from, message }) =>
      from === "device" ? { message: withCommands(message, [alert(1223)]) } : undefined,
    );
    it.manage([man]);
    expect(lines(it.fromServer[0])).toEqual([
      "Status 1/0 SyncHdr 212 Chal syncml:auth-md5",
      "Status 1/1 Alert 200",
      "Status 1/2 Replace 200",
      "Status 1/900 Alert 200",
      "Final",
    ]);
    expect(it.report("management.failed")).toBeUndefined();
    it.alter(undefined);
    it.session();
    expect(it.outcomes()["0"]).toMatchObject({ status: 200 });

    // in the middle, by the person at the device
    const person = begin({ device: { behaviour: { user: "person" } } });
    person.manage([man, alert(1101, "MAXDT=30", "Go on?")]);
    person.device({ name: "abortSession" });
    person.device({
      name: "answerUser",
      question: String(person.report("user.asked")?.["question"]),
      answer: "accept",
    });
    expect(lines(person.fromDevice[1])).toContain("Alert 1223");
    const reply = lines(person.fromServer[1]);
    expect(reply[0]).toBe("Status 2/0 SyncHdr 200");
    expect(reply.slice(1)).toEqual([expect.stringMatching(/^Status 2\/\d+ Alert 200$/), "Final"]);
    expect(deviceState(person)).toBe("idle");
    expect(person.report("session.aborted")).toMatchObject({ by: "device" });
  });

  test(`DM12-S-28 package 0 (${encoding})`, () => {
    const modes = ["not-specified", "background", "informative", "user-interaction"] as const;
    for (const [bits, uiMode] of modes.entries()) {
      const it = begin({ device: { behaviour: { notification: "ignore" } } });
      it.manage([man], { notify: true, uiMode });
      const [push] = it.pushes;
      if (!push) throw new Error("no package 0 was sent");
      const { value } = decodeNotification(push);
      expect(value).toBeDefined();
      const { sessionId = 0, version = 0 } = value ?? {};
      expect([10, 11, 12]).toContain(version);
      expect(sessionId).toBeGreaterThan(0);
      // version 10 bits, UI mode 2, initiator 1, future use 27, session 16, length 8, server identifier
      const header =
        (BigInt(version) << 54n) |
        (BigInt(bits) << 52n) |
        (1n << 51n) |
        (BigInt(sessionId) << 8n) |
        BigInt(SERVER_ID.length);
      const trigger = concatBytes(
        Uint8Array.from({ length: 8 }, (_, index) => Number((header >> BigInt(8 * (7 - index))) & 0xffn)),
        utf8(SERVER_ID),
      );
      const secret = toBase64(crypto.md5(utf8(`${SERVER_ID}:${SERVER_PASSWORD}`)));
      const digest = crypto.md5(
        concatBytes(utf8(`${secret}:`), SERVER_NONCE, utf8(`:${toBase64(crypto.md5(trigger))}`)),
      );
      expect(toHex(push)).toBe(toHex(concatBytes(digest, trigger)));
    }
  });
});
