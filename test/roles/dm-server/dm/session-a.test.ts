import { describe, expect, test } from "vitest";
import {
  chal,
  clientMessage,
  createDialogue,
  DEVICE,
  get,
  package1,
  replace,
  scriptedRandom,
  SERVER_URL,
  status,
} from "./dialogue.ts";

const token = "session-token-16";
const meta =
  '<MaxMsgSize xmlns="syncml:metinf">16384</MaxMsgSize><MaxObjSize xmlns="syncml:metinf">1048576</MaxObjSize>';
const cred = (data: string) => ({ type: "syncml:auth-md5", data });

/** A message of the server as the worked example has it, without line breaks. */
function serverMessage(msg: number, locName: string, credential: string, body: string): string {
  return `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1F</SessionID><MsgID>${msg}</MsgID><Target><LocURI>${DEVICE}</LocURI></Target><Source><LocURI>${SERVER_URL}</LocURI>${locName}</Source>${credential}</SyncHdr><SyncBody>${body}<Final/></SyncBody></SyncML>`;
}
function headerStatus(msgRef: number, chalText: string, code: number): string {
  return `<Status><CmdID>1</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><TargetRef>${SERVER_URL}</TargetRef><SourceRef>${DEVICE}</SourceRef>${chalText}<Data>${code}</Data></Status>`;
}

