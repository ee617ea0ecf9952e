import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../simulator/core/bytes.ts";
import {
  readDmMessage,
  readSyncML,
  writeDmMessage,
  type DmEncoding,
  type SyncML,
} from "../../../../simulator/protocols/syncml/index.ts";
import { packageThree, readPackage } from "../../../../simulator/roles/dm-server/wsi/package-codec.ts";
import {
  account,
  chal,
  clientAlert,
  clientMessage,
  createDialogue,
  DEVICE,
  package1,
  status,
  type Dialogue,
} from "./dialogue.ts";

const accounts = [{ ...account, client: { ...account.client, auth: "none" as const } }];
const size = (octets: number): string => `<MaxMsgSize xmlns="syncml:metinf">${octets}</MaxMsgSize>`;
const encodings = [
  ["xml", "xml"],
  ["xml", "wbxml"],
  ["wbxml", "xml"],
  ["wbxml", "wbxml"],
] as const;

/** The External System's package 2 with these commands. */
function package2(body: string, encoding: DmEncoding): Uint8Array {
  const xml = utf8(
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1F</SessionID><MsgID>9</MsgID><Target><LocURI>${DEVICE}</LocURI></Target><Source><LocURI>es</LocURI></Source></SyncHdr><SyncBody>${body}<Final/></SyncBody></SyncML>`,
  );
  if (encoding === "xml") return xml;
  const { value } = readSyncML(xml);
  if (!value) throw new Error("no message");
  return writeDmMessage("wbxml", value);
}
const get = (cmdId: number, uri: string): string =>
  `<Get><CmdID>${cmdId}</CmdID><Item><Target><LocURI>${uri}</LocURI></Target></Item></Get>`;
const replace = (cmdId: number, uri: string, data: string): string =>
  `<Replace><CmdID>${cmdId}</CmdID><Item><Target><LocURI>${uri}</LocURI></Target><Data>${data}</Data></Item></Replace>`;

/** What a device answers to a command: a status, and more for a Get. */
type Answer = (cmdId: number, kind: string, msgRef: number) => string;

/** A device that takes chunks, answers everything with 200 and asks on until the server's package is whole. */
function play(dialogue: Dialogue, first: string, encoding: DmEncoding, answer: Answer = () => ""): number {
  let exchange = first;
  let msg = 2;
  for (; msg < 100; msg++) {
    if (dialogue.responsesTo(exchange).length === 0) return msg - 1; // held: the External System is asked
    const message = dialogue.message(exchange);
    const parts = [status(1, msg - 1, 0, "SyncHdr", 200)];
    let more = message.SyncBody.Final !== true;
    for (const command of message.SyncBody.commands) {
      if (command.kind === "Status" || command.kind === "Alert" || command.kind === "Results") continue;
      const chunk = "Item" in command && command.Item[0]?.MoreData === true;
      if (chunk) more = true;
      parts.push(status(parts.length + 1, msg - 1, Number(command.CmdID), command.kind, chunk ? 213 : 200));
      parts.push(answer(Number(command.CmdID), command.kind, msg - 1));
    }
    if (more) parts.push(clientAlert(90, 1222));
    exchange = dialogue.postAs(encoding, clientMessage({ msg }, parts.join(""), !more));
  }
  throw new Error("the dialogue has no end");
}

interface Exchanged {
  readonly dialogue: Dialogue;
  /** Package 3 as the External System gets it. */
  readonly package3: SyncML;
  readonly messages: number;
}

/** A package of the External System through a session in the device's encoding, and back. */
function exchange(
  body: string,
  options: { readonly es: DmEncoding; readonly device: DmEncoding; readonly maxMsgSize?: number },
  answer?: Answer,
): Exchanged {
  const dialogue = createDialogue({ accounts, settings: { respUri: false } });
  dialogue.open({ notify: false, mode: { kind: "tunnel" } });
  const meta = options.maxMsgSize === undefined ? "" : size(options.maxMsgSize);
  const held = dialogue.postAs(options.device, clientMessage({ meta }, package1(1201)));
  const { commands, cmdIds, msgId } = readPackage(package2(body, options.es), options.es, 4096);
  dialogue.supply(commands);
  const messages = play(dialogue, held, options.device, answer);
  const reports = dialogue.reports.filter(({ type }) => type === "package3");
  expect(reports).toHaveLength(1);
  const [report] = reports;
  if (report?.type !== "package3") throw new Error("no package 3");
  const octets = packageThree(report.messages, { msgId, cmdIds, references: report.references }, options.es);
  const { value } = readDmMessage(options.es, octets ?? new Uint8Array(0));
  if (!value) throw new Error("package 3 cannot be read");
  return { dialogue, package3: value, messages };
}

const answers = ({ SyncBody }: SyncML): string[] =>
  SyncBody.commands.map((command) =>
    command.kind === "Status"
      ? `Status ${command.MsgRef}/${command.CmdRef} ${command.Data}`
      : command.kind === "Results"
        ? `Results ${command.MsgRef}/${command.CmdRef}`
        : command.kind,
  );

describe.each(encodings)("F2.12 to F2.15 a package in %s for a device that speaks %s", (es, device) => {
  test("commands over several messages come back as one package, under the caller's numbers", () => {
    const uris = Array.from({ length: 20 }, (_, index) => `./Vendor/Example/Node${index}/Setting`);
    const body = uris.map((uri, index) => get(70 + index, uri)).join("");
    const { package3, messages } = exchange(body, { es, device, maxMsgSize: 1000 });
    expect(messages).toBeGreaterThan(2);
    const own = answers(package3).filter((line) => !line.includes("9/0"));
    expect(own).toEqual(uris.map((_, index) => `Status 9/${70 + index} 200`));
    expect(package3.SyncBody.Final).toBe(true);
  });

  test("a large object goes out in chunks, of which the caller hears nothing", () => {
    const { dialogue, package3, messages } = exchange(replace(5, "./V", "x".repeat(6000)), {
      es,
      device,
      maxMsgSize: 1500,
    });
    expect(messages).toBeGreaterThan(4);
    expect(answers(package3)).toContain("Status 9/5 200");
    expect(answers(package3).filter((line) => line.includes("213"))).toEqual([]);
    expect(dialogue.reports.at(-1)).toMatchObject({ outcomes: [{ reference: "1", status: 200 }] });
  });

  test("a container: its members have their own numbers", () => {
    const atomic = `<Atomic><CmdID>20</CmdID>${replace(21, "./A", "1")}${replace(22, "./B", "2")}</Atomic>`;
    const { package3 } = exchange(atomic + get(23, "./C"), { es, device }, (cmdId, kind, msgRef) =>
      kind === "Atomic"
        ? status(50, msgRef, cmdId + 1, "Replace", 200) + status(51, msgRef, cmdId + 2, "Replace", 200)
        : "",
    );
    expect(answers(package3).filter((line) => !line.includes("9/0"))).toEqual([
      "Status 9/20 200",
      "Status 9/21 200",
      "Status 9/22 200",
      "Status 9/23 200",
    ]);
  });

  test("a value that the device sends in chunks comes back whole", () => {
    const dialogue = createDialogue({ accounts, settings: { respUri: false } });
    dialogue.open({ notify: false, mode: { kind: "tunnel" } });
    dialogue.postAs(device, clientMessage({}, package1(1201)));
    const { commands, cmdIds, msgId } = readPackage(package2(get(4, "./V"), es), es, 4096);
    dialogue.supply(commands);
    const results = (msg: number, data: string, more: boolean, total = ""): string =>
      clientMessage(
        { msg },
        status(1, msg - 1, 0, "SyncHdr", 200) +
          (msg === 2 ? status(2, 1, 4, "Get", 200) : "") +
          `<Results><CmdID>3</CmdID><MsgRef>1</MsgRef><CmdRef>4</CmdRef><Item><Source><LocURI>./V</LocURI></Source>${total}<Data>${data}</Data>${more ? "<MoreData/>" : ""}</Item></Results>`,
        !more,
      );
    const meta = `<Meta><Size xmlns="syncml:metinf">6</Size></Meta>`;
    dialogue.postAs(device, results(2, "abc", true, meta));
    dialogue.postAs(device, results(3, "def", false));
    const report = dialogue.reports.at(-1);
    if (report?.type !== "package3") throw new Error(`the last report is ${report?.type}`);
    const octets = packageThree(report.messages, { msgId, cmdIds, references: report.references }, es);
    const { value } = readDmMessage(es, octets ?? new Uint8Array(0));
    const found = value?.SyncBody.commands.filter(({ kind }) => kind === "Results") ?? [];
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ MsgRef: "9", CmdRef: "4", Item: [{ Data: "abcdef" }] });
  });
});

test("F2.13 the device challenges the server: the same commands again with Cred, one package 3", () => {
  const dialogue = createDialogue({ accounts, settings: { respUri: false } });
  dialogue.open({ notify: false, mode: { kind: "tunnel" } });
  const held = dialogue.post(clientMessage({}, package1(1201)));
  const { commands, cmdIds, msgId } = readPackage(package2(get(4, "./V"), "xml"), "xml", 4096);
  dialogue.supply(commands);
  const first = dialogue.message(held);
  const refused = clientMessage(
    { msg: 2 },
    status(1, 1, 0, "SyncHdr", 407, chal("bm9uY2U=")) + status(2, 1, 4, "Get", 407),
  );
  const again = dialogue.message(dialogue.post(refused));
  expect(again.SyncHdr.Cred).toBeDefined();
  expect(first.SyncBody.commands.at(-1)).toMatchObject({ kind: "Get" });
  const resent = again.SyncBody.commands.at(-1);
  expect(resent).toMatchObject({ kind: "Get", Item: [{ Target: { LocURI: "./V" } }] });
  dialogue.post(
    clientMessage(
      { msg: 3 },
      status(1, 2, 0, "SyncHdr", 212) + status(2, 2, Number(resent?.CmdID), "Get", 404),
    ),
  );
  const reports = dialogue.reports.filter(({ type }) => type === "package3");
  expect(reports).toHaveLength(1);
  const [report] = reports;
  if (report?.type !== "package3") throw new Error("no package 3");
  const octets = packageThree(report.messages, { msgId, cmdIds, references: report.references }, "xml");
  const { value } = readDmMessage("xml", octets ?? new Uint8Array(0));
  expect(value && answers(value)).toEqual(["Status 9/0 212", "Status 9/4 404"]);
});
