import { describe, expect, it } from "vitest";
import { concatBytes, utf8 } from "../../../../../simulator/core/bytes.ts";
import { encodeTrigger } from "../../../../../simulator/protocols/notification/index.ts";
import type {
  CommandInput,
  OperationName,
  OperationRequestInput,
} from "../../../../../simulator/protocols/wsi/index.ts";
import { readWsiResponse } from "../../../../../simulator/stacks/wsi-http.ts";
import { registration, type Call } from "../desk.ts";
import {
  configuration,
  createStage,
  establish,
  getPackage,
  packageOf,
  parametersType,
  parameterList,
  stateOf,
  tunnelType,
  update,
  validRequests,
  type Stage,
} from "./stage.ts";

/** A request that breaks one rule, and the fault that it gets. */
interface Broken {
  readonly rule: string;
  readonly operation: OperationName;
  readonly request: unknown;
  readonly fault: string;
  readonly call?: Call;
}
type Changes<N extends OperationName> = Partial<Record<keyof OperationRequestInput<N>, unknown>>;

const other = { credentials: { scheme: "basic", username: "other", password: "other" } as const };
const get: CommandInput = { kind: "get", locUri: "./DevInfo/Mod" };
const replace: CommandInput = { kind: "replace", locUri: "./A", data: "1" };

/** The fault of a request, in a word. */
function faultOf({ desk }: Stage, { operation, request, call }: Broken): string {
  const answer = readWsiResponse(desk.raw(operation, request as never, call), operation);
  if (answer.kind !== "fault") return answer.kind;
  const { messageId, variables, code, text } = answer.fault;
  return messageId === undefined ? `${code} ${text}` : [messageId, ...variables].join(" ");
}

/** Every request gets its fault in both versions of SOAP, changes nothing, and its like works afterwards. */
function expectRefused(stage: Stage, broken: Broken): void {
  const before = stateOf(stage.desk);
  for (const version of ["1.1", "1.2"] as const)
    expect(faultOf(stage, { ...broken, call: { ...broken.call, version } })).toBe(broken.fault);
  expect(stateOf(stage.desk)).toEqual(before);
}

/** The plain request of an operation with changes; without exclusive parts and reference. */
const plain: { readonly [N in OperationName]?: (stage: Stage) => OperationRequestInput<N> } = {
  SubmitBulkOperation: () => ({ target: { deviceId: ["IMEI:1"] }, command: [get] }),
  SubmitConfiguration: () => ({ ...configuration, assignTo: { deviceId: ["IMEI:1"] } }),
  SubmitUpdate: () => ({ ...update, assignTo: { deviceId: ["IMEI:1"] } }),
  ManageParameters: () => ({ deviceId: "IMEI:1", command: [get] }),
  InitiateSession: () => ({ deviceId: "IMEI:1" }),
  ExchangePackage: ({ sessionId }) => ({ sessionId, package: getPackage, contentType: tunnelType }),
  SubscribeAlerts: () => ({ target: { deviceId: ["IMEI:1"] }, setUp: [get] }),
  RetrieveAlerts: () => ({ filter: {} }),
  RequestDiagnostics: () => ({ deviceId: "IMEI:1", function: "urn:oma:mo:oma-diag:battery:1.0" }),
  DescribeDevice: () => ({ deviceId: "IMEI:1" }),
  DiscoverDevices: () => ({}),
};
function broken<N extends OperationName>(
  rule: string,
  operation: N,
  changes: Changes<N>,
  fault: string,
  call?: Call,
): (stage: Stage) => Broken {
  return (stage) => {
    const request = { ...plain[operation]?.(stage), ...changes };
    return { rule, operation, request, fault, ...(call ? { call } : {}) };
  };
}

type Row = readonly [rule: string, make: (stage: Stage) => Broken];
const row = <N extends OperationName>(
  rule: string,
  operation: N,
  changes: Changes<N>,
  fault: string,
  call?: Call,
): Row => [`${operation}: ${rule}`, broken(rule, operation, changes, fault, call)];

