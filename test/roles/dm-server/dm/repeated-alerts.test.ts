import { describe, expect, test } from "vitest";
import { fromBase64, toBase64 } from "../../../../simulator/core/bytes.ts";
import { md5Credential, secretDigest } from "../../../../simulator/protocols/dm-auth/index.ts";
import type { StoreSnapshot } from "../../../../simulator/wire/role.ts";
import {
  account,
  clientMessage,
  createDialogue,
  crypto,
  get,
  package1,
  status,
  statusesOf,
  type Dialogue,
  type DialogueOptions,
} from "./dialogue.ts";

/*
 * Alerts that come again because the device did not see their Status: in the session, after it, and after a restart.
 */

const free = [{ ...account, client: { ...account.client, auth: "none" as const } }];

const alertOf = (data: string, cmdId = 3): string =>
  `<Alert><CmdID>${cmdId}</CmdID><Data>1226</Data><Item><Source><LocURI>./A</LocURI></Source><Meta><Type xmlns="syncml:metinf">urn:x</Type></Meta><Data>${data}</Data></Item></Alert>`;
const reporting = (session: string, ...data: readonly string[]): string =>
  clientMessage({ session }, package1(1201) + data.map((each, index) => alertOf(each, 3 + index)).join(""));
const dataOf = ({ alerts }: Dialogue): readonly (string | undefined)[] =>
  alerts.map(({ items }) => items[0]?.data);

/** What a dialogue has written, for another one after a restart. */
function diskOf({ effects }: Dialogue): StoreSnapshot {
  const disk = new Map<string, Map<string, unknown>>();
  for (const effect of effects)
    if (effect.type === "commit")
      for (const { collection, key, value } of effect.writes) {
        const entries = disk.get(collection) ?? new Map<string, unknown>();
        disk.set(collection, entries);
        if (value === undefined) entries.delete(key);
        else entries.set(key, JSON.parse(JSON.stringify(value)));
      }
  return { entries: (name) => [...(disk.get(name) ?? [])] };
}

