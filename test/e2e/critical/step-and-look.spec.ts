import { expect, inspected, ladder, messages, standsAt, test } from "../workbench.ts";

test("F2 stepping, pausing, looking back and reading a field, by mouse", async ({ workbench: page }) => {
  await page.getByRole("button", { name: "Run Figure 2" }).click();
  await expect(messages(page).first()).toBeVisible();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByRole("button", { name: /^Run/ })).toBeEnabled();

  const before = await standsAt(page);
  await page.getByRole("button", { name: "Step message" }).click();
  await expect.poll(() => standsAt(page)).toBeGreaterThan(before);
  const live = await standsAt(page);

  await page.getByRole("button", { name: "Look back" }).click();
  await expect(page.getByText("View of the past", { exact: false })).toBeVisible();
  expect(await standsAt(page)).toBeLessThan(live);
  await expect(page.locator(`#ladder-${live}`)).toBeHidden();
  await page.getByRole("button", { name: "Back to live" }).first().click();
  await expect.poll(() => standsAt(page)).toBe(live);

  await messages(page).first().click();
  await expect(inspected(page)).toHaveText(/^Message \d+$/);
  await page.getByRole("treeitem").last().click();
  const value = page.getByRole("treeitem", { selected: true });
  await expect(value).toBeVisible();
  await page.getByRole("tab", { name: "XML" }).click();
  await expect(page.locator(".cm-content")).toBeVisible();
  await expect(page.locator('[class*="lit"]').first()).toBeVisible();
});

test("F2 the same by keyboard only", async ({ workbench: page }) => {
  await page.keyboard.press("Enter");
  await expect(messages(page).first()).toBeVisible();
  await expect(ladder(page)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: /^Run/ })).toBeEnabled();

  const before = await standsAt(page);
  await page.keyboard.press(".");
  await expect.poll(() => standsAt(page)).toBeGreaterThan(before);
  const live = await standsAt(page);

  await page.keyboard.press(",");
  await expect(page.getByText("View of the past", { exact: false })).toBeVisible();
  expect(await standsAt(page)).toBeLessThan(live);
  await page.keyboard.press("l");
  await expect.poll(() => standsAt(page)).toBe(live);

  await page.keyboard.press("Home");
  await expect(inspected(page)).toHaveText(/^Message \d+$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tree")).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("treeitem", { selected: true })).toBeVisible();
  await page.keyboard.press("2");
  await expect(page.locator(".cm-content")).toBeVisible();
  await expect(page.locator('[class*="lit"]').first()).toBeVisible();
  await page.keyboard.press("3");
  await expect(
    page
      .getByRole("group", { name: /^Bytes of/ })
      .locator('[class*="lit"]')
      .first(),
  ).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(ladder(page)).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { name: "Journal", level: 1 })).toBeVisible();
});

test("F2 a place in the text chooses the field of the tree", async ({ workbench: page }) => {
  await page.getByRole("button", { name: "Run Figure 2" }).click();
  await expect(messages(page).first()).toBeVisible();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await messages(page).first().click();
  await page.getByRole("tab", { name: "XML" }).click();
  await page
    .locator(".cm-line")
    .first()
    .click({ position: { x: 60, y: 30 } });
  await page.getByRole("tab", { name: "Decoded" }).click();
  await expect(page.getByRole("treeitem", { selected: true })).toBeVisible();
});
