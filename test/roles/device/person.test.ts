import { describe, expect, test } from "vitest";
import type { BodyCommandInput, SyncML } from "../../../simulator/protocols/syncml/index.ts";
import { nodeAt } from "../../../simulator/tree/index.ts";
import { addOf, dialogue, getOf, headerStatus, lines, replaceOf, type Dialogue } from "./dialogue.ts";

const open = (): { each: Dialogue; run: (...commands: BodyCommandInput[]) => SyncML | undefined } => {
  const each = dialogue({ account: { auth: "none", serverAuth: "none" }, behaviour: { user: "person" } });
  let last = each.command({ name: "startSession", sessionId: "C0" });
  return {
    each,
    run: (...commands) => (last = each.answer({}, [headerStatus(last, 200), ...commands])),
  };
};
const alertOf = (code: number, options: string, ...texts: readonly string[]) => ({
  kind: "Alert" as const,
  CmdID: "",
  Data: code,
  Item: [options === "" ? {} : { Data: options }, ...texts.map((Data) => ({ Data }))],
});
const id = <C extends { CmdID: string }>(CmdID: string, command: C) => ({ ...command, CmdID });
const within = (kind: "Atomic" | "Sequence", ...commands: BodyCommandInput[]): BodyCommandInput =>
  ({ kind, CmdID: "B", commands }) as BodyCommandInput;
const question = (each: Dialogue): string => each.device.view().questions[0]?.id ?? "";
const ring = (each: Dialogue) => {
  const node = nodeAt(each.device.view().root, ["Settings", "Ring"]);
  return node?.kind === "leaf" ? node.value : undefined;
};

