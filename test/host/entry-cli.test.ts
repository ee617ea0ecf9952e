import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { finished, runCommand, runInProcess, startCommand, type Finished } from "./run-command.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The one JSON document on standard output. */
function document({ stdout }: Finished): unknown {
  return JSON.parse(stdout);
}

interface RunReport {
  readonly verdict: string;
  readonly scenarios: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly durationMs: number;
    readonly steps: readonly {
      readonly id: string;
      readonly verdict: string;
      readonly messages: readonly number[];
    }[];
  }[];
}

describe("dmwsi run", () => {
  it("passes Figure 2 on both wires and exits 0, with pure JSON", async () => {
    for (const wire of ["memory", "http"]) {
      const result = await (wire === "memory" ? runCommand : runInProcess)(
        "run",
        "figure-2",
        "--wire",
        wire,
        "--json",
      );
      expect(result.code, result.stderr).toBe(0);
      expect(result.stderr).toBe("");
      const report = document(result) as RunReport;
      expect(report.verdict).toBe("pass");
      const [scenario] = report.scenarios;
      expect(scenario?.id).toBe("figure-2");
      expect(scenario?.steps.every(({ id, messages }) => id.startsWith("F2.") && messages.length > 0)).toBe(
        true,
      );
    }
  });

  it("refuses what it does not know with 64 and a sentence", async () => {
    const results = await Promise.all([
      runCommand("run", "nothing", "--json"),
      runInProcess("run", "figure-2", "--set", "colour=red"),
      runInProcess("run", "figure-2", "--set", "colour"),
      runInProcess("run", "figure-2", "--speed", "fast", "--json"),
      runInProcess("run"),
      runInProcess("fly", "--json"),
    ]);
    expect(results.map(({ code }) => code)).toEqual([64, 64, 64, 64, 64, 64]);
    expect(results.every(({ stderr }) => stderr.trim().length > 0 && !stderr.includes("    at "))).toBe(true);
    expect(document(results[0])).toMatchObject({ error: { code: "scenario/unknown" } });
    expect(document(results[3])).toMatchObject({ error: { code: "usage/invalid" } });
  });

  it("records runs in a file that export reads, secrets covered", async () => {
    const file = join(temporaryFolder(), "runs.journal");
    expect((await runInProcess("run", "figure-2", "--journal", file)).code).toBe(0);
    const text = await runInProcess("export", file, "--to", "text");
    expect(text.code, text.stderr).toBe(0);
    expect(text.stdout).toContain("RegisterExternalSystem");
    expect(text.stdout).toMatch(/authorization: Basic \*+/);
    expect(text.stdout).not.toMatch(/authorization: Basic [^*]/);
    const lines = await runInProcess("export", file, "--to", "jsonl");
    const exported = join(temporaryFolder(), "runs.jsonl");
    writeFileSync(exported, lines.stdout);
    const again = await runInProcess("export", exported, "--to", "mermaid", "--json");
    expect(document(again)).toMatchObject({
      to: "mermaid",
      problems: [],
      text: expect.stringContaining("sequenceDiagram") as string,
    });
    expect((await runInProcess("export", file, "--to", "text", "--run", "R-9")).code).toBe(64);
  });
});

describe("dmwsi scenarios", () => {
  it("lists the built-in ones", async () => {
    const listed = document(await runInProcess("scenarios", "--json")) as { readonly id: string }[];
    const ids = listed.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["figure-2", "dm-commands", "fumo-update", "bootstrap"]));
    const { stdout } = await runInProcess("scenarios");
    for (const id of ids) expect(stdout).toContain(id);
  });
});

