import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWsiRequest } from "../../simulator/stacks/wsi-http.ts";
import { discover, envelope, faultIn, post, read, refusal, textOf, versions } from "./wsi-messages.ts";

describe("HTTP binding", () => {
  it("405 for another method", () => {
    const result = readWsiRequest({ ...post("1.1", ""), method: "PUT" }, "DeviceManagement");
    expect(result).toMatchObject({ ok: false, response: { status: 405, headers: { allow: "POST, GET" } } });
  });

  it.each(["application/json", "text/plain", "application/xml", ""])("415 for media type %j", (type) => {
    expect(refusal("1.1", envelope("1.1", discover), { "content-type": type }).status).toBe(415);
  });

  it("415 for a charset that XML readers need not know", () => {
    expect(
      refusal("1.1", envelope("1.1", discover), { "content-type": "text/xml; charset=koi8-r" }).status,
    ).toBe(415);
  });

  it.each([
    'text/xml; charset="UTF-8"',
    "TEXT/XML",
    "text/xml;charset=utf-8;foo=bar",
    "text/xml; charset=us-ascii",
  ])("reads media type %j", (type) => {
    expect(read("1.1", envelope("1.1", discover), { "content-type": type })).toMatchObject({ ok: true });
  });

  it("answers in the SOAP version of the envelope, whatever the media type says", () => {
    const result = read("1.2", envelope("1.2", discover), { "content-type": "text/xml" });
    expect(result).toMatchObject({ ok: true, soapVersion: "1.2" });
  });

  it.each(['"urn:dmwsi:1.0:DiscoverDevices"', "urn:dmwsi:1.0:DiscoverDevices", '""', ""])(
    "takes SOAPAction %j",
    (soapaction) => {
      expect(read("1.1", envelope("1.1", discover), { soapaction })).toMatchObject({
        ok: true,
        findings: [],
      });
    },
  );

  it("lets the body decide where SOAPAction says something else, with a finding", () => {
    const result = read("1.1", envelope("1.1", discover), { soapaction: '"urn:other"' });
    expect(result).toMatchObject({
      ok: true,
      operation: "DiscoverDevices",
      findings: [{ code: "soap/action" }],
    });
  });

  it("reads UTF-16 and a byte order mark", () => {
    const text = `\ufeff${envelope("1.1", discover)}`;
    expect(read("1.1", new Uint8Array(Buffer.from(text, "utf16le")))).toMatchObject({ ok: true });
    expect(read("1.1", text)).toMatchObject({ ok: true });
  });
});

