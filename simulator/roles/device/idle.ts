import type { StoredNonces } from "./accounts/accounts.ts";
import type { Kept } from "./kept.ts";

/** What an idle device holds: nothing, one string where that can say all, or the fields themselves. */
export type IdleState = string | Kept | undefined;

/** Between the small things and the tree, which has its own separators. */
const SEPARATOR = "\u001c";

/** Counter, notifications and nonces, as they stand in the string. */
type Small = readonly [
  counter: number,
  taken: readonly string[],
  ...nonces: readonly (readonly [serverId: string, client: string, server: string])[],
];

/** Packs what is kept of a device that goes idle. Reports, remembered states and choices of its driver stay as they are. */
export function packIdle(kept: Kept): IdleState {
  const { changes, nonces, alerts, remembered, taken, attempts, counter, behaviour, manners } = kept;
  if (alerts ?? remembered ?? attempts ?? behaviour ?? manners) return kept;
  if (!nonces && !taken && counter === undefined) return changes;
  const entries = [...(nonces ?? [])].map(
    ([serverId, { client = "", server = "" }]) => [serverId, client, server] as const,
  );
  const small: Small = [counter ?? 0, taken ?? [], ...entries];
  // joined, so that it is one piece of memory and not three that refer to each other
  return [JSON.stringify(small), changes ?? ""].join(SEPARATOR);
}

/** What was packed, in fields. */
export function unpackIdle(idle: IdleState): Kept {
  if (typeof idle !== "string") return idle ?? {};
  const at = idle.indexOf(SEPARATOR);
  if (at < 0) return { changes: idle };
  const [counter, taken, ...nonces] = JSON.parse(idle.slice(0, at)) as Small;
  const changes = idle.slice(at + 1);
  return {
    changes: changes === "" ? undefined : changes,
    nonces:
      nonces.length === 0
        ? undefined
        : new Map(nonces.map(([serverId, client, server]) => [serverId, noncesOf(client, server)])),
    taken: taken.length === 0 ? undefined : taken,
    counter,
  };
}

function noncesOf(client: string, server: string): StoredNonces {
  return { client: client === "" ? undefined : client, server: server === "" ? undefined : server };
}
