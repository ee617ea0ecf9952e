import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { _electron, expect, type Locator, type Page, test as base } from "@playwright/test";
import { findElectronRuntime } from "../../electron/runtime.ts";

const root = join(import.meta.dirname, "..", "..");
const built = join(root, "dist", "host");

/** A started host and the address of its page. */
interface ServedHost {
  readonly ui: string;
  readonly process: ChildProcess;
}

/** Starts a host; `config` is the path of a configuration, the built-in one by default. */
async function serve(config: string | undefined): Promise<ServedHost> {
  const host = spawn(
    process.execPath,
    [
      join(built, "entry-cli.js"),
      "serve",
      "--port",
      "0",
      "--ui-port",
      "0",
      ...(config === undefined ? [] : ["--config", config]),
    ],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  for await (const line of createInterface({ input: host.stdout })) {
    if (!line.startsWith("{")) continue;
    const printed: unknown = JSON.parse(line);
    if (
      typeof printed === "object" &&
      printed !== null &&
      "ui" in printed &&
      typeof printed.ui === "string"
    ) {
      return { ui: printed.ui, process: host };
    }
  }
  throw new Error("The host ended before it was ready.");
}

async function openWindow(): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const runtime = findElectronRuntime();
  if (!runtime.found) throw new Error(runtime.reason);
  const asRoot = process.getuid?.() === 0;
  const window = await _electron.launch({
    executablePath: runtime.executable,
    args: [join(built, "main.js"), ...(asRoot ? ["--no-sandbox"] : [])],
  });
  return { page: await window.firstWindow(), close: () => window.close() };
}

/**
 * Specs get the workbench as a page, in the shell of their project, and fail when it reports an error. Each worker has
 * a host of its own.
 */
export const test = base.extend<
  { workbench: Page },
  { config: string | undefined; untouched: boolean; host: string | undefined }
>({
  config: [undefined, { option: true, scope: "worker" }],
  // true in one file: its tests start on a host that no other file has used
  untouched: [false, { option: true, scope: "worker" }],
  host: [
    async ({ config, untouched: _untouched }, use, { project }) => {
      if (project.name === "electron") {
        await use(undefined);
        return;
      }
      const host = await serve(config);
      await use(host.ui);
      host.process.kill();
    },
    { scope: "worker" },
  ],
  workbench: async ({ page, host }, use) => {
    const shell = host === undefined ? await openWindow() : { page, close: () => Promise.resolve() };
    const problems: string[] = [];
    shell.page.on("pageerror", ({ message }) => problems.push(message));
    shell.page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    if (host !== undefined) await shell.page.goto(host);
    await expect(shell.page.getByRole("button", { name: "Run Figure 2" })).toBeVisible({ timeout: 30_000 });
    await use(shell.page);
    expect(problems, "errors that the page reported").toEqual([]);
    await shell.close();
  },
});

export { expect } from "@playwright/test";

/** The ladder. */
export function ladder(page: Page): Locator {
  return page.getByRole("grid", { name: "Ladder", exact: true });
}

/** Messages on the ladder, as far as they are drawn. */
export function messages(page: Page): Locator {
  return ladder(page).locator('[role="row"][data-kind="message"]');
}

/** The chosen row of the ladder. */
export function chosen(page: Page): Locator {
  return ladder(page).locator('[role="row"][aria-selected="true"]');
}

/** Number of the message that the ladder stands at. */
export async function standsAt(page: Page): Promise<number> {
  return Number.parseInt((await chosen(page).getAttribute("aria-label")) ?? "", 10);
}

/** What the inspector says it shows. */
export function inspected(page: Page): Locator {
  return page.getByRole("region", { name: "Inspector" }).getByRole("heading", { level: 2 });
}

/** Goes to another screen by its name in the rail. */
export async function goTo(
  page: Page,
  screen:
    | "Home"
    | "Session"
    | "Journal"
    | "Devices"
    | "Settings"
    | "Operations"
    | "Callbacks"
    | "Console"
    | "Policies"
    | "Diagnostics"
    | "Registry",
): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: screen }).click();
}

/** Starts Figure 2 from Home and lets it go as fast as it can. */
export async function runAtOnce(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run Figure 2" }).click();
  // A short run may end before its speed could be changed.
  await expect(async () => {
    if (await page.getByTestId("end").isVisible()) return;
    await page.getByLabel("speed").selectOption("max", { timeout: 1000 });
  }).toPass();
  await expect(page.getByTestId("end")).toBeVisible({ timeout: 30_000 });
}

/** Opens a simulated device of the live world; each spec takes one of its own. */
export async function openDevice(page: Page, device: string): Promise<void> {
  await goTo(page, "Devices");
  await page.getByRole("button", { name: device, exact: true }).click();
  await expect(page.getByRole("tree", { name: "Nodes" })).toBeVisible();
}
