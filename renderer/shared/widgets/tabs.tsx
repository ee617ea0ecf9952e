import type { KeyboardEvent, ReactNode } from "react";
import styles from "./tabs.module.css";

/** One tab: its name, its word, and what stands beside the word. */
export interface TabChoice<Name extends string> {
  readonly name: Name;
  readonly title: string;
  readonly aside?: ReactNode;
}

/** Tabs that arrows, Home and End move through; the chosen one is the only one in the tab order. */
export function Tabs<Name extends string>({
  id,
  label,
  tabs,
  chosen,
  onChoose,
}: {
  /** Start of the ids of tabs and panel: `<id>-tab-<name>`, `<id>-panel`. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly TabChoice<Name>[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const next = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onChoose(tab.name);
    document.getElementById(`${id}-tab-${tab.name}`)?.focus();
  };
  return (
    <div className={styles.tabs} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={move}>
      {tabs.map(({ name, title, aside }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-tab-${name}`}
          aria-selected={name === chosen}
          aria-controls={`${id}-panel`}
          tabIndex={name === chosen ? 0 : -1}
          className={styles.tab}
          onClick={() => {
            onChoose(name);
          }}
        >
          {title}
          {aside}
        </button>
      ))}
    </div>
  );
}
