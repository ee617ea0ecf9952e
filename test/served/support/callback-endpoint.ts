import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { textOf } from "./scripted-soap.ts";

/** A callback as it came in. */
export interface ReceivedCallback {
  readonly name: string;
  readonly text: string;
  readonly operationId: string;
  readonly sequence: number;
  readonly at: number;
}

export interface CallbackEndpoint {
  readonly url: string;
  readonly received: readonly ReceivedCallback[];
  /** What to do with the next callbacks; the last way stays. */
  behave(...ways: readonly Way[]): void;
  /** Waits for a callback that fits. */
  next(fits: (callback: ReceivedCallback) => boolean, patience?: number): Promise<ReceivedCallback>;
  close(): Promise<void>;
}

/** How an endpoint answers one callback. */
export type Way = (response: ServerResponse, callback: ReceivedCallback) => void;

/** Takes it, as the contract asks. */
export const accept: Way = (response) => {
  response.writeHead(200, { "content-type": "text/xml; charset=utf-8" }).end();
};

/** Answers with a status and a text. */
export function answerWith(status: number, text = "", type = "text/plain"): Way {
  return (response) => {
    response.writeHead(status, { "content-type": type }).end(text);
  };
}

/** Keeps the connection open and says nothing. */
export const hang: Way = () => undefined;

/** Cuts the connection. */
export const cut: Way = (response) => {
  response.socket?.destroy();
};

/** Opens a callback endpoint at a free port. */
export function openCallbackEndpoint(...first: readonly Way[]): Promise<CallbackEndpoint> {
  return openCallbackEndpointAt(0, ...first);
}

/** Opens a callback endpoint at a port. */
export async function openCallbackEndpointAt(
  port: number,
  ...first: readonly Way[]
): Promise<CallbackEndpoint> {
  const received: ReceivedCallback[] = [];
  const waiting = new Set<() => void>();
  let ways: readonly Way[] = first.length === 0 ? [accept] : first;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const callback: ReceivedCallback = {
        name: /Body>\s*<(?:[\w.-]+:)?([\w.-]+)/.exec(text)?.[1] ?? "",
        text,
        operationId: textOf(text, "operationId") ?? "",
        sequence: Number(textOf(text, "sequence")),
        at: Date.now(),
      };
      received.push(callback);
      const [way = accept, ...rest] = ways;
      if (rest.length > 0) ways = rest;
      way(response, callback);
      for (const look of waiting) look();
    });
  });
  await new Promise<void>((open) => server.listen(port, "127.0.0.1", open));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    received,
    behave: (...next) => {
      ways = next;
    },
    next: (fits, patience = 12_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          const names = received.map(({ name, sequence }) => `${name} ${sequence}`).join(", ");
          reject(new Error(`no such callback came; these did: ${names}`));
        }, patience);
        const look = (): void => {
          const found = received.find(fits);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
