import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { expect, goTo, test } from "../workbench.ts";

const pictures = join(import.meta.dirname, "..", "..", "..", "test-results", "screens");
mkdirSync(pictures, { recursive: true });

test.use({ untouched: true });

/** Starts Figure 3 and waits until it has ended. */
async function runFigure3(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run Figure 3" }).click();
  await expect(async () => {
    if (await page.getByTestId("end").isVisible()) return;
    await page.getByLabel("speed").selectOption("max", { timeout: 1000 });
  }).toPass();
  await expect(page.getByTestId("end")).toBeVisible({ timeout: 60_000 });
}

const sizes = [
  [1440, 900],
  [1280, 720],
] as const;

test("F3 the values, alerts and subscriptions of a run, and the way of an alert", async ({
  workbench: page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await runFigure3(page);
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page.getByRole("heading", { level: 1, name: "Diagnostics" })).toBeVisible();
  const values = page.getByRole("region", { name: "Live values" });
  await expect(values).toContainText("./DiagMon/Battery/DiagMonData/Level");
  await expect(values).toContainText("below 20");
  const alerts = page.getByRole("grid", { name: "Stored alerts" });
  const trap = alerts.getByRole("row", { name: /TrapNotification/ });
  await expect(trap).toContainText("warning");
  await expect(trap).toContainText("beside +1");
  await expect(trap).toContainText("care delivered");
  await expect(alerts.getByRole("row", { name: /OperationComplete/ })).toContainText("nobody asked");
  const pane = page.getByRole("region", { name: "Subscription", exact: true });
  await expect(pane).toContainText("SubscriptionStatus ended");
  await expect(pane).toContainText("3 of 3");
  await expect(pane.getByRole("button", { name: "Unsubscribe…" })).toBeDisabled();
  await trap.click();
  const way = page.getByRole("region", { name: "Way of the alert" });
  for (const station of ["Reported", "Stored", "Status 200", "Matched", "Queued", "Delivered"])
    await expect(way).toContainText(station);
  await expect(way).toContainText("./Vendor/Trap beside ./Traps/LowBattery 12");

  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(pictures, `diagnostics-${theme}-${width}.png`) });
    }
    await expectAccessible(page, theme);
  }

  await page.keyboard.press("/");
  await page.keyboard.type("nothing fits this");
  await expect(page.getByText("No device fits these words.")).toBeVisible();
  await page.getByLabel("Filter the devices").fill("");
  await alerts.focus();
  await page.keyboard.press("End");
  await expect(way.getByRole("heading", { level: 2 })).toHaveText("Alert 1");
  await page.keyboard.press("Home");
  await expect(way.getByRole("heading", { level: 2 })).toHaveText("Alert 2");
  await trap.getByRole("button", { name: /^Message \d+ on the ladder$/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Ladder", exact: true })).toBeVisible();
});

test("the live world: no alert yet, nobody has subscribed", async ({ workbench: page }) => {
  await goTo(page, "Diagnostics");
  await expect(page.getByText("No alert is stored.")).toBeVisible();
  await expect(page.getByText("Nobody has subscribed yet.")).toBeVisible();
});

test("F3.1 to F3.13 live: subscribe, read, start, retrieve, renew and unsubscribe", async ({
  workbench: page,
}) => {
  await goTo(page, "Diagnostics");
  await page.getByRole("button", { name: "Subscribe…", exact: true }).click();
  const dialog = page.getByRole("dialog");
  const register = dialog.getByRole("button", { name: "Register it" });
  await register.click();
  await expect(register).toBeHidden({ timeout: 15_000 });
  await dialog.getByLabel("Another parameter").fill("./DiagMon");
  await page.keyboard.press("Enter");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Subscribe", exact: true }).press("Enter");
  await expect(dialog).toContainText("SubscriptionStatus");
  await page.keyboard.press("Escape");
  const pane = page.getByRole("region", { name: "Subscription", exact: true });
  await expect(pane).toContainText("SubscriptionStatus accepted");

  await page.getByRole("button", { name: "Read now: Battery" }).click();
  const delivered = dialog.getByRole("table", { name: "Values that were delivered" });
  await expect(delivered).toContainText("./DiagMon/Battery/DiagMonData/Level", { timeout: 30_000 });
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Start… Memory" }).click();
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(dialog).toContainText("The device answered 202", { timeout: 30_000 });
  await page.keyboard.press("Escape");
  // it measures until it is stopped, and then reports
  await page.getByRole("button", { name: "Stop… Memory" }).click();
  await dialog.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(dialog).toContainText("The device answered 200", { timeout: 30_000 });
  await page.keyboard.press("Escape");
  await expect(page.getByRole("grid", { name: "Stored alerts" })).toContainText("OperationComplete", {
    timeout: 30_000,
  });

  await page.getByRole("button", { name: "Retrieve…" }).click();
  await dialog.getByRole("button", { name: "Retrieve", exact: true }).click();
  await expect(dialog.getByRole("table", { name: "Alerts that were delivered" })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("From (UTC)").fill("yesterday");
  await dialog.getByRole("button", { name: "Retrieve", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("from");
  await page.keyboard.press("Escape");

  await pane.getByRole("button", { name: "Renew…" }).click();
  await dialog.getByLabel("Lifetime from now on").selectOption({ label: "1 hour" });
  await dialog.getByRole("button", { name: "Renew", exact: true }).click();
  await expect(pane).toContainText("until ");
  await page.keyboard.press("Escape");

  await pane.getByRole("button", { name: "Unsubscribe…" }).click();
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(pane).toContainText("SubscriptionStatus accepted");
  await pane.getByRole("button", { name: "Unsubscribe…" }).click();
  await dialog.getByRole("button", { name: "Unsubscribe", exact: true }).click();
  await expect(pane).toContainText("SubscriptionStatus ended");
});
