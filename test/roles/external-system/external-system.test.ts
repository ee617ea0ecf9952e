import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { readSyncML } from "../../../simulator/protocols/syncml/index.ts";
import { unauthorized } from "../../../simulator/stacks/wsi-http.ts";
import { commandNames } from "../../../simulator/workbench/worlds/command-names.ts";
import { ack, externalSystem, options, outcome, unknownDevice, writeWsiResponse } from "./world.ts";

describe("F2.6-F2.7 registration", () => {
  it("sends what it is, where it takes callbacks and with which credentials, and becomes registered", () => {
    const es = externalSystem();
    es.command({ name: "register", requestedOperations: ["ManageParameters"] });
    expect(es.asked()).toMatchObject({
      operation: "RegisterExternalSystem",
      value: {
        name: "Customer care",
        kind: "customer-care",
        callbackEndpoint: options.callback.url,
        callbackCredentials: { scheme: "basic", username: "dms", password: "callback-secret" },
        requestedOperation: ["ManageParameters"],
      },
    });
    es.answer(
      writeWsiResponse("1.1", "RegisterExternalSystem", { ack: ack("op-1"), registrationId: "reg-1" }),
    );
    expect(
      es.callback("RegistrationConfirmation", { ...outcome(1), registrationId: "reg-1", state: "accepted" }),
    ).toBe(200);
    expect(es.states()).toEqual([
      "registration registering",
      "registration awaitingConfirmation",
      "registration registered",
    ]);
    expect(es.reports()).toEqual([
      "call.sent",
      "registration.acknowledged",
      "call.acknowledged",
      "registration.confirmed",
      "callback.received",
    ]);
  });

  it("takes a confirmation that overtakes the acknowledgement", () => {
    const es = externalSystem();
    es.command({ name: "register", requestedOperations: ["*"] });
    es.callback("RegistrationConfirmation", { ...outcome(1), registrationId: "reg-1", state: "accepted" });
    expect(es.states().at(-1)).toBe("registration registered");
    es.answer(
      writeWsiResponse("1.1", "RegisterExternalSystem", { ack: ack("op-1"), registrationId: "reg-1" }),
    );
    expect(es.states().at(-1)).toBe("registration registered");
  });

  it.each([
    ["a refusal of its password", () => unauthorized("1.1", "wrong"), "FailedAuthentication"],
    ["a page that is no SOAP", () => ({ status: 502, headers: {}, body: utf8("<html/>") }), "HTTP 502"],
  ])("is refused by %s", (_what, response, code) => {
    const es = externalSystem();
    es.command({ name: "register", requestedOperations: ["*"] });
    es.answer(response());
    expect(es.states().at(-1)).toBe("registration refused");
    expect(es.lastReport()).toMatchObject({ name: "registration.failed", data: { code } });
  });

  it("says so when the DM server cannot be reached", () => {
    const es = externalSystem();
    es.command({ name: "register", requestedOperations: ["*"] });
    es.fail();
    expect(es.lastReport()).toMatchObject({
      name: "registration.failed",
      data: { code: "unreachable", reason: "nobody there" },
    });
  });
});

describe("the callback service", () => {
  const confirmation = { ...outcome(1), registrationId: "reg-1", state: "accepted" } as const;

  it("refuses a sender without or with wrong credentials by 401, and takes nothing", () => {
    const es = externalSystem();
    expect(es.callback("RegistrationConfirmation", confirmation, "")).toBe(401);
    expect(es.callback("RegistrationConfirmation", confirmation, "wrong")).toBe(401);
    expect(es.reports()).toEqual([]);
    expect(es.effects).toContainEqual(expect.objectContaining({ type: "note", code: "callback-refused" }));
  });

  it("acknowledges a repeated delivery and takes it once", () => {
    const es = externalSystem();
    expect(es.callback("RegistrationConfirmation", confirmation)).toBe(200);
    expect(es.callback("RegistrationConfirmation", confirmation)).toBe(200);
    expect(es.reports()).toEqual(["registration.confirmed", "callback.received", "callback.repeated"]);
  });

  it("answers whatever is posted with exactly one response", () => {
    const es = externalSystem();
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom("text/xml", "application/soap+xml", "text/plain"),
        (body, type) => {
          const effects = es.feed({
            type: "request.received",
            exchange: "x",
            request: { method: "POST", url: options.callback.url, headers: { "content-type": type }, body },
            peer: { address: "memory", secure: false },
          });
          const responds = effects.filter((effect) => effect.type === "respond");
          expect(responds).toHaveLength(1);
          expect(responds[0]?.http.status).toBeGreaterThanOrEqual(400);
        },
      ),
    );
  });
});