const WORKS = "SVC0002 command, configurationId, updateId";
const PACKAGES = "SVC0002 packageUri, content";
const SEARCHES = "SVC0002 subscriptionId, filter";
const uri = "http://127.0.0.1:9/p";
const trigger = (serverId: string): Uint8Array =>
  concatBytes(new Uint8Array(16), encodeTrigger({ uiMode: 1, sessionId: 1, serverId }));
const tunnelled = (body: string): Uint8Array => packageOf(`${body}<Final/>`);
const item = (more: string): string => `<Get><CmdID>1</CmdID><Item>${more}</Item></Get>`;

describe("exactly one of several", () => {
  it.each<Row>([
    row("none", "SubmitBulkOperation", { command: [] }, WORKS),
    row("commands and a configuration", "SubmitBulkOperation", { configurationId: "c" }, WORKS),
    row("commands and an update", "SubmitBulkOperation", { updateId: "u" }, WORKS),
    row(
      "a configuration and an update",
      "SubmitBulkOperation",
      { command: [], configurationId: "c", updateId: "u" },
      WORKS,
    ),
    row("neither", "SubmitUpdate", { content: undefined }, PACKAGES),
    row("both", "SubmitUpdate", { packageUri: uri }, PACKAGES),
    row("neither", "RetrieveAlerts", { filter: undefined }, SEARCHES),
    row("both", "RetrieveAlerts", { subscriptionId: "s" }, SEARCHES),
    ...(["ManageParameters", "SubmitBulkOperation"] as const).map((operation) =>
      row(
        "data and binaryData",
        operation,
        { command: [get, { ...replace, binaryData: Uint8Array.of(1) }] },
        "SVC0002 command[2].binaryData",
      ),
    ),
    row(
      "data and binaryData inside containers",
      "ManageParameters",
      {
        command: [
          {
            kind: "sequence",
            commands: [get, { kind: "atomic", commands: [{ ...replace, binaryData: Uint8Array.of(1) }] }],
          },
        ],
      },
      "SVC0002 command[1].sequence[2].atomic[1].binaryData",
    ),
    row(
      "data and binaryData",
      "SubscribeAlerts",
      { setUp: [{ ...replace, binaryData: Uint8Array.of(1) }] },
      "SVC0002 setUp[1].binaryData",
    ),
  ])("%s", (_rule, make) => {
    const stage = createStage();
    expectRefused(stage, make(stage));
  });
});

describe("identifiers that are unknown, or somebody else's", () => {
  const ids: readonly (readonly [
    OperationName,
    Exclude<keyof Stage, "desk">,
    string,
    Record<string, unknown>,
  ])[] = [
    ["QueryOperation", "operationId", "SVC0200", {}],
    ["CancelOperation", "operationId", "SVC0200", {}],
    ["ExchangePackage", "sessionId", "SVC0201", { package: getPackage, contentType: tunnelType }],
    ["TerminateSession", "sessionId", "SVC0201", {}],
    ["RenewSubscription", "subscriptionId", "SVC0203", {}],
    ["UnsubscribeAlerts", "subscriptionId", "SVC0203", {}],
    ["RetrieveAlerts", "subscriptionId", "SVC0203", {}],
    ["DeregisterExternalSystem", "registrationId", "SVC0204", {}],
    ["RemoveConfiguration", "configurationId", "SVC0207", {}],
    ["RemoveUpdate", "updateId", "SVC0207", {}],
    ["SubmitBulkOperation", "configurationId", "SVC0207", { target: { all: true } }],
    ["SubmitBulkOperation", "updateId", "SVC0207", { target: { all: true } }],
  ];
  it.each(ids)("%s by %s: %s", (operation, key, code, more) => {
    const stage = createStage();
    const id = stage[key];
    for (const [value, call] of [
      ["nobody", undefined],
      ["__proto__", undefined],
      [id, other],
    ] as const) {
      const request = { ...more, [key]: value };
      expectRefused(stage, {
        rule: "",
        operation,
        request,
        fault: `${code} ${value}`,
        ...(call ? { call } : {}),
      });
    }
    expect(faultOf(stage, { rule: "", operation, request: { ...more, [key]: id }, fault: "" })).toBe(
      "response",
    );
  });
  it("SubscribeAlerts: deliverTo a name that nobody registered is SVC0204", () => {
    const stage = createStage();
    expectRefused(stage, broken("", "SubscribeAlerts", { deliverTo: "nobody" }, "SVC0204 nobody")(stage));
  });
});

