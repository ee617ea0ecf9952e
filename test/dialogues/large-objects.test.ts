import { describe, expect, test } from "vitest";
import { seededRandom } from "../../simulator/core/random.ts";
import { toBase64, utf8 } from "../../simulator/core/bytes.ts";
import type { BodyCommand, Item } from "../../simulator/protocols/syncml/index.ts";
import { add, get, replace } from "./support/commands.ts";
import { dialogues, encodings, type Begin } from "./support/cases.ts";
import type { Dialogue } from "./support/dialogue.ts";
import type { Alter } from "./support/listening-tap.ts";
import { answers, lines } from "./support/lines.ts";
import { insteadOf, withBody, withHeader } from "./support/messages.ts";
import { nodeOf, octetsOf, valueOf } from "./support/trees.ts";

const notes = "./Documents/Notes";
const blob = "./Vendor/Blob";
const text = Array.from({ length: 500 }, (_, line) => `Line ${line} & more\n`).join("");
const octets = seededRandom("blob").bytes(6_000);

/** Items with a chunk, by the message that has them. */
function chunks(messages: readonly { readonly SyncBody: { readonly commands: readonly BodyCommand[] } }[]) {
  return messages.map(({ SyncBody }) =>
    SyncBody.commands.flatMap((command): readonly Item[] =>
      command.kind === "Replace" || command.kind === "Results"
        ? command.Item.filter((item) => item.MoreData || item.Meta?.Size !== undefined)
        : [],
    ),
  );
}

/** Changes the n-th message of the server that has a chunk, counted from 0. */
function alterChunk(
  number: number,
  change: (message: Parameters<Alter>[0]["message"]) => ReturnType<Alter>,
): Alter {
  let seen = -1;
  return ({ from, message }) => {
    const hasChunk = message.SyncBody.commands.some(({ kind }) => kind === "Replace");
    if (from !== "server" || !hasChunk) return undefined;
    seen++;
    return seen === number ? change(message) : undefined;
  };
}

/** A device of small messages. */
const small = (begin: Begin): Dialogue => begin({ device: { maxMsgSize: 3_000 } });

