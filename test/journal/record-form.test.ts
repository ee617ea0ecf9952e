import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromForm, fromJson, headerFromJson, toForm, toJson } from "../../simulator/journal/record-form.ts";
import type { JournalRecord } from "../../simulator/journal/record.ts";
import { header, stamped } from "./records.ts";

const party = fc.record({
  role: fc.constantFrom("device", "dm-server", "external-system", "registry"),
  name: fc.string(),
});
const headers = fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,9}$/), fc.string(), {
  noNullPrototype: true,
});
const body = fc.uint8Array({ maxLength: 64 });
const stamp = {
  seq: fc.integer({ min: 1 }),
  clock: fc.double({ noNaN: true, noDefaultInfinity: true }),
  wall: fc.nat(),
};
const record = fc.oneof(
  fc.record({
    kind: fc.constant("crossing"),
    ...stamp,
    direction: fc.constantFrom("request", "response", "push"),
    channel: fc.constantFrom("wsi", "dm", "push"),
    from: party,
    to: party,
    exchange: fc.string(),
    headers,
    body,
    outcome: fc.constantFrom("delivered", "edited", "unread"),
  }),
  fc.record({
    kind: fc.constant("crossing"),
    ...stamp,
    direction: fc.constant("request"),
    channel: fc.constant("dm"),
    from: party,
    to: party,
    exchange: fc.string(),
    headers,
    body,
    outcome: fc.constant("edited"),
    original: fc.record({ headers, body }),
  }),
  fc.record({
    kind: fc.constant("state"),
    ...stamp,
    party,
    machine: fc.string(),
    event: fc.string(),
    from: fc.string(),
    state: fc.string(),
  }),
  fc.record({
    kind: fc.constant("note"),
    ...stamp,
    severity: fc.constant("info"),
    code: fc.string(),
    text: fc.string(),
    findings: fc.constant([]),
  }),
) as fc.Arbitrary<JournalRecord>;

describe("stored form of a record", () => {
  it("puts together what it took apart", () => {
    fc.assert(
      fc.property(record, (value) => {
        expect(fromForm(toForm(value))).toEqual(value);
      }),
    );
  });

  it("survives being written as JSON", () => {
    fc.assert(
      fc.property(record, (value) => {
        const json: unknown = JSON.parse(JSON.stringify(toJson(value)));
        expect(fromJson(json)).toEqual(withoutMinusZero(value));
      }),
    );
  });

  it("says what is wrong with a value that is no record, and never throws", () => {
    expect(fromJson(toJson(stamped()))).toMatchObject({ seq: 1 });
    expect(fromJson({ ...toJson(stamped()), seq: "1" })).toMatchObject({
      problem: expect.stringContaining("seq") as string,
    });
    expect(fromJson({ ...toJson(stamped()), body: "?" })).toEqual({ problem: "body is not base64" });
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fromJson(value)).toHaveProperty("problem");
      }),
    );
  });

  it("reads the header of a run", () => {
    expect(headerFromJson(JSON.parse(JSON.stringify(header)))).toEqual(header);
    expect(headerFromJson({ run: 1 })).toMatchObject({ problem: expect.stringContaining("run") as string });
  });
});

/** JSON has no minus zero. */
function withoutMinusZero(value: JournalRecord): JournalRecord {
  return { ...value, clock: value.clock + 0 };
}
