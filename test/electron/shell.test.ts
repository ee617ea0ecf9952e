import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as fake from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));
const { startShell } = await import("../../electron/shell.ts");

const page = mkdtempSync(join(tmpdir(), "workbench-shell-"));
writeFileSync(join(page, "index.html"), "<!doctype html>");
afterAll(() => {
  rmSync(page, { recursive: true, force: true });
});

const options = {
  page,
  preload: "/built/preload.cjs",
  hostEntry: "/built/entry-electron.js",
  hostArgs: ["--port", "0"],
  platform: "linux" as NodeJS.Platform,
};

/** A frame that asks for the host, and the ports that it was given. */
function frame(url: string, parent: object | null = null) {
  const given: fake.FakePort[] = [];
  return {
    given,
    senderFrame: {
      url,
      parent,
      postMessage: (_channel: string, _content: null, ports: fake.FakePort[]) => given.push(...ports),
    },
  };
}

beforeEach(() => {
  fake.resetFakeElectron();
});

describe("start", () => {
  test("opens one hardened window on the page", async () => {
    await startShell(options);
    expect(fake.BrowserWindow.opened).toHaveLength(1);
    const [window] = fake.BrowserWindow.opened;
    expect(window?.loaded).toEqual(["app://workbench/index.html"]);
    expect(window?.options.webPreferences).toMatchObject({
      preload: "/built/preload.cjs",
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    expect(fake.app.isSandboxed).toBe(true);
    expect(window?.webContents.openHandler?.({ url: "https://example.com" })).toEqual({ action: "deny" });
  });

  test("shows the window when it has been drawn, not before", async () => {
    await startShell(options);
    const [window] = fake.BrowserWindow.opened;
    expect(window?.options.show).toBe(false);
    window?.emit("ready-to-show");
    expect(window?.isShown).toBe(true);
  });

  test("serves the page under a scheme that counts as secure", async () => {
    await startShell(options);
    expect(fake.protocol.privileged).toEqual([
      { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    const response = await fake.protocol.handlers.get("app")?.(new Request("app://workbench/index.html"));
    expect(response?.status).toBe(200);
  });

  test("a second instance ends at once and brings the first to the front", async () => {
    fake.app.hasLock = false;
    await startShell(options);
    expect(fake.app.quits).toBe(1);
    expect(fake.BrowserWindow.opened).toHaveLength(0);

    fake.resetFakeElectron();
    await startShell(options);
    const [window] = fake.BrowserWindow.opened;
    Object.assign(window ?? {}, { minimized: true });
    fake.app.emit("second-instance");
    expect(window).toMatchObject({ minimized: false, isFocused: true });
    expect(fake.BrowserWindow.opened).toHaveLength(1);
  });
});

describe("the way to the host", () => {
  test("starts the host at the first request and gives the page one port", async () => {
    await startShell(options);
    expect(fake.utilityProcess.forked).toHaveLength(0);
    const ours = frame("app://workbench/index.html");
    fake.ipcMain.emit("host:connect", ours);
    expect(fake.utilityProcess.forked).toHaveLength(1);
    const [host] = fake.utilityProcess.forked;
    expect(host).toMatchObject({ modulePath: "/built/entry-electron.js", args: ["--port", "0"] });
    expect(host?.received).toHaveLength(1);
    const hostPort = host?.received[0]?.ports[0];
    expect(ours.given).toHaveLength(1);
    expect(ours.given[0]).toMatchObject({ channel: hostPort?.channel, end: 2 });
  });

  test.each([
    ["another origin", frame("https://example.com/index.html")],
    ["an origin that only begins like ours", frame("app://workbench.example/index.html")],
    ["an embedded frame", frame("app://workbench/index.html", {})],
    ["a frame that is gone", { senderFrame: null, given: [] }],
  ])("gives %s no port", async (_who, asking) => {
    await startShell(options);
    fake.ipcMain.emit("host:connect", asking);
    expect(asking.given).toEqual([]);
    expect(fake.utilityProcess.forked).toHaveLength(0);
  });

  test("tells the page when the host crashed, and starts a new one when it asks again", async () => {
    await startShell(options);
    fake.ipcMain.emit("host:connect", frame("app://workbench/index.html"));
    fake.utilityProcess.forked[0]?.emit("exit", 134);
    expect(fake.BrowserWindow.opened[0]?.webContents.sent).toEqual([
      { channel: "host:stopped", content: { code: 134 } },
    ]);
    const again = frame("app://workbench/index.html");
    fake.ipcMain.emit("host:connect", again);
    expect(fake.utilityProcess.forked).toHaveLength(2);
    expect(again.given).toHaveLength(1);
  });
});

describe("the end", () => {
  test("closing the last window quits, except on macOS", async () => {
    await startShell(options);
    fake.app.emit("window-all-closed");
    expect(fake.app.quits).toBe(1);

    fake.resetFakeElectron();
    await startShell({ ...options, platform: "darwin" });
    fake.app.emit("window-all-closed");
    expect(fake.app.quits).toBe(0);
    fake.BrowserWindow.opened[0]?.close();
    fake.app.emit("activate");
    expect(fake.BrowserWindow.getAllWindows()).toHaveLength(1);
  });

  test("quitting waits for the host and does not call its end a crash", async () => {
    await startShell(options);
    fake.ipcMain.emit("host:connect", frame("app://workbench/index.html"));
    let isPrevented = false;
    fake.app.emit("will-quit", {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    const [host] = fake.utilityProcess.forked;
    expect(isPrevented).toBe(true);
    expect(host?.isKilled).toBe(true);
    expect(fake.app.quits).toBe(0);
    host?.emit("exit", 0);
    await vi.waitFor(() => {
      expect(fake.app.quits).toBe(1);
    });
    expect(fake.BrowserWindow.opened[0]?.webContents.sent).toEqual([]);
  });

  test("quitting without a host is not held up", async () => {
    await startShell(options);
    let isPrevented = false;
    fake.app.emit("will-quit", {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    expect(isPrevented).toBe(false);
  });
});

describe("a page that ended", () => {
  test.each([
    ["is shown again on request", 0, { reloads: 1, isClosed: false }],
    ["is closed on request", 1, { reloads: 0, isClosed: true }],
  ])("%s", async (_what, response, expected) => {
    await startShell(options);
    fake.dialog.response = response;
    const [window] = fake.BrowserWindow.opened;
    window?.webContents.emit("render-process-gone", {}, { reason: "crashed" });
    await vi.waitFor(() => {
      expect({ reloads: window?.webContents.reloads, isClosed: window?.isClosed }).toEqual(expected);
    });
  });

  test("nothing is asked when it ended on purpose", async () => {
    await startShell(options);
    fake.BrowserWindow.opened[0]?.webContents.emit("render-process-gone", {}, { reason: "clean-exit" });
    expect(fake.dialog.shown).toEqual([]);
  });
});
