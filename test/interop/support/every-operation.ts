import { createHash } from "node:crypto";
import { expect } from "vitest";
import { writePackage } from "../../../simulator/roles/device/objects/package-format.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { package2 } from "../../served/support/tunnel.ts";
import type { CallbackService } from "./callback-services.ts";
import type { Answer, Caller, Told } from "./callers.ts";

/** With what the operations are called. */
export interface Parts {
  readonly caller: Caller;
  readonly callbacks: CallbackService;
  readonly soapVersion: "1.1" | "1.2";
  /** Registration name; also the group of the devices that the policy grants. */
  readonly name: string;
  /** A device that the policy does not grant. */
  readonly foreignDevice: string;
  /** Lets a simulated device report an event. */
  raiseAlert(deviceId: string, alert: { type: string; data: string; source: string }): Promise<void>;
}

/** What came of it: `ok`, or the first line of what was wrong. */
export type Outcomes = Map<string, string>;

const ALERT = "urn:dmwsi:interop:alert";
const RADIO = "urn:oma:mo:oma-diag:RFParms_3GPP_LTE:1.0";
const DM_XML = "application/vnd.syncml.dm+xml";
const bytes = (octets: string | Uint8Array): object => ({ $bytes: Buffer.from(octets).toString("base64") });
const duration = (text: string): object => ({ $duration: text });

/** Milliseconds that an outcome may take. */
const PATIENCE = 15_000;

/**
 * Calls every operation once or more, with devices that really do what is asked, and waits for what comes back at the
 * callback service. `outcomes` gets an entry for each operation, callback and exception.
 */
export async function callEveryOperation(parts: Parts, outcomes: Outcomes): Promise<void> {
  const story = createStory(parts, outcomes);
  await registration(story);
  await discovery(story);
  await parameters(story);
  await configurations(story);
  await updates(story);
  await bulk(story);
  await alerts(story);
  await diagnostics(story);
  await tunnel(story);
  await faults(story);
  await deregistration(story);
}

interface Story extends Parts {
  /** Calls an operation; gives the response and notes that it came. */
  ok(operation: string, input: object): Promise<Told>;
  refused(operation: string, input: object): Promise<NonNullable<Answer["fault"]>>;
  /** Waits for a callback of an operation; checks what all have. */
  told(callback: string, operationId: string, like?: object): Promise<Told>;
  device: string;
  other: string;
  registrationId: string;
}

function createStory(parts: Parts, outcomes: Outcomes): Story {
  const { caller, callbacks } = parts;
  return {
    ...parts,
    device: "",
    other: "",
    registrationId: "",
    ok: async (operation, input) => {
      const { response, fault } = await caller.call(operation, input);
      if (!response) {
        outcomes.set(operation, fault?.message ?? "neither response nor fault");
        throw new Error(`${operation}: ${JSON.stringify(fault)}`);
      }
      if (!/^(Query|List)/.test(operation))
        expect(response, operation).toMatchObject({ ack: { state: "accepted" } });
      outcomes.set(operation, "ok");
      return response;
    },
    refused: async (operation, input) => {
      const { fault, response } = await caller.call(operation, input);
      if (!fault) throw new Error(`${operation} is not refused: ${JSON.stringify(response)}`);
      outcomes.set(fault.exception ?? "fault", "ok");
      return fault;
    },
    told: async (callback, operationId, like = {}) => {
      const until = Date.now() + PATIENCE;
      for (;;) {
        const mine = callbacks
          .received()
          .filter((one) => one.callback === callback && one.value["operationId"] === operationId);
        const found = mine.find((one) => fits(one.value, like));
        if (found) {
          expect(Number(found.value["sequence"])).toBeGreaterThan(0);
          expect(Date.parse(textOf(found.value["occurredAt"]))).toBeGreaterThan(0);
          outcomes.set(callback, "ok");
          return found.value;
        }
        if (Date.now() > until) {
          outcomes.set(callback, "did not come");
          const came = callbacks.received().filter(({ value }) => value["operationId"] === operationId);
          throw new Error(
            `no ${callback} like ${JSON.stringify(like)}; these came: ${JSON.stringify(came.map(({ callback: name, value }) => ({ name, value })))}`,
          );
        }
        await new Promise((next) => setTimeout(next, 20));
      }
    },
  };
}

