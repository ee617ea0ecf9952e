/** Which devices each upstream manages. */
export interface CopyIndex {
  add(deviceId: string, upstreamId: string): void;
  remove(deviceId: string, upstreamId: string): void;
  of(upstreamId: string): Iterable<string>;
  upstreams(): Iterable<string>;
  count(upstreamId: string): number;
}

/** Creates an empty index. */
export function createCopyIndex(): CopyIndex {
  const byUpstream = new Map<string, Set<string>>();
  return {
    add: (deviceId, upstreamId) => {
      const devices = byUpstream.get(upstreamId) ?? new Set();
      byUpstream.set(upstreamId, devices.add(deviceId));
    },
    remove: (deviceId, upstreamId) => {
      const devices = byUpstream.get(upstreamId);
      if (devices?.delete(deviceId) && devices.size === 0) byUpstream.delete(upstreamId);
    },
    of: (upstreamId) => byUpstream.get(upstreamId) ?? [],
    upstreams: () => byUpstream.keys(),
    count: (upstreamId) => byUpstream.get(upstreamId)?.size ?? 0,
  };
}
