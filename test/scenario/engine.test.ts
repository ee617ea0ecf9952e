import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import type { CrossingRecord, NewRecord, NoteRecord } from "../../simulator/journal/record.ts";
import { createEngine } from "../../simulator/scenario/engine.ts";
import { Scenario } from "../../simulator/scenario/format.ts";
import type { Fact, MessageSummary } from "../../simulator/stacks/summary.ts";
import { tableSteppers } from "../support/table-steppers.ts";

const scenario = Scenario.parse({
  format: 1,
  id: "talk",
  title: "Talk",
  description: "Two parties talk.",
  world: "four-roles",
  settings: [],
  steps: [
    {
      id: "T1",
      title: "Ask",
      what: "The External System asks.",
      from: "external-system",
      to: "dm-server",
      act: [{ party: "external-system", command: { name: "ask", about: "${topic}" } }],
      messages: [{ channel: "wsi", facts: { operation: "Ask" } }],
      until: [{ channel: "wsi", direction: "response" }],
      within: 1000,
      checks: [
        {
          kind: "fact",
          text: "the answer is yes",
          message: { direction: "response" },
          fact: "answer",
          is: "yes",
        },
      ],
    },
    {
      id: "T2",
      title: "Tell",
      what: "The DM server tells the device.",
      from: "dm-server",
      to: "device",
      messages: [{ channel: "dm" }],
      until: [{ channel: "dm" }],
      within: 1000,
      checks: [
        {
          kind: "same",
          text: "it is about the same",
          message: { channel: "dm" },
          fact: "topic",
          step: "T1",
          other: { message: { direction: "request" }, fact: "topic" },
        },
      ],
    },
  ],
  refusals: [
    {
      name: "x",
      step: "T1",
      party: "dm-server",
      evidence: [{ channel: "wsi", status: 401 }],
      reasonNote: "because",
      reason: "no",
    },
  ],
});

function engineOf(settings: Record<string, string> = {}, given: Scenario = scenario) {
  const records: NewRecord[] = [];
  const acts: Readonly<Record<string, unknown>>[] = [];
  const timers: { readonly due: number; readonly action: () => void; cancelled: boolean }[] = [];
  const summaries = new Map<number, Readonly<Record<string, Fact>>>();
  let seq = 0;
  const engine = createEngine(
    given,
    settings,
    {
      act: (_party, ask) => acts.push(ask().command),
      summarise: (record) => {
        const facts = summaries.get(record.seq) ?? {};
        const summary: MessageSummary = {
          title: "",
          summary: "",
          badges: [],
          codec: "",
          ack: false,
          findings: 0,
          facts,
        };
        return summary;
      },
      record: (record) => records.push(record),
      after: (due, action) => {
        const timer = { due, action, cancelled: false };
        timers.push(timer);
        return () => {
          timer.cancelled = true;
        };
      },
      variables: { topic: "weather" },
    },
    tableSteppers,
  );
  const cross = (part: Partial<CrossingRecord>, facts: Readonly<Record<string, Fact>> = {}): void => {
    const record: CrossingRecord = {
      kind: "crossing",
      seq: ++seq,
      clock: 0,
      wall: 0,
      channel: "wsi",
      direction: "request",
      from: { role: "external-system", name: "e" },
      to: { role: "dm-server", name: "s" },
      exchange: "x1",
      headers: {},
      body: utf8(""),
      outcome: "delivered",
      ...part,
    };
    summaries.set(seq, facts);
    engine.observe(record);
  };
  const note = (code: string, text: string): void => {
    const record: NoteRecord = {
      kind: "note",
      seq: ++seq,
      clock: 0,
      wall: 0,
      severity: "info",
      code,
      text,
      findings: [],
    };
    engine.observe(record);
  };
  return { engine, records, acts, timers, cross, note };
}

const ask = { operation: "Ask", topic: "weather" };

