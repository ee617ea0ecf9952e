import { expect, test } from "vitest";
import type { BadgeView } from "../../../../../simulator/api/index.ts";
import { fitBadges } from "../../../../../renderer/features/session/ladder/fit-badges.ts";

const badge = (text: string, tone: BadgeView["tone"] = "plain"): BadgeView => ({ text, tone });
const badges = [badge("Cred md5"), badge("Get"), badge("Replace"), badge("404", "fail")];

test("all badges stand where there is room, in their order", () => {
  expect(fitBadges("Package 2", badges, 600)).toEqual({ shown: badges, left: [] });
});

test("what went wrong is kept longest, and nothing is left out without being counted", () => {
  for (const room of [0, 60, 120, 160, 200, 240, 280, 320]) {
    const { shown, left } = fitBadges("Package 2", badges, room);
    expect([...shown, ...left].toSorted((a, b) => badges.indexOf(a) - badges.indexOf(b))).toEqual(badges);
    if (shown.length > 0) expect(shown.map(({ text }) => text)).toContain("404");
  }
});
