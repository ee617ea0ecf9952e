import { useEffect, useRef } from "react";
import { isSingleKey, keymap, keyName } from "../state/keymap.ts";
import { settings } from "../state/settings.ts";
import type { Command } from "./command.ts";

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
    // a dialog closes itself on Escape before the key arrives here: what stood open when it was pressed counts
    let leftDialog: number | undefined;
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === "Escape" && document.querySelector('[role="dialog"]') !== null)
        leftDialog = event.timeStamp;
    };
    // The second key of a sequence belongs to the sequence, whatever a list would do with it.
    const onSecondKey = (event: KeyboardEvent) => {
      if (prefix === undefined || event.key === "Shift") return;
      const full = `${prefix.key} ${keyName(event)}`;
      const isInTime = prefix.until > event.timeStamp;
      prefix = undefined;
      if (isInTime && act(latest.current.commands, full)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyName(event);
      const isSingle = isSingleKey(name);
      if (isSingle && !singleKeysApply(event)) return;
      if (name === "g") {
        prefix = { key: "g", until: event.timeStamp + SEQUENCE_MS };
        return;
      }
      if (name === keymap.toggle) {
        event.preventDefault();
        latest.current.toggle();
        return;
      }
      if (name === "Escape" && leftDialog === event.timeStamp) return;
      if (act(latest.current.commands, name)) event.preventDefault();
    };
    window.addEventListener("keydown", onEscape, { capture: true });
    window.addEventListener("keydown", onSecondKey, { capture: true });
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onEscape, { capture: true });
      window.removeEventListener("keydown", onSecondKey, { capture: true });
      window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}

/** Does what a key stands for; false where it stands for nothing. */
function act(commands: readonly Command[], name: string): boolean {
  const command = commands.find(({ key }) => key !== undefined && keymap[key] === name);
  if (command === undefined) return false;
  if (command.unavailable === undefined) command.act();
  return true;
}

function singleKeysApply(event: KeyboardEvent): boolean {
  if (!settings.get().singleKeys || !(event.target instanceof HTMLElement)) return false;
  const { target } = event;
  if (target.closest("input, textarea, select, [contenteditable=true]") !== null) return false;
  const isPressable = target.closest("button, a, [role=radio], [role=tab]") !== null;
  if (event.key === " " && isPressable) return false;
  return target === document.body || target.closest("[data-keys], [data-pane]") !== null;
}
