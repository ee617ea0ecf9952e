import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callbackNames, callbacks } from "../../../simulator/protocols/wsi/index.ts";
import type { CallbackBehaviour } from "../../../simulator/roles/external-system/index.ts";
import type { AnyElement } from "../../../simulator/schema/element.ts";
import { readWsiResponse } from "../../../simulator/stacks/wsi-http.ts";
import { toPlainJson } from "../../../simulator/stacks/wsi-json.ts";
import type { Effect } from "../../../simulator/wire/role.ts";
import { arbitraryOf } from "../../support/arbitrary.ts";
import {
  ack,
  createMemoryStore,
  externalSystem,
  moment,
  outcome,
  relatesTo,
  respondsIn,
  totals,
  writeWsiResponse,
  type World,
} from "./world.ts";

const result = (sequence: number, operationId = "op-1") => ({
  ...outcome(sequence, operationId),
  state: "succeeded" as const,
  totals,
});
const behave = (es: World, behaviour: Partial<CallbackBehaviour>) =>
  es.command({ name: "setCallbackBehaviour", behaviour });

describe("callbacks of every kind", () => {
  it.each(callbackNames)("%s: is taken, reported as plain JSON and acknowledged", (name) => {
    const element: AnyElement = callbacks[name].request;
    fc.assert(
      fc.property(
        arbitraryOf(element),
        fc.constantFrom("1.1" as const, "1.2" as const),
        (value, soapVersion) => {
          const es = externalSystem();
          const effects = es.deliver(name, value as never, { soapVersion });
          const [respond] = respondsIn(effects);
          expect(respond && readWsiResponse(respond.http, name)).toMatchObject({ kind: "response" });
          expect(es.report("callback.received")?.data).toMatchObject({
            callback: name,
            content: toPlainJson(name, "request", value),
          });
          // nobody asked for it
          expect(es.report("callback.received")?.data).not.toHaveProperty("call");
        },
      ),
      { numRuns: 8 },
    );
  });

  it("of an unknown operation is taken and noted", () => {
    const es = externalSystem();
    expect(es.callback("OperationResult", result(1, "nobody's"))).toBe(200);
    expect(es.notes()).toContain("callback-unknown");
    expect(es.report("operation.result")?.conversation).toBe("operation:nobody's");
  });
});

describe("who may deliver", () => {
  it.each(["username-token", "username-token-digest"] as const)("%s", (scheme) => {
    const credentials = { scheme, username: "dms", password: "cb" };
    const es = externalSystem({ callback: { url: "http://es.example/cb", credentials } });
    const status = (sending: typeof credentials) =>
      respondsIn(es.deliver("OperationResult", result(1), { sending: { credentials: sending } }))[0]?.http
        .status;
    expect(status({ ...credentials, password: "wrong" })).toBe(401);
    expect(status({ ...credentials, username: "other" })).toBe(401);
    expect(es.reports()).toEqual([]);
    expect(status(credentials)).toBe(200);
  });

  it("mutual TLS: by the subject of the client certificate", () => {
    const credentials = { scheme: "mutual-tls", username: "", password: "", subject: "dms.example" } as const;
    const es = externalSystem({ callback: { url: "https://es.example/cb", credentials } });
    const status = (certificateSubject?: string) =>
      respondsIn(
        es.deliver("OperationResult", result(1), {
          peer: certificateSubject === undefined ? {} : { secure: true, certificateSubject },
        }),
      )[0]?.http.status;
    expect(status()).toBe(401);
    expect(status("somebody.example")).toBe(401);
    expect(es.reports()).toEqual([]);
    expect(status("dms.example")).toBe(200);
    es.command({ name: "register" });
    expect(es.asked()).toMatchObject({ value: { callbackCredentials: { scheme: "mutual-tls" } } });
  });
});

