import { createScaledClock, type ScaledClock } from "../simulator/core/scaled-clock.ts";
import { createEgressGate } from "../simulator/host/egress.ts";
import { openHttpWire, type HttpWire } from "../simulator/host/http-wire.ts";
import { defaultHttpLimits } from "../simulator/host/limits.ts";
import { hostTurns, hostWall } from "../simulator/host/wall.ts";
import { createLoop } from "../simulator/wire/loop.ts";
import { createTap, type Recorder } from "../simulator/wire/tap.ts";
import type { Wire } from "../simulator/wire/wire.ts";
import { onLoop } from "../simulator/workbench/looped-wire.ts";

/** A machine that is busy with something else must not end what is measured. */
const limits = { ...defaultHttpLimits, egressTime: 120_000 };

/** An HTTP wire as a served host has it. What its tap keeps is the recorder's business; without one nothing is kept. */
export async function openSilentWire(
  recorder: Recorder = silent(),
  pushAddress?: (deviceId: string) => string | undefined,
): Promise<{ readonly http: HttpWire; readonly wire: Wire; readonly clock: ScaledClock }> {
  const clock = createScaledClock(hostWall, 1);
  const egress = createEgressGate({ allow: [], isLoopbackOnly: () => true, forbiddenPorts: () => [] });
  const tap = createTap(recorder);
  const http = await openHttpWire({ tap, clock, egress, limits, ...(pushAddress ? { pushAddress } : {}) });
  const wire = onLoop(
    http,
    createLoop((action) => void hostWall.after(0, action), undefined, hostTurns),
  );
  return { http, wire, clock };
}

/** A recorder that only shows what crosses. */
export function silent(see: (draft: Parameters<Recorder>[0]) => void = () => undefined): Recorder {
  let seq = 0;
  return (draft) => {
    see(draft);
    return ++seq;
  };
}
