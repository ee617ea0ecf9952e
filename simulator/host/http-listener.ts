import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import type { Server as TlsServer } from "node:https";
import { concatBytes } from "../core/bytes.ts";
import { WorkbenchError } from "../core/error.ts";
import type { Headers, HttpRequest, HttpResponse } from "../wire/http.ts";
import type { TlsMaterial } from "./certificates/tls-material.ts";
import { connectionKey, createHostCheck, isLoopback, plainAddress } from "./host-name.ts";
import { destinationOf, ownAuthority, refusalOf, refused, tooLarge, type Refusal } from "./http-door.ts";
import { answerMalformed, endWith, type MalformedRequest } from "./http-refusal.ts";
import type { HttpLimits } from "./limits.ts";
import { certificateSubjectAt, createTlsServer, isSecure, type TlsTrouble } from "./tls-server.ts";

/** A request that has arrived whole. */
export interface ArrivedRequest {
  readonly request: HttpRequest;
  /** Path and query that decide who gets the request; of a refused one, whatever stood there. */
  readonly target: string;
  /** Address of the other end, and the key of the connection. */
  readonly address: string;
  readonly connection: string;
  /** The connection is encrypted. */
  readonly secure: boolean;
  /** Subject of the client certificate that was verified. */
  readonly certificateSubject: string | undefined;
  readonly answer: Answer;
}

/** A request that has not: refused, cut off or too long. What arrived of the body is in it. */
export interface UnreadRequest extends Omit<ArrivedRequest, "answer"> {
  readonly code: string;
  readonly text: string;
}

/** A request that was not let in, with the status that says so. */
export interface RefusedRequest extends UnreadRequest, Refusal {
  readonly code: Refusal["code"];
}

/** The way back. */
export interface Answer {
  /** Sends the response; throws nothing. False when it cannot be sent as given. */
  send(status: number, headers: Headers, body: Uint8Array, close: boolean): boolean;
  /** Closes the connection without a response. */
  hangUp(): void;
  /** Called when the peer goes away before the response was sent whole. */
  onGone(listener: () => void): void;
}

export interface ListenerOptions {
  readonly bind: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly publicUrl?: string | undefined;
  readonly limits: HttpLimits;
  /** HTTPS in place of HTTP. */
  readonly tls?: TlsMaterial | undefined;
  /** Octets that a request at this target may carry; undefined where nothing listens. */
  readonly bodyLimit: (target: string) => number | undefined;
  readonly onRequest: (arrived: ArrivedRequest) => void;
  /** A request that ended too early for any answer. */
  readonly onUnread: (unread: UnreadRequest) => void;
  /** Gives the answer to a request that is not let in. */
  readonly onRefused: (refused: RefusedRequest) => HttpResponse;
  /** What did not even become a request. */
  readonly onMalformed: (malformed: MalformedRequest) => void;
  /** A connection whose TLS came to nothing. */
  readonly onTlsTrouble?: ((trouble: TlsTrouble) => void) | undefined;
}

export interface HttpListener {
  readonly port: number;
  readonly address: string;
  readonly loopback: boolean;
  close(): Promise<void>;
}

/** Milliseconds for which the rest of a refused request is read, so that the peer gets to read the refusal. */
const LINGER = 2000;
/** Milliseconds for which the first octets of a refused request are waited for. */
const GATHER = 500;
/** Octets that are kept of a request that is refused by its head. */
const KEPT = 64 * 1024;

/**
 * Opens the protocol listener. It answers only to its own names, refuses what a browser's page sends (Origin), and hands
 * over nothing that has not arrived whole.
 *
 * @throws WorkbenchError `listener/port-taken`, `listener/failed`
 */
export async function openHttpListener(options: ListenerOptions): Promise<HttpListener> {
  const { limits, tls, onTlsTrouble } = options;
  const settings: ServerOptions = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headerTime,
    requestTimeout: limits.requestTime,
    connectionsCheckingInterval: Math.min(1000, limits.headerTime, limits.requestTime),
    requireHostHeader: false, // the door asks for it, and what it refuses is in the journal
    noDelay: true,
  };
  const server = tls
    ? createTlsServer(settings, tls, (trouble) => onTlsTrouble?.(trouble))
    : createServer(settings);
  server.maxConnections = limits.connections;
  const hosts = createHostCheck(options.publicUrl);
  const refusal = (request: IncomingMessage): Refusal | undefined =>
    refusalOf(request, hosts, options.bodyLimit);
  server.on("request", (request, response) => {
    const found = refusal(request);
    if (found) turnAway(request, response, found, GATHER, options);
    else readBody(request, response, options);
  });
  server.on("checkContinue", (request, response) => {
    const found = refusal(request);
    if (found) {
      turnAway(request, response, found, 0, options);
      return;
    }
    response.writeContinue();
    readBody(request, response, options);
  });
  server.on("checkExpectation", (request, response) => {
    const found = refusal(request) ?? refused(417, "Only 100-continue can be expected here.");
    turnAway(request, response, found, 0, options);
  });
  server.on("connect", (request, socket) => {
    socket.on("error", () => socket.destroy());
    const found = refused(405, "This is no proxy: CONNECT is not served.");
    endWith(socket, options.onRefused({ ...arrivalOf(request, []), ...found }));
  });
  server.on("clientError", (error, socket) => {
    const malformed = answerMalformed(error, socket);
    if (malformed) options.onMalformed(malformed);
  });
  return listen(server, options);
}

