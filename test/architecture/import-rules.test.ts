import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as rules from "../../scripts/check/import-rules.mjs";
import { checkImports } from "../../scripts/check/imports.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "workbench-imports-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const noFloor = { ...rules, floor: { modules: 0, imports: 0 } };

/** Writes one file and applies the product's own rules to it. */
function violations(file: string, text: string): string[] {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
  return checkImports(root, noFloor).violations;
}

describe("each direction is guarded", () => {
  test.each([
    ["simulator/core/a.ts", "../schema/element.ts", "core/ is protocol-neutral"],
    ["simulator/schema/a.ts", "../protocols/syncml/index.ts", "The declaration toolkit knows no protocol"],
    [
      "simulator/protocols/wbxml/a.ts",
      "../syncml/index.ts",
      "A codec knows core and schema, never a sibling",
    ],
    ["simulator/protocols/wbxml/a.ts", "../../stacks/dm-http.ts", "A codec knows core and schema"],
    ["simulator/stacks/a.ts", "../roles/device/index.ts", "Stacks compose codecs"],
    ["simulator/tree/a.ts", "../protocols/syncml/index.ts", "The management tree knows no message format"],
    ["simulator/wire/a.ts", "../stacks/dm-http.ts", "The wire carries bytes"],
    ["simulator/journal/a.ts", "../stacks/dm-http.ts", "The journal keeps what crossed the wire"],
    ["simulator/roles/device/a.ts", "../dm-server/index.ts", "Roles meet on the wire"],
    ["simulator/roles/device/a.ts", "../../journal/journal.ts", "Roles meet on the wire"],
    [
      "simulator/roles/dm-server/wsi/a.ts",
      "../dm/session-machine.ts",
      "The DM server's rooms talk through ports.ts",
    ],
    [
      "simulator/roles/dm-server/inventory/a.ts",
      "../wsi/policy.ts",
      "The DM server's rooms talk through ports.ts",
    ],
    ["simulator/scenario/a.ts", "../roles/device/index.ts", "A scenario acts through its ports"],
    ["simulator/api/a.ts", "../workbench/service.ts", "The contract is plain data"],
    [
      "simulator/workbench/a.ts",
      "../host/entry-cli.ts",
      "The workbench must run in Node, a worker and a page",
    ],
    ["simulator/host/a.ts", "../../renderer/main.tsx", "The host adapts Node"],
    ["simulator/host/a.ts", "../../electron/shell.ts", "The host adapts Node"],
    ["electron/a.ts", "../simulator/workbench/service.ts", "The shell starts the host as a process"],
    ["renderer/app/a.tsx", "../../simulator/core/clock.ts", "Screens know the contract"],
    ["renderer/features/home/a.tsx", "../session/screen.tsx", "A screen never imports another screen"],
    ["bench/a.ts", "../renderer/main.tsx", "Benchmarks measure the simulator"],
    ["simulator/core/a.ts", "../../test/support/vectors.ts", "core/ is protocol-neutral"],
    ["simulator/wire/a.ts", "fast-xml-parser", "Read XML through simulator/schema/xml"],
    ["simulator/protocols/soap/a.ts", "saxes", "Read XML through simulator/schema/xml"],
    ["simulator/roles/device/session.ts", "xstate", "State charts live in *machine.ts files"],
    ["simulator/core/a.ts", "node:fs", "Node's modules live at the edge"],
    ["simulator/core/a.ts", "fs/promises", "Node's modules live at the edge"],
    ["renderer/app/a.tsx", "node:path", "Node's modules live at the edge"],
    ["renderer/app/a.tsx", "electron", "Only the desktop shell knows Electron"],
    ["simulator/workbench/a.ts", "undici", "Sockets, logs and command lines live in simulator/host"],
    ["simulator/workbench/a.ts", "react", "Only the page draws"],
    ["simulator/workbench/a.ts", "@mantine/core", "Only the page draws"],
    ["simulator/workbench/a.ts", "@mantine/core/styles.css", "Only the page draws"],
  ])("%s may not import %s", (file, specifier, reason) => {
    const found = violations(file, `import * as other from "${specifier}";\nexport const x = other;\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${file}:1: may not import ${specifier}. ${reason}`);
  });

  test("a folder without a rule is reported", () => {
    expect(violations("simulator/extras/a.ts", "export const x = 1;\n")).toEqual([
      "simulator/extras/a.ts: no rule covers this folder. Say what it may import in scripts/check/import-rules.mjs.",
    ]);
  });
});

describe("every way to import is seen", () => {
  test.each([
    ["a type", 'import type { A } from "../schema/element.ts";\nexport type B = A;'],
    ["a re-export", 'export { a } from "../schema/element.ts";'],
    ["a re-export of everything", 'export * from "../schema/element.ts";'],
    ["a side effect", 'import "../schema/element.ts";'],
    ["a dynamic import", 'export const a = () => import("../schema/element.ts");'],
    ["an import in a type", 'export type A = import("../schema/element.ts").A;'],
  ])("%s", (_what, text) => {
    expect(violations("simulator/core/a.ts", `${text}\n`)).toHaveLength(1);
  });

  test("with its line", () => {
    expect(violations("simulator/core/a.ts", '\n\nimport "../wire/wire.ts";\n')[0]).toMatch(
      /^simulator\/core\/a\.ts:3:/,
    );
  });
});

describe("what is allowed passes", () => {
  test.each([
    ["simulator/protocols/syncml/commands/get.ts", "../../../schema/element.ts"],
    ["simulator/protocols/syncml/commands/get.ts", "../meta-info.ts"],
    ["simulator/roles/dm-server/dm/session-machine.ts", "xstate"],
    ["simulator/roles/dm-server/dm/admission.ts", "../ports.ts"],
    ["simulator/roles/dm-server/index.ts", "./wsi/policy.ts"],
    ["simulator/schema/xml/reader.ts", "saxes"],
    ["simulator/host/entry-cli.ts", "node:fs"],
    ["simulator/host/open.ts", "../../electron/runtime.ts"],
    ["renderer/features/home/screen.tsx", "../../shared/widgets/tabs.tsx"],
    ["renderer/state/client.ts", "../../simulator/api/index.ts"],
  ])("%s may import %s", (file, specifier) => {
    expect(violations(file, `import "${specifier}";\n`)).toEqual([]);
  });
});

test("a run that sees nothing fails", () => {
  const { modules, violations: found } = checkImports(root, rules);
  expect(modules).toBe(0);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain("Saw 0 modules with 0 imports");
});
