import { describe, expect, it } from "vitest";
import { fromBase64, utf8TextLenient } from "../../simulator/core/bytes.ts";
import type { JournalRecord } from "../../simulator/journal/record.ts";
import { createTestWorkbench } from "../support/workbench.ts";

const settings = [
  { registry: "on", mode: "tunnel" },
  { registry: "off", mode: "parameters" },
  { registry: "off", mode: "tunnel", refuse: "callback" },
  { registry: "off", mode: "tunnel", refuse: "device" },
];

/** Elements that hold a secret, as they are written on the wire. */
const secretElements =
  /<(?:\w+:)?(?:password|Password|cred|authInfo|NextNonce)(?:\s[^>]*)?>([^<]+)<|\bauthInfo="([^"]+)"|\bcred="([^"]+)"|<Cred>.*?<Data>([^<]+)<\/Data>/gs;

/** Secrets of a run, looked for in its bytes by other means than the decoder's. */
function secretsOf(records: readonly JournalRecord[]): Set<string> {
  const secrets = new Set<string>();
  for (const record of records) {
    if (record.kind !== "crossing") continue;
    const authorization = record.headers["authorization"];
    if (authorization) secrets.add(authorization.slice(authorization.indexOf(" ") + 1));
    const text = utf8TextLenient(record.body);
    const packages = [...text.matchAll(/<(?:\w+:)?package>([^<]+)</g)].map(([, base64 = ""]) =>
      utf8TextLenient(fromBase64(base64) ?? new Uint8Array(0)),
    );
    for (const source of [text, ...packages])
      for (const [, ...groups] of source.matchAll(secretElements))
        for (const secret of groups) if (secret) secrets.add(secret);
  }
  return secrets;
}

describe.each(["memory", "http"] as const)("secrets of a run over the %s wire", (wire) => {
  it.each(settings)("stand in no view and in no export: %o", async (given) => {
    const workbench = createTestWorkbench();
    const run = workbench.start({ scenario: "figure-2", settings: given, speed: "max", wire, seed: "s" });
    await run.ended;
    const records = run.journal.read(0, 10_000);
    const secrets = secretsOf(records);
    expect(secrets.size).toBeGreaterThan(2);
    const messages = records.filter((record) => record.kind === "crossing");
    const views = messages.map(({ seq }) => workbench.inspect(run.id, seq, false));
    const shown = JSON.stringify([
      workbench.view(run.id),
      workbench.lines(),
      views,
      views.flatMap(({ layers }) =>
        layers.map(({ bytes }) => utf8TextLenient(fromBase64(bytes) ?? new Uint8Array(0))),
      ),
      (["text", "jsonl", "mermaid"] as const).map((to) => workbench.export(run.id, to).text),
    ]);
    for (const secret of secrets) expect(shown, secret).not.toContain(secret);

    const revealed = JSON.stringify(
      messages.map(({ seq }) => {
        const view = workbench.inspect(run.id, seq, true);
        return [
          view,
          view.layers.map(({ bytes }) => utf8TextLenient(fromBase64(bytes) ?? new Uint8Array(0))),
        ];
      }),
    );
    for (const secret of secrets) expect(revealed).toContain(secret);
  });

  it("are covered at equal length", async () => {
    const workbench = createTestWorkbench();
    const run = workbench.start({ scenario: "figure-2", speed: "max", wire, seed: "s" });
    await run.ended;
    for (const record of run.journal.read(0, 10_000)) {
      if (record.kind !== "crossing") continue;
      const covered = workbench.inspect(run.id, record.seq, false);
      const plain = workbench.inspect(run.id, record.seq, true);
      expect(covered.layers.map(({ bytes }) => bytes.length)).toEqual(
        plain.layers.map(({ bytes }) => bytes.length),
      );
      expect(covered.layers.map(({ text }) => text?.length)).toEqual(
        plain.layers.map(({ text }) => text?.length),
      );
      expect(covered.secrets > 0).toBe(
        JSON.stringify(covered.layers) !== JSON.stringify(plain.layers) ||
          JSON.stringify(covered.headers) !== JSON.stringify(plain.headers),
      );
    }
  });
});
