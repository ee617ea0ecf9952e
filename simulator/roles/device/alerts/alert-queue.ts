import type { GenericAlert } from "../options.ts";
import type { OutgoingAlert } from "../session/outgoing.ts";

/** An event report that no server has answered yet. Plain JSON: it is kept in the device's store. */
export interface WaitingAlert {
  readonly id: number;
  readonly alert: GenericAlert;
  /** Date at which it was raised, milliseconds since 1970. */
  readonly at: number;
  /** It waits for a session that begins for another reason. */
  readonly hold: boolean;
}

/** Event reports that wait; the oldest are dropped beyond this number. */
const MOST_WAITING = 500;

/** The event reports of a device, until a server has answered them. */
export class AlertQueue {
  #waiting: readonly WaitingAlert[];
  #next: number;
  /** Reports for which a session has to be started. */
  readonly #urgent = new Set<number>();

  constructor(waiting: readonly WaitingAlert[] = []) {
    this.#waiting = waiting;
    this.#next = waiting.reduce((most, each) => Math.max(most, each.id), 0) + 1;
  }

  get waiting(): readonly WaitingAlert[] {
    return this.#waiting;
  }

  /** There are reports for this server that need not wait for a session with another reason. */
  wants(serverId: string): boolean {
    return this.#waiting.some(({ hold, alert }) => !hold && isFor(alert, serverId));
  }

  add(alert: GenericAlert, at: number, hold: boolean): WaitingAlert {
    const entry = { id: this.#next++, alert, at, hold };
    this.#waiting = [...this.#waiting, entry].slice(-MOST_WAITING);
    if (!hold) this.#urgent.add(entry.id);
    return entry;
  }

  /** Wants sessions for all reports that need not wait for another reason. */
  wantSessions(): void {
    for (const { id, hold } of this.#waiting) if (!hold) this.#urgent.add(id);
  }

  /** A session is wanted for a report: gives one that was never sent, and does not want it again. */
  urgent(): WaitingAlert | undefined {
    for (const id of this.#urgent) {
      this.#urgent.delete(id);
      const entry = this.#waiting.find((each) => each.id === id);
      if (entry) return entry;
    }
    return undefined;
  }

  /**
   * The waiting reports for a server as commands, without those that the session has sent. `together`: reports of several
   * types may be items of one Alert.
   */
  messages(serverId: string, sent: ReadonlySet<number>, together = false): OutgoingAlert[] {
    const due = this.#waiting.filter(({ id, alert }) => !sent.has(id) && isFor(alert, serverId));
    const groups: (readonly [WaitingAlert, ...WaitingAlert[]])[] = [];
    for (const each of due) {
      const last = groups[groups.length - 1];
      if (last && belongTogether(last[0].alert, each.alert, together))
        groups[groups.length - 1] = [...last, each];
      else groups.push([each]);
    }
    for (const { id } of due) this.#urgent.delete(id);
    return groups.map((group) => ({
      ...alertCommand(group.map((each) => each.alert)),
      reports: group.map((each) => each.id),
    }));
  }

  /** A server has answered: the reports are gone. Gives them. */
  remove(ids: readonly number[]): WaitingAlert[] {
    const gone = this.#waiting.filter((each) => ids.includes(each.id));
    this.#waiting = this.#waiting.filter((each) => !ids.includes(each.id));
    for (const id of ids) this.#urgent.delete(id);
    return gone;
  }
}

function isFor(alert: GenericAlert, serverId: string): boolean {
  return alert.serverId === undefined || alert.serverId === serverId;
}

/** Reports of one type and cause are items of one Alert; each alert has one Correlator. */
function belongTogether(a: GenericAlert, b: GenericAlert, anyType: boolean): boolean {
  return (
    (anyType || a.type === b.type) && (a.code ?? 1226) === (b.code ?? 1226) && a.correlator === b.correlator
  );
}

/** Generic Alert 1226 or client event 1224 (DM Protocol 1.2, 8.7). */
export function alertCommand(alerts: readonly GenericAlert[]): OutgoingAlert {
  const [first] = alerts;
  const correlator = first?.correlator;
  return {
    kind: "Alert",
    CmdID: "",
    Data: first?.code ?? 1226,
    ...(correlator === undefined ? {} : { Correlator: correlator }),
    Item: alerts.map(({ source, target, format, type, mark, data }) => ({
      ...(target === undefined ? {} : { Target: { LocURI: target } }),
      ...(source === undefined ? {} : { Source: { LocURI: source } }),
      Meta: { Format: format ?? "chr", Type: type, ...(mark === undefined ? {} : { Mark: mark }) },
      Data: data,
    })),
  };
}

/** What reports about an event report tell of it. */
export function alertFacts(alert: GenericAlert): Readonly<Record<string, unknown>> {
  const { code, type, format, data, source, mark, correlator } = alert;
  return { alert: type, data, correlator, code, format, source, mark };
}

/** Reads waiting reports out of the store; entries of another form are left out. */
export function readWaitingAlerts(stored: unknown): WaitingAlert[] {
  return Array.isArray(stored) ? (stored as readonly unknown[]).filter(isWaiting) : [];
}

function isWaiting(entry: unknown): entry is WaitingAlert {
  if (typeof entry !== "object" || entry === null) return false;
  const { id, at, hold, alert } = entry as Readonly<Record<string, unknown>>;
  if (typeof id !== "number" || typeof at !== "number" || typeof hold !== "boolean") return false;
  if (typeof alert !== "object" || alert === null) return false;
  const { type, data } = alert as Readonly<Record<string, unknown>>;
  return typeof type === "string" && typeof data === "string";
}
