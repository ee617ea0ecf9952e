import type { Finding } from "../core/finding.ts";
import type { Headers } from "../wire/http.ts";
import type { Party } from "../wire/party.ts";
import type { Channel } from "../wire/role.ts";
import type { CrossingOutcome } from "../wire/tap.ts";

/** Version of the record format that this program writes. */
export const JOURNAL_VERSION = 1;

interface RecordBase {
  /** Order in the run, from 1. The only order; times never are. */
  readonly seq: number;
  /** Run time in milliseconds. */
  readonly clock: number;
  /** Date on the wall, milliseconds since 1970. */
  readonly wall: number;
  readonly conversation?: string | undefined;
  /** `seq` of the record that led to this one. */
  readonly cause?: number | undefined;
}

/** One message from one party to another, bytes first. */
export interface CrossingRecord extends RecordBase {
  readonly kind: "crossing";
  readonly direction: "request" | "response" | "push";
  readonly channel: Channel;
  readonly from: Party;
  readonly to: Party;
  /** Pairs a request with its response. */
  readonly exchange: string;
  /** Request: method and absolute URL. Response: HTTP status. Push: neither. */
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly status?: number | undefined;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly outcome: CrossingOutcome;
  /** Bytes as they were before an edit at the tap. */
  readonly original?: { readonly headers: Headers; readonly body: Uint8Array } | undefined;
  readonly peerAddress?: string | undefined;
}

/** A machine of a party went from one state to another. */
export interface StateRecord extends RecordBase {
  readonly kind: "state";
  readonly party: Party;
  readonly machine: string;
  readonly event: string;
  readonly from: string;
  readonly state: string;
}

/** Something that no message shows. */
export interface NoteRecord extends RecordBase {
  readonly kind: "note";
  readonly party?: Party | undefined;
  readonly severity: "info" | "warning" | "error";
  readonly code: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  /** Exchange that the note is about. */
  readonly exchange?: string | undefined;
}

/** A scenario's step was recognised or judged. `messages` are the `seq` of the crossings that make it up. */
export interface StepRecord extends RecordBase {
  readonly kind: "step";
  readonly step: string;
  readonly title: string;
  readonly verdict: "none" | "pass" | "inconclusive" | "fail" | "error";
  readonly reason?: string | undefined;
  readonly messages: readonly number[];
}

export type JournalRecord = CrossingRecord | StateRecord | NoteRecord | StepRecord;

type WithoutStamp<R> = R extends JournalRecord ? Omit<R, "seq" | "clock" | "wall"> : never;
/** A record before the journal stamps it. */
export type NewRecord = WithoutStamp<JournalRecord>;

/** Header of a run: what is needed to understand and repeat it. */
export interface RunHeader {
  readonly run: string;
  readonly journalVersion: number;
  readonly productVersion: string;
  readonly title: string;
  readonly scenario?: string | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly seed: string;
  readonly wire: "memory" | "http";
  /** Date of run time 0. */
  readonly epoch: number;
  readonly startedAt: number;
}
