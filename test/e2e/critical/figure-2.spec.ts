import { expect, goTo, runAtOnce, test } from "../workbench.ts";

test(
  "F1 one click on Home runs Figure 2 to its verdict at reading speed",
  { tag: "@long" },
  async ({ workbench: page }) => {
    const began = Date.now();
    await page.getByRole("button", { name: "Run Figure 2" }).click();
    await expect(page.locator('[data-kind="message"]').first()).toBeVisible();
    const firstMessage = Date.now() - began;
    const end = page.getByTestId("end");
    await expect(end).toContainText("pass", { timeout: 45_000 });
    await expect(end.getByRole("button", { name: "Play again step by step" })).toBeVisible();
    await expect(page.getByRole("toolbar", { name: "Run and step" })).toContainText("pass");
    await expect(page.getByRole("option", { name: /^F2\.18 .* pass$/ })).toBeVisible();
    expect(firstMessage, "milliseconds to the first message").toBeLessThan(6000);
  },
);

test("F1 the run is on Home afterwards, with its verdict and why", async ({ workbench: page }) => {
  await runAtOnce(page);
  await page.getByRole("link", { name: "Home" }).click();
  const newest = page.getByRole("grid", { name: "Recent runs" }).getByRole("row").nth(1);
  await expect(newest).toContainText("Figure 2");
  await expect(newest).toContainText("pass");
  await expect(newest).toContainText("18 of 18");
  await newest.click();
  await expect(page.getByRole("heading", { name: "Figure 2", level: 1 })).toBeVisible();
});

const refusals = [
  { choice: "the DM server refuses the External System", step: "F2.6", party: "DM server" },
  { choice: "the External System refuses the callback", step: "F2.7", party: "External System" },
  { choice: "the device drops the notification", step: "F2.9", party: "Device" },
  { choice: "the DM server refuses the device", step: "F2.10", party: "DM server" },
  { choice: "the device refuses the DM server", step: "F2.13", party: "Device" },
];

test("F2.6, F2.7, F2.9, F2.10, F2.13 a banner names step, party and reason of each refusal", async ({
  workbench: page,
}) => {
  for (const { choice, step, party } of refusals)
    await test.step(`${step} when ${choice}`, async () => {
      await goTo(page, "Home");
      await page
        .getByRole("region", { name: "Figure 2" })
        .getByLabel("Refusal")
        .selectOption({ label: choice });
      await runAtOnce(page);
      const banner = page.getByTestId("refusal");
      await expect(banner).toContainText(`Refused at ${step} by ${party}.`);
      await expect(banner).toHaveText(/by [A-Za-z ]+\. .{10,}/);
    });
});
