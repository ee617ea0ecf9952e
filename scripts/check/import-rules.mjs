/**
 * Which folder may import which, as `docs/architecture.md` draws it. `scripts/check/imports.mjs` applies it.
 *
 * @typedef {object} FolderRule
 * @property {string} from a folder; a `*` stands for one folder name, and each of them is an island
 * @property {readonly string[]} may folders and files that it may import, besides itself
 * @property {string} because what to do instead, for the person who broke the rule
 *
 * @typedef {object} PackageRule
 * @property {readonly string[]} packages package names; `node:` stands for all of Node's own modules
 * @property {readonly string[]} only folders, and file name endings such as `machine.ts`, that may import them
 * @property {string} because what to do instead
 */

/** The rule with the longest matching `from` decides. @type {readonly FolderRule[]} */
export const folderRules = [
  {
    from: "simulator/core",
    may: [],
    because: "core/ is protocol-neutral: move what needs more into the layer that has it.",
  },
  {
    from: "simulator/schema",
    may: ["simulator/core"],
    because: "The declaration toolkit knows no protocol: hand protocol data in as a value.",
  },
  {
    from: "simulator/protocols/*",
    may: ["simulator/core", "simulator/schema"],
    because: "A codec knows core and schema, never a sibling: layer codecs in simulator/stacks.",
  },
  {
    from: "simulator/stacks",
    may: ["simulator/core", "simulator/schema", "simulator/protocols", "simulator/wire"],
    because: "Stacks compose codecs over a wire's bytes: a role or the workbench calls them.",
  },
  {
    from: "simulator/tree",
    may: ["simulator/core", "simulator/schema", "simulator/protocols/dmddf"],
    because:
      "The management tree knows no message format, only documents of its own nodes: convert at the role.",
  },
  {
    from: "simulator/wire",
    may: ["simulator/core", "simulator/schema"],
    because: "The wire carries bytes between addresses: meaning belongs to stacks and roles.",
  },
  {
    from: "simulator/journal",
    may: ["simulator/core", "simulator/wire"],
    because: "The journal keeps what crossed the wire, as bytes: decoding is handed in as a function.",
  },
  {
    from: "simulator/roles/*",
    may: [
      "simulator/core",
      "simulator/schema",
      "simulator/protocols",
      "simulator/stacks",
      "simulator/tree",
      "simulator/wire",
    ],
    because:
      "Roles meet on the wire, not by import: send a message, or move the shared piece to a lower layer.",
  },
  {
    from: "simulator/roles/dm-server/*",
    may: [
      "simulator/core",
      "simulator/schema",
      "simulator/protocols",
      "simulator/stacks",
      "simulator/tree",
      "simulator/wire",
      "simulator/roles/dm-server/alerts",
      "simulator/roles/dm-server/inventory",
      "simulator/roles/dm-server/device-command.ts",
      "simulator/roles/dm-server/encoding.ts",
      "simulator/roles/dm-server/json-value.ts",
      "simulator/roles/dm-server/options.ts",
      "simulator/roles/dm-server/ports.ts",
      "simulator/roles/dm-server/run-time.ts",
      "simulator/roles/dm-server/store.ts",
      "simulator/roles/dm-server/view.ts",
    ],
    because:
      "The DM server's rooms talk through ports.ts; open to all are the inventory, the stored alerts and what stands beside ports.ts.",
  },
  {
    from: "simulator/scenario",
    may: ["simulator/core", "simulator/schema", "simulator/journal", "simulator/stacks", "simulator/wire"],
    because: "A scenario acts through its ports and judges through the journal: extend scenario/ports.ts.",
  },
  {
    from: "simulator/api",
    may: ["simulator/core", "simulator/schema"],
    because: "The contract is plain data that a page can load: convert in the workbench.",
  },
  {
    from: "simulator/workbench",
    may: [
      "simulator/api",
      "simulator/core",
      "simulator/journal",
      "simulator/protocols",
      "simulator/roles",
      "simulator/scenario",
      "simulator/schema",
      "simulator/stacks",
      "simulator/tree",
      "simulator/wire",
    ],
    because: "The workbench must run in Node, a worker and a page: take what the host has through a port.",
  },
  {
    from: "simulator/host",
    may: ["simulator", "bench", "electron/runtime.ts"],
    because: "The host adapts Node to the workbench: it needs no page and no window.",
  },
  {
    from: "electron",
    may: ["simulator/api"],
    because: "The shell starts the host as a process and hands over a port: it calls nothing inside.",
  },
  {
    from: "renderer",
    may: ["simulator/api"],
    because: "Screens know the contract and nothing behind it: add what is missing to simulator/api.",
  },
  {
    from: "renderer/features/*",
    may: ["simulator/api", "renderer/shared", "renderer/state"],
    because: "A screen never imports another screen: share through renderer/shared or renderer/state.",
  },
  {
    from: "bench",
    may: ["simulator"],
    because: "Benchmarks measure the simulator as it ships.",
  },
];

/** @type {readonly PackageRule[]} */
export const packageRules = [
  {
    packages: ["saxes", "fast-xml-parser"],
    only: ["simulator/schema/xml", "bench"],
    because: "Read XML through simulator/schema/xml: its limits and options are set in one place.",
  },
  {
    packages: ["xstate"],
    only: ["machine.ts", "simulator/workbench"],
    because: "State charts live in *machine.ts files; the workbench creates their actors.",
  },
  {
    packages: ["node:"],
    only: ["simulator/host", "electron", "bench"],
    because: "Node's modules live at the edge: take them through a port that simulator/host implements.",
  },
  {
    packages: ["electron"],
    only: ["electron"],
    because: "Only the desktop shell knows Electron: everything else must work without it.",
  },
  {
    packages: ["commander", "pino", "undici", "ws"],
    only: ["simulator/host", "bench"],
    because: "Sockets, logs and command lines live in simulator/host.",
  },
  {
    packages: ["react", "react-dom", "@mantine/core", "@mantine/hooks", "@tanstack/react-query"],
    only: ["renderer"],
    because: "Only the page draws.",
  },
];

/** Folders that the rules cover. Tests and scripts may import everything. */
export const checkedFolders = ["simulator", "electron", "renderer", "bench"];

/**
 * How much a run must have seen to count: a checker that sees nothing finds nothing.
 * Raise these as the product grows.
 */
export const floor = { modules: 300, imports: 1500 };
