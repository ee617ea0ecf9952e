import { describe, expect, it } from "vitest";
import { utf8, utf8TextLenient } from "../../simulator/core/bytes.ts";
import { createVirtualClock } from "../../simulator/core/virtual-clock.ts";
import { createLoop } from "../../simulator/wire/loop.ts";
import { createMemoryWire } from "../../simulator/wire/memory-wire.ts";
import type { Party } from "../../simulator/wire/party.ts";
import {
  createTap,
  openGate,
  type CrossingDraft,
  type CrossingOutcome,
  type Gate,
} from "../../simulator/wire/tap.ts";
import type { IncomingRequest, RequestOutcome } from "../../simulator/wire/wire.ts";

const device: Party = { role: "device", name: "d" };
const server: Party = { role: "dm-server", name: "s" };
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function world(gate: Gate = openGate) {
  const crossings: { draft: CrossingDraft; outcome: CrossingOutcome }[] = [];
  const clock = createVirtualClock(0);
  const loop = createLoop((action) => setImmediate(action));
  const tap = createTap((draft, outcome) => crossings.push({ draft, outcome }), gate);
  const wire = createMemoryWire({ baseUrl: "http://w.example", tap, clock, loop });
  const send = (url: string, timeout = 1000): RequestOutcome[] => {
    const outcomes: RequestOutcome[] = [];
    wire.send(
      {
        from: device,
        channel: "dm",
        request: { method: "POST", url, headers: {}, body: utf8("ping") },
        timeout,
        onPeersWord: false,
      },
      (outcome) => outcomes.push(outcome),
    );
    return outcomes;
  };
  return { wire, clock, crossings, send };
}

describe("the in-memory wire", () => {
  it("delivers a request and its response, both recorded with who and whom", async () => {
    const { wire, send, crossings } = world();
    wire.listen({
      party: server,
      channel: "dm",
      path: "/dm",
      receive: (incoming) => incoming.respond({ status: 200, headers: {}, body: utf8("pong") }),
    });
    const outcomes = send("http://w.example/dm");
    expect(wire.inTransit).toBe(1);
    await settle();
    expect(wire.inTransit).toBe(0);
    expect(outcomes[0]).toMatchObject({ kind: "response", response: { status: 200 }, seq: 2 });
    expect(
      crossings.map(
        ({ draft }) =>
          `${draft.direction} ${draft.from.name}>${draft.to.name} ${utf8TextLenient(draft.body)}`,
      ),
    ).toEqual(["request d>s ping", "response s>d pong"]);
    expect(crossings[1]?.draft.cause).toBe(1);
  });

  it.each(["http://w.example/nowhere", "http://elsewhere.example/dm", "not an address"])(
    "finds %s unreachable and records that",
    async (url) => {
      const { send, crossings } = world();
      const outcomes = send(url);
      await settle();
      expect(outcomes[0]).toMatchObject({ kind: "failed", reason: "unreachable" });
      expect(crossings.at(-1)).toMatchObject({ outcome: "unreachable", draft: { direction: "response" } });
    },
  );

  it("ends an exchange at its timeout in run time, tells the receiver, and ignores a late response", async () => {
    const { wire, send, clock } = world();
    const held: IncomingRequest[] = [];
    let gone = 0;
    wire.listen({
      party: server,
      channel: "dm",
      path: "/dm",
      receive: (incoming) => {
        incoming.onGone(() => gone++);
        held.push(incoming);
      },
    });
    const outcomes = send("http://w.example/dm", 5000);
    await settle();
    clock.advance(4999);
    await settle();
    expect(outcomes).toEqual([]);
    clock.advance(1);
    await settle();
    expect(outcomes[0]).toMatchObject({ kind: "failed", reason: "timeout" });
    expect(gone).toBe(1);
    held[0]?.respond({ status: 200, headers: {}, body: utf8("late") });
    await settle();
    expect(outcomes).toHaveLength(1);
  });

  it("ends an exchange at once when the receiver hangs up, and tells the receiver nothing", async () => {
    const { wire, send, crossings } = world();
    let gone = 0;
    wire.listen({
      party: server,
      channel: "dm",
      path: "/dm",
      receive: (incoming) => {
        incoming.onGone(() => gone++);
        incoming.hangUp();
        incoming.respond({ status: 200, headers: {}, body: utf8("late") });
      },
    });
    const outcomes = send("http://w.example/dm", 5000);
    await settle();
    expect(outcomes).toMatchObject([{ kind: "failed", reason: "closed" }]);
    expect(crossings.map(({ outcome }) => outcome)).toEqual(["delivered", "closed"]);
    expect(gone).toBe(0);
  });

  it("loses a dropped request: the sender finds out by its timeout", async () => {
    const { wire, send, clock } = world({ admit: (_draft, decide) => decide({ kind: "drop" }) });
    let received = 0;
    wire.listen({ party: server, channel: "dm", path: "/dm", receive: () => received++ });
    const outcomes = send("http://w.example/dm", 100);
    await settle();
    expect(received).toBe(0);
    clock.advance(100);
    await settle();
    expect(outcomes[0]).toMatchObject({ kind: "failed", reason: "timeout" });
  });

  it("delivers a push to the device that listens, and loses one for a device that is not there", async () => {
    const { wire, crossings } = world();
    const got: string[] = [];
    wire.listenForPush(device, "IMEI:1", (contentType) => got.push(contentType));
    wire.push({
      from: server,
      to: "IMEI:1",
      contentType: "application/vnd.syncml.notification",
      body: utf8("0"),
    });
    wire.push({
      from: server,
      to: "IMEI:2",
      contentType: "application/vnd.syncml.notification",
      body: utf8("0"),
    });
    await settle();
    expect(got).toEqual(["application/vnd.syncml.notification"]);
    expect(crossings.map(({ draft }) => draft.to.name)).toEqual(["d", "IMEI:2"]);
    expect(wire.inTransit).toBe(0);
  });
});
