import type { EventEmitter } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { FakeSession, FakeWebContents } from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));
const { hardenContents, hardenSession } = await import("../../electron/security.ts");

/** Electron's types describe hundreds of members; the shell uses those that the fake has. */
function hardenedSession(): FakeSession {
  const session = new FakeSession();
  hardenSession(session as never);
  return session;
}

function hardenedContents(): FakeWebContents {
  const contents = new FakeWebContents();
  hardenContents(contents as never);
  return contents;
}

/** Emits an event that can be prevented. */
function isPrevented(emitter: EventEmitter, name: string, ...details: unknown[]): boolean {
  let prevented = false;
  const event = {
    preventDefault: () => {
      prevented = true;
    },
  };
  emitter.emit(name, event, ...details);
  return prevented;
}

describe("permissions", () => {
  test.each(["media", "geolocation", "notifications", "clipboard-read", "openExternal", "hid", "unknown"])(
    "%s is refused",
    (permission) => {
      const session = hardenedSession();
      const decisions: boolean[] = [];
      session.requestHandler?.({}, permission, (granted) => decisions.push(granted));
      expect(decisions).toEqual([false]);
      expect(session.checkHandler?.({}, permission)).toBe(false);
    },
  );

  test("text may be put on the clipboard", () => {
    const session = hardenedSession();
    const decisions: boolean[] = [];
    session.requestHandler?.({}, "clipboard-sanitized-write", (granted) => decisions.push(granted));
    expect(decisions).toEqual([true]);
    expect(session.checkHandler?.({}, "clipboard-sanitized-write")).toBe(true);
  });

  test("no device is handed out", () => {
    expect(hardenedSession().deviceHandler?.()).toBe(false);
  });
});

describe("network", () => {
  test.each([
    ["app://workbench/index.html", false],
    ["blob:app://workbench/1", false],
    ["data:image/png;base64,AA", false],
    ["devtools://devtools/bundled/inspector.html", false],
    ["https://example.com/", true],
    ["http://127.0.0.1:8480/wsi", true],
    ["ws://127.0.0.1:8481/api", true],
    ["file:///etc/hostname", true],
  ])("%s is cancelled: %s", (url, cancelled) => {
    const decisions: { cancel: boolean }[] = [];
    hardenedSession().beforeRequest?.({ url }, (decision) => decisions.push(decision));
    expect(decisions).toEqual([{ cancel: cancelled }]);
  });

  test("only what the page made itself is downloaded", () => {
    const session = hardenedSession();
    expect(isPrevented(session, "will-download", { getURL: () => "blob:app://workbench/1" })).toBe(false);
    expect(isPrevented(session, "will-download", { getURL: () => "https://example.com/x" })).toBe(true);
  });
});

describe("contents", () => {
  test.each(["will-navigate", "will-redirect", "will-frame-navigate", "will-attach-webview"])(
    "%s is prevented",
    (name) => {
      expect(isPrevented(hardenedContents(), name)).toBe(true);
    },
  );

  test("no window is opened", () => {
    expect(hardenedContents().openHandler?.({ url: "app://workbench/index.html" })).toEqual({
      action: "deny",
    });
  });
});
