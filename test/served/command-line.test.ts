import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runInProcess } from "../host/run-command.ts";
import { notBuilt, program } from "./support/served-host.ts";

/* The built command line under bad arguments and bad files: exit codes, one JSON document, no stack trace. */

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dmwsi-cli-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function dmwsi(args: readonly string[], input: string | Uint8Array = ""): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: "utf8",
    timeout: 25_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const trace = /\n\s+at |node:internal|\.js:\d+:\d+/;
const message =
  '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>' +
  "<MsgID>1</MsgID><Target><LocURI>s</LocURI></Target><Source><LocURI>d</LocURI></Source></SyncHdr>" +
  "<SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Final/></SyncBody></SyncML>";

describe.skipIf(notBuilt !== undefined)("dmwsi", () => {
  it("answers bad usage with 64, a sentence, and with --json one document", async () => {
    const missing = join(folder, "missing");
    const cases: readonly (readonly string[])[] = [
      ["fly"],
      ["--nonsense"],
      ["serve", "--nonsense"],
      ["serve", "--port", "65536"],
      ["serve", "--port", "-1"],
      ["serve", "--devices", "1e9"],
      ["serve", "--config", missing],
      ["serve", "--config", folder],
      ["serve", "--config", file("bad.yaml", "a: [1, 2\nb: }")],
      ["serve", "--config", file("bomb.yaml", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n")],
      ["serve", "--config", file("binary.yaml", Uint8Array.of(0, 255, 254, 1))],
      ["run", "nothing"],
      ["run", missing],
      ["run", "./"],
      ["run", "figure-2", "--set", "mode=sideways"],
      ["run", "figure-2", "--speed", "0"],
      ["run", "figure-2", "--wire", "pigeon"],
      ["decode"],
      ["decode", missing],
      ["decode", folder],
      ["decode", file("m.xml", message), missing],
      ["decode", "--type", "poem", file("m.xml", message)],
      ["encode", folder, "--to", "xml"],
      ["encode", file("m.json", "{}"), "--to", "smoke"],
      ["export", missing, "--to", "text"],
      ["export", folder, "--to", "text"],
      ["export", file("m.xml", message), "--to", "poem"],
    ];
    const inProcess = await Promise.all(
      cases.map(async (args) => ({ args, ...(await runInProcess(...args, "--json")) })),
    );
    const processes = [["fly"], ["serve", "--config", missing], ["decode", folder], ["run", "nothing"]].map(
      (args) => ({ args, ...dmwsi([...args, "--json"]) }),
    );
    for (const { args, code, stdout, stderr } of [...inProcess, ...processes]) {
      expect(code, `${args.join(" ")}: ${stdout}${stderr}`).toBe(64);
      expect(stderr.trim(), args.join(" ")).not.toBe("");
      expect(stderr, args.join(" ")).not.toMatch(trace);
      const document = JSON.parse(stdout) as {
        readonly error?: { readonly code?: string; readonly text?: string };
      };
      expect(document.error?.code, args.join(" ")).toMatch(/^[a-z]+\/[a-z-]+$/);
      expect(document.error?.text, args.join(" ")).toMatch(/\w/);
    }
  }, 60_000);

  it("decodes binary from standard input, and several files to one list", () => {
    const package0 = Buffer.from(
      "00112233445566778899aabbccddeeff" + "02f8000000010a" + "646d732e6578616d706c",
      "hex",
    );
    const binary = dmwsi(["decode", "-", "--json"], package0);
    expect([0, 1], binary.stderr).toContain(binary.code);
    expect(JSON.parse(binary.stdout)).toHaveProperty("kind");
    expect(binary.stderr).not.toMatch(trace);
    const piped = dmwsi(["decode", "-", "--json"], message);
    expect(piped.code, piped.stderr).toBe(0);
    expect(JSON.parse(piped.stdout)).toMatchObject({ kind: "syncml", findings: [] });
    const [good, bad] = [file("good.xml", message), file("bad.bin", Uint8Array.of(0, 255, 1, 254))];
    const several = dmwsi(["decode", good, bad, good, "--json"]);
    expect(several.code).toBe(1);
    expect(JSON.parse(several.stdout)).toHaveLength(3);
    const people = dmwsi(["decode", good, bad]);
    expect(people.code).toBe(1);
    expect(people.stdout).toContain(good);
  });

  it("decodes what is empty, huge or deep without a trace", () => {
    const deep = file("deep.xml", "<a>".repeat(100_000));
    const long = file("long.xml", message.replace("1201", "x".repeat(5_000_000)));
    for (const path of [file("empty", ""), deep, long]) {
      const { code, stdout, stderr } = dmwsi(["decode", path, "--json"]);
      expect([0, 1], `${path}: ${stderr.slice(0, 500)}`).toContain(code);
      expect(JSON.parse(stdout)).toHaveProperty("findings");
      expect(stderr).not.toMatch(trace);
    }
  });

  it("tells what it is and what it can with --json too", () => {
    const scenarios = dmwsi(["scenarios", "--json"]);
    expect(scenarios.code).toBe(0);
    expect(JSON.parse(scenarios.stdout)).toContainEqual(expect.objectContaining({ id: "figure-2" }));
    const refused = dmwsi(["run", "figure-2", "--set", "refuse=device", "--json"]);
    expect([0, 1], refused.stderr).toContain(refused.code);
    expect(JSON.parse(refused.stdout)).toHaveProperty("verdict");
  });

  it("exits 70 for what is the machine's fault: a folder that cannot be one, a taken port, a damaged store", () => {
    const notFolder = file("plain", "x");
    const damaged = mkdtempSync(join(folder, "data-"));
    writeFileSync(join(damaged, "store.sqlite"), "this is no database, whatever its name says ".repeat(100));
    for (const data of [notFolder, damaged]) {
      const { code, stdout, stderr } = dmwsi([
        "serve",
        "--port",
        "0",
        "--ui-port",
        "0",
        "--data",
        data,
        "--json",
      ]);
      expect(code, stderr).toBe(70);
      expect(stderr).not.toMatch(trace);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: "store/unreadable" } });
    }
  });
});
