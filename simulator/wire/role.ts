import type { Crypto } from "../core/crypto.ts";
import type { Finding } from "../core/finding.ts";
import type { Random } from "../core/random.ts";
import type { HttpRequest, HttpResponse } from "./http.ts";

/*
 * A role takes events and returns effects; it does no I/O and holds no timers. The edge (workbench/role-edge.ts) runs
 * the effects of one event strictly in order: a `commit` is on disk before the `respond` after it is sent. When a
 * commit fails, the effects after it are dropped and the role gets `commit.failed`.
 */

/** Why a request got no response. The text behind it is for our own user, never for a peer. */
export type RequestFailure =
  "unreachable" | "refused" | "timeout" | "closed" | "dropped" | "egress-denied" | "too-large";

export type RoleEvent<Command> =
  /** A request arrived at one of the role's paths. `exchange` names it in the later `respond`. */
  | {
      readonly type: "request.received";
      readonly exchange: string;
      readonly request: HttpRequest;
      readonly peer: Peer;
    }
  /** The peer of an exchange went away before the response. */
  | { readonly type: "request.gone"; readonly exchange: string }
  | { readonly type: "response.received"; readonly request: string; readonly response: HttpResponse }
  | {
      readonly type: "request.failed";
      readonly request: string;
      readonly reason: RequestFailure;
      readonly text: string;
    }
  /** A package 0 (or other push) arrived. */
  | { readonly type: "push.received"; readonly contentType: string; readonly body: Uint8Array }
  | { readonly type: "timer.expired"; readonly timer: string }
  | { readonly type: "commit.failed"; readonly text: string; readonly dropped: readonly Effect[] }
  /** What a person, a scenario or the fleet asks of the role. */
  | { readonly type: "command"; readonly command: Command };

/** What the transport knows about the sender of a request. */
export interface Peer {
  /** Network address, for rate limits; "memory" on the in-memory wire. */
  readonly address: string;
  readonly secure: boolean;
  /** The transport has checked that the Host of the request is one of its own. */
  readonly hostVerified?: boolean | undefined;
  /** Subject of a verified TLS client certificate. */
  readonly certificateSubject?: string | undefined;
}

/** Which interface a message belongs to; decides lane, codec and title. */
export type Channel = "wsi" | "wsi-callback" | "dm" | "push" | "uddi" | "http";

export type Effect =
  | {
      readonly type: "request";
      /** Name under which the response or failure comes back. */
      readonly request: string;
      readonly channel: Channel;
      readonly http: HttpRequest;
      /** Milliseconds of run time until `request.failed` with `timeout`. */
      readonly timeout: number;
      readonly conversation?: string | undefined;
      /** The address came from a peer (callback endpoint, RespURI): it passes the egress gate. */
      readonly onPeersWord?: boolean | undefined;
      /** False: the sender's client certificate is not shown, although it has one. */
      readonly showCertificate?: boolean | undefined;
    }
  | {
      readonly type: "respond";
      readonly exchange: string;
      readonly http: HttpResponse;
      readonly conversation?: string | undefined;
      /** Close the connection after the response (after a body that was not read to its end). */
      readonly close?: boolean | undefined;
    }
  /** Closes the connection of an exchange without a response. */
  | { readonly type: "hang-up"; readonly exchange: string }
  | {
      readonly type: "push";
      /** Device id; the wire knows how to reach it (in memory, UDP, gateway). */
      readonly to: string;
      readonly contentType: string;
      readonly body: Uint8Array;
      readonly conversation?: string | undefined;
    }
  | { readonly type: "timer.arm"; readonly timer: string; readonly due: number }
  | { readonly type: "timer.cancel"; readonly timer: string }
  | { readonly type: "commit"; readonly writes: readonly StoreWrite[] }
  /** A machine of the role changed its state: the chip on the lane. `state` and `event` are the machine's own words. */
  | {
      readonly type: "state";
      readonly machine: string;
      readonly conversation: string;
      readonly event: string;
      readonly from: string;
      readonly state: string;
    }
  /** Something worth knowing that no message shows: a dropped notification with its reason, a refusal, a finding. */
  | {
      readonly type: "note";
      readonly code: string;
      readonly text: string;
      readonly severity: "info" | "warning" | "error";
      readonly conversation?: string | undefined;
      readonly exchange?: string | undefined;
      readonly findings?: readonly Finding[] | undefined;
      readonly data?: Readonly<Record<string, unknown>> | undefined;
    }
  /** Answer to a command, and news for whoever drives the role (scenario engine, console). */
  | { readonly type: "report"; readonly report: RoleReport };

/** News from a role to its driver. `name` is stable per role; `data` is plain JSON. */
export interface RoleReport {
  readonly name: string;
  readonly conversation?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One change of the durable store: a JSON value under a key of a collection. Absent value = removed. */
export interface StoreWrite {
  readonly collection: string;
  readonly key: string;
  readonly value?: unknown;
}

/** What a role finds when it starts: all that was committed before. */
export interface StoreSnapshot {
  /** In the order in which the keys were first put. */
  entries(collection: string): Iterable<readonly [key: string, value: unknown]>;
}

/** Time of an event: run time in milliseconds and the date (milliseconds since 1970). */
export interface Moment {
  readonly now: number;
  readonly date: number;
}

/** A role of the architecture. `handle` is synchronous and never throws on what a peer sent. */
export interface Role<Command> {
  handle(event: RoleEvent<Command>, moment: Moment): readonly Effect[];
}

/** What every role is given. */
export interface RoleContext {
  readonly random: Random;
  readonly crypto: Crypto;
  /** Creates the stepper of a machine: a live XState actor for watched sessions, a derived table in a fleet. */
  readonly steppers: StepperFactory;
}

/** Steps one machine of one conversation. The machine only controls; data and messages are the role's. */
export interface Stepper {
  readonly state: string;
  /**
   * Sends an event by name; returns the new state and the names of the actions that the transition orders, in order.
   * An event that the state does not know changes nothing and returns `undefined`.
   */
  send(
    event: string,
  ): { readonly from: string; readonly state: string; readonly actions: readonly string[] } | undefined;
  /** True in a final state. */
  readonly done: boolean;
  /** Ends the stepper; a live actor is stopped. */
  stop(): void;
}

/** What a stepper needs of an XState machine; any machine created with `setup().createMachine()` has it. */
export interface SteppableMachine {
  readonly id: string;
  readonly config: object;
}

export type StepperFactory = (machine: SteppableMachine, initialState?: string) => Stepper;
