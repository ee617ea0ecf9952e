import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, goTo, test } from "../workbench.ts";

const pictures = join(import.meta.dirname, "..", "..", "..", "test-results", "screens");
mkdirSync(pictures, { recursive: true });

/** Starts Figure 3 and waits until it has ended. */
async function runFigure3(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run Figure 3" }).click();
  await expect(async () => {
    if (await page.getByTestId("end").isVisible()) return;
    await page.getByLabel("speed").selectOption("max", { timeout: 1000 });
  }).toPass();
  await expect(page.getByTestId("end")).toBeVisible({ timeout: 60_000 });
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  expect(found, "what axe found").toEqual([]);
}

for (const theme of ["light", "dark"] as const)
  for (const [width, height] of [
    [1440, 900],
    [1280, 720],
  ] as const)
    test.describe(`${theme} ${width}`, () => {
      test.use({ colorScheme: theme, viewport: { width, height } });

      test("F3 the values, alerts and subscriptions of a run", async ({ workbench: page }) => {
        test.slow();
        await runFigure3(page);
        await goTo(page, "Diagnostics");
        const values = page.getByRole("region", { name: "Live values" });
        await expect(values).toContainText("./DiagMon/Battery/DiagMonData/Level");
        await expect(values).toContainText("below 20");
        const alerts = page.getByRole("group", { name: "Stored alerts" });
        await expect(alerts).toContainText("TrapNotification");
        await expect(alerts).toContainText("care delivered");
        const pane = page.getByRole("region", { name: "Subscription", exact: true });
        await expect(pane).toContainText("SubscriptionStatus ended");
        await expect(pane).toContainText("3 of 3");
        await expectAccessible(page);
        await page.screenshot({ path: join(pictures, `diagnostics-${theme}-${width}.png`) });
      });
    });

test("by keyboard, from anywhere; the message of an alert is on the ladder", async ({ workbench: page }) => {
  await runFigure3(page);
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page.getByRole("heading", { level: 1, name: "Diagnostics" })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("nothing fits this");
  await expect(page.getByText("No device fits these words.")).toBeVisible();
  await page.getByLabel("Filter the devices").fill("");
  await page
    .getByRole("button", { name: /^Message \d+ on the ladder$/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Ladder", exact: true })).toBeVisible();
});

test("the live world: no alert yet, nobody has subscribed", async ({ workbench: page }) => {
  await goTo(page, "Diagnostics");
  await expect(page.getByText("No alert is stored.")).toBeVisible();
  await expect(page.getByText("Nobody has subscribed yet.")).toBeVisible();
  await expectAccessible(page);
});