describe("devices", () => {
  const named: readonly (readonly [OperationName, (id: string) => Record<string, unknown>, string])[] = [
    ["DescribeDevice", (deviceId) => ({ deviceId }), "deviceId"],
    ["ManageParameters", (deviceId) => ({ deviceId }), "deviceId"],
    ["InitiateSession", (deviceId) => ({ deviceId }), "deviceId"],
    ["RequestDiagnostics", (deviceId) => ({ deviceId }), "deviceId"],
    ["SubmitBulkOperation", (id) => ({ target: { deviceId: ["IMEI:1", id] } }), "target.deviceId"],
    ["SubmitConfiguration", (id) => ({ assignTo: { deviceId: ["IMEI:1", id] } }), "assignTo.deviceId"],
    ["SubmitUpdate", (id) => ({ assignTo: { deviceId: ["IMEI:1", id] } }), "assignTo.deviceId"],
    ["SubscribeAlerts", (id) => ({ target: { deviceId: ["IMEI:1", id] } }), "target.deviceId"],
    ["RetrieveAlerts", (deviceId) => ({ filter: { deviceId } }), "filter.deviceId"],
  ];
  it.each(named)(
    "%s: an unknown one is SVC0004, one outside the policy POL0201",
    (operation, request, part) => {
      const stage = createStage({ policy: { devices: ["IMEI:*"] } });
      expectRefused(stage, broken("", operation, request("nobody"), `SVC0004 ${part}`)(stage));
      expectRefused(stage, broken("", operation, request("other-3"), "POL0201 other-3")(stage));
      expect(faultOf(stage, broken("", operation, request("IMEI:2"), "")(stage))).toBe("response");
    },
  );
  const selectors: readonly Row[] = (
    [
      ["SubmitBulkOperation", "target"],
      ["SubmitConfiguration", "assignTo"],
      ["SubmitUpdate", "assignTo"],
      ["SubscribeAlerts", "target"],
    ] as const
  ).flatMap(([operation, part]) => [
    row("a selector without parts", operation, { [part]: {} }, `SVC0002 ${part}`),
    row("a selector that says no", operation, { [part]: { all: false } }, `SVC0002 ${part}`),
  ]);
  it.each(selectors)("%s", (_rule, make) => {
    const stage = createStage();
    expectRefused(stage, make(stage));
  });
});

describe("atomic", () => {
  it.each<readonly [string, CommandInput]>([
    ["get", get],
    ["exec", { kind: "exec", locUri: "./A" }],
    ["atomic", { kind: "atomic", commands: [replace] }],
    ["sequence", { kind: "sequence", commands: [get] }],
  ] as never)("with %s as a member: SVC0002 naming its index", (_kind, command) => {
    const stage = createStage();
    const changes = { command: [replace, replace, command], atomic: true };
    expectRefused(stage, broken("", "ManageParameters", changes, "SVC0002 command[3]")(stage));
    expect(faultOf(stage, broken("", "ManageParameters", { ...changes, atomic: false }, "")(stage))).toBe(
      "response",
    );
  });
});

