import type { ChangeView, DeviceAlertView, DeviceSessionView } from "../../api/index.ts";
import type { JournalRecord } from "../../journal/record.ts";
import type { RoleReport } from "../../wire/role.ts";
import { optionally } from "../optionally.ts";

/** Sessions, alerts, nodes and changes of a node that are remembered of one device. */
const MOST_SESSIONS = 50;
const MOST_ALERTS = 50;
const MOST_NODES = 2000;
const MOST_CHANGES = 12;
/** States of one session's way. */
const MOST_STATES = 60;

/** A session as it is being remembered. */
type Session = { -readonly [K in keyof DeviceSessionView]: DeviceSessionView[K] } & {
  readonly conversation: string;
};

/** What a device has gone through, as far as screens show it. Bounded: the oldest is forgotten. */
export interface DeviceHistory {
  /** Oldest first. */
  readonly sessions: readonly DeviceSessionView[];
  /** Sessions that there were. */
  readonly sessionCount: number;
  /** Oldest first. */
  readonly alerts: readonly DeviceAlertView[];
  /** Grows with each change of the tree. */
  readonly treeVersion: number;
  /** Changes of a node, oldest first. */
  changesOf(uri: string): readonly ChangeView[];
}

/** A history that is being written. */
export interface WritableHistory extends DeviceHistory {
  /** News of the device itself. `cause` is the message that led to it. */
  report(report: RoleReport, cause: number | undefined, date: number): void;
  /** A record of one of its conversations. */
  observe(record: JournalRecord): void;
}

/** Begins the history of a device. */
export function createDeviceHistory(): WritableHistory {
  const sessions: Session[] = [];
  const alerts: DeviceAlertView[] = [];
  const changes = new Map<string, ChangeView[]>();
  let sessionCount = 0;
  let treeVersion = 0;

  const sessionOf = (conversation: string | undefined): Session | undefined =>
    conversation === undefined
      ? undefined
      : sessions.findLast((session) => session.conversation === conversation);

  const begin = ({ conversation = "", data }: RoleReport, date: number, cause?: number): void => {
    sessionCount++;
    sessions.push({
      conversation,
      number: sessionCount,
      sessionId: textOf(data["sessionId"]) ?? conversation.slice(conversation.lastIndexOf("/") + 1),
      startedAt: date,
      outcome: "running",
      initiator: data["initiatedBy"] === "server" ? "server" : "client",
      messages: 0,
      changes: 0,
      path: [],
      ...(cause === undefined ? {} : { firstSeq: cause, lastSeq: cause }),
    });
    if (sessions.length > MOST_SESSIONS) sessions.shift();
  };

  const end = ({ name, conversation, data }: RoleReport, date: number): void => {
    const session = sessionOf(conversation);
    if (session?.outcome !== "running") return;
    const outcome = textOf(data["state"]) ?? name.slice("session.".length);
    session.outcome =
      outcome === "refused" || outcome === "aborted" || outcome === "closed" ? outcome : "closed";
    const reason = textOf(data["reason"]);
    if (reason !== undefined && reason !== "") session.reason = reason;
    session.endedAt = date;
    session.durationMs = date - session.startedAt;
  };

  const change = (report: RoleReport, date: number, cause: number | undefined): void => {
    treeVersion++;
    const by = origins.find((known) => known === report.data["by"]) ?? "device";
    // what happens in a session is not yet done by its server
    const session = by === "server" ? sessionOf(report.conversation) : undefined;
    const object = textOf(report.data["object"]);
    for (const { uri, how, verNo } of changesIn(report.data)) {
      const entry: ChangeView = {
        how,
        by,
        at: date,
        ...(object === undefined ? {} : { object }),
        ...(verNo === undefined ? {} : { verNo }),
        ...(session ? { session: session.sessionId } : {}),
        ...(cause === undefined ? {} : { seq: cause }),
      };
      if (session) session.changes++;
      const known = changes.get(uri) ?? [];
      changes.delete(uri);
      changes.set(uri, [...known, entry].slice(-MOST_CHANGES)); // latest last
    }
    for (const oldest of changes.keys()) {
      if (changes.size <= MOST_NODES) break;
      changes.delete(oldest);
    }
  };

  const alert = (
    stage: DeviceAlertView["state"],
    { data }: RoleReport,
    date: number,
    cause: number | undefined,
  ): void => {
    const facts = alertIn(data);
    const at =
      stage === "waiting"
        ? -1
        : alerts.findIndex((known) => known.state !== "answered" && isSameAlert(known, facts));
    const before = alerts[at];
    const status = numberOf(data["status"]);
    const entry: DeviceAlertView = {
      type: "",
      data: "",
      at: date,
      ...before,
      ...facts,
      state: stage,
      ...(cause === undefined ? {} : { seq: cause }),
      ...(status === undefined ? {} : { status }),
    };
    if (before) alerts[at] = entry;
    else if (entry.type !== "") alerts.push(entry);
    if (alerts.length > MOST_ALERTS) alerts.shift();
  };

  return {
    sessions,
    alerts,
    get sessionCount() {
      return sessionCount;
    },
    get treeVersion() {
      return treeVersion;
    },
    changesOf: (uri) => changes.get(uri) ?? [],
    report: (report, cause, date) => {
      switch (report.name) {
        case "session.started":
          begin(report, date, cause);
          return;
        case "session.ended":
        case "session.closed":
        case "session.aborted":
        case "session.refused":
          end(report, date);
          return;
        case "tree.changed":
          change(report, date, cause);
          return;
        case "alert.queued":
          alert("waiting", report, date, cause);
          return;
        case "alert.sent":
          alert("sent", report, date, cause);
          return;
        case "alert.answered":
          alert("answered", report, date, cause);
          return;
      }
    },
    observe: (record) => {
      const session = sessionOf(record.conversation);
      if (!session) return;
      if (record.kind === "state" && record.party.role === "device" && session.path.length < MOST_STATES)
        session.path.push({ state: record.state, seq: record.seq });
      if (record.kind !== "crossing") return;
      session.firstSeq ??= record.seq;
      session.lastSeq = record.seq;
      if (record.channel === "dm") session.messages++;
    },
  };
}

