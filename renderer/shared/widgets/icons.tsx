/* Icons of the rail and of the controls, drawn on the grid of the text they stand beside. */

const outlines = {
  home: "M2.5 8.5 9 3l6.5 5.5M4.5 7v8h9V7M7.5 15v-4h3v4",
  session: "M3.5 2v14M14.5 2v14M3.5 6h9M10.5 4l2 2-2 2M14.5 12h-9M7.5 10l-2 2 2 2",
  journal: "M2.5 4h2M7 4h8.5M2.5 9h2M7 9h8.5M2.5 14h2M7 14h8.5",
  devices:
    "M3 3h2v2H3zM8 3h2v2H8zM13 3h2v2h-2zM3 8h2v2H3zM8 8h2v2H8zM13 8h2v2h-2zM3 13h2v2H3zM8 13h2v2H8zM13 13h2v2h-2z",
  operations:
    "M2.5 3h13M2.5 3v3.500h13V3M2.5 9.500h9v3h-9zM2.5 15.500h5M14 9.500v6M11.500 13l2.500 2.500L16.500 13",
  callbacks: "M15.500 4.500H6a3.500 3.500 0 0 0 0 7h9.500M12.500 8.500l3 3-3 3M2.500 15.500h7",
  diagnostics: "M1.500 9.500h3.500l2-6 3.500 11 2-5h4",
  console: "M2 3.5h14v11H2zM5 7l2.5 2L5 11M9.5 11.5H13",
  policies:
    "M9 2l6 2v4.500c0 3.500-2.500 6-6 7.500-3.500-1.500-6-4-6-7.500V4zM6 8.500l2.200 2.200L12.200 6.500",
  registry: "M3 2.500h12v13H3zM3 7h12M3 11.500h12M7.500 4.800h3M7.500 9.200h3M7.500 13.500h3",
  settings: "M2 5h7M13 5h3M2 13h3M9 13h7M11 3v4M7 11v4",
} as const;

const solids = {
  run: "M3 2l7 4-7 4z",
  pause: "M3 2h2v8H3zM7 2h2v8H7z",
  step: "M2 2l5 4-5 4zM8 2h1.5v8H8z",
  packageEnd: "M1 2l4 4-4 4zM5 2l4 4-4 4zM9.5 2H11v8H9.5z",
  back: "M10 2L5 6l5 4zM2.5 2H4v8H2.5z",
  up: "M8 1.500 3 6l5 4.500z",
  live: "M2 2h1.5v8H2zM4.5 2l6 4-6 4z",
  held: "M3.2 2h1.9v8H3.2zM6.9 2h1.9v8H6.9z",
  bolt: "M7 0.5 2.5 7H5.5L4.5 11.5 9.5 5H6.3z",
} as const;

/** An icon of the rail, 18 px. */
export function RailIcon({ name }: { readonly name: keyof typeof outlines }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="square"
      aria-hidden="true"
    >
      <path d={outlines[name]} />
    </svg>
  );
}

/** An icon inside a control, 12 px. */
export function ControlIcon({ name }: { readonly name: keyof typeof solids }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
      <path d={solids[name]} />
    </svg>
  );
}

/** The triangle of a part that opens. */
export function Twisty({ open }: { readonly open: boolean }) {
  return (
    <svg width="9" height="9" viewBox="0 0 10 10" fill="currentColor" aria-hidden="true">
      <path d={open ? "M1 3h8L5 8z" : "M3 1v8l5-4z"} />
    </svg>
  );
}

/** Two sheets: copies something. */
export function CopyIcon() {
  return (
    <svg
      width="12"
      height="12"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
      aria-hidden="true"
    >
      <path d="M4 4V1.5h6.5V8H8M1.5 4H8v6.5H1.5z" />
    </svg>
  );
}