describe("DMPRO 8.7.1 a person at the device", () => {
  test("DM12-C-49 the execution waits for the answer; nothing is sent before", () => {
    const { each, run } = open();
    expect(
      run(
        replaceOf("./Settings/Ring", "Chime"),
        alertOf(1101, "MAXDT=20&DR=0", "Sure?"),
        getOf("./Settings/Ring"),
      ),
    ).toBeUndefined();
    expect(each.states()).toEqual(["awaitingPackage2 user.asked askingUser"]);
    expect(each.report("user.asked")).toMatchObject({
      question: question(each),
      code: 1101,
      text: "Sure?",
      preset: "reject",
      patience: 20_000,
    });
    expect(each.effects.some((effect) => effect.type === "timer.arm")).toBe(true);
    // what was done before the question is durable
    expect(each.effects.some((effect) => effect.type === "commit")).toBe(true);
    expect(each.device.view()).toMatchObject({ state: "askingUser" });
    expect(each.device.summary()).toMatchObject({ asking: true });
    const answer = each.command({ name: "answerUser", question: question(each), answer: "accept" });
    expect(lines(answer).slice(1)).toEqual([
      "Status 1/2 Replace 200 ./Settings/Ring",
      "Status 1/3 Alert 200",
      "Status 1/4 Get 200 ./Settings/Ring",
      "Results 1/4 ./Settings/Ring=Chime",
      "Final",
    ]);
    expect(each.states()).toEqual(["askingUser package.answered awaitingPackage4"]);
    expect(each.effects.some((effect) => effect.type === "timer.cancel")).toBe(true);
    expect(each.reports()).toContain("user.answered");
  });

  test.each([
    ["the preset", "DR=0", 304],
    ["408 without one", "", 408],
  ])("nobody answers: %s", (_case, options, code) => {
    const { each, run } = open();
    run(alertOf(1101, options, "Sure?"));
    const arm = each.effects.find((effect) => effect.type === "timer.arm");
    const timer = arm?.type === "timer.arm" ? arm.timer : "";
    expect(arm).toMatchObject({ due: expect.any(Number) as unknown });
    const answer = each.event({ type: "timer.expired", timer }, 30_000);
    expect(lines(answer)[1]).toBe(`Status 1/2 Alert ${code}`);
    expect(each.event({ type: "timer.expired", timer })).toBeUndefined();
  });

  test("two questions, one after the other", () => {
    const { each, run } = open();
    run(alertOf(1102, "MAXLEN=4&IT=N&ET=P", "PIN?"), alertOf(1104, "DR=1", "Which?", "Mail", "Chat", "Maps"));
    expect(each.report("user.asked")).toMatchObject({ longest: 4, input: "numeric", echo: "password" });
    expect(
      each.command({ name: "answerUser", question: question(each), answer: { text: "12ab345" } }),
    ).toBeUndefined();
    expect(each.states()).toEqual(["askingUser user.asked askingUser"]);
    expect(each.report("user.asked")).toMatchObject({
      choices: ["Mail", "Chat", "Maps"],
      preset: { choices: [1] },
    });
    const answer = each.command({
      name: "answerUser",
      question: question(each),
      answer: { choices: [3, 2, 3] },
    });
    expect(answer?.SyncBody.commands[1]).toMatchObject({ Data: 200, Item: [{ Data: "1234" }] });
    expect(answer?.SyncBody.commands[2]).toMatchObject({ Data: 200, Item: [{ Data: "3" }, { Data: "2" }] });
  });

  test("DM12-C-49 No in a Sequence skips the rest", () => {
    const { each, run } = open();
    run(within("Sequence", id("3", alertOf(1101, "", "Sure?")), id("4", replaceOf("./Settings/Ring", "x"))));
    const answer = each.command({ name: "answerUser", question: question(each), answer: "reject" });
    expect(lines(answer).slice(1, -1)).toEqual([
      "Status 1/B Sequence 200",
      "Status 1/3 Alert 304",
      "Status 1/4 Replace 215 ./Settings/Ring",
    ]);
  });

  test("DM12-C-49 a cancel in an Atomic rolls back, also what somebody did not change meanwhile", () => {
    const { each, run } = open();
    run(
      within(
        "Atomic",
        id("3", replaceOf("./Settings/Ring", "x")),
        id("4", alertOf(1101, "", "Sure?")),
        id("5", addOf("./Vendor/A", "1")),
      ),
      getOf("./DevInfo/Man"),
    );
    // what an Atomic has done so far does not stand: it is not stored
    expect(each.written.has("device:IMEI:350000000000017 tree")).toBe(false);
    each.command({ name: "editNode", uri: "./Settings/Volume", value: "9" });
    expect(each.written.get("device:IMEI:350000000000017 tree")).toMatchObject([
      { uri: "./Settings/Volume" },
    ]);
    const answer = each.command({ name: "answerUser", question: question(each), answer: "cancel" });
    expect(lines(answer).slice(1, -1)).toEqual([
      "Status 1/B Atomic 507",
      "Status 1/3 Replace 216 ./Settings/Ring",
      "Status 1/4 Alert 214",
      "Status 1/5 Add 215 ./Vendor/A",
      "Status 1/3 Get 215 ./DevInfo/Man",
    ]);
    expect(ring(each)).toBe("Classic");
    expect(nodeAt(each.device.view().root, ["Settings", "Volume"])).toMatchObject({ value: "9" });
  });

  test("an answer to nothing, and one of another kind, are refused", () => {
    const { each, run } = open();
    each.command({ name: "answerUser", question: "question-9", answer: "accept" });
    expect(each.reports()).toEqual(["command.refused"]);
    run(alertOf(1102, "", "Name?"));
    each.command({ name: "answerUser", question: question(each), answer: "accept" });
    expect(each.reports()).toEqual(["command.refused"]);
    expect(each.device.view().state).toBe("askingUser");
  });

  test("the session is stopped while the person is asked", () => {
    const { each, run } = open();
    run(replaceOf("./Settings/Ring", "Chime"), alertOf(1101, "", "Sure?"), getOf("."));
    const last = each.command({ name: "abortSession" });
    expect(lines(last).slice(1)).toEqual([
      "Status 1/2 Replace 200 ./Settings/Ring",
      "Status 1/3 Alert 214",
      "Status 1/4 Get 215 .",
      "Alert 1223",
      "Final",
    ]);
    expect(each.device.view().questions).toEqual([]);
    expect(ring(each)).toBe("Chime");
  });

  test("a store that fails ends the session and the question", () => {
    const { each, run } = open();
    run(alertOf(1101, "", "Sure?"));
    each.event({ type: "commit.failed", text: "disk full", dropped: [] });
    expect(each.reports()).toEqual(["session.aborted"]);
    expect(each.device.view()).toMatchObject({ state: "idle", questions: [] });
  });

  test.each([
    [
      "1100 is shown, and counts as shown when nobody dismisses it",
      alertOf(1100, "MINDT=5&MAXDT=10", "Hello"),
      200,
    ],
    ["items missing", alertOf(1101, ""), 412],
    [
      "an item that is no text",
      { ...alertOf(1100, "", "x"), Item: [{}, { Meta: { Type: "image/png" }, Data: "x" }] },
      415,
    ],
    ["a text that no display can show", alertOf(1100, "", "x".repeat(5000)), 416],
  ])("%s", (_case, alert, code) => {
    const { each, run } = open();
    const message = run(alert);
    const arm = each.effects.find((effect) => effect.type === "timer.arm");
    const answer =
      message ?? each.event({ type: "timer.expired", timer: arm?.type === "timer.arm" ? arm.timer : "" });
    expect(lines(answer)[1]).toBe(`Status 1/2 Alert ${code}`);
  });
});
