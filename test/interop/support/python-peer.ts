import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const folder = join(import.meta.dirname, "../foreign-peers");

/** Undefined when peers written in Python can run, else what is missing. */
export const missingForPeers: string | undefined = ["python3", "xml2wbxml", "wbxml2xml"]
  .filter((program) => spawnSync(program, ["-h"]).error !== undefined)
  .map((program) => `${program} is not installed (Debian: python3, libwbxml2-utils)`)
  .at(0);

/** A peer that answers wishes, one line of JSON for another. */
export interface PythonPeer {
  /** What it said when it was ready, when it says something. */
  readonly ready: Promise<Readonly<Record<string, unknown>>>;
  ask<Answer>(wish: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts a script of the foreign peers. */
export function startPeer(script: string, args: readonly string[] = [], speaksFirst = false): PythonPeer {
  const child = spawn("python3", ["-B", join(folder, script), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting: { answered(line: string): void; failed(error: Error): void }[] = [];
  const line = (): Promise<string> =>
    new Promise((answered, failed) => {
      waiting.push({ answered, failed });
    });
  const first = speaksFirst ? line() : Promise.resolve("{}");
  createInterface(child.stdout).on("line", (text) => waiting.shift()?.answered(text));
  const ended = new Promise<void>((done) => {
    child.once("exit", (code) => {
      for (const { failed } of waiting.splice(0)) failed(new Error(`${script} ended with ${code}`));
      done();
    });
  });
  return {
    ready: first.then((text) => JSON.parse(text) as Readonly<Record<string, unknown>>),
    ask: async <Answer>(wish: object) => {
      const answer = line();
      child.stdin.write(`${JSON.stringify(wish)}\n`);
      const value = JSON.parse(await answer) as Answer & { readonly error?: string };
      if (value.error !== undefined) throw new Error(value.error);
      return value;
    },
    stop: async () => {
      child.stdin.end();
      child.kill("SIGTERM");
      await ended;
    },
  };
}