describe.each([true, false])("F3.9 alerts that come again (RespURI %s)", (respUri) => {
  const open = (options: DialogueOptions = {}): Dialogue =>
    createDialogue({ accounts: free, ...options, settings: { respUri } });

  test("to a session that is over: answered 200, not stored again, also in other octets", () => {
    const dialogue = open();
    dialogue.post(reporting("1F", "a", "b"));
    expect(dialogue.states().at(-1)).toMatch(/ closed$/);
    dialogue.post(reporting("1F", "a", "b"));
    const last = dialogue.post(reporting("01f", "a", "b", "c"));
    expect(dataOf(dialogue)).toEqual(["a", "b", "c"]);
    expect(statusesOf(dialogue.message(last)).slice(3)).toEqual([
      "Alert/3 200",
      "Alert/4 200",
      "Alert/5 200",
    ]);
    expect(dialogue.notes().filter((code) => code === "alert-repeated")).toHaveLength(2);
  });

  test("two that say the same in one message, or in two of a session, are two", () => {
    const dialogue = open();
    dialogue.post(reporting("1F", "a", "a"));
    expect(dataOf(dialogue)).toEqual(["a", "a"]);
    dialogue.post(reporting("1F", "a", "a", "a"));
    expect(dataOf(dialogue)).toEqual(["a", "a", "a"]);
    const next = open({ settings: { respUri: false } });
    next.open({ notify: false, mode: { kind: "tunnel" } });
    next.post(reporting("1F", "a"));
    next.supply([
      { reference: "1", command: { kind: "Get", CmdID: "", Item: [{ Target: { LocURI: "./A" } }] } },
    ]);
    const url = respUri ? (/<RespURI>([^<]*)</.exec(next.text("x1"))?.[1] ?? "") : undefined;
    next.post(clientMessage({ msg: 2 }, alertOf("a")), url?.replaceAll("&amp;", "&"));
    expect(dataOf(next)).toEqual(["a", "a"]);
  });

  test("another session, or the same number minutes later, is another alert", () => {
    const dialogue = open();
    dialogue.post(reporting("1F", "a"));
    dialogue.post(reporting("20", "a"));
    dialogue.wait(150_000);
    dialogue.post(reporting("1F", "a"));
    expect(dataOf(dialogue)).toEqual(["a", "a", "a"]);
  });

  test("a device that went on with its session has the Status: the same number is another session", () => {
    const dialogue = open();
    const report = (): void => {
      dialogue.open({ notify: false, mode: { kind: "commands", commands: [get("1", "./A")] } });
      const answer = dialogue.text(dialogue.post(reporting("1F", "a")));
      const url = /<RespURI>([^<]*)</.exec(answer)?.[1]?.replaceAll("&amp;", "&");
      const gotten = /<Get><CmdID>(\d+)</.exec(answer)?.[1];
      const answers = status(1, 1, 0, "SyncHdr", 200) + status(2, 1, Number(gotten), "Get", 404);
      dialogue.post(clientMessage({ session: "1F", msg: 2 }, answers), url);
      expect(dialogue.states().at(-1)).toMatch(/ closed$/);
    };
    report();
    report();
    expect(dataOf(dialogue)).toEqual(["a", "a"]);
  });

  test("where clients use one SessionID for all sessions, none is a repetition", () => {
    const dialogue = open({ alertRetention: { alerts: 1000, age: Infinity, repeats: 0 } });
    for (let count = 0; count < 3; count++) dialogue.post(reporting("1", "a"));
    expect(dataOf(dialogue)).toEqual(["a", "a", "a"]);
  });

  test("after a restart, of a device that shows itself without a nonce", () => {
    const first = open();
    first.post(reporting("1F", "a"));
    const again = open({ snapshot: diskOf(first) });
    const exchange = again.post(reporting("1F", "a", "b"));
    expect(dataOf(again)).toEqual(["b"]);
    expect(statusesOf(again.message(exchange)).slice(3)).toEqual(["Alert/3 200", "Alert/4 200"]);
  });

  test("after a restart, of a device that is challenged first: its MsgID is another then", () => {
    const accounts = [account];
    const cred = (nonce: string) =>
      md5Credential(
        crypto,
        secretDigest(crypto, account.client.username, account.client.password),
        fromBase64(nonce) ?? new Uint8Array(0),
      );
    /** The message with credentials after a challenge; gives the number of messages that it took. */
    const report = (dialogue: Dialogue): void => {
      const first = dialogue.post(clientMessage({ name: "dev17" }, package1(1201) + alertOf("a")));
      const challenge = dialogue.text(first);
      const nonce = /<NextNonce[^>]*>([^<]*)</.exec(challenge)?.[1] ?? "";
      const url = /<RespURI>([^<]*)</.exec(challenge)?.[1]?.replaceAll("&amp;", "&");
      const Cred = cred(nonce);
      const body = clientMessage(
        { name: "dev17", msg: 2, cred: { type: "syncml:auth-md5", data: String(Cred.Data) } },
        package1(1201) + alertOf("a"),
      );
      const exchange = dialogue.post(body, url);
      expect(statusesOf(dialogue.message(exchange)).at(-1)).toBe("Alert/3 200");
    };
    const first = createDialogue({ accounts, settings: { respUri } });
    report(first);
    expect(dataOf(first)).toEqual(["a"]);
    const again = createDialogue({ accounts, settings: { respUri }, snapshot: diskOf(first) });
    report(again);
    expect(dataOf(again)).toEqual([]);
  });
});

describe("F3.9 alerts that come again in another form", () => {
  test("octets as base64 in XML and raw in WBXML are the same", () => {
    const dialogue = createDialogue({ accounts: free, settings: { respUri: false } });
    dialogue.open({ notify: false, mode: { kind: "tunnel" } });
    const octets = toBase64(Uint8Array.of(0, 255, 1));
    const message = (format: string): string =>
      clientMessage(
        {},
        `${package1(1201)}<Alert><CmdID>3</CmdID><Data>1226</Data><Item><Meta><Format xmlns="syncml:metinf">${format}</Format><Type xmlns="syncml:metinf">urn:x</Type></Meta><Data>${octets}</Data></Item></Alert>`,
      );
    dialogue.postAs("xml", message("b64"));
    dialogue.postAs("wbxml", message("b64"));
    expect(dialogue.alerts).toHaveLength(1);
  });
});
