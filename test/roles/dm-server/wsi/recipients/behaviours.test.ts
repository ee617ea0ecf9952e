import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import type { CallbackAnswer } from "../../../../../simulator/roles/external-system/index.ts";
import { writeFault } from "../../../../../simulator/stacks/wsi-http.ts";
import type { HttpResponse } from "../../../../../simulator/wire/http.ts";
import { createRecipients, type Recipients } from "./world.ts";

const MINUTE = 60_000;
const TIMEOUT = 10_000;

/** The pauses between attempts of a recipient, without the time that an attempt took. */
function pausesOf(world: Recipients, took: number): readonly number[] {
  const [, ...tries] = world.tries("care");
  return tries.slice(1).map(({ at }, index) => at - took - (tries[index]?.at ?? 0));
}

/** Every number of every operation once, in order, and nothing missing. */
function expectWhole(world: Recipients): void {
  const last = new Map<string, number>();
  for (const one of world.taken("care")) {
    const [operationId = "", sequence = ""] = one.split(" ");
    expect(Number(sequence)).toBe((last.get(operationId) ?? 0) + 1);
    last.set(operationId, Number(sequence));
  }
  for (const name of ["callback.gap", "callback.late"]) expect(world.reports("care", name)).toEqual([]);
}

/** The other recipient gets what it asked for at once. */
function expectUnaffected(world: Recipients): void {
  const before = world.taken("portal").length;
  const { length } = world.tries("portal");
  world.discover("portal");
  expect(world.taken("portal")).toHaveLength(before + 1);
  expect(world.tries("portal").slice(length)).toMatchObject([
    { at: world.clock.now(), outcome: "delivered" },
  ]);
}

describe("what is tried again", () => {
  const retried: readonly (readonly [CallbackAnswer, number])[] = [
    ["unavailable", 0],
    ["fault-receiver", 0],
    ["close", 0],
    ["silence", TIMEOUT],
  ];
  it.each(retried)("%s: with growing pauses, in order, and whole when it recovers", (answer, took) => {
    const world = createRecipients();
    world.behave("care", { answer });
    world.bulk("care");
    expectUnaffected(world);
    world.advance(20 * MINUTE);
    expect(world.taken("care")).toHaveLength(1);
    const pauses = pausesOf(world, took);
    expect(pauses.length).toBeGreaterThan(8);
    for (const [index, pause] of pauses.entries()) {
      const full = Math.min(5 * MINUTE, 1000 * 2 ** index);
      expect(pause).toBeGreaterThanOrEqual(full / 2);
      expect(pause).toBeLessThanOrEqual(full);
    }
    expect(world.standing("care")).toMatchObject({ queued: 4, inFlight: 0, dead: 0 });
    expectUnaffected(world);
    world.behave("care", { answer: "accept" });
    world.advance(6 * MINUTE);
    expect(world.taken("care")).toHaveLength(5);
    expectWhole(world);
    expect(world.standing("care")).toMatchObject({ queued: 0, dead: 0 });
  });

  it("down: one callback tries for all, and all come in order when it is up again", () => {
    const world = createRecipients();
    world.down("care");
    for (let count = 0; count < 20; count++) {
      world.up("care");
      world.behave("care", { answer: "close", times: 0 });
      world.discover("care");
      world.down("care");
    }
    expectUnaffected(world);
    world.advance(60 * MINUTE);
    const before = world.tries("care").length;
    world.advance(60 * MINUTE);
    // at most one attempt in every two and a half minutes, however many wait
    expect(world.tries("care").length - before).toBeLessThanOrEqual(24);
    expectUnaffected(world);
    world.up("care");
    world.advance(5 * MINUTE + 1000);
    expect(world.taken("care")).toHaveLength(21);
    expectWhole(world);
  });

  it("flapping: what is taken is taken once, in order, and nothing is lost", () => {
    const world = createRecipients();
    for (let round = 0; round < 6; round++) {
      world.behave("care", { answer: round % 2 === 0 ? "unavailable" : "close" });
      if (round < 3) world.bulk("care");
      world.advance(45_000);
      world.behave("care", { answer: "accept", delay: round % 2 === 0 ? 0 : 300 });
      world.advance(20_000);
    }
    world.behave("care", { answer: "accept", delay: 0 });
    world.advance(6 * MINUTE);
    expect(world.taken("care")).toHaveLength(1 + 3 * 4);
    expectWhole(world);
    expectUnaffected(world);
  });

  it("slow: a stream waits for its answers, others go beside it, at most four at a time", () => {
    const world = createRecipients();
    world.behave("care", { delay: 5000 });
    world.bulk("care");
    for (let count = 0; count < 6; count++) world.discover("care");
    expect(world.standing("care")).toMatchObject({ inFlight: 4 });
    expectUnaffected(world);
    world.advance(5001);
    expect(world.standing("care")?.inFlight).toBeLessThanOrEqual(4);
    world.advance(MINUTE);
    expect(world.taken("care")).toHaveLength(1 + 4 + 6);
    expectWhole(world);
  });

  it("too slow: what was taken and answered too late comes again, and is taken once", () => {
    const world = createRecipients();
    world.behave("care", { delay: TIMEOUT + 1000, times: 2 });
    world.bulk("care");
    world.advance(5 * MINUTE);
    expect(world.reports("care", "callback.repeated").length).toBeGreaterThan(0);
    expect(world.taken("care")).toHaveLength(5);
    expectWhole(world);
  });
});

