import { buildConnector, Client, type Dispatcher } from "undici";
import type { Headers, HttpResponse } from "../wire/http.ts";
import { concatBytes } from "../core/bytes.ts";
import { errorText } from "../core/error.ts";
import type { RequestFailure } from "../wire/role.ts";
import { connectionKey } from "./host-name.ts";

/** Where a request goes: an origin and, when it was resolved before, the address that stands for it. */
export interface Target {
  readonly origin: string;
  readonly address?: string | undefined;
  /** Subject of the client certificate that is shown, over HTTPS. */
  readonly identity?: string | undefined;
}

/** What the client needs for HTTPS. */
export interface ClientTls {
  /** Authorities whose servers are trusted, PEM. */
  readonly serverAuthorities: readonly string[];
  /** The certificate of one of our clients and its key, PEM; without it none is shown. */
  readonly client?:
    ((subject: string) => Promise<{ readonly certificate: string; readonly key: string }>) | undefined;
}

export type ClientOutcome =
  | { readonly kind: "response"; readonly response: HttpResponse }
  | { readonly kind: "failed"; readonly reason: RequestFailure; readonly text: string };

export interface ClientRequest<Tag> {
  readonly target: Target;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Octets that the body of the answer may have. */
  readonly replyLimit: number;
  /** Found again by {@link HttpClient.tagAt} while the request is on its connection. */
  readonly tag: Tag;
}

/** Sends requests over kept connections, one at a time on each, and never follows a redirect. */
export interface HttpClient<Tag> {
  /** Calls `done` exactly once. The result aborts the request, which is then `closed`. */
  send(request: ClientRequest<Tag>, done: (outcome: ClientOutcome) => void): () => void;
  /** The tag of the request that is on this connection of ours, see {@link connectionKey}. */
  tagAt(connection: string): Tag | undefined;
  close(): Promise<void>;
}

interface Connection<Tag> {
  readonly client: Client;
  key: string;
  tag: Tag | undefined;
}

interface Pool<Tag> {
  readonly idle: Connection<Tag>[];
  readonly waiting: ((connection: Connection<Tag>) => void)[];
  size: number;
}

/** Connections to one target at one time. */
const POOL_SIZE = 256;
const CONNECT_TIME = 10_000;

/** Creates a client with its own connections. Without `tls` it trusts the public authorities and shows no certificate. */
export function createHttpClient<Tag>(tls?: ClientTls): HttpClient<Tag> {
  const pools = new Map<string, Pool<Tag>>();
  const byKey = new Map<string, Connection<Tag>>();
  const all = new Set<Connection<Tag>>();
  const connect = createConnect(tls);

  const open = ({ origin, address, identity }: Target, pool: Pool<Tag>): Connection<Tag> => {
    const client = new Client(origin, {
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (options, callback) => {
        const servername = new URL(origin).hostname;
        const to = address === undefined ? options : { ...options, hostname: address, servername };
        connect(identity, to, (...result) => {
          const [, socket] = result;
          if (socket) {
            byKey.delete(connection.key);
            connection.key = connectionKey(socket.localAddress, socket.localPort, socket.remotePort);
            byKey.set(connection.key, connection);
          }
          callback(...result);
        });
      },
    });
    const connection: Connection<Tag> = { client, key: "", tag: undefined };
    const forget = (): void => {
      byKey.delete(connection.key);
      const at = pool.idle.indexOf(connection);
      if (at < 0) return;
      pool.idle.splice(at, 1);
      all.delete(connection);
      if (--pool.size === 0) pools.delete(poolKey({ origin, address, identity }));
      void client.destroy();
    };
    client.on("disconnect", forget).on("connectionError", forget);
    all.add(connection);
    pool.size++;
    return connection;
  };

  const withConnection = (
    target: Target,
    use: (connection: Connection<Tag>, release: () => void) => void,
  ): void => {
    const key = poolKey(target);
    let pool = pools.get(key);
    if (!pool) pools.set(key, (pool = { idle: [], waiting: [], size: 0 }));
    const { idle, waiting, size } = pool;
    const start = (connection: Connection<Tag>): void => {
      use(connection, () => {
        connection.tag = undefined;
        const next = waiting.shift();
        if (next) next(connection);
        else idle.push(connection);
      });
    };
    const free = idle.pop();
    if (free) start(free);
    else if (size < POOL_SIZE) start(open(target, pool));
    else waiting.push(start);
  };

  return {
    send: (request, done) => {
      const { target, replyLimit, tag } = request;
      const exchange = new ClientExchange(replyLimit, done);
      withConnection(target, (connection, release) => {
        if (exchange.isOver) {
          release();
          return;
        }
        connection.tag = tag;
        exchange.onOver(release);
        exchange.start(connection.client, request);
      });
      return () => {
        exchange.abort();
      };
    },
    tagAt: (connection) => byKey.get(connection)?.tag,
    close: async () => {
      await Promise.all([...all].map(({ client }) => client.destroy()));
      all.clear();
    },
  };
}

