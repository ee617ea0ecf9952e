import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import type { OperationName } from "../../../../../simulator/protocols/wsi/index.ts";
import { device, registration } from "../desk.ts";
import {
  configuration,
  createStage,
  packageOf,
  parameterList,
  parametersType,
  stateOf,
  tunnelType,
  type Stage,
} from "./stage.ts";

const MANY = 20_000;
const many = <T>(make: (index: number) => T): T[] => Array.from({ length: MANY }, (_, index) => make(index));
const devices = ["IMEI:1", "IMEI:2", "other-3"].concat(
  Array.from({ length: 10_000 }, (_, index) => `d-${index}`),
);
const stage = (): Stage => createStage({ devices: devices.map((id) => device(id)) });

const types = (count: number): string[] => Array.from({ length: count }, (_, index) => `urn:${index}:*`);
const get = (index: number) => ({ kind: "get", locUri: `./A/${index}` }) as const;
const rows: readonly (readonly [string, (stage: Stage) => unknown])[] = [
  [
    "DiscoverDevices: patterns",
    ({ desk }) => desk.call("DiscoverDevices", { filter: { deviceId: many((n) => `x${n}*`) } }),
  ],
  [
    "DiscoverDevices: ids",
    ({ desk }) => desk.call("DiscoverDevices", { filter: { deviceId: many((n) => `d-${n}`) } }),
  ],
  [
    "SubmitBulkOperation: ids",
    ({ desk }) =>
      desk.call("SubmitBulkOperation", {
        target: { deviceId: many((n) => `d-${n % 10_000}`) },
        command: [get(1)],
      }),
  ],
  [
    "SubmitBulkOperation: groups",
    ({ desk }) =>
      desk.call("SubmitBulkOperation", {
        target: { group: many((n) => `g${n}`), all: true },
        command: [get(1)],
      }),
  ],
  [
    "SubmitBulkOperation: patterns",
    ({ desk }) =>
      desk.call("SubmitBulkOperation", {
        target: { filter: { deviceId: many((n) => `x${n}*`) } },
        command: [get(1)],
      }),
  ],
  [
    "ManageParameters: commands",
    ({ desk }) => desk.call("ManageParameters", { deviceId: "IMEI:1", command: many(get).slice(0, 30_000) }),
  ],
  [
    "ManageParameters: atomic",
    ({ desk }) =>
      desk.call("ManageParameters", {
        deviceId: "IMEI:1",
        command: [
          {
            kind: "atomic",
            commands: many((n) => ({ kind: "delete", locUri: `./A/${n}` }) as const).slice(0, 45_000),
          },
        ],
      }),
  ],
  [
    "SubscribeAlerts: patterns of devices",
    ({ desk }) => desk.call("SubscribeAlerts", { target: { filter: { deviceId: many((n) => `x${n}*`) } } }),
  ],
  ["SubscribeAlerts: types", ({ desk }) => desk.call("SubscribeAlerts", { alertType: types(1000) })],
  [
    "RetrieveAlerts: types",
    ({ desk }) => desk.call("RetrieveAlerts", { filter: { alertType: types(1000) } }),
  ],
  [
    "SubmitConfiguration: parameters",
    ({ desk }) =>
      desk.call("SubmitConfiguration", {
        ...configuration,
        contentType: parametersType,
        content: parameterList(...many((n) => `./A/${n}`).slice(0, 12_000)),
      }),
  ],
  [
    "SubmitConfiguration: TNDS parts",
    ({ desk }) =>
      desk.call("SubmitConfiguration", {
        ...configuration,
        contentType: "application/vnd.syncml.dmtnds+xml",
        content: utf8(
          `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${many(
            (n) => `<Node><NodeName>${n}</NodeName><Path>./A</Path><Value>1</Value></Node>`,
          )
            .slice(0, 12_000)
            .join("")}</MgmtTree>`,
        ),
      }),
  ],
  [
    "ExchangePackage: commands",
    ({ desk, sessionId }) =>
      desk.call("ExchangePackage", {
        sessionId,
        contentType: tunnelType,
        package: packageOf(
          many(
            (n) =>
              `<Get><CmdID>${n + 1}</CmdID><Item><Target><LocURI>./A/${n}</LocURI></Target></Item></Get>`,
          )
            .slice(0, 10_000)
            .join(""),
        ),
      }),
  ],
];

describe("lists whose entries are compared with others have an end", () => {
  const parameters = Array.from({ length: 1001 }, (_, index) => `./A/${index}`);
  it.each<readonly [OperationName, unknown, string]>([
    ["RegisterExternalSystem", { ...registration, requestedAlertType: types(1001) }, "requestedAlertType"],
    ["RegisterExternalSystem", { ...registration, requestedOperation: types(1001) }, "requestedOperation"],
    ["SubscribeAlerts", { alertType: types(1001) }, "alertType"],
    ["SubscribeAlerts", { parameter: parameters }, "parameter"],
    ["RetrieveAlerts", { filter: { alertType: types(1001) } }, "filter.alertType"],
    ["RequestDiagnostics", { deviceId: "IMEI:1", function: "urn:x", parameter: parameters }, "parameter"],
  ])("%s: more is SVC0002", (operation, request, part) => {
    const { desk } = createStage();
    const before = stateOf(desk);
    expect(desk.fault(operation, request as never)).toBe(`SVC0002 ${part}`);
    expect(stateOf(desk)).toEqual(before);
  });
});

describe("a request with very many elements is answered in time", () => {
  it.each(rows)("%s", { timeout: 30_000 }, (_what, ask) => {
    const made = stage();
    const before = performance.now();
    ask(made);
    made.desk.settle();
    const took = performance.now() - before;
    // what is slow here takes minutes
    expect(took).toBeLessThan(10_000);
  });
});
