import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../simulator/core/random.ts";
import { createExternalSystems } from "../../../../simulator/roles/dm-server/wsi/external-systems.ts";
import { createFailureLimit } from "../../../../simulator/roles/dm-server/wsi/failure-limit.ts";
import { createNonceCache } from "../../../../simulator/roles/dm-server/wsi/nonce-cache.ts";
import { createStore } from "../../../../simulator/roles/dm-server/store.ts";
import { defaultPolicy } from "../../../../simulator/roles/dm-server/options.ts";
import { utf8Text } from "../../../../simulator/core/bytes.ts";
import { writeWsiRequest } from "../../../../simulator/stacks/wsi-http.ts";
import { createDesk, EPOCH, fastCrypto, WSI_URL, type Call } from "./desk.ts";

const text = {
  credentials: { scheme: "username-token", username: "care", password: "secret" },
} satisfies Call;
const digest = {
  credentials: { scheme: "username-token-digest", username: "care", password: "secret" },
} satisfies Call;

/** A digest request made at another date, to be sent as it is. */
function digestRequest(date: number, seed = "nonce", password = "secret") {
  return writeWsiRequest(
    WSI_URL,
    "DeviceManagement",
    "1.1",
    "DiscoverDevices",
    {},
    {
      credentials: { scheme: "username-token-digest", username: "care", password },
      crypto: fastCrypto,
      random: seededRandom(seed),
      date,
    },
  );
}

describe("A1 External System to DM server", () => {
  test("HTTP Basic", () => {
    const desk = createDesk();
    expect(desk.ok("DiscoverDevices", {}).totalMatches).toBe(3);
  });

  test("UsernameToken as text and as digest", () => {
    const desk = createDesk();
    expect(desk.ok("DiscoverDevices", {}, text).totalMatches).toBe(3);
    expect(desk.ok("DiscoverDevices", {}, digest).totalMatches).toBe(3);
  });

  test("subject of a client certificate", () => {
    const desk = createDesk();
    const peer = { secure: true, certificateSubject: "CN=care" };
    expect(desk.ok("DiscoverDevices", {}, { credentials: undefined, peer }).totalMatches).toBe(3);
  });

  test("nothing: 401 with a challenge and a fault body", () => {
    const desk = createDesk();
    const response = desk.raw("DiscoverDevices", {}, { credentials: undefined });
    expect(response.status).toBe(401);
    expect(response.headers["www-authenticate"]).toMatch(/^Basic realm=/);
    expect(utf8Text(response.body)).toContain("Fault");
  });

  test("a wrong Basic password: 401, and the workbench learns the reason", () => {
    const desk = createDesk();
    const response = desk.raw(
      "DiscoverDevices",
      {},
      { credentials: { scheme: "basic", username: "care", password: "x" } },
    );
    expect(response.status).toBe(401);
    expect(desk.reports("request.refused")).toMatchObject([
      { data: { refusedBy: "dms", operation: "DiscoverDevices", externalSystem: "care" } },
    ]);
  });

  test.each([
    ["text", "username-token"],
    ["digest", "username-token-digest"],
  ] as const)("a wrong UsernameToken (%s): wsse:FailedAuthentication, and no more", (_name, scheme) => {
    const desk = createDesk();
    const wrong = { credentials: { scheme, username: "care", password: "x" } } as const;
    const unknown = { credentials: { scheme, username: "nobody", password: "x" } } as const;
    expect(desk.fault("DiscoverDevices", {}, wrong)).toBe("FailedAuthentication");
    expect(desk.raw("DiscoverDevices", {}, wrong).body).toEqual(
      desk.raw("DiscoverDevices", {}, unknown).body,
    );
  });

  test("a scheme that the External System was not given is refused", () => {
    const desk = createDesk();
    const other = {
      credentials: { scheme: "username-token", username: "other", password: "other" },
    } as const;
    expect(desk.fault("DiscoverDevices", {}, other)).toBe("FailedAuthentication");
  });

  test("several credentials must name the same External System", () => {
    const desk = createDesk();
    const both = (user: string): Call => ({ ...text, headers: { authorization: `Basic ${btoa(user)}` } });
    expect(desk.ok("DiscoverDevices", {}, both("care:secret")).totalMatches).toBe(3);
    expect(desk.fault("DiscoverDevices", {}, both("other:other"))).toBe("FailedAuthentication");
    const peer = { secure: true, certificateSubject: "CN=care" };
    const mixed = { credentials: { scheme: "basic", username: "other", password: "other" } as const, peer };
    expect(desk.raw("DiscoverDevices", {}, mixed).status).toBe(401);
  });

  test("passwords over plain HTTP from another machine are refused, digests are not", () => {
    const desk = createDesk();
    const peer = { address: "192.0.2.7" };
    expect(desk.raw("DiscoverDevices", {}, { peer }).status).toBe(401);
    expect(desk.fault("DiscoverDevices", {}, { ...text, peer })).toBe("FailedAuthentication");
    expect(desk.ok("DiscoverDevices", {}, { ...digest, peer }).totalMatches).toBe(3);
    expect(desk.ok("DiscoverDevices", {}, { peer: { ...peer, secure: true } }).totalMatches).toBe(3);
  });
});