function poolKey({ origin, address, identity }: Target): string {
  return `${origin} ${address ?? ""} ${identity ?? ""}`;
}

type Connect = (
  identity: string | undefined,
  options: buildConnector.Options,
  callback: buildConnector.Callback,
) => void;

/** Connects with the certificate of an identity, as it is at that moment. */
function createConnect(tls: ClientTls | undefined): Connect {
  const common = { timeout: CONNECT_TIME, allowH2: false, maxCachedSessions: 0 };
  const trusting = tls ? { ...common, ca: [...tls.serverAuthorities] } : common;
  const plain = buildConnector(trusting);
  return (identity, options, callback) => {
    if (!tls?.client || identity === undefined) plain(options, callback);
    else
      void connectAs(
        tls.client(identity),
        (own) => buildConnector({ ...trusting, ...own })(options, callback),
        callback,
      );
  };
}

async function connectAs(
  issued: ReturnType<NonNullable<ClientTls["client"]>>,
  connect: (own: { readonly cert: string; readonly key: string }) => void,
  callback: buildConnector.Callback,
): Promise<void> {
  let own: Awaited<typeof issued>;
  try {
    own = await issued;
  } catch (error) {
    callback(error instanceof Error ? error : new Error(errorText(error)), null);
    return;
  }
  connect({ cert: own.certificate, key: own.key });
}

/** One request and its answer, as the handler of undici sees them. */
class ClientExchange implements Dispatcher.DispatchHandler {
  readonly #limit: number;
  readonly #done: (outcome: ClientOutcome) => void;
  #release: (() => void) | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  #status = 0;
  #headers: Headers = {};
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(limit: number, done: (outcome: ClientOutcome) => void) {
    this.#limit = limit;
    this.#done = done;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  onOver(release: () => void): void {
    this.#release = release;
  }

  start(client: Client, { method, path, headers, body }: ClientRequest<unknown>): void {
    const hasBody = body.length > 0 || method === "POST" || method === "PUT";
    try {
      client.dispatch(
        {
          path,
          method,
          headers: withoutHopHeaders(headers),
          body: hasBody ? body : null,
        },
        this,
      );
    } catch (error) {
      this.#fail("unreachable", `cannot be sent: ${errorText(error)}`);
    }
  }

  abort(): void {
    this.#fail("closed", "given up");
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new Error("given up"));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: RawHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = joined(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#limit)
      this.#fail("too-large", `the answer is longer than ${this.#limit} octets`);
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    // A copy: a chunk would keep the whole buffer that the socket was read into.
    const body = concatBytes(...this.#chunks);
    this.#settle({ kind: "response", response: { status: this.#status, headers: this.#headers, body } });
    this.#giveBack();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const [reason, text] = failureOf(error);
    this.#settle({ kind: "failed", reason, text });
    this.#giveBack();
  }

  #fail(reason: RequestFailure, text: string): void {
    if (this.#isOver) return;
    this.#settle({ kind: "failed", reason, text });
    // undici answers with onResponseError, and only then is the connection free.
    if (this.#controller) this.#controller.abort(new Error(text));
    else this.#giveBack();
  }

  #settle(outcome: ClientOutcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#done(outcome);
  }

  #giveBack(): void {
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }
}

type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

function joined(raw: RawHeaders): Headers {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(raw)) {
    const value = raw[name];
    if (value !== undefined)
      headers[name.toLowerCase()] = typeof value === "string" ? value : value.join(", ");
  }
  return headers;
}

/** Headers that belong to the connection, which undici writes itself. */
const hopHeaders: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
]);

function withoutHopHeaders(headers: Headers): Record<string, string> {
  const own: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined && !hopHeaders.has(name)) own[name] = value;
  }
  return own;
}

const failures: Readonly<Record<string, readonly [RequestFailure, string]>> = {
  ECONNREFUSED: ["unreachable", "the connection was refused"],
  ENOTFOUND: ["unreachable", "the name is not known"],
  EAI_AGAIN: ["unreachable", "the name could not be looked up"],
  EHOSTUNREACH: ["unreachable", "there is no route to the host"],
  ENETUNREACH: ["unreachable", "there is no route to the network"],
  UND_ERR_CONNECT_TIMEOUT: ["unreachable", "the connection was not answered"],
  ECONNRESET: ["closed", "the connection was closed before the answer"],
  EPIPE: ["closed", "the connection was closed before the answer"],
  UND_ERR_SOCKET: ["closed", "the connection was closed before the answer"],
};

/** Codes of a server certificate that is not trusted. */
const distrust = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/;

function failureOf(error: Error): readonly [RequestFailure, string] {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (distrust.test(code)) return ["unreachable", `the server's certificate is refused: ${error.message}`];
  if (code.startsWith("ERR_SSL_")) return ["unreachable", `there is no TLS connection: ${error.message}`];
  if (code.startsWith("HPE_")) return ["closed", `the answer is not HTTP: ${error.message}`];
  return failures[code] ?? ["unreachable", error.message];
}
