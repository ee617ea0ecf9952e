import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { createVirtualClock } from "../../simulator/core/virtual-clock.ts";
import type { CrossingDraft, GateDecision } from "../../simulator/wire/tap.ts";
import { createPaceGate } from "../../simulator/workbench/pace-gate.ts";

const draft = (exchange: string, direction: "request" | "response" = "request"): CrossingDraft => ({
  direction,
  channel: "dm",
  from: { role: "device", name: "d" },
  to: { role: "dm-server", name: "s" },
  exchange,
  headers: {},
  body: utf8(exchange),
});

function gateWith(options: { readonly ack?: (draft: CrossingDraft) => boolean } = {}) {
  const clock = createVirtualClock(0);
  const wall = {
    now: clock.now,
    after: (ms: number, action: () => void) => clock.at(clock.now() + ms, action),
  };
  const gate = createPaceGate(
    wall,
    {
      isAcknowledgement: options.ack ?? (() => false),
      readingTime: () => 600,
      endsPackage: ({ exchange }) => exchange.endsWith("!"),
    },
    () => undefined,
  );
  const passed: string[] = [];
  const decisions: GateDecision[] = [];
  const admit = (exchange: string): void =>
    gate.admit(draft(exchange), (decision) => {
      passed.push(exchange);
      decisions.push(decision);
    });
  return { gate, clock, passed, decisions, admit };
}

describe("the gate of a run", () => {
  it("lets messages cross at reading speed", () => {
    const { clock, passed, admit } = gateWith();
    admit("1");
    admit("2");
    expect(passed).toEqual(["1"]);
    clock.advance(599);
    expect(passed).toEqual(["1"]);
    clock.advance(1);
    expect(passed).toEqual(["1", "2"]);
  });

  it("goes faster with a higher speed, and at once with max", () => {
    const { gate, clock, passed, admit } = gateWith();
    gate.setSpeed(2);
    admit("1");
    admit("2");
    admit("3");
    clock.advance(300);
    expect(passed).toEqual(["1", "2"]);
    gate.setSpeed("max");
    expect(passed).toEqual(["1", "2", "3"]);
  });

  it("steps exactly one message, also one that comes later", () => {
    const { gate, passed, admit } = gateWith();
    gate.stand();
    admit("1");
    admit("2");
    expect(passed).toEqual([]);
    gate.step();
    expect(passed).toEqual(["1"]);
    gate.step();
    gate.step();
    expect(passed).toEqual(["1", "2"]);
    expect(gate.wanting).toBe(true);
    admit("3");
    admit("4");
    expect(passed).toEqual(["1", "2", "3"]);
  });

  it("steps to the end of a package", () => {
    const { gate, passed, admit } = gateWith();
    gate.stand();
    for (const name of ["1", "2", "3!", "4"]) admit(name);
    gate.stepPackage();
    expect(passed).toEqual(["1", "2", "3!"]);
  });

  it("never makes anybody wait for an acknowledgement", () => {
    const { gate, passed, admit } = gateWith({ ack: ({ exchange }) => exchange === "ack" });
    gate.stand();
    admit("1");
    admit("ack");
    expect(passed).toEqual(["ack"]);
  });

  it("holds what a rule catches until a person decides, while the rest goes on", () => {
    const { gate, passed, decisions, admit } = gateWith();
    gate.setSpeed("max");
    gate.setRule(({ exchange }) => exchange === "caught", true);
    admit("caught");
    admit("free");
    admit("caught");
    expect(passed).toEqual(["free", "caught"]);
    const [held] = gate.held;
    expect(held).toMatchObject({ by: "rule" });
    expect(gate.release(held?.id ?? "", { kind: "pass", body: utf8("changed") })).toBe(true);
    expect(decisions.at(-1)).toEqual({ kind: "pass", body: utf8("changed") });
    expect(gate.release(held?.id ?? "", { kind: "drop" })).toBe(false);
  });

  it("lets everything go at the end of a run", () => {
    const { gate, passed, admit } = gateWith();
    gate.stand();
    admit("1");
    admit("2");
    gate.open();
    admit("3");
    expect(passed).toEqual(["1", "2", "3"]);
    expect(gate.held).toEqual([]);
  });

  it("drops what waits at a cut-off, and lets what comes later go", () => {
    const { gate, decisions, admit } = gateWith();
    gate.stand();
    admit("1");
    gate.close();
    admit("2");
    expect(decisions).toEqual([{ kind: "drop" }, { kind: "pass" }]);
  });
});
