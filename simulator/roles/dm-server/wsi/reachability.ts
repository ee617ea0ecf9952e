import { runTimeOf } from "../run-time.ts";
import type { CallbackRecord } from "./records.ts";
import type { Turn } from "./turn.ts";

/*
 * Where nothing answers at all, every stream would find that out for itself, again and again. After a few attempts
 * without any answer one callback at a time tries for all of them, with one growing pause.
 */

/** Which recipients answer. */
export interface Reachability {
  /** Any answer, also a refusal; or somebody wants it tried now. */
  answered(registrationId: string, turn: Turn): void;
  /** No answer came; milliseconds until the next attempt of this callback. */
  silent(registrationId: string, attempts: number, turn: Turn): number;
  /**
   * False while nothing is to be sent there, or where the one attempt for all is on its way. A timer then asks again; it
   * also minds the lifetime of the callback that is next.
   */
  mayTry(next: CallbackRecord, flying: number, turn: Turn): boolean;
  /** Date of the next try; undefined where the recipient answers. */
  silentUntil(registrationId: string): number | undefined;
  /** Id of the recipient that this timer is for. */
  expired(timer: string): string | undefined;
}

export interface ReachabilityParts {
  /** Prefix of timers. */
  readonly prefix: string;
  /** Milliseconds of the pause after so many attempts. */
  readonly pauseAfter: (attempts: number) => number;
  readonly onUndo: (takeBack: () => void) => void;
}

interface Silence {
  readonly attempts: number;
  /** Absent before it is certain. */
  readonly until?: number;
  /** A timer is armed. */
  armed: boolean;
}

/** Attempts in a row without an answer after which a recipient counts as silent. */
const SILENT_AFTER = 4;

/** Creates the table. */
export function createReachability({ prefix, pauseAfter, onUndo }: ReachabilityParts): Reachability {
  const silences = new Map<string, Silence>();

  return {
    answered: (registrationId, turn) => {
      const silence = silences.get(registrationId);
      if (!silence) return;
      silences.delete(registrationId);
      if (silence.armed) turn.emit({ type: "timer.cancel", timer: `${prefix}${registrationId}` });
    },
    silent: (registrationId, attempts, turn) => {
      const silence = silences.get(registrationId);
      const inRow = (silence?.attempts ?? 0) + 1;
      const armed = silence?.armed ?? false;
      if (inRow < SILENT_AFTER) {
        silences.set(registrationId, { attempts: inRow, armed });
        return pauseAfter(attempts);
      }
      // what was on its way together says the same once
      if (silence?.until !== undefined && silence.until - turn.moment.date >= 1)
        return silence.until - turn.moment.date;
      const pause = pauseAfter(Math.max(attempts, inRow - SILENT_AFTER + 1));
      silences.set(registrationId, { attempts: inRow, until: turn.moment.date + pause, armed });
      return pause;
    },
    mayTry: ({ registrationId, expiresAt }, flying, turn) => {
      const silence = silences.get(registrationId);
      if (silence?.until === undefined) return true;
      // virtual clocks may fire a fraction of a millisecond early after a change of speed
      if (silence.until - turn.moment.date < 1) return flying === 0;
      if (silence.armed) return false;
      silence.armed = true;
      onUndo(() => (silence.armed = false));
      const due = runTimeOf(Math.min(silence.until, expiresAt), turn.moment);
      turn.emit({ type: "timer.arm", timer: `${prefix}${registrationId}`, due });
      return false;
    },
    silentUntil: (registrationId) => silences.get(registrationId)?.until,
    expired: (timer) => {
      if (!timer.startsWith(prefix)) return undefined;
      const registrationId = timer.slice(prefix.length);
      const silence = silences.get(registrationId);
      if (silence) silence.armed = false;
      return registrationId;
    },
  };
}