function fits(value: unknown, like: object): boolean {
  try {
    expect(value).toMatchObject(like);
    return true;
  } catch {
    return false; // another one may fit
  }
}

async function registration(story: Story): Promise<void> {
  const { name, soapVersion, callbacks, caller } = story;
  const response = await story.ok("RegisterExternalSystem", {
    clientReference: `${name} & first`,
    name,
    kind: "customer-care",
    managementDomain: "operator",
    callbackEndpoint: callbacks.url,
    callbackCredentials: { scheme: "none" },
    soapVersion,
    requestedOperation: [...caller.operations],
    requestedAlertType: ["urn:*"],
    expires: duration("PT12H"),
  });
  story.registrationId = textOf(response["registrationId"]);
  const confirmed = await story.told("RegistrationConfirmation", idOf(response), { state: "accepted" });
  expect(confirmed).toMatchObject({ registrationId: story.registrationId });
  expect(confirmed["grantedOperation"]).toEqual(expect.arrayContaining(["SubmitUpdate", "ExchangePackage"]));
}

async function discovery(story: Story): Promise<void> {
  const found = await story.ok("DiscoverDevices", { maxResults: 50, includeCapabilities: true });
  expect(Number(found["totalMatches"])).toBe(2);
  const [first, second] = listOf(found["device"]);
  expect(first).toMatchObject({ group: [story.name] });
  story.device = textOf(first?.["deviceId"]);
  story.other = textOf(second?.["deviceId"]);
  const later = await story.ok("DiscoverDevices", {
    filter: { deviceId: [story.other], group: story.name },
    delivery: "callback",
  });
  const result = await story.told("DiscoveryResult", idOf(later));
  expect(Number(result["totalMatches"])).toBe(1);
  expect(listOf(result["device"])).toMatchObject([{ deviceId: story.other }]);
  const described = await story.ok("DescribeDevice", { deviceId: story.device, refresh: true });
  expect(described["device"]).toMatchObject({ deviceId: story.device });
  await story.told("OperationResult", idOf(described), { state: "succeeded" });
}

async function parameters(story: Story): Promise<void> {
  const submitted = await story.ok("ManageParameters", {
    deviceId: story.device,
    command: [
      { get: { locUri: "./DevInfo/DevId" } },
      { add: { locUri: "./Vendor/Note", format: "chr", type: "text/plain", data: "héllo <world> & all" } },
      { replace: { locUri: "./Vendor/Note", data: "second" } },
      { get: { locUri: "./Vendor/Note" } },
      { copy: { from: "./Vendor/Note", to: "./Vendor/Copy" } },
      { delete: { locUri: "./Vendor/Copy" } },
      { delete: { locUri: "./Vendor/Note" } },
    ],
    notifyDevice: true,
    expires: duration("PT1H"),
  });
  const result = await story.told("OperationResult", idOf(submitted));
  expect(Number((result["totals"] as Told)["targeted"])).toBe(1);
  const [device] = listOf(result["deviceResult"]);
  const read = listOf(device?.["commandResult"]);
  expect(read.map((one) => `${textOf(one["index"])} ${Number(one["status"])}`).slice(0, 4)).toEqual([
    "1 200",
    "2 200",
    "3 200",
    "4 200",
  ]);
  expect(read[0]).toMatchObject({ item: [{ source: "./DevInfo/DevId", data: story.device }] });
  expect(read[3]).toMatchObject({ item: [{ data: "second" }] });
  const queried = await story.ok("QueryOperation", { operationId: idOf(submitted), maxResults: 10 });
  expect(queried["operation"]).toMatchObject({ operation: "ManageParameters", state: result["state"] });
}

async function configurations(story: Story): Promise<void> {
  const content = `<parameters xmlns="urn:dmwsi:1.0"><parameter><locUri>./Vendor/Site</locUri><format>chr</format><data>${story.name}</data></parameter></parameters>`;
  const submitted = await story.ok("SubmitConfiguration", {
    name: "Site",
    version: "1",
    contentType: "application/vnd.dmwsi.parameters+xml",
    content: bytes(content),
    assignTo: { deviceId: [story.device] },
    applyAt: "now",
  });
  await story.told("OperationResult", idOf(submitted), { state: "succeeded" });
  const configurationId = textOf(submitted["configurationId"]);
  const listed = await story.ok("ListConfigurations", { startIndex: 0, maxResults: 100 });
  expect(listOf(listed["configuration"])).toContainEqual(
    expect.objectContaining({ configurationId, name: "Site", version: "1" }),
  );
  await story.ok("RemoveConfiguration", { configurationId });
}

