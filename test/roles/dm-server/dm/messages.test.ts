import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../simulator/core/bytes.ts";
import type { Effect } from "../../../../simulator/wire/role.ts";
import {
  account,
  clientAlert,
  clientMessage,
  commandsOf,
  createDialogue,
  DEVICE,
  get,
  package1,
  replace,
  SERVER_URL,
  status,
  statusesOf,
  type Dialogue,
  type DialogueOptions,
} from "./dialogue.ts";

const accounts = [{ ...account, client: { ...account.client, auth: "none" as const } }];
const commands = {
  notify: false,
  mode: { kind: "commands", commands: [get("0", "./DevInfo/Man")] },
} as const;

function open(options: DialogueOptions = {}): Dialogue {
  return createDialogue({ accounts, ...options, settings: { respUri: false, ...options.settings } });
}
const genericAlert = (cmdId: number, type: string, data = "200"): string =>
  `<Alert><CmdID>${cmdId}</CmdID><Data>1226</Data><Correlator>job-7781</Correlator><Item><Source><LocURI>./FwUpdate/Pkg1</LocURI></Source><Meta><Format xmlns="syncml:metinf">int</Format><Type xmlns="syncml:metinf">${type}</Type><Mark xmlns="syncml:metinf">informational</Mark></Meta><Data>${data}</Data></Item></Alert>`;

describe("DMPRO HTTP binding", () => {
  test.each([
    ["another method", { method: "GET" }, 405],
    ["no content type", { headers: {} }, 415],
    ["another content type", { headers: { "content-type": "text/xml" } }, 415],
    ["a body that is not XML", { body: "hello" }, 400],
    ["XML that is not well formed", { body: "<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr>" }, 400],
    ["a document type declaration", { body: `<!DOCTYPE a>${clientMessage({}, package1(1201))}` }, 400],
    ["another document", { body: "<a/>" }, 400],
    ["a header without a session", { body: clientMessage({ session: "" }, package1(1201)) }, 400],
    ["an empty body", { body: "" }, 400],
  ])("%s", (_, request, code) => {
    const dialogue = open();
    const { body = clientMessage({}, package1(1201)), method = "POST" } = request as {
      body?: string;
      method?: string;
    };
    const { headers } = request as { headers?: Record<string, string> };
    const exchange = dialogue.post(
      body,
      SERVER_URL,
      headers ?? { "content-type": "application/vnd.syncml.dm+xml" },
      method,
    );
    expect(dialogue.responseTo(exchange).status).toBe(code);
    expect(dialogue.notes()).toHaveLength(1);
  });

  test("a message over the limit is refused", () => {
    const dialogue = open({ limits: { messageSize: 100 } });
    expect(dialogue.responseTo(dialogue.post(clientMessage({}, package1(1201)))).status).toBe(413);
  });

  test("a charset parameter is accepted; the response forbids caching", () => {
    const dialogue = open();
    const exchange = dialogue.post(clientMessage({}, package1(1201)), SERVER_URL, {
      "content-type": "application/vnd.syncml.dm+xml; charset=utf-8",
    });
    expect(dialogue.responseTo(exchange)).toMatchObject({
      status: 200,
      headers: { "content-type": "application/vnd.syncml.dm+xml", "cache-control": "private, no-store" },
    });
  });
});

describe("DMPRO versions", () => {
  test.each([
    [{ dtd: "1.3" }, 505, "1.2"],
    [{ proto: "DM/1.3" }, 513, "DM/1.2"],
    [{ dtd: "1.1", proto: "DM/1.1" }, 505, "1.2"],
  ])("DM12-S-29 %j is refused and the supported version named", (header, code, supported) => {
    const dialogue = open();
    const message = dialogue.message(dialogue.post(clientMessage(header, package1(1201))));
    expect(statusesOf(message)).toEqual([`SyncHdr/0 ${code}`, `Alert/1 ${code}`, `Replace/2 ${code}`]);
    expect(message.SyncBody.commands[0]).toMatchObject({ Item: [{ Data: supported }] });
    expect(message.SyncBody.Final).toBe(true);
  });

  test("version 1.1 is served where that is set", () => {
    const dialogue = open({ settings: { acceptVersion11: true } });
    const message = dialogue.message(
      dialogue.post(clientMessage({ dtd: "1.1", proto: "DM/1.1" }, package1(1201))),
    );
    expect(statusesOf(message)[0]).toBe("SyncHdr/0 200");
    expect(message.SyncHdr).toMatchObject({ VerDTD: "1.1", VerProto: "DM/1.1" });
  });
});

