import type { Bench } from "./bench.ts";

/** The benchmarks, each loaded only in the process that runs it. */
export const cases: Readonly<Record<string, () => Promise<Bench>>> = {
  "xml-read": async () => (await import("./xml-read.ts")).xmlRead,
  "xml-write": async () => (await import("./xml-write.ts")).xmlWrite,
  soap: async () => (await import("./soap.ts")).soap,
  "dm-sessions": async () => (await import("./dm-sessions.ts")).dmSessions,
  startup: async () => (await import("./startup.ts")).startup,
};
