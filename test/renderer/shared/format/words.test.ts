import { expect, test } from "vitest";
import {
  formatClock,
  formatDuration,
  formatTransportClock,
} from "../../../../renderer/shared/format/clock.ts";
import { counted, formatCount, formatSize } from "../../../../renderer/shared/format/count.ts";
import { stateName } from "../../../../renderer/shared/format/state-name.ts";
import { variantText } from "../../../../renderer/shared/format/variant.ts";
import { formatWhen } from "../../../../renderer/shared/format/when.ts";

test.each([
  [0, "00.000", "00:00.000"],
  [6220, "06.220", "00:06.220"],
  [59_999, "59.999", "00:59.999"],
  [60_000, "01:00.000", "01:00.000"],
  [1_081_260, "18:01.260", "18:01.260"],
])("%i ms on the clock", (ms, brief, full) => {
  expect(formatClock(ms)).toBe(brief);
  expect(formatTransportClock(ms)).toBe(full);
});

test.each([
  [340, "340 ms"],
  [4000, "4.0 s"],
  [125_000, "2 min 5 s"],
])("%i ms in words", (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test("counts are grouped by narrow spaces", () => {
  expect(formatCount(7)).toBe("7");
  expect(formatCount(41_906)).toBe("41\u202f906");
  expect(formatCount(1_000_000)).toBe("1\u202f000\u202f000");
  expect(counted(1, "message")).toBe("1 message");
  expect(counted(2, "message")).toBe("2 messages");
  expect(formatSize(311)).toBe("311 bytes");
  expect(formatSize(1_130_000)).toBe("1.1 MB");
});

test("states read as words", () => {
  expect(stateName("awaitingPackage1")).toBe("awaiting package 1");
  expect(stateName("awaiting-package-1")).toBe("awaiting package 1");
  expect(stateName("closed")).toBe("closed");
});

test("a variant names what differs from the defaults", () => {
  const scenario = {
    id: "figure-2",
    title: "Figure 2",
    description: "",
    steps: [],
    settings: [
      {
        name: "registry",
        title: "Registry",
        default: "on",
        values: [{ value: "off", title: "without registry" }],
      },
      { name: "mode", title: "Mode", default: "tunnel", values: [{ value: "tunnel", title: "tunnelled" }] },
    ],
  };
  expect(variantText({ registry: "off", mode: "tunnel" }, scenario)).toBe("without registry");
  expect(variantText({ registry: "on", mode: "tunnel" }, scenario)).toBe("");
});

test("a moment is told from today", () => {
  const now = new Date(2026, 10, 25, 14, 2).getTime();
  expect(formatWhen(now - 60_000, now)).toBe("today 14:01");
  expect(formatWhen(now - 86_400_000, now)).toBe("yesterday 14:02");
  expect(formatWhen(now - 4 * 86_400_000, now)).toBe("21 Nov");
});
