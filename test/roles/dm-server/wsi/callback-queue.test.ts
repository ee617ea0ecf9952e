import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../simulator/core/random.ts";
import { defaultWsiSettings } from "../../../../simulator/roles/dm-server/options.ts";
import { createStore, type Store } from "../../../../simulator/roles/dm-server/store.ts";
import type { Attempt, Gate } from "../../../../simulator/roles/dm-server/wsi/callback-port.ts";
import {
  createCallbackQueue,
  RETRY_TIMER,
} from "../../../../simulator/roles/dm-server/wsi/callback-queue.ts";
import type { CallbackRecord, OperationRecord } from "../../../../simulator/roles/dm-server/wsi/records.ts";
import type { Effect } from "../../../../simulator/wire/role.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";
import { tableSteppers } from "../../../support/table-steppers.ts";

const EPOCH = Date.UTC(2026, 0, 2);
const operation = (operationId: string): OperationRecord => ({
  operationId,
  operation: "SubmitBulkOperation",
  owner: "care",
  state: "running",
  acceptedAt: EPOCH,
  totals: { targeted: 1, succeeded: 0, failed: 0, cancelled: 0, expired: 0 },
  sequence: 0,
  conversation: `operation:${operationId}`,
  deviceResults: [],
});

/** A queue with a clock, a gate and a recipient that says nothing by itself. */
function bench(settings: Partial<typeof defaultWsiSettings> = {}, store: Store = newStore()) {
  let now = 0;
  const gates = new Map<string, Gate>();
  const sent: string[] = [];
  const effects: Effect[] = [];
  const timers = new Map<string, number>();
  const queue = createCallbackQueue({
    store,
    context: {
      random: seededRandom("queue"),
      crypto: createNodeCrypto(new Uint8Array(32)),
      steppers: tableSteppers,
    },
    settings: { ...defaultWsiSettings, ...settings },
    gateOf: (id) => gates.get(id) ?? "open",
    send: ({ id }) => void sent.push(id),
    delivered: () => {},
    credentialsRefused: ({ registrationId }) => void gates.set(registrationId, "closed"),
    abandoned: () => {},
  });
  const sequences = new Map<string, number>();
  const event = (run: (turn: Parameters<typeof queue.pump>[0]) => void, undone = false): void => {
    store.begin();
    const out: Effect[] = [];
    const turn = { moment: { now, date: EPOCH + now }, emit: (effect: Effect) => void out.push(effect) };
    run(turn);
    queue.pump(turn);
    store.take();
    if (undone) {
      store.undo();
      return;
    }
    for (const effect of out) {
      effects.push(effect);
      if (effect.type === "timer.arm") timers.set(effect.timer, effect.due);
      if (effect.type === "timer.cancel") timers.delete(effect.timer);
    }
  };
  const bench = {
    queue,
    sent,
    effects,
    timers,
    gates,
    event,
    get now() {
      return now;
    },
    add: (to = "reg-1", stream = "op-1", undone = false): string => {
      const sequence = (sequences.get(stream) ?? 0) + 1;
      sequences.set(stream, sequence);
      const name = "OperationProgress" as const;
      const input = { operation: operation(stream), registrationId: to, stream, name, content: {}, sequence };
      event((turn) => queue.add(input, turn), undone);
      return `${stream}.${sequence}`;
    },
    addAlert: (to: string, stream: string, data: string, undone = false): string => {
      const sequence = (sequences.get(stream) ?? 0) + 1;
      sequences.set(stream, sequence);
      const content = { subscriptionId: stream, alert: { alertId: `alert-${sequence}`, item: [{ data }] } };
      const name = "AlertNotification" as const;
      const input = { operation: operation(stream), registrationId: to, stream, name, content, sequence };
      event((turn) => queue.add(input, turn), undone);
      return `${stream}.${sequence}`;
    },
    settle: (id: string, attempt: Attempt, status: number | "none" = 200): void =>
      event((turn) => queue.settle(id, attempt, status === "none" ? undefined : status, turn)),
    advance: (milliseconds: number): void => {
      const end = now + milliseconds;
      for (;;) {
        const due = [...timers].filter(([, at]) => at <= end).sort(([, a], [, b]) => a - b)[0];
        if (!due) break;
        timers.delete(due[0]);
        now = Math.max(now, due[1]);
        event((turn) => queue.retry(due[0].slice(RETRY_TIMER.length), turn));
      }
      now = end;
    },
    standing: (id = "reg-1") => [...queue.standings()].find(({ registrationId }) => registrationId === id),
    /** All that can be seen of the queue, and what it would send next. */
    picture: () =>
      [...queue.standings()].map((standing) => ({
        ...standing,
        streams: [...queue.streams(standing.registrationId)]
          .map(({ name, state }) => [name, state, ...queue.behind(standing.registrationId, name)].join(" "))
          .toSorted(),
        letters: [...queue.dead(standing.registrationId)].map(({ id }) => id).toSorted(),
      })),
  };
  return bench;
}

