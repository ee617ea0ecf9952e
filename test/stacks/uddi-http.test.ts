import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { GENERIC } from "../../simulator/protocols/uddi/index.ts";
import {
  readUddiRequest,
  readUddiResponse,
  writeUddiError,
  writeUddiRequest,
  writeUddiResponse,
} from "../../simulator/stacks/uddi-http.ts";

const url = "http://ddi.example/uddi/inquiry";
const request = writeUddiRequest(url, {
  name: "find_service",
  value: { generic: GENERIC, name: [{ text: "DeviceManagementService" }] },
});
const withText = (change: (text: string) => string) => ({
  ...request,
  body: utf8(change(new TextDecoder().decode(request.body))),
});
const refusal = (http: typeof request) => {
  const read = readUddiRequest(http, "ddi.example");
  if (read.ok) throw new Error("it was read");
  return { status: read.response.status, answer: readUddiResponse(read.response) };
};

describe("UDDI over SOAP 1.1", () => {
  it("reads the request that it writes", () => {
    expect(readUddiRequest(request, "ddi.example")).toMatchObject({
      ok: true,
      findings: [],
      message: { name: "find_service", value: { name: [{ text: "DeviceManagementService" }] } },
    });
    expect(request.headers).toMatchObject({ soapaction: '"find_service"' });
  });

  it("reads the response and the error that it writes", () => {
    const list = { generic: GENERIC, operator: "o", serviceInfos: { serviceInfo: [] } };
    expect(readUddiResponse(writeUddiResponse({ name: "serviceList", value: list }, "o"))).toMatchObject({
      kind: "response",
      message: { name: "serviceList" },
    });
    const error = writeUddiError({ code: "E_authTokenRequired", text: "log in first" }, "o");
    expect(error.status).toBe(500);
    expect(readUddiResponse(error)).toMatchObject({
      kind: "error",
      code: "E_authTokenRequired",
      text: "log in first",
    });
  });

  it.each([
    ["a GET", { ...request, method: "GET" }, 405, "unreadable"],
    ["another media type", { ...request, headers: { "content-type": "text/plain" } }, 415, "Client"],
    ["what is no XML", { ...request, body: utf8("hello") }, 500, "Client"],
    ["no envelope", { ...request, body: utf8("<a/>") }, 500, "VersionMismatch"],
    [
      "an empty body",
      withText((text) => text.replace(/<(\w+:)?find_service.*find_service>/, "")),
      500,
      "E_fatalError",
    ],
    [
      "another version",
      withText((text) => text.replace("uddi-org:api_v2", "urn:uddi-org:api_v9")),
      500,
      "E_unrecognizedVersion",
    ],
    [
      "another generic",
      withText((text) => text.replace('generic="2.0"', 'generic="1.0"')),
      500,
      "E_unrecognizedVersion",
    ],
    [
      "an unknown request",
      withText((text) => text.replaceAll("find_service", "find_all")),
      500,
      "E_unsupported",
    ],
    ["a response", withText((text) => text.replaceAll("find_service", "authToken")), 500, "E_unsupported"],
    ["a missing attribute", withText((text) => text.replace(' generic="2.0"', "")), 500, "E_fatalError"],
  ])("refuses %s", (_what, http, status, code) => {
    const refused = refusal(http);
    expect(refused.status).toBe(status);
    expect(refused.answer.kind === "error" ? refused.answer.code : refused.answer.kind).toBe(code);
  });

  it("finds no answer in a request, in another document or in nothing", () => {
    for (const body of [request.body, utf8("<a/>"), utf8("")])
      expect(readUddiResponse({ status: 200, headers: {}, body })).toMatchObject({ kind: "unreadable" });
  });
});
