import { BrowserWindow, dialog, nativeTheme } from "electron";
import { APP_ORIGIN } from "./app-scheme.ts";

/**
 * Opens the workbench's window. The page in it has no Node, its own world apart from the preload's, and
 * the system's sandbox.
 *
 * @param preload the built `preload.cjs`
 */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    title: "DM WSI Workbench",
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    // The page's own backgrounds, so that nothing flashes before it is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#1a1b1e" : "#ffffff",
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  window.once("ready-to-show", () => {
    window.show();
  });
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    if (reason !== "clean-exit") void offerReload(window, reason);
  });
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}

/** The host and every run in it are alive; only the page is gone. */
async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: "error",
    message: "The page ended unexpectedly.",
    detail: `Reason: ${reason}. The host goes on; nothing recorded is lost.`,
    buttons: ["Show the page again", "Close the window"],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) window.webContents.reload();
  else window.close();
}
