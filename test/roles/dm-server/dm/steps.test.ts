import { describe, expect, test } from "vitest";
import type {
  CommandOutcome,
  ReferencedCommand,
  SessionRequest,
} from "../../../../simulator/roles/dm-server/ports.ts";
import {
  account,
  clientMessage,
  commandsOf,
  createDialogue,
  DEVICE,
  get,
  package1,
  replace,
  status,
  type Dialogue,
} from "./dialogue.ts";

const accounts = [{ ...account, client: { ...account.client, auth: "none" as const } }];
const settings = { respUri: false };

/** Mode `steps` with these packages; what it was asked with is kept. */
function steps(packages: readonly (readonly ReferencedCommand[])[]) {
  const asked: (readonly CommandOutcome[])[] = [];
  const mode: SessionRequest["mode"] = {
    kind: "steps",
    next: (answered) => {
      asked.push(answered);
      return packages[asked.length - 1] ?? [];
    },
  };
  return { mode, asked };
}
const types = ({ reports }: Dialogue): string[] => reports.map(({ type }) => type);
const answer = (msg: number, cmd: number, kind: string, code: number): string =>
  clientMessage({ msg }, status(1, msg - 1, 0, "SyncHdr", 200) + status(2, msg - 1, cmd, kind, code));

describe("work that is asked for package by package", () => {
  test("each package is asked for with all answers before it; an empty one closes", () => {
    const dialogue = createDialogue({ accounts, settings });
    const { mode, asked } = steps([[get("a", "./A")], [replace("b", "./B", "1")]]);
    dialogue.open({ notify: false, mode });
    const first = dialogue.post(clientMessage({}, package1(1201)));
    expect(asked).toEqual([[]]);
    expect(commandsOf(dialogue.message(first))).toEqual(["Get/4"]);
    const second = dialogue.post(answer(2, 4, "Get", 200));
    expect(commandsOf(dialogue.message(second))).toEqual(["Replace/2"]);
    expect(asked[1]).toMatchObject([{ reference: "a", status: 200 }]);
    const third = dialogue.post(answer(3, 2, "Replace", 404));
    expect(commandsOf(dialogue.message(third))).toEqual([]);
    expect(dialogue.message(third).SyncBody.Final).toBe(true);
    expect(asked[2]).toMatchObject([
      { reference: "a", status: 200 },
      { reference: "b", status: 404 },
    ]);
    expect(asked).toHaveLength(3);
    expect(types(dialogue)).toEqual(["established", "package3", "package3", "closed"]);
    expect([...dialogue.timers.keys()]).toEqual([]);
  });

  test("nothing to do at all: the session closes at once", () => {
    const dialogue = createDialogue({ accounts, settings });
    dialogue.open({ notify: false, ...steps([]) });
    const first = dialogue.post(clientMessage({}, package1(1201)));
    expect(commandsOf(dialogue.message(first))).toEqual([]);
    expect(types(dialogue)).toEqual(["established", "closed"]);
  });

  test("the work is ended while the next package is asked for: it is not sent", () => {
    const dialogue = createDialogue({ accounts, settings });
    const mode: SessionRequest["mode"] = {
      kind: "steps",
      next: (_answered, moment, sink) => {
        dialogue.dm.end("w1", false, moment, sink);
        return [get("a", "./A")];
      },
    };
    dialogue.open({ notify: false, mode });
    const first = dialogue.post(clientMessage({}, package1(1201)));
    expect(commandsOf(dialogue.message(first))).toEqual([]);
    expect(types(dialogue)).toEqual(["established", "closed"]);
  });

  test("ended while a package is with the device: its answer is waited for, the next one not sent", () => {
    const dialogue = createDialogue({ accounts, settings });
    const { mode, asked } = steps([[get("a", "./A")], [get("b", "./B")]]);
    dialogue.open({ notify: false, mode });
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.end(false);
    const second = dialogue.post(answer(2, 4, "Get", 200));
    expect(commandsOf(dialogue.message(second))).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(types(dialogue)).toEqual(["established", "package3", "closed"]);
  });

  test("the next work of the queue follows in the same session", () => {
    const dialogue = createDialogue({ accounts, settings });
    dialogue.open({ notify: false, ...steps([[get("a", "./A")]]) });
    dialogue.open({ work: "w2", notify: false, ...steps([[get("b", "./B")]]) });
    dialogue.post(clientMessage({}, package1(1201)));
    const second = dialogue.post(answer(2, 4, "Get", 200));
    expect(commandsOf(dialogue.message(second))).toEqual(["Get/2"]);
    dialogue.post(answer(3, 2, "Get", 200));
    expect(dialogue.reports.map(({ type, work }) => `${work} ${type}`)).toEqual([
      "w1 established",
      "w1 package3",
      "w1 closed",
      "w2 established",
      "w2 package3",
      "w2 closed",
    ]);
  });

  test("a session that breaks off between packages goes on in the device's next one", () => {
    const dialogue = createDialogue({ accounts, settings });
    const { mode, asked } = steps([[get("a", "./A")], [get("b", "./B")]]);
    dialogue.open({ notify: false, mode });
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.post(answer(2, 4, "Get", 200));
    dialogue.wait(10 * 60_000);
    expect(types(dialogue)).toEqual(["established", "package3"]);
    const again = dialogue.post(clientMessage({ session: "2A" }, package1(1201)));
    expect(commandsOf(dialogue.message(again))).toEqual(["Get/4"]);
    dialogue.post(
      clientMessage({ session: "2A", msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + status(2, 1, 4, "Get", 200)),
    );
    expect(asked.at(-1)).toMatchObject([{ reference: "a" }, { reference: "b" }]);
    expect(types(dialogue).slice(2)).toEqual(["established", "package3", "closed"]);
  });
});

describe("a device that does not come", () => {
  const waited = 3 * 20_000;

  test("is told once, and its work waits for it", () => {
    const dialogue = createDialogue({ accounts, settings: { ...settings, notificationRetry: 60_000 } });
    dialogue.open({ ...steps([[get("a", "./A")]]), tellUnreached: true });
    dialogue.wait(waited);
    expect(types(dialogue)).toEqual(["notified", "unreached"]);
    dialogue.wait(60_000 + waited);
    expect(types(dialogue)).toEqual(["notified", "unreached", "notified"]);
    const first = dialogue.post(clientMessage({ session: "5" }, package1(1201)));
    expect(commandsOf(dialogue.message(first))).toEqual(["Get/4"]);
  });

  test("also where it is not notified anew: no timer is left, the work is", () => {
    const dialogue = createDialogue({ accounts, settings: { ...settings, notificationRetry: undefined } });
    dialogue.open({ ...steps([[get("a", "./A")]]), tellUnreached: true });
    dialogue.wait(waited);
    expect(types(dialogue)).toEqual(["notified", "unreached"]);
    expect([...dialogue.timers.keys()]).toEqual([]);
    dialogue.post(clientMessage({ session: "5" }, package1(1201)));
    expect(types(dialogue)).toEqual(["notified", "unreached", "established"]);
  });

  test("a tunnel does not wait", () => {
    const dialogue = createDialogue({ accounts, settings });
    dialogue.open({ mode: { kind: "tunnel" }, tellUnreached: true });
    dialogue.wait(waited);
    expect(types(dialogue)).toEqual(["notified", "timed-out"]);
  });
});

test("the queue of a device has so many places", () => {
  const dialogue = createDialogue({ accounts, settings, limits: { queuedWork: 2 } });
  expect(dialogue.dm.room(DEVICE)).toBe(2);
  for (const work of ["w1", "w2", "w3"]) dialogue.open({ work, notify: false, ...steps([]) });
  expect(dialogue.dm.room(DEVICE)).toBe(0);
  expect(dialogue.reports).toMatchObject([{ type: "refused", work: "w3", by: "dms" }]);
  dialogue.end(false, "w1");
  expect(dialogue.dm.room(DEVICE)).toBe(1);
});
