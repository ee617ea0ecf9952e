/** A refusal, as the workbench shows it. */
export interface RefusedRequest {
  readonly at: number;
  readonly externalSystem: string;
  readonly operation: string;
  readonly reason: string;
  /** SVC or POL code of the fault. */
  readonly messageId?: string | undefined;
  /** Exchange of the request in the journal. */
  readonly exchange: string;
}

/** What became of the requests of the External Systems since the start. */
export interface RequestActivity {
  granted(externalSystem: string): void;
  refused(request: RefusedRequest): void;
  counts(externalSystem: string): ActivityCounts;
  /** The latest refusals, newest first. */
  refusals(): readonly RefusedRequest[];
}

export interface ActivityCounts {
  readonly granted: number;
  readonly refused: number;
}

const KEPT = 200;
/** Names that are counted; callers choose the names of refused requests. */
const NAMES = 1000;
const nothing: ActivityCounts = { granted: 0, refused: 0 };

/** Counts in memory, for people who look at policies. */
export function createRequestActivity(): RequestActivity {
  const counts = new Map<string, { granted: number; refused: number }>();
  const latest: RefusedRequest[] = [];
  const count = (name: string, what: keyof ActivityCounts): void => {
    let own = counts.get(name);
    if (!own) {
      if (counts.size >= NAMES) return;
      counts.set(name, (own = { ...nothing }));
    }
    own[what]++;
  };
  return {
    granted: (name) => count(name, "granted"),
    refused: (request) => {
      count(request.externalSystem, "refused");
      latest.push(request);
      if (latest.length > KEPT) latest.shift();
    },
    counts: (name) => counts.get(name) ?? nothing,
    refusals: () => latest.toReversed(),
  };
}
