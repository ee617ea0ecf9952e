import * as z from "zod";
import { createStore } from "./store.ts";

const Settings = z.object({
  theme: z.enum(["system", "light", "dark"]).default("system"),
  density: z.enum(["compact", "comfortable"]).default("compact"),
  /** Whether `.` `j` `g s` and the other keys without a modifier do something. */
  singleKeys: z.boolean().default(true),
  inspectorWidth: z.number().min(280).max(900).default(424),
  dockHeight: z.number().min(73).max(600).default(121),
});

/** What a person chose once for every run. Kept on this computer. */
export type Settings = z.infer<typeof Settings>;

const STORAGE_KEY = "dmwsi.settings";

function read(): Settings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}");
    const parsed = Settings.safeParse(stored);
    if (parsed.success) return parsed.data;
  } catch {
    // Unreadable or forbidden storage: the defaults are a usable answer.
    return Settings.parse({});
  }
  return Settings.parse({});
}

export const settings = createStore<Settings>(read());

/** Changes some settings and keeps them. */
export function changeSettings(change: Partial<Settings>): void {
  settings.update((now) => ({ ...now, ...change }));
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(settings.get()));
  } catch {
    // Storage is full or forbidden: the choice then holds for this visit.
    return;
  }
}

const themes = ["system", "light", "dark"] as const;

/** The theme after the present one. */
export function cycleTheme(): void {
  const { theme } = settings.get();
  changeSettings({ theme: themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system" });
}
