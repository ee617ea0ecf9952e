import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../simulator/core/random.ts";
import {
  callbackNames,
  callbacks,
  operationNames,
  operations,
  type OperationName,
} from "../../simulator/protocols/wsi/index.ts";
import type { AnyElement } from "../../simulator/schema/element.ts";
import {
  readWsiRequest,
  writeWsiRequest,
  type MessageName,
  type PortTypeName,
} from "../../simulator/stacks/wsi-http.ts";
import { requestFromJson, toPlainJson } from "../../simulator/stacks/wsi-json.ts";
import { arbitraryOf } from "../support/arbitrary.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";

const tools = { crypto: createNodeCrypto(), random: seededRandom(1), date: 0 };
const messages: readonly (readonly [MessageName, PortTypeName])[] = [
  ...operationNames.map((name) => [name, "DeviceManagement"] as const),
  ...callbackNames.map((name) => [name, "ExternalSystemCallback"] as const),
];

/** The findings about a request, as `path code`. */
function findingsOf(operation: OperationName, json: unknown): string[] {
  const read = requestFromJson(operation, json);
  return read.ok ? [] : read.findings.map(({ path, code }) => `${path} ${code}`);
}

describe("requests as plain JSON", () => {
  it.each(messages)("%s: JSON, typed value, message and back", (name, portType) => {
    const element: AnyElement = { ...operations, ...callbacks }[name].request;
    fc.assert(
      fc.property(arbitraryOf(element), (sent) => {
        const json: unknown = JSON.parse(JSON.stringify(toPlainJson(name, "request", sent, "show")));
        const built = requestFromJson(name, json);
        if (!built.ok) throw new Error(built.findings.map(({ path, text }) => `${path}: ${text}`).join("\n"));
        const http = writeWsiRequest("http://dms.example/wsi", portType, "1.1", name, built.value, tools);
        const read = readWsiRequest(http, portType);
        expect(read.ok && read.value).toEqual(sent);
        expect(toPlainJson(name, "request", built.value, "show")).toEqual(json);
      }),
      { numRuns: 25 },
    );
  });

  it.each(messages)("%s: whatever JSON comes gives a value or findings", (name, portType) => {
    const element: AnyElement = { ...operations, ...callbacks }[name].request;
    const keys = element.content.kind === "struct" ? Object.keys(element.content.fields) : [];
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...keys, "kind", "more"), fc.jsonValue()),
    );
    fc.assert(
      fc.property(anything, (json) => {
        const built = requestFromJson(name, json);
        // what is accepted can be written
        if (built.ok) writeWsiRequest("http://dms.example/wsi", portType, "1.1", name, built.value, tools);
        else expect(built.findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 25 },
    );
  });

  it("accepts both forms of a command, also inside containers", () => {
    const read = requestFromJson("ManageParameters", {
      deviceId: "d",
      command: [
        { replace: { locUri: "./A", data: "1" } },
        {
          kind: "sequence",
          commands: [{ get: { locUri: "./B" } }, { atomic: { commands: [{ delete: { locUri: "./C" } }] } }],
        },
      ],
    });
    expect(read).toMatchObject({
      ok: true,
      value: {
        command: [
          { kind: "replace", locUri: "./A", data: "1" },
          {
            kind: "sequence",
            commands: [
              { kind: "get", locUri: "./B" },
              { kind: "atomic", commands: [{ kind: "delete", locUri: "./C" }] },
            ],
          },
        ],
      },
    });
  });

  it("takes octets as base64, dates as ISO 8601 and durations, and their values as they are", () => {
    const first = requestFromJson("SubmitBulkOperation", {
      target: { all: true },
      command: [{ kind: "add", locUri: "./A", binaryData: "AAEC" }],
      startAt: "2026-01-02T00:00:00Z",
      expires: "PT1H",
      maxParallel: "5",
    });
    const second = requestFromJson("SubmitBulkOperation", {
      target: { all: "true" },
      command: [{ kind: "add", locUri: "./A", binaryData: new Uint8Array([0, 1, 2]) }],
      startAt: Date.UTC(2026, 0, 2),
      expires: 3_600_000,
      maxParallel: 5,
    });
    expect(first).toMatchObject({ ok: true });
    expect(second).toEqual(first);
  });

  it.each<[unknown, string[]]>([
    [{}, ["deviceId json/missing", "command json/missing"]],
    [null, ["deviceId json/missing", "command json/missing"]],
    ["text", [" json/value"]],
    [{ deviceId: 5, command: [] }, ["deviceId json/value", "command json/missing"]],
    [{ deviceId: "d", command: { kind: "get", locUri: "./A" } }, ["command json/value"]],
    [
      {
        deviceId: "d",
        command: [
          { kind: "get", locUri: "./A" },
          { kind: "replace", data: "x" },
        ],
      },
      ["command[2].replace.locUri json/missing"],
    ],
    [
      {
        deviceId: "d",
        command: [{ get: { locUri: "./A" } }, { replace: { locUri: "./A", binaryData: "!" } }],
      },
      ["command[2].replace.binaryData json/value"],
    ],
    [{ deviceId: "d", command: [{ kind: "move" }] }, ["command[1] json/value"]],
    [{ deviceId: "d", command: [{ get: {}, add: {} }] }, ["command[1] json/value"]],
    [
      { deviceId: "d", command: [{ kind: "get", locUri: "./A", data: "x" }] },
      ["command[1].get.data json/unknown"],
    ],
    [
      { deviceId: "d", command: [{ atomic: { commands: [{ get: { locUri: "./A" } }] } }] },
      ["command[1].atomic.commands[1] json/value"],
    ],
    [
      { deviceId: "d", command: [{ get: { locUri: "./A" } }], atomic: 1, expires: "P1Y", more: 1 },
      ["more json/unknown", "atomic json/value", "expires json/value"],
    ],
    [{ deviceId: "\u0000", command: [{ get: { locUri: "./A" } }] }, ["deviceId json/value"]],
  ])("names the place of what is wrong in %j", (json, findings) => {
    expect(findingsOf("ManageParameters", json)).toEqual(findings);
  });

  it("does not take what every object inherits for a part", () => {
    expect(findingsOf("QueryOperation", JSON.parse('{"operationId":"o","__proto__":1}'))).toEqual([
      "__proto__ json/unknown",
    ]);
    expect(findingsOf("QueryOperation", Object.create({ operationId: "o" }))).toEqual([
      "operationId json/missing",
    ]);
  });

  it("masks passwords unless they are asked for", () => {
    const value = { callbackCredentials: { scheme: "basic", username: "u", password: "geheim" } };
    expect(toPlainJson("RegisterExternalSystem", "request", value)).toEqual({
      callbackCredentials: { scheme: "basic", username: "u", password: "••••••" },
    });
    expect(toPlainJson("RegisterExternalSystem", "request", value, "show")).toEqual(value);
  });
});
