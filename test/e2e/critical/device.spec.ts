import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { expect, goTo, inspected, ladder, openDevice, runAtOnce, test } from "../workbench.ts";

const pictures = join(import.meta.dirname, "..", "..", "..", "test-results", "screens");
mkdirSync(pictures, { recursive: true });

function node(page: Page, name: string): Locator {
  return page.getByRole("tree", { name: "Nodes" }).getByRole("treeitem", { name: new RegExp(`^${name}\\b`) });
}

async function find(page: Page, name: string): Promise<void> {
  await page.getByLabel("Find a node").fill(name);
  await node(page, name).click();
  await expect(
    page.getByRole("region", { name: "Node", exact: true }).getByRole("heading", { level: 2 }),
  ).toHaveText(name);
}

test("the tree is browsed with the keyboard, from the list to the node", async ({ workbench: page }) => {
  await goTo(page, "Devices");
  const list = page.getByRole("grid", { name: "Devices" });
  await expect(list.getByRole("row")).toHaveCount(11);
  await list.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const tree = page.getByRole("tree", { name: "Nodes" });
  await expect(tree).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByLabel("Find a node")).toBeFocused();
  await page.keyboard.type("AAuthSecret");
  await expect(page.getByText(/^2 of \d+$/)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(tree).toBeFocused();
  await expect(tree.getByRole("treeitem", { selected: true })).toContainText("AAuthSecret");
  await expect(tree.getByRole("treeitem", { selected: true })).toContainText("not readable");
  await page.keyboard.press("ArrowLeft");
  await expect(tree.getByRole("treeitem", { selected: true })).not.toContainText("AAuthSecret");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(list).toBeVisible();
});

test("a value is edited, refused while it does not fit, and taken back", async ({ workbench: page }) => {
  await openDevice(page, "IMEI:350000000000030");
  await find(page, "Volume");
  const value = page.getByRole("textbox", { name: "Value" });
  await value.fill("loud");
  await expect(page.getByText("A whole number, such as 42 or -7.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save the value" })).toBeDisabled();
  await value.fill("9");
  await value.press("Enter");
  await expect(node(page, "Volume")).toContainText("9");
  await expect(page.getByRole("region", { name: "What changed it" })).toContainText("by hand");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(node(page, "Volume")).toContainText("5");
});