async function listen(server: Server | TlsServer, { bind, port }: ListenerOptions): Promise<HttpListener> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(listenError(error, bind, port));
    });
    server.listen(port, bind, resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("a TCP listener has an address");
  return {
    port: bound.port,
    address: bound.address,
    loopback: isLoopback(bound.address),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Why a port could not be opened, as a sentence. */
export function listenError(error: NodeJS.ErrnoException, bind: string, port: number): WorkbenchError {
  const data = { bind, port };
  if (error.code === "EADDRINUSE")
    return new WorkbenchError(
      "listener/port-taken",
      `Port ${port} of ${bind} is taken by another program.`,
      data,
      error,
    );
  return new WorkbenchError(
    "listener/failed",
    `Cannot listen at ${bind} port ${port}: ${error.message}.`,
    data,
    error,
  );
}

function readBody(request: IncomingMessage, response: ServerResponse, options: ListenerOptions): void {
  const limit = options.bodyLimit(destinationOf(request).target) ?? 0;
  const chunks: Buffer[] = [];
  let length = 0;
  let settled = false;
  request.on("data", (chunk: Buffer) => {
    if (settled) return;
    length += chunk.length;
    if (length <= limit) {
      chunks.push(chunk);
      return;
    }
    settled = true;
    chunks.push(chunk.subarray(0, chunk.length - (length - limit)));
    refuse(request, response, options.onRefused({ ...arrivalOf(request, chunks), ...tooLarge(limit) }));
  });
  request.on("error", () => {
    if (settled) return;
    settled = true;
    const text = "The request ended before its body was complete.";
    options.onUnread({ ...arrivalOf(request, chunks), code: "http/cut-off", text });
  });
  request.on("end", () => {
    if (settled) return;
    settled = true;
    options.onRequest({ ...arrivalOf(request, chunks), answer: answerOf(request, response) });
  });
}

/** Refuses a request by its head, once the first octets of its body are there or have been waited for. */
function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  patience: number,
  options: ListenerOptions,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let settled = false;
  const settle = (): void => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    const unread = { ...arrivalOf(request, chunks), ...refusal };
    if (response.destroyed) options.onUnread(unread);
    else refuse(request, response, options.onRefused(unread));
  };
  const timer = setTimeout(settle, patience);
  request.on("data", (chunk: Buffer) => {
    if (settled) return;
    chunks.push(chunk.subarray(0, KEPT - length));
    length += chunk.length;
    if (length >= KEPT) settle();
  });
  request.on("end", settle).on("error", settle);
  response.on("close", settle);
}

function answerOf(request: IncomingMessage, response: ServerResponse): Answer {
  const gone: (() => void)[] = [];
  response.on("close", () => {
    if (!response.writableFinished) for (const listener of gone) listener();
  });
  return {
    onGone: (listener) => {
      gone.push(listener);
    },
    send: (status, headers, body, close) => {
      if (response.destroyed || response.headersSent) return true;
      const fields: OutgoingHttpHeaders = {};
      for (const name of Object.keys(headers))
        if (name !== "transfer-encoding" && name !== "connection") fields[name] = headers[name];
      if (request.method !== "HEAD") fields["content-length"] = body.length;
      if (close) fields["connection"] = "close";
      try {
        response.writeHead(status, fields);
      } catch {
        // Only a header value that HTTP cannot carry gets here; the caller says so in the journal.
        response.writeHead(500, { "content-length": 0 });
        response.end();
        return false;
      }
      response.end(body);
      return true;
    },
    hangUp: () => {
      response.destroy();
    },
  };
}

/** Answers without keeping the rest. The connection ends, after a while in which it is read and thrown away. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: HttpResponse,
): void {
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.write(body);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER);
  request.once("close", end);
  if (request.complete || request.readableEnded) end();
  else request.once("end", end).resume();
}

function arrivalOf(request: IncomingMessage, chunks: readonly Buffer[]): Omit<ArrivedRequest, "answer"> {
  const { socket } = request;
  const { authority, target, isAbsolute } = destinationOf(request);
  const path = target.startsWith("/") ? target : `/${target}`;
  const secure = isSecure(socket);
  const scheme = secure ? "https" : "http";
  const url = `${scheme}://${authority}${path}`;
  const headers = headersOf(request);
  return {
    request: {
      method: request.method ?? "",
      url: isReadable(authority) ? url : `${scheme}://${ownAuthority(request)}${path}`,
      headers: isAbsolute ? { ...headers, host: authority } : headers,
      // A copy: a chunk would keep the whole buffer that the socket was read into.
      body: concatBytes(...chunks),
    },
    target,
    address: plainAddress(socket.remoteAddress ?? ""),
    connection: connectionKey(socket.remoteAddress, socket.remotePort, socket.localPort),
    secure,
    certificateSubject: secure ? certificateSubjectAt(socket) : undefined,
  };
}

/** The authority that was asked about last, and the answer: a peer names the same host in each of its requests. */
let lastAuthority = { authority: "", isReadable: false };

/** True when an address with this host and port can be read; the path does not matter. */
function isReadable(authority: string): boolean {
  if (lastAuthority.authority !== authority)
    lastAuthority = { authority, isReadable: URL.canParse(`http://${authority}/`) };
  return lastAuthority.isReadable;
}

function headersOf(request: IncomingMessage): Headers {
  const headers: Record<string, string> = {};
  const received = request.headers;
  for (const name of Object.keys(received)) {
    const value = received[name];
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  return headers;
}