describe("the scenario engine", () => {
  it("counts matchers only under their settings", () => {
    const [first, ...others] = scenario.steps;
    if (!first) throw new Error("no step");
    const until = [
      { when: { patience: "short" }, channel: "wsi" as const, direction: "request" as const },
      { when: { patience: "long" }, channel: "wsi" as const, direction: "response" as const },
    ];
    const given = { ...scenario, steps: [{ ...first, until }, ...others] };
    const short = engineOf({ patience: "short" }, given);
    short.engine.start();
    short.cross({}, ask);
    expect(short.engine.current?.id).toBe("T2");
    const long = engineOf({ patience: "long" }, given);
    long.engine.start();
    long.cross({}, ask);
    expect(long.engine.current?.id).toBe("T1");
    long.cross({ direction: "response" }, { answer: "yes" });
    expect(long.engine.current?.id).toBe("T2");
  });

  it("acts with variables, sorts messages to steps and passes", () => {
    const { engine, acts, cross } = engineOf();
    engine.start();
    expect(acts).toEqual([{ name: "ask", about: "weather" }]);
    cross({}, ask);
    cross({ direction: "response", status: 200 }, { answer: "yes" });
    cross({ channel: "dm", exchange: "x2" }, { topic: "weather" });
    expect(engine.outcome).toEqual({ verdict: "pass", reason: "2 of 2 steps passed" });
    expect(engine.steps.map(({ id, verdict, messages }) => [id, verdict, messages])).toEqual([
      ["T1", "pass", [1, 2]],
      ["T2", "pass", [3]],
    ]);
  });

  it("fails a check with its sentence and what was found, and goes on", () => {
    const { engine, cross } = engineOf();
    engine.start();
    cross({}, ask);
    cross({ direction: "response", status: 200 }, { answer: "no" });
    cross({ channel: "dm", exchange: "x2" }, { topic: "sports" });
    expect(engine.outcome?.verdict).toBe("fail");
    expect(engine.steps.map((step) => step.reason)).toEqual([
      "the answer is yes: found no instead of yes",
      "it is about the same: sports is not weather",
    ]);
  });

  it("fails a step that began before the one before it", () => {
    const { engine, cross } = engineOf();
    engine.start();
    cross({ channel: "dm", exchange: "x2" }, { topic: "weather" });
    cross({}, ask);
    cross({ direction: "response", status: 200 }, { answer: "yes" });
    expect(engine.steps[1]).toMatchObject({ verdict: "none" });
    cross({ channel: "dm", exchange: "x3" }, { topic: "weather" });
    expect(engine.steps[1]?.reason).toMatch(/T2 \(message 1\) began before T1 \(message 2\)/);
    expect(engine.outcome?.verdict).toBe("fail");
  });

  it("stalls with the step and its patience when nothing comes", () => {
    const { engine, timers } = engineOf();
    engine.start();
    timers[0]?.action();
    expect(engine.outcome?.verdict).toBe("fail");
    expect(engine.steps.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ["fail", "T1 did not complete within 1 s: The External System asks."],
      ["none", "not reached: T1 did not complete"],
    ]);
  });

  it("stops at a refusal nobody asked for: fail, with party, reason and the note that explains it", () => {
    const { engine, cross, note } = engineOf();
    engine.start();
    cross({}, ask);
    note("because", "the password is wrong");
    cross({ direction: "response", status: 401 });
    expect(engine.refusal).toEqual({
      step: "T1",
      party: "dm-server",
      reason: "no; the password is wrong",
      message: 3,
    });
    expect(engine.outcome?.verdict).toBe("fail");
    expect(engine.steps[1]).toMatchObject({
      verdict: "none",
      reason: "not reached: the flow was refused at T1",
    });
  });

  it("passes a refusal that the variant provokes", () => {
    const { engine, cross } = engineOf({ refuse: "x" });
    engine.start();
    cross({}, ask);
    cross({ direction: "response", status: 401 });
    expect(engine.outcome?.verdict).toBe("pass");
    expect(engine.steps[0]?.verdict).toBe("pass");
  });

  it("is inconclusive when it is aborted, and takes no further message", () => {
    const { engine, cross } = engineOf();
    engine.start();
    engine.abort("aborted by the user");
    expect(engine.outcome?.verdict).toBe("inconclusive");
    cross({}, ask);
    cross({ direction: "response", status: 401 });
    expect(engine.refusal).toBeUndefined();
  });

  it("writes a step record for each judgement, pointing at its messages", () => {
    const { engine, cross, records } = engineOf();
    engine.start();
    cross({}, ask);
    cross({ direction: "response", status: 200 }, { answer: "yes" });
    expect(records).toEqual([
      {
        kind: "step",
        step: "T1",
        title: "Ask",
        verdict: "pass",
        reason: "The External System asks.",
        messages: [1, 2],
      },
    ]);
  });

  it("does not take a message that was dropped for one that arrived", () => {
    const { engine, cross } = engineOf();
    engine.start();
    cross({}, ask);
    cross({ direction: "response", status: 200, outcome: "dropped" }, { answer: "yes" });
    expect(engine.current?.id).toBe("T1");
    expect(engine.steps[0]?.messages).toEqual([1, 2]);
    cross({ direction: "response", status: 200 }, { answer: "yes" });
    expect(engine.steps[0]?.verdict).toBe("pass");
    expect(engine.current?.id).toBe("T2");
  });

  it("ignores the patience of a step that is over", () => {
    const { engine, cross, timers } = engineOf();
    engine.start();
    cross({}, ask);
    cross({ direction: "response", status: 200 }, { answer: "yes" });
    timers[0]?.action();
    expect(engine.outcome).toBeUndefined();
    expect(engine.current?.id).toBe("T2");
  });

  it("fails a refusal that was asked for and did not come", () => {
    const { engine, cross } = engineOf({ refuse: "x" });
    engine.start();
    cross({}, ask);
    cross({ direction: "response", status: 200 }, { answer: "yes" });
    cross({ channel: "dm", exchange: "x2" }, { topic: "weather" });
    expect(engine.outcome).toEqual({
      verdict: "fail",
      reason: "T1 Ask: DM server did not refuse: no was expected",
    });
  });

  it("says of a stalled step that a command was refused, and calls a failure of our own an error", () => {
    const refused = engineOf();
    refused.engine.start();
    refused.engine.report({ name: "command.refused", data: { reason: "a session is running" } });
    refused.timers[0]?.action();
    expect(refused.engine.outcome?.verdict).toBe("fail");
    expect(refused.engine.steps[0]?.reason).toMatch(/A command was refused: a session is running$/);
    const failed = engineOf();
    failed.engine.start();
    failed.note("role/failed", "The role failed on command: x.");
    failed.timers[0]?.action();
    expect(failed.engine.outcome?.verdict).toBe("error");
    expect(failed.engine.steps[0]?.reason).toMatch(/The role failed on command: x\.$/);
  });
});

