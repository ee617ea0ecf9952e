import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from "yaml";
import type { core } from "zod";
import { errorText, WorkbenchError } from "../core/error.ts";
import { HostConfig, type ExternalSystemConfig } from "./config-schema.ts";
import { isProfileFile } from "./profile-files.ts";

/** A configuration that can be served, and what has to be told about it once. */
export interface LoadedConfig {
  readonly config: HostConfig & { readonly externalSystems: readonly ExternalSystemConfig[] };
  /** The password that was made up for the External System `demo`, when the configuration names none. */
  readonly demoPassword: string | undefined;
}

/**
 * Reads a configuration file, or gives the default where there is none: one External System `demo` with a random
 * password, and ten simulated devices.
 *
 * @throws WorkbenchError `config/unreadable` for the file, `config/invalid` naming line, column and key of every mistake
 */
export function loadConfig(file: string | undefined): LoadedConfig {
  const config =
    file === undefined
      ? HostConfig.parse({})
      : withFilesBeside(parseConfig(readConfig(file), file), dirname(file));
  if (config.externalSystems)
    return { config: { ...config, externalSystems: config.externalSystems }, demoPassword: undefined };
  const password = randomBytes(12).toString("base64url");
  const { externalSystems = [] } = HostConfig.parse({
    externalSystems: [
      {
        id: "demo",
        name: "Demo External System",
        kind: "customer-care",
        credentials: (["basic", "username-token-text", "username-token-digest"] as const).map((scheme) => ({
          scheme,
          username: "demo",
          password,
        })),
      },
    ],
  });
  return { config: { ...config, externalSystems }, demoPassword: password };
}

/** The configuration with the files that it names as seen from where it stands. */
function withFilesBeside(config: HostConfig, folder: string): HostConfig {
  const devices = config.devices.map((entry) =>
    "profile" in entry && isProfileFile(entry.profile)
      ? { ...entry, profile: resolve(folder, entry.profile) }
      : entry,
  );
  const trust = config.tls.trust.map((file) => resolve(folder, file));
  return { ...config, devices, tls: { ...config.tls, trust } };
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new WorkbenchError(
      "config/unreadable",
      `${file} cannot be read: ${errorText(error)}.`,
      { file },
      error,
    );
  }
}

/** Reads the text of a configuration; `name` stands in messages. */
export function parseConfig(text: string, name: string): HostConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name} line ${line}, column ${col}`;
  };
  const mistakes = document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`);
  if (mistakes.length > 0) throw invalid(mistakes);
  const read = HostConfig.safeParse(valueOf(document, name) ?? {});
  if (read.success)
    return checked(read.data, (path, words) =>
      invalid([`${at(offsetOf(document, path))}: ${path.join(".")}: ${words}`]),
    );
  throw invalid(
    read.error.issues
      .flatMap(mistakesOf)
      .map(({ path, words }) => `${at(offsetOf(document, path))}: ${path.join(".") || "the file"}: ${words}`),
  );
}

function valueOf(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw invalid([`${name}: ${errorText(error)}`]);
  }
}

/** What one value cannot tell by itself. */
function checked(config: HostConfig, mistake: (path: Path, words: string) => WorkbenchError): HostConfig {
  const seen = new Set<string>();
  for (const [index, { id }] of (config.externalSystems ?? []).entries()) {
    if (seen.has(id)) throw mistake(["externalSystems", index, "id"], `"${id}" is there twice`);
    seen.add(id);
  }
  const { port, uiPort, tlsPort } = config.listeners;
  if (port !== 0 && port === uiPort)
    throw mistake(["listeners", "uiPort"], "is the port of the protocol listener");
  if (tlsPort !== undefined && tlsPort !== 0 && (tlsPort === port || tlsPort === uiPort))
    throw mistake(["listeners", "tlsPort"], "is the port of another listener");
  return config;
}

function invalid(mistakes: readonly string[]): WorkbenchError {
  return new WorkbenchError("config/invalid", mistakes.join("\n"), { mistakes });
}

type Path = readonly PropertyKey[];
interface Mistake {
  readonly path: Path;
  readonly words: string;
}

function mistakesOf(issue: core.$ZodIssue): Mistake[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...path, key], words: "is not a key of the configuration" }));
  if (issue.code !== "invalid_union") return [{ path, words: wordsOf(issue) }];
  const best = bestAlternative(issue.errors);
  return best.length === 0
    ? [{ path, words: issue.message }]
    : best.flatMap(mistakesOf).map((inner) => ({ path: [...path, ...inner.path], words: inner.words }));
}

/** The alternative that the author most likely meant: the one with the fewest mistakes. */
function bestAlternative(alternatives: readonly (readonly core.$ZodIssue[])[]): readonly core.$ZodIssue[] {
  const weight = (issues: readonly core.$ZodIssue[]): number => issues.flatMap(mistakesOf).length;
  return alternatives.reduce(
    (best, other) => (weight(other) < weight(best) ? other : best),
    alternatives[0] ?? [],
  );
}

function wordsOf(issue: core.$ZodIssue): string {
  if (issue.input === undefined && issue.code === "invalid_type" && issue.message.startsWith("Invalid"))
    return "is missing";
  return issue.message;
}

/** Where the value (or the key, where it is the key that is wrong) stands in the file. */
function offsetOf(document: Document, path: Path): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    const found: { readonly offset: number; readonly node: Node | null } | undefined = childOf(node, step);
    if (!found) return offset;
    ({ offset, node } = found);
  }
  return offset;
}

function childOf(node: Node | null, step: PropertyKey): { offset: number; node: Node | null } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { offset: item.range?.[0] ?? 0, node: item } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
  if (!pair || !isScalar(pair.key)) return undefined;
  return { offset: pair.key.range?.[0] ?? 0, node: isNode(pair.value) ? pair.value : null };
}