describe("behaviours", () => {
  const statusOf = (effects: readonly Effect[]): number | string => {
    if (effects.some(({ type }) => type === "hang-up")) return "closed";
    return respondsIn(effects)[0]?.http.status ?? "silent";
  };

  it.each([
    ["accept", 200, "response", true],
    ["fault-receiver", 500, "fault", false],
    ["fault-sender", 500, "fault", false],
    ["unauthorised", 401, "fault", false],
    ["unavailable", 503, "unreadable", false],
    ["garbage", 200, "response", true], // any 2xx without a fault is a success
    ["silence", "silent", undefined, false],
    ["close", "closed", undefined, false],
  ] as const)("%s: answers %s", (answer, status, kind, taken) => {
    const es = externalSystem();
    behave(es, { answer });
    const effects = es.deliver("OperationResult", result(1));
    expect(statusOf(effects)).toBe(status);
    const [respond] = respondsIn(effects);
    expect(respond && readWsiResponse(respond.http, "OperationResult").kind).toBe(kind);
    expect(es.reports().includes("callback.received")).toBe(taken);
    expect(es.reports().includes("callback.refused")).toBe(!taken);
    expect([...es.view.callbacks()]).toMatchObject([{ operationId: "op-1", sequence: 1, answer }]);
  });

  it("what was refused is taken when it is delivered again, without a gap", () => {
    const es = externalSystem();
    behave(es, { answer: "unavailable", times: 2 });
    expect([1, 2, 3].map(() => es.callback("OperationResult", result(1)))).toEqual([503, 503, 200]);
    expect(es.reports().filter((name) => name === "callback.received")).toHaveLength(1);
    expect(es.reports()).not.toContain("callback.repeated");
    expect(es.view.behaviour.answer).toBe("accept");
  });

  it("only the callbacks that are named, only so many times", () => {
    const es = externalSystem();
    behave(es, { answer: "fault-sender", only: ["OperationResult"], times: 1 });
    expect(es.callback("OperationProgress", { ...outcome(1), totals })).toBe(200);
    expect(es.callback("OperationResult", result(2))).toBe(500);
    expect(es.callback("OperationResult", result(2))).toBe(200);
  });

  it("answers late, and takes the callback at once", () => {
    const es = externalSystem();
    behave(es, { delay: 3_000 });
    expect(respondsIn(es.deliver("OperationResult", result(1), { exchange: "x1" }))).toEqual([]);
    expect(es.reports()).toContain("operation.result");
    expect(es.wait(2_999)).toEqual([]);
    expect(es.wait(1)).toMatchObject([{ type: "respond", exchange: "x1", http: { status: 200 } }]);
  });

  it("does not answer late to who is gone", () => {
    const es = externalSystem();
    behave(es, { delay: 3_000, answer: "close" });
    es.deliver("OperationResult", result(1), { exchange: "x1" });
    expect(es.feed({ type: "request.gone", exchange: "x1" })).toMatchObject([{ type: "timer.cancel" }]);
    expect(es.wait(3_000)).toEqual([]);
  });

  it("closes late", () => {
    const es = externalSystem();
    behave(es, { delay: 3_000, answer: "close" });
    es.deliver("OperationResult", result(1), { exchange: "x1" });
    expect(es.wait(3_000)).toEqual([{ type: "hang-up", exchange: "x1" }]);
  });

  it("changes what is named, and reports all of it", () => {
    const es = externalSystem();
    behave(es, { delay: 5 });
    behave(es, { answer: "garbage", times: 2 });
    expect(es.lastReport()).toEqual({
      name: "behaviour.changed",
      conversation: undefined,
      data: { delay: 5, answer: "garbage", only: [], times: 2 },
    });
  });

  it.each([
    { answer: "explode" },
    { delay: -1 },
    { delay: "soon" },
    { times: 0.5 },
    { only: ["Nothing"] },
    { only: "OperationResult" },
    { speed: 1 },
  ])("refuses %j and stays as it is", (behaviour) => {
    const es = externalSystem();
    es.command({ name: "setCallbackBehaviour", behaviour } as never);
    expect(es.lastReport()).toMatchObject({
      name: "command.refused",
      data: { name: "setCallbackBehaviour" },
    });
    expect(es.view.behaviour).toEqual({ delay: 0, answer: "accept", only: [], times: 0 });
  });
});