describe("DMPRO session A from the server's side", () => {
  const dialogue = createDialogue({
    random: scriptedRandom([token, "clientNonce-0001", "clientNonce-0002"]),
    settings: { respUri: false, stateSizes: false },
  });

  test("A1 → A2: Package 1 without credentials is challenged with statuses only", () => {
    dialogue.open({
      notify: false,
      mode: {
        kind: "commands",
        commands: [
          get("0", "./DevInfo/Man", "./DevInfo/Mod"),
          get("1", "./DMAcc"),
          get("2", "./Vendor/Missing"),
          replace("3", "./Settings/Ping/Interval", "60", "int"),
        ],
      },
    });
    dialogue.open({
      work: "w2",
      notify: false,
      mode: {
        kind: "commands",
        commands: [
          {
            reference: "0",
            members: ["0.1", "0.2", "0.3"],
            command: {
              kind: "Atomic",
              CmdID: "9",
              commands: [
                {
                  kind: "Add",
                  CmdID: "9",
                  Item: [{ Target: { LocURI: "./Settings/Wifi/Home" }, Meta: { Format: "node" } }],
                },
                {
                  kind: "Add",
                  CmdID: "9",
                  Item: [
                    {
                      Target: { LocURI: "./Settings/Wifi/Home/SSID" },
                      Meta: { Format: "chr", Type: "text/plain" },
                      Data: "lab-net",
                    },
                  ],
                },
                {
                  kind: "Replace",
                  CmdID: "9",
                  Item: [{ Target: { LocURI: "./DevInfo/Man" }, Data: "Nope" }],
                },
              ],
            },
          },
          {
            reference: "1",
            command: {
              kind: "Exec",
              CmdID: "9",
              Correlator: "job-7781",
              Item: [{ Target: { LocURI: "./FwUpdate/Pkg1/DownloadAndUpdate" } }],
            },
          },
        ],
      },
    });
    const exchange = dialogue.post(clientMessage({ msg: 1, meta }, package1(1201)));
    expect(dialogue.text(exchange)).toBe(
      serverMessage(
        1,
        "",
        "",
        headerStatus(1, chal("Y2xpZW50Tm9uY2UtMDAwMQ=="), 407) +
          "<Status><CmdID>2</CmdID><MsgRef>1</MsgRef><CmdRef>1</CmdRef><Cmd>Alert</Cmd><Data>407</Data></Status>" +
          "<Status><CmdID>3</CmdID><MsgRef>1</MsgRef><CmdRef>2</CmdRef><Cmd>Replace</Cmd><Data>407</Data></Status>",
      ),
    );
    expect(dialogue.reports).toEqual([]);
  });

  test("A3 → A4: credentials accepted for the session, server credentials, commands", () => {
    const body = status(1, 1, 0, "SyncHdr", 200) + package1(1201, 2);
    const exchange = dialogue.post(
      clientMessage({ msg: 2, name: "dev17", cred: cred("1ii8ColLXykeuRPUbfBbgg=="), meta }, body),
    );
    expect(dialogue.text(exchange)).toBe(
      serverMessage(
        2,
        "<LocName>dm.example.com</LocName>",
        '<Cred><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-md5</Type></Meta><Data>r7BwyHuBRkLNoOxpjuozqQ==</Data></Cred>',
        headerStatus(2, chal("Y2xpZW50Tm9uY2UtMDAwMg=="), 212) +
          "<Status><CmdID>2</CmdID><MsgRef>2</MsgRef><CmdRef>2</CmdRef><Cmd>Alert</Cmd><Data>200</Data></Status>" +
          "<Status><CmdID>3</CmdID><MsgRef>2</MsgRef><CmdRef>3</CmdRef><Cmd>Replace</Cmd><Data>200</Data></Status>" +
          "<Get><CmdID>4</CmdID><Item><Target><LocURI>./DevInfo/Man</LocURI></Target></Item><Item><Target><LocURI>./DevInfo/Mod</LocURI></Target></Item></Get>" +
          "<Get><CmdID>5</CmdID><Item><Target><LocURI>./DMAcc</LocURI></Target></Item></Get>" +
          "<Get><CmdID>6</CmdID><Item><Target><LocURI>./Vendor/Missing</LocURI></Target></Item></Get>" +
          '<Replace><CmdID>7</CmdID><Item><Target><LocURI>./Settings/Ping/Interval</LocURI></Target><Meta><Format xmlns="syncml:metinf">int</Format><Type xmlns="syncml:metinf">text/plain</Type></Meta><Data>60</Data></Item></Replace>',
      ),
    );
    expect(dialogue.reports.map((report) => report.type)).toEqual(["established"]);
    expect(dialogue.reports[0]).toMatchObject({ work: "w1", sessionId: "1F" });
    expect(dialogue.inventory.device(DEVICE)).toMatchObject({
      manufacturer: "Example Labs",
      model: "Bench-1",
      maxMsgSize: 16384,
      maxObjSize: 1048576,
      devInfo: { Lang: "en-US", DmV: "1.2" },
      account: { client: { nonce: "Y2xpZW50Tm9uY2UtMDAwMg==" } },
    });
  });

  test("A5 → A6: Package 3 is reported, the next queued commands follow in the same session", () => {
    const body =
      status(1, 2, 0, "SyncHdr", 212, chal("c2VydmVyTm9uY2UtMDAwMQ==")) +
      status(2, 2, 4, "Get", 200) +
      "<Results><CmdID>3</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef><Item><Source><LocURI>./DevInfo/Man</LocURI></Source><Data>Example Labs</Data></Item><Item><Source><LocURI>./DevInfo/Mod</LocURI></Source><Data>Bench-1</Data></Item></Results>" +
      status(4, 2, 5, "Get", 200, "<TargetRef>./DMAcc</TargetRef>") +
      '<Results><CmdID>5</CmdID><MsgRef>2</MsgRef><CmdRef>5</CmdRef><Item><Source><LocURI>./DMAcc</LocURI></Source><Meta><Format xmlns="syncml:metinf">node</Format><Type xmlns="syncml:metinf">text/plain</Type></Meta><Data>Main/Backup</Data></Item></Results>' +
      status(6, 2, 6, "Get", 404) +
      status(7, 2, 7, "Replace", 200);
    const exchange = dialogue.post(clientMessage({ msg: 3 }, body));
    expect(dialogue.text(exchange)).toBe(
      serverMessage(
        3,
        "",
        "",
        headerStatus(3, "", 200) +
          '<Atomic><CmdID>2</CmdID><Add><CmdID>3</CmdID><Item><Target><LocURI>./Settings/Wifi/Home</LocURI></Target><Meta><Format xmlns="syncml:metinf">node</Format></Meta></Item></Add>' +
          '<Add><CmdID>4</CmdID><Item><Target><LocURI>./Settings/Wifi/Home/SSID</LocURI></Target><Meta><Format xmlns="syncml:metinf">chr</Format><Type xmlns="syncml:metinf">text/plain</Type></Meta><Data>lab-net</Data></Item></Add>' +
          "<Replace><CmdID>5</CmdID><Item><Target><LocURI>./DevInfo/Man</LocURI></Target><Data>Nope</Data></Item></Replace></Atomic>" +
          "<Exec><CmdID>6</CmdID><Correlator>job-7781</Correlator><Item><Target><LocURI>./FwUpdate/Pkg1/DownloadAndUpdate</LocURI></Target></Item></Exec>",
      ),
    );
    expect(dialogue.reports.slice(1).map((report) => `${report.work} ${report.type}`)).toEqual([
      "w1 package3",
      "w1 closed",
      "w2 established",
    ]);
    const report = dialogue.reports[1];
    if (report?.type !== "package3") throw new Error("no package3");
    expect(report.outcomes).toMatchObject([
      {
        reference: "0",
        status: 200,
        items: [{ source: "./DevInfo/Man", data: "Example Labs" }, { data: "Bench-1" }],
      },
      { reference: "1", status: 200, items: [{ source: "./DMAcc", format: "node", data: "Main/Backup" }] },
      { reference: "2", status: 404, items: [] },
      { reference: "3", status: 200, items: [] },
    ]);
    expect(report.references.get("2/6")).toBe("2");
    expect(dialogue.inventory.device(DEVICE)?.account.server.nonce).toBe("c2VydmVyTm9uY2UtMDAwMQ==");
  });

  test("A7 → A8: members of a failed Atomic are told, Package 4 ends the session", () => {
    const body =
      status(1, 3, 0, "SyncHdr", 200) +
      status(2, 3, 2, "Atomic", 507) +
      status(3, 3, 3, "Add", 216) +
      status(4, 3, 4, "Add", 216) +
      status(5, 3, 5, "Replace", 405) +
      status(6, 3, 6, "Exec", 202);
    const exchange = dialogue.post(clientMessage({ msg: 4 }, body));
    expect(dialogue.text(exchange)).toBe(serverMessage(4, "", "", headerStatus(4, "", 200)));
    const [package3, closed] = dialogue.reports.slice(4);
    expect(package3).toMatchObject({
      type: "package3",
      work: "w2",
      outcomes: [
        { reference: "0", memberReference: undefined, status: 507 },
        { reference: "0", memberReference: "0.1", status: 216 },
        { reference: "0", memberReference: "0.2", status: 216 },
        { reference: "0", memberReference: "0.3", status: 405 },
        { reference: "1", memberReference: undefined, status: 202 },
      ],
    });
    expect(closed).toEqual({ type: "closed", work: "w2" });
    expect(dialogue.states()).toEqual([
      `dm-session:${DEVICE}/1F authenticating`,
      `dm-session:${DEVICE}/1F established`,
      `dm-session:${DEVICE}/1F managing`,
      `dm-session:${DEVICE}/1F established`,
      `dm-session:${DEVICE}/1F managing`,
      `dm-session:${DEVICE}/1F established`,
      `dm-session:${DEVICE}/1F closed`,
    ]);
    expect([...dialogue.timers.keys()]).toEqual([]);
  });
});
