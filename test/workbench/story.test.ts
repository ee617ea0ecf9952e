import { expect, test } from "vitest";
import { createTestWorkbench } from "../support/workbench.ts";

/** The story of a scenario that ran to its end, with these settings. */
async function storyOf(scenario: string, settings: Readonly<Record<string, string>> = {}) {
  const workbench = createTestWorkbench();
  const run = workbench.start({ scenario, settings: { ...settings }, speed: "max", seed: "story" });
  await run.ended;
  return workbench.view(run.id).story;
}

test("B1 the story of a bulk operation has its devices, its progress and its totals", async () => {
  expect(await storyOf("bulk")).toEqual([
    "The External System registered with the DM server.",
    "It submitted “Ring tone” for 8 devices, at most 2 at a time.",
    "8 devices came to sessions, one of them by itself.",
    expect.stringMatching(/^The DM server reported progress \d times\.$/),
    "The DM server told the External System that the operation partly succeeded: 6 of 8 devices done, 2 failed.",
  ]);
  const cancelled = await storyOf("bulk", { ending: "cancelled" });
  expect(cancelled.join(" ")).toMatch(
    /the External System cancelled the rest\..* was cancelled: .* never begun/,
  );
});

test("C1 the story of delegation names both DM servers", async () => {
  const story = (await storyOf("delegation")).join(" ");
  expect(story).toContain("dms.example registered with operator.example as its External System");
  expect(story).toMatch(/forwarded it to operator\.example .* operator\.example carried it out on IMEI:/);
  expect(story).toContain("under its own operation that the operation succeeded");
  const refused = (await storyOf("delegation", { work: "refused" })).join(" ");
  expect(refused).toContain("operator.example refused it: Command replace");
});

test("D1 the story of discovery has pages, the reading and the callback", async () => {
  const story = await storyOf("device-discovery");
  expect(story).toContain("It asked for devices 5 times; the first answer named 2 of 5.");
  expect(story).toContain("The last page came by callback, with 2 of 5 devices.");
});

test("G1 the story of configuration and update tells both outcomes", async () => {
  const story = (await storyOf("configuration", { update: "wrong-model" })).join(" ");
  expect(story).toContain(
    "It handed over the configuration “Office settings”, which the device took in session",
  );
  expect(story).toMatch(/downloaded its \d+ octets from the DM server and reported the outcome/);
  expect(story).toContain("the configuration succeeded, and the update failed.");
});

test("S1 the story of a slow External System says how the device was kept waiting", async () => {
  const kept = (await storyOf("slow-external-system")).join(" ");
  expect(kept).toMatch(/kept it in the session with \d messages without Final/);
  const exhausted = await storyOf("slow-external-system", { patience: "exhausted", keepAlive: "get" });
  expect(exhausted.join(" ")).toMatch(/\d harmless Gets\. The External System never answered/);
});

test("A1 the story of the matrix counts who was accepted and who was refused", async () => {
  expect(await storyOf("auth-matrix")).toEqual([
    "4 of 12 External Systems registered and were confirmed.",
    "The DM server refused the credentials of 4; 4 refused those of its callbacks, and were paused.",
    "Of 9 devices, 3 were served, 3 were refused by the DM server, and 3 refused it.",
  ]);
});
