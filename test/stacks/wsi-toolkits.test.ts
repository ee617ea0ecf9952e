import { describe, expect, it } from "vitest";
import { SOAP11, SOAP12 } from "../../simulator/protocols/soap/index.ts";
import { operationNames } from "../../simulator/protocols/wsi/index.ts";
import { read } from "./wsi-messages.ts";

/** Messages written as toolkits of the field write them. */
describe("quirks of toolkits", () => {
  it("zeep: SOAPAction and action in SOAP 1.2, times with +00:00", () => {
    const xml =
      `<?xml version='1.0' encoding='utf-8'?>\n<soap-env:Envelope xmlns:soap-env="${SOAP12}"><soap-env:Body>` +
      '<ns0:DiscoverDevices xmlns:ns0="urn:dmwsi:1.0"><ns0:filter><ns0:seenAfter>2026-01-02T03:04:05+00:00</ns0:seenAfter>' +
      "</ns0:filter></ns0:DiscoverDevices></soap-env:Body></soap-env:Envelope>";
    const headers = {
      "content-type": 'application/soap+xml; charset=utf-8; action="urn:dmwsi:1.0:DiscoverDevices"',
      soapaction: '"urn:dmwsi:1.0:DiscoverDevices"',
    };
    expect(read("1.2", xml, headers)).toMatchObject({
      ok: true,
      findings: [],
      value: { filter: { seenAfter: Date.UTC(2026, 0, 2, 3, 4, 5) } },
    });
  });

  it("suds: an empty Header, two prefixes for one namespace, an unqualified mustUnderstand", () => {
    const xml =
      `<SOAP-ENV:Envelope xmlns:ns0="urn:dmwsi:1.0" xmlns:ns1="${SOAP11}" xmlns:SOAP-ENV="${SOAP11}">` +
      "<SOAP-ENV:Header/><ns1:Body><ns0:QueryOperation><ns0:operationId>op-1</ns0:operationId></ns0:QueryOperation></ns1:Body></SOAP-ENV:Envelope>";
    expect(read("1.1", xml)).toMatchObject({ ok: true, operation: "QueryOperation", findings: [] });
    const security =
      '<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" mustUnderstand="true">' +
      "<wsse:UsernameToken><wsse:Username>care</wsse:Username><wsse:Password>p</wsse:Password></wsse:UsernameToken></wsse:Security>";
    expect(
      read("1.1", xml.replace("<SOAP-ENV:Header/>", `<SOAP-ENV:Header>${security}</SOAP-ENV:Header>`)),
    ).toMatchObject({
      ok: true,
      security: { username: "care" },
    });
  });

  it("gSOAP: every namespace on the Envelope, encodingStyle on it, white space between elements", () => {
    const xml =
      `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${SOAP11}" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"` +
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:ns1="urn:dmwsi:1.0">\n' +
      " <SOAP-ENV:Body>\n  <ns1:TerminateSession>\n   <ns1:sessionId>s-1</ns1:sessionId>\n   <ns1:abort>1</ns1:abort>\n  </ns1:TerminateSession>\n </SOAP-ENV:Body>\n</SOAP-ENV:Envelope>\n";
    expect(read("1.1", xml)).toMatchObject({
      ok: true,
      value: { sessionId: "s-1", abort: true },
      findings: [],
    });
  });

  it("npm soap: default namespace and prefix on the wrapper", () => {
    const xml =
      `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP11}" xmlns:t="urn:dmwsi:1.0" xmlns:tns="urn:dmwsi:1.0:wsdl">` +
      '<soap:Body><t:QueryOperation xmlns:t="urn:dmwsi:1.0" xmlns="urn:dmwsi:1.0"><t:operationId>op-1</t:operationId></t:QueryOperation></soap:Body></soap:Envelope>';
    expect(read("1.1", xml)).toMatchObject({ ok: true, value: { operationId: "op-1" }, findings: [] });
  });

  it("PHP: xsi:nil for values that are null, xsi:type on others", () => {
    const xml =
      `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${SOAP11}" xmlns:ns1="urn:dmwsi:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">` +
      '<SOAP-ENV:Body><ns1:DiscoverDevices><ns1:startIndex xsi:nil="true"/><ns1:maxResults xsi:type="xsd:int">5</ns1:maxResults></ns1:DiscoverDevices></SOAP-ENV:Body></SOAP-ENV:Envelope>';
    expect(read("1.1", xml)).toMatchObject({
      ok: true,
      value: { startIndex: undefined, maxResults: 5 },
      findings: [],
    });
  });

  it("SOAP::Lite: xsi:nil on a wrapper without children", () => {
    const xml =
      `<soap:Envelope xmlns:soap="${SOAP11}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
      '<soap:Body><ListUpdates xmlns="urn:dmwsi:1.0" xsi:nil="true"/></soap:Body></soap:Envelope>';
    expect(read("1.1", xml, {}, { operations: operationNames })).toMatchObject({
      ok: true,
      operation: "ListUpdates",
      value: {},
    });
  });

  it("JAX-WS: S as prefix, single quotes in the XML declaration", () => {
    const xml =
      `<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="${SOAP12}"><S:Body><ns2:DeregisterExternalSystem xmlns:ns2="urn:dmwsi:1.0">` +
      "<ns2:registrationId>reg-1</ns2:registrationId></ns2:DeregisterExternalSystem></S:Body></S:Envelope>";
    expect(read("1.2", xml, { "content-type": "application/soap+xml; charset=utf-8" })).toMatchObject({
      ok: true,
      soapVersion: "1.2",
      findings: [],
    });
  });

  it("comments between elements and character references in values", () => {
    const xml =
      `<e:Envelope xmlns:e="${SOAP11}"><!-- a --><e:Body><!-- b --><QueryOperation xmlns="urn:dmwsi:1.0">` +
      "<operationId>op<!-- c -->&#45;1<![CDATA[&]]></operationId></QueryOperation></e:Body></e:Envelope>";
    expect(read("1.1", xml)).toMatchObject({ ok: true, value: { operationId: "op-1&" } });
  });
});
