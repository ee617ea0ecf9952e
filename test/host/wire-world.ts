import { connect, type Socket } from "node:net";
import { createServer } from "node:http";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { createEmitter } from "../../simulator/core/emitter.ts";
import { createScaledClock, type ScaledClock } from "../../simulator/core/scaled-clock.ts";
import type { EgressGate } from "../../simulator/host/egress.ts";
import { openHttpWire, type HttpWire, type HttpWireOptions } from "../../simulator/host/http-wire.ts";
import type { WireNote } from "../../simulator/host/http-wire-state.ts";
import { hostWall } from "../../simulator/host/wall.ts";
import { createMemoryJournal } from "../../simulator/journal/memory-journal.ts";
import type { CrossingRecord } from "../../simulator/journal/record.ts";
import type { Party } from "../../simulator/wire/party.ts";
import { createTap, type Gate } from "../../simulator/wire/tap.ts";
import type { IncomingRequest, OutgoingRequest, RequestOutcome } from "../../simulator/wire/wire.ts";
import { countingTime, header } from "../journal/records.ts";

export const es: Party = { role: "external-system", name: "care" };
export const dms: Party = { role: "dm-server", name: "dms.example" };
export const device: Party = { role: "device", name: "IMEI:1" };

/** Lets every address through, as itself. */
export const openEgress: EgressGate = {
  decide: (url) => Promise.resolve({ kind: "allowed", address: new URL(url).hostname }),
};

export interface WireWorld {
  readonly wire: HttpWire;
  readonly clock: ScaledClock;
  readonly notes: WireNote[];
  /** The next note with this code, or one that was made before. */
  noted(code: string): Promise<WireNote>;
  /** Messages in the journal, as short texts. */
  crossings(): string[];
  records(): readonly CrossingRecord[];
  send(change?: Partial<OutgoingRequest>): Promise<RequestOutcome>;
  /** Listens and gives the next request that arrives. */
  listen(path?: string, channel?: "wsi" | "dm"): { next(): Promise<IncomingRequest> };
}

/** An HTTP wire with a journal behind its tap. */
export async function wireWorld(
  options: Partial<HttpWireOptions> & { readonly gate?: Gate } = {},
): Promise<WireWorld> {
  const journal = createMemoryJournal(header, countingTime());
  const clock = createScaledClock(hostWall, 1, 0);
  const notes: WireNote[] = [];
  const heard = createEmitter<WireNote>();
  const tap = createTap((draft, outcome, original) => {
    return journal.append({ kind: "crossing", ...draft, outcome, original }).seq;
  }, options.gate);
  const onNote = (note: WireNote): void => {
    notes.push(note);
    heard.emit(note);
  };
  const wire = await openHttpWire({
    tap,
    clock,
    egress: openEgress,
    onNote,
    ...options,
  });
  onTestFinished(async () => {
    await wire.close();
    clock.dispose();
  });
  const records = (): CrossingRecord[] =>
    journal.read(0, 1000).filter((record) => record.kind === "crossing");
  return {
    wire,
    clock,
    notes,
    noted: (code) =>
      new Promise((resolve) => {
        const take = (note: WireNote): void => void (note.code === code && resolve(note));
        notes.forEach(take);
        heard.subscribe(take);
      }),
    records,
    crossings: () =>
      records().map(({ seq, direction, from, to, status, outcome }) =>
        [
          seq,
          `${direction}${status === undefined ? "" : ` ${status}`}`,
          `${from.name} > ${to.name}`,
          outcome,
        ].join(", "),
      ),
    send: (change = {}) =>
      new Promise((resolve) => {
        const url = `${wire.baseUrl}/wsi`;
        const request = { method: "POST", url, headers: { "content-type": "text/xml" }, body: utf8("hello") };
        wire.send(
          { from: es, channel: "wsi", request, timeout: 5000, onPeersWord: false, ...change },
          resolve,
        );
      }),
    listen: (path = "/wsi", channel = "wsi") => {
      const arrived: IncomingRequest[] = [];
      const waiting: ((request: IncomingRequest) => void)[] = [];
      wire.listen({
        party: dms,
        channel,
        path,
        receive: (incoming) => {
          const taker = waiting.shift();
          if (taker) taker(incoming);
          else arrived.push(incoming);
        },
      });
      return {
        next: () =>
          new Promise((resolve) => {
            const ready = arrived.shift();
            if (ready) resolve(ready);
            else waiting.push(resolve);
          }),
      };
    },
  };
}

/** An answer with a text body. */
export function answer(status: number, text: string): Parameters<IncomingRequest["respond"]>[0] {
  return { status, headers: { "content-type": "text/plain" }, body: utf8(text) };
}

/** Sends octets to a port and gives everything that comes back until the connection ends. */
export async function rawExchange(port: number, ...parts: readonly string[]): Promise<string> {
  const socket = rawConnection(port);
  for (const part of parts) socket.write(part, "latin1");
  return textOf(socket);
}

export function rawConnection(port: number): Socket {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  return socket;
}

export async function textOf(socket: Socket): Promise<string> {
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
  socket.on("error", () => undefined);
  if (!socket.closed) await once(socket, "close");
  return text;
}

/** A program of somebody else: answers with `handle`. */
export async function foreignServer(handle: Parameters<typeof createServer>[1] & object): Promise<string> {
  const server = createServer(handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}
