import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDmMessage } from "../../simulator/protocols/syncml/index.ts";
import { openJournal, type JournalClient } from "../served/support/journal-client.ts";
import { configOf, notBuilt, serveHost, type ServedHost } from "../served/support/served-host.ts";
import { haveVectors, noVectors, vectorPath } from "../support/vectors.ts";

/* Messages of real clients and servers, as they were on the wire, come to the served DM server. */

interface Entry {
  readonly file: string;
  readonly direction: string;
  readonly kind: string;
}

const entries = haveVectors
  ? (JSON.parse(readFileSync(vectorPath("syncml", "index.json"), "utf8")) as readonly Entry[])
  : [];
const messages = entries.filter(
  ({ kind }) => kind === "message" || kind === "abridged" || kind === "fragment",
);
const skipped = notBuilt !== undefined || !haveVectors;
const because = skipped ? ` (skipped: ${notBuilt ?? noVectors})` : "";

let host: ServedHost;
let journal: JournalClient;
beforeAll(async () => {
  if (skipped) return;
  host = await serveHost({ config: configOf() });
  journal = await openJournal(host);
});
afterAll(async () => {
  if (skipped) return;
  journal.close();
  await host.stop();
});

const mediaTypes = (encoding: string): readonly string[] => [
  `application/vnd.syncml.dm+${encoding}`,
  `application/vnd.syncml+${encoding}`,
];

describe.skipIf(skipped)(`real messages${because}`, () => {
  it.each(
    messages.flatMap((entry) =>
      mediaTypes(entry.file.endsWith(".wbxml") ? "wbxml" : "xml").map((type) => ({ ...entry, type })),
    ),
  )("$file of a $direction ($kind) as $type", async ({ file, kind, direction, type }) => {
    const encoding = type.endsWith("wbxml") ? "wbxml" : "xml";
    const before = await journal.last();
    const response = await fetch(host.ready.dm, {
      method: "POST",
      headers: { "content-type": type, accept: type },
      body: readFileSync(vectorPath("syncml", file)),
      signal: AbortSignal.timeout(5000),
    });
    const octets = new Uint8Array(await response.arrayBuffer());
    expect(response.status).toBeLessThan(500);
    // the header of one is shortened to nothing: it belongs to no session
    if (kind === "message" && direction === "client" && file !== "ms-replace-405-status.xml")
      expect(response.status).toBe(200);
    if (response.status === 200) {
      expect(response.headers.get("content-type")).toContain(`+${encoding}`);
      const { value, findings } = readDmMessage(encoding, octets);
      expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(value?.SyncBody.commands[0]).toMatchObject({ Cmd: "SyncHdr", CmdRef: "0" });
    }
    const rows = await journal.rowsAfter(before, (found) => found.length >= 2);
    expect(rows.filter((row) => row.kind === "message").length).toBeGreaterThanOrEqual(2);
  });

  it("leaves the host in order", () => {
    expect(host.stderr()).toBe("");
  });
});
