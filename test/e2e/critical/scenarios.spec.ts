import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { expect, goTo, ladder, messages, test } from "../workbench.ts";

/** Runs a scenario from its row on Home and lets it go as fast as it can. */
async function run(page: Page, title: string): Promise<void> {
  await goTo(page, "Home");
  await page
    .getByRole("region", { name: title, exact: true })
    .getByRole("button", { name: `Run ${title}` })
    .click();
  await expect(ladder(page)).toBeVisible({ timeout: 30_000 });
  // A short run may end before its speed could be changed.
  await expect(async () => {
    if (await page.getByTestId("end").isVisible()) return;
    await page.getByLabel("speed").selectOption("max", { timeout: 1000 });
  }).toPass();
  await expect(page.getByTestId("end")).toBeVisible({ timeout: 60_000 });
}

/** The screen is the same for all: one with several of a role and one with a crowd are looked at. */
const lookedAt: readonly string[] = ["Bulk operation", "Delegation"];

const flows = [
  ["Device discovery", "The last page came by callback, with 2 of 5 devices."],
  ["Bulk operation", "partly succeeded: 6 of 8 devices done, 2 failed."],
  ["Configuration and update", "the configuration succeeded, and the update succeeded."],
  ["Delegation", "forwarded it to operator.example through its own WSI client."],
  ["Slow External System", "and the External System let it wait."],
  ["Authentication matrix", "4 of 12 External Systems registered and were confirmed."],
] as const;

for (const [title, told] of flows)
  test(`${title} runs from Home to its end, and its story is told`, async ({ workbench: page }) => {
    await run(page, title);
    const end = page.getByTestId("end");
    await expect(end).toContainText("steps passed");
    await expect(end).toContainText(told);
    if (lookedAt.includes(title)) await expectAccessible(page);
  });

test("C1 each DM server of a delegation has a lane of its own", async ({ workbench: page }) => {
  await run(page, "Delegation");
  const heads = ladder(page).getByRole("columnheader", { name: "Parties and their states" });
  await expect(heads).toContainText("dms.example");
  await expect(heads).toContainText("operator.example");
  await expect(
    ladder(page).getByRole("row", { name: /dms\.example to operator\.example\. ManageParameters/ }),
  ).toBeVisible();
});

test("B1 rows of a crowd say which device it is", async ({ workbench: page }) => {
  await run(page, "Bulk operation");
  await expect(ladder(page)).toContainText("×8");
  await expect(
    messages(page)
      .filter({ hasText: /…000\d\d/ })
      .first(),
  ).toBeVisible();
});
