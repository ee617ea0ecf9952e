import { describe, expect, test } from "vitest";
import { toBase64, utf8 } from "../../../../simulator/core/bytes.ts";
import { md5Credential, secretDigest } from "../../../../simulator/protocols/dm-auth/index.ts";
import {
  writeSyncMLWbxml,
  type BodyCommandInput,
  type SyncML,
  type SyncMLWbxmlOptions,
} from "../../../../simulator/protocols/syncml/index.ts";
import {
  account,
  chal,
  clientAlert,
  clientMessage,
  commandsOf,
  createDialogue,
  crypto,
  DEVICE,
  get,
  package1,
  parse,
  replace,
  SERVER_URL,
  status,
  statusesOf,
  type Dialogue,
  type DialogueOptions,
} from "./dialogue.ts";

const accounts = [{ ...account, client: { ...account.client, auth: "none" as const } }];
const secret = secretDigest(crypto, "dev17", "lamp-Shade-9");

function open(options: DialogueOptions = {}): Dialogue {
  return createDialogue({ accounts, ...options, settings: { respUri: false, ...options.settings } });
}
function asked(options: DialogueOptions = {}): Dialogue {
  const dialogue = open(options);
  dialogue.open({ notify: false, mode: { kind: "commands", commands: [get("0", "./DevInfo/Man")] } });
  return dialogue;
}
const ends = (dialogue: Dialogue): string[] => dialogue.reports.map(({ type }) => type);
const done = ["established", "package3", "closed"];
const results = (data = "Example Labs", cmdRef = "4", more = ""): string =>
  `<Results><CmdID>3</CmdID><MsgRef>1</MsgRef><CmdRef>${cmdRef}</CmdRef>${more}<Item><Source><LocURI>./DevInfo/Man</LocURI></Source><Data>${data}</Data></Item></Results>`;
const answer = (code = 200, header = 212): string =>
  status(1, 1, 0, "SyncHdr", header) + status(2, 1, 4, "Get", code) + results();

describe("media types", () => {
  test.each([
    ["xml", "application/vnd.syncml.dm+xml", "application/vnd.syncml.dm+xml"],
    ["xml", "application/vnd.syncml+xml", "application/vnd.syncml+xml"],
    ["xml", 'Application/vnd.SyncML.DM+XML; charset="utf-8"; verproto=1.2', "application/vnd.syncml.dm+xml"],
    ["wbxml", "application/vnd.syncml.dm+wbxml", "application/vnd.syncml.dm+wbxml"],
    ["wbxml", "application/vnd.syncml+wbxml", "application/vnd.syncml+wbxml"],
    ["xml", "", "application/vnd.syncml.dm+xml"],
    ["wbxml", "", "application/vnd.syncml.dm+wbxml"],
  ] as const)("manner: %s under “%s” is answered alike", (encoding, type, answered) => {
    const dialogue = asked();
    const first = dialogue.postAs(encoding, clientMessage({}, package1(1201)), type);
    expect(dialogue.responseTo(first).headers["content-type"]).toBe(answered);
    expect(dialogue.responseTo(first).body[0]).toBe(encoding === "xml" ? 0x3c : 3);
    expect(commandsOf(dialogue.message(first))).toEqual(["Get/4"]);
    dialogue.postAs(encoding, clientMessage({ msg: 2 }, answer()), type);
    expect(ends(dialogue)).toEqual(done);
    expect(dialogue.reports[1]).toMatchObject({ outcomes: [{ items: [{ data: "Example Labs" }] }] });
    expect(dialogue.inventory.device(DEVICE)?.capabilities).toMatchObject({ encoding, mediaType: answered });
  });
});

