import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { useMemo } from "react";
import { keyCaps } from "../state/keymap.ts";
import type { Command } from "./command.ts";
import styles from "./palette.module.css";

/** Every command by its title; what cannot be done now says why. */
export function Palette({ commands }: { readonly commands: readonly Command[] }) {
  const groups = useMemo(() => grouped(commands), [commands]);
  return (
    <Spotlight
      actions={groups}
      shortcut={["mod + K"]}
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound="No command has these words."
      searchProps={{
        placeholder: `Type to find one of ${commands.length} commands`,
        "aria-label": "Find a command",
      }}
      size={560}
      yOffset="12vh"
      radius={3}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.35 }}
      classNames={{
        content: styles.content,
        search: styles.search,
        actionsGroup: styles.group,
        action: styles.action,
        actionBody: styles.body,
        actionLabel: styles.label,
        actionDescription: styles.description,
        actionSection: styles.keys,
        empty: styles.empty,
      }}
    />
  );
}

function grouped(commands: readonly Command[]): SpotlightActionGroupData[] {
  const groups = new Map<string, SpotlightActionGroupData>();
  for (const { id, title, group, key, unavailable, act } of commands) {
    const entry = groups.get(group) ?? { group, actions: [] };
    groups.set(group, entry);
    entry.actions.push({
      id,
      label: title,
      keywords: group,
      ...(unavailable === undefined ? {} : { description: unavailable }),
      disabled: unavailable !== undefined,
      rightSection:
        key === undefined ? undefined : (
          <span className={styles.caps}>
            {keyCaps(key).map((cap) => (
              <kbd key={cap}>{cap}</kbd>
            ))}
          </span>
        ),
      onClick: act,
    });
  }
  return [...groups.values()];
}