describe("what a callback endpoint is needed for", () => {
  const needing: readonly Row[] = [
    row("a session", "InitiateSession", {}, "SVC0002 callbackEndpoint"),
    row("a subscription", "SubscribeAlerts", {}, "SVC0002 callbackEndpoint"),
    row("alerts", "RetrieveAlerts", {}, "SVC0002 callbackEndpoint"),
    row("a delivery by callback", "DiscoverDevices", { delivery: "callback" }, "SVC0002 delivery"),
    row("a delivery by callback", "DescribeDevice", { delivery: "callback" }, "SVC0002 delivery"),
  ];
  it.each(needing)("%s", (_rule, make) => {
    const stage = createStage();
    stage.desk.ok("DeregisterExternalSystem", { registrationId: stage.registrationId });
    stage.desk.answer();
    expectRefused(stage, make(stage));
    const { callbackEndpoint: _endpoint, callbackCredentials: _credentials, ...polling } = registration;
    stage.desk.ok("RegisterExternalSystem", polling);
    expectRefused(stage, make(stage));
    stage.desk.registered();
    expect(faultOf(stage, make(stage))).toBe("response");
  });
});

describe("quotas", () => {
  const quota = { requestsPerMinute: 1e9, devicesPerBulk: 1e6, outstandingOperations: 1e6 };
  const stageWith = (more: Partial<typeof quota>): Stage => {
    const stage = createStage();
    const policy = { ...validPolicy, quota: { ...quota, ...more } };
    stage.desk.command((side, turn) => {
      expect(side.administer({ name: "setPolicy", externalSystem: "care", policy }, turn)).toBeUndefined();
    });
    return stage;
  };
  const validPolicy = {
    managementDomain: "operator",
    operations: ["*"],
    devices: ["*"],
    subtrees: ["./"],
    alertTypes: ["*"],
  };
  const many: readonly Row[] = [
    row("devices", "SubmitBulkOperation", { target: { all: true } }, "POL0003 2"),
    row("devices", "SubmitConfiguration", { assignTo: { all: true } }, "POL0003 2"),
    row("devices", "SubmitUpdate", { assignTo: { all: true } }, "POL0003 2"),
    row("devices to set up", "SubscribeAlerts", { target: { all: true } }, "POL0003 2"),
  ];
  it.each(many)("%s", (_rule, make) => {
    const stage = stageWith({ devicesPerBulk: 2 });
    expectRefused(stage, make(stage));
  });
  const outstanding = [
    "SubmitBulkOperation",
    "SubmitConfiguration",
    "SubmitUpdate",
    "ManageParameters",
    "InitiateSession",
    "SubscribeAlerts",
    "RequestDiagnostics",
  ] as const;
  it.each(outstanding)("%s: outstanding operations are POL0203", (operation) => {
    // a ManageParameters and a session are not finished
    const stage = stageWith({ outstandingOperations: 2 });
    expectRefused(stage, broken("", operation, {}, "POL0203 outstandingOperations")(stage));
    stage.desk.ok("CancelOperation", { operationId: stage.operationId });
    stage.desk.settle();
    expect(faultOf(stage, broken("", operation, {}, "")(stage))).toBe("response");
  });
  it("requests per minute are POL0203, whatever is asked", () => {
    const stage = stageWith({ requestsPerMinute: 1 });
    stage.desk.call("QueryOperation", { operationId: stage.operationId });
    for (const operation of Object.keys(validRequests(stage)) as OperationName[]) {
      const [request] = validRequests(stage)[operation];
      expectRefused(stage, { rule: "", operation, request, fault: "POL0203 requestsPerMinute" });
    }
  });
});

