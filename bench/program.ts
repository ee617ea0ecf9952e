import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Contender } from "./bench.ts";

/**
 * Starts a program that answers each line with a number of units of work by a line with the nanoseconds that they took. It
 * ends with this process.
 */
export function startProgram(command: string, parameters: readonly string[]): Contender {
  const child = spawn(command, parameters, { stdio: ["pipe", "pipe", "inherit"] });
  process.once("exit", () => child.kill());
  child.stdout.setEncoding("utf8");
  return async (count) => {
    child.stdin.write(`${count}\n`);
    const [answer] = (await once(child.stdout, "data")) as [string];
    return Number(answer);
  };
}
