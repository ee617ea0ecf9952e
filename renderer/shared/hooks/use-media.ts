import { useSyncExternalStore } from "react";

/** Whether a media query holds, drawn again when that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => {
        media.removeEventListener("change", listener);
      };
    },
    () => matchMedia(query).matches,
  );
}

/** The height of rows, from the token that the density sets; in pixels. */
export function rowHeight(token: "--row" | "--row-tree" | "--row-ladder"): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token));
}