describe("WBXML", () => {
  test.each<[string, SyncMLWbxmlOptions]>([
    ["public id known", { publicId: "known" }],
    ["public id 0 with a string table", { publicId: "string-table" }],
    ["public id not told", { publicId: "unknown" }],
    ["public id of another version than the message", { publicId: "other-version" }],
    ["redundant page switches", { pageSwitches: "redundant" }],
    ["Data inline", { data: "inline" }],
    ["Data opaque", { data: "opaque" }],
    ["Data in the string table", { data: "string-table" }],
    ["WBXML 1.1", { version: 1 }],
  ])("manner: %s", (_name, options) => {
    const dialogue = asked();
    const post = (xml: string): string =>
      dialogue.post(writeSyncMLWbxml(parse(utf8(xml)), options), SERVER_URL, {
        "content-type": "application/vnd.syncml.dm+wbxml",
      });
    expect(commandsOf(dialogue.message(post(clientMessage({}, package1(1201)))))).toEqual(["Get/4"]);
    post(clientMessage({ msg: 2 }, answer()));
    expect(ends(dialogue)).toEqual(done);
    expect(dialogue.reports[1]).toMatchObject({
      outcomes: [{ status: 200, items: [{ source: "./DevInfo/Man", data: "Example Labs" }] }],
    });
    expect(dialogue.inventory.device(DEVICE)).toMatchObject({
      manufacturer: "Example Labs",
      model: "Bench-1",
    });
  });

  test("manner: octets raw in WBXML and as base64 in XML are the same value", () => {
    const b64 = '<Meta><Format xmlns="syncml:metinf">b64</Format></Meta>';
    const xml = asked();
    xml.post(clientMessage({}, package1(1201)));
    xml.post(
      clientMessage(
        { msg: 2 },
        status(1, 1, 0, "SyncHdr", 200) + status(2, 1, 4, "Get", 200) + results("AP8B", "4", b64),
      ),
    );
    const wbxml = asked();
    wbxml.postAs("wbxml", clientMessage({}, package1(1201)));
    const message = parse(
      utf8(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + status(2, 1, 4, "Get", 200))),
    );
    const raw: BodyCommandInput = {
      kind: "Results",
      CmdID: "3",
      MsgRef: "1",
      CmdRef: "4",
      Item: [
        {
          Source: { LocURI: "./DevInfo/Man" },
          Meta: { Format: "bin" },
          Data: Uint8Array.of(0, 255, 1),
        },
      ],
    };
    const body = writeSyncMLWbxml({
      ...message,
      SyncBody: { ...message.SyncBody, commands: [...message.SyncBody.commands, raw] },
    });
    wbxml.post(body, SERVER_URL, { "content-type": "application/vnd.syncml.dm+wbxml" });
    const outcome = { status: 200, items: [{ format: "bin", binaryData: Uint8Array.of(0, 255, 1) }] };
    expect(xml.reports[1]).toMatchObject({ outcomes: [outcome] });
    expect(wbxml.reports[1]).toMatchObject({ outcomes: [outcome] });
  });
});

