import type { RunView, ScenarioView } from "../../simulator/api/index.ts";
import type { currentCallbacks } from "../state/callback-ui.ts";
import type { currentConsole } from "../state/console-ui.ts";
import type { currentDevice } from "../state/device-ui.ts";
import type { currentDiagnostics } from "../state/diagnostics-ui.ts";
import type { currentOperation } from "../state/operation-ui.ts";
import type { currentPolicies } from "../state/policies-ui.ts";
import type { currentRegistry } from "../state/registry-ui.ts";
import type { KeyCommand } from "../state/keymap.ts";
import { type ContractCommand, contractTitles } from "./contract-titles.ts";
import type { ViewAction } from "./view-actions.ts";

/** Something that a person can do now, in the palette and by key. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly key?: KeyCommand;
  /** Why it cannot be done now. */
  readonly unavailable?: string | undefined;
  readonly act: () => void;
}

/** What commands act on. */
export interface CommandSituation {
  readonly run: RunView | undefined;
  readonly scenarios: readonly ScenarioView[];
  /** The device on screen. */
  readonly device: ReturnType<typeof currentDevice.get>;
  /** The operation on screen. */
  readonly operation: ReturnType<typeof currentOperation.get>;
  /** What is chosen among the callbacks on screen. */
  readonly callbacks: ReturnType<typeof currentCallbacks.get>;
  /** What is chosen among the diagnostics on screen. */
  readonly diagnostics: ReturnType<typeof currentDiagnostics.get>;
  /** The console on screen. */
  readonly console: ReturnType<typeof currentConsole.get>;
  /** The policies on screen. */
  readonly policies: ReturnType<typeof currentPolicies.get>;
  /** The registry on screen. */
  readonly registry: ReturnType<typeof currentRegistry.get>;
  readonly goTo: (path: string) => void;
  readonly view: Readonly<Record<ViewAction, () => void>>;
}

/** Titles and groups of the commands of the contract. */
export const titles = contractTitles();

/** A command of the contract, under its own title. */
export function contractCommand(
  id: ContractCommand,
  act: () => void,
  more: Partial<Omit<Command, "act">> = {},
): Command {
  const { title, group } = titles[id];
  return { id, title, group, act, ...more };
}
