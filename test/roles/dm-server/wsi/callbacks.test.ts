import { describe, expect, test } from "vitest";
import { utf8Text } from "../../../../simulator/core/bytes.ts";
import { fromJson, toJson } from "../../../../simulator/roles/dm-server/json-value.ts";
import { createDesk, ES_URL, registration, type Desk } from "./desk.ts";

/** One more callback, of its own stream. */
const discover = (desk: Desk): string =>
  desk.ok("DiscoverDevices", { delivery: "callback", maxResults: 1 }).ack.operationId;
const messageId = (desk: Desk, index = -1): string =>
  /MessageID>([^<]+)</.exec(utf8Text(desk.callbacks.at(index)?.http.body ?? new Uint8Array(0)) ?? "")?.[1] ??
  "";

describe("delivery of callbacks", () => {
  test.each<[string, (desk: Desk) => void]>([
    ["no connection", (desk) => desk.fail("refused")],
    ["no answer in time", (desk) => desk.fail("timeout")],
    ["408", (desk) => desk.answer(408)],
    ["429", (desk) => desk.answer(429)],
    ["503", (desk) => desk.answer(503)],
    ["a Server fault", (desk) => desk.answer("fault-server")],
  ])("%s: tried again, with the same MessageID", (_name, happen) => {
    const desk = createDesk();
    desk.registered();
    discover(desk);
    const first = messageId(desk);
    happen(desk);
    expect(desk.notes("callback-retry")).toHaveLength(1);
    expect(desk.callbacks).toHaveLength(2);
    desk.advance(1000);
    expect(desk.callbacks).toHaveLength(3);
    expect(messageId(desk)).toBe(first);
    expect(first).toMatch(/^urn:uuid:/);
    desk.answer();
    expect(desk.stored.get("callbacks")?.size).toBe(0);
  });

  test("the pauses grow with jitter up to the longest", () => {
    const desk = createDesk();
    desk.registered();
    discover(desk);
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 14; attempt++) {
      const before = desk.now;
      const sent = desk.callbacks.length;
      desk.fail("unreachable");
      while (desk.callbacks.length === sent) desk.advance(Math.min(...desk.timers.values()) - desk.now);
      pauses.push(desk.now - before);
    }
    for (const [index, pause] of pauses.entries()) {
      const full = Math.min(300_000, 1000 * 2 ** index);
      expect(pause).toBeGreaterThanOrEqual(full / 2);
      expect(pause).toBeLessThanOrEqual(full);
    }
    expect(new Set(pauses.slice(-4)).size).toBeGreaterThan(1);
  });

  test.each<[string, (desk: Desk) => void]>([
    ["404", (desk) => desk.answer(404)],
    ["a Client fault", (desk) => desk.answer("fault-client")],
    ["a redirect", (desk) => desk.answer(302)],
    ["an address that is not allowed", (desk) => desk.fail("egress-denied")],
    ["an answer that is too large", (desk) => desk.fail("too-large")],
  ])("%s: a dead letter, visible, that can be sent again", (_name, happen) => {
    const desk = createDesk();
    desk.registered();
    const operationId = discover(desk);
    happen(desk);
    expect(desk.reports("callback.abandoned")).toMatchObject([
      { data: { operationId, callback: "DiscoveryResult" } },
    ]);
    expect(desk.notes("callback-dropped")).toHaveLength(1);
    desk.advance(3_600_000);
    expect(desk.callbacks).toHaveLength(2);
    const id = `${operationId}.1`;
    desk.command((side, turn) => expect(side.resendDeadLetter(id, turn)).toBe(true));
    expect(desk.callbacks).toHaveLength(3);
    desk.answer();
    desk.command((side, turn) => expect(side.resendDeadLetter(id, turn)).toBe(false));
  });

  test("dead letters are forgotten when they are expired", () => {
    const desk = createDesk({ options: { settings: { callbackLifetime: 1000 } } });
    desk.registered();
    discover(desk);
    desk.answer(404);
    desk.advance(1001);
    discover(desk);
    desk.answer();
    expect(desk.stored.get("callbacks")?.size).toBe(0);
  });

  test.each([200, 202, 204])("%i without a fault is a success, whatever the body", (status) => {
    const desk = createDesk();
    desk.registered();
    discover(desk);
    desk.answer(status);
    expect(desk.stored.get("callbacks")?.size).toBe(0);
  });

  test("401 pauses the recipient, visibly; resumed, everything goes in order", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    discover(desk);
    desk.answer(401);
    discover(desk);
    expect(desk.callbacks).toHaveLength(2);
    expect(desk.reports("recipient.paused")).toHaveLength(1);
    desk.restart(1000);
    expect(desk.callbacks).toHaveLength(2);
    desk.command((side, turn) => side.resumeRecipient(registrationId, turn));
    expect(desk.callbacks).toHaveLength(4);
    desk.command((side, turn) => expect(side.resumeRecipient(registrationId, turn)).toBe(false));
  });

  test("several refusals pause it once; a deregistration still tries its last word, once", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    discover(desk);
    discover(desk);
    desk.answer(401, desk.callbacks[1]);
    desk.answer(401, desk.callbacks[2]);
    expect(desk.reports("recipient.paused")).toHaveLength(1);
    desk.ok("DeregisterExternalSystem", { registrationId });
    expect(desk.last("RegistrationConfirmation").state).toBe("deregistered");
    desk.answer(401);
    expect(desk.stored.get("callbacks")?.size).toBe(0);
  });

  test("one that cannot be written is dropped and does not stop the others", () => {
    const desk = createDesk();
    desk.registered();
    discover(desk);
    desk.fail("timeout");
    for (const [key, value] of desk.stored.get("callbacks") ?? [])
      desk.stored
        .get("callbacks")
        ?.set(key, { ...(value as object), content: { sequence: "not a callback" } });
    desk.restart(5000);
    expect(desk.notes("callback-dropped")).toEqual([expect.stringContaining("cannot be written")]);
    const operationId = discover(desk);
    expect(desk.last("DiscoveryResult").operationId).toBe(operationId);
  });

  test("at most four are in flight to one recipient, the rest follows", () => {
    const desk = createDesk();
    desk.registered();
    for (let count = 0; count < 7; count++) discover(desk);
    expect(desk.callbacks).toHaveLength(5);
    desk.answer(200, desk.callbacks[1]);
    expect(desk.callbacks).toHaveLength(6);
    desk.answer(200, desk.callbacks[2]);
    desk.answer(200, desk.callbacks[3]);
    expect(desk.callbacks).toHaveLength(8);
  });

  test("a slow stream does not hold the others up", () => {
    const desk = createDesk();
    desk.registered();
    discover(desk);
    desk.fail("timeout");
    const second = discover(desk);
    expect(desk.last("DiscoveryResult").operationId).toBe(second);
  });

  test("an expired callback is dropped", () => {
    const desk = createDesk({ options: { settings: { callbackLifetime: 10_000 } } });
    desk.registered();
    discover(desk);
    const sent = desk.callbacks.length;
    desk.fail("timeout");
    desk.advance(1000);
    for (let count = sent; desk.stored.get("callbacks")?.size === 1 && count < 50; count++) {
      desk.fail("timeout");
      desk.advance(5000);
    }
    expect(desk.reports("callback.abandoned")).toMatchObject([{ data: { reason: "it expired" } }]);
    expect(desk.timers.size).toBe(0);
  });

  test("an answer to a callback that is gone changes nothing", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    discover(desk);
    const gone = desk.callbacks.at(-1);
    desk.ok("DeregisterExternalSystem", { registrationId });
    desk.answer(500, gone);
    desk.answer(200, gone);
    expect(desk.last("RegistrationConfirmation").state).toBe("deregistered");
    expect(desk.stored.get("callbacks")?.size).toBe(1);
  });
});

