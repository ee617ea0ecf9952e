/** Requests per minute of each External System. */
export interface RequestQuota {
  /** Takes one request out of the quota; false when it is used up. */
  take(externalSystem: string, perMinute: number, now: number): boolean;
  /** What was left after the latest request. */
  left(externalSystem: string, perMinute: number): number;
}

const MINUTE = 60_000;

/** Creates the quotas: each refills steadily and holds a minute's worth, so that bursts of that size pass. */
export function createRequestQuota(): RequestQuota {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take: (externalSystem, perMinute, now) => {
      const bucket = buckets.get(externalSystem) ?? { tokens: perMinute, at: now };
      bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) / MINUTE) * perMinute);
      bucket.at = now;
      buckets.set(externalSystem, bucket);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
    left: (externalSystem, perMinute) =>
      Math.min(perMinute, buckets.get(externalSystem)?.tokens ?? perMinute),
  };
}