describe("contract 12: RespURI with a token", () => {
  const started = (): Dialogue & { readonly respUri: string } => {
    const dialogue = createDialogue({ accounts });
    dialogue.open(commands);
    const { RespURI = "" } = dialogue.message(dialogue.post(clientMessage({}, package1(1201)))).SyncHdr;
    return { ...dialogue, respUri: RespURI };
  };
  const answer = status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200);

  test("the session goes on at its own address", () => {
    const dialogue = started();
    expect(dialogue.respUri).toMatch(/^https:\/\/dm\.example\.com\/oma\?s=[0-9a-f]{32}$/);
    const exchange = dialogue.post(clientMessage({ msg: 2 }, answer), dialogue.respUri);
    expect(statusesOf(dialogue.message(exchange))).toEqual(["SyncHdr/0 200"]);
    expect(dialogue.reports.map((report) => report.type)).toEqual(["established", "package3", "closed"]);
  });

  test.each([
    ["without the token", SERVER_URL],
    ["with a wrong token", `${SERVER_URL}?s=00000000000000000000000000000000`],
  ])("a message %s does not reach the session", (_, url) => {
    const dialogue = started();
    expect(dialogue.responseTo(dialogue.post(clientMessage({ msg: 2 }, answer), url)).status).toBe(404);
    expect(dialogue.reports.map((report) => report.type)).toEqual(["established"]);
    dialogue.post(clientMessage({ msg: 2 }, answer), dialogue.respUri);
    expect(dialogue.reports.at(-1)?.type).toBe("closed");
  });

  test("DM12-S-29 another device's message at the session's address is refused, the session goes on", () => {
    const dialogue = started();
    const message = dialogue.message(
      dialogue.post(clientMessage({ msg: 2, source: "IMEI:2" }, answer), dialogue.respUri),
    );
    expect(statusesOf(message)).toEqual(["SyncHdr/0 401"]);
    dialogue.post(clientMessage({ msg: 2 }, answer), dialogue.respUri);
    expect(dialogue.reports.at(-1)?.type).toBe("closed");
  });

  test("a repeated first message gets the stored response, address and all", () => {
    const dialogue = started();
    const again = dialogue.message(dialogue.post(clientMessage({}, package1(1201))));
    expect(again.SyncHdr.RespURI).toBe(dialogue.respUri);
    expect(dialogue.reports).toHaveLength(1);
  });
});

describe("repetitions", () => {
  test("the same MsgID and octets get the same octets again, also after the end", () => {
    const dialogue = open();
    dialogue.open(commands);
    dialogue.post(clientMessage({}, package1(1201)));
    const body = clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200));
    const [first, second] = [dialogue.post(body), dialogue.post(body)];
    expect(dialogue.text(second)).toBe(dialogue.text(first));
    expect(dialogue.reports.map((report) => report.type)).toEqual(["established", "package3", "closed"]);
  });

  test("a device without credentials that begins again with the same octets gets a new session", () => {
    const dialogue = open();
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.open(commands);
    expect(commandsOf(dialogue.message(dialogue.post(clientMessage({}, package1(1201)))))).toEqual(["Get/4"]);
  });

  test("a message after the end is answered with statuses only", () => {
    const dialogue = open();
    dialogue.post(clientMessage({}, package1(1201)));
    const late = dialogue.message(
      dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + genericAlert(2, "x"))),
    );
    expect(statusesOf(late)).toEqual(["SyncHdr/0 200", "Alert/2 417"]);
  });
});