describe("identifiers and form", () => {
  test("manner: hexadecimal SessionIDs, in any case and with leading zeros, are one session", () => {
    const dialogue = asked();
    dialogue.post(clientMessage({ session: "0a7F" }, package1(1201)));
    dialogue.post(clientMessage({ session: "A7f", msg: 2 }, answer()));
    expect(ends(dialogue)).toEqual(done);
  });

  test("manner: CmdIDs that are UUIDs are given back as they are", () => {
    const dialogue = open();
    const ids = ["3f0c2a52-7d0a-4a6e-8a7e-5b6c7d8e9f00", "3f0c2a52-7d0a-4a6e-8a7e-5b6c7d8e9f01"];
    const body = package1(1201)
      .replace("<CmdID>1<", `<CmdID>${ids[0]}<`)
      .replace("<CmdID>2<", `<CmdID>${ids[1]}<`);
    expect(statusesOf(dialogue.message(dialogue.post(clientMessage({}, body))))).toEqual([
      "SyncHdr/0 200",
      `Alert/${ids[0]} 200`,
      `Replace/${ids[1]} 200`,
    ]);
  });

  test("manner: CmdIDs that start at 2, or repeat, get a Status each", () => {
    const dialogue = open();
    expect(
      statusesOf(dialogue.message(dialogue.post(clientMessage({ session: "1" }, package1(1201, 2))))),
    ).toEqual(["SyncHdr/0 200", "Alert/2 200", "Replace/3 200"]);
    const item = (data: string): string => `<Item><Data>${data}</Data></Item>`;
    const repeated =
      package1(1201).replace("<CmdID>2<", "<CmdID>1<") +
      clientAlert(1, 1224, item("a")) +
      clientAlert(1, 1224, item("b"));
    const message = dialogue.message(dialogue.post(clientMessage({ session: "2" }, repeated)));
    expect(statusesOf(message)).toEqual([
      "SyncHdr/0 200",
      "Alert/1 200",
      "Replace/1 200",
      "Alert/1 200",
      "Alert/1 200",
    ]);
    expect(dialogue.alerts.map(({ items }) => items[0]?.data)).toEqual(["a", "b"]);
  });

  test("manner: elements out of DTD order (DM12-S-26)", () => {
    const dialogue = asked();
    dialogue.post(clientMessage({}, package1(1201)));
    const misordered =
      status(1, 1, 0, "SyncHdr", 212) +
      "<Status><Data>200</Data><Cmd>Get</Cmd><CmdRef>4</CmdRef><MsgRef>1</MsgRef><CmdID>2</CmdID></Status>" +
      '<Results><Item><Data>Labs</Data><Meta><Format xmlns="syncml:metinf">chr</Format></Meta><Source><LocURI>./DevInfo/Man</LocURI></Source></Item><CmdRef>4</CmdRef><MsgRef>1</MsgRef><CmdID>3</CmdID></Results>';
    dialogue.post(clientMessage({ msg: 2 }, misordered));
    expect(dialogue.reports[1]).toMatchObject({
      outcomes: [{ status: 200, items: [{ data: "Labs", format: "chr" }] }],
    });
  });

  test("manner: `syncml:metinfo`, no namespace on Meta, blanks around values, raw &", () => {
    const dialogue = asked();
    const meta = '<MaxMsgSize xmlns="syncml:metinfo"> 4000 </MaxMsgSize>';
    const body = package1(1201)
      .replace("Bench-1", " AT&T phone ")
      .replace("<Data>1201</Data>", "<Data> 1201\n</Data>");
    expect(
      commandsOf(dialogue.message(dialogue.post(clientMessage({ session: " 1F ", meta }, body)))),
    ).toEqual(["Get/4"]);
    expect(dialogue.inventory.device(DEVICE)).toMatchObject({ maxMsgSize: 4000, model: " AT&T phone " });
    const spaced = answer()
      .replaceAll("<MsgRef>1<", "<MsgRef> 1 <")
      .replaceAll("<CmdRef>4<", "<CmdRef>\n4 <")
      .replace("<Cmd>Get<", "<Cmd> Get <");
    dialogue.post(clientMessage({ msg: 2 }, spaced.replace("Example Labs", "R&D")));
    expect(dialogue.reports[1]).toMatchObject({ outcomes: [{ status: 200, items: [{ data: "R&D" }] }] });
  });

  test("manner: DevInfo missing, with interior or vendor nodes, without Meta, with nothing in it", () => {
    const dialogue = open();
    expect(
      statusesOf(dialogue.message(dialogue.post(clientMessage({ session: "1" }, clientAlert(1, 1201))))),
    ).toEqual(["SyncHdr/0 200", "Alert/1 200"]);
    const item = (uri: string, data: string, meta = ""): string =>
      `<Item><Source><LocURI>${uri}</LocURI></Source>${meta}${data}</Item>`;
    const node = '<Meta><Format xmlns="syncml:metinf">node</Format></Meta>';
    const devInfo = `<Replace><CmdID>2</CmdID>${item("./DevInfo", "<Data>Ext/Man</Data>", node)}${item("./DevInfo/Ext", "", node)}${item("DevInfo/Ext/Color", "<Data>red</Data>")}${item("./DevInfo/Man", "<Data>Labs</Data>")}${item("./DevInfo/Mod", "")}</Replace>`;
    const second = dialogue.post(clientMessage({ session: "2" }, clientAlert(1, 1201) + devInfo));
    expect(statusesOf(dialogue.message(second))).toContain("Replace/2 200");
    expect(dialogue.inventory.device(DEVICE)).toMatchObject({
      manufacturer: "Labs",
      devInfo: { Man: "Labs", "Ext/Color": "red" },
    });
    expect(Object.keys(dialogue.inventory.device(DEVICE)?.devInfo ?? {})).toEqual(["Ext/Color", "Man"]);
  });
});

