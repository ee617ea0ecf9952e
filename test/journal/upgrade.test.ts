import { describe, expect, it } from "vitest";
import { upgraderFrom, type Upgrader } from "../../simulator/journal/versions/upgrade.ts";

describe("journal versions", () => {
  it("walks every step from the version of the file to the newest", () => {
    const steps = new Map<number, Upgrader>([
      [1, (fields) => ({ ...fields, second: true })],
      [2, (fields) => ({ ...fields, third: true })],
    ]);
    expect(upgraderFrom(1, steps, 3)({ first: true })).toEqual({ first: true, second: true, third: true });
    expect(upgraderFrom(3, steps, 3)({ first: true })).toEqual({ first: true });
  });

  it.each([0, 2, 1.5, Number.NaN])("refuses version %s of what is no version of ours", (version) => {
    expect(() => upgraderFrom(version, new Map(), 1)).toThrow(
      expect.objectContaining({ code: "journal/version-unknown" }),
    );
  });
});
