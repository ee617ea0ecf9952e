import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../simulator/core/bytes.ts";
import {
  account,
  clientAlert,
  clientMessage,
  createDialogue,
  DEVICE,
  get,
  package1,
  SERVER_URL,
  status,
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
      { numRuns: 60 },
    );
  }, 30_000);
});
