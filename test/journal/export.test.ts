import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { envelopeHooks, type ExportHooks } from "../../simulator/journal/export/export.ts";
import { exportJsonl, importJsonl } from "../../simulator/journal/export/jsonl.ts";
import { exportMermaid } from "../../simulator/journal/export/mermaid.ts";
import { exportText } from "../../simulator/journal/export/text.ts";
import type { JournalRecord } from "../../simulator/journal/record.ts";
import { header, stamped } from "./records.ts";

const records: JournalRecord[] = [
  stamped({ headers: { authorization: "Basic dTpw" }, body: utf8("<Cred>pw</Cred>") }),
  stamped({
    seq: 2,
    direction: "response",
    status: 407,
    from: { role: "dm-server", name: "dms" },
    to: { role: "device", name: "IMEI:1" },
  }),
  {
    kind: "note",
    seq: 3,
    clock: 12,
    wall: 0,
    severity: "warning",
    code: "dm/nonce",
    text: "a; nonce # was stale",
    party: { role: "device", name: "IMEI:1" },
    findings: [],
  },
  stamped({ seq: 4, outcome: "dropped", direction: "push", body: Uint8Array.of(0, 1, 255) }),
  {
    kind: "step",
    seq: 5,
    clock: 20,
    wall: 0,
    step: "F2.10",
    title: "Package 1",
    verdict: "pass",
    messages: [1],
  },
  {
    kind: "state",
    seq: 6,
    clock: 21,
    wall: 0,
    party: { role: "device", name: "IMEI:1" },
    machine: "dm-client-session",
    event: "package2.received",
    from: "awaitingPackage2",
    state: "executing",
  },
];
const hooks: ExportHooks = {
  summarise: (record) => ({ title: `Package ${record.seq}`, badges: ["1201"], step: "F2.10" }),
  findSecrets: (record) => (record.body.length > 10 ? [{ start: 6, end: 8 }] : []),
};

describe("exports", () => {
  it("JSON lines read back as they were, secrets covered", () => {
    const { text, masked } = exportJsonl({ header, records }, hooks);
    expect(masked).toBe(2 + 4);
    expect(text).not.toContain("dTpw");
    const { runs, problems } = importJsonl(text);
    expect(problems).toEqual([]);
    expect(runs[0]?.header).toEqual(header);
    expect(runs[0]?.records.slice(1)).toEqual(records.slice(1));
    expect(runs[0]?.records[0]).toMatchObject({ body: utf8("<Cred>**</Cred>") });
  });

  it("JSON lines name the lines that cannot be read and go on", () => {
    const good = exportJsonl({ header, records }, envelopeHooks).text;
    const { runs, problems } = importJsonl(`{}\nnonsense\n${good}{"kind":"note"}\n`);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.records).toHaveLength(6);
    expect(problems).toEqual([
      "line 1: a record without the header of a run before it",
      "line 2: not a JSON object",
      expect.stringMatching(/^line 10: seq: /),
    ]);
  });

  it("JSON lines of a newer version are refused in a sentence", () => {
    const { runs, problems } = importJsonl(JSON.stringify({ kind: "run", ...header, journalVersion: 99 }));
    expect(runs).toEqual([]);
    expect(problems[0]).toContain("version 99");
  });

  it("Mermaid draws lanes in the order of the figures and escapes its own signs", () => {
    expect(exportMermaid({ header, records }, hooks).text).toBe(
      [
        "sequenceDiagram",
        "  title Figure 2",
        "  autonumber",
        "  participant p2 as DM server dms.example",
        "  participant p3 as DM server dms",
        "  participant p1 as Device IMEI:1",
        "  p1->>p2: F2.10 Package 1 (1201)",
        "  p3-->>p1: F2.10 Package 2 (1201)",
        "  Note over p1: a#59; nonce #35; was stale",
        "  p1-xp2: F2.10 Package 4 (1201, dropped)",
        "",
      ].join("\n"),
    );
  });

  it("text shows headers and bodies, octets in hexadecimal, secrets covered", () => {
    const { text, masked } = exportText({ header, records }, hooks);
    expect(masked).toBe(6);
    expect(text).toContain("Device IMEI:1 -> DM server dms.example  F2.10 Package 1 (1201)");
    expect(text).toContain("    authorization: Basic ****");
    expect(text).toContain("    <Cred>**</Cred>");
    expect(text).toContain("    HTTP 407");
    expect(text).toContain("    0001ff");
    expect(text).toContain("step F2.10 Package 1: pass");
    expect(text).toContain("dm-client-session awaitingPackage2 -> executing (package2.received)");
  });

  it("envelopes alone name messages by method and path", () => {
    expect(exportMermaid({ header, records: [stamped()] }, envelopeHooks).text).toContain(
      "p1->>p2: POST /dm",
    );
  });
});