describe("DMPRO 8 packages over several messages", () => {
  test("Package 1 without Final: next-message reply, then the work begins with the whole of it", () => {
    const dialogue = open();
    dialogue.open(commands);
    const first = dialogue.message(dialogue.post(clientMessage({}, package1(1201), false)));
    expect(commandsOf(first)).toEqual(["Alert/4"]);
    expect(first.SyncBody).toMatchObject({ commands: { 3: { Data: 1222 } } });
    expect(first.SyncBody.Final).toBeUndefined();
    const body = status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Alert", 200) + genericAlert(3, "urn:x");
    const second = dialogue.message(dialogue.post(clientMessage({ msg: 2 }, body)));
    expect(commandsOf(second)).toEqual(["Get/3"]);
    const [report] = dialogue.reports;
    expect(
      report?.type === "established" && report.package1.SyncBody.commands.map(({ kind }) => kind),
    ).toEqual(["Alert", "Replace", "Status", "Status", "Alert"]);
  });

  test("Package 3 over two messages, Results first, MsgRef of the Results missing", () => {
    const dialogue = open();
    dialogue.open({
      notify: false,
      mode: { kind: "commands", commands: [get("0", "./A"), replace("1", "./B", "x")] },
    });
    dialogue.post(clientMessage({}, package1(1201)));
    const results =
      "<Results><CmdID>2</CmdID><CmdRef>4</CmdRef><Item><Source><LocURI>./A</LocURI></Source><Data>a</Data></Item></Results>";
    const first = dialogue.message(
      dialogue.post(
        clientMessage(
          { msg: 2 },
          status(1, 1, 0, "SyncHdr", 212) + results + status(3, 1, 4, "Get", 200),
          false,
        ),
      ),
    );
    expect(commandsOf(first)).toEqual(["Alert/2"]);
    dialogue.post(
      clientMessage({ msg: 3 }, status(1, 2, 0, "SyncHdr", 200) + status(2, 1, 5, "Replace", 200)),
    );
    expect(dialogue.reports.at(-2)).toMatchObject({
      type: "package3",
      outcomes: [
        { reference: "0", status: 200, items: [{ source: "./A", data: "a" }] },
        { reference: "1", status: 200 },
      ],
      messages: { length: 2 },
    });
  });

  test("a client that never says Final is taken at its word once everything is answered", () => {
    const dialogue = open();
    dialogue.open(commands);
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.post(
      clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200), false),
    );
    dialogue.post(
      clientMessage({ msg: 3 }, status(1, 2, 0, "SyncHdr", 200) + status(2, 2, 2, "Alert", 200), false),
    );
    expect(dialogue.reports.map((report) => report.type)).toEqual(["established", "package3", "closed"]);
  });

  test("a chunked Results item is put together, with 213 for the chunk", () => {
    const dialogue = open();
    dialogue.open(commands);
    dialogue.post(clientMessage({}, package1(1201)));
    const chunk = (cmdId: number, data: string, more: string): string =>
      `<Results><CmdID>${cmdId}</CmdID><MsgRef>1</MsgRef><CmdRef>4</CmdRef><Item><Source><LocURI>./DevInfo/Man</LocURI></Source><Data>${data}</Data>${more}</Item></Results>`;
    const first = dialogue.message(
      dialogue.post(
        clientMessage(
          { msg: 2 },
          status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200) + chunk(3, "Example ", "<MoreData/>"),
          false,
        ),
      ),
    );
    expect(statusesOf(first)).toEqual(["SyncHdr/0 200", "Results/3 213"]);
    expect(commandsOf(first)).toEqual(["Alert/3"]);
    dialogue.post(clientMessage({ msg: 3 }, status(1, 2, 0, "SyncHdr", 200) + chunk(2, "Labs", "")));
    expect(dialogue.reports.at(-2)).toMatchObject({ outcomes: [{ items: [{ data: "Example Labs" }] }] });
  });

  test("commands without a Status at the end of the package are told with 506", () => {
    const dialogue = open();
    dialogue.open({
      notify: false,
      mode: { kind: "commands", commands: [get("0", "./A"), get("1", "./B")] },
    });
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 5, "Get", 200)));
    expect(dialogue.reports.at(-2)).toMatchObject({
      outcomes: [
        { reference: "0", status: 506 },
        { reference: "1", status: 200 },
      ],
    });
    expect(dialogue.notes()).toContain("status-missing");
  });
});

