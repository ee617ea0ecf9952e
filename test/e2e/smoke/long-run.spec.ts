import { join } from "node:path";
import { expect, test as base } from "@playwright/test";
import { type FakeHost, serveFakeHost } from "../../support/fake-host/serve.ts";
import { ladder } from "../workbench.ts";

const built = join(import.meta.dirname, "..", "..", "..", "dist", "renderer");

/* What no scenario of the real host shows at once: a run of 15,000 records, and a host that goes and comes back. */
const test = base.extend<{ fake: FakeHost }>({
  // Playwright reads what a fixture needs from this pattern.
  // oxlint-disable-next-line eslint/no-empty-pattern
  fake: async ({}, use) => {
    const fake = await serveFakeHost(built);
    await use(fake);
    await fake.close();
  },
});

test.beforeEach(({ page: _page }, { project }) => {
  test.skip(project.name === "electron", "the window has its own host");
});

test("UX 9 a run of 15,000 records is drawn a window at a time and stays quick", async ({ page, fake }) => {
  await page.goto(fake.ui);
  await expect(page.getByRole("button", { name: "Run Figure 2" })).toBeVisible();
  await page.goto(`http://127.0.0.1:${fake.port}/#/session/long`);
  const grid = ladder(page);
  await expect(grid.getByRole("row", { selected: true })).toHaveAttribute("aria-label", /^14878\. /);
  expect(Number(await grid.getAttribute("aria-rowcount"))).toBeGreaterThan(5000);
  expect(await grid.locator('[role="row"]').count()).toBeLessThan(80);

  const frames = await grid.evaluate(async (box) => {
    const lengths: number[] = [];
    let last = performance.now();
    for (let frame = 0; frame < 60; frame += 1) {
      box.scrollTop -= 400;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      lengths.push(performance.now() - last);
      last = performance.now();
    }
    return lengths.toSorted((a, b) => a - b);
  });
  // Far above what a free machine needs: this finds work that grows with the run, not a busy neighbour.
  expect(frames[30], "median frame in milliseconds while scrolling").toBeLessThan(250);

  await grid.focus();
  await page.keyboard.press("Home");
  await expect(grid.getByRole("row", { selected: true })).toHaveAttribute("aria-label", /^1\. /);
  await expect(grid).toBeFocused();
});

test("a host that goes away is told, and found again", async ({ page, fake }) => {
  await page.goto(fake.ui);
  await expect(page.getByText("host ready")).toBeVisible();
  await fake.close();
  await expect(page.getByText("The host does not answer.")).toBeVisible();
  const again = await serveFakeHost(built, fake.port);
  await expect(page.getByText("host ready")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("The host does not answer.")).toBeHidden();
  await again.close();
});
