import { describe, expect, it } from "vitest";
import { utf8, utf8TextLenient } from "../../../simulator/core/bytes.ts";
import {
  createEnvelopeReader,
  faultElement,
  faultStatus,
  isFault,
  processHeaders,
  readFault,
  securityFault,
  SOAP11,
  SOAP12,
  writeEnvelope,
  type SoapFault,
  type SoapVersion,
} from "../../../simulator/protocols/soap/index.ts";
import { namespace, one, wildcardInput } from "../../../simulator/schema/element.ts";
import { string } from "../../../simulator/schema/scalar.ts";

const el = namespace("urn:test");
const Greeting = el.struct("Greeting", { name: one(el.scalar("name", string)) });
const known = (uri: string, name: string) =>
  uri === "urn:test" && name === "Greeting" ? Greeting : undefined;
const read = createEnvelopeReader({ body: known, detail: known });
const versions: readonly SoapVersion[] = ["1.1", "1.2"];
const uri = { "1.1": SOAP11, "1.2": SOAP12 } as const;

describe.each(versions)("SOAP %s envelope", (version) => {
  it("is written with its prefix on the root and the body in its default namespace", () => {
    const bytes = writeEnvelope(version, { body: wildcardInput(Greeting, { name: "a" }) });
    expect(utf8TextLenient(bytes)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${uri[version]}"><soap:Body>` +
        '<Greeting xmlns="urn:test"><name>a</name></Greeting></soap:Body></soap:Envelope>',
    );
  });

  it("is read with its version, header blocks and typed body", () => {
    const xml = `<a:Envelope xmlns:a="${uri[version]}"><a:Header><h xmlns="urn:h" a:mustUnderstand="1"><b/></h></a:Header><a:Body> <Greeting xmlns="urn:test"><name>a</name></Greeting> </a:Body></a:Envelope>`;
    const { envelope, findings, root } = read(utf8(xml));
    expect(findings).toEqual([]);
    expect(root).toMatchObject({ namespace: uri[version], name: "Envelope" });
    expect(envelope).toMatchObject({ version, children: [{ element: Greeting, value: { name: "a" } }] });
    expect(envelope?.headers).toMatchObject([{ namespace: "urn:h", name: "h", element: undefined }]);
  });

  it("may have no header and an empty body", () => {
    const { envelope } = read(writeEnvelope(version, {}));
    expect(envelope).toEqual({ version, headers: [], children: [] });
  });

  it("reports what is no envelope", () => {
    expect(read(utf8("<Envelope/>"))).toMatchObject({ envelope: undefined, root: { name: "Envelope" } });
    expect(read(utf8("")).envelope).toBeUndefined();
  });
});

describe("header blocks", () => {
  const block = (version: SoapVersion, attributes: string) => {
    const xml = `<s:Envelope xmlns:s="${uri[version]}"><s:Header><x:T xmlns:x="urn:x" ${attributes}/></s:Header><s:Body/></s:Envelope>`;
    const { envelope } = read(utf8(xml));
    if (!envelope) throw new Error("no envelope");
    return processHeaders(envelope, () => false).mustUnderstand.length > 0;
  };

  it.each([
    ["1.1", 's:mustUnderstand="1"', true],
    ["1.1", 's:mustUnderstand="0"', false],
    ["1.1", 's:mustUnderstand="true"', false],
    ["1.1", 's:mustUnderstand="1" s:actor="http://schemas.xmlsoap.org/soap/actor/next"', true],
    ["1.1", 's:mustUnderstand="1" s:actor=""', true],
    ["1.1", 's:mustUnderstand="1" s:actor="urn:other"', false],
    ["1.1", 'mustUnderstand="1"', false],
    ["1.2", 's:mustUnderstand="true"', true],
    ["1.2", 's:mustUnderstand="1"', true],
    ["1.2", 's:mustUnderstand="false"', false],
    [
      "1.2",
      's:mustUnderstand="1" s:role="http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"',
      true,
    ],
    ["1.2", 's:mustUnderstand="1" s:role="http://www.w3.org/2003/05/soap-envelope/role/next"', true],
    ["1.2", 's:mustUnderstand="1" s:role="http://www.w3.org/2003/05/soap-envelope/role/none"', false],
  ] as const)("SOAP %s: %s must be understood: %s", (version, attributes, expected) => {
    expect(block(version, attributes)).toBe(expected);
  });
});

describe("faults", () => {
  const faults: readonly SoapFault[] = [
    { code: "Client", text: "a < b & c" },
    { code: "Server", text: " kept " },
    { code: "MustUnderstand", text: "x", actor: "urn:me" },
    { code: "VersionMismatch", text: "x" },
    securityFault("FailedAuthentication"),
    { code: "Client", text: "x", detail: { element: Greeting, value: { name: "d" } } },
  ];

  it.each(versions.flatMap((version) => faults.map((fault) => [version, fault] as const)))(
    "SOAP %s: read(write(%j)) is the same fault",
    (version, fault) => {
      const { envelope, findings } = read(writeEnvelope(version, { body: faultElement(version, fault) }));
      const child = envelope?.children[0];
      expect(findings).toEqual([]);
      expect(isFault(child)).toBe(true);
      const back = child && readFault(child);
      expect(back).toMatchObject({ code: fault.code, text: fault.text });
      expect(back?.subcode).toEqual(fault.subcode);
      expect(back?.actor).toBe(fault.actor);
      expect(back?.details.map(({ value }) => value)).toEqual(fault.detail ? [fault.detail.value] : []);
    },
  );

  it("SOAP 1.1 children are in no namespace and in order (R1000, R1001)", () => {
    const detail = { element: Greeting, value: { name: "d" } };
    const xml = utf8TextLenient(
      writeEnvelope("1.1", {
        body: faultElement("1.1", { code: "Client", text: "t", actor: "urn:a", detail }),
      }),
    );
    expect(xml).toContain(
      '<soap:Fault><faultcode>soap:Client</faultcode><faultstring xml:lang="en">t</faultstring><faultactor>urn:a</faultactor><detail><Greeting xmlns="urn:test">',
    );
  });

  it("reads refined codes and codes of others", () => {
    const fault = (code: string) => {
      const xml = `<s:Envelope xmlns:s="${SOAP11}"><s:Body><s:Fault><faultcode>${code}</faultcode><faultstring>t</faultstring></s:Fault></s:Body></s:Envelope>`;
      const child = read(utf8(xml)).envelope?.children[0];
      return child && readFault(child);
    };
    expect(fault("s:Client.Authentication")).toMatchObject({ code: "Client", subcode: undefined });
    expect(fault("SOAP-ENV:Server")).toMatchObject({ code: "Server" });
    expect(fault("w:FailedAuthentication")?.subcode?.name).toBe("FailedAuthentication");
    expect(fault("x:Own")).toMatchObject({ code: "Client", subcode: { namespace: "", name: "Own" } });
  });

  it("takes the English text of several", () => {
    const xml = `<s:Envelope xmlns:s="${SOAP12}"><s:Body><s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text xml:lang="de">Nein</s:Text><s:Text xml:lang="en-GB">No</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`;
    const child = read(utf8(xml)).envelope?.children[0];
    expect(child && readFault(child)).toMatchObject({ code: "Server", text: "No" });
  });

  it("travels with 500, but with 400 for Sender in SOAP 1.2", () => {
    expect(faultStatus("1.1", "Client")).toBe(500);
    expect(faultStatus("1.2", "Client")).toBe(400);
    expect(faultStatus("1.2", "Server")).toBe(500);
    expect(faultStatus("1.2", "MustUnderstand")).toBe(500);
  });
});
