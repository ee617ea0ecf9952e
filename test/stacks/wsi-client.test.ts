import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../simulator/core/random.ts";
import {
  callbackNames,
  callbacks,
  operationNames,
  operations,
  policyException,
  serviceException,
} from "../../simulator/protocols/wsi/index.ts";
import {
  readWsiRequest,
  readWsiResponse,
  unauthorized,
  writeFault,
  writeWsiRequest,
  writeWsiResponse,
  type MessageName,
  type PortTypeName,
  type RequestInput,
  type ResponseInput,
} from "../../simulator/stacks/wsi-http.ts";
import type { AnyElement } from "../../simulator/schema/element.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";
import { arbitraryOf } from "../support/arbitrary.ts";
import { versions } from "./wsi-messages.ts";

const tools = { crypto: createNodeCrypto(), random: seededRandom(1), date: 0 };
const url = "http://peer.example/wsi";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const messages: readonly (readonly [MessageName, PortTypeName])[] = [
  ...operationNames.map((name) => [name, "DeviceManagement"] as const),
  ...callbackNames.map((name) => [name, "ExternalSystemCallback"] as const),
];

describe.each(versions)("SOAP %s", (version) => {
  it.each(messages)("%s: what one side writes the other reads", (name, portType) => {
    const declared = { ...operations, ...callbacks }[name];
    const [request, response]: readonly AnyElement[] = [declared.request, declared.response];
    if (!request || !response) return;
    fc.assert(
      fc.property(arbitraryOf(request), arbitraryOf(response), (sent, answered) => {
        const http = writeWsiRequest(url, portType, version, name, sent as RequestInput<MessageName>, tools);
        const read = readWsiRequest(http, portType, { operations: operationNames });
        expect(read).toMatchObject({ ok: true, soapVersion: version, operation: name, findings: [] });
        expect(read.ok && read.value).toEqual(sent);
        const answer = readWsiResponse(
          writeWsiResponse(version, name, answered as ResponseInput<MessageName>),
          name,
        );
        expect(answer.kind === "response" && answer.value).toEqual(answered);
      }),
      { numRuns: 10 },
    );
  });

  it("sends what the HTTP binding asks for", () => {
    const { method, headers } = writeWsiRequest(
      url,
      "DeviceManagement",
      version,
      "QueryOperation",
      { operationId: "op" },
      tools,
    );
    expect(method).toBe("POST");
    expect(headers).toEqual(
      version === "1.1"
        ? { "content-type": "text/xml; charset=utf-8", soapaction: '"urn:dmwsi:1.0:QueryOperation"' }
        : { "content-type": 'application/soap+xml; charset=utf-8; action="urn:dmwsi:1.0:QueryOperation"' },
    );
  });

  it("reads exceptions of the contract with their variables", () => {
    const read = readWsiResponse(
      writeFault(version, serviceException("SVC0002", ["callbackEndpoint"])),
      "SubscribeAlerts",
    );
    expect(read).toMatchObject({
      kind: "fault",
      status: version === "1.1" ? 500 : 400,
      fault: {
        code: "Client",
        exception: "ServiceException",
        messageId: "SVC0002",
        variables: ["callbackEndpoint"],
        text: "Invalid input value for message part callbackEndpoint",
      },
    });
    expect(
      readWsiResponse(writeFault(version, policyException("POL0201", ["d"])), "ManageParameters"),
    ).toMatchObject({
      fault: { exception: "PolicyException", messageId: "POL0201" },
    });
    expect(
      readWsiResponse(writeFault(version, serviceException("SVC0001", ["store"])), "ManageParameters"),
    ).toMatchObject({
      status: 500,
      fault: { code: "Server" },
    });
  });

  it("reads a fault whatever the status (R1107)", () => {
    const fault = writeFault(version, { kind: "server", text: "busy" });
    for (const status of [200, 202, 401, 503])
      expect(readWsiResponse({ ...fault, status }, "SessionStatus")).toMatchObject({
        kind: "fault",
        status,
        fault: { code: "Server", text: "busy" },
      });
  });
});

describe("answers that are neither response nor fault", () => {
  const sound = writeWsiResponse("1.1", "DeregisterExternalSystem", {
    ack: { operationId: "op-1", state: "accepted", acceptedAt: 0 },
  });

  it.each([
    ["a page of a proxy", { status: 502, headers: {}, body: bytes("<html><body>Bad gateway</body></html>") }],
    ["an empty 401", { status: 401, headers: {}, body: new Uint8Array() }],
    ["an empty 200", { status: 200, headers: {}, body: new Uint8Array() }],
    ["a response with an error status", { ...sound, status: 500 }],
    [
      "the response of another operation",
      writeWsiResponse("1.1", "CancelOperation", {
        ack: { operationId: "o", state: "accepted", acceptedAt: 0 },
      }),
    ],
    [
      "a response without its ack",
      { ...sound, body: bytes(new TextDecoder().decode(sound.body).replace(/<ack>.*<\/ack>/, "")) },
    ],
  ])("%s", (_title, response) => {
    expect(readWsiResponse(response, "DeregisterExternalSystem")).toMatchObject({
      kind: "unreadable",
      status: response.status,
    });
  });

  it("401 with a fault is a fault", () => {
    expect(readWsiResponse(unauthorized("1.1", "wrong"), "DiscoverDevices")).toMatchObject({
      kind: "fault",
      status: 401,
      fault: { subcode: { name: "FailedAuthentication" } },
    });
  });
});

describe("section 2: a callback is delivered by 2xx without a fault", () => {
  it.each([
    [200, ""],
    [202, ""],
    [204, ""],
    [200, "OK"],
    [200, "<html/>"],
  ])("%i %j", (status, body) => {
    expect(readWsiResponse({ status, headers: {}, body: bytes(body) }, "OperationResult")).toMatchObject({
      kind: "response",
    });
  });

  it.each([302, 404, 503])("not by %i", (status) => {
    expect(readWsiResponse({ status, headers: {}, body: bytes("") }, "OperationResult")).toMatchObject({
      kind: "unreadable",
      status,
    });
  });
});
