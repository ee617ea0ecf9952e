import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../simulator/core/bytes.ts";
import {
  dmMediaTypes,
  writeDmMessage,
  type BodyCommandInput,
} from "../../../../simulator/protocols/syncml/index.ts";
import { builtInProfile, type DeviceCommand } from "../../../../simulator/roles/device/index.ts";
import { changesBetween } from "../../../../simulator/tree/index.ts";
import type { RoleEvent } from "../../../../simulator/wire/role.ts";
import {
  deviceId,
  dialogue,
  headerStatus,
  notification,
  serverCred,
  serverUrl,
  storeOf,
  type Dialogue,
} from "../dialogue.ts";
import { messages, numbered, randomDevice } from "./server-messages.ts";

const alert = { type: "urn:x", data: "1", source: "./DevInfo" };
const orders: readonly DeviceCommand[] = [
  { name: "start" },
  { name: "startSession" },
  { name: "startSession", sessionId: "A7", alerts: [alert] },
  { name: "startSession", serverId: "nobody" },
  { name: "abortSession" },
  { name: "raiseAlert", alert },
  { name: "raiseAlert", alert: { ...alert, data: "x".repeat(5000), correlator: "c" } },
  { name: "raiseAlert", alert: { ...alert, serverId: "nobody" } },
  { name: "setBehaviour", behaviour: { rollback: "fails" } },
  { name: "setManners", manners: { cmdIds: "uuid" } },
  { name: "deleteNode", uri: "./DMAcc" },
  { name: "deleteNode", uri: "./DevInfo" },
  { name: "editNode", uri: "./DevDetail/FwV", value: "2" },
  { name: "addNode", uri: "./New", format: "node" },
  { name: "answerUser", question: "question-1", answer: "accept" },
  { name: "runAction", object: "LAWMO", action: "none" },
];

/** What happens to the device next. */
type Happening =
  | { readonly what: "order"; readonly order: DeviceCommand }
  | { readonly what: "message"; readonly cred: "none" | "wrong"; readonly code: number }
  | { readonly what: "damaged"; readonly at: number; readonly octet: number; readonly cut: boolean }
  | { readonly what: "http"; readonly status: number; readonly type: string; readonly body: Uint8Array }
  | { readonly what: "fails" | "timer" | "store" | "stranger" }
  | { readonly what: "push"; readonly type: string; readonly body: Uint8Array };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant("order"), order: fc.constantFrom(...orders) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant("message"),
      cred: fc.constantFrom("none", "wrong"),
      code: fc.constantFrom(200, 200, 200, 212, 401, 407, 500),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("damaged"),
      at: fc.nat(),
      octet: fc.nat(255),
      cut: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant("http"),
      status: fc.constantFrom(200, 204, 302, 404, 500),
      type: fc.constantFrom(dmMediaTypes.xml, dmMediaTypes.wbxml, "text/html", ""),
      body: fc.uint8Array({ maxLength: 40 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constantFrom("fails", "timer", "timer", "store", "stranger") }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant("push"),
      type: fc.constantFrom("application/vnd.syncml.notification", "text/vnd.wap.connectivity-xml", "x"),
      body: fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(notification({ sessionId: 9 }))),
    }),
  },
);

/** A device whose timers and requests are remembered. */
class Bystander {
  readonly each: Dialogue;
  readonly timers = new Set<string>();
  /** Requests without an outcome. */
  readonly requests = new Set<string>();
  /** Those of its sessions. */
  readonly sessions = new Set<string>();

  constructor(each: Dialogue) {
    this.each = each;
  }

  take(act: () => unknown): void {
    act();
    for (const effect of this.each.effects) {
      if (effect.type === "timer.arm") this.timers.add(effect.timer);
      if (effect.type === "timer.cancel") this.timers.delete(effect.timer);
      if (effect.type !== "request") continue;
      this.requests.add(effect.request);
      if (effect.channel !== "dm") continue;
      // nobody needs the answer to the last message of a session that is over
      this.sessions.clear();
      this.sessions.add(effect.request);
    }
  }

  event(event: RoleEvent<DeviceCommand>): void {
    this.take(() => this.each.event(event, 1000));
  }

  /** The outcome of a request that is under way, of a session where there is one. */
  outcome(give: (request: string) => RoleEvent<DeviceCommand>): void {
    const [request] = this.sessions.size > 0 ? this.sessions : this.requests;
    if (request === undefined) return;
    this.sessions.delete(request);
    this.requests.delete(request);
    this.event(give(request));
  }
}

