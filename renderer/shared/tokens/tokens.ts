/*
 * The contract of names for everything that has a colour. Each theme defines all of them; style sheets use the names
 * and nothing else. Text and border pairs keep the contrast that `test/renderer/shared/tokens` computes.
 */

/** Names of the colour tokens; `roleEs` is the custom property `--role-es`. */
export interface ColourTokens {
  /** Planes: panes, bars and heads, read-only wells. */
  readonly surface: string;
  readonly sunken: string;
  readonly well: string;
  /** Ink. */
  readonly text: string;
  readonly muted: string;
  readonly onInk: string;
  readonly disabled: string;
  /** Lines: inside a pane, at its edge, around a control. */
  readonly line: string;
  readonly lineStrong: string;
  readonly border: string;
  /** Interaction, never a hue. */
  readonly hover: string;
  readonly press: string;
  readonly selected: string;
  readonly selectedIdle: string;
  readonly focus: string;
  /** The marker: what a selection lights in a linked view. */
  readonly lit: string;
  readonly litSoft: string;
  readonly litEdge: string;
  /** Roles: lane head, glyph and lane line, never an arrow. */
  readonly roleEs: string;
  readonly roleDms: string;
  readonly roleDev: string;
  readonly roleDdi: string;
  /** Verdicts and held, always with a word and a shape. */
  readonly pass: string;
  readonly fail: string;
  readonly inconc: string;
  readonly error: string;
  readonly none: string;
  readonly held: string;
  readonly passTint: string;
  readonly failTint: string;
  readonly inconcTint: string;
  readonly heldTint: string;
  /** Difference: tint beside a mark in the gutter. */
  readonly addTint: string;
  readonly delTint: string;
  readonly shadow: string;
}

/** Ink on paper. */
export const lightTokens: ColourTokens = {
  surface: "#ffffff",
  sunken: "#f1f2f0",
  well: "#f8f8f6",
  text: "#1b1f23",
  muted: "#5a626b",
  onInk: "#ffffff",
  disabled: "#8a929b",
  line: "#e2e4e1",
  lineStrong: "#cdd1cd",
  border: "#8a929b",
  hover: "#f4f5f3",
  press: "#e4e6e3",
  selected: "#e8ebe9",
  selectedIdle: "#f1f2f0",
  focus: "#1b1f23",
  lit: "#ffe9a6",
  litSoft: "#fff6da",
  litEdge: "#a87400",
  roleEs: "#6b3fa0",
  roleDms: "#0b5cad",
  roleDev: "#0f6e56",
  roleDdi: "#8a4b08",
  pass: "#17752f",
  fail: "#b3261e",
  inconc: "#8a5a00",
  error: "#8e24aa",
  none: "#5a626b",
  held: "#a34700",
  passTint: "#e9f5ec",
  failTint: "#fbecea",
  inconcTint: "#fbf3e2",
  heldTint: "#fdf0e6",
  addTint: "#e4f4e8",
  delTint: "#fbe6e4",
  shadow: "0 6px 24px rgba(27, 31, 35, 0.14), 0 0 0 1px rgba(27, 31, 35, 0.1)",
};

/** The same instrument at night. */
export const darkTokens: ColourTokens = {
  surface: "#1d2126",
  sunken: "#111417",
  well: "#181b20",
  text: "#e7e9ec",
  muted: "#a3abb5",
  onInk: "#14171a",
  disabled: "#6b747e",
  line: "#2a2f36",
  lineStrong: "#3a4149",
  border: "#6b747e",
  hover: "#23282e",
  press: "#2d333a",
  selected: "#2e353d",
  selectedIdle: "#262b32",
  focus: "#e7e9ec",
  lit: "#5c4a12",
  litSoft: "#352d16",
  litEdge: "#e8b84b",
  roleEs: "#c3a6f0",
  roleDms: "#7fb8f5",
  roleDev: "#63d2b0",
  roleDdi: "#f0b26b",
  pass: "#5fd07f",
  fail: "#ff8a80",
  inconc: "#e8b84b",
  error: "#e19af0",
  none: "#a3abb5",
  held: "#ffab70",
  passTint: "#1c2f24",
  failTint: "#382324",
  inconcTint: "#332b1b",
  heldTint: "#36281e",
  addTint: "#1c3324",
  delTint: "#3d2526",
  shadow: "0 8px 28px rgba(0, 0, 0, 0.5), 0 0 0 1px rgba(231, 233, 236, 0.14)",
};

/** Custom properties of a theme: `{ "--role-es": "#6b3fa0", … }`. */
export function customProperties(tokens: ColourTokens): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tokens).map(([name, value]: [string, string]) => [
      `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      value,
    ]),
  );
}