function newStore(): Store {
  return createStore({ entries: () => [] });
}

const delivered: Attempt = { kind: "delivered" };
const gone: Attempt = { kind: "dead", reason: "the endpoint answered 404" };
const silence: Attempt = { kind: "retry", reason: "no answer (refused)" };
const busy: Attempt = { kind: "retry", reason: "the endpoint answered 503" };

describe("what a callback remembers", () => {
  test("attempts with their answers, the latest twelve", () => {
    const desk = bench();
    const id = desk.add();
    for (let count = 0; count < 14; count++) {
      desk.settle(id, busy, 503);
      desk.advance(300_000);
    }
    const record = desk.queue.get(id);
    expect(record?.attempts).toBe(14);
    expect(record?.tries).toHaveLength(12);
    expect(record?.tries?.at(-1)).toMatchObject({ status: 503, reason: "the endpoint answered 503" });
  });

  test("how long the answer took, and when the attempt was made", () => {
    const desk = bench();
    const id = desk.add();
    desk.advance(40);
    desk.settle(id, busy, 503);
    expect(desk.queue.get(id)?.tries).toEqual([
      { at: EPOCH, took: 40, status: 503, reason: "the endpoint answered 503" },
    ]);
  });

  test("what was delivered is counted and remembered without its content", () => {
    const desk = bench();
    for (let count = 0; count < 250; count++) desk.settle(desk.add(), delivered);
    expect(desk.standing()).toMatchObject({ queued: 0, inFlight: 0, delivered: 250 });
    const recent = desk.queue.deliveries.recent();
    expect(recent).toHaveLength(200);
    expect(recent[0]?.callback.id).toBe("op-1.250");
    expect(recent[0]?.callback).not.toHaveProperty("content");
    expect(desk.queue.get("op-1.250")).toBeUndefined();
  });
});

