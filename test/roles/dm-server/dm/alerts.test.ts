import { describe, expect, test } from "vitest";
import type { Effect } from "../../../../simulator/wire/role.ts";
import {
  account,
  clientAlert,
  clientMessage,
  createDialogue,
  DEVICE,
  package1,
  statusesOf,
  type Dialogue,
  type DialogueOptions,
} from "./dialogue.ts";

const accounts = [{ ...account, client: { ...account.client, auth: "none" as const } }];

function open(options: DialogueOptions = {}): Dialogue {
  return createDialogue({ accounts, ...options, settings: { respUri: false, ...options.settings } });
}

const genericAlert = (cmdId: number, type: string, data = "200"): string =>
  `<Alert><CmdID>${cmdId}</CmdID><Data>1226</Data><Correlator>job-7781</Correlator><Item><Source><LocURI>./FwUpdate/Pkg1</LocURI></Source><Meta><Format xmlns="syncml:metinf">int</Format><Type xmlns="syncml:metinf">${type}</Type><Mark xmlns="syncml:metinf">informational</Mark></Meta><Data>${data}</Data></Item></Alert>`;

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

describe("DM12-S-25 what makes an event", () => {
  const item = (meta: string, data: string): string =>
    `<Alert><CmdID>3</CmdID><Data>1226</Data><Item><Meta>${meta}</Meta>${data}</Item></Alert>`;
  const of = (name: string, value: string): string => `<${name} xmlns="syncml:metinf">${value}</${name}>`;
  const data = "<Data>1</Data>";

  test.each([
    ["an unknown type", item(of("Format", "chr") + of("Type", "com.example.unheard-of"), data), 200],
    ["no Format, which is chr", item(of("Type", "urn:x"), data), 200],
    ["a Format that does not exist", item(of("Format", "colour") + of("Type", "urn:x"), data), 415],
    ["no Type", item(of("Format", "chr"), data), 412],
    ["no Data", item(of("Format", "chr") + of("Type", "urn:x"), ""), 412],
    ["empty Data", item(of("Format", "chr") + of("Type", "urn:x"), "<Data/>"), 200],
  ])("%s: %#", (_name, alert, code) => {
    const dialogue = open();
    const reply = dialogue.message(dialogue.post(clientMessage({}, package1(1201) + alert)));
    expect(statusesOf(reply).at(-1)).toBe(`Alert/3 ${code}`);
    expect(dialogue.alerts).toHaveLength(code === 200 ? 1 : 0);
  });

  test("several Items of several types become an event per type; all spellings of a type are one", () => {
    const dialogue = open();
    const one = (type: string, value: string, mark = ""): string =>
      `<Item><Source><LocURI>./A/${value}</LocURI></Source><Meta>${of("Format", "chr")}${of("Type", type)}${mark && of("Mark", mark)}</Meta><Data>${value}</Data></Item>`;
    const alert = `<Alert><CmdID>1</CmdID><Data>1226</Data><Correlator>c1</Correlator>${one("Reversed-Domain-Name: org.x.a", "1")}${one(" org.x.a ", "2", "critical")}${one("urn:oma:at:b", "3")}</Alert>`;
    dialogue.post(clientMessage({}, alert + package1(1201, 2)));
    expect(dialogue.alerts).toMatchObject([
      { alertType: "org.x.a", mark: "critical", correlator: "c1", items: [{ data: "1" }, { data: "2" }] },
      { alertType: "urn:oma:at:b", correlator: "c1", items: [{ source: "./A/3" }] },
    ]);
  });

  test("octets of an event are kept as octets", () => {
    const dialogue = open();
    dialogue.post(
      clientMessage(
        {},
        package1(1201) + item(of("Format", "b64") + of("Type", "urn:x"), "<Data>AP8B</Data>"),
      ),
    );
    expect(dialogue.alerts).toMatchObject([{ items: [{ format: "b64", binaryData: "AP8B" }] }]);
  });

  test("a message that is sent again, in the same octets or others, reports nothing twice", () => {
    const dialogue = open();
    dialogue.open({ notify: false, mode: { kind: "tunnel" } });
    const alert = genericAlert(3, "urn:x");
    dialogue.post(clientMessage({}, package1(1201) + alert));
    dialogue.post(clientMessage({}, package1(1201) + alert));
    const other = dialogue.post(
      clientMessage({ meta: "<EMI xmlns='syncml:metinf'>again</EMI>" }, package1(1201) + alert),
    );
    expect(dialogue.alerts).toHaveLength(1);
    dialogue.supply([]);
    expect(statusesOf(dialogue.message(other))).toContain("Alert/3 200");
  });

  test("the store keeps so many alerts, and so long", () => {
    const receivedAt = 1_700_000_000_000 - 10_000;
    const stored = { alertId: "old", deviceId: DEVICE, alertType: "urn:x", items: [], receivedAt };
    const snapshot = {
      entries: (collection: string) => (collection === "alerts" ? ([["old", stored]] as const) : []),
    };
    const dialogue = open({ snapshot, alertRetention: { alerts: 2, age: 5000 } });
    const event = (session: string): unknown =>
      dialogue.post(clientMessage({ session }, package1(1201) + genericAlert(3, "urn:x", session)));
    const removed = (): string[] =>
      dialogue.effects.flatMap((effect) =>
        effect.type === "commit"
          ? effect.writes.flatMap(({ collection, key, value }) =>
              collection === "alerts" && value === undefined ? [key] : [],
            )
          : [],
      );
    event("1");
    expect(removed()).toEqual(["old"]);
    event("2");
    event("3");
    expect(removed()).toEqual(["old", dialogue.alerts[0]?.alertId]);
  });

  test("an unknown command after the chunk of an alert gets 501 too", () => {
    const dialogue = open();
    const chunk = `<Alert><CmdID>3</CmdID><Data>1226</Data><Item><Source><LocURI>./X</LocURI></Source><Meta><Type xmlns="syncml:metinf">urn:x</Type><Size xmlns="syncml:metinf">9</Size></Meta><Data>abc</Data><MoreData/></Item></Alert>`;
    const body = `${package1(1201)}${chunk}<Nonsense><CmdID>4</CmdID></Nonsense>`;
    const answer = dialogue.message(dialogue.post(clientMessage({}, body, false)));
    expect(statusesOf(answer)).toContain("Nonsense/4 501");
  });

  test("an unknown command gets 501 in its place", () => {
    const dialogue = open();
    const body = `<Nonsense><CmdID>9</CmdID></Nonsense>${package1(1201)}`;
    expect(statusesOf(dialogue.message(dialogue.post(clientMessage({}, body))))).toEqual([
      "SyncHdr/0 200",
      "Nonsense/9 501",
      "Alert/1 200",
      "Replace/2 200",
    ]);
  });
});
