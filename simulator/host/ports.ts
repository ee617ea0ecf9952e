import { randomBytes } from "node:crypto";
import type { Crypto } from "../core/crypto.ts";
import type { Journal } from "../journal/journal.ts";
import { createMemoryJournal } from "../journal/memory-journal.ts";
import type { RunHeader } from "../journal/record.ts";
import type { LiveWorld } from "../workbench/live-world.ts";
import type { WorkbenchPorts } from "../workbench/service.ts";
import { createNodeCrypto } from "./node-crypto.ts";
import { productVersion } from "./product.ts";
import { hostWall } from "./wall.ts";

export interface PortsOptions {
  readonly crypto?: Crypto;
  readonly live?: LiveWorld | undefined;
  /** Where the records of runs are kept; in memory by default. */
  readonly createJournal?: (header: RunHeader, time: { now(): number; wall(): number }) => Journal;
  /** Octets of bodies that a journal in memory keeps. */
  readonly journalBytes?: number;
}

/** What this host lends to the workbench. */
export function createWorkbenchPorts({
  crypto = createNodeCrypto(),
  live,
  createJournal,
  journalBytes,
}: PortsOptions = {}): WorkbenchPorts {
  return {
    version: productVersion(),
    platform: `Node ${process.version}`,
    wall: hostWall,
    crypto,
    live,
    newSeed: () => randomBytes(8).toString("hex"),
    createJournal: (header, clock) => {
      const time = { now: () => clock.now(), wall: Date.now };
      return createJournal?.(header, time) ?? createMemoryJournal(header, time, { keepBytes: journalBytes });
    },
    openHttpWire: async (tap, clock, onSettled) => {
      const [{ openHttpWire }, { createEgressGate }] = await Promise.all([
        import("./http-wire.ts"),
        import("./egress.ts"),
      ]);
      const egress = createEgressGate({ allow: [], isLoopbackOnly: () => true, forbiddenPorts: () => [] });
      const wire = await openHttpWire({ tap, clock, egress, onSettled });
      return { wire, close: () => wire.close() };
    },
  };
}