describe("F2.8-F2.18 the tunnel", () => {
  function established() {
    const es = externalSystem();
    es.command({ name: "initiateSession", deviceId: "IMEI:1", uiMode: "informative" });
    expect(es.asked()).toMatchObject({
      operation: "InitiateSession",
      value: { deviceId: "IMEI:1", uiMode: "informative" },
    });
    es.answer(writeWsiResponse("1.1", "InitiateSession", { ack: ack("op-1"), sessionId: "s-1" }));
    es.callback("SessionStatus", { ...outcome(1), sessionId: "s-1", state: "established" });
    es.callback("PackageDelivery", {
      ...outcome(2),
      sessionId: "s-1",
      number: 1,
      contentType: "application/vnd.syncml.dm+xml",
      package: utf8("<x/>"),
    });
    return es;
  }

  it("F2.12 hands over its commands as a package 2, numbered from 1", () => {
    const es = established();
    es.command({
      name: "exchangePackage",
      commands: [
        { kind: "get", locUri: "./DevDetail/FwV" },
        { kind: "replace", locUri: "./Settings/Ring", data: "Chime" },
        { kind: "exec", locUri: "./Ping", correlator: "c" },
        { kind: "copy", from: "./A", to: "./B" },
        { kind: "delete", locUri: "./C" },
      ],
    });
    const asked = es.asked();
    if (asked.operation !== "ExchangePackage") throw new Error(asked.operation);
    const { value } = readSyncML(asked.value.package);
    expect(value?.SyncBody.commands.map((command) => `${command.CmdID} ${command.kind}`)).toEqual([
      "1 Get",
      "2 Replace",
      "3 Exec",
      "4 Copy",
      "5 Delete",
    ]);
    expect(value?.SyncBody.Final).toBe(true);
    expect(es.states().at(-1)).toBe("tunnel awaitingPackage3");
  });

  it("F2.18 is closed by the final SessionStatus", () => {
    const es = established();
    es.command({ name: "terminateSession" });
    expect(es.asked()).toMatchObject({ operation: "TerminateSession", value: { sessionId: "s-1" } });
    es.callback("SessionStatus", { ...outcome(3), sessionId: "s-1", state: "closed" });
    expect(es.states().slice(-2)).toEqual(["tunnel terminating", "tunnel closed"]);
  });

  it.each(["refused", "timed-out", "aborted"] as const)("tells a session that is %s", (state) => {
    const es = established();
    es.callback("SessionStatus", { ...outcome(3), sessionId: "s-1", state, reason: "because" });
    expect(es.states().at(-1)).toMatch(/^tunnel (refused|failed)$/);
    expect(es.report("session.status")).toMatchObject({ data: { state, reason: "because" } });
  });

  it("needs a session before a package", () => {
    const es = externalSystem();
    es.command({ name: "exchangePackage", commands: [] });
    expect(es.lastReport()).toMatchObject({ name: "operation.failed", data: { code: "no-session" } });
  });
});

describe("commands as a file has them", () => {
  const names = Object.keys(commandNames["external-system"]);
  const fields = ["requestedOperations", "deviceId", "commands", "filter", "behaviour", "value", "operation"];
  const more = ["url", "inquiryUrl", "serviceName", "sessionId", "package", "encoding", "delay", "expires"];

  it("never make it throw, and are refused, sent or reported", () => {
    const command = fc.record({
      name: fc.constantFrom(...names),
      rest: fc.dictionary(fc.constantFrom(...fields, ...more), fc.jsonValue()),
    });
    fc.assert(
      fc.property(command, ({ name, rest }) => {
        const es = externalSystem();
        expect(es.command({ ...rest, name } as never).length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe("ManageParameters", () => {
  it("follows the operation to its result", () => {
    const es = externalSystem();
    es.command({
      name: "manageParameters",
      deviceId: "IMEI:1",
      commands: [{ kind: "get", locUri: "./DevInfo/Man" }],
    });
    expect(es.asked()).toMatchObject({
      operation: "ManageParameters",
      value: { command: [{ kind: "get", locUri: "./DevInfo/Man" }] },
    });
    es.answer(writeWsiResponse("1.1", "ManageParameters", { ack: ack("op-9") }));
    es.callback("OperationResult", {
      ...outcome(1, "op-9"),
      state: "succeeded",
      totals: { targeted: 1, succeeded: 1, failed: 0, cancelled: 0, expired: 0 },
    });
    expect(es.states()).toEqual(["operation awaitingResult", "operation succeeded"]);
    expect(es.reports()).toEqual([
      "call.sent",
      "operation.acknowledged",
      "call.acknowledged",
      "callback.received",
      "operation.result",
    ]);
  });

  it("names the contract's fault for an unknown device", () => {
    const es = externalSystem();
    es.command({
      name: "manageParameters",
      deviceId: "nobody",
      commands: [{ kind: "get", locUri: "./DevInfo/Man" }],
    });
    es.answer(unknownDevice());
    expect(es.lastReport()).toMatchObject({ name: "operation.failed", data: { code: "SVC0004" } });
    expect(es.states()).toEqual(["operation refused"]);
  });
});
