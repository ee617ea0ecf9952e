import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { expect, goTo, ladder, runAtOnce, test } from "../workbench.ts";

const pictures = join(import.meta.dirname, "..", "..", "..", "test-results", "screens");
mkdirSync(pictures, { recursive: true });

async function openConsole(page: Page, operation: string): Promise<void> {
  await goTo(page, "Console");
  await page.getByRole("option", { name: operation, exact: true }).click();
  await expect(page.getByRole("heading", { name: operation })).toBeVisible();
}

async function loadExample(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Load example" }).click();
  await expect(page.getByRole("group", { name: /^Envelope of/ })).toContainText("console-");
}

const story = (page: Page) => page.getByRole("region", { name: "What became of it" });

test("Console: a request is found, filled, sent and followed with the keyboard", async ({
  workbench: page,
}) => {
  await openConsole(page, "RegisterExternalSystem");
  await loadExample(page);
  await page.keyboard.press("Control+Enter");
  await expect(story(page)).toContainText("RegistrationConfirmation");
  await expect(story(page).getByRole("status")).toHaveText("succeeded");

  await page.getByRole("listbox", { name: "Operations" }).focus();
  await page.keyboard.press("/");
  await page.keyboard.type("change and read");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("listbox", { name: "Operations" }).getByRole("option")).toHaveCount(1);
  await expect(page.getByRole("heading", { name: "ManageParameters" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("clientReference")).toBeFocused();
  await page.keyboard.type("keys-1");
  await page.keyboard.press("Tab");
  await page.keyboard.type("IMEI");
  await expect(
    page.getByRole("listbox", { name: "Values for deviceId" }).getByRole("option"),
  ).not.toHaveCount(0);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "deviceId" })).toHaveValue(/^IMEI:\d+$/);
  await page.keyboard.press("Alt+N");
  await expect(page.getByRole("combobox", { name: "locUri of command 1" })).toBeFocused();
  await page.keyboard.type("./DevInfo/Mo");
  await expect(page.getByRole("option", { name: "./DevInfo/Mod" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "locUri of command 1" })).toHaveValue("./DevInfo/Mod");
  await expect(page.locator("mark")).toHaveText("./DevInfo/Mod");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await expect(story(page)).toContainText("OperationResult");
  await expect(story(page).getByRole("cell", { name: "Get ./DevInfo/Mod" })).toBeVisible();
  await expect(story(page)).toContainText("200 OK");
  await page.getByRole("tab", { name: "Response" }).click();
  await expect(page.getByLabel("Response", { exact: true }).last()).toContainText("ManageParametersResponse");
  await story(page).getByRole("button", { name: "Open ladder" }).click();
  await expect(ladder(page)).toBeVisible();
});

test("Console: what is wrong stands at its field, can be sent, and the fault leads back", async ({
  workbench: page,
}) => {
  await openConsole(page, "QueryOperation");
  await expect(page.getByText("operationId is required.").first()).toBeVisible();
  await page.getByRole("button", { name: /^Send anyway/ }).click();
  await expect(story(page).getByRole("status")).toHaveText("refused with a fault");
  await story(page).getByRole("button", { name: "Go to operationId" }).click();
  await expect(page.getByRole("combobox", { name: "operationId" })).toBeFocused();
  await page.keyboard.type("op-nobody");
  await page.keyboard.press("Control+Enter");
  await expect(story(page)).toContainText("SVC0200");
  await page.getByLabel("credentials", { exact: true }).selectOption("wrong-password");
  await page.keyboard.press("Control+Enter");
  await expect(story(page)).not.toContainText("SVC0200");
  await expect(story(page).getByRole("status")).toHaveText("refused with a fault");
});

