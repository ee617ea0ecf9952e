import type { BadgeView } from "../../../../simulator/api/index.ts";

/** About how wide things are in a label, in pixels: a character of the title and of a badge, the frame of a badge. */
const TITLE_CHARACTER = 6.4;
const BADGE_CHARACTER = 5.6;
const BADGE_FRAME = 15;
const LABEL_FRAME = 14;
/** What "+2" takes. */
const MORE = 28;

/** About how wide a label is that is nothing but its title, in pixels. */
export function titleRoom(title: string): number {
  return LABEL_FRAME + title.length * TITLE_CHARACTER;
}

/** The badges that find room beside a title, and those that do not. What went wrong comes first. */
export function fitBadges(
  title: string,
  badges: readonly BadgeView[],
  room: number,
): { readonly shown: readonly BadgeView[]; readonly left: readonly BadgeView[] } {
  const widths = badges.map(({ text }) => text.length * BADGE_CHARACTER + BADGE_FRAME);
  let free = room - titleRoom(title);
  if (widths.reduce((sum, width) => sum + width, 0) <= free) return { shown: badges, left: [] };
  free -= MORE;
  const kept = new Set<BadgeView>();
  const urgentFirst = badges
    .map((badge, index) => ({ badge, width: widths[index] ?? 0 }))
    .toSorted((a, b) => Number(a.badge.tone === "plain") - Number(b.badge.tone === "plain"));
  for (const { badge, width } of urgentFirst) {
    if (width > free) break;
    free -= width;
    kept.add(badge);
  }
  return {
    shown: badges.filter((badge) => kept.has(badge)),
    left: badges.filter((badge) => !kept.has(badge)),
  };
}
