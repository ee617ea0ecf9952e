import { describe, expect, it } from "vitest";
import { serviceException } from "../../../simulator/protocols/wsi/index.ts";
import { unauthorized, writeFault } from "../../../simulator/stacks/wsi-http.ts";
import { ack, createMemoryStore, externalSystem, outcome, writeWsiResponse, type World } from "./world.ts";

function register(es: World, sequence = 1): void {
  es.command({ name: "register", requestedOperations: ["ManageParameters"] });
  es.answer(writeWsiResponse("1.1", "RegisterExternalSystem", { ack: ack("op-r"), registrationId: "reg-1" }));
  es.callback("RegistrationConfirmation", {
    ...outcome(sequence, "op-r"),
    registrationId: "reg-1",
    state: "accepted",
    grantedOperation: ["ManageParameters"],
    grantedAlertType: ["urn:x:*"],
  });
}

describe("F2.6-F2.7 the registration", () => {
  it("asks for operations, alert types and a lifetime", () => {
    const es = externalSystem();
    es.command({
      name: "register",
      requestedOperations: ["ManageParameters"],
      requestedAlertTypes: ["urn:x:*"],
      expires: "P1D",
    });
    expect(es.asked()).toMatchObject({
      value: {
        requestedOperation: ["ManageParameters"],
        requestedAlertType: ["urn:x:*"],
        expires: 86_400_000,
      },
    });
  });

  it("shows what is granted", () => {
    const es = externalSystem();
    register(es);
    expect(es.view.registration).toMatchObject({
      state: "registered",
      registrationId: "reg-1",
      grantedOperations: ["ManageParameters"],
      grantedAlertTypes: ["urn:x:*"],
    });
    expect(es.report("callback.received")).toMatchObject({
      conversation: "registration:reg-1",
      data: { call: "1", callback: "RegistrationConfirmation" },
    });
  });

  it("is followed in the same way when it is called by hand", () => {
    const es = externalSystem();
    const value = { name: "n", kind: "other", managementDomain: "operator" };
    es.command({ name: "call", operation: "RegisterExternalSystem", value });
    es.answer(
      writeWsiResponse("1.1", "RegisterExternalSystem", { ack: ack("op-r"), registrationId: "reg-1" }),
    );
    expect(es.view.registration).toMatchObject({ state: "awaitingConfirmation", registrationId: "reg-1" });
    expect(es.report("call.acknowledged")?.conversation).toBe("registration:reg-1");
  });

  it("can be updated, and stays when the update is refused", () => {
    const es = externalSystem();
    register(es);
    es.command({ name: "register", requestedOperations: ["Nonsense"] });
    expect(es.view.registration.state).toBe("updating");
    es.answer(writeFault("1.1", serviceException("SVC0002", ["requestedOperation"])));
    expect(es.view.registration).toMatchObject({ state: "registered", registrationId: "reg-1" });
    register(es, 2);
    expect(es.view.registration.state).toBe("registered");
  });

  it("ends when that is confirmed", () => {
    const es = externalSystem();
    register(es);
    es.command({ name: "deregister" });
    expect(es.asked()).toMatchObject({
      operation: "DeregisterExternalSystem",
      value: { registrationId: "reg-1" },
    });
    es.answer(writeWsiResponse("1.1", "DeregisterExternalSystem", { ack: ack("op-d") }));
    expect(es.view.registration.state).toBe("deregistering");
    es.callback("RegistrationConfirmation", {
      ...outcome(1, "op-d"),
      registrationId: "reg-1",
      state: "deregistered",
    });
    expect(es.view.registration).toEqual({
      state: "unregistered",
      grantedOperations: [],
      grantedAlertTypes: [],
      reason: "",
    });
    expect(es.report("registration.ended")?.conversation).toBe("registration:reg-1");
    es.command({ name: "deregister" });
    expect(es.lastReport()).toMatchObject({ name: "registration.failed" });
  });

  it("ends when it expires", () => {
    const es = externalSystem();
    register(es);
    es.callback("RegistrationConfirmation", {
      ...outcome(2, "op-r"),
      registrationId: "reg-1",
      state: "expired",
      reason: "its time was over",
    });
    expect(es.view.registration).toMatchObject({ state: "unregistered", reason: "its time was over" });
  });

  it("is refused with a reason", () => {
    const es = externalSystem();
    es.command({ name: "register" });
    es.answer(
      writeWsiResponse("1.1", "RegisterExternalSystem", { ack: ack("op-r"), registrationId: "reg-1" }),
    );
    es.callback("RegistrationConfirmation", {
      ...outcome(1, "op-r"),
      registrationId: "reg-1",
      state: "rejected",
      reason: "not approved",
    });
    expect(es.view.registration).toMatchObject({ state: "refused", reason: "not approved" });
    register(es, 2);
    expect(es.view.registration.state).toBe("registered");
  });

  it.each([
    ["401", () => unauthorized("1.1", "wrong"), "FailedAuthentication"],
    ["401 without a fault", () => ({ status: 401, headers: {}, body: new Uint8Array(0) }), "HTTP 401"],
    ["SVC0204", () => writeFault("1.1", serviceException("SVC0204", ["reg-1"])), "SVC0204"],
  ])("is lost by %s", (_what, response, code) => {
    const es = externalSystem();
    register(es);
    es.command({ name: "queryOperation", operationId: "op-1" });
    es.answer(response());
    expect(es.report("registration.lost")).toMatchObject({
      conversation: "registration:reg-1",
      data: { code },
    });
    expect(es.view.registration.state).toBe("unregistered");
  });

  it("is not lost because somebody calls with other credentials", () => {
    const es = externalSystem();
    register(es);
    const credentials = { scheme: "basic", username: "x", password: "y" } as const;
    es.command({ name: "call", operation: "QueryOperation", value: { operationId: "op-1" }, credentials });
    es.answer(unauthorized("1.1", "wrong"));
    expect(es.view.registration.state).toBe("registered");
  });

  it("is remembered over a restart", () => {
    const store = createMemoryStore();
    register(externalSystem({}, { store }));
    const es = externalSystem({}, { store });
    expect(es.view.registration).toMatchObject({ state: "registered", registrationId: "reg-1" });
    es.command({ name: "deregister" });
    expect(es.asked()).toMatchObject({ value: { registrationId: "reg-1" } });
    // the answer is lost with the next restart
    expect(externalSystem({}, { store }).view.registration.state).toBe("registered");
  });
});

describe("several External Systems in one world", () => {
  it("share neither conversations nor message identifiers nor state", () => {
    const one = externalSystem({ id: "one" });
    const two = externalSystem({ id: "two" });
    const conversations = [one, two].map((es) => {
      es.command({ name: "register" });
      es.fail();
      es.command({ name: "findService", inquiryUrl: "http://r.example/i", serviceName: "s" });
      es.command({ name: "call", operation: "QueryOperation", value: { operationId: "o" } });
      return es.effects.flatMap((effect) => {
        if (effect.type === "state" || effect.type === "request") return [effect.conversation ?? ""];
        return [];
      });
    });
    const [first = [], second = []] = conversations;
    expect(first.length).toBeGreaterThan(3);
    expect(first.filter((conversation) => second.includes(conversation))).toEqual([]);
    const bodies = [one, two].map((es) => new TextDecoder().decode(es.lastRequest().http.body));
    const ids = bodies.map((body) => /urn:uuid:[0-9a-f-]+/.exec(body)?.[0]);
    expect(ids[0]).not.toBe(ids[1]);
    register(one);
    expect(two.view.registration.state).toBe("refused");
  });
});
