import { describe, expect, test } from "vitest";
import { defaultPolicy, defaultWsiSettings } from "../../../../simulator/roles/dm-server/options.ts";
import type { AdministrationCommand } from "../../../../simulator/roles/dm-server/wsi/administration.ts";
import { createDesk, registration, type Desk } from "./desk.ts";

/** Does a change; why it was not done, or undefined. */
function administer(desk: Desk, command: AdministrationCommand): string | undefined {
  let refusal: string | undefined;
  desk.command((side, turn) => {
    refusal = side.administer(command, turn);
  });
  return refusal;
}

const setPolicy = (desk: Desk, change: Partial<typeof defaultPolicy>, externalSystem = "care") =>
  administer(desk, { name: "setPolicy", externalSystem, policy: { ...defaultPolicy, ...change } });
const shown = (desk: Desk, id = "care") => [...desk.view().externalSystems()].find((one) => one.id === id);
const replace = {
  deviceId: "IMEI:1",
  command: [{ kind: "replace", locUri: "./Settings/A", data: "1" } as const],
};

describe("policies", () => {
  test("are in force at once, also for the next request, and outlive the process", () => {
    const desk = createDesk();
    desk.ok("ManageParameters", replace);
    expect(setPolicy(desk, { subtrees: { get: ["./"] } })).toBeUndefined();
    expect(desk.fault("ManageParameters", replace)).toBe("POL0202 replace ./Settings/A");
    desk.restart();
    expect(desk.fault("ManageParameters", replace)).toBe("POL0202 replace ./Settings/A");
    expect(shown(desk)?.configuredPolicy).toEqual(defaultPolicy);
    expect(administer(desk, { name: "resetPolicy", externalSystem: "care" })).toBeUndefined();
    desk.ok("ManageParameters", replace);
    expect(shown(desk)?.configuredPolicy).toBeUndefined();
    desk.restart();
    desk.ok("ManageParameters", replace);
    expect(administer(desk, { name: "resetPolicy", externalSystem: "care" })).toMatch(
      /configuration already/,
    );
  });

  test("a revoked right stops what waits, and QueryOperation says so", () => {
    const desk = createDesk();
    const { ack } = desk.ok("ManageParameters", replace);
    setPolicy(desk, { subtrees: { get: ["./"] } });
    desk.settle();
    const { operation, deviceResult } = desk.ok("QueryOperation", { operationId: ack.operationId });
    expect(operation.state).toBe("failed");
    expect(deviceResult[0]?.reason ?? operation.reason).toContain("./Settings/A");
    expect(desk.calls).toEqual([]);
  });

  test("what a registration was granted follows the policy, in both directions", () => {
    const desk = createDesk({ policy: { operations: ["DiscoverDevices"] } });
    desk.registered();
    expect(desk.fault("ManageParameters", replace)).toBe("POL0200 ManageParameters");
    setPolicy(desk, { operations: ["DiscoverDevices", "ManageParameters"] });
    desk.ok("ManageParameters", replace);
    setPolicy(desk, { operations: ["ManageParameters"] });
    expect(desk.fault("DiscoverDevices", {})).toBe("POL0200 DiscoverDevices");
  });

  test("a registration that asked for less stays with less", () => {
    const desk = createDesk({ policy: { operations: ["DiscoverDevices"] } });
    desk.registered({ requestedOperation: ["DiscoverDevices"] });
    setPolicy(desk, { operations: ["*"] });
    expect(desk.fault("ManageParameters", replace)).toBe("POL0200 ManageParameters");
  });

  test.each([
    [{ operations: ["Manage"] }, "operations.0"],
    [{ devices: ["IMEI:*1"] }, "devices.0"],
    [{ devices: ["group:"] }, "devices.0"],
    [{ subtrees: ["./A/../B"] }, "subtrees.0"],
    [{ subtrees: { exec: ["./A", "./A?prop=ACL"] } }, "subtrees.exec.1"],
    [{ subtrees: ["./A/*"] }, "subtrees.0"],
    [{ subtrees: ["./A", "./A"] }, "subtrees.1"],
    [{ alertTypes: ["urn:*:x"] }, "alertTypes.0"],
    [{ managementDomain: "nobody" }, "managementDomain"],
    [
      { quota: { requestsPerMinute: 0, devicesPerBulk: 1, outstandingOperations: 1 } },
      "quota.requestsPerMinute",
    ],
  ])("%j is refused at %s", (change, path) => {
    const desk = createDesk();
    expect(setPolicy(desk, change)).toContain(`${path}: `);
    expect(shown(desk)?.policy).toEqual(defaultPolicy);
  });
});