async function updates(story: Story): Promise<void> {
  const facts = { kind: "firmware", model: "*", name: "Interop", version: `9.${story.name}` } as const;
  const none = { components: [], requires: [], parameters: [] };
  const content = writePackage({ ...facts, ...none }, new Uint8Array(4096).fill(7), createNodeCrypto());
  const submitted = await story.ok("SubmitUpdate", {
    name: "Firmware",
    version: facts.version,
    kind: "firmware",
    content: bytes(content),
    size: content.length,
    sha256: { $hex: createHash("sha256").update(content).digest("hex") },
    install: "download-and-install",
    assignTo: { deviceId: [story.device] },
    expires: duration("PT1H"),
  });
  await story.told("OperationResult", idOf(submitted), { state: "succeeded" });
  const updateId = textOf(submitted["updateId"]);
  const listed = await story.ok("ListUpdates", {});
  const [entry] = listOf(listed["update"]).filter((one) => one["updateId"] === updateId);
  expect(entry).toMatchObject({ name: "Firmware", kind: "firmware" });
  expect(Number(entry?.["size"])).toBe(content.length);
  await story.ok("RemoveUpdate", { updateId });
}

async function bulk(story: Story): Promise<void> {
  const submitted = await story.ok("SubmitBulkOperation", {
    name: "Both",
    target: { group: [story.name] },
    command: [{ get: { locUri: "./DevDetail/FwV" } }],
    maxParallel: 1,
    progressEvery: 1,
  });
  expect(Number(submitted["targetCount"])).toBe(2);
  const progress = await story.told("OperationProgress", idOf(submitted));
  expect(listOf(progress["deviceResult"])[0]).toMatchObject({ state: "succeeded" });
  await story.told("OperationResult", idOf(submitted), { state: "succeeded" });
  const later = await story.ok("SubmitBulkOperation", {
    target: { deviceId: [story.device, story.other] },
    command: [{ get: { locUri: "./DevInfo/Mod" } }],
    startAt: { $time: new Date(Date.now() + 3_600_000).toISOString() },
    expires: duration("PT3H"),
  });
  await story.ok("CancelOperation", { operationId: idOf(later) });
  await story.told("OperationResult", idOf(later), { state: "cancelled" });
}

async function alerts(story: Story): Promise<void> {
  const submitted = await story.ok("SubscribeAlerts", {
    alertType: [ALERT],
    parameter: ["./Vendor"],
    target: { deviceId: [story.device] },
    setUp: [{ replace: { locUri: "./Vendor/SetUp", format: "chr", data: "on" } }],
    expires: duration("PT1H"),
  });
  const subscriptionId = textOf(submitted["subscriptionId"]);
  const status = await story.told("SubscriptionStatus", idOf(submitted), { subscriptionId });
  expect(status).toMatchObject({ acceptedAlertType: [ALERT], acceptedParameter: ["./Vendor"] });
  await story.raiseAlert(story.device, { type: ALERT, data: "x < y & z", source: "./Vendor/Door" });
  const notified = await story.told("AlertNotification", idOf(submitted), { subscriptionId });
  expect(notified["alert"]).toMatchObject({
    deviceId: story.device,
    alertType: ALERT,
    item: [{ source: "./Vendor/Door", data: "x < y & z" }],
  });
  const asked = await story.ok("RetrieveAlerts", {
    filter: { deviceId: story.device, alertType: [ALERT] },
    maxResults: 10,
  });
  const delivered = await story.told("DiagnosticsDelivery", idOf(asked));
  expect(listOf(delivered["alert"])[0]).toMatchObject({ alertType: ALERT });
  await story.ok("RenewSubscription", { subscriptionId, expires: duration("PT2H") });
  await story.ok("UnsubscribeAlerts", { subscriptionId });
  await story.told("SubscriptionStatus", idOf(submitted), { state: "ended" });
}

