import { describe, expect, test } from "vitest";
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
      `<Results><CmdID>${cmdId}</CmdID><MsgRef>1</MsgRef><CmdRef>4</CmdRef><Item><Source><LocURI>./DevInfo/Man</LocURI></Source>${more && '<Meta><Size xmlns="syncml:metinf">12</Size></Meta>'}<Data>${data}</Data>${more}</Item></Results>`;
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
  const withoutLargeObjects = (): Dialogue => {
    const dialogue = open();
    dialogue.inventory.update(DEVICE, { capabilities: { lrgObj: false } }, () => undefined);
    return dialogue;
  };
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
    const dialogue = withoutLargeObjects();
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
    const dialogue = withoutLargeObjects();
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
