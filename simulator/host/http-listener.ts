import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import { concatBytes } from "../core/bytes.ts";
import { WorkbenchError } from "../core/error.ts";
import type { Headers, HttpRequest } from "../wire/http.ts";
import { addressInUrl, createHostCheck, endpointKey, isLoopback, plainAddress } from "./host-name.ts";
import type { HttpLimits } from "./limits.ts";

/** A request that has arrived whole. */
export interface ArrivedRequest {
  readonly request: HttpRequest;
  /** Address of the other end, and the key of its end of the connection. */
  readonly address: string;
  readonly endpoint: string;
  readonly answer: Answer;
}

/** A request that has not: refused, cut off or too long. What arrived of the body is in it. */
export interface UnreadRequest extends Omit<ArrivedRequest, "answer"> {
  readonly code: string;
  readonly text: string;
}

/** The way back. */
export interface Answer {
  /** Sends the response; throws nothing. False when it cannot be sent as given. */
  send(status: number, headers: Headers, body: Uint8Array, close: boolean): boolean;
  /** Called when the peer goes away before the response was sent whole. */
  onGone(listener: () => void): void;
}

export interface ListenerOptions {
  readonly bind: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly publicUrl?: string | undefined;
  readonly limits: HttpLimits;
  /** Octets that a request at this target may carry; undefined where nothing listens. */
  readonly bodyLimit: (target: string) => number | undefined;
  readonly onRequest: (arrived: ArrivedRequest) => void;
  readonly onUnread: (unread: UnreadRequest) => void;
  /** What did not even become a request. */
  readonly onMalformed: (address: string, text: string) => void;
}

export interface HttpListener {
  readonly port: number;
  readonly address: string;
  readonly loopback: boolean;
  close(): Promise<void>;
}

/** Milliseconds for which the rest of a refused request is read, so that the peer gets to read the refusal. */
const LINGER = 2000;

/**
 * Opens the protocol listener. It answers only to its own names, refuses what a browser's page sends (Origin), and hands
 * over nothing that has not arrived whole.
 *
 * @throws WorkbenchError `listener/port-taken`, `listener/failed`
 */
export async function openHttpListener(options: ListenerOptions): Promise<HttpListener> {
  const { limits } = options;
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headerTime,
    requestTimeout: limits.requestTime,
    connectionsCheckingInterval: Math.min(1000, limits.headerTime, limits.requestTime),
    requireHostHeader: true,
    noDelay: true,
  });
  server.maxConnections = limits.connections;
  const hosts = createHostCheck(options.publicUrl);
  const receive = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void => {
    const refusal = refusalOf(
      request,
      options,
      hosts.isOurs(request.headers.host, request.socket.localAddress),
    );
    if (refusal) {
      refuse(request, response, refusal.status, refusal.text);
      if (refusal.limit !== undefined)
        options.onUnread(unreadOf(request, [], "http/too-large", refusal.text));
      return;
    }
    if (expectsContinue) response.writeContinue();
    readBody(request, response, options);
  };
  server.on("request", (request, response) => {
    receive(request, response, false);
  });
  server.on("checkContinue", (request, response) => {
    receive(request, response, true);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    answerMalformed(error, socket, options.onMalformed);
  });
  return listen(server, options);
}

async function listen(server: Server, { bind, port }: ListenerOptions): Promise<HttpListener> {
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

interface Refusal {
  readonly status: number;
  readonly text: string;
  /** The limit that the announced length is past. */
  readonly limit?: number;
}

function refusalOf(
  request: IncomingMessage,
  options: ListenerOptions,
  isOurHost: boolean,
): Refusal | undefined {
  const target = request.url ?? "";
  if (!isOurHost) return { status: 421, text: "This host does not answer to that name." };
  if (request.headers.origin !== undefined)
    return { status: 403, text: "Requests of web pages are not answered here." };
  if (!target.startsWith("/")) return { status: 400, text: "The request target is not a path." };
  const limit = options.bodyLimit(target);
  if (limit === undefined) return { status: 404, text: "Nothing listens at this path." };
  if (Number(request.headers["content-length"] ?? 0) > limit)
    return { status: 413, text: tooLargeText(limit), limit };
  return undefined;
}

function tooLargeText(limit: number): string {
  return `The body is longer than ${limit} octets.`;
}

function readBody(request: IncomingMessage, response: ServerResponse, options: ListenerOptions): void {
  const limit = options.bodyLimit(request.url ?? "") ?? 0;
  const chunks: Buffer[] = [];
  let length = 0;
  let settled = false;
  const unread = (code: string, text: string): void => {
    if (settled) return;
    settled = true;
    options.onUnread(unreadOf(request, chunks, code, text));
  };
  request.on("data", (chunk: Buffer) => {
    if (settled) return;
    length += chunk.length;
    if (length <= limit) {
      chunks.push(chunk);
      return;
    }
    chunks.push(chunk.subarray(0, chunk.length - (length - limit)));
    unread("http/too-large", tooLargeText(limit));
    refuse(request, response, 413, tooLargeText(limit));
  });
  request.on("error", () => {
    unread("http/cut-off", "The request ended before its body was complete.");
  });
  request.on("end", () => {
    if (settled) return;
    settled = true;
    options.onRequest({ ...arrivalOf(request, chunks), answer: answerOf(request, response) });
  });
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
      const fields: OutgoingHttpHeaders = { ...headers };
      delete fields["transfer-encoding"];
      delete fields["connection"];
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
  };
}

/** Answers without reading on. The connection ends, after a while in which the rest is read and thrown away. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  const body = Buffer.from(`${text}\n`);
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": body.length,
    connection: "close",
  });
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

function unreadOf(
  request: IncomingMessage,
  chunks: readonly Buffer[],
  code: string,
  text: string,
): UnreadRequest {
  return { ...arrivalOf(request, chunks), code, text };
}

function arrivalOf(request: IncomingMessage, chunks: readonly Buffer[]): Omit<ArrivedRequest, "answer"> {
  const { socket } = request;
  const authority =
    request.headers.host ??
    `${addressInUrl(plainAddress(socket.localAddress ?? ""))}:${socket.localPort ?? 0}`;
  return {
    request: {
      method: request.method ?? "",
      url: `http://${authority}${request.url ?? ""}`,
      headers: headersOf(request),
      // A copy: a chunk would keep the whole buffer that the socket was read into.
      body: concatBytes(...chunks),
    },
    address: plainAddress(socket.remoteAddress ?? ""),
    endpoint: endpointKey(socket.remoteAddress, socket.remotePort),
  };
}

function headersOf(request: IncomingMessage): Headers {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  return headers;
}

const malformedStatus: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Content Too Large",
};

function answerMalformed(
  error: NodeJS.ErrnoException,
  socket: Duplex & { readonly remoteAddress?: string; readonly bytesWritten?: number },
  onMalformed: ListenerOptions["onMalformed"],
): void {
  const status = malformedStatus[error.code ?? ""] ?? "400 Bad Request";
  const isGone = error.code === "ECONNRESET" || !socket.writable;
  if (!isGone) onMalformed(plainAddress(socket.remoteAddress ?? ""), `${status.slice(4)}: ${error.message}`);
  if (isGone) socket.destroy();
  else socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