describe("a restart", () => {
  test("sends again what was not answered, with the same MessageID and number", () => {
    const desk = createDesk();
    desk.registered();
    const operationId = discover(desk);
    const before = messageId(desk);
    desk.restart();
    expect(desk.callbacks).toHaveLength(3);
    expect(desk.last("DiscoveryResult")).toMatchObject({ operationId, sequence: 1 });
    expect(messageId(desk)).toBe(before);
  });

  test("keeps the pause of a retry and the registration's gate", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", registration);
    discover(desk);
    desk.fail("timeout", desk.callbacks[0]);
    desk.restart(100);
    expect(desk.callbacks).toHaveLength(1);
    desk.advance(1000);
    expect(desk.names()).toEqual(["RegistrationConfirmation", "RegistrationConfirmation"]);
    desk.answer();
    expect(desk.names().at(-1)).toBe("DiscoveryResult");
    expect(desk.reports("registration.accepted")).toHaveLength(1);
  });

  test("tries at once what fell due meanwhile", () => {
    const desk = createDesk();
    desk.registered();
    discover(desk);
    desk.fail("timeout");
    desk.restart(5000);
    expect(desk.callbacks).toHaveLength(3);
  });
});

describe("WS-Addressing", () => {
  test("an outcome relates to the request and carries the callback's action", () => {
    const desk = createDesk();
    desk.registered();
    desk.ok("DiscoverDevices", { delivery: "callback" }, { addressing: { messageId: "urn:uuid:42" } });
    const body = utf8Text(desk.callbacks.at(-1)?.http.body ?? new Uint8Array(0)) ?? "";
    expect(body).toContain("urn:dmwsi:1.0:DiscoveryResult");
    expect(body).toMatch(/RelatesTo RelationshipType="urn:dmwsi:1.0:outcome"[^>]*>urn:uuid:42</);
    expect(desk.callbacks.at(-1)?.http.headers["soapaction"]).toBe('"urn:dmwsi:1.0:DiscoveryResult"');
  });

  test("ReplyTo at the registered origin is used, its parameters echoed", () => {
    const desk = createDesk();
    desk.registered();
    const xml = '<k:key xmlns:k="urn:k">7</k:key>';
    desk.ok(
      "DiscoverDevices",
      { delivery: "callback" },
      {
        addressing: {
          messageId: "urn:uuid:1",
          replyTo: { address: "http://127.0.0.1:9000/else", referenceParameters: [{ xml }] },
        },
      },
    );
    const { http } = desk.callbacks.at(-1) ?? {};
    expect(http?.url).toBe("http://127.0.0.1:9000/else");
    expect(utf8Text(http?.body ?? new Uint8Array(0))).toContain(">7</k:key>");
  });

  test("ReplyTo anywhere else is refused", () => {
    const desk = createDesk();
    desk.registered();
    const addressing = { messageId: "urn:uuid:1", replyTo: { address: "http://127.0.0.1:9999/else" } };
    expect(desk.fault("DiscoverDevices", { delivery: "callback" }, { addressing })).toBe(
      "InvalidAddressingHeader",
    );
  });

  test("none wants no outcomes", () => {
    const desk = createDesk();
    desk.registered();
    const addressing = { replyTo: { address: "http://www.w3.org/2005/08/addressing/none" } };
    desk.ok("DiscoverDevices", { delivery: "callback" }, { addressing });
    expect(desk.callbacks).toHaveLength(1);
  });
});