describe("External Systems", () => {
  const added = {
    name: "addExternalSystem",
    externalSystem: "portal",
    title: "Portal",
    kind: "other",
    policy: defaultPolicy,
    credentials: [{ scheme: "basic", username: "portal", password: "p-0RT4l" }],
  } as const satisfies AdministrationCommand;
  const portal = { credentials: { scheme: "basic", username: "portal", password: "p-0RT4l" } } as const;

  test("can be added, and outlive the process", () => {
    const desk = createDesk();
    expect(administer(desk, added)).toBeUndefined();
    expect(desk.ok("DiscoverDevices", {}, portal).totalMatches).toBe(3);
    desk.restart();
    expect(desk.ok("DiscoverDevices", {}, portal).totalMatches).toBe(3);
    expect(shown(desk, "portal")).toMatchObject({
      origin: "added",
      name: "Portal",
      credentials: [{ scheme: "basic", holder: "portal" }],
    });
    expect(administer(desk, added)).toMatch(/already/);
  });

  test("an id that could be taken for something else is refused", () => {
    const desk = createDesk();
    for (const externalSystem of ["", "a b", "a/b", "<x>", "x".repeat(129)])
      expect(administer(desk, { ...added, externalSystem })).toMatch(/an id is made of/);
  });

  test("two cannot have the same credential", () => {
    const desk = createDesk();
    const credentials = [{ scheme: "basic", username: "care", password: "mine" }] as const;
    expect(administer(desk, { ...added, credentials })).toBe("care is a credential of care under basic");
    const credential = { scheme: "mutual-tls", subject: "CN=care" } as const;
    expect(administer(desk, { name: "setCredential", externalSystem: "other", credential })).toMatch(
      /CN=care/,
    );
  });

  test("a credential is replaced, added, removed", () => {
    const desk = createDesk();
    const wrong = { credentials: { scheme: "basic", username: "care", password: "new" } } as const;
    expect(desk.raw("DiscoverDevices", {}, wrong).status).toBe(401);
    const credential = { scheme: "basic", username: "care", password: "new" } as const;
    administer(desk, { name: "setCredential", externalSystem: "care", credential });
    expect(desk.ok("DiscoverDevices", {}, wrong).totalMatches).toBe(3);
    expect(desk.raw("DiscoverDevices", {}).status).toBe(401);
    const digest = { scheme: "username-token-digest", username: "care", password: "secret" } as const;
    expect(desk.ok("DiscoverDevices", {}, { credentials: digest }).totalMatches).toBe(3);
    administer(desk, {
      name: "removeCredential",
      externalSystem: "care",
      scheme: "username-token-digest",
      holder: "care",
    });
    expect(desk.fault("DiscoverDevices", {}, { credentials: digest })).toBe("FailedAuthentication");
    desk.restart();
    expect(desk.fault("DiscoverDevices", {}, { credentials: digest })).toBe("FailedAuthentication");
    expect(desk.ok("DiscoverDevices", {}, wrong).totalMatches).toBe(3);
  });

  test("one that is removed has nothing left: credentials, registration, waiting work", () => {
    const desk = createDesk();
    desk.registered();
    const { ack } = desk.ok("ManageParameters", replace);
    expect(administer(desk, { name: "removeExternalSystem", externalSystem: "care" })).toBeUndefined();
    desk.settle();
    expect(desk.calls).toEqual([]);
    expect(desk.view().operation(ack.operationId)?.state).toBe("failed");
    expect([...desk.view().registrations()].filter(({ state }) => state === "accepted")).toEqual([]);
    expect(desk.raw("DiscoverDevices", {}).status).toBe(401);
    desk.restart();
    expect(desk.raw("DiscoverDevices", {}).status).toBe(401);
    expect(shown(desk)).toBeUndefined();
  });

  test("name and kind can be changed; an unknown one is refused", () => {
    const desk = createDesk();
    const change = { name: "setExternalSystem", title: "Help desk", kind: "management-authority" } as const;
    administer(desk, { ...change, externalSystem: "care" });
    expect(shown(desk)).toMatchObject({ name: "Help desk", kind: "management-authority" });
    expect(administer(desk, { ...change, externalSystem: "nobody" })).toBe(
      "there is no External System nobody",
    );
  });

  test("what is shown of them holds no secret", () => {
    const desk = createDesk();
    administer(desk, added);
    expect(JSON.stringify([...desk.view().externalSystems()])).not.toMatch(/secret|p-0RT4l|plain\$/);
  });
});

