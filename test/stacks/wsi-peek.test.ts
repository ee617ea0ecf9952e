import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../simulator/core/random.ts";
import { serviceException } from "../../simulator/protocols/wsi/index.ts";
import {
  peekOperation,
  writeFault,
  writeWsiRequest,
  writeWsiResponse,
} from "../../simulator/stacks/wsi-http.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";
import { envelope, versions } from "./wsi-messages.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(versions)("titles of SOAP %s messages", (version) => {
  it("a request, with whatever headers", () => {
    const request = writeWsiRequest(
      "http://dms.example/wsi",
      "DeviceManagement",
      version,
      "QueryOperation",
      { operationId: "o" },
      {
        crypto: createNodeCrypto(),
        random: seededRandom(1),
        date: 0,
        addressing: { messageId: "urn:1" },
        credentials: { scheme: "username-token-digest", username: "a", password: "b" },
      },
    );
    expect(peekOperation(request.body)).toEqual({ operation: "QueryOperation", direction: "request" });
  });

  it("a response", () => {
    const response = writeWsiResponse(version, "SessionStatus", {});
    expect(peekOperation(response.body)).toEqual({ operation: "SessionStatus", direction: "response" });
  });

  it("a fault by its exception, else by its code", () => {
    const peek = (fault: Parameters<typeof writeFault>[1]) => peekOperation(writeFault(version, fault).body);
    expect(peek(serviceException("SVC0201", ["s"]))).toEqual({
      operation: "Fault",
      direction: "fault",
      fault: "SVC0201",
    });
    expect(peek({ kind: "security", code: "FailedAuthentication" })?.fault).toBe("FailedAuthentication");
    expect(peek({ kind: "client", text: "x" })?.fault).toBe(version === "1.1" ? "Client" : "Sender");
  });

  it("messages as others indent and comment them", () => {
    const xml = envelope(version, "\n  <!-- x -->\n  <a:SessionStatus xmlns:a='urn:dmwsi:1.0'/>");
    expect(peekOperation(bytes(xml))).toEqual({ operation: "SessionStatus", direction: "request" });
  });
});

it("what is no SOAP has no title, and nothing throws", () => {
  expect(peekOperation(bytes("<html><body>x</body></html>"))).toBeUndefined();
  fc.assert(fc.property(fc.uint8Array(), (octets) => peekOperation(octets) === undefined));
});
