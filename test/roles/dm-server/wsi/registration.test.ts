import { describe, expect, test } from "vitest";
import { defaultWsiSettings } from "../../../../simulator/roles/dm-server/options.ts";
import { createDesk, registration } from "./desk.ts";

const selfRegistering = (selfRegistration: "approve" | "automatic") =>
  createDesk({ options: { settings: { ...defaultWsiSettings, selfRegistration } } });
const stranger = { credentials: { scheme: "basic", username: "new", password: "pw" } as const };

describe("F2.6 registration", () => {
  test("without an endpoint it is accepted at once and its operation can be queried", () => {
    const desk = createDesk();
    const { ack, registrationId } = desk.ok("RegisterExternalSystem", {
      ...registration,
      callbackEndpoint: undefined,
    });
    expect(desk.callbacks).toHaveLength(0);
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation).toMatchObject({
      operation: "RegisterExternalSystem",
      state: "succeeded",
      registrationId,
    });
  });

  test("with an endpoint its operation runs until the confirmation was answered", () => {
    const desk = createDesk();
    const { ack } = desk.ok("RegisterExternalSystem", registration);
    const state = () => desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state;
    expect(state()).toBe("running");
    desk.answer();
    expect(state()).toBe("succeeded");
  });

  test("the confirmation names the granted rights", () => {
    const desk = createDesk({
      policy: { operations: ["DiscoverDevices", "InitiateSession"], alertTypes: ["urn:oma:*"] },
    });
    desk.ok("RegisterExternalSystem", {
      ...registration,
      requestedOperation: ["DiscoverDevices", "ManageParameters"],
      requestedAlertType: ["urn:oma:at:*", "urn:other:x"],
    });
    expect(desk.last("RegistrationConfirmation")).toMatchObject({
      state: "accepted",
      grantedOperation: ["DiscoverDevices"],
      grantedAlertType: ["urn:oma:at:*"],
    });
  });

  test("the registered operations narrow the policy once accepted", () => {
    const desk = createDesk();
    desk.registered({ requestedOperation: ["DiscoverDevices"] });
    expect(desk.ok("DiscoverDevices", {}).totalMatches).toBe(3);
    expect(
      desk.fault("ManageParameters", { deviceId: "IMEI:1", command: [{ kind: "get", locUri: "./A" }] }),
    ).toBe("POL0200 ManageParameters");
  });

  test("* asks for all operations", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", { ...registration, requestedOperation: ["*"] });
    expect(desk.last("RegistrationConfirmation").grantedOperation).toContain("InitiateSession");
  });

  test.each([
    ["another management domain", { managementDomain: "enterprise" } as const],
    ["no granted operation", { requestedOperation: ["SubmitUpdate"] }],
    ["claiming to be a DM server", { kind: "dm-server" } as const],
  ])(
    "authenticated but refused (%s): an acknowledgement, then the confirmation says rejected",
    (_name, change) => {
      const desk = createDesk({ policy: { operations: ["DiscoverDevices"] } });
      const { ack } = desk.ok("RegisterExternalSystem", { ...registration, ...change });
      expect(ack.state).toBe("accepted");
      const confirmation = desk.last("RegistrationConfirmation");
      expect(confirmation).toMatchObject({ state: "rejected", grantedOperation: [] });
      expect(confirmation.reason).toBeTruthy();
      expect(desk.reports("registration.rejected")).toHaveLength(1);
      expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).toBe("failed");
    },
  );

  test("a refused repetition leaves the registration as it was", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    const refused = desk.ok("RegisterExternalSystem", { ...registration, managementDomain: "individual" });
    expect(refused.registrationId).not.toBe(registrationId);
    desk.answer();
    desk.ok("DeregisterExternalSystem", { registrationId });
    expect(desk.last("RegistrationConfirmation").state).toBe("deregistered");
  });

  test("one active registration per External System: repeating updates it", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    const again = desk.ok("RegisterExternalSystem", {
      ...registration,
      callbackEndpoint: "http://127.0.0.1:9001/x",
    });
    expect(again.registrationId).toBe(registrationId);
    expect(desk.callbacks.at(-1)?.http.url).toBe("http://127.0.0.1:9001/x");
    desk.answer();
    expect(desk.reports("registration.accepted")).toHaveLength(2);
  });

  test("a repetition replaces a confirmation that was never answered", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", registration);
    const first = desk.callbacks.at(-1);
    const second = desk.ok("RegisterExternalSystem", { ...registration, name: "Again" });
    desk.answer(200, first);
    expect(desk.reports("registration.accepted")).toHaveLength(0);
    expect(desk.last("RegistrationConfirmation").operationId).toBe(second.ack.operationId);
    desk.answer();
    expect(desk.reports("registration.accepted")).toHaveLength(1);
  });

  test.each(["ftp://x/", "http://user:pw@x/", "nothing", ""])("endpoint %j: SVC0002", (callbackEndpoint) => {
    const desk = createDesk();
    expect(desk.fault("RegisterExternalSystem", { ...registration, callbackEndpoint })).toBe(
      "SVC0002 callbackEndpoint",
    );
    expect(desk.stored.get("registrations") ?? new Map()).toHaveProperty("size", 0);
  });

  test("callback credentials without user name: SVC0002", () => {
    const desk = createDesk();
    expect(
      desk.fault("RegisterExternalSystem", {
        ...registration,
        callbackCredentials: { scheme: "basic", password: "x" },
      }),
    ).toBe("SVC0002 callbackCredentials.username");
  });

  test("the password of the callback credentials is sealed in the store", () => {
    const desk = createDesk();
    desk.registered();
    expect(JSON.stringify([...(desk.stored.get("registrations") ?? [])])).not.toContain("kcab-9");
  });

  test("it expires, and says so", () => {
    const desk = createDesk();
    desk.registered({ expires: 60_000 });
    desk.advance(60_000);
    expect(desk.last("RegistrationConfirmation").state).toBe("expired");
    expect(desk.reports("registration.expired")).toHaveLength(1);
  });
});

