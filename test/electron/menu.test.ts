import { beforeEach, expect, test, vi } from "vitest";
import { Menu, resetFakeElectron, type FakeMenuItem } from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));
const { installMenu } = await import("../../electron/menu.ts");

beforeEach(() => {
  resetFakeElectron();
});

function roles(items: readonly FakeMenuItem[] = []): string[] {
  return items.flatMap((item) => [...(item.role === undefined ? [] : [item.role]), ...roles(item.submenu)]);
}

test("text can be edited and the window zoomed on every system", () => {
  for (const platform of ["linux", "win32", "darwin"] as const) {
    installMenu(platform);
    expect(roles(Menu.installed)).toEqual(
      expect.arrayContaining(["editMenu", "zoomIn", "zoomOut", "resetZoom"]),
    );
  }
});

test("quitting is where each system has it", () => {
  installMenu("linux");
  expect(roles(Menu.installed)).toContain("quit");
  installMenu("darwin");
  expect(roles(Menu.installed)).toContain("appMenu");
});
