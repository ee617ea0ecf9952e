import { describe, expect, it } from "vitest";
import type { DecodedNodeView, InspectionView } from "../../simulator/api/index.ts";
import { utf8 } from "../../simulator/core/bytes.ts";
import { createMemoryJournal } from "../../simulator/journal/memory-journal.ts";
import { inspect } from "../../simulator/workbench/inspection.ts";

const header = {
  run: "R-1",
  journalVersion: 1,
  productVersion: "0",
  title: "t",
  settings: {},
  seed: "",
  wire: "memory",
  epoch: 0,
  startedAt: 0,
} as const;

function inspected(body: string): InspectionView {
  const journal = createMemoryJournal(header, { now: () => 0, wall: () => 0 });
  const { seq } = journal.append({
    kind: "crossing",
    direction: "request",
    channel: "wsi",
    from: { role: "external-system", name: "care" },
    to: { role: "dm-server", name: "dms" },
    exchange: "x1",
    headers: { "content-type": "text/xml" },
    body: utf8(body),
    outcome: "delivered",
  });
  return inspect({ journal, summarise: () => undefined, stepOf: () => undefined }, seq, false);
}

function nodesOf(node: DecodedNodeView | undefined): number {
  return node ? node.children.reduce((sum, child) => sum + nodesOf(child), 1) : 0;
}

describe("inspection of a message with very many elements", () => {
  it("shows the first 5000 nodes as a tree, says so, and keeps text and bytes whole", () => {
    const body = `<a>${"<b/>".repeat(20_000)}</a>`;
    const [layer] = inspected(body).layers;
    expect(nodesOf(layer?.tree)).toBe(5000);
    expect(layer?.findings).toContainEqual(expect.objectContaining({ code: "view/cut", severity: "info" }));
    expect(layer?.text).toBe(body);
  });

  it("shows all of a message that is not so long", () => {
    const [layer] = inspected(`<a>${"<b/>".repeat(4999)}</a>`).layers;
    expect(nodesOf(layer?.tree)).toBe(5000);
    expect(layer?.findings.map(({ code }) => code)).not.toContain("view/cut");
  });
});