async function diagnostics(story: Story): Promise<void> {
  const period = "./DiagMon/Radio/DiagMonConfig/ConfigParams/Period";
  const once = await story.ok("ManageParameters", {
    deviceId: story.device,
    command: [{ replace: { locUri: period, format: "int", data: "0" } }],
  });
  await story.told("OperationResult", idOf(once), { state: "succeeded" });
  const asked = await story.ok("RequestDiagnostics", {
    deviceId: story.device,
    function: RADIO,
    start: true,
    expires: duration("PT1H"),
  });
  const delivered = await story.told("DiagnosticsDelivery", idOf(asked));
  expect(delivered).toMatchObject({ deviceId: story.device });
  expect(listOf(delivered["item"]).length).toBeGreaterThan(0);
}

async function tunnel(story: Story): Promise<void> {
  const begun = await story.ok("InitiateSession", {
    deviceId: story.device,
    uiMode: "informative",
    packageContentType: DM_XML,
    expires: duration("PT5M"),
  });
  const sessionId = textOf(begun["sessionId"]);
  await story.told("SessionStatus", idOf(begun), { sessionId, state: "established" });
  const first = await story.told("PackageDelivery", idOf(begun), { sessionId });
  expect(Number(first["number"])).toBe(1);
  expect(packageOf(first)).toContain("./DevInfo/DevId");
  const get = `<Get><CmdID>5</CmdID><Item><Target><LocURI>./DevInfo/Man</LocURI></Target></Item></Get>`;
  const exchanged = await story.ok("ExchangePackage", {
    sessionId,
    package: { $bytes: package2(get) },
    contentType: DM_XML,
  });
  const answers = new Set([idOf(begun), idOf(exchanged)]);
  const third = await untilDelivered(story, sessionId, answers);
  expect(packageOf(third)).toMatch(/<CmdRef>5<\/CmdRef>[\s\S]*<Results>/);
  const ended = await story.ok("TerminateSession", { sessionId, abort: false });
  await story.told("SessionStatus", idOf(ended), { sessionId, state: "closed" });
}

/** Package 3 may belong to either operation of the tunnel. */
async function untilDelivered(story: Story, sessionId: string, operations: Set<string>): Promise<Told> {
  const tries = [...operations].map((id) =>
    story.told("PackageDelivery", id, { sessionId, contentType: DM_XML }),
  );
  for (const delivered of await Promise.all(tries.map((one) => one.catch(() => undefined))))
    if (delivered && Number(delivered["number"]) === 3) return delivered;
  throw new Error("no package 3 came");
}

async function faults(story: Story): Promise<void> {
  const command = [{ get: { locUri: "./DevInfo/Mod" } }];
  const unknown = await story.refused("ManageParameters", { deviceId: "no-such-device", command });
  expect(unknown).toMatchObject({ exception: "ServiceException", detail: { messageId: "SVC0004" } });
  expect(unknown.detail?.["text"]).toMatch(/%1/);
  expect(unknown.detail?.["variable"]).not.toEqual([]);
  const foreign = await story.refused("ManageParameters", { deviceId: story.foreignDevice, command });
  expect(foreign).toMatchObject({ exception: "PolicyException", detail: { messageId: "POL0201" } });
  expect(JSON.stringify(foreign.detail?.["variable"])).toContain(story.foreignDevice);
}

async function deregistration(story: Story): Promise<void> {
  const { registrationId } = story;
  const gone = await story.ok("DeregisterExternalSystem", { registrationId });
  await story.told("RegistrationConfirmation", idOf(gone), { registrationId, state: "deregistered" });
}

function idOf(response: Told): string {
  const { ack } = response as { readonly ack?: { readonly operationId?: unknown } };
  return textOf(ack?.operationId);
}

function listOf(value: unknown): readonly Told[] {
  return Array.isArray(value) ? (value as Told[]) : [];
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" ? value : "";
}

/** Text of a package; some toolkits leave the base64 as it is. */
function packageOf({ package: content }: Told): string {
  const text = textOf(content);
  return text.includes("<") ? text : Buffer.from(text, "base64").toString();
}
