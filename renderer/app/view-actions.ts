import { type InspectorTab, inspectorTabs, inspectorUi } from "../state/inspector-ui.ts";
import { backToLive } from "../state/run-actions.ts";
import { currentRun, runUi } from "../state/run-ui.ts";

/** Actions on what is on screen, not on the run. */
export type ViewAction =
  InspectorTab | "inspect" | "table" | "filter" | "nextPane" | "previousPane" | "help" | "up";

/** The actions; `showHelp` and `goHome` belong to the shell. */
export function viewActions(
  showHelp: () => void,
  goHome: () => void,
): Readonly<Record<ViewAction, () => void>> {
  const openTab = (tab: InspectorTab) => () => {
    inspectorUi.update((now) => ({ ...now, tab }));
  };
  const [decoded, xml, bytes, http, why] = inspectorTabs.map(openTab);
  return {
    decoded: decoded ?? showHelp,
    xml: xml ?? showHelp,
    bytes: bytes ?? showHelp,
    http: http ?? showHelp,
    why: why ?? showHelp,
    inspect: focusInspector,
    table: toggleTable,
    filter: () => document.querySelector<HTMLElement>("[data-filter]")?.focus(),
    nextPane: () => {
      cyclePanes(1);
    },
    previousPane: () => {
      cyclePanes(-1);
    },
    help: showHelp,
    up: () => {
      oneLevelUp(goHome);
    },
  };
}

function focusInspector(): void {
  const panel = document.querySelector('[data-level="inspector"]');
  const target = panel?.querySelector<HTMLElement>("[data-pane-focus], [data-pane-focus-in] .cm-content");
  target?.focus();
}

function toggleTable(): void {
  const toggle = document.querySelector<HTMLElement>("[data-table-toggle]");
  if (toggle !== null) {
    toggle.click();
    return;
  }
  const run = currentRun.get();
  if (run === undefined) return;
  runUi(run).update((now) => ({ ...now, view: now.view === "ladder" ? "table" : "ladder" }));
}

/** Puts the focus on the next visible pane, round and round. */
function cyclePanes(direction: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(
    (pane) => pane.offsetParent !== null,
  );
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + direction + panes.length) % panes.length];
  const inner = next?.querySelector<HTMLElement>("[data-pane-focus]");
  (inner ?? next)?.focus();
}

/** From the inspector or the filter to the list, from the past to live, from a screen to Home. */
function oneLevelUp(goHome: () => void): void {
  const focused = document.activeElement;
  const list = document.querySelector<HTMLElement>('[data-level="list"]');
  const isInside = (selector: string) =>
    focused?.closest(selector) !== null && focused?.closest(selector) !== undefined;
  if (list !== null && !isInside('[data-level="list"]')) {
    list.focus();
    return;
  }
  const run = currentRun.get();
  if (run !== undefined && runUi(run).get().lookingBack) {
    backToLive(run);
    return;
  }
  goHome();
}