describe("DM12-S-21 MaxMsgSize", () => {
  const size = (octets: number): string => `<MaxMsgSize xmlns="syncml:metinf">${octets}</MaxMsgSize>`;

  test("commands are split over packages, no message is larger, outcomes come as one", () => {
    const dialogue = open();
    const many = Array.from({ length: 12 }, (_, index) =>
      replace(String(index), `./V/${index}`, "x".repeat(300)),
    );
    dialogue.open({ notify: false, mode: { kind: "commands", commands: many } });
    let exchange = dialogue.post(clientMessage({ meta: size(2000) }, package1(1201)));
    let answered = 0;
    for (let msg = 2; msg < 20; msg++) {
      expect(dialogue.responseTo(exchange).body.length).toBeLessThanOrEqual(2000);
      const message = dialogue.message(exchange);
      if (commandsOf(message).length === 0) break;
      expect(message.SyncBody.Final).toBe(true);
      answered += commandsOf(message).length;
      const answers = message.SyncBody.commands
        .filter((command) => command.kind === "Replace")
        .map((command, index) => status(index + 2, msg - 1, Number(command.CmdID), "Replace", 200));
      exchange = dialogue.post(
        clientMessage({ msg, meta: size(2000) }, status(1, msg - 1, 0, "SyncHdr", 212) + answers.join("")),
      );
    }
    expect(answered).toBe(12);
    expect(dialogue.reports.map((report) => report.type)).toEqual(["established", "package3", "closed"]);
    expect(dialogue.reports[1]).toMatchObject({ outcomes: { length: 12 } });
  });

  test("a command that does not fit beside the first statuses goes into a message of its own", () => {
    const dialogue = open();
    dialogue.open({
      notify: false,
      mode: { kind: "commands", commands: [replace("0", "./V", "x".repeat(600))] },
    });
    const first = dialogue.message(dialogue.post(clientMessage({ meta: size(1500) }, package1(1201))));
    expect(first.SyncBody.Final).toBeUndefined();
    expect(commandsOf(first)).toEqual([]);
    const second = dialogue.message(
      dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 212) + clientAlert(2, 1222), false)),
    );
    expect(commandsOf(second)).toEqual(["Replace/3"]);
    expect(second.SyncBody.Final).toBe(true);
  });

  test("a command that can never fit is told with 413 and not sent; the others are", () => {
    const dialogue = open();
    const list = [replace("0", "./V", "x".repeat(3000)), get("1", "./A")];
    dialogue.open({ notify: false, mode: { kind: "commands", commands: list } });
    const exchange = dialogue.post(clientMessage({ meta: size(2000) }, package1(1201)));
    expect(commandsOf(dialogue.message(exchange))).toEqual(["Get/4"]);
    dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200)));
    expect(dialogue.reports[1]).toMatchObject({
      outcomes: [
        { reference: "0", status: 413 },
        { reference: "1", status: 200 },
      ],
    });
  });

  test("a package of which nothing fits is answered without a word to the device; the tunnel goes on", () => {
    const dialogue = open();
    dialogue.open({ notify: false, mode: { kind: "tunnel" } });
    const held = dialogue.post(clientMessage({ meta: size(2000) }, package1(1201)));
    dialogue.supply([replace("0", "./V", "x".repeat(3000))]);
    expect(dialogue.responsesTo(held)).toEqual([]);
    expect(dialogue.reports.at(-1)).toMatchObject({
      type: "package3",
      outcomes: [{ reference: "0", status: 413 }],
    });
    dialogue.supply([get("0", "./A")]);
    expect(commandsOf(dialogue.message(held))).toEqual(["Get/4"]);
  });
});

