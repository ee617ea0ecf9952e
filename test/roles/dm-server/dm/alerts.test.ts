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
