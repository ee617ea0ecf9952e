import { InvalidArgumentError, Option } from "commander";

/** Every command takes it. */
export function jsonOption(): Option {
  return new Option("--json", "print one JSON document on standard output and nothing else there");
}

/** A port number; 0 picks a free one. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("It must be a port number, 0 to 65535.");
  return port;
}

/** A number of things, 0 included. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count > 100_000)
    throw new InvalidArgumentError("It must be a number, 0 to 100000.");
  return count;
}

/** A factor on the clock, or `max`. */
export function parseSpeed(text: string): number | "max" {
  if (text === "max") return "max";
  const speed = Number(text);
  if (!(speed > 0 && speed <= 1000))
    throw new InvalidArgumentError("It must be max, or a number above 0 up to 1000.");
  return speed;
}

/** Adds `k=v` to what was given before. */
export function parseSetting(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It must have the form name=value.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Options of the commands that start a host. */
export interface HostCommandOptions {
  readonly port?: number;
  readonly tlsPort?: number;
  readonly uiPort?: number;
  readonly bind?: string;
  readonly data?: string;
  readonly config?: string;
  readonly devices?: number;
  readonly json?: boolean;
}