describe("nonces and challenges", () => {
  function nonceOf(message: SyncML): Uint8Array {
    const [first] = message.SyncBody.commands;
    return (first?.kind === "Status" ? first.Chal?.Meta.NextNonce : undefined) ?? new Uint8Array(0);
  }
  const md5 = (nonce: Uint8Array) => ({
    type: "syncml:auth-md5",
    data: md5Credential(crypto, secret, nonce).Data,
  });

  test("manner: a nonce used undecoded is taken, and kept of the device", () => {
    const dialogue = createDialogue({ settings: { respUri: false } });
    const first = dialogue.message(dialogue.post(clientMessage({}, package1(1201))));
    const cred = md5(utf8(toBase64(nonceOf(first))));
    const second = dialogue.message(dialogue.post(clientMessage({ msg: 2, cred }, package1(1201))));
    expect(statusesOf(second)[0]).toBe("SyncHdr/0 212");
    expect(dialogue.inventory.device(DEVICE)?.capabilities?.manners).toEqual(["nonce-undecoded"]);
  });

  test("manner: a nonce invented by the client is challenged once, and then no lock-out", () => {
    const dialogue = createDialogue({ settings: { respUri: false } });
    const first = dialogue.message(
      dialogue.post(clientMessage({ cred: md5(utf8("my own idea")) }, package1(1201))),
    );
    expect(statusesOf(first)[0]).toBe("SyncHdr/0 401");
    const second = dialogue.message(
      dialogue.post(clientMessage({ msg: 2, cred: md5(nonceOf(first)) }, package1(1201))),
    );
    expect(statusesOf(second)[0]).toBe("SyncHdr/0 212");
  });

  test("manner: a nonce whose base64 ends in one = is unusable: ours never do", () => {
    const dialogue = createDialogue({ settings: { respUri: false } });
    for (let session = 1; session <= 16; session++) {
      const message = dialogue.message(
        dialogue.post(clientMessage({ session: String(session) }, package1(1201))),
      );
      const text = toBase64(nonceOf(message));
      expect(text).toMatch(/[^=]==$/);
    }
  });

  test("manner: a challenge in every status", () => {
    const dialogue = asked();
    dialogue.post(clientMessage({}, package1(1201)));
    const nonce = toBase64(utf8("serverNonce-0009"));
    const body =
      status(1, 1, 0, "SyncHdr", 200, chal(nonce)) +
      status(2, 1, 4, "Get", 200, chal(toBase64(utf8("another")))) +
      results();
    dialogue.post(clientMessage({ msg: 2 }, body));
    expect(ends(dialogue)).toEqual(done);
    expect(dialogue.inventory.device(DEVICE)?.account.server.nonce).toBe(nonce);
  });
});