describe("credentials and version of callbacks", () => {
  test("SOAP 1.2 where the registration says so", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", { ...registration, soapVersion: "1.2" });
    expect(desk.callbacks.at(-1)?.http.headers["content-type"]).toContain("application/soap+xml");
  });

  test.each(["username-token", "username-token-digest"] as const)("%s travels in the message", (scheme) => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", {
      ...registration,
      callbackCredentials: { scheme, username: "dms", password: "kcab-9" },
    });
    const { http } = desk.callbacks.at(-1) ?? {};
    expect(http?.headers["authorization"]).toBeUndefined();
    expect(utf8Text(http?.body ?? new Uint8Array(0))).toContain("UsernameToken");
  });

  test("none and mutual TLS show nothing in the message", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", { ...registration, callbackCredentials: { scheme: "none" } });
    expect(desk.callbacks.at(-1)?.http).toMatchObject({ url: ES_URL });
    expect(desk.callbacks.at(-1)?.http.headers["authorization"]).toBeUndefined();
  });
});

test("values survive the store: octets, lists, absent fields", () => {
  const value = { a: [Uint8Array.of(1, 2), { b: undefined, c: "x" }], d: 5, e: true };
  const stored: unknown = JSON.parse(JSON.stringify(toJson(value)));
  expect(fromJson(stored)).toEqual({ a: [Uint8Array.of(1, 2), { c: "x" }], d: 5, e: true });
});
