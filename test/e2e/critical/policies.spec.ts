import { join } from "node:path";
import { mkdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { expect, goTo, ladder, test } from "../workbench.ts";

const pictures = join(import.meta.dirname, "..", "..", "..", "test-results", "screens");
mkdirSync(pictures, { recursive: true });

async function openPolicies(page: Page): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page.getByRole("heading", { level: 1, name: "demo" })).toBeVisible();
}

test("a right is taken away, asked about, saved with the key, and given back", async ({
  workbench: page,
}) => {
  await openPolicies(page);
  const dryRun = page.getByRole("region", { name: "Dry run" });
  await dryRun.getByLabel("Devices").fill("IMEI:350000000000014");
  await dryRun.getByLabel("LocURI of command 1").fill("./DevInfo/Mod");
  await dryRun.getByLabel("LocURI of command 1").press("Enter");
  await expect(dryRun.getByRole("region", { name: "Answer" })).toContainText("Granted");
  await expect(dryRun.getByRole("region", { name: "Answer" })).toContainText("subtrees: ./");

  await page.getByLabel("get in ./", { exact: true }).uncheck();
  await expect(page.getByText("Taken back, get: ./.")).toBeVisible();
  await dryRun.getByRole("button", { name: /^Ask/ }).click();
  await expect(dryRun.getByRole("region", { name: "Answer" })).toContainText("POL0202");
  await dryRun.getByText("saved policy").click();
  await dryRun.getByRole("button", { name: /^Ask/ }).click();
  await expect(dryRun.getByRole("region", { name: "Answer" })).toContainText("Granted");

  await page.keyboard.press("Control+s");
  await expect(page.getByText("The policy of demo is in force.").first()).toBeVisible();
  await expect(page.getByLabel("get in ./", { exact: true })).not.toBeChecked();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("get in ./", { exact: true })).toBeChecked();
});

test("what cannot be meant is shown in its place and cannot be saved", async ({ workbench: page }) => {
  await openPolicies(page);
  await page.getByLabel("devices", { exact: true }).fill("group:");
  await page.getByLabel("devices", { exact: true }).press("Enter");
  await expect(page.getByText("group: names nothing after the colon.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Save Ctrl/ })).toBeDisabled();
  await page.getByRole("button", { name: "Revert" }).click();
  await expect(page.getByText("group: names nothing after the colon.")).toBeHidden();
});

test("an External System is added and removed, a certificate issued", async ({ workbench: page }) => {
  await openPolicies(page);
  await page.getByRole("button", { name: "Add…" }).click();
  await page.getByLabel("Id", { exact: true }).fill("portal");
  await page.getByLabel("User name").fill("portal");
  await page.getByLabel("Password").fill("p0rtal");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "portal" })).toBeVisible();
  await page.getByRole("button", { name: "Remove portal…" }).click();
  await page.getByRole("button", { name: "Remove portal", exact: true }).click();
  await expect(page.getByRole("option", { name: /portal/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Issue…" }).click();
  await page.getByLabel("Subject").fill("care-desk");
  await page.getByLabel("Subject").press("Enter");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save care-desk with key" }).click();
  expect((await saved).suggestedFilename()).toBe("care-desk.pem");
});

test("a question goes to the Console, and the refusal leads to its message", async ({ workbench: page }) => {
  await openPolicies(page);
  const dryRun = page.getByRole("region", { name: "Dry run" });
  await dryRun.getByLabel("Devices").fill("IMEI:nobody");
  await dryRun.getByLabel("LocURI of command 1").fill("./DevInfo/Mod");
  await dryRun.getByRole("button", { name: "Send it for real…" }).click();
  await expect(page.getByRole("combobox", { name: "deviceId" })).toHaveValue("IMEI:nobody");
  await expect(page.getByRole("combobox", { name: "locUri of command 1" })).toHaveValue("./DevInfo/Mod");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("region", { name: "What became of it" }).getByRole("status")).toHaveText(
    "refused with a fault",
  );
  await goTo(page, "Policies");
  await page.getByRole("button", { name: "ManageParameters, the request on the ladder" }).first().click();
  await expect(ladder(page)).toBeVisible();
});

test("Escape closes a dialog and stays on the screen", async ({ workbench: page }) => {
  await openPolicies(page);
  await page.getByRole("button", { name: "Add…" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: "demo" })).toBeVisible();
});

test("light and dark, wide and narrow, without a violation", async ({ workbench: page }) => {
  await openPolicies(page);
  for (const scheme of ["light", "dark"] as const)
    for (const [width, height] of [
      [1440, 900],
      [1280, 720],
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height });
      await expectAccessible(page, scheme);
      await page.screenshot({ path: join(pictures, `policies-${scheme}-${width}.png`) });
    }
});
