import { describe, expect, it } from "vitest";
import { toBase64, utf8, utf8TextLenient } from "../../simulator/core/bytes.ts";
import { maskBody } from "../../simulator/journal/mask.ts";
import { decodeLayers, findSecrets } from "../../simulator/stacks/decode-crossing.ts";
import { envelope } from "./wsi-messages.ts";

const headers = { "content-type": "text/xml; charset=utf-8" };
const cred =
  '<Cred><Meta><Type xmlns="syncml:metinf">syncml:auth-basic</Type></Meta><Data>U0VDUkVU</Data></Cred>';
const syncml = (inside = ""): string =>
  `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>a</LocURI></Target><Source><LocURI>b</LocURI></Source>${inside}</SyncHdr><SyncBody><Final/></SyncBody></SyncML>`;
const exchange = (carried: string): Uint8Array =>
  utf8(
    envelope(
      "1.1",
      `<ExchangePackage xmlns="urn:dmwsi:1.0"><sessionId>s1</sessionId><package>${toBase64(utf8(carried))}</package><contentType>application/vnd.syncml.dm+xml</contentType></ExchangePackage>`,
    ),
  );
const covered = (body: Uint8Array): string =>
  utf8TextLenient(maskBody(body, findSecrets({ headers, body })).value);

describe("layers of a message", () => {
  it("are the envelope and the package in it", () => {
    const layers = decodeLayers(headers, exchange(syncml()));
    expect(layers.map(({ view }) => view.kind)).toEqual(["soap", "syncml"]);
    expect(layers[1]?.contentType).toBe("application/vnd.syncml.dm+xml");
    expect(utf8TextLenient(layers[1]?.bytes ?? utf8(""))).toBe(syncml());
    expect(layers.every(({ secrets }) => secrets.length === 0)).toBe(true);
  });

  it("cover a carrier whole when its package holds a secret: in octets, text and tree", () => {
    const body = exchange(syncml(cred));
    const base64 = toBase64(utf8(syncml(cred)));
    const [outer, inner] = decodeLayers(headers, body);
    expect(covered(body)).not.toContain(base64.slice(0, 40));
    expect(covered(body)).toHaveLength(body.length);
    expect(outer?.view.text).not.toContain(base64.slice(0, 40));
    expect(outer?.view.text).toHaveLength(utf8TextLenient(body).length);
    expect(JSON.stringify(outer?.view.tree)).not.toContain(base64.slice(0, 40));
    expect(inner?.view.text).not.toContain("U0VDUkVU");
  });

  it("cover the password of a UsernameToken and the credentials of a callback", () => {
    const security =
      "<wsse:Security><wsse:UsernameToken><wsse:Username>care</wsse:Username><wsse:Password>öffne-dich</wsse:Password></wsse:UsernameToken></wsse:Security>";
    const register =
      '<RegisterExternalSystem xmlns="urn:dmwsi:1.0"><name>é</name><kind>other</kind><managementDomain>operator</managementDomain><callbackCredentials><scheme>basic</scheme><username>u</username><password>hush-hush</password></callbackCredentials></RegisterExternalSystem>';
    for (const mark of ["", "\ufeff"]) {
      const shown = covered(utf8(mark + envelope("1.1", register, security)));
      expect(shown).not.toContain("dich");
      expect(shown).not.toContain("hush");
      expect(shown).toContain("<wsse:Username>care<");
    }
  });

  it.each([utf8("nothing known"), utf8("<a"), new Uint8Array([0xff, 0xfe, 0x3c]), utf8("<x/>")])(
    "are one for what carries nothing",
    (body) => {
      expect(decodeLayers({}, body)).toHaveLength(1);
      expect(findSecrets({ headers: {}, body })).toEqual([]);
    },
  );
});