describe("F2.7 the confirmation", () => {
  test("carries the callback credentials of the registration", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", registration);
    expect(desk.callbacks.at(-1)?.http.headers["authorization"]).toBe(`Basic ${btoa("dms:kcab-9")}`);
  });

  test.each([401, 403])("%i pauses the recipient and leaves the registration pending", (status) => {
    const desk = createDesk();
    const { registrationId, ack } = desk.ok("RegisterExternalSystem", registration);
    desk.answer(status);
    expect(desk.states("registration")).toEqual(["confirming", "paused"]);
    expect(desk.reports("registration.paused")).toMatchObject([
      { conversation: `registration:${registrationId}`, data: { refusedBy: "external-system", status } },
    ]);
    expect(desk.notes("recipient-paused")).toHaveLength(1);
    desk.advance(3_600_000);
    expect(desk.callbacks).toHaveLength(1);
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).toBe("running");
    desk.command((side, turn) => expect(side.resumeRecipient(registrationId, turn)).toBe(true));
    expect(desk.callbacks).toHaveLength(2);
    desk.answer();
    expect(desk.reports("registration.accepted")).toHaveLength(1);
  });

  test("nothing else is sent to the endpoint before it was answered", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", registration);
    desk.ok("DiscoverDevices", { delivery: "callback" });
    expect(desk.names()).toEqual(["RegistrationConfirmation"]);
    desk.answer();
    expect(desk.names()).toEqual(["RegistrationConfirmation", "DiscoveryResult"]);
  });

  test("a repetition with other credentials wakes a paused recipient", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", registration);
    desk.answer(401);
    desk.ok("RegisterExternalSystem", {
      ...registration,
      callbackCredentials: { scheme: "basic", username: "dms", password: "right" },
    });
    expect(desk.callbacks.at(-1)?.http.headers["authorization"]).toBe(`Basic ${btoa("dms:right")}`);
    desk.answer();
    expect(desk.reports("registration.accepted")).toHaveLength(1);
  });
});

describe("DeregisterExternalSystem", () => {
  test("ends the registration with a last confirmation and drops the rest", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    desk.ok("DiscoverDevices", { delivery: "callback" });
    desk.answer(500);
    const { ack } = desk.ok("DeregisterExternalSystem", { registrationId });
    expect(desk.last("RegistrationConfirmation")).toMatchObject({
      operationId: ack.operationId,
      state: "deregistered",
      sequence: 1,
    });
    desk.answer();
    desk.advance(3_600_000);
    expect(desk.names()).toEqual(["RegistrationConfirmation", "DiscoveryResult", "RegistrationConfirmation"]);
    expect(desk.stored.get("callbacks")?.size).toBe(0);
    expect(desk.fault("DeregisterExternalSystem", { registrationId })).toBe(`SVC0204 ${registrationId}`);
  });

  test("somebody else's registration is unknown: SVC0204", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    const other = { credentials: { scheme: "basic", username: "other", password: "other" } as const };
    expect(desk.fault("DeregisterExternalSystem", { registrationId }, other)).toBe(
      `SVC0204 ${registrationId}`,
    );
  });
});

describe("self-registration", () => {
  test("is off by default: 401", () => {
    const desk = createDesk();
    expect(desk.raw("RegisterExternalSystem", registration, stranger).status).toBe(401);
  });

  test("waits without rights for a person's approval, then its credentials are the External System's", () => {
    const desk = selfRegistering("approve");
    const { registrationId } = desk.ok("RegisterExternalSystem", registration, stranger);
    expect(desk.callbacks).toHaveLength(0);
    expect(desk.raw("DiscoverDevices", {}, stranger).status).toBe(401);
    desk.command((side, turn) => expect(side.decideRegistration(registrationId, true, turn)).toBe(true));
    expect(desk.last("RegistrationConfirmation").state).toBe("accepted");
    desk.answer();
    expect(desk.ok("DiscoverDevices", {}, stranger).totalMatches).toBe(3);
    expect(
      desk.fault(
        "ManageParameters",
        { deviceId: "IMEI:1", command: [{ kind: "get", locUri: "./A" }] },
        stranger,
      ),
    ).toBe("POL0200 ManageParameters");
    desk.restart();
    expect(desk.ok("DiscoverDevices", {}, stranger).totalMatches).toBe(3);
  });

  test("can be denied", () => {
    const desk = selfRegistering("approve");
    const { registrationId } = desk.ok("RegisterExternalSystem", registration, stranger);
    desk.command((side, turn) => side.decideRegistration(registrationId, false, turn));
    expect(desk.last("RegistrationConfirmation").state).toBe("rejected");
    expect(desk.raw("DiscoverDevices", {}, stranger).status).toBe(401);
  });

  test("a pending one cannot be taken over with another password", () => {
    const desk = selfRegistering("approve");
    desk.ok("RegisterExternalSystem", registration, stranger);
    const thief = { credentials: { ...stranger.credentials, password: "other" } };
    expect(desk.fault("RegisterExternalSystem", registration, thief)).toBe("FailedAuthentication");
  });

  test("may be automatic", () => {
    const desk = selfRegistering("automatic");
    desk.ok("RegisterExternalSystem", registration, stranger);
    expect(desk.last("RegistrationConfirmation").state).toBe("accepted");
  });
});
