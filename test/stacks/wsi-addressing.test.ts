import { describe, expect, it } from "vitest";
import { seededRandom } from "../../simulator/core/random.ts";
import { addressKind, WSA, WSA_ANONYMOUS, WSA_NONE } from "../../simulator/protocols/soap/index.ts";
import { OUTCOME_RELATIONSHIP, serviceException } from "../../simulator/protocols/wsi/index.ts";
import {
  readWsiRequest,
  readWsiResponse,
  writeFault,
  writeWsiRequest,
  writeWsiResponse,
} from "../../simulator/stacks/wsi-http.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";
import { discover, envelope, faultIn, read, refusal, textOf, versions } from "./wsi-messages.ts";

const tools = { crypto: createNodeCrypto(), random: seededRandom(1), date: 0 };

describe.each(versions)("WS-Addressing over SOAP %s", (version) => {
  it("reads what a request carries", () => {
    const header =
      "<wsa:To>http://dms.example/wsi</wsa:To><wsa:Action>urn:dmwsi:1.0:DiscoverDevices</wsa:Action>" +
      "<wsa:MessageID> urn:uuid:1 </wsa:MessageID>" +
      '<wsa:ReplyTo><wsa:Address>http://es.example/cb</wsa:Address><wsa:ReferenceParameters><x:Key xmlns:x="urn:x" x:a="s:b">7</x:Key></wsa:ReferenceParameters></wsa:ReplyTo>' +
      '<wsa:RelatesTo RelationshipType="urn:r">urn:uuid:0</wsa:RelatesTo>';
    const result = read(version, envelope(version, discover, header));
    if (!result.ok) throw new Error("refused");
    expect(result.addressing).toMatchObject({
      action: "urn:dmwsi:1.0:DiscoverDevices",
      to: "http://dms.example/wsi",
      messageId: "urn:uuid:1",
      relatesTo: [{ messageId: "urn:uuid:0", relationship: "urn:r" }],
    });
    expect(addressKind(result.addressing?.replyTo)).toBe("endpoint");
    expect(result.addressing?.replyTo?.referenceParameters[0]?.xml).toContain('xmlns:x="urn:x"');
  });

  it("is plain SOAP without wsa:Action", () => {
    expect(read(version, envelope(version, discover, "<wsa:MessageID>urn:1</wsa:MessageID>"))).toMatchObject({
      ok: true,
      addressing: undefined,
    });
  });

  it.each([
    ["Action twice", "<wsa:Action>urn:a</wsa:Action><wsa:Action>urn:a</wsa:Action>"],
    ["an empty Action", "<wsa:Action/>"],
    [
      "MessageID twice",
      "<wsa:Action>urn:a</wsa:Action><wsa:MessageID>a</wsa:MessageID><wsa:MessageID>b</wsa:MessageID>",
    ],
    ["a ReplyTo without Address", "<wsa:Action>urn:a</wsa:Action><wsa:ReplyTo/>"],
    [
      "a ReplyTo with an empty Address",
      "<wsa:Action>urn:a</wsa:Action><wsa:ReplyTo><wsa:Address/></wsa:ReplyTo>",
    ],
  ])("InvalidAddressingHeader for %s", (_title, header) => {
    const response = refusal(version, envelope(version, discover, header));
    expect(faultIn(response)).toMatchObject({
      code: "Client",
      subcode: { namespace: WSA, name: "InvalidAddressingHeader" },
    });
  });

  it("refuses an Action that the HTTP request contradicts", () => {
    const xml = envelope(version, discover, "<wsa:Action>urn:dmwsi:1.0:DiscoverDevices</wsa:Action>");
    expect(faultIn(refusal(version, xml, { soapaction: '"urn:other"' })).subcode?.name).toBe(
      "InvalidAddressingHeader",
    );
    expect(read(version, xml, { soapaction: '"urn:dmwsi:1.0:DiscoverDevices"' })).toMatchObject({ ok: true });
  });

  it("writes a callback that repeats the reference parameters and relates to the request", () => {
    const parameter = { xml: '<k:Key xmlns:k="urn:k">7</k:Key>' };
    const request = writeWsiRequest(
      "http://es.example/cb",
      "ExternalSystemCallback",
      version,
      "SessionStatus",
      { operationId: "op-1", sequence: 1, occurredAt: 0, sessionId: "s-1", state: "established" },
      {
        ...tools,
        addressing: {
          messageId: "urn:uuid:2",
          relatesTo: [{ messageId: "urn:uuid:1", relationship: OUTCOME_RELATIONSHIP }],
          referenceParameters: [parameter],
        },
      },
    );
    expect(textOf(request)).toMatch(/<k:Key [^>]*ref:IsReferenceParameter="true"[^>]*>7<\/k:Key>/);
    const result = readWsiRequest(request, "ExternalSystemCallback");
    expect(result).toMatchObject({
      ok: true,
      operation: "SessionStatus",
      addressing: {
        to: "http://es.example/cb",
        action: "urn:dmwsi:1.0:SessionStatus",
        messageId: "urn:uuid:2",
        relatesTo: [{ messageId: "urn:uuid:1", relationship: OUTCOME_RELATIONSHIP }],
      },
    });
  });

  it("round-trips endpoint references", () => {
    const replyTo = {
      address: "http://es.example/cb",
      referenceParameters: [{ xml: '<k xmlns="urn:k">7</k>' }],
    };
    const request = writeWsiRequest(
      "http://dms.example/wsi",
      "DeviceManagement",
      version,
      "DiscoverDevices",
      {},
      {
        ...tools,
        addressing: { replyTo, faultTo: { address: WSA_NONE } },
      },
    );
    const result = readWsiRequest(request, "DeviceManagement");
    if (!result.ok) throw new Error("refused");
    expect(result.addressing?.replyTo).toEqual(replyTo);
    expect(addressKind(result.addressing?.faultTo)).toBe("none");
    expect(addressKind({ address: WSA_ANONYMOUS, referenceParameters: [] })).toBe("anonymous");
    expect(addressKind(undefined)).toBe("anonymous");
  });

  it("relates responses and faults to the request", () => {
    const addressing = { action: "urn:dmwsi:1.0:TerminateSession", messageId: "urn:uuid:1", relatesTo: [] };
    const ack = { operationId: "op-1", state: "accepted", acceptedAt: 0 } as const;
    const response = readWsiResponse(
      writeWsiResponse(version, "TerminateSession", { ack }, addressing),
      "TerminateSession",
    );
    expect(response).toMatchObject({
      kind: "response",
      addressing: {
        action: "urn:dmwsi:1.0:wsdl:DeviceManagement:TerminateSessionResponse",
        relatesTo: [{ messageId: "urn:uuid:1" }],
      },
    });
    const fault = writeFault(version, serviceException("SVC0201", ["s-1"]), addressing);
    expect(textOf(fault)).toContain("<wsa:RelatesTo>urn:uuid:1</wsa:RelatesTo>");
    expect(faultIn(fault).messageId).toBe("SVC0201");
  });
});
