import { describe, expect, test } from "vitest";
import { utf8, utf8Text } from "../../simulator/core/bytes.ts";
import { readDmMessage, type SyncML } from "../../simulator/protocols/syncml/index.ts";
import { alert, exec, get, replace } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { headerStatus } from "./support/credentials.ts";
import { SERVER } from "./support/dialogue.ts";
import { lines } from "./support/lines.ts";
import { deviceState, withCommands, withHeader } from "./support/messages.ts";
import { valueOf } from "./support/trees.ts";

const man = get("./DevInfo/Man");
const noted = {
  type: "com.example.note",
  data: "x",
} as const;

describe.each(encodings)("DM server: messages (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-S-09 MsgID counting (${encoding})`, () => {
    const it = begin({ device: { maxMsgSize: 3_000 } });
    it.manage([replace("./Documents/Notes", "Milk & bread\n".repeat(400))]);
    expect(it.fromServer.length).toBeGreaterThanOrEqual(3);
    for (const messages of [it.fromServer, it.fromDevice])
      expect(messages.map(({ SyncHdr }) => SyncHdr.MsgID)).toEqual(
        messages.map((_, index) => String(index + 1)),
      );
    const sessions = [...it.fromServer, ...it.fromDevice].map(({ SyncHdr }) => SyncHdr.SessionID);
    expect(new Set(sessions).size).toBe(1);
  });

  test(`DM12-S-10 CmdID unique (${encoding})`, () => {
    const it = begin();
    it.manage([
      man,
      replace("./Settings/Ring", "Chime"),
      { kind: "Sequence", CmdID: "", commands: [man, man] },
    ]);
    const ids = (it.fromServer[0]?.SyncBody.commands ?? []).flatMap((command) => [
      command.CmdID,
      ...(command.kind === "Sequence" ? command.commands.map(({ CmdID }) => CmdID) : []),
    ]);
    expect(ids).toHaveLength(8);
    expect(new Set(ids).size).toBe(8);
    for (const id of ids) expect(Number(id)).toBeGreaterThan(0);
  });

  test(`DM12-S-11 answers everything (${encoding})`, () => {
    const it = begin();
    it.alter(({ from, message }) => {
      if (from !== "device" || message.SyncHdr.MsgID !== "2") return undefined;
      const event = {
        ...alert(1226),
        Item: [{ Meta: { Format: "chr", Type: "com.example.note" }, Data: "x" }],
      };
      return { message: withCommands(message, [event]) };
    });
    it.manage([man]);
    expect(lines(it.fromServer[0])).toEqual([
      "Status 1/0 SyncHdr 212 Chal syncml:auth-md5",
      "Status 1/1 Alert 200",
      "Status 1/2 Replace 200",
      "Get ./DevInfo/Man",
      "Final",
    ]);
    // neither Status nor Results of the device's message is answered
    expect(lines(it.fromServer[1])).toEqual(["Status 2/0 SyncHdr 200", "Status 2/900 Alert 200", "Final"]);
  });

  test(`DM12-S-12 media type (${encoding})`, () => {
    for (const [mediaType, type] of [
      ["dm", `application/vnd.syncml.dm+${encoding}`],
      ["without-dm", `application/vnd.syncml+${encoding}`],
    ] as const) {
      const it = begin({ device: { manners: { mediaType } }, irregular: true });
      it.manage([man]);
      expect(it.heard).toHaveLength(4);
      for (const { headers, encoding: heard } of it.heard) {
        expect(headers["content-type"]?.split(";", 1)[0]).toBe(type);
        expect(heard).toBe(encoding);
      }
      expect(it.outcomes()["0"]).toMatchObject({ status: 200 });
    }
  });

  test(`DM12-S-25 generic alert 1226 (${encoding})`, () => {
    const it = begin();
    const meta = {
      Format: "chr",
      Type: "Reversed-Domain-Name: com.example.never.heard.of",
      Mark: "critical",
    };
    const item = (data: string | undefined, Meta: object = meta) => ({
      Source: { LocURI: "./Vendor" },
      Meta,
      ...(data === undefined ? {} : { Data: data }),
    });
    it.alter(({ from, message }) =>
      from === "device" && message.SyncHdr.MsgID === "1"
        ? {
            message: withCommands(message, [
              { ...alert(1226), Correlator: "job-9", Item: [item("one"), item("two & more")] },
              { ...alert(1226), Item: [item("x", { ...meta, Format: "hieroglyphs" })] },
              { ...alert(1226), Item: [item("x", { Format: "chr" })] },
              { ...alert(1226), Item: [item(undefined)] },
              { ...alert(1226), Item: [] },
            ]),
          }
        : undefined,
    );
    it.session();
    expect(lines(it.fromServer[0]).slice(3, 8)).toEqual([
      "Status 1/900 Alert 200",
      "Status 1/901 Alert 415",
      "Status 1/902 Alert 412",
      "Status 1/903 Alert 412",
      "Status 1/904 Alert 412",
    ]);
    const stored = { source: "./Vendor", format: "chr", type: meta.Type, mark: "critical" };
    expect(it.stored("alerts")).toMatchObject([
      {
        code: 1226,
        alertType: "com.example.never.heard.of",
        mark: "critical",
        correlator: "job-9",
        items: [
          { ...stored, data: "one" },
          { ...stored, data: "two & more" },
        ],
      },
    ]);
  });

  test(`DM12-S-26 elements in unusual order (${encoding})`, () => {
    const it = begin({ device: { manners: { order: "misordered" } } });
    it.manage([man, get("./Settings/Volume"), replace("./Settings/Ring", "Chime")]);
    const device = it.heard.filter(({ from }) => from === "device");
    for (const { encoding, body } of device) {
      const { findings } = readDmMessage(encoding, body);
      expect(findings.some(({ code }) => code.includes("order"))).toBe(true);
    }
    expect(headerStatus(it.fromServer[0])?.Data).toBe(212);
    expect(it.outcomes()).toMatchObject({
      "0": { status: 200, items: [{ source: "./DevInfo/Man", data: "Example Labs" }] },
      "1": { status: 200, items: [{ source: "./Settings/Volume", format: "int", data: "5" }] },
      "2": { status: 200 },
    });
  });

  test(`DM12-S-27 same message twice (${encoding})`, () => {
    const it = begin({ irregular: true });
    it.device({ name: "raiseAlert", alert: noted, hold: true });
    it.manage([exec("./Vendor/Reboot")]);
    const [first, , second] = it.heard;
    if (!first || !second) throw new Error("the session has no two messages");
    const last = it.heard.filter(({ from }) => from === "server").at(-1);
    const posted = it.post(second.body, { url: second.url ?? SERVER });
    expect(posted.response?.status).toBe(200);
    expect(posted.response?.body).toEqual(last?.body);
    expect(it.stored("alerts")).toHaveLength(1);
    expect(it.reports.filter(({ name }) => name === "management.finished")).toHaveLength(1);
    expect(it.reports.filter(({ name }) => name === "exec.started")).toHaveLength(1);
  });

  test(`DM12-S-29 bad input (${encoding})`, () => {
    const it = begin({ irregular: true });
    it.session();
    const [given] = it.fromDevice;
    if (!given) throw new Error("the device sent nothing");
    const fresh = (header: Partial<SyncML["SyncHdr"]>) =>
      it.post(withHeader(given, { SessionID: "42", ...header }));
    const whole = it.heard[0]?.body ?? new Uint8Array(0);
    const broken =
      encoding === "xml"
        ? utf8((utf8Text(whole) ?? "").replace("</SyncHdr>", "</Sync>"))
        : whole.slice(0, 90);
    expect(it.post(broken).response?.status).toBe(400);

    const dtd = fresh({ VerDTD: "2.0" });
    expect(dtd.response?.status).toBe(200);
    expect(lines(dtd.message)[0]).toBe("Status 1/0 SyncHdr 505 [=1.2]");
    const proto = fresh({ VerProto: "DM/2.0", SessionID: "43" });
    expect(lines(proto.message)[0]).toBe("Status 1/0 SyncHdr 513 [=DM/1.2]");
    for (const { message } of [dtd, proto])
      for (const line of lines(message)) expect(line).toMatch(/^(Status|Final|Alert 1223)/);

    // another device's message at the address of a running session
    const two = begin({ irregular: true });
    two.alter(({ from, message }) =>
      from === "device" && message.SyncHdr.MsgID === "2"
        ? { message: withHeader(message, { Source: { LocURI: "IMEI:350000000000099" } }) }
        : undefined,
    );
    two.manage([man]);
    const refused = two.heard.filter(({ from }) => from === "server")[1];
    expect([401, 404]).toContain(headerStatus(refused?.message)?.Data ?? refused?.status);
    expect(two.report("management.finished")).toBeUndefined();
    two.wait(300_000);
    expect(deviceState(two)).toBe("idle");

    for (const each of [it, two]) {
      each.alter(undefined);
      each.manage([replace("./Settings/Ring", "Chime")]);
      expect(valueOf(each, "./Settings/Ring")).toBe("Chime");
    }
  });

  test(`DM12-S-30 T goes silent (${encoding})`, () => {
    const it = begin();
    it.alter(({ from, message }) =>
      from === "device" && message.SyncHdr.MsgID === "2" ? "drop" : undefined,
    );
    it.manage([man]);
    it.wait(119_000);
    expect(it.notes).not.toContain("work-requeued");
    it.wait(61_000);
    expect(it.notes).toContain("work-requeued");
    expect(it.report("management.failed")).toBeUndefined();
    it.alter(undefined);
    it.session();
    expect(it.outcomes()["0"]).toMatchObject({ status: 200, items: [{ data: "Example Labs" }] });
  });
});
