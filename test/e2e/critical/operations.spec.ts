import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { externalSystem, shownWsi } from "../external-system.ts";
import { expect, goTo, ladder, test } from "../workbench.ts";

/** A configuration with forty phones and an External System whose password is known. */
function writeConfig(): string {
  const config = join(mkdtempSync(join(tmpdir(), "dmwsi-e2e-")), "operations.yaml");
  writeFileSync(
    config,
    [
      "externalSystems:",
      "  - id: care",
      "    name: Care desk",
      "    kind: customer-care",
      "    credentials: [{ scheme: basic, username: care, password: care-secret }]",
      "devices:",
      "  - { profile: phone, count: 40, group: phones }",
      "",
    ].join("\n"),
  );
  return config;
}

test.use({ config: writeConfig() });

test.beforeEach(({ page: _page }, { project }) => {
  test.skip(project.name === "electron", "the window has its own host");
});

async function desk(page: Page) {
  return externalSystem(await shownWsi(page), "care", "care-secret");
}

test("a bulk operation is followed from the list to a device, by keyboard", async ({ workbench: page }) => {
  const care = await desk(page);
  await care.call("SubmitBulkOperation", {
    name: "Read the firmware",
    target: { all: true },
    command: [
      { kind: "get", locUri: "./DevDetail/FwV" },
      { kind: "get", locUri: "./Nowhere" },
    ],
  });
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  const list = page.getByRole("grid", { name: "Operations" });
  const row = list.getByRole("row", { name: /Read the firmware/ });
  await expect(row).toContainText("40", { timeout: 30_000 });
  await expect(row).toContainText("failed", { timeout: 60_000 });
  await page.keyboard.press("/");
  await page.keyboard.type("firmware care");
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(list).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Read the firmware");
  const funnel = page.getByRole("list", { name: "Devices by state" });
  await expect(funnel.getByRole("listitem").filter({ hasText: "failed" })).toContainText("40");
  const reasons = page.getByRole("region", { name: "Reasons", exact: true });
  await expect(reasons).toContainText("Status 404");
  await expect(reasons).toContainText("Get ./Nowhere");
  await reasons.getByRole("button", { name: /Status 404/ }).click();
  const devices = page.getByRole("grid", { name: "Devices of the operation" });
  await expect(devices).toHaveAttribute("aria-rowcount", "41");
  await devices.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const answer = page.getByRole("region", { name: "Answer of the device" });
  await expect(answer.getByRole("region", { name: "Command 1", exact: true })).toContainText("200");
  await expect(answer.getByRole("region", { name: "Command 2", exact: true })).toContainText("404");
  await expectAccessible(page);
  await answer.getByRole("button", { name: "Ladder" }).click();
  await expect(ladder(page)).toBeVisible();
});

test("results leave as a file, charts are tables too", async ({ workbench: page }) => {
  const care = await desk(page);
  const { ack } = await care.call("SubmitBulkOperation", {
    name: "Read the model",
    target: { all: true },
    command: [{ kind: "get", locUri: "./DevInfo/Mod" }],
  });
  await goTo(page, "Operations");
  await page.getByRole("button", { name: /Read the model/ }).click();
  await expect(page.getByText("succeeded", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press("Alt+t");
  await expect(page.getByRole("columnheader", { name: "up to" })).toBeVisible();
  await page.keyboard.press("Alt+t");
  await expect(page.getByRole("img", { name: /^40 devices: 40 done/ })).toBeVisible();
  await page.getByRole("button", { name: "Export…" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /^CSV/ }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${ack.operationId}-results.csv`);
  const lines = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  expect(lines).toHaveLength(41);
  await expectAccessible(page);
});

test("an operation is cancelled after it was said what stops", async ({ workbench: page }) => {
  const care = await desk(page);
  await care.call("SubmitBulkOperation", {
    name: "Tomorrow",
    target: { all: true },
    startAt: Date.now() + 3_600_000,
    command: [{ kind: "get", locUri: "./DevInfo/Mod" }],
  });
  await goTo(page, "Operations");
  await page.getByRole("button", { name: /Tomorrow/ }).click();
  await page.getByRole("button", { name: "Cancel…" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel Tomorrow" });
  await expect(dialog).toContainText("40 devices");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel the operation" }).click();
  await expect(page.getByRole("list", { name: "Devices by state" })).toContainText("never begun");
  await expect(page.getByRole("button", { name: "Cancel…" })).toBeDisabled();
});
