import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { externalSystem, startEndpoint, status, shownWsi } from "../external-system.ts";
import { expect, goTo, test } from "../workbench.ts";

/** A configuration with an External System for each spec, whose passwords are known. */
function writeConfig(): string {
  const config = join(mkdtempSync(join(tmpdir(), "dmwsi-e2e-")), "callbacks.yaml");
  const systems = ["letters", "paused"].flatMap((name) => [
    `  - id: ${name}`,
    `    name: Desk of ${name}`,
    "    kind: customer-care",
    `    credentials: [{ scheme: basic, username: ${name}, password: ${name}-secret }]`,
  ]);
  writeFileSync(
    config,
    ["externalSystems:", ...systems, "devices:", "  - { profile: phone, count: 3 }", ""].join("\n"),
  );
  return config;
}

test.use({ config: writeConfig() });

test.beforeEach(({ page: _page }, { project }) => {
  test.skip(project.name === "electron", "the window has its own host");
});

/** Registers an External System with an endpoint that takes its confirmation. */
async function register(page: Page, name: string) {
  const system = externalSystem(await shownWsi(page), name, `${name}-secret`);
  const endpoint = await startEndpoint(status(200));
  await system.call("RegisterExternalSystem", {
    name: `Desk of ${name}`,
    kind: "customer-care",
    managementDomain: "operator",
    callbackEndpoint: endpoint.url,
  });
  await goTo(page, "Callbacks");
  await expect(page.getByRole("region", { name: "Recipients", exact: true })).toContainText(
    `Desk of ${name}`,
  );
  await expect(page.getByRole("group", { name: "Delivered lately" })).toContainText(
    "RegistrationConfirmation",
  );
  const discover = () => system.call("DiscoverDevices", { delivery: "callback", maxResults: 1 });
  return { endpoint, discover };
}

test("dead letters are read, dropped, taken back and sent again", async ({ workbench: page }) => {
  const { endpoint, discover } = await register(page, "letters");
  endpoint.answer = status(404);
  await discover();
  await discover();
  const letters = page.getByRole("region", { name: "Dead letters", exact: true });
  await expect(letters.getByRole("row")).toHaveCount(3);
  await expect(letters).toContainText("the endpoint answered 404");
  await letters
    .getByRole("button", { name: /^DiscoveryResult/ })
    .first()
    .click();
  const callback = page.getByRole("region", { name: "Callback", exact: true });
  await expect(callback).toContainText("Given up");
  await callback.getByRole("tab", { name: "Content" }).click();
  await expect(callback.getByLabel("Content of the callback")).toContainText("totalMatches");
  await expectAccessible(page);
  await callback.getByRole("button", { name: "Drop" }).click();
  await expect(letters.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(letters.getByRole("row")).toHaveCount(3);
  await letters.getByRole("button", { name: "Drop…" }).click();
  const dialog = page.getByRole("dialog", { name: "Drop dead letters" });
  await expect(dialog).toContainText("2 dead letters");
  await dialog.getByRole("button", { name: "Keep them" }).click();
  endpoint.answer = status(200);
  await letters.getByRole("button", { name: "Resend all 2" }).click();
  await expect(letters).toContainText("none: nothing was given up");
  await expect(
    page.getByRole("group", { name: "Delivered lately" }).getByRole("button", { name: "DiscoveryResult" }),
  ).toHaveCount(2);
  await endpoint.close();
});

test("a recipient that refuses our credentials is resumed; one is paused by hand", async ({
  workbench: page,
}) => {
  const { endpoint, discover } = await register(page, "paused");
  endpoint.answer = status(401);
  await discover();
  const recipients = page.getByRole("region", { name: "Recipients", exact: true });
  await expect(recipients).toContainText("Desk of paused is paused.");
  const streams = page.getByRole("grid", { name: "Streams" });
  await expect(streams.getByRole("row").nth(1)).toContainText("paused");
  await streams.focus();
  await page.keyboard.press("/");
  await page.keyboard.type("discovery paused");
  await page.keyboard.press("ArrowDown");
  await expect(streams).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("region", { name: "Callback", exact: true })).toContainText("401");
  await expectAccessible(page);
  endpoint.answer = status(200);
  await recipients.getByRole("button", { name: "Resume Desk of paused" }).click();
  await expect(streams).toContainText("Nothing waits");
  await recipients.getByRole("button", { name: "Pause Desk of paused" }).click();
  await expect(recipients).toContainText("A person paused it.");
  await discover();
  await page.getByLabel("Filter the callbacks").fill("");
  await expect(streams.getByRole("row").nth(1)).toContainText("paused");
  await recipients.getByRole("button", { name: "Resume Desk of paused" }).click();
  await expect(streams).toContainText("Nothing waits");
  await endpoint.close();
});
