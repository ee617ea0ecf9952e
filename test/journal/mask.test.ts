import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8, utf8TextLenient } from "../../simulator/core/bytes.ts";
import { findNoSecrets, maskBody, maskHeaders, maskRecord, maskUrl } from "../../simulator/journal/mask.ts";
import { stamped } from "./records.ts";

describe("masking", () => {
  it("covers the credentials of Authorization and leaves the scheme", () => {
    const { value, octets } = maskHeaders({ authorization: "Basic dXNlcjpwd2Q=", accept: "text/xml" });
    expect(value).toEqual({ authorization: "Basic ************", accept: "text/xml" });
    expect(octets).toBe(12);
  });

  it("covers an Authorization without a scheme whole", () => {
    expect(maskHeaders({ authorization: "secret" }).value).toEqual({ authorization: "******" });
  });

  it("DMSEC covers the digest of x-syncml-hmac and leaves algorithm and name", () => {
    const { value } = maskHeaders({
      "x-syncml-hmac": 'algorithm=MD5, username="Robert Jordan", mac=Dgpoz8Pbu4==',
    });
    expect(value["x-syncml-hmac"]).toBe('algorithm=MD5, username="Robert Jordan", mac=************');
  });

  it("covers cookies", () => {
    expect(maskHeaders({ cookie: "a=1; b=22" }).value).toEqual({ cookie: "a=*; b=**" });
    expect(maskHeaders({ "set-cookie": "sid=abc; Path=/" }).value).toEqual({
      "set-cookie": "sid=***; Path=/",
    });
  });

  it("covers a password in an address", () => {
    expect(maskUrl("http://user:pwd@host/p?q=a@b").value).toBe("http://user:***@host/p?q=a@b");
    expect(maskUrl("http://host:80/p@q").value).toBe("http://host:80/p@q");
  });

  it("covers ranges of a body, at equal length, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.array(fc.record({ start: fc.nat(60), length: fc.nat(20) }), { maxLength: 4 }),
        (body, parts) => {
          const ranges = parts.map(({ start, length }) => ({ start, end: start + length }));
          const { value, octets } = maskBody(body, ranges);
          expect(value.length).toBe(body.length);
          let covered = 0;
          for (const [index, octet] of body.entries()) {
            const isSecret = ranges.some(({ start, end }) => index >= start && index < end);
            if (isSecret) covered++;
            expect(value[index]).toBe(isSecret ? 0x2a : octet);
          }
          expect(octets).toBe(covered);
        },
      ),
    );
  });

  it("covers the bytes before an edit too, and leaves the record itself alone", () => {
    const record = stamped({
      body: utf8("pw=new"),
      url: "http://u:p@h/",
      original: { headers: { authorization: "Basic abc" }, body: utf8("pw=older") },
    });
    const { value, octets } = maskRecord(record, ({ body }) => [{ start: 3, end: body.length }]);
    expect(utf8TextLenient(value.body)).toBe("pw=***");
    expect(utf8TextLenient(value.original?.body ?? new Uint8Array())).toBe("pw=*****");
    expect(value.original?.headers).toEqual({ authorization: "Basic ***" });
    expect(octets).toBe(3 + 5 + 3 + 1);
    expect(utf8TextLenient(record.body)).toBe("pw=new");
    expect(maskRecord(stamped(), findNoSecrets).octets).toBe(0);
  });
});
