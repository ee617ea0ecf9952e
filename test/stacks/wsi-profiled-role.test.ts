import { describe, expect, it } from "vitest";
import { utf8, utf8Text } from "../../simulator/core/bytes.ts";
import { underProfile } from "../../simulator/stacks/wsi-profiled-role.ts";
import type { WsiProfile } from "../../simulator/stacks/wsi-profile.ts";
import type { Effect, RoleEvent } from "../../simulator/wire/role.ts";

const vendor: WsiProfile = {
  name: "Vendor",
  namespace: "urn:vendor",
  wsdlNamespace: "urn:vendor:wsdl",
  action: "do-{operation}",
  path: "/vendor",
  callbackPath: "/back",
};
const ours = utf8('<Ack xmlns="urn:dmwsi:1.0"/>');
const theirs = utf8('<Ack xmlns="urn:vendor"/>');
const peer = { address: "memory", secure: false };
const moment = { now: 0, date: 0 };
const text = (octets: Uint8Array): string => utf8Text(octets) ?? "";

const respond = (exchange: string, body = ours): Effect => ({
  type: "respond",
  exchange,
  http: { status: 200, headers: {}, body },
});
const request = (name: string, channel: "wsi" | "wsi-callback" | "uddi"): Effect => ({
  type: "request",
  request: name,
  channel,
  http: {
    method: "POST",
    url: "http://peer/",
    headers: { soapaction: '"urn:dmwsi:1.0:ListUpdates"' },
    body: ours,
  },
  timeout: 1000,
});
const received = (path: string): RoleEvent<never> => ({
  type: "request.received",
  exchange: "x",
  request: {
    method: "POST",
    url: `http://us${path}`,
    headers: { soapaction: "do-ListUpdates" },
    body: theirs,
  },
  peer,
});

/** A role that does what it is told and notes what it sees. */
function scripted(side: "dm-server" | "external-system") {
  const seen: RoleEvent<never>[] = [];
  let next: readonly Effect[] = [];
  const handle = underProfile<never>(
    (event) => {
      seen.push(event);
      return next;
    },
    vendor,
    side,
  );
  return {
    seen,
    handle: (event: RoleEvent<never>, ...effects: readonly Effect[]): readonly Effect[] => {
      next = effects;
      return handle(event, moment);
    },
  };
}

const bodies = (effects: readonly Effect[]): readonly string[] =>
  effects.map((effect) => ("http" in effect ? text(effect.http.body) : effect.type));

describe("a role under a profile", () => {
  it("sees the contract's names and answers in the profile's", () => {
    const role = scripted("dm-server");
    const effects = role.handle(received("/vendor?wsdl"), respond("x"));
    expect(role.seen[0]).toMatchObject({
      request: {
        url: "http://us/wsi?wsdl",
        headers: { soapaction: "urn:dmwsi:1.0:ListUpdates" },
        body: ours,
      },
    });
    expect(bodies(effects)).toEqual([text(theirs)]);
  });

  it("answers later, once", () => {
    const role = scripted("dm-server");
    expect(role.handle(received("/vendor"))).toEqual([]);
    const tick: RoleEvent<never> = { type: "timer.expired", timer: "t" };
    expect(bodies(role.handle(tick, respond("x"), respond("x")))).toEqual([text(theirs), text(ours)]);
  });

  it("leaves other endpoints of a DM server alone", () => {
    const role = scripted("dm-server");
    const event = received("/wsi/callback");
    expect(bodies(role.handle(event, respond("x")))).toEqual([text(ours)]);
    expect(role.seen).toEqual([event]);
  });

  it.each([
    ["dm-server", "wsi-callback", "wsi"],
    ["external-system", "wsi", "uddi"],
  ] as const)(
    "%s sends its own channel in the profile's names, and reads the answers so",
    (side, own, other) => {
      const role = scripted(side);
      const tick: RoleEvent<never> = { type: "timer.expired", timer: "t" };
      const effects = role.handle(tick, request("a", own), request("b", other));
      expect(bodies(effects)).toEqual([text(theirs), text(ours)]);
      expect(effects[0]).toMatchObject({ http: { headers: { soapaction: '"do-ListUpdates"' } } });
      const response = { status: 200, headers: {}, body: theirs };
      role.handle({ type: "response.received", request: "a", response });
      role.handle({ type: "response.received", request: "b", response });
      expect(role.seen.slice(1)).toMatchObject([
        { response: { body: ours } },
        { response: { body: theirs } },
      ]);
    },
  );

  it("gets its own effects back after a failed commit, and answers in the profile's names still", () => {
    const role = scripted("dm-server");
    const own = respond("x");
    const dropped = role.handle(received("/vendor"), { type: "commit", writes: [] }, own).slice(1);
    const refusal = respond("x");
    const again = role.handle({ type: "commit.failed", text: "full", dropped }, refusal);
    expect(role.seen[1]).toMatchObject({ dropped: [own] });
    const [first] = role.seen[1]?.type === "commit.failed" ? role.seen[1].dropped : [];
    expect(first).toBe(own);
    expect(bodies(again)).toEqual([text(theirs)]);
  });
});