describe("UsernameToken digest", () => {
  const status = (desk: ReturnType<typeof createDesk>, request: ReturnType<typeof digestRequest>) =>
    desk.http(request).status;

  test("a repeated nonce is refused", () => {
    const desk = createDesk();
    const request = digestRequest(EPOCH);
    expect(status(desk, request)).toBe(200);
    expect(status(desk, request)).toBe(500);
  });

  test("a nonce is remembered only after its digest was verified", () => {
    const desk = createDesk();
    expect(status(desk, digestRequest(EPOCH, "same", "wrong"))).toBe(500);
    expect(status(desk, digestRequest(EPOCH, "same"))).toBe(200);
  });

  test.each([
    [-5 * 60_000, 200],
    [-5 * 60_000 - 1, 500],
    [5 * 60_000, 200],
    [5 * 60_000 + 1, 500],
  ])("Created %i ms from now gives %i", (offset, expected) => {
    const desk = createDesk();
    desk.ok("DiscoverDevices", {});
    desk.advance(3_600_000);
    expect(status(desk, digestRequest(desk.date + offset))).toBe(expected);
  });

  test("Created before the start of the DM server is refused: nobody remembers what was used then", () => {
    const desk = createDesk();
    desk.restart(2000);
    expect(status(desk, digestRequest(EPOCH))).toBe(500);
    expect(status(desk, digestRequest(EPOCH + 2000, "later"))).toBe(200);
  });

  test("a store that outlives the process remembers nonces: Created before the start is taken, once", () => {
    const desk = createDesk();
    const used = digestRequest(EPOCH);
    expect(status(desk, used)).toBe(200);
    desk.restart(2000);
    expect(status(desk, used)).toBe(500);
    expect(status(desk, digestRequest(EPOCH + 1000, "fresh"))).toBe(200);
    expect(status(desk, digestRequest(EPOCH - 1000, "before"))).toBe(500);
  });

  test("a message that was refused after its digest was verified is not taken later either", () => {
    const desk = createDesk({
      policy: { quota: { requestsPerMinute: 1, devicesPerBulk: 1, outstandingOperations: 1 } },
    });
    desk.ok("DiscoverDevices", {});
    const refused = digestRequest(desk.date);
    expect(utf8Text(desk.http(refused).body)).toContain("POL0203");
    desk.advance(60_000);
    expect(utf8Text(desk.http(refused).body)).toContain("FailedAuthentication");
  });

  test("what of its changes cannot be stored leaves no nonce behind", () => {
    const desk = createDesk();
    desk.ok("DiscoverDevices", {});
    const request = digestRequest(EPOCH);
    desk.failCommit();
    expect(status(desk, request)).toBe(500);
    expect(status(desk, request)).toBe(200);
  });
});

