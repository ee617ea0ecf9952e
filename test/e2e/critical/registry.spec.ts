import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { expect, goTo, runAtOnce, test } from "../workbench.ts";

const pictures = join(import.meta.dirname, "..", "..", "..", "test-results", "screens");
mkdirSync(pictures, { recursive: true });

function tree(page: Page): Locator {
  return page.getByRole("tree", { name: "Entries" });
}

function answer(page: Page): Locator {
  return page.getByRole("region", { name: "Answer", exact: true });
}

test("F2.1 to F2.5 what Figure 2 published and asked", async ({ workbench: page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await runAtOnce(page);
  await goTo(page, "Registry");
  await expect(tree(page)).toContainText("Example Operator");
  await expect(page.getByText("Behaved as")).toBeVisible();
  const exchanges = page.getByRole("grid", { name: "Exchanges with registries" });
  const newest = exchanges.getByRole("row", { name: /GET .*wsdl/ }).last();
  await expect(newest).toBeInViewport();
  await page.getByRole("checkbox", { name: "follow the newest" }).press("Space");
  await exchanges.focus();
  await page.keyboard.press("Home");
  await expect(exchanges.getByRole("row", { name: /get_authToken/ })).toBeInViewport();
  await expect(exchanges.getByRole("row", { name: /get_authToken/ })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await expect(page.getByRole("region", { name: "Inspector" })).toContainText("authToken");
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expectAccessible(page, theme);
    for (const [width, height] of [
      [1280, 720],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(pictures, `registry-${theme}-${width}.png`) });
    }
  }
  await page.getByRole("button", { name: "Open ladder" }).click();
  await expect(page.getByRole("grid", { name: "Ladder", exact: true })).toBeVisible();
});

test("by keyboard: to the screen, through the tree to a binding, and an inquiry", async ({
  workbench: page,
}) => {
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page.getByRole("heading", { level: 1, name: "Registry" })).toBeVisible();
  await expect(tree(page)).toContainText("DeviceManagementService", { timeout: 20_000 });
  await tree(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("treeitem", { level: 3, name: /DeviceManagementSoap12/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("group", { name: "Entry", exact: true })).toContainText("bindingKey");
  await page.keyboard.press("/");
  await page.keyboard.type("nothing fits this");
  await expect(page.getByText("No entry fits these words.")).toBeVisible();
  await page.getByLabel("Filter the entries").fill("");
  await page.getByRole("tab", { name: "Inquiry console" }).click();
  await page.keyboard.press("Control+Enter");
  await expect(answer(page)).toContainText("1 service");
  await answer(page).getByRole("button", { name: "DeviceManagementService" }).click();
  await expect(page.getByRole("group", { name: "Entry", exact: true })).toContainText("serviceKey");
});

test("qualifiers that exclude each other are told, refused with their number, and sent raw", async ({
  workbench: page,
}) => {
  await goTo(page, "Registry");
  await page.getByRole("tab", { name: "Inquiry console" }).click();
  await page.getByLabel("Call", { exact: true }).selectOption("find_tModel");
  await page.getByRole("textbox", { name: /^text/ }).fill("uddi-org:wsdl%");
  await page.getByText("findQualifiers", { exact: true }).click();
  await expect(page.getByRole("checkbox", { name: "approximateMatch" })).toBeChecked();
  await page.getByRole("checkbox", { name: "exactMatch" }).check();
  await expect(page.getByText("approximateMatch and exactMatch exclude each other")).toBeVisible();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(answer(page)).toContainText("E_invalidCombination");
  await expectAccessible(page);
  await page.getByRole("checkbox", { name: "exactMatch" }).uncheck();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(answer(page)).toContainText("uddi-org:wsdl:types");
  await page.getByText("Raw XML").click();
  await expect(page.getByRole("textbox", { name: "Envelope" })).toContainText("find_tModel");
  await answer(page).getByRole("tab", { name: "Response" }).click();
  await expect(answer(page)).toContainText("tModelList");
  await expectAccessible(page);
});

test("a business is made, found, and deleted after a question; a registry that refuses is told", async ({
  workbench: page,
}) => {
  await goTo(page, "Registry");
  await expect(tree(page)).toContainText("DeviceManagementService", { timeout: 20_000 });
  await page.getByRole("button", { name: "New…" }).click();
  await page.getByRole("menuitem", { name: "Business" }).click();
  await page.getByRole("textbox", { name: /^text/ }).first().fill("Acme Devices");
  await page.getByRole("button", { name: "Send" }).click();
  await answer(page).getByRole("button", { name: "Acme Devices" }).click();
  await expect(tree(page)).toContainText("Acme Devices");
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await expect(tree(page)).not.toContainText("Acme Devices");
  await page.getByRole("radio", { name: /refuses tokens/ }).check();
  await page.getByRole("button", { name: /^Publish again: / }).click();
  await expect(page.getByRole("region", { name: "Publication", exact: true })).toContainText("10150");
  await page.getByRole("radio", { name: /normal/ }).check();
  await page.getByRole("button", { name: /^Publish again: / }).click();
  await expect(page.getByRole("region", { name: "Publication", exact: true })).toContainText("✓ published");
});
