import { join } from "node:path";
import { app } from "electron";
import { startShell } from "./shell.ts";

const built = import.meta.dirname;

void startShell({
  page: join(built, "..", "renderer"),
  preload: join(built, "..", "preload", "preload.cjs"),
  hostEntry: join(built, "entry-electron.js"),
  // Started from a checkout, Electron's second argument is this script.
  hostArgs: process.argv.slice(app.isPackaged ? 1 : 2),
  platform: process.platform,
});