describe("what is carried", () => {
  const long = `./${"a".repeat(4095)}`;
  it.each<Row>([
    row(
      "an unknown media type",
      "SubmitConfiguration",
      { contentType: "text/xml" },
      "SVC0205 text/xml application/vnd.syncml.dmtnds+xml, application/vnd.syncml.dmtnds+wbxml, text/vnd.wap.connectivity-xml, application/vnd.dmwsi.parameters+xml",
    ),
    row(
      "an unknown media type",
      "ExchangePackage",
      { contentType: "text/xml" },
      "SVC0205 text/xml application/vnd.syncml.dm+xml, application/vnd.syncml.dm+wbxml",
    ),
    row(
      "an unknown media type",
      "InitiateSession",
      { packageContentType: "text/plain" },
      "SVC0003 packageContentType application/vnd.syncml.dm+xml, application/vnd.syncml.dm+wbxml",
    ),
    row(
      "a package 0 of another server",
      "InitiateSession",
      { package0: trigger("elsewhere") },
      "SVC0002 package0",
    ),
    row("no SyncML", "ExchangePackage", { package: utf8("<a/>") }, "SVC0002 package"),
    row("not well-formed", "ExchangePackage", { package: utf8("<SyncML") }, "SVC0002 package"),
    row(
      "a DTD",
      "ExchangePackage",
      { package: utf8("<!DOCTYPE a [<!ENTITY b 'c'>]><SyncML/>") },
      "SVC0002 package",
    ),
    row("no WBXML", "ExchangePackage", { contentType: "application/vnd.syncml.dm+wbxml" }, "SVC0002 package"),
    row(
      "a command without address",
      "ExchangePackage",
      { package: tunnelled(item("<Data>1</Data>")) },
      "SVC0002 package",
    ),
    row(
      "a chunk",
      "ExchangePackage",
      { package: tunnelled(item("<Target><LocURI>./A</LocURI></Target><Data>1</Data><MoreData/>")) },
      "SVC0002 package",
    ),
    row(
      "a long LocURI",
      "ExchangePackage",
      { package: tunnelled(item(`<Target><LocURI>${long}</LocURI></Target>`)) },
      "SVC0002 package",
    ),
    row("another size", "SubmitUpdate", { size: 1 }, "SVC0002 size"),
    row("another digest", "SubmitUpdate", { sha256: new Uint8Array(32) }, "SVC0002 sha256"),
    row(
      "an address of a file",
      "SubmitUpdate",
      { content: undefined, packageUri: "file:///etc/passwd" },
      "SVC0002 packageUri",
    ),
    row(
      "an address with a user name",
      "SubmitUpdate",
      { content: undefined, packageUri: "http://u:p@h/" },
      "SVC0002 packageUri",
    ),
    row(
      "a span of time backwards",
      "RetrieveAlerts",
      { filter: { from: 2000, to: 1000 } },
      "SVC0002 filter.to",
    ),
    row(
      "a start beyond the end",
      "SubmitBulkOperation",
      { startAt: Date.UTC(2027, 0, 1), expires: 1000 },
      "SVC0002 startAt",
    ),
    row("a pattern in the middle", "SubscribeAlerts", { alertType: ["urn:*:x"] }, "SVC0002 alertType"),
    row("a node that goes up", "RequestDiagnostics", { parameter: ["./A/../B"] }, "SVC0002 parameter"),
  ])("%s", (_rule, make) => {
    const stage = createStage();
    expectRefused(stage, make(stage));
  });
  it("SubmitConfiguration: what does not parse is SVC0206 and says where", () => {
    const stage = createStage();
    const before = stateOf(stage.desk);
    for (const content of [utf8("<a"), utf8("<a/>"), parameterList("./A/../B"), parameterList(long)]) {
      const request = { ...configuration, contentType: parametersType, content };
      expect(faultOf(stage, { rule: "", operation: "SubmitConfiguration", request, fault: "" })).toMatch(
        /^SVC0206 ./,
      );
    }
    expect(stateOf(stage.desk)).toEqual(before);
  });
});

describe("registrations", () => {
  const change = (rule: string, changes: Changes<"RegisterExternalSystem">, fault: string) =>
    [rule, changes, fault] as const;
  it.each([
    change("no address", { callbackEndpoint: "nowhere" }, "SVC0002 callbackEndpoint"),
    change("another scheme", { callbackEndpoint: "ftp://h/" }, "SVC0002 callbackEndpoint"),
    change("a user name in it", { callbackEndpoint: "http://u@h/" }, "SVC0002 callbackEndpoint"),
    change(
      "a certificate without TLS",
      { callbackCredentials: { scheme: "mutual-tls" } },
      "SVC0002 callbackEndpoint",
    ),
    change(
      "no user name",
      { callbackCredentials: { scheme: "basic", password: "p" } },
      "SVC0002 callbackCredentials.username",
    ),
    change(
      "no password",
      { callbackCredentials: { scheme: "basic", username: "u" } },
      "SVC0002 callbackCredentials.password",
    ),
  ])("callback endpoint with %s", (rule, changes, fault) => {
    const stage = createStage();
    const request = { ...registration, ...changes };
    expectRefused(stage, { rule, operation: "RegisterExternalSystem", request, fault });
    expect([...stage.desk.view().registrations()].filter(({ state }) => state === "accepted")).toHaveLength(
      2,
    );
  });
});

