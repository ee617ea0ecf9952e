import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { createVirtualClock } from "../../simulator/core/virtual-clock.ts";
import type { NewRecord } from "../../simulator/journal/record.ts";
import type { Effect, Role, RoleEvent, StoreWrite } from "../../simulator/wire/role.ts";
import type { HttpResponse } from "../../simulator/wire/http.ts";
import type { Listener, OutgoingRequest, RequestOutcome, Wire } from "../../simulator/wire/wire.ts";
import { createRoleEdge } from "../../simulator/workbench/role-edge.ts";

type Command = { readonly name: "go" };

function edgeOf(
  handle: (event: RoleEvent<Command>) => readonly Effect[],
  onReport: () => void = () => undefined,
) {
  const clock = createVirtualClock(0);
  const records: NewRecord[] = [];
  const commits: { writes: readonly StoreWrite[]; done: (failure: string | undefined) => void }[] = [];
  const sent: { request: OutgoingRequest; done: (outcome: RequestOutcome) => void }[] = [];
  let listener: Listener | undefined;
  const wire: Wire = {
    baseUrl: "http://w",
    secureUrl: undefined,
    identify: () => undefined,
    inTransit: 0,
    listen: (added) => {
      listener = added;
      return () => undefined;
    },
    send: (request, done) => {
      sent.push({ request, done });
      return () => undefined;
    },
    push: () => undefined,
    listenForPush: () => () => undefined,
  };
  const events: RoleEvent<Command>[] = [];
  const role: Role<Command> = {
    handle: (event) => {
      events.push(event);
      return handle(event);
    },
  };
  const edge = createRoleEdge<Command>({
    party: { role: "dm-server", name: "s" },
    role,
    wire,
    clock,
    commit: (writes, done) => commits.push({ writes, done }),
    record: (record) => records.push(record),
    onReport,
  });
  edge.listen("wsi", "/wsi");
  const hungUp: string[] = [];
  const receive = (): HttpResponse[] => {
    const responses: HttpResponse[] = [];
    listener?.receive({
      exchange: "x1",
      request: { method: "POST", url: "http://w/wsi", headers: {}, body: utf8("") },
      peer: { address: "memory", secure: false },
      seq: 7,
      respond: (response) => responses.push(response),
      onGone: () => undefined,
      hangUp: () => hungUp.push("x1"),
    });
    return responses;
  };
  return { edge, clock, records, commits, sent, events, receive, hungUp };
}

const response: HttpResponse = { status: 200, headers: {}, body: utf8("ok") };
const commit: Effect = { type: "commit", writes: [{ collection: "c", key: "k", value: 1 }] };
const respond: Effect = { type: "respond", exchange: "x1", http: response };

