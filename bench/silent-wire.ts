import { createScaledClock, type ScaledClock } from "../simulator/core/scaled-clock.ts";
import { createEgressGate } from "../simulator/host/egress.ts";
import { openHttpWire, type HttpWire } from "../simulator/host/http-wire.ts";
import { hostWall } from "../simulator/host/wall.ts";
import { createLoop } from "../simulator/wire/loop.ts";
import { createTap, type CrossingDraft } from "../simulator/wire/tap.ts";
import type { Wire } from "../simulator/wire/wire.ts";
import { onLoop } from "../simulator/workbench/looped-wire.ts";

/** An HTTP wire as a served host has it, with a tap that keeps nothing. */
export async function openSilentWire(
  see: (draft: CrossingDraft) => void = () => undefined,
): Promise<{ readonly http: HttpWire; readonly wire: Wire; readonly clock: ScaledClock }> {
  const clock = createScaledClock(hostWall, 1);
  const egress = createEgressGate({ allow: [], isLoopbackOnly: () => true, forbiddenPorts: () => [] });
  let seq = 0;
  const tap = createTap((draft) => {
    see(draft);
    return ++seq;
  });
  const http = await openHttpWire({ tap, clock, egress });
  const wire = onLoop(
    http,
    createLoop((action) => void hostWall.after(0, action)),
  );
  return { http, wire, clock };
}