describe.each(versions)("SOAP %s", (version) => {
  const senderStatus = version === "1.1" ? 500 : 400;

  it("reads an operation with its values", () => {
    const result = read(version, envelope(version, discover));
    expect(result).toMatchObject({
      ok: true,
      soapVersion: version,
      operation: "DiscoverDevices",
      value: { maxResults: 5 },
    });
    expect(result).not.toHaveProperty("response");
  });

  it.each([
    ["text that is no XML", "hello"],
    ["nothing", ""],
    ["an envelope that ends early", envelope(version, discover).slice(0, -20)],
    ["a raw < in text, which readers for people would mend", envelope(version, discover.replace("5", "a<b"))],
    ["a raw & in text", envelope(version, discover.replace("5", "a & b"))],
    ["two roots", envelope(version, discover) + envelope(version, discover)],
    ["a document type", `<!DOCTYPE x [<!ENTITY a "b">]>${envelope(version, discover)}`],
    ["octets that are no UTF-8", Buffer.from(envelope(version, discover).replace("5", "\u00e9"), "latin1")],
  ])("faults %s", (_title, xml) => {
    const response = refusal(version, typeof xml === "string" ? xml : new Uint8Array(xml));
    expect(response.status).toBe(senderStatus);
    expect(faultIn(response)).toMatchObject({ code: "Client" });
    expect(textOf(response)).not.toMatch(/at .*\.ts:\d/);
  });

  it("faults deep nesting without trying to understand it", () => {
    const deep = "<a>".repeat(5000) + "</a>".repeat(5000);
    expect(faultIn(refusal(version, envelope(version, deep))).code).toBe("Client");
  });

  it("faults an empty body, several elements, an unknown operation and a response", () => {
    for (const body of [
      "",
      discover + discover,
      "<Foo/>",
      '<Foo xmlns="urn:dmwsi:1.0"/>',
      discover.replace("urn:dmwsi:1.0", "urn:other"),
    ])
      expect(faultIn(refusal(version, envelope(version, body))).code).toBe("Client");
    const response = '<DiscoverDevicesResponse xmlns="urn:dmwsi:1.0"/>';
    expect(faultIn(refusal(version, envelope(version, response))).text).toContain("DiscoverDevicesResponse");
  });

  it.each([
    ["a second body (R9980)", (xml: string) => xml.replace("</s:Body>", "</s:Body><s:Body/>")],
    ["an element after the body (R1011)", (xml: string) => xml.replace("</s:Body>", "</s:Body><x/>")],
    ["text in the body", (xml: string) => xml.replace("</s:Body>", "text</s:Body>")],
    ["no body", (xml: string) => xml.replace(/<s:Body>.*<\/s:Body>/, "")],
  ])("faults %s", (_title, change) => {
    expect(faultIn(refusal(version, change(envelope(version, discover))))).toMatchObject({ code: "Client" });
  });

  it("knows all operations of the contract unless the receiver names its own", () => {
    const xml = envelope(version, '<ListUpdates xmlns="urn:dmwsi:1.0"/>');
    expect(read(version, xml)).toMatchObject({ ok: true, operation: "ListUpdates" });
    const few = read(version, xml, {}, { operations: ["DiscoverDevices"] });
    if (few.ok) throw new Error("an operation that is not offered was read");
    expect(faultIn(few.response).text).toContain("ListUpdates");
  });

  it("does not take a callback for an operation", () => {
    const xml = envelope(version, '<SessionStatus xmlns="urn:dmwsi:1.0"/>');
    expect(faultIn(refusal(version, xml)).text).toContain("SessionStatus");
  });

  it("MustUnderstand comes before everything else in the message", () => {
    const flag = version === "1.1" ? "1" : "true";
    const header = `<x:Transaction xmlns:x="urn:x" s:mustUnderstand="${flag}">5</x:Transaction>`;
    for (const body of [discover, "<Foo/>", discover + discover]) {
      const response = refusal(version, envelope(version, body, header));
      expect(response.status).toBe(500);
      expect(faultIn(response)).toMatchObject({ code: "MustUnderstand" });
      expect(faultIn(response).text).toContain("{urn:x}Transaction");
    }
    const named = textOf(refusal(version, envelope(version, discover, header))).includes(
      'qname="n:Transaction"',
    );
    expect(named).toBe(version === "1.2");
  });

  it.each([
    ["not mandatory", '<x:T xmlns:x="urn:x"/>'],
    [
      "mandatory for another node",
      `<x:T xmlns:x="urn:x" s:mustUnderstand="1" s:${version === "1.1" ? "actor" : "role"}="urn:other"/>`,
    ],
    ["with an unqualified mustUnderstand", '<x:T xmlns:x="urn:x" mustUnderstand="true"/>'],
    ["an empty Via", '<Via xmlns="urn:dmwsi:1.0" s:mustUnderstand="1"><hop>a</hop></Via>'],
  ])("takes a header block that is %s", (_title, header) => {
    expect(read(version, envelope(version, discover, header))).toMatchObject({ ok: true });
  });

  it("faults a Via without a hop as what it is", () => {
    const response = refusal(version, envelope(version, discover, '<Via xmlns="urn:dmwsi:1.0"/>'));
    expect(faultIn(response)).toMatchObject({ code: "Client", subcode: undefined, text: "Via has no hop." });
  });

  it("takes elements in another order, with a finding", () => {
    const body =
      '<QueryOperation xmlns="urn:dmwsi:1.0"><startIndex>1</startIndex><operationId>op-1</operationId></QueryOperation>';
    const result = read(version, envelope(version, body));
    expect(result).toMatchObject({
      ok: true,
      value: { operationId: "op-1", startIndex: 1 },
      findings: [{ code: "schema/order" }],
    });
  });

  it("never throws, whatever the octets", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), mutated(envelope(version, discover))), (bytes) => {
        const result = read(version, bytes);
        expect(result.ok || faultIn(result.response).text).not.toBe("");
      }),
      { numRuns: 300 },
    );
  });
});

describe("versions of the envelope", () => {
  it("VersionMismatch for another namespace, with the versions that are understood", () => {
    const xml = envelope("1.1", discover).replace(
      "http://schemas.xmlsoap.org/soap/envelope/",
      "urn:soap:3.0",
    );
    const response = refusal("1.1", xml);
    expect(response.status).toBe(500);
    expect(response.headers["content-type"]).toContain("text/xml");
    expect(faultIn(response).code).toBe("VersionMismatch");
    expect(textOf(response)).toContain("SupportedEnvelope");
  });

  it("Client fault for a root that is no envelope", () => {
    expect(faultIn(refusal("1.2", "<html/>"))).toMatchObject({ code: "Client" });
  });
});

/** A message with some characters changed, dropped or doubled. */
function mutated(text: string): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.nat(text.length - 1),
    what: fc.constantFrom("", "<", ">", "&", '"', "/", " ", "\u0000", "é"),
    twice: fc.boolean(),
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let result = text;
    for (const { at, what, twice } of changes)
      result = result.slice(0, at) + what + result.slice(twice ? Math.max(0, at - 9) : at + 1);
    return new TextEncoder().encode(result);
  });
}
