import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBase64 } from "../../../simulator/core/bytes.ts";
import { packIdle, unpackIdle } from "../../../simulator/roles/device/idle.ts";
import type { Kept } from "../../../simulator/roles/device/kept.ts";

const nonce = fc.option(fc.uint8Array({ minLength: 1, maxLength: 16 }).map(toBase64), { nil: undefined });
const kept = fc.record<Kept>(
  {
    changes: fc.string({ minLength: 1, unit: fc.constantFrom("a", ":", "\u001d", "\u001e", "Ø") }),
    nonces: fc
      .array(fc.tuple(fc.string(), fc.record({ client: nonce, server: nonce })), { minLength: 1 })
      .map((list) => new Map(list)),
    taken: fc.array(fc.string(), { minLength: 1 }),
    counter: fc.nat(),
  },
  { requiredKeys: [] },
);
const known = (value: Kept) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));

describe("what an idle device holds", () => {
  test("is one string or nothing, and gives the same again", () => {
    fc.assert(
      fc.property(kept, (value) => {
        const idle = packIdle(value);
        expect(["string", "undefined"]).toContain(typeof idle);
        const { counter = 0, ...rest } = known(unpackIdle(idle));
        const { counter: before = 0, ...fields } = known(value);
        expect(rest).toEqual(fields);
        expect(counter).toBe(before);
      }),
    );
  });

  test("reports and what its driver chose keep their form", () => {
    const value: Kept = {
      alerts: [{ id: 1, at: 0, hold: true, alert: { type: "x", data: "1" } }],
      counter: 3,
    };
    expect(unpackIdle(packIdle(value))).toEqual(value);
    expect(unpackIdle(packIdle({}))).toEqual({});
  });
});