describe("order of deliveries", () => {
  it("reports gaps, what fills them, and repetitions, each stream for itself", () => {
    const es = externalSystem();
    for (const sequence of [1, 5, 3, 3, 2, 4, 6, 1])
      es.callback("OperationProgress", { ...outcome(sequence), totals });
    es.callback("OperationProgress", { ...outcome(1, "op-2"), totals });
    expect(
      es
        .reported()
        .filter(({ name }) => /^callback\.(gap|late|repeated)$/.test(name))
        .map(({ name, data }) => `${name} ${String(data["sequence"] ?? data["from"])}`),
    ).toEqual([
      "callback.gap 2",
      "callback.late 3",
      "callback.repeated 3",
      "callback.late 2",
      "callback.late 4",
      "callback.repeated 1",
    ]);
    expect(es.reports().filter((name) => name === "operation.progress")).toHaveLength(7);
    expect(es.notes()).toEqual(
      expect.arrayContaining(["callback/gap", "callback/order", "callback/repeated"]),
    );
  });

  it("what a set-up came to may come after the alerts of its subscription", () => {
    const es = externalSystem();
    const alert = (sequence: number): void => {
      es.callback("AlertNotification", {
        ...outcome(sequence),
        subscriptionId: "sub-1",
        alert: {
          alertId: `alert-${sequence}`,
          deviceId: "IMEI:1",
          alertType: "urn:oma:at:diagmon:1.0:TrapNotification",
          receivedAt: 1_790_000_000_000,
          item: [{ data: "11" }],
        },
      });
    };
    alert(3);
    es.callback("OperationProgress", { ...outcome(2), totals });
    const places = (): readonly string[] => es.notes().filter((code) => code.startsWith("callback/"));
    expect(places()).toEqual(["callback/gap"]);
    alert(5);
    alert(4);
    expect(places()).toEqual(["callback/gap", "callback/gap", "callback/order"]);
  });

  it("takes each number once, whatever comes in whatever order, over restarts", () => {
    const numbers = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(numbers, (arriving) => {
        const store = createMemoryStore();
        let es = externalSystem({}, { store });
        const taken: number[] = [];
        for (const [sequence, restarts] of arriving) {
          if (restarts) es = externalSystem({}, { store });
          es.effects.length = 0;
          expect(es.callback("OperationProgress", { ...outcome(sequence), totals })).toBe(200);
          if (es.reports().includes("callback.received")) taken.push(sequence);
        }
        expect(taken).toEqual([...new Set(arriving.map(([sequence]) => sequence))]);
      }),
      { numRuns: 40 },
    );
  });

  it("without a store a restart forgets, and nothing is committed", () => {
    const first = externalSystem();
    first.callback("OperationResult", result(1));
    expect(first.effects.some(({ type }) => type === "commit")).toBe(false);
    const second = externalSystem();
    second.callback("OperationResult", result(1));
    expect(second.reports()).toContain("operation.result");
  });

  it("notes a sequence that does not count from 1", () => {
    const es = externalSystem();
    expect(es.callback("OperationResult", result(0))).toBe(200);
    expect(es.notes()).toContain("callback/sequence");
    expect(es.reports()).toContain("operation.result");
  });

  it("lists a bounded number", () => {
    const es = externalSystem();
    for (let sequence = 1; sequence <= 1_010; sequence++)
      es.callback("OperationProgress", { ...outcome(sequence), totals });
    const listed = [...es.view.callbacks()];
    expect(listed).toHaveLength(1_000);
    expect(listed.at(-1)?.sequence).toBe(1_010);
  });
});