describe("statuses and sizes", () => {
  test("manner: 500 for Alert 1222", () => {
    const dialogue = asked();
    dialogue.post(clientMessage({}, package1(1201)));
    const first = status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200);
    const second = dialogue.message(dialogue.post(clientMessage({ msg: 2 }, first, false)));
    expect(commandsOf(second)).toEqual(["Alert/2"]);
    dialogue.post(
      clientMessage({ msg: 3 }, status(1, 2, 0, "SyncHdr", 200) + status(2, 2, 2, "Alert", 500) + results()),
    );
    expect(dialogue.reports[1]).toMatchObject({
      outcomes: [{ status: 200, items: [{ data: "Example Labs" }] }],
    });
    expect(dialogue.inventory.device(DEVICE)?.capabilities?.manners).toEqual(["next-message-refused"]);
    expect(ends(dialogue)).toEqual(done);
  });

  test.each([202, 404, 406, 425])(
    "manner: %i where 200 was expected, for the header and for a command",
    (code) => {
      const dialogue = asked();
      dialogue.post(clientMessage({}, package1(1201)));
      dialogue.post(
        clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", code) + status(2, 1, 4, "Get", code)),
      );
      expect(ends(dialogue)).toEqual(done);
      expect(dialogue.reports[1]).toMatchObject({ outcomes: [{ status: code }] });
    },
  );

  const large = replace("0", "./V", "x".repeat(9000));
  const size = '<MaxMsgSize xmlns="syncml:metinf">2000</MaxMsgSize>';

  test("manner: a chunk taken for the whole value: 424, and no more chunks to this device", () => {
    const dialogue = open();
    dialogue.open({ notify: false, mode: { kind: "commands", commands: [large, get("1", "./A")] } });
    dialogue.post(clientMessage({ meta: size }, package1(1201)));
    const body = status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Replace", 200);
    const second = dialogue.message(dialogue.post(clientMessage({ msg: 2 }, body, true)));
    expect(commandsOf(second)).toEqual(["Get/2"]);
    dialogue.post(clientMessage({ msg: 3 }, status(1, 2, 0, "SyncHdr", 200) + status(2, 2, 2, "Get", 200)));
    expect(dialogue.reports[1]).toMatchObject({ outcomes: [{ status: 424 }, { status: 200 }] });
    dialogue.open({ work: "w2", notify: false, mode: { kind: "commands", commands: [large] } });
    dialogue.post(clientMessage({ session: "2", meta: size }, package1(1201)));
    expect(dialogue.reports.at(-2)).toMatchObject({ work: "w2", outcomes: [{ status: 413 }] });
  });

  test("manner: messages over its size dropped in silence: shorter ones in the next session", () => {
    const dialogue = open();
    dialogue.open({ notify: false, mode: { kind: "commands", commands: [large] } });
    const first = dialogue.post(clientMessage({}, package1(1201)));
    expect(dialogue.responseTo(first).body.length).toBeGreaterThan(9000);
    dialogue.wait(130_000);
    expect(ends(dialogue)).toEqual(["established"]);
    const second = dialogue.post(clientMessage({ session: "2" }, package1(1201)));
    expect(dialogue.responseTo(second).body.length).toBeLessThan(5100);
    expect(dialogue.message(second).SyncBody.commands.at(-1)).toMatchObject({ Item: [{ MoreData: true }] });
    expect(dialogue.notes()).toEqual(expect.arrayContaining(["message-unanswered", "work-requeued"]));
  });

  test("a device that keeps silent on short messages as well was away: the limit is dropped", () => {
    const dialogue = open({ settings: { requeues: 5 } });
    dialogue.open({ notify: false, mode: { kind: "commands", commands: [large] } });
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.wait(130_000);
    dialogue.post(clientMessage({ session: "2" }, package1(1201)));
    dialogue.wait(130_000);
    const third = dialogue.post(clientMessage({ session: "3" }, package1(1201)));
    expect(dialogue.responseTo(third).body.length).toBeGreaterThan(9000);
  });

  test("manner: a client that closes on a message of Status only is kept waiting with a Get from then on", () => {
    const dialogue = open({ settings: { holdResponse: 1000 } });
    dialogue.open({ notify: false, mode: { kind: "tunnel" } });
    const first = dialogue.post(clientMessage({}, package1(1201)));
    dialogue.wait(1000);
    expect(commandsOf(dialogue.message(first))).toEqual([]);
    dialogue.post(clientMessage({ session: "2" }, package1(1201)));
    expect(dialogue.inventory.device(DEVICE)?.capabilities?.manners).toEqual(["status-only-closes"]);
    dialogue.open({ work: "w2", notify: false, mode: { kind: "tunnel" } });
    const third = dialogue.post(clientMessage({ session: "3" }, package1(1201)));
    dialogue.wait(1000);
    expect(commandsOf(dialogue.message(third))).toEqual(["Get/4"]);
    expect(dialogue.message(third).SyncBody.Final).toBe(true);
  });

  test("manner: a client that closes on an empty 200 never gets one", () => {
    const dialogue = asked();
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.post(clientMessage({ msg: 2 }, answer()));
    dialogue.post(clientMessage({ msg: 3 }, status(1, 2, 0, "SyncHdr", 200)));
    const lengths = dialogue.effects.flatMap((effect) =>
      effect.type === "respond" && effect.http.status === 200 ? [effect.http.body.length] : [],
    );
    expect(lengths).toHaveLength(3);
    expect(Math.min(...lengths)).toBeGreaterThan(100);
  });
});
