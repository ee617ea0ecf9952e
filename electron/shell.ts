import { app, BrowserWindow, ipcMain, protocol, session } from "electron";
import type { IpcMainEvent } from "electron";
import { APP_ORIGIN, APP_SCHEME, createPageHandler } from "./app-scheme.ts";
import { hostChannels } from "./channels.ts";
import { HostProcess } from "./host-process.ts";
import { installMenu } from "./menu.ts";
import { hardenContents, hardenSession } from "./security.ts";
import { openWindow } from "./window.ts";

/** Where the built parts lie, and what the host is told. */
export interface ShellOptions {
  /** Folder of the built page. */
  readonly page: string;
  /** The built `preload.cjs`. */
  readonly preload: string;
  /** The built `entry-electron.js`. */
  readonly hostEntry: string;
  /** The command line's options for the host. */
  readonly hostArgs: readonly string[];
  readonly platform: NodeJS.Platform;
}

/**
 * Starts the desktop shell: one instance, one window, one host process. Must be called before Electron is
 * ready, because schemes and the sandbox are decided then.
 */
export async function startShell(options: ShellOptions): Promise<void> {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  app.on("web-contents-created", (_event, contents) => {
    hardenContents(contents);
  });

  const host = new HostProcess({
    entry: options.hostEntry,
    args: options.hostArgs,
    onStopped: (stopped) => {
      for (const window of BrowserWindow.getAllWindows()) {
        window.webContents.send(hostChannels.stopped, stopped);
      }
    },
  });
  ipcMain.on(hostChannels.connect, (event) => {
    if (isOurPage(event)) event.senderFrame?.postMessage(hostChannels.port, null, [host.connect()]);
  });
  endHostWithApp(host);

  const open = (): void => void openWindow(options.preload);
  app.on("second-instance", () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) open();
    else revealWindow(window);
  });
  app.on("activate", () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on("window-all-closed", () => {
    if (options.platform !== "darwin") app.quit();
  });

  await app.whenReady();
  hardenSession(session.defaultSession);
  protocol.handle(APP_SCHEME, createPageHandler(options.page));
  installMenu(options.platform);
  open();
}

/** Only the top frame of our own page may have a port to the host. */
function isOurPage(event: IpcMainEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.url.startsWith(`${APP_ORIGIN}/`);
}

function revealWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** Quitting waits for the host: it may owe something to the disk. */
function endHostWithApp(host: HostProcess): void {
  app.on("will-quit", (event) => {
    if (!host.isRunning) return;
    event.preventDefault();
    void host.stop().then(() => {
      app.quit();
    });
  });
}
