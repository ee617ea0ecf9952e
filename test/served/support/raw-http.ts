import { connect, type Socket } from "node:net";

/** A response as it stood on the line. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RawOptions {
  /** Ends our half of the connection after the last octet. */
  readonly halfClose?: boolean;
  /** Milliseconds after which the connection is cut; what arrived until then is the answer. */
  readonly patience?: number;
  /** Milliseconds between octets. */
  readonly pause?: number;
  /** Stop waiting once so many responses are there; 1 unless told, 0 waits for the end. */
  readonly responses?: number;
}

/** Sends octets to the port as they are and reads what comes back until it is complete or the connection ends. */
export async function sendRaw(
  port: number,
  octets: string | Uint8Array | readonly (string | Uint8Array)[],
  { halfClose = false, patience = 8000, pause = 0, responses = 1 }: RawOptions = {},
): Promise<readonly RawResponse[]> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const chunks: Buffer[] = [];
  const read = (): readonly RawResponse[] => parseResponses(Buffer.concat(chunks).toString("latin1"));
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(read());
    };
    const timer = setTimeout(done, patience);
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (responses > 0 && read().length >= responses) done();
    });
    socket.on("end", done).on("error", done).on("close", done);
    socket.once("connect", () => {
      void write(socket, Array.isArray(octets) ? octets : [octets], pause).then(() => {
        if (halfClose && !socket.destroyed) socket.end();
      });
    });
  });
}

async function write(socket: Socket, parts: readonly (string | Uint8Array)[], pause: number): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return;
    socket.write(part);
    if (pause > 0) await new Promise((next) => setTimeout(next, pause));
  }
}

/** Complete responses in what arrived; one without length goes to the end. Interim responses count as well. */
export function parseResponses(text: string): readonly RawResponse[] {
  const found: RawResponse[] = [];
  let rest = text;
  for (;;) {
    const head = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (!head) return found;
    const headers = Object.fromEntries(
      (head[2] ?? "")
        .split("\r\n")
        .filter((line) => line.includes(":"))
        .map((line) => [
          line.slice(0, line.indexOf(":")).toLowerCase(),
          line.slice(line.indexOf(":") + 1).trim(),
        ]),
    );
    rest = rest.slice(head[0].length);
    const length =
      Number(head[1]) < 200
        ? 0
        : headers["content-length"] === undefined
          ? undefined
          : Number(headers["content-length"]);
    if (length !== undefined && rest.length < length) return found;
    found.push({ status: Number(head[1]), headers, body: rest.slice(0, length) });
    rest = length === undefined ? "" : rest.slice(length);
  }
}

export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A request head with a Content-Length of its own, unless the headers say it otherwise. */
export function rawRequest(port: number, request: RawRequest): Buffer {
  const { method = "POST", target = "/wsi", version = "1.1", headers = {}, body = "" } = request;
  const octets = Buffer.from(body);
  const fields: Record<string, string> = { host: `127.0.0.1:${port}`, ...headers };
  const names = Object.keys(fields).map((name) => name.toLowerCase());
  if (!names.includes("content-length") && !names.includes("transfer-encoding") && octets.length > 0)
    fields["content-length"] = String(octets.length);
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/${version}\r\n${lines.join("")}\r\n`), octets]);
}
