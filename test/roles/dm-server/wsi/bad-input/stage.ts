import { concatBytes, utf8 } from "../../../../../simulator/core/bytes.ts";
import { encodeTrigger } from "../../../../../simulator/protocols/notification/index.ts";
import { readSyncML } from "../../../../../simulator/protocols/syncml/index.ts";
import type {
  CommandInput,
  OperationName,
  OperationRequestInput,
} from "../../../../../simulator/protocols/wsi/index.ts";
import { defaultPolicy } from "../../../../../simulator/roles/dm-server/options.ts";
import { createDesk, ES_URL, fastCrypto, registration, type Desk, type DeskOptions } from "../desk.ts";

/** What exists on a stage. */
export interface Stage {
  readonly desk: Desk;
  readonly registrationId: string;
  readonly configurationId: string;
  readonly updateId: string;
  /** A ManageParameters that waits for its device. */
  readonly operationId: string;
  /** A tunnelled session that is established. */
  readonly sessionId: string;
  readonly subscriptionId: string;
}

/** A second name in the world: accepts alerts of care. */
const NAMED = "Field office";
const other = { credentials: { scheme: "basic", username: "other", password: "other" } as const };

const syncml = (body: string): string =>
  `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>dms.example</LocURI></Target><Source><LocURI>IMEI:1</LocURI></Source></SyncHdr><SyncBody>${body}</SyncBody></SyncML>`;
export const packageOf = (body: string): Uint8Array => utf8(syncml(body));
export const tunnelType = "application/vnd.syncml.dm+xml";
export const getPackage = packageOf(
  "<Get><CmdID>1</CmdID><Item><Target><LocURI>./DevInfo/Mod</LocURI></Target></Item></Get><Final/>",
);

export const parametersType = "application/vnd.dmwsi.parameters+xml";
export const parameterList = (...uris: readonly string[]): Uint8Array =>
  utf8(
    `<parameters xmlns="urn:dmwsi:1.0">${uris.map((locUri) => `<parameter><locUri>${locUri}</locUri><data>1</data></parameter>`).join("")}</parameters>`,
  );

const octets = utf8("a package");
export const configuration = {
  name: "Ring",
  version: "1",
  contentType: parametersType,
  content: parameterList("./Settings/Ring"),
} as const;
export const update = {
  name: "Firmware",
  version: "2",
  kind: "firmware",
  content: octets,
  size: octets.length,
  sha256: fastCrypto.sha256(octets),
  install: "download",
} as const;

/** A package 1 of the device. */
export function establish(desk: Desk, sessionId: string): void {
  const { value } = readSyncML(packageOf("<Alert><CmdID>1</CmdID><Data>1200</Data></Alert><Final/>"));
  if (!value) throw new Error("no package 1");
  desk.report({ type: "established", work: sessionId, sessionId: "1", package1: value });
}

/** Answers every callback that was not answered yet, with what follows. */
export function answerAll(desk: Desk, from = 0): void {
  for (let index = from; index < desk.callbacks.length; index++) desk.answer(200, desk.callbacks[index]);
}

/** A desk with one of everything. */
export function createStage(setup: DeskOptions = {}): Stage {
  const quota = { requestsPerMinute: 1e9, devicesPerBulk: 1e6, outstandingOperations: 1e6 };
  const policy = { ...defaultPolicy, quota, ...setup.policy };
  const desk = createDesk({
    ...setup,
    options: {
      externalSystems: [
        {
          id: "care",
          name: "Customer care",
          kind: "customer-care",
          credentials: [{ scheme: "basic", username: "care", password: "secret" }],
          policy,
        },
        {
          id: "other",
          name: "Somebody else",
          kind: "other",
          credentials: [{ scheme: "basic", username: "other", password: "other" }],
          policy: { ...policy, acceptsAlertsFrom: ["care"] },
        },
      ],
      ...setup.options,
    },
  });
  const registrationId = desk.registered();
  desk.ok(
    "RegisterExternalSystem",
    { ...registration, name: NAMED, kind: "other", callbackEndpoint: `${ES_URL}/other` },
    other,
  );
  desk.answer();
  const { configurationId } = desk.ok("SubmitConfiguration", configuration);
  const { updateId } = desk.ok("SubmitUpdate", update);
  const { subscriptionId } = desk.ok("SubscribeAlerts", {});
  const { sessionId } = desk.ok("InitiateSession", { deviceId: "IMEI:2" });
  const { ack } = desk.ok("ManageParameters", {
    deviceId: "IMEI:1",
    command: [{ kind: "get", locUri: "./DevInfo/Mod" }],
  });
  desk.settle();
  establish(desk, sessionId);
  answerAll(desk);
  return {
    desk,
    registrationId,
    configurationId,
    updateId,
    operationId: ack.operationId,
    sessionId,
    subscriptionId,
  };
}

