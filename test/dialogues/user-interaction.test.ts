import { describe, expect, test } from "vitest";
import type { UserInteraction } from "../../simulator/roles/device/index.ts";
import type { DeviceCommandInput } from "../../simulator/roles/dm-server/ports.ts";
import { alert, atomic, replace, sequence } from "./support/commands.ts";
import { dialogues, encodings, type Begin } from "./support/cases.ts";
import type { Dialogue } from "./support/dialogue.ts";
import { answers } from "./support/lines.ts";
import { valueOf } from "./support/trees.ts";

const ring = replace("./Settings/Ring", "Chime");
const confirm = alert(1101, "MAXDT=30", "Apply the new ring tone?");

/** A device whose user answers by a script, after the server's commands. */
function asked(begin: Begin, user: UserInteraction, ...commands: readonly DeviceCommandInput[]): Dialogue {
  const it = begin({ device: { behaviour: { user } } });
  it.manage(commands);
  return it;
}

describe.each(encodings)("User interaction (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-48 display 1100 (${encoding})`, () => {
    const display = alert(1100, "MINDT=10&MAXDT=20", "Your settings are renewed");
    const it = asked(begin, "person", display);
    expect(it.report("user.asked")).toMatchObject({
      code: 1100,
      text: "Your settings are renewed",
      shownFor: 10_000,
      patience: 20_000,
    });
    expect(it.fromDevice).toHaveLength(1);
    it.wait(19_999);
    expect(it.fromDevice).toHaveLength(1);
    it.wait(1);
    expect(answers(it.fromDevice[1])).toEqual(["Status 1/4 Alert 200"]);
    expect(answers(asked(begin, {}, display).fromDevice[1])).toEqual(["Status 1/4 Alert 200"]);
    expect(answers(asked(begin, "none", display).fromDevice[1])).toEqual(["Status 1/4 Alert 406"]);
  });

  test(`DM12-C-49 confirm 1101 (${encoding})`, () => {
    const accepted = asked(begin, { 1101: "accept" }, sequence(confirm, ring));
    expect(answers(accepted.fromDevice[1])).toEqual([
      "Status 1/4 Sequence 200",
      "Status 1/5 Alert 200",
      "Status 1/6 Replace 200 ./Settings/Ring",
    ]);

    const inSequence = asked(begin, { 1101: "reject" }, sequence(confirm, ring));
    expect(answers(inSequence.fromDevice[1])).toEqual([
      "Status 1/4 Sequence 200",
      "Status 1/5 Alert 304",
      "Status 1/6 Replace 215 ./Settings/Ring",
    ]);

    const volume = replace("./Settings/Volume", "9", { Format: "int" });
    const inAtomic = asked(begin, { 1101: "reject" }, atomic(ring, confirm, volume));
    expect(answers(inAtomic.fromDevice[1])).toEqual([
      "Status 1/4 Atomic 507",
      "Status 1/5 Replace 216 ./Settings/Ring",
      "Status 1/6 Alert 304",
      "Status 1/7 Replace 215 ./Settings/Volume",
    ]);
    for (const it of [inSequence, inAtomic])
      expect([valueOf(it, "./Settings/Ring"), valueOf(it, "./Settings/Volume")]).toEqual(["Classic", "5"]);

    const direct = asked(begin, { 1101: "reject" }, confirm, ring);
    expect(answers(direct.fromDevice[1])).toEqual([
      "Status 1/4 Alert 304",
      "Status 1/5 Replace 200 ./Settings/Ring",
    ]);

    const silent = asked(begin, "person", confirm, alert(1101, "MAXDT=30&DR=0", "And the other?"));
    silent.wait(60_000);
    expect(answers(silent.fromDevice[1])).toEqual(["Status 1/4 Alert 408", "Status 1/5 Alert 304"]);
  });

  test(`DM12-C-50 text 1102 (${encoding})`, () => {
    const pin = alert(1102, "MAXDT=60&MAXLEN=4&IT=N&ET=P&DR=12", "Enter the PIN");
    const it = asked(begin, "person", pin);
    const question = it.report("user.asked");
    expect(question).toMatchObject({
      code: 1102,
      longest: 4,
      input: "numeric",
      echo: "password",
      preset: { text: "12" },
    });
    it.device({
      name: "answerUser",
      question: String(question?.["question"]),
      answer: { text: "9a8b76543" },
    });
    expect(answers(it.fromDevice[1])).toEqual(["Status 1/4 Alert 200 [=9876]"]);
    expect(it.outcomes()["0"]).toMatchObject({ status: 200, items: [{ data: "9876" }] });

    const unanswered = asked(begin, "person", pin);
    unanswered.wait(60_000);
    expect(answers(unanswered.fromDevice[1])).toEqual(["Status 1/4 Alert 200 [=12]"]);
  });

  test(`DM12-C-51 single 1103 and multiple 1104 (${encoding})`, () => {
    const choices = ["Mail", "Chat", "Maps"];
    const single = alert(1103, "MAXDT=60&DR=2", "Pick one", ...choices);
    const multiple = alert(1104, "MAXDT=60&DR=2-3", "Pick some", ...choices);
    const it = asked(begin, "person", single, multiple);
    expect(it.report("user.asked")).toMatchObject({ code: 1103, choices, preset: { choices: [2] } });
    it.device({
      name: "answerUser",
      question: String(it.report("user.asked")?.["question"]),
      answer: { choices: [3] },
    });
    expect(it.report("user.asked")).toMatchObject({ code: 1104, choices, preset: { choices: [2, 3] } });
    it.wait(60_000);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Alert 200 [=3]",
      "Status 1/5 Alert 200 [=2] [=3]",
    ]);
    expect(it.outcomes()["1"]?.items).toMatchObject([{ data: "2" }, { data: "3" }]);

    const cancelled = asked(begin, { 1103: "cancel" }, sequence(single, ring));
    expect(answers(cancelled.fromDevice[1])).toEqual([
      "Status 1/4 Sequence 200",
      "Status 1/5 Alert 214",
      "Status 1/6 Replace 215 ./Settings/Ring",
    ]);
    expect(valueOf(cancelled, "./Settings/Ring")).toBe("Classic");
  });
});
