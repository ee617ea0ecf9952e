import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** One attempt to fetch the runtime. */
export interface DownloadRequest {
  readonly packageFolder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** The part of Electron's own downloader that is used here. */
interface Downloader {
  downloadArtifact(request: object): Promise<string>;
}

/**
 * Fetches the runtime that belongs to the installed package with Electron's own downloader (its cache,
 * mirror settings and checksums), then lets the package unpack it. The package's installer alone would
 * tell nothing until the end and could not be given up.
 *
 * @throws when it cannot be downloaded or unpacked, or `signal` ends it
 */
export async function downloadElectronRuntime({
  packageFolder,
  signal,
  onProgress,
}: DownloadRequest): Promise<void> {
  const downloader = await loadDownloader(packageFolder);
  await downloader.downloadArtifact({
    version: versionIn(packageFolder),
    artifactName: "electron",
    platform: process.platform,
    arch: process.arch,
    checksums: readJson(join(packageFolder, "checksums.json")),
    downloadOptions: {
      signal,
      quiet: true,
      getProgressCallback: ({ percent }: { percent: number }) => {
        onProgress(percent);
        return Promise.resolve();
      },
    },
  });
  await unpack(packageFolder);
}

function unpack(packageFolder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const installer = spawn(process.execPath, [join(packageFolder, "install.js")], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    installer.once("error", reject);
    installer.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`unpacking failed (exit code ${String(code)})`));
    });
  });
}

async function loadDownloader(packageFolder: string): Promise<Downloader> {
  const path = createRequire(join(packageFolder, "package.json")).resolve("@electron/get");
  const loaded: unknown = await import(/* @vite-ignore */ pathToFileURL(path).href);
  if (!isDownloader(loaded)) throw new Error("the package @electron/get has no downloadArtifact");
  return loaded;
}

function isDownloader(loaded: unknown): loaded is Downloader {
  return (
    typeof loaded === "object" &&
    loaded !== null &&
    "downloadArtifact" in loaded &&
    typeof loaded.downloadArtifact === "function"
  );
}

function versionIn(packageFolder: string): string {
  const description = readJson(join(packageFolder, "package.json"));
  if (typeof description === "object" && description !== null && "version" in description) {
    return String(description.version);
  }
  throw new Error("the package electron states no version");
}

function readJson(file: string): unknown {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  return content;
}
