import { expect, goTo, ladder, runAtOnce, test } from "../workbench.ts";

test("the palette offers commands by title and runs them", async ({ workbench: page }) => {
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/^Type to find/).fill("Run Figure 2");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Figure 2", level: 1 })).toBeVisible();
});

test("single keys lead away from Home, where its Run button has the focus", async ({ workbench: page }) => {
  await expect(page.getByRole("button", { name: /^Run/ }).first()).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page.getByRole("heading", { name: "Devices", level: 1 })).toBeVisible();
});

test("single keys can be switched off", async ({ workbench: page }) => {
  await runAtOnce(page);
  await goTo(page, "Settings");
  await page.getByLabel(/^Keys without Ctrl or Alt/).uncheck();
  await goTo(page, "Session");
  await ladder(page).focus();
  await page.keyboard.press("g");
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { name: "Figure 2", level: 1 })).toBeVisible();
});

test("the theme is kept", async ({ workbench: page }) => {
  await goTo(page, "Settings");
  await page.getByLabel("Dark").check();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

test("F6 goes round the panes", async ({ workbench: page }) => {
  await runAtOnce(page);
  await ladder(page).focus();
  await page.keyboard.press("F6");
  await expect(page.getByRole("tree")).toBeFocused();
  await page.keyboard.press("Shift+F6");
  await expect(ladder(page)).toBeFocused();
});

test("the token is not left in the address", async ({ workbench: page }) => {
  expect(page.url()).not.toContain("token");
});

test("a page without a token says what to do", async ({ workbench: page, context }) => {
  test.skip(page.url().startsWith("app:"), "the window needs no token");
  const stranger = await context.newPage();
  await stranger.goto(new URL("/", page.url()).href);
  await expect(stranger.getByRole("alert")).toContainText("dmwsi serve");
});
