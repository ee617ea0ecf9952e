import { describe, expect, test } from "vitest";
import {
  account,
  clientMessage,
  commandsOf,
  createDialogue,
  get,
  package1,
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

  test("of many ended sessions only the latest are kept for repetitions", () => {
    const accountsOf = Array.from({ length: 260 }, (_, index) => ({
      ...account,
      deviceId: `IMEI:${index}`,
      client: { ...account.client, auth: "none" as const, username: "" },
    }));
    const dialogue = createDialogue({ accounts: accountsOf });
    const addresses = accountsOf.map(({ deviceId: source }) => {
      const exchange = dialogue.post(clientMessage({ source }, package1(1201)));
      return dialogue.message(exchange).SyncHdr.RespURI ?? "";
    });
    const again = (index: number): number =>
      dialogue.responseTo(
        dialogue.post(
          clientMessage({ source: `IMEI:${index}`, msg: 2 }, status(1, 1, 0, "SyncHdr", 200)),
          addresses[index],
        ),
      ).status;
    expect([again(0), again(259)]).toEqual([404, 200]);
  });

  test("a message after the end is answered with statuses only", () => {
    const dialogue = open();
    dialogue.post(clientMessage({}, package1(1201)));
    const late = dialogue.message(
      dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + genericAlert(2, "x"))),
    );
    expect(statusesOf(late)).toEqual(["SyncHdr/0 200", "Alert/2 417"]);
  });

  test("a message after a refusal is refused again", () => {
    const dialogue = open({ accounts: [] });
    const refused = dialogue.message(dialogue.post(clientMessage({}, package1(1201))));
    expect(statusesOf(refused)[0]).toBe("SyncHdr/0 401");
    const late = dialogue.message(
      dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + genericAlert(2, "x"))),
    );
    expect(statusesOf(late)).toEqual(["SyncHdr/0 401", "Alert/2 401"]);
  });
});
