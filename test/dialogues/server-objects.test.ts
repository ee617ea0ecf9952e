import { describe, expect, test } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { get, replace } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { lines } from "./support/lines.ts";
import { withBody } from "./support/messages.ts";
import { valueOf } from "./support/trees.ts";

const notes = "./Documents/Notes";
const text = Array.from({ length: 600 }, (_, line) => `Line ${line} & more\n`).join("");
const small = { limits: { messageSize: 3_000 } };

describe.each(encodings)("DM server: large objects (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-S-18 to the device (${encoding})`, () => {
    const it = begin({ device: { maxMsgSize: 3_000 } });
    it.manage([replace(notes, text)]);
    const sent = it.fromServer.flatMap((message) =>
      message.SyncBody.commands.flatMap((command) =>
        command.kind === "Replace" ? [{ message, command }] : [],
      ),
    );
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.map(({ command }) => command.Item[0]?.Meta?.Size)).toEqual([
      utf8(text).length,
      ...sent.slice(1).map(() => undefined),
    ]);
    expect(sent.map(({ command }) => command.Item[0]?.MoreData)).toEqual([
      ...sent.slice(1).map(() => true),
      undefined,
    ]);
    // each chunk waits for the 213 of the one before
    for (const [index, { message, command }] of sent.slice(0, -1).entries()) {
      const next = it.heard.findIndex((each) => each.message === sent[index + 1]?.message);
      const status = `Status ${message.SyncHdr.MsgID}/${command.CmdID} Replace 213 ${notes}`;
      expect(lines(it.heard[next - 1]?.message)).toContain(status);
    }
    expect(valueOf(it, notes)).toBe(text);
    expect(it.outcomes()["0"]).toMatchObject({ status: 200 });
  });

  test(`DM12-S-19 from the device (${encoding})`, () => {
    const it = begin(small);
    it.device({ name: "setValue", uri: notes, value: text });
    it.manage([get(notes)]);
    const chunked = it.fromDevice.filter(({ SyncBody }) =>
      SyncBody.commands.some((command) => command.kind === "Results" && command.Item[0]?.MoreData),
    );
    expect(chunked.length).toBeGreaterThan(2);
    for (const { SyncHdr, SyncBody } of chunked) {
      const results = SyncBody.commands.find(({ kind }) => kind === "Results");
      const reply = it.fromServer.find(({ SyncBody: { commands } }) =>
        commands.some((command) => command.kind === "Status" && command.MsgRef === SyncHdr.MsgID),
      );
      expect(lines(reply)).toEqual([
        `Status ${SyncHdr.MsgID}/0 SyncHdr 200`,
        ...lines(reply).filter((line) => line.endsWith(" Alert 200")),
        `Status ${SyncHdr.MsgID}/${results?.CmdID ?? ""} Results 213`,
        "Alert 1222",
      ]);
    }
    // nothing is said of the last chunk, which is fine
    expect(it.fromServer.flatMap(lines).filter((line) => line.includes(" Results "))).toHaveLength(
      chunked.length,
    );
    expect(it.outcomes()["0"]).toMatchObject({ status: 200, items: [{ source: notes, data: text }] });

    const short = begin(small);
    short.device({ name: "setValue", uri: notes, value: text });
    short.alter(({ from, message }) => {
      const last = message.SyncBody.commands.find(({ kind }) => kind === "Results");
      if (from !== "device" || last?.kind !== "Results" || last.Item[0]?.MoreData) return undefined;
      const cut = { ...last, Item: last.Item.map((item) => ({ ...item, Data: "cut" })) };
      return {
        message: withBody(
          message,
          message.SyncBody.commands.map((each) => (each === last ? cut : each)),
        ),
      };
    });
    short.manage([get(notes)]);
    expect(short.fromServer.flatMap(lines).filter((line) => line.endsWith(" Results 424"))).toHaveLength(1);
    expect(short.outcomes()["0"]).toMatchObject({ items: [] });
    expect(short.outcomes()["0"]?.status).not.toBe(200);
    expect(short.notes).toContain("object-dropped");
  });

  test(`DM12-S-20 interrupted (${encoding})`, () => {
    const it = begin(small);
    it.device({ name: "setValue", uri: notes, value: text });
    it.alter(({ from, message }) =>
      from === "device" && message.SyncHdr.MsgID === "4" ? "drop" : undefined,
    );
    it.manage([get(notes)]);
    it.wait(61_000);
    expect(it.report("session.aborted")).toBeDefined();
    it.alter(undefined);
    const before = it.fromServer.length;
    it.session();
    expect(it.notes).toContain("object-dropped");
    // the new session asks for the whole again, and no part of the old is in it
    expect(lines(it.fromServer[before])).toContain(`Get ${notes}`);
    expect(it.outcomes()["0"]).toMatchObject({ status: 200, items: [{ source: notes, data: text }] });
  });
});

describe.each(encodings)("DM server: messages and packages (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-S-21 respects the device's MaxMsgSize (${encoding})`, () => {
    const it = begin({ device: { maxMsgSize: 2_000 } });
    const many = Array.from({ length: 40 }, (_, index) =>
      get(`./DevDetail/Ext/Memory/Total?prop=Name&x=${index}`),
    );
    it.manage([...many, replace(notes, text.slice(0, 6_000))]);
    const sizes = it.heard.filter(({ from }) => from === "server").map(({ body }) => body.length);
    expect(sizes.length).toBeGreaterThan(4);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000);
    expect(Math.max(...sizes)).toBeGreaterThan(1_000);
    expect(Object.keys(it.outcomes())).toHaveLength(41);
    expect(it.outcomes()["40"]).toMatchObject({ status: 200 });
  });

  test(`DM12-S-22 package from the device without Final (${encoding})`, () => {
    const it = begin({ limits: { messageSize: 2_000 } });
    const names = ["Man", "Mod", "DmV", "Lang", "DevId"];
    const reads = Array.from({ length: 60 }, (_, index) => get(`./DevInfo/${names[index % 5] ?? ""}`));
    it.manage([...reads, replace("./Settings/Ring", "Chime")]);
    const open = it.fromDevice.filter(({ SyncBody }) => SyncBody.Final !== true);
    expect(open.length).toBeGreaterThan(1);
    for (const { SyncHdr } of open) {
      const reply = it.fromServer.find(({ SyncBody: { commands } }) => {
        const [first] = commands;
        return first?.kind === "Status" && first.MsgRef === SyncHdr.MsgID;
      });
      const said = lines(reply);
      expect(said[0]).toBe(`Status ${SyncHdr.MsgID}/0 SyncHdr 200`);
      expect(said.slice(1)).toEqual([
        ...said.slice(1, -1).filter((line) => line.endsWith("Alert 200")),
        "Alert 1222",
      ]);
    }
    const codes = Object.values(it.outcomes()).map(({ status }) => status);
    expect(codes).toEqual(Array.from({ length: 61 }, () => 200));

    // Package 1 in two messages
    const split = begin();
    split.alter(({ from, message }) =>
      from === "device" && message.SyncHdr.MsgID === "1"
        ? { message: withBody(message, message.SyncBody.commands, false) }
        : undefined,
    );
    split.manage([get("./DevInfo/Man")]);
    expect(lines(split.fromServer[0])).toEqual([
      "Status 1/0 SyncHdr 212 Chal syncml:auth-md5",
      "Status 1/1 Alert 200",
      "Status 1/2 Replace 200",
      "Alert 1222",
    ]);
  });
});
