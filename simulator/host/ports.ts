import { randomBytes } from "node:crypto";
import type { Crypto } from "../core/crypto.ts";
import type { Journal } from "../journal/journal.ts";
import { createMemoryJournal } from "../journal/memory-journal.ts";
import type { RunHeader } from "../journal/record.ts";
import type { LiveWorld } from "../workbench/live-world.ts";
import type { WorkbenchPorts } from "../workbench/service.ts";
import type { TlsMaterial } from "./certificates/tls-material.ts";
import { createNodeCrypto } from "./node-crypto.ts";
import { productVersion } from "./product.ts";
import { hostWall } from "./wall.ts";

export interface PortsOptions {
  readonly crypto?: Crypto;
  readonly live?: LiveWorld | undefined;
  readonly certificates?: WorkbenchPorts["certificates"];
  /** Where what people make is kept; in memory by default. */
  readonly records?: WorkbenchPorts["records"];
  /** Where the records of runs are kept; in memory by default. */
  readonly createJournal?: (header: RunHeader, time: { now(): number; wall(): number }) => Journal;
  /** Octets of bodies that a journal in memory keeps. */
  readonly journalBytes?: number;
}

/** What this host lends to the workbench. */
export function createWorkbenchPorts({
  crypto = createNodeCrypto(),
  live,
  certificates,
  records,
  createJournal,
  journalBytes,
}: PortsOptions = {}): WorkbenchPorts {
  return {
    version: productVersion(),
    platform: `Node ${process.version}`,
    wall: hostWall,
    crypto,
    live,
    certificates,
    records,
    memory: () => process.memoryUsage.rss(),
    newSeed: () => randomBytes(8).toString("hex"),
    createJournal: (header, clock) => {
      const time = { now: () => clock.now(), wall: Date.now };
      return createJournal?.(header, time) ?? createMemoryJournal(header, time, { keepBytes: journalBytes });
    },
    openHttpWire: async (tap, clock, onSettled, secure) => {
      const [{ openHttpWire }, { createEgressGate }] = await Promise.all([
        import("./http-wire.ts"),
        import("./egress.ts"),
      ]);
      const egress = createEgressGate({ allow: [], isLoopbackOnly: () => true, forbiddenPorts: () => [] });
      const tls = secure ? { port: 0, material: await ownTlsMaterial() } : undefined;
      const wire = await openHttpWire({ tap, clock, egress, onSettled, tls });
      return { wire, close: () => wire.close() };
    },
  };
}

/** Certificates of an authority that lives as long as a run. */
async function ownTlsMaterial(): Promise<TlsMaterial> {
  const [{ openAuthority }, { createTlsMaterial }] = await Promise.all([
    import("./certificates/authority.ts"),
    import("./certificates/tls-material.ts"),
  ]);
  const authority = await openAuthority({ folder: undefined });
  return createTlsMaterial({ authority, names: ["localhost", "127.0.0.1"] });
}
