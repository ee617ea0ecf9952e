import { describe, expect, test } from "vitest";
import { utf8, utf8Text } from "../../simulator/core/bytes.ts";
import { writeDmMessage, type SyncMLInput } from "../../simulator/protocols/syncml/index.ts";
import { get, replace } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { answers, lines } from "./support/lines.ts";
import { deviceState } from "./support/messages.ts";
import { valueOf } from "./support/trees.ts";

describe.each(encodings)("Errors of the server (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-57 NoResp (${encoding})`, () => {
    const it = begin();
    it.manage([{ ...replace("./Settings/Ring", "Chime"), NoResp: true }, get("./DevInfo/Man")]);
    expect(it.fromServer[0]?.SyncBody.commands[3]).toMatchObject({ kind: "Replace", NoResp: true });
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Replace 200 ./Settings/Ring",
      "Status 1/5 Get 200 ./DevInfo/Man",
      "Results 1/5 ./DevInfo/Man=Example Labs",
    ]);
    expect(valueOf(it, "./Settings/Ring")).toBe("Chime");
  });

  test(`DM12-C-58 unknown element or command (${encoding})`, () => {
    const it = begin();
    it.alter(({ from, message, body }) => {
      if (from !== "server" || it.fromServer.length > 0) return undefined;
      const search = {
        kind: "Search",
        CmdID: "77",
        Source: [{ LocURI: "./contacts" }],
        Meta: { Type: "text/x-vcard" },
        Data: "x",
      } as const;
      const withSearch: SyncMLInput = {
        ...message,
        SyncBody: { ...message.SyncBody, dataSync: [search] },
      };
      if (encoding === "wbxml") return { message: withSearch };
      const odd = "<Frobnicate><CmdID>78</CmdID><Item/></Frobnicate><Final";
      const text = utf8Text(writeDmMessage("xml", withSearch)) ?? "";
      expect(body.length).toBeLessThan(text.length);
      return { body: utf8(text.replace("<Final", odd)) };
    });
    it.manage([replace("./Settings/Ring", "Chime"), get("./Settings/Ring")]);
    const said = answers(it.fromDevice[1]);
    expect(said).toContain("Status 1/4 Replace 200 ./Settings/Ring");
    expect(said).toContain("Results 1/5 ./Settings/Ring=Chime");
    const unknown = said.filter((line) => /^Status 1\/7[78] /.test(line));
    expect(unknown).toEqual(
      encoding === "xml"
        ? ["Status 1/77 Search 501", "Status 1/78 Frobnicate 501"]
        : ["Status 1/77 Search 501"],
    );
    expect(it.report("session.closed")).toMatchObject({ by: "server" });
    expect(it.outcomes()).toMatchObject({ "0": { status: 200 }, "1": { status: 200 } });
  });

  test(`DM12-C-59 broken document (${encoding})`, () => {
    const broken: ((body: Uint8Array) => Uint8Array)[] = [
      (body) => body.slice(0, body.length - 12),
      (body) => body.slice(0, Math.floor(body.length / 2)),
      () => new Uint8Array(0),
      () => utf8("this is neither XML nor WBXML"),
    ];
    if (encoding === "xml")
      broken.push((body) => utf8((utf8Text(body) ?? "").replace("</Replace>", "</Replaced>")));
    for (const breakIt of broken) {
      const it = begin();
      it.alter(({ from, body }) => (from === "server" ? { body: breakIt(body) } : undefined));
      it.manage([replace("./Settings/Ring", "Chime"), get("./DevInfo/Man")]);
      it.wait(300_000);
      expect(it.fromDevice).toHaveLength(1);
      expect(deviceState(it)).toBe("idle");
      expect(it.report("session.aborted")).toMatchObject({ by: "device" });
      expect(valueOf(it, "./Settings/Ring")).toBe("Classic");
      // the device lives on
      it.alter(undefined);
      it.session();
      expect(lines(it.fromDevice[1])[0]).toBe("Alert 1201");
    }
  });
});
