import { describe, expect, test } from "vitest";
import { builtInProfile } from "../../../../simulator/roles/device/profiles/built-in.ts";
import { liveValues } from "../../../../simulator/roles/device/profiles/live.ts";
import { profileTree } from "../../../../simulator/roles/device/profiles/profile.ts";
import { withNode } from "../../../../simulator/tree/index.ts";

describe("live leaves of a profile", () => {
  const profile = builtInProfile("vehicle");
  const { root } = profileTree(profile, "server");
  const reader = (date: number, deviceId = "urn:x:1", tree = root) => ({
    deviceId,
    moment: { now: 0, date },
    root: () => tree,
  });
  const paths = (segments: readonly string[], tree = root) =>
    liveValues(profile, segments, reader(1_700_000_000_000, "urn:x:1", tree)).map((each) =>
      each.segments.join("/"),
    );

  test("are those at or below the node that is read", () => {
    expect(paths(["Vehicle", "Drive"])).toEqual(["Vehicle/Drive/StateOfCharge", "Vehicle/Drive/Range"]);
    expect(paths(["Vehicle", "Odometer"])).toEqual(["Vehicle/Odometer"]);
    expect(paths([])).toHaveLength(4);
    expect(paths(["DevInfo"])).toEqual([]);
  });

  test("are the same for the same device and time, others for others", () => {
    const values = (date: number, deviceId: string) =>
      liveValues(profile, ["Vehicle"], reader(date, deviceId));
    expect(values(1e12, "a")).toEqual(values(1e12, "a"));
    expect(values(1e12, "a")).not.toEqual(values(1e12, "b"));
    expect(values(1e12, "a")).not.toEqual(values(1e12 + 86_400_000 / 3, "a"));
    for (const { value } of values(1e12, "a")) expect(value).toMatch(/^\d+(\.\d)?$/);
  });

  test("that were deleted are passed over", () => {
    expect(paths(["Vehicle"], withNode(root, ["Vehicle", "Odometer"], undefined))).not.toContain(
      "Vehicle/Odometer",
    );
  });
});