describe("anything that can happen to a device", () => {
  test(
    "it never fails, its session waits for somebody, and what it keeps says all",
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(
          randomDevice.chain((device) =>
            fc.tuple(
              fc.constant(device),
              fc.array(fc.tuple(happening, messages(device.profile)), { minLength: 1, maxLength: 14 }),
              fc.constantFrom("none" as const, "md5" as const),
            ),
          ),
          ([device, happenings, serverAuth]) => {
            const profile = builtInProfile(device.profile);
            const { encoding, manners } = device;
            const setup = {
              account: { auth: "none", serverAuth },
              options: { profile, encoding, manners },
            } as const;
            const each = dialogue({ ...setup, behaviour: { user: "person" } });
            const bystander = new Bystander(each);
            let serverMsgId = 0;
            for (const [what, sent] of happenings) {
              const octets = (cred: "none" | "wrong", code: number): Uint8Array => {
                const { commands } = numbered(sent[0]?.commands ?? [], 2);
                const status = {
                  ...headerStatus(undefined, code),
                  CmdID: "1",
                  MsgRef: "",
                } as BodyCommandInput;
                return writeDmMessage(encoding, {
                  SyncHdr: {
                    VerDTD: "1.2",
                    VerProto: "DM/1.2",
                    SessionID: each.device.view().sessionId ?? "1",
                    MsgID: String(++serverMsgId),
                    Target: { LocURI: deviceId },
                    Source: { LocURI: serverUrl },
                    ...(cred === "wrong" ? { Cred: serverCred("none of ours") } : {}),
                    Meta: { MaxMsgSize: device.maxMsgSize },
                  },
                  SyncBody: { commands: [status, ...commands], ...(sent[0]?.final ? { Final: true } : {}) },
                });
              };
              const respond = (body: Uint8Array, status = 200, type: string = dmMediaTypes[encoding]) =>
                bystander.outcome((request) => ({
                  type: "response.received",
                  request,
                  response: { status, headers: type === "" ? {} : { "content-type": type }, body },
                }));
              switch (what.what) {
                case "order":
                  bystander.take(() => each.command(what.order));
                  break;
                case "message":
                  respond(octets(what.cred, what.code));
                  break;
                case "damaged": {
                  const body = octets("none", 200);
                  body[what.at % body.length] = what.octet;
                  respond(what.cut ? body.subarray(0, what.at % body.length) : body);
                  break;
                }
                case "http":
                  respond(what.body, what.status, what.type);
                  break;
                case "fails":
                  bystander.outcome((request) => ({
                    type: "request.failed",
                    request,
                    reason: "unreachable",
                    text: "nobody listens",
                  }));
                  break;
                case "timer": {
                  const [timer] = bystander.timers;
                  if (timer === undefined) break;
                  bystander.timers.delete(timer);
                  bystander.event({ type: "timer.expired", timer });
                  break;
                }
                case "store":
                  bystander.sessions.clear();
                  bystander.event({ type: "commit.failed", text: "the disk is full", dropped: [] });
                  break;
                case "stranger":
                  bystander.event({
                    type: "response.received",
                    request: "dm-999",
                    response: { status: 200, headers: {}, body: utf8("x") },
                  });
                  break;
                case "push":
                  bystander.take(() => each.push(what.body, what.type));
                  break;
              }
              const view = each.device.view();
              const { state, asking } = each.device.summary();
              expect(state).toBe(view.state);
              expect(asking).toBe(view.questions.length > 0);
              // a running session waits for its server, or for the person
              if (state !== "idle") expect(bystander.sessions.size).toBe(state === "askingUser" ? 0 : 1);
              if (serverAuth === "md5")
                expect(view.root.children.get("DevDetail")?.kind, "no server could delete it").toBe(
                  "interior",
                );
            }
            if (each.device.view().state === "idle") {
              const again = dialogue({ ...setup, stored: storeOf(each) });
              const [root, kept] = [each, again].map((one) => one.device.view().root);
              if (root && kept) expect(changesBetween(kept, root)).toEqual([]);
              expect(again.device.view().alerts.length).toBe(each.device.view().alerts.length);
            }
          },
        ),
        { numRuns: 150 },
      );
    },
  );
});
