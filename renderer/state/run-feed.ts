import { ORPCError } from "@orpc/client";
import type { JournalRow, RunView } from "../../simulator/api/index.ts";
import { host } from "./host-client.ts";

/** What is known of a run at one moment. */
export interface RunSnapshot {
  readonly run: RunView | undefined;
  /** Grows at the end only; `count` says how much of it belongs to this moment. */
  readonly rows: readonly JournalRow[];
  readonly count: number;
  /** A sentence, when the run cannot be shown. */
  readonly problem: string | undefined;
}

/** How long news are gathered before screens draw again, in milliseconds. */
const GATHER_MS = 30;

/** Follows one run: its view and its journal, without gaps across reconnections. */
export class RunFeed {
  readonly id: string;
  readonly #rows: JournalRow[] = [];
  readonly #listeners = new Set<() => void>();
  #run: RunView | undefined;
  #problem: string | undefined;
  #snapshot: RunSnapshot;
  #gathering = false;
  #stop: AbortController | undefined;

  constructor(id: string) {
    this.id = id;
    this.#snapshot = { run: undefined, rows: this.#rows, count: 0, problem: undefined };
  }

  readonly get = (): RunSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Goes on from the last row that is known. */
  follow(): void {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    this.#problem = undefined;
    void this.#guard(stop.signal, () => this.#followRun(stop.signal));
    void this.#guard(stop.signal, () => this.#followJournal(stop.signal));
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
  }

  /** Takes over the answer of a command, which is newer than what was watched. */
  accept(run: RunView): void {
    this.#run = run;
    this.#tell();
  }

  async #followRun(signal: AbortSignal): Promise<void> {
    for await (const run of await host.runs.watch({ run: this.id }, { signal })) {
      this.#run = run;
      this.#tell();
    }
  }

  async #followJournal(signal: AbortSignal): Promise<void> {
    const after = this.#rows.at(-1)?.seq ?? 0;
    for await (const { rows } of await host.journal.watch({ run: this.id, after }, { signal })) {
      for (const row of rows) this.#rows.push(row);
      this.#tell();
    }
  }

  async #guard(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      if (signal.aborted) return;
      // Other errors mean that the way is gone; the next connection calls `follow` again.
      if (cause instanceof ORPCError && cause.code === "NOT_FOUND") {
        this.#problem = "This run is not kept by the host any more.";
        this.#tell();
      }
    }
  }

  #tell(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    setTimeout(() => {
      this.#gathering = false;
      this.#snapshot = {
        run: this.#run,
        rows: this.#rows,
        count: this.#rows.length,
        problem: this.#problem,
      };
      for (const listener of this.#listeners) listener();
    }, GATHER_MS);
  }
}
