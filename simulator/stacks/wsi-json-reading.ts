import type { Finding } from "../core/finding.ts";
import type { SpecRef } from "../core/spec-ref.ts";

/** Findings about one JSON value that is no more than this many: the rest says the same. */
const MOST_FINDINGS = 50;

/** What is noticed while a request is made from plain JSON. */
export interface JsonReading {
  readonly findings: readonly Finding[];
  /** `text` without its full stop; `path` names the place: `command[2].replace.locUri`. */
  report(code: "json/missing" | "json/unknown" | "json/value", path: string, text: string): void;
}

/** Starts reading; `clause` declares the message. */
export function createJsonReading(clause: SpecRef | undefined): JsonReading {
  const findings: Finding[] = [];
  return {
    findings,
    report: (code, path, text) => {
      if (findings.length < MOST_FINDINGS)
        findings.push({ severity: "error", code, text: `${text}.`, path, spec: clause });
    },
  };
}
