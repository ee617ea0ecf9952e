/** Keys of every command, as they are written in help and on buttons. `Mod` is Ctrl, on a Mac also Cmd. */
export const keymap = {
  palette: "Mod+K",
  help: "?",
  up: "Escape",
  filter: "/",
  nextPane: "F6",
  previousPane: "Shift+F6",
  theme: "Mod+Shift+L",
  home: "g h",
  session: "g s",
  journal: "g j",
  devices: "g d",
  operations: "g o",
  callbacks: "g b",
  diagnostics: "g i",
  console: "g c",
  sendRequest: "Mod+Enter",
  editRaw: "Alt+R",
  addCommand: "Alt+N",
  policies: "g p",
  registry: "g r",
  savePolicy: "Mod+S",
  settings: "g ,",
  toggle: "Space",
  step: ".",
  packageEnd: "'",
  lookBack: ",",
  live: "l",
  hold: "i",
  release: "a",
  releaseAll: "A",
  drop: "x",
  nextHeld: "n",
  previousHeld: "p",
  table: "Alt+T",
  olderSession: "[",
  newerSession: "]",
  answer: "q",
  decoded: "1",
  xml: "2",
  bytes: "3",
  http: "4",
  why: "5",
  export: "Mod+E",
} as const;

/** A command that has a key. */
export type KeyCommand = keyof typeof keymap;

/** Letters that are hard to tell apart in small type are shown as capitals. */
const names: Readonly<Record<string, string>> = { Mod: "Ctrl", Escape: "Esc", l: "L", i: "I", A: "Shift A" };

/** The caps of a key: `Ctrl`, `Shift`, `L`. */
export function keyCaps(command: KeyCommand): readonly string[] {
  return keymap[command].split(/[+ ]/).flatMap((cap) => (names[cap] ?? cap).split(" "));
}

/** A key in one piece, for a button: `Ctrl K`. */
export function keyHint(command: KeyCommand): string {
  return keyCaps(command).join(" ");
}

/** What a keydown is called in the key map: `Mod+Shift+L`, `Space`, `.`. Letters keep their case as typed. */
export function keyName(
  event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  const key =
    event.key === " " ? "Space" : hasModifier && event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const isNamed = key.length > 1;
  const parts = [
    event.ctrlKey || event.metaKey ? "Mod" : "",
    event.altKey ? "Alt" : "",
    // A printable key already tells its shift by its case.
    event.shiftKey && (hasModifier || isNamed) ? "Shift" : "",
    key,
  ];
  return parts.filter((part) => part !== "").join("+");
}

/** Whether a key is a single printable one, which somebody may have switched off. */
export function isSingleKey(name: string): boolean {
  return name.length === 1 || name === "Space";
}