describe("F3.8 F3.9 alerts of the device", () => {
  const type = "Reversed-Domain-Name: org.openmobilealliance.dm.firmwareupdate.downloadandupdate";

  test("F3.9 a generic alert is committed before its Status 200 goes out", () => {
    const dialogue = open();
    const exchange = dialogue.post(clientMessage({}, package1(1201) + genericAlert(3, type)));
    expect(statusesOf(dialogue.message(exchange)).at(-1)).toBe("Alert/3 200");
    const commit = dialogue.effects.findIndex(
      (effect) => effect.type === "commit" && effect.writes[0]?.collection === "alerts",
    );
    expect(commit).toBeGreaterThanOrEqual(0);
    expect(commit).toBeLessThan(dialogue.effects.findIndex((effect) => effect.type === "respond"));
    const effect = dialogue.effects[commit];
    expect(effect?.type === "commit" && effect.writes[0]?.value).toMatchObject({
      deviceId: DEVICE,
      code: 1226,
      alertType: "org.openmobilealliance.dm.firmwareupdate.downloadandupdate",
      correlator: "job-7781",
      mark: "informational",
      items: [{ source: "./FwUpdate/Pkg1", format: "int", data: "200" }],
    });
  });

  test("F3.9 a failed write answers with 500, never 200, and nothing else changes", () => {
    const dialogue = open();
    const exchange = dialogue.post(clientMessage({}, package1(1201) + genericAlert(3, type)));
    const commit = dialogue.effects.findIndex(
      (effect) => effect.type === "commit" && effect.writes[0]?.collection === "alerts",
    );
    const foreign: Effect = { type: "report", report: { name: "x", data: {} } };
    const dropped = [...dialogue.effects.splice(commit).slice(1), foreign];
    const rest = dialogue.dm.commitFailed(dropped, dialogue.moment(), dialogue.sink);
    expect(rest).toEqual([foreign]);
    expect(statusesOf(dialogue.message(exchange))).toEqual([
      "SyncHdr/0 200",
      "Alert/1 200",
      "Replace/2 200",
      "Alert/3 500",
    ]);
    expect(dialogue.text(dialogue.post(clientMessage({ msg: 1 }, "")))).not.toBe("");
    expect(dialogue.states().at(-1)).toMatch(/ closed$/);
  });

  test("a write that fails while the response is held turns the Status that is due", () => {
    const dialogue = open();
    dialogue.open({ notify: false, mode: { kind: "tunnel" } });
    const held = dialogue.post(clientMessage({}, package1(1201) + genericAlert(3, type)));
    const commit = dialogue.effects.findIndex(
      (effect) => effect.type === "commit" && effect.writes[0]?.collection === "alerts",
    );
    dialogue.dm.commitFailed(dialogue.effects.splice(commit).slice(1), dialogue.moment(), dialogue.sink);
    dialogue.supply([]);
    expect(statusesOf(dialogue.message(held))).toContain("Alert/3 500");
  });

  test("other alerts: 1224 stored, 1225 accepted, without Items 412, user interaction 406", () => {
    const dialogue = open();
    const item = "<Item><Data>x</Data></Item>";
    const body =
      package1(1201) +
      clientAlert(3, 1224, item) +
      clientAlert(4, 1225) +
      clientAlert(5, 1226) +
      clientAlert(6, 1100, item) +
      "<Get><CmdID>7</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item></Get>";
    expect(statusesOf(dialogue.message(dialogue.post(clientMessage({}, body)))).slice(3)).toEqual([
      "Alert/3 200",
      "Alert/4 200",
      "Alert/5 412",
      "Alert/6 406",
      "Get/7 405",
    ]);
  });

  test("DevInfo: missing, with vendor nodes, from another session added to what is known", () => {
    const dialogue = open();
    dialogue.post(clientMessage({ session: "1" }, package1(1201)));
    dialogue.post(clientMessage({ session: "2" }, clientAlert(1, 1201)));
    const vendor =
      "<Replace><CmdID>2</CmdID><Item><Source><LocURI>./DevInfo/Ext/Color</LocURI></Source><Data>red</Data></Item><Item><Source><LocURI>./DevDetail/FwV</LocURI></Source><Data>1.0.7</Data></Item></Replace>";
    dialogue.post(clientMessage({ session: "3" }, clientAlert(1, 1201) + vendor));
    expect(dialogue.inventory.device(DEVICE)).toMatchObject({
      manufacturer: "Example Labs",
      firmwareVersion: "1.0.7",
      devInfo: { Man: "Example Labs", "Ext/Color": "red" },
    });
  });
});

