import { describe, expect, test } from "vitest";
import { createEmitter } from "../../../simulator/core/emitter.ts";
import { callbackView } from "../../../simulator/workbench/callbacks/callback-view.ts";
import { callbacksView, type CallbacksQuery } from "../../../simulator/workbench/callbacks/queue-view.ts";
import { createReportTrail } from "../../../simulator/workbench/report-trail.ts";
import type { WorldRoles } from "../../../simulator/workbench/world-roles.ts";
import type { WsiSide } from "../../../simulator/roles/dm-server/wsi/wsi.ts";
import { createDesk, type Desk } from "../../roles/dm-server/wsi/desk.ts";

const everything: CallbacksQuery = {
  text: "",
  streams: { skip: 0, limit: 100 },
  letters: { skip: 0, limit: 100 },
};

/** The desk's DM server as a world shows it. */
function worldOf(desk: Desk): WorldRoles {
  const trail = createReportTrail();
  desk.reports().forEach((report, index) => {
    trail.note(report, 100 + index);
  });
  let view: WsiSide["view"] | undefined;
  desk.command((side) => {
    ({ view } = side);
  });
  if (!view) throw new Error("no view");
  const server = {
    id: "dms.example",
    view: { ...view, id: "dms.example", devices: () => [], device: () => undefined, publisher: undefined },
    command: () => Promise.resolve([]),
  };
  return {
    dmServers: new Map([[server.id, server]]),
    externalSystems: new Map(),
    registries: new Map(),
    send: () => Promise.reject(new Error("nothing is sent here")),
    trail,
    reported: createEmitter(),
    over: undefined,
  };
}

const read = (desk: Desk, query: Partial<CallbacksQuery> = {}) =>
  callbacksView(worldOf(desk), desk.date, { ...everything, ...query });
const discover = (desk: Desk): string =>
  `${desk.ok("DiscoverDevices", { delivery: "callback", maxResults: 1 }).ack.operationId}.1`;

describe("the queue", () => {
  test("nobody is registered: nothing is there", () => {
    expect(read(createDesk())).toMatchObject({
      recipients: [],
      totals: { waiting: 0, inFlight: 0, delivered: 0, dead: 0, perRecipient: 4 },
    });
  });

  test("what was delivered is counted and listed with its answer's number in the journal", () => {
    const desk = createDesk();
    desk.registered();
    const view = read(desk);
    expect(view.recipients).toMatchObject([
      { name: "Customer care", state: "open", delivered: 1, queued: 0 },
    ]);
    expect(view.delivered).toMatchObject([
      { name: "RegistrationConfirmation", recipient: "Customer care", answer: { status: 200 } },
    ]);
    expect(view.delivered[0]?.answer.seq).toBeGreaterThanOrEqual(100);
  });

  test("more than four wait for a place", () => {
    const desk = createDesk();
    desk.registered();
    for (let count = 0; count < 6; count++) discover(desk);
    const view = read(desk);
    expect(view.totals).toMatchObject({ waiting: 2, inFlight: 4 });
    expect(view.streams.lines.map(({ state }) => state)).toEqual([
      ...Array.from({ length: 4 }, () => "in-flight"),
      "behind",
      "behind",
    ]);
  });

  test("one that is tried again counts down", () => {
    const desk = createDesk();
    desk.registered();
    discover(desk);
    desk.answer(503);
    const [line] = read(desk).streams.lines;
    expect(line).toMatchObject({ state: "waiting", tries: 1, last: { status: 503 }, about: "3 devices" });
    expect(line?.nextIn).toBeGreaterThan(0);
    expect(line?.pause).toBe(line?.nextIn);
  });

  test("a refusal of our credentials pauses the recipient, and its sentence says so", () => {
    const desk = createDesk();
    desk.registered();
    discover(desk);
    desk.answer(401);
    const view = read(desk);
    expect(view.recipients[0]).toMatchObject({ state: "paused", byHand: false });
    expect(view.recipients[0]?.about).toContain("401");
    expect(view.streams.lines[0]?.state).toBe("paused");
  });

  test("a person pauses and resumes", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    desk.command((side, turn) =>
      expect(side.obeyCallback({ name: "pauseRecipient", registrationId }, turn)).toMatchObject({
        report: "recipient.paused",
      }),
    );
    discover(desk);
    expect(read(desk)).toMatchObject({
      recipients: [{ state: "paused", byHand: true, queued: 1 }],
      totals: { inFlight: 0 },
    });
    desk.command((side, turn) =>
      expect(side.obeyCallback({ name: "pauseRecipient", registrationId }, turn)).toHaveProperty("refused"),
    );
    desk.command((side, turn) => expect(side.resumeRecipient(registrationId, turn)).toBe(true));
    expect(read(desk).totals.inFlight).toBe(1);
  });

  test("dead letters are found by words, and resent or dropped by command", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    const ids = [discover(desk)];
    desk.answer(404);
    ids.push(discover(desk));
    desk.answer("fault-client");
    expect(read(desk).letters).toMatchObject({
      total: 2,
      lines: [{ id: ids[0], status: 404, reason: "the endpoint answered 404" }, { id: ids[1] }],
    });
    expect(read(desk, { text: "404" }).letters.matching).toBe(1);
    expect(read(desk, { registrationId: "reg-other" }).letters.total).toBe(0);
    desk.command((side, turn) =>
      expect(side.obeyCallback({ name: "dropDeadLetter", id: ids[0] ?? "" }, turn)).toMatchObject({
        data: { count: 1 },
      }),
    );
    desk.command((side, turn) => side.obeyCallback({ name: "restoreDeadLetters", ids }, turn));
    expect(read(desk).totals.dead).toBe(2);
    desk.command((side, turn) =>
      expect(side.obeyCallback({ name: "resendAll", registrationId }, turn)).toMatchObject({
        report: "callback.resent",
        data: { count: 2 },
      }),
    );
    expect(read(desk).totals).toMatchObject({ dead: 0, inFlight: 2 });
    desk.command((side, turn) =>
      expect(side.obeyCallback({ name: "dropDeadLetters", registrationId }, turn)).toHaveProperty("refused"),
    );
  });
});

describe("one callback", () => {
  test("its attempts, identity, and its XML without our credentials", () => {
    const desk = createDesk();
    desk.registered();
    const id = discover(desk);
    desk.answer(503);
    const view = callbackView(worldOf(desk), id, desk.date);
    expect(view).toMatchObject({
      state: "waiting",
      name: "DiscoveryResult",
      attempts: [{ status: 503, reason: "the endpoint answered 503" }],
      behindCount: 0,
    });
    expect(view.attempts[0]?.seq).toBeGreaterThanOrEqual(100);
    expect(view.messageId).toMatch(/^urn:uuid:/);
    expect(view.xml).toContain("<totalMatches>3</totalMatches>");
    expect(view.xml).not.toContain("kcab-9");
    expect(view.expiresIn).toBeGreaterThan(0);
  });

  test("after its delivery it can still be looked at, without content", () => {
    const desk = createDesk();
    desk.registered();
    const id = discover(desk);
    desk.answer();
    const view = callbackView(worldOf(desk), id, desk.date);
    expect(view).toMatchObject({ state: "delivered", attempts: [{ status: 200 }] });
    expect(view.xml).toBeUndefined();
    expect(() => callbackView(worldOf(desk), "op-9.1", desk.date)).toThrow(/not there any more/);
  });
});
