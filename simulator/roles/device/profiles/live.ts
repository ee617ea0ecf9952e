import { isUriProblem, nodeAt, parseLocUri } from "../../../tree/index.ts";
import { textAt } from "../objects/diagmon/reading.ts";
import type { LiveReader, ValueChange } from "../objects/management-object.ts";
import type { DeviceProfile } from "./profile.ts";

interface LiveLeaf {
  readonly uri: string;
  readonly segments: readonly string[];
}

const leaves = new WeakMap<DeviceProfile, readonly LiveLeaf[]>();

/**
 * The measured values of a profile's live leaves at or below a node, at the moment of the reader. Values are a function of
 * the device and the time: nothing is kept for them. Leaves that the device no longer has are passed over.
 */
export function liveValues(
  profile: DeviceProfile,
  segments: readonly string[],
  { deviceId, moment, root }: LiveReader,
): readonly ValueChange[] {
  return leavesOf(profile).flatMap((leaf) => {
    const reading = profile.live?.[leaf.uri];
    const concerned = segments.every((name, index) => leaf.segments[index] === name);
    if (!reading || !concerned || nodeAt(root(), leaf.segments)?.kind !== "leaf") return [];
    return [{ segments: leaf.segments, value: textAt(reading, `${deviceId}${leaf.uri}`, moment.date) }];
  });
}

function leavesOf(profile: DeviceProfile): readonly LiveLeaf[] {
  const known = leaves.get(profile);
  if (known) return known;
  const found = Object.keys(profile.live ?? {}).flatMap((uri) => {
    const path = parseLocUri(uri);
    return isUriProblem(path) ? [] : [{ uri, segments: path.segments }];
  });
  leaves.set(profile, found);
  return found;
}
