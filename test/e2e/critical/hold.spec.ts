import type { Locator, Page } from "@playwright/test";
import { expect, ladder, messages, test } from "../workbench.ts";

/** Runs Figure 2 without the registry until a message with these words is held; the focus is on the ladder. */
async function holdNext(page: Page, words: string): Promise<Locator> {
  await page.getByRole("region", { name: "Figure 2" }).getByText("without registry").click();
  await page.getByRole("button", { name: "Run Figure 2" }).click();
  await expect(messages(page).first()).toBeVisible();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await ladder(page).focus();
  await page.keyboard.press("i");
  const drawer = page.getByRole("region", { name: "Held messages" });
  await expect(drawer).toBeVisible();
  await page.getByLabel("hold the next with the words").fill(words);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("hold the next with the words")).toHaveValue(words);
  await expect(drawer.getByRole("button", { name: "Set" })).toBeDisabled();
  await page.getByLabel("speed").selectOption("max");
  await ladder(page).focus();
  await page.keyboard.press("Space");
  await expect(drawer).toContainText("caught by the hold rule", { timeout: 20_000 });
  return drawer;
}

test("F3 a message is held, dropped, and drawn as a stub", async ({ workbench: page }) => {
  const drawer = await holdNext(page, "Package 2");
  await expect(ladder(page), "arrival never moves the focus").toBeFocused();
  await expect(ladder(page).locator('[data-kind="held"]')).toBeVisible();
  await drawer.getByRole("button", { name: /^Drop/ }).click();
  await expect(page.getByText("dropped on the way").first()).toBeVisible({ timeout: 20_000 });
});

test("F3 a held message is edited and released", async ({ workbench: page }) => {
  const drawer = await holdNext(page, "Package 3");
  const body = drawer.locator(".cm-content");
  await expect(body).toContainText("SyncML");
  await body.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" ");
  await drawer.getByRole("button", { name: /^Release edited/ }).click();
  await expect(messages(page).filter({ hasText: "edited" }).first()).toBeVisible({ timeout: 20_000 });
});