describe("alerts that wait for a recipient that is away", () => {
  const large = "x".repeat(9_000);
  const ids = (desk: ReturnType<typeof bench>, to: string, stream: string) => [
    ...desk.queue.behind(to, stream),
  ];
  const dropped = (desk: ReturnType<typeof bench>) =>
    desk.effects.flatMap((effect) =>
      effect.type === "note" && effect.code === "callback-dropped" ? [String(effect.data?.["id"])] : [],
    );

  test("the oldest are dropped, visibly, when they hold too much; what is on its way is not", () => {
    const desk = bench({ waitingAlertOctets: 60_000 });
    desk.gates.set("reg-1", "closed");
    for (let count = 0; count < 4; count++) desk.addAlert("reg-1", "sub-1", large);
    const flying = desk.addAlert("reg-2", "sub-2", large);
    expect(desk.sent).toEqual([flying]);
    for (let count = 0; count < 4; count++) desk.addAlert("reg-2", "sub-2", large);
    expect(ids(desk, "reg-1", "sub-1")).toEqual([]);
    expect(ids(desk, "reg-2", "sub-2")).toHaveLength(5);
    desk.addAlert("reg-1", "sub-1", large);
    expect(dropped(desk)).toEqual(["sub-1.1", "sub-1.2", "sub-1.3", "sub-1.4", "sub-1.5"]);
    desk.settle(flying, delivered);
    expect(ids(desk, "reg-2", "sub-2")).toEqual(["sub-2.2", "sub-2.3", "sub-2.4", "sub-2.5"]);
  });

  test("one that waits for another try goes with its timer, and its stream goes on", () => {
    const desk = bench({ waitingAlertOctets: 15_000 });
    const first = desk.addAlert("reg-1", "sub-1", large);
    desk.settle(first, busy, 503);
    expect(desk.timers.size).toBe(1);
    const second = desk.addAlert("reg-1", "sub-1", large);
    expect(dropped(desk)).toEqual([first]);
    expect(desk.timers.size).toBe(0);
    expect(desk.sent).toEqual([first, second]);
  });

  test("what was delivered or undone counts no more, and other callbacks never go", () => {
    const desk = bench({ waitingAlertOctets: 25_000 });
    for (let count = 0; count < 20; count++) desk.settle(desk.addAlert("reg-1", "sub-1", large), delivered);
    desk.gates.set("reg-1", "closed");
    for (let count = 0; count < 5; count++) desk.add("reg-1", "op-1");
    for (let count = 0; count < 3; count++) desk.addAlert("reg-1", "sub-2", large, true);
    desk.addAlert("reg-1", "sub-3", large);
    desk.addAlert("reg-1", "sub-3", large);
    expect(dropped(desk)).toEqual([]);
    desk.addAlert("reg-1", "sub-3", large);
    expect(dropped(desk)).toEqual(["sub-3.1"]);
    expect(desk.standing()).toMatchObject({ queued: 7 });
  });
});

describe("dead letters", () => {
  test("all of a recipient are sent again, behind what waits, in their order", () => {
    const desk = bench();
    const ids = [desk.add(), desk.add()];
    for (const id of ids) desk.settle(id, gone, 404);
    const other = desk.add("reg-2", "op-2");
    desk.settle(other, gone, 404);
    const waiting = desk.add();
    expect(desk.standing()).toMatchObject({ dead: 2, queued: 1 });
    desk.event((turn) => expect(desk.queue.resendAll("reg-1", turn)).toBe(2));
    expect(desk.standing()).toMatchObject({ dead: 0, queued: 3 });
    expect([...desk.queue.behind("reg-1", "op-1")]).toEqual([waiting, ...ids]);
    expect(desk.standing("reg-2")).toMatchObject({ dead: 1 });
    expect(desk.queue.get(ids[0] ?? "")).toMatchObject({ attempts: 0 });
    expect(desk.queue.get(ids[0] ?? "")).not.toHaveProperty("deadAt");
  });

  test("thrown away, and put back", () => {
    const desk = bench();
    const ids = [desk.add(), desk.add(), desk.add()];
    for (const id of ids) desk.settle(id, gone, 404);
    desk.event(() => expect(desk.queue.dropDead(ids[0] ?? "")).toBe(true));
    desk.event(() => expect(desk.queue.dropDead(ids[0] ?? "")).toBe(false));
    expect(desk.standing()?.dead).toBe(2);
    desk.event(() => expect(desk.queue.restoreDead([ids[0] ?? "", "op-9.1"])).toBe(1));
    expect(desk.standing()?.dead).toBe(3);
    desk.event(() => expect(desk.queue.dropAllDead("reg-1")).toBe(3));
    expect(desk.standing()?.dead).toBe(0);
    desk.event(() => expect(desk.queue.restoreDead(ids)).toBe(3));
    desk.event((turn) => expect(desk.queue.resend(ids[1] ?? "", turn)).toBe(true));
    expect(desk.sent.at(-1)).toBe(ids[1]);
  });

  test("are bounded: the oldest go first", () => {
    const desk = bench({ deadLetters: 3 });
    for (let count = 0; count < 6; count++) desk.settle(desk.add(), gone, 404);
    const waiting = desk.add();
    expect([...desk.queue.dead("reg-1")].length).toBeLessThanOrEqual(3);
    expect([...desk.queue.values()].map(({ id }: CallbackRecord) => id)).toContain(waiting);
    expect(desk.queue.get("op-1.1")).toBeUndefined();
  });
});

