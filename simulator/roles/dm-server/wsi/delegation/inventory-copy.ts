import type { DeviceDescription, DeviceFilterInput } from "../../../../protocols/wsi/index.ts";
import type { DeviceRecord } from "../../inventory/device-record.ts";
import { recordOfCopy } from "../../inventory/device-account.ts";
import type { UpstreamEntry } from "../../options.ts";
import type { Turn } from "../turn.ts";
import { armAfter, pauseBefore, UPSTREAM_TIMER, type DelegationScope } from "./delegation-scope.ts";
import type { UpstreamFailure } from "./upstream-failure.ts";

/** Prefix of the timers at which an inventory is copied again. */
export const COPY_TIMER = `${UPSTREAM_TIMER}inventory/`;

/** Copies of the inventories of upstreams, restricted to the devices that each may manage. */
export interface InventoryCopy {
  /** Begins a copy, unless one is under way. */
  copy(upstreamId: string, turn: Turn): void;
  /** Takes one device over anew: after its description was read from it. */
  refresh(upstreamId: string, device: DeviceDescription, turn: Turn): void;
}

/** What follows on a copy. */
export interface CopyHooks {
  readonly copied: (upstreamId: string, turn: Turn) => void;
  readonly failed: (upstreamId: string, failure: UpstreamFailure, turn: Turn) => void;
}

/** A copy under way. */
interface Run {
  readonly upstream: UpstreamEntry;
  /** Questions that are still to be asked; the first is being asked. */
  readonly filters: (DeviceFilterInput | undefined)[];
  readonly seen: Set<string>;
  /** Devices that are asked for at once. */
  page: number;
  /** Devices that were not taken because somebody else manages them. */
  refused: number;
}

const LARGEST_PAGE = 1000;
/** Devices that are taken from one upstream. */
const MOST_DEVICES = 1_000_000;

/** Creates the copies. */
export function createInventoryCopy(scope: DelegationScope, hooks: CopyHooks): InventoryCopy {
  const running = new Map<string, Run>();
  const attempts = new Map<string, number>();

  const again = (upstreamId: string, pause: number, turn: Turn): void =>
    armAfter(`${COPY_TIMER}${upstreamId}`, pause, turn);

  const take = (run: Run, devices: readonly DeviceDescription[], turn: Turn): void => {
    const { id, devices: patterns } = run.upstream;
    const ownId = scope.room().dms.id;
    // what an upstream takes for ours comes from a copy of what we had once
    const wanted = devices.filter((device) => device.managedBy !== ownId && isWanted(device, patterns));
    const records = wanted.map((device) =>
      recordOfDescription(device, id, scope.room().inventory.device(device.deviceId)),
    );
    for (const { deviceId } of wanted) run.seen.add(deviceId);
    run.refused += records.length - scope.copies.keep(records, turn.emit);
  };

  const ask = (run: Run, startIndex: number, turn: Turn): void => {
    const { upstream, filters } = run;
    const [filter] = filters;
    scope.caller.call(
      upstream,
      "DiscoverDevices",
      { filter, startIndex, maxResults: run.page },
      turn,
      (outcome, later) => {
        if (!outcome.ok && outcome.failure.tooLarge && run.page > 1) {
          run.page = Math.ceil(run.page / 4);
          return ask(run, startIndex, later);
        }
        if (!outcome.ok) return fail(run, outcome.failure, later);
        const { device, nextIndex } = outcome.value;
        take(run, device, later);
        const goesOn = nextIndex !== undefined && nextIndex > startIndex && nextIndex < MOST_DEVICES;
        if (goesOn) return ask(run, nextIndex, later);
        filters.shift();
        if (filters.length > 0) return ask(run, 0, later);
        end(run, later);
      },
      { conversation: `inventory:${upstream.id}` },
    );
  };

  const end = ({ upstream: { id }, seen, refused }: Run, turn: Turn): void => {
    running.delete(id);
    attempts.delete(id);
    const gone = [...scope.copies.of(id)].filter((deviceId) => !seen.has(deviceId));
    scope.copies.forget(gone, turn.emit);
    if (refused > 0)
      turn.emit({
        type: "note",
        code: "upstream-devices-skipped",
        severity: "warning",
        text: `${refused} devices of ${id} are managed by this DM server or by another upstream and were not taken over`,
        data: { upstreamId: id, refused },
      });
    const data = { upstreamId: id, devices: seen.size - refused, gone: gone.length };
    turn.emit({ type: "report", report: { name: "upstream.copied", data } });
    hooks.copied(id, turn);
    again(id, scope.settings.inventoryEvery, turn);
  };

  const fail = ({ upstream: { id } }: Run, failure: UpstreamFailure, turn: Turn): void => {
    running.delete(id);
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    turn.emit({
      type: "note",
      code: "upstream-inventory-not-copied",
      severity: "warning",
      text: `The inventory of ${id} could not be copied: ${failure.reason}`,
      data: { upstreamId: id },
    });
    again(id, pauseBefore(attempt, scope), turn);
    hooks.failed(id, failure, turn);
  };

  return {
    copy: (upstreamId, turn) => {
      const upstream = scope.upstreams.get(upstreamId);
      if (!upstream || running.has(upstreamId)) return;
      const filters = filtersOf(upstream.devices);
      const run: Run = { upstream, filters, seen: new Set(), page: LARGEST_PAGE, refused: 0 };
      if (run.filters.length === 0) return;
      running.set(upstreamId, run);
      ask(run, 0, turn);
    },
    refresh: (upstreamId, device, turn) => {
      const before = scope.room().inventory.device(device.deviceId);
      if (before?.managedBy === upstreamId)
        scope.copies.keep([recordOfDescription(device, upstreamId, before)], turn.emit);
    },
  };
}

const GROUP = "group:";

/** The questions that find the devices of the patterns: one for all, else one for the ids and one for each group. */
function filtersOf(patterns: readonly string[]): (DeviceFilterInput | undefined)[] {
  if (patterns.includes("*")) return [undefined];
  const ids = patterns.filter((pattern) => !pattern.startsWith(GROUP));
  const groups = patterns.flatMap((pattern) =>
    pattern.startsWith(GROUP) ? [pattern.slice(GROUP.length)] : [],
  );
  return [...(ids.length > 0 ? [{ deviceId: ids }] : []), ...groups.map((group) => ({ group }))];
}

/** The upstream's answer is not believed about what was asked. */
function isWanted({ deviceId, group }: DeviceDescription, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern.startsWith(GROUP)) return group.includes(pattern.slice(GROUP.length));
    return pattern.endsWith("*") ? deviceId.startsWith(pattern.slice(0, -1)) : deviceId === pattern;
  });
}

/** The record of a device of an upstream; the old one where nothing changed. */
function recordOfDescription(
  device: DeviceDescription,
  upstreamId: string,
  before: DeviceRecord | undefined,
): DeviceRecord {
  const { deviceId, group, managedBy, manufacturer, model, firmwareVersion, lastSeen } = device;
  return recordOfCopy(
    {
      deviceId,
      groups: group,
      managedBy: upstreamId,
      manager: managedBy,
      manufacturer,
      model,
      firmwareVersion,
      lastSeen,
    },
    before,
  );
}
