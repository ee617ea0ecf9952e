import type { JournalRow, MessageRow, PartyView } from "../../simulator/api/index.ts";

const party = (role: PartyView["role"]): PartyView => ({ role, name: role, underTest: false });

/** A message as the journal lists it. */
export function message(seq: number, more: Partial<MessageRow> = {}): MessageRow {
  return {
    kind: "message",
    seq,
    clock: seq * 100,
    wall: 0,
    direction: "request",
    channel: "dm",
    from: party("device"),
    to: party("dm-server"),
    exchange: "x",
    title: "Package 1",
    summary: "Alert 1200",
    badges: [],
    ack: false,
    bytes: 1,
    codec: "SyncML 1.2 XML",
    findings: 0,
    outcome: "delivered",
    ...more,
  };
}

/** A change of state as the journal lists it. */
export function state(seq: number, role: PartyView["role"], name: string): JournalRow {
  return {
    kind: "state",
    seq,
    clock: seq * 100,
    wall: 0,
    party: party(role),
    machine: "dm-server-session",
    event: "package1.authenticated",
    from: "before",
    state: name,
  };
}

/** A note as the journal lists it. */
export function note(seq: number, text: string): JournalRow {
  return {
    kind: "note",
    seq,
    clock: seq * 100,
    wall: 0,
    party: party("device"),
    severity: "warning",
    code: "x",
    text,
  };
}
