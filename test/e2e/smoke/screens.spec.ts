import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { expect, goTo, messages, runAtOnce, test } from "../workbench.ts";

const pictures = join(import.meta.dirname, "..", "..", "..", "test-results", "screens");
mkdirSync(pictures, { recursive: true });

for (const [theme, tag] of [
  ["light", []],
  ["dark", ["@long"]],
] as const) {
  test.describe(`in the ${theme} theme`, { tag: [...tag] }, () => {
    test.use({ colorScheme: theme, viewport: { width: 1440, height: 900 } });

    const look = async (page: Page, name: string) => {
      await expectAccessible(page, theme);
      await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
    };

    test("Home and the screens before the first run", async ({ workbench: page }) => {
      test.slow();
      await look(page, "home");
      await goTo(page, "Session");
      await look(page, "session-empty");
      await goTo(page, "Journal");
      await look(page, "journal-empty");
    });

    test("the session, its inspector and its table", async ({ workbench: page }) => {
      test.slow();
      await runAtOnce(page);
      await messages(page).filter({ hasText: "Package 3" }).first().click();
      await expect(page.getByRole("tree")).toBeVisible();
      await page.getByRole("treeitem").nth(8).click();
      await look(page, "session");
      for (const tab of ["XML", "Bytes", "HTTP", "Why"]) {
        await page.getByRole("tab", { name: tab }).click();
        await look(page, `inspector-${tab.toLowerCase()}`);
      }
      await page.getByRole("tab", { name: "Decoded" }).click();
      await page.keyboard.press("Alt+t");
      await expect(page.getByRole("grid", { name: "Ladder as table" })).toBeVisible();
      await look(page, "session-table");
    });

    test("the journal, filtered to nothing too", async ({ workbench: page }) => {
      test.slow();
      await runAtOnce(page);
      await goTo(page, "Journal");
      await expect(page.getByRole("grid", { name: /^Journal of/ })).toBeVisible();
      await look(page, "journal");
      await page.getByLabel("Filter the journal").fill("no such words");
      await expect(page.getByText(/0 of \d+ match/)).toBeVisible();
      await look(page, "journal-nothing");
    });

    test("the settings, the palette and the keys", async ({ workbench: page }) => {
      test.slow();
      await goTo(page, "Settings");
      await expect(page.getByRole("heading", { name: "About this host" })).toBeVisible();
      await look(page, "settings");
      await page.keyboard.press("Control+k");
      await expect(page.getByPlaceholder(/^Type to find/)).toBeVisible();
      await look(page, "palette");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Keys/ }).click();
      await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
      await look(page, "keys");
    });

    test("a refusal is drawn and accessible", async ({ workbench: page }) => {
      await page
        .getByRole("region", { name: "Figure 2" })
        .getByLabel("Refusal")
        .selectOption({ label: "the device drops the notification" });
      await runAtOnce(page);
      await expect(page.getByTestId("refusal")).toBeVisible();
      await expectAccessible(page, theme);
      await page.screenshot({ path: join(pictures, `refusal-${theme}.png`) });
    });
  });
}

for (const [width, height, tag] of [
  [1280, 720, []],
  [1024, 768, ["@long"]],
  [720, 450, []],
] as const) {
  test(`the session is usable at ${width} × ${height}`, { tag: [...tag] }, async ({ workbench: page }) => {
    await page.setViewportSize({ width, height });
    await runAtOnce(page);
    await messages(page).first().click();
    await expect(page.getByRole("region", { name: "Inspector" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Look back" })).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, "no sideways scrolling of the page").toBeLessThanOrEqual(0);
    await expectAccessible(page, "light");
    await page.screenshot({ path: join(pictures, `session-${width}.png`) });
  });
}
