import type { Via } from "../../../../protocols/wsi/index.ts";
import type { OperationRecord } from "../records.ts";
import { serviceRefusal } from "../refusal.ts";
import type { ExternalSystems } from "../external-systems.ts";
import type { Caller } from "../policy-port.ts";

/** Most DM Systems that a request may pass through (contract, section 10). */
export const MOST_HOPS = 8;

/** The path of a request as it is kept: where it came from, and who asked first, where that is believed. */
export type Path = NonNullable<OperationRecord["via"]>;

/**
 * The path of a request. Refuses with SVC0209 one that passed through this DM System before, or through too many. The
 * originator is believed from DM servers only.
 */
export function admittedPath(
  via: Via | undefined,
  owner: string,
  systems: ExternalSystems,
  dmsId: string,
): Path | undefined {
  if (!via) return undefined;
  if (via.hop.includes(dmsId))
    throw serviceRefusal("SVC0209", [dmsId], "the request passed through this DM System before");
  if (via.hop.length > MOST_HOPS)
    throw serviceRefusal(
      "SVC0209",
      [via.hop.join(", ")],
      `the request passed through ${via.hop.length} DM Systems; ${MOST_HOPS} are the most`,
    );
  const believed = systems.entry(owner)?.kind === "dm-server" && via.originator !== undefined;
  return { hops: via.hop, ...(believed ? { originator: via.originator } : {}) };
}

/** The path with which an operation goes on to an upstream; undefined when it would be too long. */
export function nextPath(
  { owner, via }: { readonly owner: string; readonly via?: Path | undefined },
  dmsId: string,
): Path | undefined {
  const hops = [...(via?.hops ?? []), dmsId];
  if (hops.length > MOST_HOPS) return undefined;
  return { hops, originator: via?.originator ?? owner };
}

/** The header of a path. */
export function viaOf({ hops, originator }: Path): Via {
  return { hop: [...hops], originator };
}

/** Who an operation is carried out for: rights are checked with both the caller and the originator. */
export function callerOf({ owner, via }: Pick<OperationRecord, "owner" | "via">): Caller {
  return { externalSystem: owner, originator: via?.originator };
}