describe.each(encodings)("Large objects (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-42 to the client (${encoding})`, () => {
    const it = begin({ device: { maxMsgSize: 5_000 } });
    it.manage([get("./DevDetail/LrgObj"), replace(blob, octets, { Format: "bin" }), get("./DevInfo/Man")]);
    const sent = it.fromServer.flatMap((message) =>
      message.SyncBody.commands.flatMap((command) =>
        command.kind === "Replace" ? [{ message, command }] : [],
      ),
    );
    expect(sent.length).toBeGreaterThan(1);
    const size = it.encoding === "xml" ? toBase64(octets).length : octets.length;
    for (const [index, { message, command }] of sent.entries()) {
      const [item] = command.Item;
      const last = index === sent.length - 1;
      expect(item?.Target?.LocURI).toBe(blob);
      expect(item?.Meta?.Size).toBe(index === 0 ? size : undefined);
      expect(item?.MoreData).toBe(last ? undefined : true);
      if (!last) expect(message.SyncBody.commands.at(-1)).toBe(command);
      if (!last) expect(message.SyncBody.Final).toBeUndefined();
      const reply = it.fromDevice.find(({ SyncBody }) =>
        SyncBody.commands.some(
          (each) =>
            each.kind === "Status" && each.MsgRef === message.SyncHdr.MsgID && each.CmdRef === command.CmdID,
        ),
      );
      const said = lines(reply);
      const code = last ? 200 : 213;
      expect(said).toContain(`Status ${message.SyncHdr.MsgID}/${command.CmdID} Replace ${code} ${blob}`);
      // what a Get before the object brought goes along, and stands for the request for the next message
      if (!last && !said.some((line) => line.startsWith("Results"))) expect(said.at(-1)).toBe("Alert 1222");
      if (!last) expect(said).not.toContain("Final");
    }
    expect(valueOf(it, blob)).toBe(toBase64(octets));
    expect(it.outcomes()).toMatchObject({ "0": { status: 200 }, "1": { status: 200 }, "2": { status: 200 } });
  });

  test(`DM12-C-43 size mismatch (${encoding})`, () => {
    const it = small(begin);
    let last = -1;
    it.alter(({ from, message }) => {
      if (from !== "server") return undefined;
      const chunk = message.SyncBody.commands.find(({ kind }) => kind === "Replace");
      if (chunk?.kind !== "Replace" || chunk.Item[0]?.MoreData) return undefined;
      last = it.fromServer.length;
      const rest = message.SyncBody.commands.filter((command) => command !== chunk);
      return {
        message: withBody(message, [
          ...rest,
          { ...chunk, Item: chunk.Item.map((item) => ({ ...item, Data: "x" })) },
        ]),
      };
    });
    it.manage([replace(notes, text), get(notes)]);
    expect(last).toBeGreaterThan(0);
    const codes = it.fromDevice.flatMap(answers).filter((line) => line.includes(`Replace`));
    expect(codes.map((line) => line.split(" ")[3])).toEqual([
      ...Array.from({ length: last }, () => "213"),
      "424",
    ]);
    expect(it.fromDevice.flatMap(answers).at(-1)).toMatch(/=Milk, bread, batteries$/);
    expect(it.outcomes()["0"]).toMatchObject({ status: 424 });
  });

  test(`DM12-C-44 missing end (${encoding})`, () => {
    const it = small(begin);
    it.alter(alterChunk(1, (message) => ({ message: insteadOf(message, [get("./DevInfo/Man")]) })));
    it.manage([replace(notes, text)]);
    const reply = lines(it.fromDevice[2]);
    expect(reply).toContain("Status 2/900 Get 200 ./DevInfo/Man");
    expect(reply.filter((line) => line.startsWith("Alert 1225"))).toEqual([
      expect.stringMatching(/^Alert 1225 .*\.\/Documents\/Notes$/),
    ]);
    // the object is dropped; the server starts it anew, and this time it arrives
    expect(valueOf(it, notes)).toBe(text);
    const sizes = chunks(it.fromServer).map(
      (items) => items.filter(({ Meta }) => Meta?.Size !== undefined).length,
    );
    expect(sizes.reduce((sum, count) => sum + count, 0)).toBe(2);

    // and where its end never comes, nothing is stored
    const halted = begin({ device: { maxMsgSize: 3_000 }, irregular: true });
    halted.alter(({ from, message }) => {
      const hasChunk = message.SyncBody.commands.some(({ kind }) => kind === "Replace");
      if (from !== "server" || halted.fromServer.length === 0 || !hasChunk) return undefined;
      return { message: insteadOf(message, [get("./DevInfo/Man")]) };
    });
    halted.manage([replace(notes, text)]);
    expect(valueOf(halted, notes)).toBe("Milk, bread, batteries");
    expect(halted.outcomes()["0"]?.status).not.toBe(200);
  });

  test(`DM12-C-45 from the client (${encoding})`, () => {
    const it = begin({ limits: { messageSize: 3_000 } });
    it.device({ name: "setValue", uri: notes, value: text });
    it.manage([get(notes), get("./DevInfo/Man")]);
    expect(it.fromServer[0]?.SyncHdr.Meta?.MaxMsgSize).toBe(3_000);
    const sent = it.heard.filter(
      ({ from, message }) => from === "device" && chunks([message])[0]?.length !== 0,
    );
    expect(sent.length).toBeGreaterThan(1);
    let joined = "";
    const all = it.fromDevice.flatMap(({ SyncBody }) =>
      SyncBody.commands.flatMap((command) =>
        command.kind === "Results" ? command.Item.filter((item) => item.Source?.LocURI === notes) : [],
      ),
    );
    for (const [index, item] of all.entries()) {
      joined += new TextDecoder().decode(octetsOf(item));
      expect(item.Meta?.Size).toBe(index === 0 ? utf8(text).length : undefined);
      expect(item.MoreData).toBe(index === all.length - 1 ? undefined : true);
    }
    expect(joined).toBe(text);
    for (const { body } of sent) expect(body.length).toBeLessThanOrEqual(3_000);
    const next = it.fromServer.flatMap(lines).filter((line) => line.startsWith("Alert 1222"));
    expect(next).toHaveLength(all.length - 1);
    expect(it.outcomes()["0"]).toMatchObject({ status: 200, items: [{ source: notes, data: text }] });
    expect(it.outcomes()["1"]).toMatchObject({ status: 200, items: [{ data: "Example Labs" }] });
  });

  test(`DM12-C-46 over MaxObjSize (${encoding})`, () => {
    const it = begin({ device: { maxMsgSize: 3_000, maxObjSize: 1_000 } });
    it.alter(({ from, message }) =>
      from === "device"
        ? {
            message: withHeader(message, {
              Meta: { ...message.SyncHdr.Meta, EMI: [], MaxObjSize: undefined },
            }),
          }
        : undefined,
    );
    it.manage([add("./Documents/Large", text)]);
    expect(it.fromDevice[0]?.SyncHdr.Meta?.MaxObjSize).toBe(1_000);
    expect(answers(it.fromDevice[1])).toEqual([
      expect.stringMatching(/^Status 1\/4 Add (413|416) \.\/Documents\/Large$/),
    ]);
    expect(nodeOf(it, "./Documents/Large")).toBeUndefined();
    expect(["413", "416"]).toContain(String(it.outcomes()["0"]?.status));
  });
});

describe.each(encodings)("Multi-message packages (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-47 package in several messages (${encoding})`, () => {
    const it = small(begin);
    it.manage([replace(notes, text), replace("./Settings/Ring", "Chime"), get("./DevInfo/Man")]);
    const finals = it.fromServer.map(({ SyncBody }) => SyncBody.Final === true);
    expect(finals.length).toBeGreaterThan(3);
    // Package 2 ends with the first Final of the server; until then the device sends none
    const end = finals.indexOf(true);
    expect(end).toBeGreaterThan(1);
    expect(finals.slice(end)).not.toContain(false);
    for (const [index, message] of it.fromDevice.slice(1).entries()) {
      const said = lines(message);
      if (index < end) {
        expect(said).not.toContain("Final");
        expect(said.at(-1)).toBe("Alert 1222");
      } else expect(said.at(-1)).toBe("Final");
    }
    expect([valueOf(it, "./Settings/Ring"), valueOf(it, notes)]).toEqual(["Chime", text]);
    expect(it.outcomes()).toMatchObject({ "0": { status: 200 }, "1": { status: 200 }, "2": { status: 200 } });
  });
});
