import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { utf8TextLenient } from "../../simulator/core/bytes.ts";
import type { Output } from "../../simulator/host/cli/output.ts";
import { runCommandLine } from "../../simulator/host/cli/program.ts";

const entry = join(import.meta.dirname, "../../simulator/host/entry-cli.ts");

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command `dmwsi` as a process of its own. */
export function startCommand(...args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Runs the command to its end. */
export async function runCommand(...args: readonly string[]): Promise<Finished> {
  return finished(startCommand(...args));
}

/** What a process wrote, and how it ended. */
export async function finished(child: ReturnType<typeof startCommand>): Promise<Finished> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** Runs the command in this process: faster, and everything but the process's own end is the same. */
export async function runInProcess(...args: readonly string[]): Promise<Finished> {
  let stdout = "";
  let stderr = "";
  let code = 0;
  const output: Output = {
    json: (document) => (stdout += `${JSON.stringify(document)}\n`),
    line: (text) => (stdout += `${text}\n`),
    bytes: (octets) => (stdout += utf8TextLenient(octets)),
    say: (text) => (stderr += `${text}\n`),
    progress: () => undefined,
    exit: (given) => (code = given),
  };
  await runCommandLine(args, "1.2.3", output);
  return { code, stdout, stderr };
}