describe("what is stored", () => {
  it("is committed before the answer", () => {
    const es = externalSystem({}, { store: createMemoryStore() });
    const types = es.deliver("OperationResult", result(1)).map(({ type }) => type);
    expect(types[0]).toBe("commit");
    expect(types.indexOf("respond")).toBeGreaterThan(0);
  });

  it("a callback that cannot be stored is not acknowledged; delivered again it is, once it is on disk", () => {
    const store = createMemoryStore();
    let storing = false;
    const es = externalSystem({}, { store, storing: () => storing });
    expect(es.callback("OperationResult", result(1))).toBe(503);
    expect(es.reports()).toContain("operation.result");
    storing = true;
    expect(es.callback("OperationResult", result(1))).toBe(200);
    const restarted = externalSystem({}, { store });
    restarted.callback("OperationResult", result(1));
    expect(restarted.reports()).toEqual(["callback.repeated"]);
  });

  it("open operations go on after a restart", () => {
    const store = createMemoryStore();
    const es = externalSystem({}, { store });
    const value = { deviceId: "d", command: [{ kind: "get", locUri: "./A" }] };
    es.command({ name: "call", operation: "ManageParameters", value, call: "mine" });
    es.answer(writeWsiResponse("1.1", "ManageParameters", { ack: ack("op-1") }));
    const restarted = externalSystem({}, { store });
    expect([...restarted.view.operations()]).toMatchObject([
      { operationId: "op-1", state: "awaitingResult" },
    ]);
    restarted.callback("OperationResult", result(1));
    expect(restarted.report("callback.received")?.data["call"]).toBe("mine");
    expect(restarted.states()).toEqual(["operation succeeded"]);
    expect([...externalSystem({}, { store }).view.operations()]).toEqual([]);
  });

  it("anything else that lies in the store is passed over", () => {
    const store = createMemoryStore();
    const writes = ["streams", "operations", "registration"].flatMap((collection) =>
      [null, 5, "text", [], {}].map((value, index) => ({ collection, key: String(index), value })),
    );
    store.commit(writes, () => undefined);
    const es = externalSystem({}, { store });
    expect([...es.view.operations()]).toEqual([]);
    expect(es.view.registration.state).toBe("unregistered");
  });
});

describe("WS-Addressing of callbacks", () => {
  function acknowledged(addressing: "off" | { messageId: string }) {
    const es = externalSystem();
    const value = { deviceId: "d", command: [{ kind: "get", locUri: "./A" }] };
    es.command({ name: "call", operation: "ManageParameters", value, addressing });
    es.answer(writeWsiResponse("1.1", "ManageParameters", { ack: ack("op-1") }));
    return es;
  }

  it.each([
    ["relates to the request", relatesTo("urn:m"), []],
    ["relates to another", relatesTo("urn:other"), ["callback/relates-to"]],
    ["relates to nothing", { addressing: { messageId: "urn:c" } }, ["callback/relates-to"]],
    [
      "has no MessageID",
      { addressing: { ...relatesTo("urn:m").addressing, messageId: undefined } },
      ["callback/message-id"],
    ],
    ["has no addressing", { addressing: undefined }, ["callback/no-addressing"]],
  ] as const)("a callback that %s", (_what, sending, notes) => {
    const es = acknowledged({ messageId: "urn:m" });
    es.deliver("OperationResult", result(1), { sending });
    expect(es.notes()).toEqual(notes);
    expect(es.states().at(-1)).toBe("operation succeeded");
  });

  it("a request without MessageID has nothing that it is related to", () => {
    const es = acknowledged("off");
    es.deliver("OperationResult", result(1), { sending: relatesTo("urn:m") });
    expect(es.notes()).toEqual(["callback/relates-to"]);
  });

  it("a repeated delivery has the MessageID of the first", () => {
    const es = acknowledged({ messageId: "urn:m" });
    const sending = relatesTo("urn:m");
    es.deliver("OperationResult", result(1), { sending });
    es.deliver("OperationResult", result(1), { sending });
    expect(es.notes()).toEqual(["callback/repeated"]);
    es.deliver("OperationResult", result(1), {
      sending: { addressing: { ...sending.addressing, messageId: "urn:new" } },
    });
    expect(es.notes()).toContain("callback/message-id");
  });

  it("the date of a callback is told as text", () => {
    const es = externalSystem();
    es.callback("OperationResult", result(1));
    expect(es.report("callback.received")?.data["content"]).toMatchObject({
      occurredAt: new Date(moment.date).toISOString(),
    });
  });
});