describe("bad input", () => {
  const word = fc.constantFrom("1", "2", "", "0", "x", "1F", "20", "99999999999", "-1");
  const code = fc.constantFrom(
    200,
    212,
    401,
    407,
    213,
    500,
    0,
    1200,
    1201,
    1222,
    1223,
    1224,
    1225,
    1226,
    1100,
    9999,
  );
  const part = fc.oneof(
    fc
      .record({ a: word, b: word, c: word, d: code })
      .map(
        ({ a, b, c, d }) =>
          `<Status><CmdID>${a}</CmdID><MsgRef>${b}</MsgRef><CmdRef>${c}</CmdRef><Cmd>Get</Cmd><Data>${d}</Data></Status>`,
      ),
    fc
      .record({ a: word, b: word, d: code })
      .map(
        ({ a, b, d }) =>
          `<Status><CmdID>${a}</CmdID><MsgRef>${b}</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Chal><Meta><Type xmlns="syncml:metinf">syncml:auth-md5</Type></Meta></Chal><Data>${d}</Data></Status>`,
      ),
    fc.record({ a: word, d: code }).map(({ a, d }) => clientAlert(Number(a) || 1, d, "<Item/>")),
    fc
      .record({ a: word, b: word })
      .map(
        ({ a, b }) =>
          `<Results><CmdID>${a}</CmdID><CmdRef>${b}</CmdRef><Item><Data><b>x</b></Data><MoreData/></Item></Results>`,
      ),
    fc.constantFrom(
      package1(1201),
      package1(1200),
      "<Get/>",
      "<Nonsense/>",
      "<Atomic><CmdID>3</CmdID></Atomic>",
      "text",
    ),
  );
  const message = fc.record({
    header: fc.record({
      session: fc.constantFrom("1F", "20", "A7"),
      msg: fc.integer({ min: 0, max: 4 }),
      source: fc.constantFrom(DEVICE, "IMEI:2", "x"),
      dtd: fc.constantFrom("1.2", "1.2", "1.2", "9"),
      meta: fc.constantFrom(
        "",
        '<MaxMsgSize xmlns="syncml:metinf">0</MaxMsgSize>',
        '<MaxMsgSize xmlns="syncml:metinf">900</MaxMsgSize>',
      ),
    }),
    parts: fc.array(part, { maxLength: 5 }),
    final: fc.boolean(),
    cut: fc.option(fc.integer({ min: 0, max: 2000 }), { freq: 8 }),
  });

  test("whatever clients send: exactly one response each, nothing is thrown, an undisturbed session completes", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), fc.boolean(), (messages, respUri) => {
        const bystander = {
          ...account,
          deviceId: "IMEI:77",
          client: { ...account.client, auth: "none" as const, username: "" },
        };
        const dialogue = open({ accounts: [...accounts, bystander], settings: { respUri } });
        dialogue.open(commands);
        dialogue.open({ ...commands, work: "w2" });
        dialogue.open({ ...commands, work: "w3", deviceId: "IMEI:77" });
        const first = dialogue.message(
          dialogue.post(clientMessage({ session: "7", source: "IMEI:77" }, package1(1201))),
        );
        for (const { header, parts, final, cut } of messages) {
          const whole = clientMessage(header, parts.join(""), final);
          const exchange = dialogue.post(cut === null ? whole : utf8(whole).subarray(0, cut));
          expect(dialogue.responsesTo(exchange)).toHaveLength(1);
          dialogue.wait(1000);
        }
        const body = status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200);
        dialogue.post(
          clientMessage({ session: "7", source: "IMEI:77", msg: 2 }, body),
          first.SyncHdr.RespURI ?? SERVER_URL,
        );
        expect(
          dialogue.reports.filter((report) => report.work === "w3").map((report) => report.type),
        ).toEqual(["established", "package3", "closed"]);
      }),
      { numRuns: 150 },
    );
  });
});
