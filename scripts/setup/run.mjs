import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter } from "node:path";
import { inProject, projectRoot } from "./project.mjs";

/**
 * @typedef {object} RunOptions
 * @property {Record<string, string | undefined>} [env] added to the environment
 * @property {boolean} [quietStdout] send the command's standard output to standard error
 * @property {boolean} [shell] needed for npm's .cmd file on Windows
 * @property {(output: Buffer) => void} [collect] takes the command's whole output instead of the terminal
 */

/**
 * Runs a command in the project's folder and hands on the signals that end it, so that stopping the
 * launcher stops what it launched.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} exit code; 128 + signal number when a signal ended it, as a shell reports it
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: projectRoot,
      env: { ...process.env, ...options.env },
      stdio:
        options.collect === undefined
          ? ["inherit", options.quietStdout === true ? 2 : "inherit", "inherit"]
          : ["ignore", "pipe", "pipe"],
      shell: options.shell ?? false,
    });
    const { collect } = options;
    if (collect !== undefined) for (const pipe of [child.stdout, child.stderr]) pipe?.on("data", collect);
    const stop = handOnSignals((signal) => child.kill(signal));
    child.once("error", (cause) => {
      stop();
      reject(cause);
    });
    // "close" comes after the last output; without pipes it comes with the exit.
    child.once("close", (code, signal) => {
      stop();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * @param {(signal: NodeJS.Signals) => void} handOn
 * @returns {() => void} takes the listeners away again
 */
export function handOnSignals(handOn) {
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  /** @param {NodeJS.Signals} signal */
  const listener = (signal) => {
    // A terminal interrupts the whole group: the child has it already, and twice may mean "at once" to it.
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    handOn(signal);
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

/** PATH without the project's own commands: npm must not run on a Node that it is about to replace. */
export function pathWithoutProject() {
  const own = inProject("node_modules", ".bin");
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== own)
    .join(delimiter);
}
