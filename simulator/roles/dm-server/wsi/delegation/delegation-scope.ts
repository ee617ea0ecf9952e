import type { UpstreamEntry, UpstreamSettings } from "../../options.ts";
import type { InventoryCopies } from "../../ports.ts";
import type { Store } from "../../store.ts";
import type { MachineRunner } from "../machine-runner.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";
import type { UpstreamCaller } from "./upstream-caller.ts";

/** Prefix of the timers of delegation. */
export const UPSTREAM_TIMER = "wsi/upstream/";

/** What the parts of delegation share. */
export interface DelegationScope {
  readonly upstreams: ReadonlyMap<string, UpstreamEntry>;
  readonly settings: UpstreamSettings;
  readonly store: Store;
  readonly machines: MachineRunner;
  readonly caller: UpstreamCaller;
  readonly copies: InventoryCopies;
  /** The room; complete once the DM server runs. */
  readonly room: () => Room;
}

/** Pause before an attempt: doubled with every failure, up to the longest, with up to a tenth of it at random on top. */
export function pauseBefore(attempt: number, { settings, room }: DelegationScope): number {
  const { first, longest } = settings.retry;
  const pause = Math.min(longest, first * 2 ** Math.min(attempt - 1, 30));
  const [octet = 0] = room().context.random.bytes(1);
  return Math.round(pause * (1 + octet / 2560));
}

/** Arms a timer of delegation to fire after a pause. */
export function armAfter(timer: string, pause: number, turn: Turn): void {
  turn.emit({ type: "timer.arm", timer, due: turn.moment.now + pause });
}