test("Console: the envelope is edited by hand and comes back into the form", async ({ workbench: page }) => {
  await openConsole(page, "ManageParameters");
  await loadExample(page);
  await page.getByRole("button", { name: "Edit raw" }).click();
  const editor = page.getByRole("textbox", { name: "Envelope under edit" });
  await editor.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("<!-- by hand -->");
  await page.getByRole("button", { name: "Back to the form" }).click();
  await expect(page.getByRole("dialog")).toContainText("Comments.");
  await page.getByRole("button", { name: "To the form without it" }).click();
  await expect(page.getByRole("combobox", { name: "locUri of command 1" })).toHaveValue("./DevDetail/FwV");
});

test("Console: a deleted call comes back, the callback address is tested", async ({ workbench: page }) => {
  await openConsole(page, "ListConfigurations");
  await page.keyboard.press("Control+Enter");
  await expect(story(page).getByRole("status")).toHaveText("answered");
  await page.getByRole("tab", { name: "History" }).click();
  const calls = page.getByRole("listbox", { name: "Calls" }).getByRole("option");
  const before = await calls.count();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(calls).toHaveCount(before - 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(calls).toHaveCount(before);
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByText("reached just now")).toBeVisible();
});

test("Console: the work of an operation is put into the form for its devices", async ({
  workbench: page,
}) => {
  await openConsole(page, "SubmitBulkOperation");
  await loadExample(page);
  await page.keyboard.press("Control+Enter");
  await expect(story(page).getByRole("status")).toHaveText("succeeded");
  const id = await story(page).locator("[title^='op-']").first().getAttribute("title");
  await page.evaluate((operation) => {
    location.hash = `#/console/live?again=${operation}&devices=succeeded`;
  }, id);
  await expect(page.getByText(/^The form holds the same work for \d+ devices\./).first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "name", exact: true })).toHaveValue(/, again$/);
  await expect(page.getByRole("combobox", { name: "deviceId 1", exact: true })).toHaveValue(/^IMEI:/);
  await expect(page.getByRole("combobox", { name: "locUri of command 1" })).toHaveValue(/^\.\/Settings\//);
});

test("Console: a request can be sent while a scenario runs, and none after its end", async ({
  workbench: page,
}) => {
  await page.getByRole("button", { name: "Run Figure 2" }).click();
  await expect(ladder(page)).toBeVisible();
  await openConsole(page, "ListUpdates");
  await page.keyboard.press("Control+Enter");
  await expect(story(page)).toContainText("ListUpdates");
  await expect(story(page).getByRole("status")).toHaveText(/answered|refused with a fault/);
  await goTo(page, "Home");
  await runAtOnce(page);
  await goTo(page, "Console");
  await expect(page.getByRole("button", { name: /^Send/ })).toBeDisabled();
});

test("Console: history and templates keep requests", async ({ workbench: page }) => {
  await openConsole(page, "ListUpdates");
  await page.keyboard.press("Control+Enter");
  await expect(story(page).getByRole("status")).toHaveText("answered");
  await page.getByRole("tab", { name: "History" }).click();
  const calls = page.getByRole("listbox", { name: "Calls" }).getByRole("option");
  const before = await calls.count();
  await page.getByRole("button", { name: "Resend" }).click();
  await expect(calls).toHaveCount(before + 1);
  await page.getByRole("button", { name: "Save as template" }).click();
  await page.getByLabel("Name").fill("Updates");
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: "Templates" }).click();
  const template = page.getByRole("option", { name: /^Updates/ });
  await expect(template).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(template).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(template).toBeVisible();
});

for (const [scheme, width, height, tag] of [
  ["light", 1440, 900, []],
  ["dark", 1280, 720, ["@long"]],
] as const)
  test(`Console: ${scheme}, accessible, nothing cut`, { tag: [...tag] }, async ({ workbench: page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
    await openConsole(page, "ManageParameters");
    await loadExample(page);
    await page.keyboard.press("Control+Enter");
    await expect(story(page).getByRole("status")).toHaveText("succeeded");
    await expectAccessible(page, scheme);
    await page.screenshot({ path: join(pictures, `console-${scheme}.png`) });
    await openConsole(page, "SubmitBulkOperation");
    await loadExample(page);
    await expectAccessible(page, scheme);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide).toBe(false);
  });
