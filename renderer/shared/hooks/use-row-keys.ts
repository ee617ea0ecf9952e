import type { KeyboardEvent } from "react";
import { settings } from "../../state/settings.ts";

/** Rows that one press of Page Up or Page Down passes. */
const PAGE = 12;

/**
 * Keys of a list whose focus stays on the container: arrows, `j`, `k`, Home, End, Page Up, Page Down move; Enter opens.
 *
 * @param count rows in the list
 * @param active index of the active row, -1 for none
 * @returns a handler for keydown on the container
 */
export function useRowKeys(
  count: number,
  active: number,
  move: (index: number) => void,
  open?: () => void,
): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      // A control inside the row has its own Enter.
      if (open === undefined || event.target !== event.currentTarget) return;
      event.preventDefault();
      open();
      return;
    }
    const next = nextIndex(event.key, active, count, settings.get().singleKeys);
    if (next === undefined || count === 0) return;
    event.preventDefault();
    move(Math.max(0, Math.min(count - 1, next)));
  };
}

function nextIndex(key: string, active: number, count: number, singleKeys: boolean): number | undefined {
  switch (key) {
    case "ArrowDown":
      return active + 1;
    case "ArrowUp":
      return active === -1 ? count - 1 : active - 1;
    case "j":
      return singleKeys ? active + 1 : undefined;
    case "k":
      return singleKeys ? Math.max(0, active - 1) : undefined;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    case "PageDown":
      return active + PAGE;
    case "PageUp":
      return active - PAGE;
    default:
      return undefined;
  }
}
