import { spawn } from "node:child_process";
import { join } from "node:path";
import { Command, Option } from "commander";
import { exitCodes } from "./exit.ts";
import { jsonOption, parseCount, parsePort, type HostCommandOptions } from "./options.ts";
import type { Output } from "./output.ts";

/** How long Electron's runtime may take to be found or to begin to arrive, in milliseconds. */
const PATIENCE = 5000;

/** `dmwsi open`: the workbench in a window, or in the browser where there can be none. */
export function openCommand(output: Output): Command {
  return new Command("open")
    .description(
      "start the host and open the workbench: in a window where one can be had, else in the browser",
    )
    .addOption(new Option("--browser", "use the browser even where a window could be opened"))
    .addOption(new Option("--port <n>", "port of the protocol listener, 0 = a free one").argParser(parsePort))
    .addOption(
      new Option("--tls-port <n>", "serve HTTPS too, at this port, 0 = a free one").argParser(parsePort),
    )
    .addOption(new Option("--ui-port <n>", "port of the page, 0 = a free one").argParser(parsePort))
    .option("--bind <address>", "address to listen at")
    .option("--data <folder>", "keep journal and store in this folder")
    .option("--config <file>", "configuration (YAML)")
    .addOption(new Option("--devices <n>", "number of simulated devices").argParser(parseCount))
    .addOption(jsonOption())
    .action(async (options: HostCommandOptions & { readonly browser?: boolean }) => {
      if (!options.browser && (await openWindow(options, output))) return;
      const { serveUntilStopped } = await import("../serve.ts");
      await serveUntilStopped(options, output, ({ ui }) => {
        openBrowser(ui, output);
      });
    });
}

/** Opens the window and waits until it is closed; false where there can be none. */
async function openWindow(options: HostCommandOptions, output: Output): Promise<boolean> {
  const { openDesktop } = await import("../../../electron/runtime.ts");
  const result = await openDesktop({
    mainScript: join(import.meta.dirname, "main.js"),
    args: hostArguments(options),
    patienceMs: PATIENCE,
    onProgress: (share) => {
      output.progress(`Fetching Electron's runtime: ${Math.round(share * 100)} %`);
    },
  });
  if (!result.opened) {
    output.say(`Opening in the browser, because ${result.reason}.`);
    return false;
  }
  output.exit(result.exitCode === 0 ? exitCodes.pass : exitCodes.own);
  return true;
}

/** The options as a host process takes them. */
export function hostArguments({
  port,
  tlsPort,
  uiPort,
  bind,
  data,
  config,
  devices,
}: HostCommandOptions): string[] {
  const given = { port, "tls-port": tlsPort, "ui-port": uiPort, bind, data, config, devices };
  return Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
}

function openBrowser(url: string, output: Output): void {
  const opener = openerOf(process.platform);
  const hasDisplay =
    process.platform !== "linux" ||
    [process.env["DISPLAY"], process.env["WAYLAND_DISPLAY"]].some((name) => name);
  output.say(`The workbench is at ${url}`);
  if (!hasDisplay) return;
  const child = spawn(opener.command, [...opener.args, url], { stdio: "ignore", detached: true });
  child.on("error", () => {
    output.say("No browser could be opened; open the address yourself.");
  });
  child.unref();
}

function openerOf(platform: NodeJS.Platform): { readonly command: string; readonly args: readonly string[] } {
  if (platform === "darwin") return { command: "open", args: [] };
  if (platform === "win32") return { command: "rundll32", args: ["url.dll,FileProtocolHandler"] };
  return { command: "xdg-open", args: [] };
}
