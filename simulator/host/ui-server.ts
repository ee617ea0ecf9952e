import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { addressInUrl, createHostCheck, isLoopback } from "./host-name.ts";
import { listenError } from "./http-listener.ts";
import { refusePage, servePage } from "./page-files.ts";

export interface UiServerOptions {
  readonly bind: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Folder of the built page. */
  readonly page: string;
  /** Serves the API on a socket whose other end knows the token. */
  readonly serveApi: (socket: WebSocket) => void;
  /** Milliseconds for the token to arrive. */
  readonly patience?: number;
}

export interface UiServer {
  /** Address of the page, with the token behind the `#`, where no server and no log sees it. */
  readonly url: string;
  readonly port: number;
  readonly loopback: boolean;
  close(): Promise<void>;
}

/** Path of the API. */
const API_PATH = "/api";
/** Octets of one message of the API. */
const MESSAGE_LIMIT = 32 * 1024 * 1024;
/** Close code for a socket whose first message was not the token. */
const NO_TOKEN = 4401;

/**
 * Opens the listener of the page: its files, and the API over a WebSocket. The first text on a socket is the token, which
 * is answered `ready`; what follows is the API. The token is new with every start.
 *
 * @throws WorkbenchError `listener/port-taken`, `listener/failed`
 */
export async function openUiServer(options: UiServerOptions): Promise<UiServer> {
  const token = randomBytes(32).toString("base64url");
  const hosts = createHostCheck();
  const isOurs = (request: IncomingMessage): boolean =>
    hosts.isOurs(request.headers.host, request.socket.localAddress);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, (request, response) => {
    if (!isOurs(request)) refusePage(response, 421, "This host does not answer to that name.");
    else if (!isOwnOrigin(request)) refusePage(response, 403, "Other pages are not answered here.");
    else void servePage(options.page, request.method ?? "", request.url ?? "", response);
  });
  server.maxConnections = 256;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    perMessageDeflate: false,
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A page elsewhere can open sockets, but it cannot hide its origin.
    const isAllowed = isOurs(request) && request.headers.origin !== undefined && isOwnOrigin(request);
    if (request.url !== API_PATH) refuseUpgrade(socket, "404 Not Found");
    else if (!isAllowed) refuseUpgrade(socket, "403 Forbidden");
    else
      sockets.handleUpgrade(request, socket, head, (opened) => {
        awaitToken(opened, token, options);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(listenError(error, options.bind, options.port));
    });
    server.listen(options.port, options.bind, resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("a TCP listener has an address");
  const shown = bound.address === "0.0.0.0" || bound.address === "::" ? "127.0.0.1" : bound.address;
  return {
    url: `http://${addressInUrl(shown)}:${bound.port}/#token=${token}`,
    port: bound.port,
    loopback: isLoopback(bound.address),
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** True for a request without origin (a person's own navigation) or of the page itself. */
function isOwnOrigin({ headers }: IncomingMessage): boolean {
  return (
    headers.origin === undefined ||
    headers.origin.toLowerCase() === `http://${headers.host ?? ""}`.toLowerCase()
  );
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function awaitToken(socket: WebSocket, token: string, { serveApi, patience = 5000 }: UiServerOptions): void {
  const refuse = (): void => {
    socket.close(NO_TOKEN, "token");
  };
  const timer = setTimeout(refuse, patience);
  socket.on("error", () => {
    socket.terminate();
  });
  socket.once("close", () => {
    clearTimeout(timer);
  });
  socket.once("message", (data, isBinary) => {
    clearTimeout(timer);
    if (isBinary || !isToken(data, token)) {
      refuse();
      return;
    }
    serveApi(socket);
    socket.send("ready");
  });
}

function isToken(data: RawData, token: string): boolean {
  const given = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
