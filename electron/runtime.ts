import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { downloadElectronRuntime, type DownloadRequest } from "./runtime-download.ts";

/**
 * Where the Electron program is, or why there is none. Nothing here imports `electron` itself: outside a
 * running Electron that package starts a download.
 */
export type ElectronRuntime =
  { readonly found: true; readonly executable: string } | { readonly found: false; readonly reason: string };

/** What {@link obtainElectronRuntime} needs from its surroundings; tests hand in their own. */
export interface ObtainOptions {
  /** Folder of the npm package `electron`, undefined where it is not installed. */
  readonly packageFolder?: string | undefined;
  /** Fetches and unpacks the runtime. */
  readonly download: (request: DownloadRequest) => Promise<void>;
  /** Ends the attempt when nothing has arrived by then; for instance `AbortSignal.timeout(5000)`. */
  readonly patience: AbortSignal;
  /** Share of the download that has arrived, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** How `dmwsi open` opens the desktop window. */
export interface DesktopOptions {
  /** The built `main.js`. */
  readonly mainScript: string;
  /** Handed to the host. */
  readonly args: readonly string[];
  /** How long to wait for a first sign of a download, in milliseconds. */
  readonly patienceMs: number;
  /** Share of a download that has arrived, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** What became of {@link openDesktop}: the window's exit code once it was closed, or why there was none. */
export type DesktopResult =
  { readonly opened: true; readonly exitCode: number } | { readonly opened: false; readonly reason: string };

/** Opens the workbench in the desktop window if this machine can, and waits until it has been closed. */
export async function openDesktop(options: DesktopOptions): Promise<DesktopResult> {
  const obstacle = obstacleToWindow(process.env, process.platform, process.getuid?.());
  if (obstacle !== undefined) return { opened: false, reason: obstacle };
  const runtime = await obtainElectronRuntime({
    packageFolder: electronPackageFolder(),
    download: downloadElectronRuntime,
    patience: AbortSignal.timeout(options.patienceMs),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  if (!runtime.found) return { opened: false, reason: runtime.reason };
  return {
    opened: true,
    exitCode: await runDesktopShell(runtime.executable, options.mainScript, options.args),
  };
}

/** The folder of the npm package `electron`, undefined where it is not installed. */
function electronPackageFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve("electron/package.json"));
  } catch {
    return undefined;
  }
}

/** Looks for an installed runtime; downloads nothing. */
export function findElectronRuntime(packageFolder = electronPackageFolder()): ElectronRuntime {
  if (packageFolder === undefined) return missing("the package electron is not installed");
  const pathFile = join(packageFolder, "path.txt");
  if (!existsSync(pathFile))
    return missing("Electron's runtime has not been downloaded (npx install-electron)");
  const executable = join(packageFolder, "dist", readFileSync(pathFile, "utf8").trim());
  if (!existsSync(executable)) return missing("Electron's runtime is incomplete (npx install-electron)");
  return { found: true, executable };
}

/**
 * Why no window can be opened on this machine even with a runtime, undefined when one can.
 *
 * @param environment for instance `process.env`
 * @param userId of the process; undefined where the system has none (Windows)
 */
export function obstacleToWindow(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  userId: number | undefined,
): string | undefined {
  const hasDisplay = (environment["DISPLAY"] ?? "") !== "" || (environment["WAYLAND_DISPLAY"] ?? "") !== "";
  if (platform === "linux" && !hasDisplay) return "there is no display";
  if (platform === "linux" && userId === 0) return "Electron's sandbox does not run as root";
  return undefined;
}

/**
 * The installed runtime, or one fetched now. Gives up when nothing has arrived before `patience` ends; a
 * download that has begun to arrive may take as long as it needs.
 */
export async function obtainElectronRuntime(options: ObtainOptions): Promise<ElectronRuntime> {
  const packageFolder = options.packageFolder;
  const installed = findElectronRuntime(packageFolder);
  if (installed.found || packageFolder === undefined) return installed;
  const attempt = new AbortController();
  let hasArrived = false;
  const giveUp = (): void => {
    if (!hasArrived) attempt.abort();
  };
  options.patience.addEventListener("abort", giveUp, { once: true });
  if (options.patience.aborted) giveUp();
  try {
    await options.download({
      packageFolder,
      signal: attempt.signal,
      onProgress: (share) => {
        hasArrived = true;
        options.onProgress?.(share);
      },
    });
  } catch (cause) {
    if (attempt.signal.aborted) return missing("Electron's runtime could not be reached in time");
    return missing(`Electron's runtime could not be downloaded: ${innermostMessage(cause)}`);
  } finally {
    options.patience.removeEventListener("abort", giveUp);
  }
  return findElectronRuntime(packageFolder);
}

/** Runs the desktop shell until it has been closed; returns its exit code. */
function runDesktopShell(executable: string, mainScript: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const shell = spawn(executable, [mainScript, ...args], { stdio: "inherit" });
    const end = (signal: NodeJS.Signals): void => void shell.kill(signal);
    process.on("SIGINT", end).on("SIGTERM", end);
    const settle = (): void => void process.off("SIGINT", end).off("SIGTERM", end);
    shell.once("error", (cause) => {
      settle();
      reject(cause);
    });
    shell.once("exit", (code) => {
      settle();
      resolve(code ?? 1);
    });
  });
}

function missing(reason: string): ElectronRuntime {
  return { found: false, reason };
}

function innermostMessage(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause === undefined ? cause.message : innermostMessage(cause.cause);
}
