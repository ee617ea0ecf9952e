import { describe, expect, test } from "vitest";
import type { ReferencedCommand } from "../../../../simulator/roles/dm-server/ports.ts";
import {
  account,
  clientAlert,
  clientMessage,
  commandsOf,
  createDialogue,
  get,
  package1,
  replace,
  status,
  statusesOf,
  type Dialogue,
  type DialogueOptions,
} from "./dialogue.ts";

const accounts = [{ ...account, client: { ...account.client, auth: "none" as const } }];

function working(commands: readonly ReferencedCommand[], options: DialogueOptions = {}): Dialogue {
  const dialogue = createDialogue({
    accounts,
    ...options,
    settings: { respUri: false, ...options.settings },
  });
  dialogue.open({ notify: false, mode: { kind: "commands", commands } });
  return dialogue;
}
const ends = (dialogue: Dialogue): string[] => dialogue.reports.map(({ type }) => type);
const exec: ReferencedCommand = {
  reference: "0",
  command: { kind: "Exec", CmdID: "", Item: [{ Target: { LocURI: "./Reboot" } }] },
};

describe("DM12-S-24 the device aborts", () => {
  const abort = package1(1201) + clientAlert(3, 1223);

  test("Status for SyncHdr and Alert, no command; the commands wait for its next session", () => {
    const dialogue = working([exec]);
    const first = dialogue.message(dialogue.post(clientMessage({}, abort)));
    expect(statusesOf(first)).toEqual(["SyncHdr/0 200", "Alert/1 200", "Replace/2 200", "Alert/3 200"]);
    expect(commandsOf(first)).toEqual([]);
    expect(first.SyncBody.Final).toBe(true);
    expect(dialogue.states().at(-1)).toMatch(/ aborted$/);
    expect(dialogue.reports).toEqual([]);
    const second = dialogue.message(dialogue.post(clientMessage({ session: "2" }, package1(1201))));
    expect(commandsOf(second)).toEqual(["Exec/4"]);
  });

  test("a second time it is told to the caller", () => {
    const dialogue = working([exec]);
    dialogue.post(clientMessage({}, abort));
    dialogue.post(clientMessage({ session: "2" }, package1(1201)));
    dialogue.post(clientMessage({ session: "2", msg: 2 }, clientAlert(1, 1223)));
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "aborted", by: "device" });
  });

  test("an Exec that was sent is not sent again: the caller is told", () => {
    const dialogue = working([exec]);
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + clientAlert(2, 1223)));
    expect(ends(dialogue)).toEqual(["established", "aborted"]);
  });

  test("what was answered keeps its outcome; only the rest is sent again", () => {
    const dialogue = working([get("0", "./A"), replace("1", "./B", "x")]);
    dialogue.post(clientMessage({}, package1(1201)));
    const answers = status(1, 1, 0, "SyncHdr", 200) + status(2, 1, 4, "Get", 404) + clientAlert(3, 1223);
    dialogue.post(clientMessage({ msg: 2 }, answers));
    const again = dialogue.message(dialogue.post(clientMessage({ session: "2" }, package1(1201))));
    expect(commandsOf(again)).toEqual(["Replace/4"]);
    dialogue.post(
      clientMessage(
        { session: "2", msg: 2 },
        status(1, 1, 0, "SyncHdr", 200) + status(2, 1, 4, "Replace", 200),
      ),
    );
    expect(dialogue.reports.at(-2)).toMatchObject({
      outcomes: [
        { reference: "0", status: 404 },
        { reference: "1", status: 200 },
      ],
    });
  });
});

describe("DM12-S-30 the device goes silent", () => {
  test("the session ends after the limit; commands that may be repeated wait for the next", () => {
    const dialogue = working([get("0", "./A")], { settings: { sessionTimeout: 5000 } });
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.wait(40_000);
    expect(dialogue.states().at(-1)).toMatch(/ timedOut$/);
    expect(ends(dialogue)).toEqual(["established"]);
    const second = dialogue.message(dialogue.post(clientMessage({ session: "2" }, package1(1201))));
    expect(commandsOf(second)).toEqual(["Get/4"]);
    dialogue.wait(80_000);
    expect(ends(dialogue)).toEqual(["established", "established", "timed-out"]);
  });

  test("with no repetitions allowed the caller is told at once", () => {
    const dialogue = working([get("0", "./A")], { settings: { sessionTimeout: 5000, requeues: 0 } });
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.wait(40_000);
    expect(ends(dialogue)).toEqual(["established", "timed-out"]);
  });
});

test("a renamed node is not renamed twice", () => {
  const dialogue = working([replace("0", "./A?prop=Name", "B")]);
  dialogue.post(clientMessage({}, package1(1201)));
  dialogue.wait(200_000);
  expect(ends(dialogue)).toEqual(["established", "timed-out"]);
});
