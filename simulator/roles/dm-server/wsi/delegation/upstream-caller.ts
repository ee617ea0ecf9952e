import { randomUuid } from "../../../../core/ids.ts";
import { readWsdl } from "../../../../protocols/wsdl/index.ts";
import {
  readWsiResponse,
  writeWsiRequest,
  type RequestInput,
  type ResponseValue,
  type WsiCredentials,
} from "../../../../stacks/wsi-http.ts";
import type { OperationName } from "../../../../protocols/wsi/index.ts";
import type { HttpRequest, HttpResponse } from "../../../../wire/http.ts";
import type { RequestFailure, RoleContext } from "../../../../wire/role.ts";
import type { UpstreamEntry } from "../../options.ts";
import type { Turn } from "../turn.ts";
import { failureOfAnswer, failureOfConnection, type UpstreamFailure } from "./upstream-failure.ts";
import { viaOf, type Path } from "./via.ts";

/** Prefix of the names of requests to upstreams. */
export const UPSTREAM_REQUEST = "wsi/upstream/";

/** What a call came to. */
export type UpstreamOutcome<N extends OperationName> =
  | { readonly ok: true; readonly value: ResponseValue<N> }
  | { readonly ok: false; readonly failure: UpstreamFailure };

/** What a call is made with besides its content. */
export interface UpstreamCallOptions {
  readonly path?: Path | undefined;
  /** Conversation for the journal. */
  readonly conversation?: string | undefined;
}

/** Calls operations of upstreams and hands each answer, in a later event, to whoever asked. */
export interface UpstreamCaller {
  call<N extends OperationName>(
    upstream: UpstreamEntry,
    operation: N,
    value: RequestInput<N>,
    turn: Turn,
    done: (outcome: UpstreamOutcome<N>, turn: Turn) => void,
    options?: UpstreamCallOptions,
  ): void;
  /** Hands an answer on. */
  answered(request: string, outcome: HttpResponse | RequestFailure, turn: Turn): void;
  /** Calls of an upstream whose answer is awaited. */
  inFlight(upstreamId: string): number;
}

type Waiting = (outcome: HttpResponse | RequestFailure, turn: Turn) => void;
/** Sends a call once the address is known; a failure ends it. */
type Ready = (address: string | UpstreamFailure, turn: Turn) => void;

/** Creates the caller. `timeout` is in milliseconds of run time. */
export function createUpstreamCaller(context: RoleContext, timeout: number): UpstreamCaller {
  const random = context.random.fork("upstreams");
  const waiting = new Map<string, { readonly upstreamId: string; readonly done: Waiting }>();
  /** Addresses that WSDLs named. */
  const addresses = new Map<string, string>();
  const asking = new Map<string, Ready[]>();
  const counts = new Map<string, number>();
  let count = 0;

  const wait = (upstreamId: string, done: Waiting): string => {
    const request = `${UPSTREAM_REQUEST}${++count}`;
    waiting.set(request, { upstreamId, done });
    counts.set(upstreamId, (counts.get(upstreamId) ?? 0) + 1);
    return request;
  };

  const addressOf = (upstream: UpstreamEntry, turn: Turn, ready: Ready): void => {
    const { id, address } = upstream;
    if ("wsi" in address) return ready(address.wsi, turn);
    const known = addresses.get(id);
    if (known !== undefined) return ready(known, turn);
    const others = asking.get(id);
    if (others) {
      others.push(ready);
      return;
    }
    asking.set(id, [ready]);
    const request = wait(id, (outcome, later) => {
      const found =
        typeof outcome === "string" ? failureOfConnection(id, outcome) : portOf(outcome, upstream);
      if (typeof found === "string") addresses.set(id, found);
      const readies = asking.get(id) ?? [];
      asking.delete(id);
      for (const each of readies) each(found, later);
    });
    const http: HttpRequest = {
      method: "GET",
      url: address.wsdl,
      headers: { accept: "text/xml" },
      body: new Uint8Array(0),
    };
    const showCertificate = upstream.credentials.scheme === "mutual-tls";
    turn.emit({ type: "request", request, channel: "wsi", http, timeout, showCertificate });
  };

  return {
    call: (upstream, operation, value, turn, done, { path, conversation } = {}) => {
      const { id, soapVersion = "1.1" } = upstream;
      addressOf(upstream, turn, (address, then) => {
        if (typeof address !== "string") return done({ ok: false, failure: address }, then);
        const request = wait(id, (outcome, later) => {
          if (typeof outcome === "string") {
            addresses.delete(id); // it may have moved
            return done({ ok: false, failure: failureOfConnection(id, outcome) }, later);
          }
          const read = readWsiResponse(outcome, operation);
          done(
            read.kind === "response"
              ? { ok: true, value: read.value }
              : { ok: false, failure: failureOfAnswer(id, read) },
            later,
          );
        });
        const http = writeWsiRequest(address, "DeviceManagement", soapVersion, operation, value, {
          credentials: credentialsOf(upstream),
          addressing: { messageId: `urn:uuid:${randomUuid(random)}` },
          via: path && viaOf(path),
          crypto: context.crypto,
          random,
          date: then.moment.date,
        });
        // an address from a WSDL is a peer's word
        const onPeersWord = "wsdl" in upstream.address;
        then.emit({
          type: "request",
          request,
          channel: "wsi",
          http,
          timeout,
          conversation,
          onPeersWord,
          showCertificate: upstream.credentials.scheme === "mutual-tls",
        });
      });
    },
    answered: (request, outcome, turn) => {
      const found = waiting.get(request);
      if (!found) return;
      waiting.delete(request);
      counts.set(found.upstreamId, (counts.get(found.upstreamId) ?? 1) - 1);
      found.done(outcome, turn);
    },
    inFlight: (upstreamId) => counts.get(upstreamId) ?? 0,
  };
}

/** The address of the port for the upstream's SOAP version. */
function portOf(
  { status, body }: HttpResponse,
  { id, soapVersion = "1.1" }: UpstreamEntry,
): string | UpstreamFailure {
  const wsdl = status === 200 ? readWsdl(body) : { problem: `status ${status}` };
  const ports = "ports" in wsdl ? wsdl.ports : [];
  const port = ports.find((candidate) => candidate.soapVersion === soapVersion);
  return (
    port?.address ?? {
      kind: "unavailable",
      reason: `the description of the DM System ${id} names no address for SOAP ${soapVersion}`,
    }
  );
}

/** With mutual TLS the transport shows who we are. */
function credentialsOf({ credentials }: UpstreamEntry): WsiCredentials {
  if (credentials.scheme === "mutual-tls") return { scheme: "none", username: "", password: "" };
  const { scheme, username, password } = credentials;
  return { scheme: scheme === "username-token-text" ? "username-token" : scheme, username, password };
}