describe("what is not tried again", () => {
  it("401: the recipient is paused, and only it; fixed and resumed, all comes in order", () => {
    const world = createRecipients();
    world.behave("care", { answer: "unauthorised" });
    world.bulk("care");
    world.discover("care");
    world.advance(24 * 60 * MINUTE - MINUTE);
    expect(
      world
        .tries("care")
        .slice(1)
        .every(({ outcome }) => outcome === "credentials-refused"),
    ).toBe(true);
    expect(world.tries("care").length).toBeLessThanOrEqual(3);
    expect(world.reports("dms", "recipient.paused")).toHaveLength(1);
    expect(world.standing("care")).toMatchObject({ queued: 5, dead: 0 });
    expectUnaffected(world);
    // resumed although nothing is fixed: paused again
    world.server({ name: "resumeRecipient", registrationId: world.registrationId("care") });
    world.advance(1000);
    expect(world.reports("dms", "recipient.paused")).toHaveLength(2);
    world.behave("care", { answer: "accept" });
    world.server({ name: "resumeRecipient", registrationId: world.registrationId("care") });
    world.advance(1000);
    expect(world.taken("care")).toHaveLength(6);
    expectWhole(world);
  });

  const dead: readonly (readonly [string, () => HttpResponse])[] = [
    ["a Sender fault", () => writeFault("1.2", { kind: "client", text: "no" })],
    ["a Client fault", () => writeFault("1.1", { kind: "client", text: "no" })],
    ["404", () => ({ status: 404, headers: {}, body: utf8("<html>no</html>") })],
    [
      "a redirect",
      () => ({ status: 307, headers: { location: "http://world/es/portal/callback" }, body: utf8("") }),
    ],
  ];
  it.each(dead)("%s: a dead letter, the stream goes on; sent again it comes", (_what, answer) => {
    const world = createRecipients();
    world.bulk("care", { startAt: new Date(world.clock.date() + MINUTE).toISOString() });
    const bring = world.standIn("care", answer);
    world.advance(2 * MINUTE);
    expect(world.standing("care")).toMatchObject({ queued: 0, dead: 4 });
    expect(
      world
        .tries("care")
        .slice(1)
        .map(({ outcome }) => outcome),
    ).toEqual(["dead", "dead", "dead", "dead"]);
    expectUnaffected(world);
    world.advance(60 * MINUTE);
    expect(world.tries("care")).toHaveLength(5);
    bring();
    world.up("care");
    for (const { id } of world.view.queue.dead(world.registrationId("care")))
      world.server({ name: "resendDeadLetter", id });
    world.advance(1000);
    expect(
      world
        .taken("care")
        .slice(1)
        .map((one) => one.split(" ")[1]),
    ).toEqual(["1", "2", "3", "4"]);
    expect(world.standing("care")).toMatchObject({ queued: 0, dead: 0 });
  });

  it("a Sender fault in the middle of a stream: what follows is delivered, the gap is seen", () => {
    const world = createRecipients();
    world.behave("care", { answer: "fault-sender", times: 1 });
    world.bulk("care");
    world.advance(MINUTE);
    expect(world.standing("care")).toMatchObject({ queued: 0, dead: 1 });
    expect(
      world
        .taken("care")
        .slice(1)
        .map((one) => one.split(" ")[1]),
    ).toEqual(["2", "3", "4"]);
    expect(world.reports("care", "callback.gap")).toMatchObject([{ data: { from: 1, to: 1 } }]);
  });

  const delivered: readonly (readonly [string, () => HttpResponse])[] = [
    ["garbage with 200", () => ({ status: 200, headers: { "content-type": "text/xml" }, body: utf8("<<") })],
    ["nothing with 202", () => ({ status: 202, headers: {}, body: utf8("") })],
    ["a huge body with 200", () => ({ status: 200, headers: {}, body: new Uint8Array(8_000_000).fill(60) })],
    [
      "a bomb with 200",
      () => ({
        status: 200,
        headers: { "content-type": "text/xml" },
        body: utf8(`<!DOCTYPE a [<!ENTITY b "${"x".repeat(1000)}">]><a>${"&b;".repeat(10_000)}</a>`),
      }),
    ],
    [
      "deep markup with 200",
      () => ({ status: 200, headers: { "content-type": "text/xml" }, body: utf8("<a>".repeat(200_000)) }),
    ],
  ];
  it.each(delivered)("%s is a delivery, and is read in time", (_what, answer) => {
    const world = createRecipients();
    world.bulk("care", { startAt: new Date(world.clock.date() + MINUTE).toISOString() });
    world.standIn("care", answer);
    world.advance(2 * MINUTE);
    expect(
      world
        .tries("care")
        .slice(1)
        .map(({ outcome }) => outcome),
    ).toEqual(Array(4).fill("delivered"));
    expect(world.standing("care")).toMatchObject({ queued: 0, dead: 0 });
  });
});

