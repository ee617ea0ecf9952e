import type { Dispose } from "../core/emitter.ts";
import type { HttpRequest, HttpResponse } from "./http.ts";
import type { Party } from "./party.ts";
import type { Channel, Peer, RequestFailure } from "./role.ts";

export interface RespondOptions {
  /** End the connection after the response. */
  readonly close?: boolean | undefined;
  readonly conversation?: string | undefined;
  /** `seq` of the record that led to the response; absent = the request itself. */
  readonly cause?: number | undefined;
}

/** A request that arrived for a listener. `respond` or `hangUp` is called exactly once, at any later time. */
export interface IncomingRequest {
  readonly exchange: string;
  readonly request: HttpRequest;
  readonly peer: Peer;
  /** `seq` of the journal record of the request, the cause of what follows. */
  readonly seq?: number | undefined;
  /** `close` ends the connection after the response. */
  respond(response: HttpResponse, options?: RespondOptions): void;
  /** In place of `respond`: closes the connection without a response. */
  hangUp(): void;
  /** Called when the peer goes away before the response. */
  onGone(listener: () => void): void;
}

export interface OutgoingRequest {
  readonly from: Party;
  readonly channel: Channel;
  readonly request: HttpRequest;
  readonly conversation?: string | undefined;
  /** Milliseconds of run time. */
  readonly timeout: number;
  readonly onPeersWord: boolean;
  /** False: the sender's client certificate is not shown, although it has one. */
  readonly showCertificate?: boolean | undefined;
  readonly cause?: number | undefined;
}

export type RequestOutcome =
  | { readonly kind: "response"; readonly response: HttpResponse; readonly seq?: number | undefined }
  | { readonly kind: "failed"; readonly reason: RequestFailure; readonly text: string };

export interface Listener {
  readonly party: Party;
  readonly channel: Channel;
  /** Paths below the base URL, longest match wins: `/wsi`, `/dm`, `/uddi/inquiry`. */
  readonly path: string;
  readonly receive: (incoming: IncomingRequest) => void;
}

/** Receives a push; `seq` is its journal record. */
export type PushReceiver = (contentType: string, body: Uint8Array, seq: number | undefined) => void;

export interface OutgoingPush {
  readonly from: Party;
  readonly to: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly conversation?: string | undefined;
  readonly cause?: number | undefined;
}

/**
 * Bytes between two parties, nothing about meaning. In memory or over HTTP; roles and scenarios cannot tell them apart.
 * Every crossing passes the tap, which records and may hold, edit or drop it.
 */
export interface Wire {
  /** Base URL under which the listeners are reached, without a trailing slash. */
  readonly baseUrl: string;
  /** The same paths over TLS; undefined where the wire has none. */
  readonly secureUrl: string | undefined;
  /** Over TLS this party shows a client certificate with this subject from now on. */
  identify(party: Party, subject: string): void;
  listen(listener: Listener): Dispose;
  send(outgoing: OutgoingRequest, done: (outcome: RequestOutcome) => void): Dispose;
  /** Fire and forget, as a push is. A device without a listener is simply not reached. */
  push(push: OutgoingPush): void;
  listenForPush(party: Party, deviceId: string, receive: PushReceiver): Dispose;
  /** Messages that were handed to the wire and have not yet reached their receiver. Zero and no work means quiet. */
  readonly inTransit: number;
}