describe("a recipient where nothing answers", () => {
  test("is tried by one callback for all, with a growing pause", () => {
    const desk = bench();
    for (let count = 0; count < 50; count++) desk.add("reg-1", `op-${count}`);
    let sent = 0;
    for (let round = 0; round < 200; round++) {
      for (const id of desk.sent.splice(0)) {
        sent++;
        desk.settle(id, silence, "none");
      }
      desk.advance(1000);
    }
    // each of the fifty streams on its own would have tried six times and more
    expect(sent).toBeLessThan(40);
    expect(desk.standing()?.silentUntil).toBeGreaterThan(EPOCH + desk.now);
    expect(desk.timers.size).toBeLessThan(8);
    desk.event((turn) => expect(desk.queue.tryNow("reg-1", turn)).toBe(true));
    expect(desk.standing()).toMatchObject({ inFlight: 4 });
    expect(desk.standing()).not.toHaveProperty("silentUntil");
  });

  test("any answer opens it for all again", () => {
    const desk = bench();
    for (let count = 0; count < 8; count++) desk.add("reg-1", `op-${count}`);
    for (let round = 0; round < 10; round++) {
      for (const id of desk.sent.splice(0)) if (desk.queue.inFlight(id)) desk.settle(id, silence, "none");
      desk.advance(10_000);
    }
    while (desk.sent.length === 0) desk.advance(10_000);
    const probe = desk.sent.at(-1) ?? "";
    expect(desk.standing()?.inFlight).toBe(1);
    desk.settle(probe, busy, 503);
    expect(desk.standing()?.inFlight).toBeGreaterThan(1);
  });

  test("a stream that is answered badly does not stop the others", () => {
    const desk = bench();
    const bad = desk.add("reg-1", "op-bad");
    for (let count = 0; count < 6; count++) {
      desk.settle(bad, busy, 500);
      desk.advance(300_000);
    }
    const good = desk.add("reg-1", "op-good");
    expect(desk.queue.inFlight(good)).toBe(true);
  });

  test("a recipient that is gone costs the others nothing", () => {
    const desk = bench();
    for (let count = 0; count < 100; count++) desk.add("dead", `d-${count}`);
    for (let round = 0; round < 30; round++) {
      for (const id of desk.sent.splice(0))
        if (desk.queue.inFlight(id) && id.startsWith("d-")) desk.settle(id, silence, "none");
      desk.advance(1000);
    }
    const before = desk.effects.length;
    for (let count = 0; count < 500; count++) desk.settle(desk.add("fast", `f-${count}`), delivered);
    expect(desk.standing("fast")?.delivered).toBe(500);
    expect(desk.effects.slice(before).filter(({ type }) => type === "timer.arm")).toEqual([]);
  });
});

test("what expires while the recipient is paused goes by itself", () => {
  const desk = bench({ callbackLifetime: 1000 });
  desk.gates.set("reg-1", "closed");
  desk.add("reg-1", "op-1");
  desk.advance(1001);
  desk.add("reg-1", "op-2");
  expect(desk.standing()).toMatchObject({ queued: 1 });
});