describe("secrets at rest", () => {
  test("no record of a run holds a secret in clear", () => {
    const desk = createDesk({
      options: { settings: { ...defaultWsiSettings, selfRegistration: "approve" } },
      crypto: "slow",
    });
    const secrets = ["secret", "kcab-9", "n3w-basic", "n3w-digest", "self-pass"];
    desk.registered();
    const care = { scheme: "basic", username: "care", password: "n3w-basic" } as const;
    administer(desk, { name: "setCredential", externalSystem: "care", credential: care });
    administer(desk, {
      name: "setCredential",
      externalSystem: "care",
      credential: { scheme: "username-token-digest", username: "care", password: "n3w-digest" },
    });
    const stranger = {
      credentials: { scheme: "basic", username: "stranger", password: "self-pass" },
    } as const;
    const { registrationId } = desk.ok("RegisterExternalSystem", registration, stranger);
    desk.command((side, turn) => side.decideRegistration(registrationId, true, turn));
    desk.ok("ManageParameters", replace, { credentials: care });
    desk.ok(
      "DiscoverDevices",
      {},
      {
        credentials: { scheme: "username-token-digest", username: "care", password: "n3w-digest" },
      },
    );
    const written = desk.effects.flatMap((effect) =>
      effect.type === "commit" ? effect.writes.map((write) => JSON.stringify(write)) : [],
    );
    expect(written.join("\n")).toContain("external-systems");
    expect(written.join("\n")).toContain("nonces");
    for (const secret of secrets)
      for (const form of [secret, btoa(secret), btoa(`care:${secret}`), btoa(`dms:${secret}`)])
        for (const write of written) expect(write).not.toContain(form);
    // nor does anything that is told
    const told = desk.effects.filter(({ type }) => type === "report" || type === "note");
    for (const secret of secrets) expect(JSON.stringify(told)).not.toContain(`"${secret}"`);
  });
});

describe("self-registration", () => {
  const selfRegistering = (change: Partial<typeof defaultWsiSettings>) =>
    createDesk({ options: { settings: { ...defaultWsiSettings, selfRegistration: "approve", ...change } } });
  const as = (username: string, password = "pw") => ({
    credentials: { scheme: "basic", username, password } as const,
  });

  test("only so many wait for a person", () => {
    const desk = selfRegistering({ pendingRegistrations: 2 });
    for (const name of ["a", "b", "c"]) desk.ok("RegisterExternalSystem", registration, as(name));
    expect([...desk.view().registrations()].map(({ state }) => state)).toEqual([
      "awaiting-approval",
      "awaiting-approval",
      "rejected",
    ]);
    desk.ok("RegisterExternalSystem", registration, as("a"));
  });

  test("guesses at a waiting password are limited", () => {
    const desk = selfRegistering({ failuresPerMinute: 5 });
    desk.ok("RegisterExternalSystem", registration, as("a"));
    const answers = Array.from(
      { length: 6 },
      (_, n) => desk.raw("RegisterExternalSystem", registration, as("a", `guess-${n}`)).status,
    );
    expect(answers.at(-1)).toBe(429);
  });

  test("one that was approved has the kind and domain that the person saw, and its own policy", () => {
    const desk = selfRegistering({});
    const { registrationId } = desk.ok(
      "RegisterExternalSystem",
      { ...registration, kind: "dm-server", managementDomain: "enterprise" },
      as("a"),
    );
    desk.command((side, turn) => side.decideRegistration(registrationId, true, turn));
    expect(shown(desk, "self:a")).toMatchObject({
      kind: "dm-server",
      origin: "self-registered",
      policy: { managementDomain: "enterprise", subtrees: [] },
    });
    setPolicy(desk, { operations: ["ManageParameters"] }, "self:a");
    desk.restart();
    expect(shown(desk, "self:a")?.policy.operations).toEqual(["ManageParameters"]);
  });

  test("nobody becomes a DM server, or of another domain, by itself", () => {
    const desk = selfRegistering({ selfRegistration: "automatic" });
    desk.ok("RegisterExternalSystem", { ...registration, kind: "dm-server" }, as("a"));
    expect(desk.last("RegistrationConfirmation").state).toBe("rejected");
    desk.ok("RegisterExternalSystem", { ...registration, managementDomain: "enterprise" }, as("b"));
    expect(desk.last("RegistrationConfirmation").state).toBe("rejected");
    expect(desk.raw("DiscoverDevices", {}, as("a")).status).toBe(401);
  });

  test("when its registration ends it is unknown again", () => {
    const desk = selfRegistering({ selfRegistration: "automatic" });
    const { registrationId } = desk.ok("RegisterExternalSystem", registration, as("a"));
    desk.answer();
    desk.ok("DeregisterExternalSystem", { registrationId }, as("a"));
    expect(shown(desk, "self:a")).toBeUndefined();
    expect(desk.raw("DiscoverDevices", {}, as("a")).status).toBe(401);
  });
});

describe("callbacks with the client certificate of the DM server", () => {
  const mutual = { ...registration, callbackCredentials: { scheme: "mutual-tls" } } as const;
  const requests = (desk: Desk) => desk.effects.filter((effect) => effect.type === "request");

  test("it is shown to an endpoint that wants it, and to no other", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", { ...mutual, callbackEndpoint: "https://es.example/callback" });
    expect(requests(desk).at(-1)).toMatchObject({ showCertificate: true });
    desk.ok("RegisterExternalSystem", registration);
    expect(requests(desk).at(-1)).toMatchObject({ showCertificate: false });
  });

  test("an endpoint without TLS is refused", () => {
    expect(createDesk().fault("RegisterExternalSystem", mutual)).toBe("SVC0002 callbackEndpoint");
  });
});
