import type { Bench } from "./bench.ts";

/** The benchmarks, each loaded only in the process that runs it. */
export const cases: Readonly<Record<string, () => Promise<Bench>>> = {
  "xml-read": async () => (await import("./xml-read.ts")).xmlRead,
  "xml-write": async () => (await import("./xml-write.ts")).xmlWrite,
  "wbxml-decode": async () => (await import("./wbxml.ts")).wbxmlDecode,
  "wbxml-encode": async () => (await import("./wbxml.ts")).wbxmlEncode,
  soap: async () => (await import("./soap.ts")).soap,
  "dm-sessions": async () => (await import("./dm-sessions.ts")).dmSessions,
  journal: async () => (await import("./journal.ts")).journal,
  bulk: async () => (await import("./bulk.ts")).bulk,
  callbacks: async () => (await import("./callbacks.ts")).callbacks,
  alerts: async () => (await import("./alerts.ts")).alerts,
  "fleet-memory": async () => (await import("./fleet-memory.ts")).fleetMemory,
  registry: async () => (await import("./registry.ts")).registry,
  startup: async () => (await import("./startup.ts")).startup,
};

/** Benchmarks that measure either encoding of DM messages. */
export const ofBothEncodings: ReadonlySet<string> = new Set(["dm-sessions", "journal"]);
