import type { Finding } from "../core/finding.ts";

/** What a reader noticed that leaves a service nothing to go by, and whose failure it is. */
export interface Unreadable {
  readonly fault: "Client" | "Server";
  readonly text: string;
}

/**
 * The first finding that makes a whole text unusable: the reader may mend it for people, a service must not guess. A
 * failure of the reader itself comes before all others.
 */
export function unreadable(findings: readonly Finding[]): Unreadable | undefined {
  const failed = findings.find(({ code }) => code === "xml/reader-failed");
  if (failed) return { fault: "Server", text: failed.text };
  const broken = findings.find(isBroken);
  return broken && { fault: "Client", text: broken.text };
}

function isBroken({ code, severity }: Finding): boolean {
  if (code === "xml/not-well-formed" || code === "xml/several-roots") return true;
  return severity === "error" && code.startsWith("xml/");
}
