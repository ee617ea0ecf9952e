import * as z from "zod";

/** The host and its live world, for status bar and Settings. */
export const HostView = z.object({
  version: z.string(),
  node: z.string(),
  startedAt: z.number(),
  /** Addresses of the protocol listener; empty when none is open. */
  addresses: z.array(z.object({ name: z.string(), url: z.string() })),
  /** False when a listener can be reached from other computers. */
  loopbackOnly: z.boolean(),
  durable: z.boolean(),
  dataFolder: z.string().optional(),
  journal: z.object({ records: z.number().int(), bytes: z.number().int() }),
  externalSystems: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  devices: z.number().int(),
});
export type HostView = z.infer<typeof HostView>;