describe("dmwsi decode and encode", () => {
  const message =
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>' +
    "<MsgID>1</MsgID><Target><LocURI>s</LocURI></Target><Source><LocURI>d</LocURI></Source></SyncHdr>" +
    "<SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Final/></SyncBody></SyncML>";

  it("decodes one file to an object and several to a list, and encodes what it decoded", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "message.xml");
    writeFileSync(file, message);
    const one = await runInProcess("decode", file, "--json");
    expect(one.code, one.stderr).toBe(0);
    expect(document(one)).toMatchObject({ kind: "syncml", findings: [] });
    expect(document(await runInProcess("decode", file, file, "--json"))).toHaveLength(2);
    const report = join(folder, "message.json");
    writeFileSync(report, one.stdout);
    const encoded = await runInProcess("encode", report, "--to", "xml");
    expect(encoded.code, encoded.stderr).toBe(0);
    expect(encoded.stdout).toContain("<Alert><CmdID>1</CmdID><Data>1201</Data></Alert>");
  });

  it("exits 1 for what cannot be read at all, and 64 for a file that is not there", async () => {
    const file = join(temporaryFolder(), "noise");
    writeFileSync(file, Uint8Array.of(0, 255, 1, 254));
    const noise = await runInProcess("decode", file, "--json");
    expect(noise.code).toBe(1);
    expect(document(noise)).toHaveProperty("findings");
    expect((await runInProcess("encode", file, "--to", "xml")).code).toBe(1);
    const missing = await runInProcess("decode", `${file}.none`, "--json");
    expect(missing.code).toBe(64);
    expect(document(missing)).toMatchObject({ error: { code: "usage/unreadable" } });
  });
});

describe("dmwsi serve", () => {
  it("prints one line with every address, serves, and stops cleanly on SIGTERM", async () => {
    const child = startCommand("serve", "--port", "0", "--ui-port", "0", "--devices", "2");
    const ended = finished(child);
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const ready = JSON.parse(line) as Readonly<Record<string, string | boolean>>;
    expect(Object.keys(ready)).toEqual([
      "wsi",
      "wsdl",
      "dm",
      "uddiInquiry",
      "uddiPublish",
      "uddiSecurity",
      "ui",
      "durable",
    ]);
    expect(ready["durable"]).toBe(false);
    const wsdl = await fetch(String(ready["wsdl"]));
    expect(wsdl.status).toBe(200);
    expect(await wsdl.text()).toContain(String(ready["wsi"]));
    child.kill("SIGTERM");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(stdout).toBe(`${line}\n`);
    expect(stderr).toMatch(/^External System "demo" has the password \S+/);
    expect(stderr).not.toContain("token");
  });

  it("keeps its data folder to itself, and finds its journal again", async () => {
    const folder = join(temporaryFolder(), "data");
    const args = ["serve", "--port", "0", "--ui-port", "0", "--devices", "1", "--data", folder];
    const first = startCommand(...args);
    const [line] = (await once(createInterface({ input: first.stdout }), "line")) as [string];
    expect(JSON.parse(line)).toMatchObject({ durable: true });
    const second = await runCommand(...args, "--json");
    expect(second.code).toBe(70);
    expect(second.stderr).toContain("is in use by another process");
    expect(document(second)).toMatchObject({ error: { code: "store/locked" } });
    const { wsdl } = JSON.parse(line) as { wsdl: string };
    await fetch(wsdl);
    const ended = finished(first);
    first.kill("SIGTERM");
    expect((await ended).code).toBe(0);
    const text = await runInProcess("export", join(folder, "journal.sqlite"), "--to", "text");
    expect(text.stdout).toContain("GET http://127.0.0.1");
  });

  it("names line and key of a mistake in the configuration", async () => {
    const config = join(temporaryFolder(), "c.yaml");
    writeFileSync(config, "listeners:\n  prot: 1\n");
    const { code, stderr, stdout } = await runInProcess("serve", "--config", config);
    expect(code).toBe(64);
    expect(stdout).toBe("");
    expect(stderr).toContain("c.yaml line 2, column 3: listeners.prot: is not a key of the configuration");
  });

  it("says that a port is taken", async () => {
    const child = startCommand("serve", "--port", "0", "--ui-port", "0", "--devices", "0");
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const { port } = new URL((JSON.parse(line) as { dm: string }).dm);
    const { code, stderr } = await runInProcess("serve", "--port", port, "--ui-port", "0");
    expect(code).toBe(70);
    expect(stderr).toContain(`Port ${port} of 127.0.0.1 is taken`);
    child.kill("SIGTERM");
  });
});

describe("dmwsi", () => {
  it("shows help and version on standard output and exits 0", async () => {
    const [help, version, command] = await Promise.all([
      runInProcess("--help"),
      runInProcess("--version"),
      runInProcess("serve", "--help"),
    ]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("scenarios");
    expect(version.stdout).toBe("1.2.3\n");
    expect(command.stdout).toContain("--ui-port");
  });
});