describe("the lifetime of what waits", () => {
  it("progress that nobody took in the lifetime of its operation is dropped", () => {
    const world = createRecipients();
    world.deviceGone("d3");
    world.behave("care", { answer: "unavailable" });
    world.bulk("care", { expires: "PT5M", maxParallel: 3 });
    world.advance(4 * MINUTE);
    expect(world.standing("care")).toMatchObject({ queued: 2 });
    world.advance(6 * MINUTE);
    world.behave("care", { answer: "accept" });
    world.advance(6 * MINUTE);
    const [gap] = world.reports("care", "callback.gap");
    expect(gap?.data).toMatchObject({ from: 1, to: 2 });
    expect(world.reports("care", "callback.received").at(-1)?.data).toMatchObject({
      callback: "OperationResult",
      content: { state: "partly-succeeded", totals: { targeted: 3, succeeded: 2, expired: 1 } },
    });
  });

  it("without one it is a day", () => {
    const world = createRecipients();
    world.behave("care", { answer: "unavailable" });
    world.discover("care");
    world.advance(24 * 60 * MINUTE - 6 * MINUTE);
    expect(world.standing("care")).toMatchObject({ queued: 1 });
    world.advance(12 * MINUTE);
    expect(world.standing("care")).toMatchObject({ queued: 0, dead: 0 });
    expect(world.reports("dms", "callback.abandoned")).toMatchObject([{ data: { reason: "it expired" } }]);
  });
});

describe("a restart of the DM server", () => {
  it.each<CallbackAnswer>(["unavailable", "silence", "unauthorised"])(
    "while a recipient is %s keeps its queue, its order and its pause",
    (answer) => {
      const world = createRecipients();
      world.behave("care", { answer });
      world.bulk("care");
      world.advance(3 * MINUTE);
      world.restart();
      const before = world.tries("care").length;
      expectUnaffected(world);
      world.advance(20 * MINUTE);
      if (answer === "unauthorised") expect(world.tries("care")).toHaveLength(before);
      world.behave("care", { answer: "accept" });
      if (answer === "unauthorised")
        world.server({ name: "resumeRecipient", registrationId: world.registrationId("care") });
      world.advance(6 * MINUTE);
      expect(world.taken("care")).toHaveLength(5);
      expectWhole(world);
    },
  );
});
