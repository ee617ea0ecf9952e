import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, goTo, inspected, ladder, messages, test } from "../workbench.ts";

const profiles = join(import.meta.dirname, "..", "..", "..", "simulator", "roles", "device", "profiles");

/** A configuration with a thousand phones, a vehicle unit that speaks WBXML, and a meter of ten thousand nodes. */
function writeConfig(): string {
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-e2e-"));
  const meter = JSON.parse(readFileSync(join(profiles, "meter.profile.json"), "utf8")) as {
    nodes: Record<string, unknown>;
  };
  const leaves = Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`Leaf${at}`, { value: `${at}` }]));
  const groups = Array.from({ length: 100 }, (_, at) => [`Group${at}`, { children: leaves }] as const);
  const big = {
    ...meter,
    id: "big",
    title: "Many nodes",
    nodes: { ...meter.nodes, ...Object.fromEntries(groups) },
  };
  writeFileSync(join(folder, "big.json"), JSON.stringify(big));
  const config = join(folder, "many.yaml");
  writeFileSync(
    config,
    [
      "devices:",
      "  - { profile: vehicle, count: 1, group: fleet, encoding: wbxml }",
      "  - { profile: big.json, count: 1, group: big }",
      "  - { profile: phone, count: 1000, group: phones }",
      "",
    ].join("\n"),
  );
  return config;
}

test.use({ config: writeConfig() });

test.beforeEach(({ page: _page }, { project }) => {
  test.skip(project.name === "electron", "the window has its own host");
});

test("a thousand devices are listed a window at a time, and filtered", async ({ workbench: page }) => {
  await goTo(page, "Devices");
  const list = page.getByRole("grid", { name: "Devices" });
  await expect(list).toHaveAttribute("aria-rowcount", "1003");
  expect(await list.getByRole("row").count()).toBeLessThan(80);
  await list.focus();
  await page.keyboard.press("End");
  await expect(list.getByRole("row", { selected: true })).toContainText("phones");
  await page.keyboard.press("/");
  await page.keyboard.type("wbxml fleet");
  await expect(page.getByText(/^1 of 1\s002$/)).toBeVisible();
  await page.getByLabel("Filter the devices").fill("nothing like it");
  await expect(page.getByText("No device has all of these words", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await expect(list).toHaveAttribute("aria-rowcount", "1003");
});

test("ten thousand nodes are walked by keyboard, and found", async ({ workbench: page }) => {
  await goTo(page, "Devices");
  await page.getByLabel("Filter the devices").fill("big");
  await expect(page.getByText(/^1 of/)).toBeVisible();
  await page.getByRole("grid", { name: "Devices" }).getByRole("button").first().click();
  const tree = page.getByRole("tree", { name: "Nodes" });
  const chosen = tree.getByRole("treeitem", { selected: true });
  await expect(tree).toBeVisible();
  await page.getByRole("button", { name: "Open all" }).click();
  const bearer = tree.getByRole("treeitem", { name: /^Bearer/ });
  await expect(bearer).toHaveAttribute("aria-expanded", "true", { timeout: 20_000 });
  await tree.focus();
  await page.keyboard.press("End");
  await expect(chosen).toHaveAttribute("aria-level", /^[3-9]$/);
  expect(await tree.getByRole("treeitem").count()).toBeLessThan(80);
  await page.keyboard.press("ArrowLeft");
  await expect(chosen).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowLeft");
  await expect(chosen).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("Home");
  await expect(chosen).toHaveAttribute("aria-level", "1");
  await page.keyboard.press("/");
  await page.keyboard.type("Group42/Leaf7");
  await expect(page.getByText(/^11 of 10\s\d{3}$/)).toBeVisible();
});

test("a field of a WBXML message leads to its bytes, and a byte to its field", async ({
  workbench: page,
}) => {
  await goTo(page, "Devices");
  await page.getByLabel("Filter the devices").fill("fleet");
  await expect(page.getByText(/^1 of/)).toBeVisible();
  await page.getByRole("grid", { name: "Devices" }).getByRole("button").first().click();
  await page.getByRole("button", { name: "Start session" }).click();
  const sessions = page.getByRole("listbox", { name: "Sessions" });
  await expect(sessions).toContainText("closed");
  await sessions.focus();
  await page.keyboard.press("Enter");
  await expect(ladder(page)).toBeVisible();
  await messages(page).filter({ hasText: "Package 1" }).first().click();
  await expect(inspected(page)).toHaveText(/^Message \d+$/);
  const field = page.getByRole("treeitem", { name: /^VerProto/ });
  await field.click();
  await page.getByRole("tab", { name: "Bytes" }).click();
  const bytes = page.getByRole("group", { name: /^Bytes of/ });
  const lit = bytes.locator('[class*="octets"] > [class*="lit"]', { hasText: /\S/ });
  await expect(lit).toHaveText(["44", "4d", "2f", "31", "2e", "32"]);
  await expect(bytes.locator('[class*="boxed"]').first()).toBeVisible();

  await bytes.locator('[class*="octets"] > span', { hasText: "6a" }).first().click();
  await page.getByRole("tab", { name: "Decoded" }).click();
  await expect(page.getByRole("treeitem", { selected: true })).not.toContainText("VerProto");
});