describe("limit of failures", () => {
  test("after too many failures the user at that address gets 429, others do not", () => {
    const desk = createDesk();
    const wrong = { credentials: { scheme: "basic", username: "care", password: "x" } } as const;
    for (let count = 0; count < 20; count++) expect(desk.raw("DiscoverDevices", {}, wrong).status).toBe(401);
    const limited = desk.raw("DiscoverDevices", {});
    expect(limited.status).toBe(429);
    expect(limited.headers["retry-after"]).toBe("60");
    const other = { credentials: { scheme: "basic", username: "other", password: "other" } } as const;
    expect(desk.raw("DiscoverDevices", {}, other).status).toBe(200);
    desk.advance(60_000);
    expect(desk.raw("DiscoverDevices", {}).status).toBe(200);
  });

  test("an address may fail for several users, but not endlessly", () => {
    const limit = createFailureLimit(2);
    for (let count = 0; count < 10; count++) limit.failed("a", `user${count}`, 0);
    expect(limit.exceeded("a", "fresh", 0)).toBe(true);
    expect(limit.exceeded("b", "fresh", 0)).toBe(false);
    expect(limit.exceeded("a", "fresh", 60_000)).toBe(false);
  });

  test("it remembers a bounded number of sources", () => {
    const limit = createFailureLimit(1);
    limit.failed("first", "user", 0);
    for (let count = 0; count < 10_000; count++) limit.failed(`a${count}`, "user", 0);
    expect(limit.exceeded("first", "user", 0)).toBe(false);
  });
});

describe("nonce cache", () => {
  test("keeps nonces for ten minutes and refuses when it is full", () => {
    const cache = createNonceCache(2, createStore({ entries: () => [] }));
    expect(cache.add("a", 0)).toBe(true);
    expect(cache.add("b", 1000)).toBe(true);
    expect(cache.add("c", 2000)).toBe(false);
    expect(cache.has("a", 600_000)).toBe(true);
    expect(cache.has("a", 600_001)).toBe(false);
    expect(cache.add("c", 600_001)).toBe(true);
  });

  test("what it forgets in an event that is undone is forgotten later", () => {
    const store = createStore({ entries: () => [] });
    const cache = createNonceCache(1, store);
    cache.add("a", 0);
    store.begin();
    expect(cache.has("a", 700_000)).toBe(false);
    store.undo();
    store.begin();
    expect(cache.add("b", 700_000)).toBe(true);
    expect(cache.has("a", 700_000)).toBe(false);
  });

  test("forgets what is old in the order of time, whatever the order of the store", () => {
    const entries = [
      ["young", 500_000],
      ["old", 0],
    ] as const;
    const cache = createNonceCache(2, createStore({ entries: () => entries }));
    expect(cache.add("new", 600_001)).toBe(true);
    expect(cache.has("young", 600_001)).toBe(true);
  });
});

describe("External Systems", () => {
  const entry = {
    id: "late",
    origin: "self-registered",
    name: "Late",
    kind: "other",
    policy: defaultPolicy,
  } as const;

  test("a password that is known by its hash is verified once, then by a quick digest", () => {
    let slow = 0;
    const crypto = {
      ...fastCrypto,
      verifyPassword: (p: string, h: string) => (slow++, fastCrypto.verifyPassword(p, h)),
    };
    const store = createStore({ entries: () => [] });
    const systems = createExternalSystems([], { crypto, random: seededRandom(1) }, store);
    const passwordHash = fastCrypto.hashPassword("pw");
    systems.add({ ...entry, credentials: [{ scheme: "basic", username: "late", passwordHash }] });
    expect(systems.byPassword("basic", "late", "wrong")).toBeUndefined();
    expect(systems.byPassword("basic", "late", "pw")).toBe("late");
    expect(systems.byPassword("basic", "late", "pw")).toBe("late");
    expect(slow).toBe(2);
    systems.remove("late");
    expect(systems.byPassword("basic", "late", "pw")).toBeUndefined();
    expect(systems.entry("late")).toBeUndefined();
  });
});
