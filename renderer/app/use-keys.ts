import { useEffect, useRef } from "react";
import { isSingleKey, keymap, keyName } from "../state/keymap.ts";
import { settings } from "../state/settings.ts";
import type { Command } from "./command-list.ts";

/** How long the second key of `g h` may take, in milliseconds. */
const SEQUENCE_MS = 1500;

/**
 * Listens to the keys of all commands. Single keys count only where a list, a ladder, a drawer or nothing has the
 * focus, and only when they are switched on.
 */
export function useKeys(commands: readonly Command[], toggle: () => void): void {
  const latest = useRef({ commands, toggle });
  useEffect(() => {
    latest.current = { commands, toggle };
  });
  useEffect(() => {
    let prefix: { key: string; until: number } | undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyName(event);
      const isSingle = isSingleKey(name);
      if (isSingle && !singleKeysApply(event)) return;
      const full = prefix !== undefined && prefix.until > event.timeStamp ? `${prefix.key} ${name}` : name;
      prefix = undefined;
      if (full === "g") {
        prefix = { key: "g", until: event.timeStamp + SEQUENCE_MS };
        return;
      }
      if (full === keymap.toggle) {
        event.preventDefault();
        latest.current.toggle();
        return;
      }
      if (full === "Escape" && document.querySelector('[role="dialog"]') !== null) return;
      const command = latest.current.commands.find(({ key }) => key !== undefined && keymap[key] === full);
      if (command === undefined) return;
      event.preventDefault();
      if (command.unavailable === undefined) command.act();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}

function singleKeysApply(event: KeyboardEvent): boolean {
  if (!settings.get().singleKeys || !(event.target instanceof HTMLElement)) return false;
  const { target } = event;
  if (target.closest("input, textarea, select, [contenteditable=true]") !== null) return false;
  const isPressable = target.closest("button, a, [role=radio], [role=tab]") !== null;
  if (event.key === " " && isPressable) return false;
  return target === document.body || target.closest("[data-keys], [data-pane]") !== null;
}