describe("steps that look alike", () => {
  const step = (id: string, checks: unknown[] = []) => ({
    id,
    title: id,
    what: "The device answers.",
    from: "device",
    to: "dm-server",
    scope: "step",
    messages: [{ channel: "dm" }],
    until: [{ channel: "dm", direction: "response" }],
    checks,
  });
  const alike = (checks: unknown[]): Scenario =>
    Scenario.parse({
      format: 1,
      id: "alike",
      title: "Alike",
      description: "Two sessions.",
      world: "device-management",
      settings: [],
      steps: [step("A1"), step("A2", checks)],
    });
  const both = (checks: unknown[], facts: Readonly<Record<string, Fact>> = {}) => {
    const run = engineOf({ colour: "red" }, alike(checks));
    run.engine.start();
    run.cross({ channel: "dm", exchange: "a" }, { nonce: "1" });
    run.cross({ channel: "dm", direction: "response", exchange: "a" });
    run.cross({ channel: "dm", exchange: "b" }, { nonce: "2", ...facts });
    run.cross({ channel: "dm", direction: "response", exchange: "b" });
    return run.engine;
  };

  it("get the messages that come while they are awaited", () => {
    const engine = both([]);
    expect(engine.steps.map(({ verdict, messages }) => [verdict, messages])).toEqual([
      ["pass", [1, 2]],
      ["pass", [3, 4]],
    ]);
  });

  it("count their messages", () => {
    const count = (bounds: { least?: number; most?: number }) =>
      both([{ kind: "count", text: "requests", message: { direction: "request" }, ...bounds }]).steps[1];
    expect(count({ least: 1, most: 1 })?.verdict).toBe("pass");
    expect(count({ least: 2 })).toMatchObject({ verdict: "fail", reason: "requests: 1 such messages" });
    expect(count({ most: 0 })).toMatchObject({ verdict: "fail", reason: "requests: 1 such messages" });
  });

  it("compare a fact with one that has to differ", () => {
    const different = (facts: Readonly<Record<string, Fact>>) => {
      const message = { direction: "request" };
      const other = { message, fact: "nonce" };
      return both([{ kind: "different", text: "fresh", message, fact: "nonce", step: "A1", other }], facts)
        .steps[1];
    };
    expect(different({})?.verdict).toBe("pass");
    expect(different({ nonce: "1" })).toMatchObject({ verdict: "fail", reason: "fresh: 1 is 1" });
  });

  it("know the settings as variables, and say what was there instead", () => {
    const message = { direction: "request", facts: { paint: "${setting.colour}" } };
    const check = { kind: "present", text: "the colour", message };
    expect(both([check], { paint: ["blue", "red"] }).steps[1]?.verdict).toBe("pass");
    expect(both([check], { paint: ["blue", "green"] }).steps[1]?.reason).toBe(
      "the colour: paint blue, green instead of red",
    );
    expect(both([check]).steps[1]?.reason).toBe("the colour: no such message");
  });
});
