import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/**
 * Nothing on the page is against the WCAG 2.2 AA rules that axe knows. The structure is the same in both
 * themes and judged in the light one; in the dark one the colours are what differs.
 */
export async function expectAccessible(page: Page, theme: "light" | "dark" = "light"): Promise<void> {
  // The page has no frames, so axe needs no second page to gather from them, and only violations are read.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await (
    theme === "light"
      ? axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      : axe.withRules(["color-contrast"])
  ).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
  );
  expect(found, "what axe found").toEqual([]);
}