/** One of each command. */
const commands: readonly CommandInput[] = [
  { kind: "get", locUri: "./DevInfo/Mod" },
  { kind: "add", locUri: "./A", format: "chr", type: "text/plain", data: "x" },
  { kind: "add", locUri: "./A", binaryData: Uint8Array.of(1) },
  { kind: "replace", locUri: "./A", format: "chr", type: "text/plain", data: "x" },
  { kind: "replace", locUri: "./A", binaryData: Uint8Array.of(1) },
  { kind: "delete", locUri: "./A" },
  { kind: "copy", from: "./A", to: "./B" },
  { kind: "exec", locUri: "./A", data: "go", correlator: "c1" },
];
const members = commands.filter(({ kind }) => kind !== "get" && kind !== "exec");
const everyCommand: readonly CommandInput[] = [
  ...commands,
  { kind: "atomic", commands: members as never },
  { kind: "sequence", commands: [...commands, { kind: "atomic", commands: members }] as never },
];

type Requests = { readonly [N in OperationName]: readonly OperationRequestInput<N>[] };

/** Valid requests of every operation; together they hold every element that its declaration allows. */
export function validRequests(stage: Stage): Requests {
  const { desk, registrationId, configurationId, updateId, operationId, sessionId, subscriptionId } = stage;
  const filter = {
    deviceId: ["IMEI:*"],
    manufacturer: "Ac*",
    model: "A1",
    firmwareVersion: "1*",
    group: "lab",
    managementDomain: "operator",
    seenAfter: desk.date - 1000,
  } as const;
  const selector = { deviceId: ["IMEI:1"], group: ["lab"], filter, all: true };
  const expires = 3_600_000;
  const page = { startIndex: 0, maxResults: 10 };
  const bulk = {
    name: "Nightly",
    target: selector,
    maxParallel: 2,
    startAt: desk.date + 1000,
    stopAfterFailures: 3,
    progressEvery: 5,
    expires,
  };
  const package0 = concatBytes(
    new Uint8Array(16),
    encodeTrigger({ uiMode: 1, sessionId: 1, serverId: "dms.example" }),
  );
  const { content: _content, ...described } = update;
  return {
    RegisterExternalSystem: [
      {
        ...registration,
        clientReference: "r",
        callbackCredentials: { scheme: "basic", username: "dms", password: "kcab" },
        soapVersion: "1.1",
        requestedOperation: ["*"],
        requestedAlertType: ["urn:*"],
        expires,
      },
    ],
    DeregisterExternalSystem: [{ registrationId }],
    DiscoverDevices: [{ filter, ...page, includeCapabilities: true, delivery: "response" }],
    DescribeDevice: [{ deviceId: "IMEI:1", refresh: true, delivery: "callback" }],
    SubmitConfiguration: [
      { clientReference: "r", ...configuration, assignTo: selector, applyAt: "now", expires },
    ],
    SubmitUpdate: [
      { clientReference: "r", ...update, assignTo: selector, expires },
      { clientReference: "s", ...described, packageUri: "http://127.0.0.1:9/p", assignTo: selector, expires },
    ],
    ListConfigurations: [page],
    ListUpdates: [page],
    RemoveConfiguration: [{ configurationId }],
    RemoveUpdate: [{ updateId }],
    ManageParameters: [
      {
        clientReference: "r",
        deviceId: "IMEI:1",
        command: everyCommand,
        atomic: false,
        notifyDevice: true,
        expires,
      },
    ],
    SubmitBulkOperation: [
      { clientReference: "r", ...bulk, command: everyCommand },
      { clientReference: "s", ...bulk, configurationId },
      { clientReference: "t", ...bulk, updateId },
    ],
    QueryOperation: [{ operationId, ...page }],
    CancelOperation: [{ operationId }],
    InitiateSession: [
      {
        clientReference: "r",
        deviceId: "IMEI:1",
        uiMode: "background",
        package0,
        packageContentType: tunnelType,
        expires,
      },
    ],
    ExchangePackage: [{ sessionId, package: getPackage, contentType: tunnelType }],
    TerminateSession: [{ sessionId, abort: true }],
    SubscribeAlerts: [
      {
        clientReference: "r",
        alertType: ["urn:oma:*"],
        parameter: ["./DiagMon"],
        target: selector,
        deliverTo: NAMED,
        setUp: everyCommand,
        expires,
      },
    ],
    RenewSubscription: [{ subscriptionId, expires }],
    UnsubscribeAlerts: [{ subscriptionId }],
    RetrieveAlerts: [
      { subscriptionId, ...page },
      {
        filter: { deviceId: "IMEI:1", alertType: ["urn:*"], from: desk.date - 1000, to: desk.date },
        ...page,
      },
    ],
    RequestDiagnostics: [
      {
        clientReference: "r",
        deviceId: "IMEI:1",
        function: "urn:oma:mo:oma-diag:battery:1.0",
        parameter: ["./DiagMon/Battery"],
        start: true,
        expires,
      },
    ],
  };
}

/** What must not change when a request is refused. */
export function stateOf({ stored, timers, callbacks, calls, effects }: Desk) {
  return {
    stored: JSON.stringify([...stored].map(([name, entries]) => [name, [...entries]])),
    timers: JSON.stringify([...timers]),
    callbacks: callbacks.length,
    calls: calls.length,
    // answers, notes and reports are no state
    effects: effects.filter(({ type }) => type !== "respond" && type !== "note" && type !== "report").length,
  };
}