describe("SVC0202: ExchangePackage", () => {
  const exchange = (sessionId: string) => ({ sessionId, package: getPackage, contentType: tunnelType });
  const states: readonly (readonly [string, (stage: Stage, sessionId: string) => void])[] = [
    ["requested", ({ desk }) => desk.settle()],
    ["notified", ({ desk }, work) => (desk.settle(), desk.report({ type: "notified", work }))],
    [
      "exchanging",
      ({ desk }, id) => (desk.settle(), establish(desk, id), desk.ok("ExchangePackage", exchange(id))),
    ],
    [
      "ending",
      ({ desk }, id) => {
        desk.settle();
        establish(desk, id);
        desk.ok("ExchangePackage", { ...exchange(id), package: packageOf("<Final/>") });
      },
    ],
    [
      "closed",
      ({ desk }, work) => (desk.settle(), establish(desk, work), desk.report({ type: "closed", work })),
    ],
    [
      "refused",
      ({ desk }, work) => (
        desk.settle(),
        desk.report({ type: "refused", work, by: "user", reason: "busy" } as never)
      ),
    ],
    ["timed-out", ({ desk }) => desk.advance(10 * 60_000)],
  ];
  it.each(states)("while the session is %s", (state, bring) => {
    const stage = createStage();
    const { sessionId } = stage.desk.ok("InitiateSession", { deviceId: "IMEI:1" });
    bring(stage, sessionId);
    const fault = `SVC0202 ${sessionId} ${state}`;
    expectRefused(stage, { rule: "", operation: "ExchangePackage", request: exchange(sessionId), fault });
  });
});

describe("a request that is refused after much of it was done", () => {
  // the lifetime is looked at last
  const late: readonly Row[] = [
    row("", "SubmitConfiguration", { expires: 1e12 }, "SVC0002 expires"),
    row("", "SubmitUpdate", { expires: 1e12 }, "SVC0002 expires"),
    row("", "SubmitBulkOperation", { expires: 1e12 }, "SVC0002 expires"),
    row("", "SubscribeAlerts", { expires: 1e12 }, "SVC0002 expires"),
  ];
  it.each(late)("%s leaves nothing in any list", (_rule, make) => {
    const stage = createStage();
    const { desk } = stage;
    const lists = () =>
      JSON.stringify([
        desk.ok("ListConfigurations", {}),
        desk.ok("ListUpdates", {}),
        [...desk.view().operations()].length,
        [...desk.view().subscriptions()],
        desk.view().outstanding("care"),
      ]);
    const before = lists();
    expectRefused(stage, make(stage));
    expect(lists()).toBe(before);
  });
  it("a ReplyTo elsewhere is refused for every operation with outcomes, and nothing is kept", () => {
    const stage = createStage();
    const addressing = { messageId: "urn:uuid:1", replyTo: { address: "http://127.0.0.1:9999/else" } };
    const operations = Object.keys(plain) as (keyof typeof plain)[];
    for (const operation of operations) {
      const request = {
        ...plain[operation]?.(stage),
        ...(operation === "DiscoverDevices" || operation === "DescribeDevice"
          ? { delivery: "callback" }
          : {}),
      };
      const before = stateOf(stage.desk);
      const answer = readWsiResponse(stage.desk.raw(operation, request as never, { addressing }), operation);
      expect([operation, answer]).toMatchObject([operation, { kind: "fault", fault: { code: "Client" } }]);
      expect(stateOf(stage.desk)).toEqual(before);
    }
  });
});
