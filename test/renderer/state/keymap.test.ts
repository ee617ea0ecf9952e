import { expect, test } from "vitest";
import { isSingleKey, keyCaps, keymap, keyName } from "../../../renderer/state/keymap.ts";

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test.each([
  [press("."), "."],
  [press(" "), "Space"],
  [press("A", { shiftKey: true }), "A"],
  [press("k", { ctrlKey: true }), "Mod+K"],
  [press("k", { metaKey: true }), "Mod+K"],
  [press("l", { ctrlKey: true, shiftKey: true }), "Mod+Shift+L"],
  [press("F6", { shiftKey: true }), "Shift+F6"],
  [press("t", { altKey: true }), "Alt+T"],
  [press("Escape"), "Escape"],
])("%o is %s", (event, name) => {
  expect(keyName(event)).toBe(name);
});

test("no key stands for two commands", () => {
  const keys = Object.values(keymap);
  expect(new Set(keys).size).toBe(keys.length);
});

test("WCAG 2.1.4 keys without a modifier can be told apart, so that they can be switched off", () => {
  expect(isSingleKey(".")).toBe(true);
  expect(isSingleKey("Space")).toBe(true);
  expect(isSingleKey("Mod+K")).toBe(false);
  expect(isSingleKey("F6")).toBe(false);
});

test("keys are shown as caps", () => {
  expect(keyCaps("palette")).toEqual(["Ctrl", "K"]);
  expect(keyCaps("home")).toEqual(["g", "h"]);
  expect(keyCaps("live")).toEqual(["L"]);
  expect(keyCaps("releaseAll")).toEqual(["Shift", "A"]);
});