function isSameAlert(known: DeviceAlertView, facts: Partial<DeviceAlertView>): boolean {
  return (
    (facts.type === undefined || facts.type === known.type) &&
    (facts.data === undefined || facts.data === known.data) &&
    (facts.correlator === undefined || facts.correlator === known.correlator)
  );
}

type Facts = Readonly<Record<string, unknown>>;

/** The alert of a report. */
function alertIn(facts: Facts): Partial<DeviceAlertView> {
  const { alert: type, data, correlator, code, format, source, mark } = facts;
  return {
    ...optionally("type", textOf(type)),
    ...optionally("data", textOf(data)),
    ...optionally("correlator", textOf(correlator)),
    ...optionally("code", numberOf(code)),
    ...optionally("format", textOf(format)),
    ...optionally("source", textOf(source)),
    ...optionally("mark", textOf(mark)),
  };
}

const origins = ["server", "hand", "object", "device"] as const;

const manners = ["add", "replace", "delete", "acl", "rename", "inside"] as const;

function changesIn(data: Facts): readonly {
  readonly uri: string;
  readonly how: ChangeView["how"];
  readonly verNo: number | undefined;
}[] {
  const { changes } = data;
  if (!Array.isArray(changes)) return [];
  return (changes as readonly unknown[]).flatMap((change) => {
    if (!isFacts(change)) return [];
    const uri = textOf(change["uri"]);
    const how = manners.find((known) => known === change["how"]) ?? "replace";
    return uri === undefined ? [] : [{ uri, how, verNo: numberOf(change["verNo"]) }];
  });
}

function isFacts(value: unknown): value is Facts {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