test("a node is added and deleted, and the ACL is ticked and written", async ({ workbench: page }) => {
  await openDevice(page, "IMEI:350000000000048");
  await find(page, "Settings");
  await page.getByRole("button", { name: "Add a node…" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Tone");
  await page.getByRole("textbox", { name: "Value" }).fill("C5");
  await page.getByRole("button", { name: "Add the node", exact: true }).click();
  await find(page, "Tone");
  await page.getByLabel("Get for every server").uncheck();
  await page.getByLabel("Another server").fill("other.example");
  await page.getByLabel("Another server").press("Enter");
  await page.getByLabel("Get for other.example").check();
  await expect(page.getByLabel("ACL as text")).toHaveValue(/Get=other\.example/);
  await page.getByRole("button", { name: "Save the ACL" }).click();
  await expect(page.getByRole("region", { name: "Access control" })).toContainText("its own");
  await page.getByRole("button", { name: "Inherit instead" }).click();
  await expect(page.getByRole("region", { name: "Access control" })).toContainText("inherited from .");
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(node(page, "Tone")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(node(page, "Tone")).toBeVisible();
});

test("an alert is reported in a session, which leads to the ladder", async ({ workbench: page }) => {
  await openDevice(page, "IMEI:350000000000055");
  await page.getByRole("button", { name: "Generate alert…" }).click();
  await page.getByLabel("Data", { exact: true }).fill("Battery at 3 %");
  await page.getByRole("button", { name: "Report the alert" }).click();
  const alerts = page.getByRole("region", { name: "Alerts" });
  await expect(alerts).toContainText("Battery at 3 %");
  await expect(alerts).toContainText(/answered 2\d\d/);
  const sessions = page.getByRole("listbox", { name: "Sessions" });
  await expect(sessions.getByRole("option").first()).toContainText("closed");
  await sessions.focus();
  await page.keyboard.press("Enter");
  await expect(ladder(page)).toBeVisible();
  await expect(inspected(page)).toContainText("Message");
});

test("a behaviour is run and its trap changes", async ({ workbench: page }) => {
  await openDevice(page, "IMEI:350000000000063");
  const behaviours = page.getByRole("region", { name: "Behaviours", exact: true });
  await expect(behaviours).toContainText("Firmware");
  await behaviours.getByRole("button", { name: "Run a behaviour of Firmware" }).click();
  const dialog = page.getByRole("dialog", { name: "Run a behaviour" });
  await dialog.getByLabel("Ask the server for an update").check();
  await dialog.getByRole("button", { name: "Ask the server for an update" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Alerts" })).toContainText("firmwareupdate");
});

test("the user is asked by the DM server and answers", async ({ workbench: page }) => {
  await openDevice(page, "IMEI:350000000000071");
  await page.getByRole("button", { name: "Ask the user…" }).click();
  const ask = page.getByRole("dialog", { name: "Have the DM server ask the user" });
  await ask.getByLabel("Alert", { exact: true }).selectOption("1104");
  await ask.getByRole("button", { name: "Notify and ask" }).click();
  await expect(page.getByTestId("question")).toContainText("May the firmware be updated now?");
  await expectAccessible(page);
  await page.getByRole("tree", { name: "Nodes" }).focus();
  await page.keyboard.press("q");
  const dialog = page.getByRole("dialog", { name: "The device asks its user" });
  await dialog.getByLabel("Tonight").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Choose" }).click();
  await expect(page.getByTestId("question")).toBeHidden();
  await expect(page.getByRole("listbox", { name: "Sessions" }).getByRole("option").first()).toContainText(
    "closed",
  );
});

test("a question is answered by keyboard alone", async ({ workbench: page }) => {
  await openDevice(page, "IMEI:350000000000097");
  await page.getByRole("button", { name: "Ask the user…" }).focus();
  await page.keyboard.press("Enter");
  const ask = page.getByRole("dialog", { name: "Have the DM server ask the user" });
  await ask.getByLabel("Text", { exact: true }).press("Control+Home");
  await ask.getByRole("button", { name: "Notify and ask" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("question")).toBeVisible();
  await page.getByRole("tree", { name: "Nodes" }).focus();
  await page.keyboard.press("q");
  const yes = page
    .getByRole("dialog", { name: "The device asks its user" })
    .getByRole("button", { name: "Yes" });
  await expect(yes).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("question")).toBeHidden();
});

test("the tree is saved as a file without its secrets", async ({ workbench: page }, { project }) => {
  test.skip(project.name === "electron", "the window asks where to save");
  await openDevice(page, "IMEI:350000000000014");
  await page.getByRole("button", { name: "Export…" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the file" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe("IMEI-350000000000014.tnds.xml");
  const text = readFileSync(await file.path(), "utf8");
  expect(text).toContain("<NodeName>AAuthSecret</NodeName>");
  expect(text).not.toMatch(/<NodeName>AAuthSecret<\/NodeName>.{0,300}?<Value>[^<]/);
});

test("a secret is deleted only after a warning", async ({ workbench: page }) => {
  await openDevice(page, "IMEI:350000000000022");
  await page.getByLabel("Find a node").fill("AppAuth");
  await page
    .getByRole("tree", { name: "Nodes" })
    .getByRole("treeitem", { name: /^AppAuth/ })
    .click();
  await page.getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete for good" });
  await expect(dialog).toContainText("password or a nonce");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(node(page, "AppAuth")).toBeVisible();
});

test("what a server changed names the session and leads to its message", async ({ workbench: page }) => {
  await runAtOnce(page);
  await goTo(page, "Devices");
  await page.getByRole("grid", { name: "Devices" }).getByRole("button").first().click();
  await find(page, "Ring");
  const changes = page.getByRole("region", { name: "What changed it" });
  await expect(changes).toContainText("replaced");
  const link = changes.getByRole("button", { name: /^Message \d+ on the ladder$/ });
  const seq = (await link.textContent()) ?? "";
  await expect(page.getByText(/The run has ended/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Start session" })).toBeDisabled();
  await link.click();
  await expect(inspected(page)).toHaveText(`Message ${seq}`);
});

for (const [theme, tag] of [
  ["light", []],
  ["dark", ["@long"]],
] as const) {
  test.describe(`in the ${theme} theme`, { tag: [...tag] }, () => {
    test.use({ colorScheme: theme, viewport: { width: 1440, height: 900 } });

    test("devices and a device are accessible, and so are its dialogs", async ({ workbench: page }) => {
      test.slow();
      await goTo(page, "Devices");
      await expect(page.getByRole("grid", { name: "Devices" }).getByRole("button").first()).toBeVisible();
      await expectAccessible(page, theme);
      await page.screenshot({ path: join(pictures, `devices-${theme}.png`) });
      await openDevice(page, "IMEI:350000000000089");
      await page.getByRole("button", { name: "Start session" }).click();
      await expect(page.getByRole("listbox", { name: "Sessions" })).toContainText("closed");
      await find(page, "Lang");
      await expectAccessible(page, theme);
      await page.screenshot({ path: join(pictures, `device-${theme}.png`) });
      for (const [button, name] of [
        ["Generate alert…", "alert"],
        ["Run behaviour…", "behaviour"],
        ["Change the manners…", "manners"],
        ["Export…", "export"],
      ] as const) {
        await page.getByRole("button", { name: button }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectAccessible(page, theme);
        await page.screenshot({ path: join(pictures, `device-${name}-${theme}.png`) });
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toBeHidden();
      }
    });
  });
}
