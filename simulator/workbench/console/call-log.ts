import type { CallDraft } from "../../api/index.ts";
import { createEmitter, type Dispose, type Emitter } from "../../core/emitter.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { JournalRecord } from "../../journal/record.ts";
import type { JournalSource } from "../journal-source.ts";
import type { WorldRoles } from "../world-roles.ts";
import { newCall, type CallRecord } from "./call-record.ts";
import { createKnownIds, type KnownIds } from "./known-ids.ts";
import { observe } from "./observe.ts";
import { stateOf } from "./story.ts";

/** Calls that are kept of one run. */
const MOST_CALLS = 200;
/** Calls that are followed at the same time; the oldest are let go first. */
const MOST_FOLLOWED = 20;
/** Calls that were taken out and can be put back. */
const MOST_FORGOTTEN = 50;
/** Milliseconds of run time for which a call is followed after its end: late answers to callbacks belong to it. */
const AFTERMATH = 5000;

/** The calls of one run, each followed through the journal. */
export interface CallLog {
  readonly changed: Emitter<undefined>;
  readonly known: KnownIds;
  /** Newest first. */
  calls(): readonly CallRecord[];
  /** Throws `console-call/unknown`. */
  call(id: string): CallRecord;
  /** Notes a call that is about to be sent, so that its message is recognised. */
  begin(made: CallDraft, envelope: string, sentAt: number, from: string | undefined): CallRecord;
  /** The call could not be sent. */
  drop(id: string): void;
  /** Takes a call out of the history, and puts it back. `restore` throws `console-call/unknown`. */
  forget(id: string): void;
  restore(id: string): void;
  /** Does not follow a call any longer. */
  leave(id: string): void;
}

/** Creates the log of a run. It listens to the journal only while something is followed. */
export function createCallLog(source: JournalSource, roles: () => WorldRoles): CallLog {
  const calls = new Map<string, CallRecord>();
  const followed = new Set<CallRecord>();
  const forgotten = new Map<string, CallRecord>();
  const changed = createEmitter<undefined>();
  const known = createKnownIds(roles);
  let count = 0;
  let listening: Dispose | undefined;

  const settle = (): void => {
    if (followed.size > 0) listening ??= source.journal.subscribe(take);
    else {
      listening?.();
      listening = undefined;
    }
  };

  const take = (record: JournalRecord): void => {
    let touched = false;
    let begun = false;
    for (const call of followed) {
      // two calls may have the same octets: a message belongs to the one that was made first
      if (begun && call.request === undefined) continue;
      const isNew = call.request === undefined;
      if (observe(call, record, (operation, value) => known.learn(operation, value, call.made.system))) {
        touched = true;
        begun ||= isNew;
      } else if (call.request !== undefined && record.clock > call.last + AFTERMATH && isOver(call, roles()))
        followed.delete(call);
    }
    if (!touched) return;
    settle();
    changed.emit(undefined);
  };

  const callOf = (id: string): CallRecord => {
    const call = calls.get(id);
    if (call) return call;
    throw new WorkbenchError("console-call/unknown", "This call is not in the history any more", { id });
  };

  return {
    changed,
    known,
    calls: () => [...calls.values()].toReversed(),
    call: callOf,
    begin: (made, envelope, sentAt, from) => {
      const call = newCall(++count, made, envelope, sentAt, from);
      calls.set(call.id, call);
      followed.add(call);
      for (const [id] of calls) if (calls.size > MOST_CALLS) calls.delete(id);
      for (const oldest of followed) if (followed.size > MOST_FOLLOWED) followed.delete(oldest);
      settle();
      changed.emit(undefined);
      return call;
    },
    drop: (id) => {
      const call = callOf(id);
      calls.delete(id);
      followed.delete(call);
      settle();
      changed.emit(undefined);
    },
    forget: (id) => {
      // it is followed on: who puts it back finds it as if it had never been away
      forgotten.set(id, callOf(id));
      calls.delete(id);
      for (const [oldest] of forgotten) if (forgotten.size > MOST_FORGOTTEN) forgotten.delete(oldest);
      changed.emit(undefined);
    },
    restore: (id) => {
      const call = forgotten.get(id);
      if (!call)
        throw new WorkbenchError("console-call/unknown", "This call cannot be put back any more", { id });
      forgotten.delete(id);
      const all = [...calls.values(), call].toSorted((one, other) => one.number - other.number);
      calls.clear();
      for (const each of all) calls.set(each.id, each);
      changed.emit(undefined);
    },
    leave: (id) => {
      const call = callOf(id);
      if (call.answer === "sending" || call.answer === "acknowledged") call.answer = "left";
      followed.delete(call);
      settle();
      changed.emit(undefined);
    },
  };
}

function isOver(call: CallRecord, roles: WorldRoles): boolean {
  const state = stateOf(call, roles);
  return state !== "sending" && state !== "waiting";
}