describe("the edge of a role", () => {
  it("tells what a role reported on a command once its effects have run, also after a commit", () => {
    const news: Effect = { type: "report", report: { name: "command.refused", data: {} } };
    const { edge, commits } = edgeOf((event) => (event.type === "command" ? [commit, news] : []));
    const told: string[][] = [];
    edge.command({ name: "go" }, (reports) => told.push(reports.map(({ name }) => name)));
    expect(told).toEqual([]);
    commits[0]?.done(undefined);
    expect(told).toEqual([["command.refused"]]);
    edge.command({ name: "go" }, (reports) => told.push(reports.map(({ name }) => name)));
    edge.dispose();
    edge.command({ name: "go" }, (reports) => told.push(reports.map(({ name }) => name)));
    expect(told.slice(1)).toEqual([[], []]);
  });

  it("responds only after the commit before it is on disk", () => {
    const { receive, commits, edge } = edgeOf((event) =>
      event.type === "request.received" ? [commit, respond] : [],
    );
    const responses = receive();
    expect(responses).toEqual([]);
    expect(edge.pending).toBeGreaterThan(0);
    commits[0]?.done(undefined);
    expect(responses).toEqual([response]);
    expect(edge.pending).toBe(0);
  });

  it("hangs up once, and does not answer after that", () => {
    const hangUp: Effect = { type: "hang-up", exchange: "x1" };
    const { receive, hungUp } = edgeOf((event) =>
      event.type === "request.received" ? [hangUp, respond, hangUp] : [],
    );
    expect(receive()).toEqual([]);
    expect(hungUp).toEqual(["x1"]);
  });

  it("drops what depends on a failed commit and tells the role what it was", () => {
    const { receive, commits, events, records } = edgeOf((event) =>
      event.type === "request.received"
        ? [commit, respond]
        : event.type === "commit.failed"
          ? [{ ...respond, http: { ...response, status: 500 } }]
          : [],
    );
    const responses = receive();
    commits[0]?.done("disk full");
    expect(events.at(-1)).toMatchObject({ type: "commit.failed", text: "disk full", dropped: [respond] });
    expect(responses.map(({ status }) => status)).toEqual([500]);
    expect(records).toContainEqual(expect.objectContaining({ kind: "note", code: "store/write-failed" }));
  });

  it("keeps the order of effects over events while a commit runs", () => {
    const { edge, commits, records } = edgeOf((event) =>
      event.type === "command"
        ? [commit, { type: "note", code: `n${commits.length}`, text: "", severity: "info" }]
        : [],
    );
    edge.command({ name: "go" });
    edge.command({ name: "go" });
    expect(commits).toHaveLength(1);
    commits[0]?.done(undefined);
    expect(commits).toHaveLength(2);
    commits[1]?.done(undefined);
    expect(records.map((record) => record.kind === "note" && record.code)).toHaveLength(2);
  });

  it("gives a role no event between a commit and the news that it failed", () => {
    const { edge, receive, commits, events } = edgeOf((event) =>
      event.type === "request.received"
        ? [commit, respond]
        : event.type === "commit.failed"
          ? [{ ...respond, http: { ...response, status: 500 } }]
          : [],
    );
    const responses = receive();
    edge.command({ name: "go" });
    expect(events.map(({ type }) => type)).toEqual(["request.received"]);
    expect(edge.pending).toBe(3);
    commits[0]?.done("disk full");
    expect(responses.map(({ status }) => status)).toEqual([500]);
    expect(events.map(({ type }) => type)).toEqual(["request.received", "commit.failed", "command"]);
    expect(edge.pending).toBe(0);
  });

  it("replaces a timer that is armed again, and forgets all at the end", () => {
    const { edge, clock, events } = edgeOf((event) =>
      event.type === "command" ? [{ type: "timer.arm", timer: "t", due: clock.now() + 100 }] : [],
    );
    edge.command({ name: "go" });
    clock.advance(50);
    edge.command({ name: "go" });
    clock.advance(60);
    expect(events.filter((event) => event.type === "timer.expired")).toHaveLength(0);
    clock.advance(40);
    expect(events.filter((event) => event.type === "timer.expired")).toHaveLength(1);
    edge.command({ name: "go" });
    edge.dispose();
    clock.advance(1000);
    expect(events.filter((event) => event.type === "timer.expired")).toHaveLength(1);
  });

  it("answers 500 and says why when the role fails, and goes on", () => {
    let failing = true;
    const { receive, records } = edgeOf(() => {
      if (failing) throw new Error("broken");
      return [respond];
    });
    expect(receive().map(({ status }) => status)).toEqual([500]);
    expect(records).toContainEqual(expect.objectContaining({ kind: "note", code: "role/failed" }));
    failing = false;
    expect(receive()).toEqual([response]);
  });

  it("tells causes: what follows an event carries the record that led to it", () => {
    const { receive, records, sent } = edgeOf((event) =>
      event.type === "request.received"
        ? [
            { type: "state", machine: "m", conversation: "c", event: "e", from: "a", state: "b" },
            {
              type: "request",
              request: "r",
              channel: "wsi-callback",
              timeout: 1,
              http: { method: "POST", url: "http://w/x", headers: {}, body: utf8("") },
            },
          ]
        : [],
    );
    receive();
    expect(records[0]).toMatchObject({ kind: "state", cause: 7 });
    expect(sent[0]?.request.cause).toBe(7);
  });

  it("survives a role that fails on a timer or a command, and says so", () => {
    const { edge, records } = edgeOf(() => {
      throw new Error("broken");
    });
    edge.command({ name: "go" });
    expect(records).toEqual([
      expect.objectContaining({ code: "role/failed", text: "The role failed on command: broken" }),
    ]);
    expect(edge.pending).toBe(0);
  });

  it("does not take the failure of a listener for one of the role", () => {
    const { edge, records } = edgeOf(
      () => [{ type: "report", report: { name: "r", data: {} } }],
      () => {
        throw new Error("the listener broke");
      },
    );
    expect(() => edge.command({ name: "go" })).toThrow("the listener broke");
    expect(records).toEqual([]);
  });

  it("runs nothing of a commit that comes to its end after the world did", () => {
    const { receive, commits, edge } = edgeOf((event) =>
      event.type === "request.received" ? [commit, respond] : [],
    );
    const responses = receive();
    edge.dispose();
    commits[0]?.done(undefined);
    expect(responses).toEqual([]);
    expect(edge.pending).toBe(0);
  });
});