describe("a refused request", () => {
  type Step = {
    readonly what: "add" | "good" | "dead" | "busy" | "drop" | "resend" | "tick";
    readonly on: number;
  };
  const steps = fc.array(
    fc.record<Step>({
      what: fc.constantFrom("add", "add", "good", "dead", "busy", "drop", "resend", "tick"),
      on: fc.nat(5),
    }),
    { maxLength: 40 },
  );

  test("leaves the queue as it was, whatever went before", () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(4), { minLength: 1, maxLength: 6 }), (before, refused) => {
        const desk = bench();
        for (const { what, on } of before) {
          const inFlight = [...desk.queue.values()].filter(({ id }) => desk.queue.inFlight(id));
          const id = inFlight[on % Math.max(1, inFlight.length)]?.id;
          if (what === "add") desk.add(`reg-${on % 2}`, `op-${on}`);
          else if (what === "tick") desk.advance(on * 700);
          else if (what === "drop") desk.event((turn) => desk.queue.drop(`reg-${on % 2}`, `op-${on}`, turn));
          else if (what === "resend") desk.event((turn) => desk.queue.resendAll(`reg-${on % 2}`, turn));
          else if (id !== undefined)
            desk.settle(id, what === "good" ? delivered : what === "dead" ? gone : busy, 200);
        }
        const seen = desk.picture();
        desk.event((turn) => {
          for (const on of refused) {
            const name = "OperationProgress" as const;
            const input = { registrationId: `reg-${on % 3}`, stream: `op-${on}`, name, content: {} };
            if (on === 3) desk.queue.drop("reg-1", undefined, turn);
            else if (on === 4) desk.queue.resendAll("reg-0", turn);
            else desk.queue.add({ ...input, operation: operation(`x-${on}`), sequence: 900 + on }, turn);
            desk.queue.pump(turn);
          }
        }, true);
        const nothing = (standing: { queued: number; dead: number; delivered: number }): boolean =>
          standing.queued + standing.dead + standing.delivered > 0;
        expect(desk.picture().filter(nothing)).toEqual(seen.filter(nothing));
        // and it goes on: all that is alive is delivered in the end
        for (let round = 0; round < 200; round++) {
          const flying = [...desk.queue.values()].find(({ id }) => desk.queue.inFlight(id));
          if (flying) desk.settle(flying.id, delivered);
          else desk.advance(300_000);
        }
        expect([...desk.queue.values()].filter(({ dead }) => dead === undefined)).toEqual([]);
        expect([...desk.queue.standings()].every(({ queued, inFlight }) => queued + inFlight === 0)).toBe(
          true,
        );
      }),
      { numRuns: 150 },
    );
  });

  test("costs what it did, not what is queued", () => {
    const desk = bench();
    desk.gates.set("reg-1", "closed");
    for (let count = 0; count < 50_000; count++) desk.add("reg-1", `op-${count % 500}`);
    const began = performance.now();
    for (let count = 0; count < 5000; count++) desk.add("reg-1", `op-${count % 500}`, true);
    // a walk over what is queued would take minutes
    expect(performance.now() - began).toBeLessThan(2000);
    expect(desk.standing()?.queued).toBe(50_000);
  });
});

test("a long stream drains in its order, and as fast at its end as at its beginning", () => {
  const desk = bench();
  for (let count = 0; count < 20_000; count++) desk.add();
  const began = performance.now();
  for (let count = 1; count <= 20_000; count++) desk.settle(`op-1.${count}`, delivered);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(desk.standing()).toMatchObject({ queued: 0, delivered: 20_000 });
  expect(desk.sent).toEqual(Array.from({ length: 20_000 }, (_unused, index) => `op-1.${index + 1}`));
});

test("a restart takes up streams in the order of queueing, dead letters apart", () => {
  const store = newStore();
  const desk = bench({}, store);
  desk.gates.set("reg-1", "closed");
  const ids = [desk.add("reg-1", "op-1"), desk.add("reg-1", "op-2"), desk.add("reg-1", "op-1")];
  const records = [...desk.queue.values()];
  const again = bench(
    {},
    createStore({
      entries: () =>
        records
          .toReversed()
          .map((record): [string, unknown] => [
            record.id,
            record.id === ids[1] ? { ...record, dead: "404", deadAt: EPOCH } : record,
          ]),
    }),
  );
  again.event(() => {});
  expect([...again.queue.behind("reg-1", "op-1")]).toEqual([ids[0], ids[2]]);
  expect([...again.queue.dead("reg-1")].map(({ id }) => id)).toEqual([ids[1]]);
  expect(again.sent).toEqual([ids[0]]);
});
