import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JournalRow } from "../../simulator/api/index.ts";
import { openJournal, type JournalClient } from "./support/journal-client.ts";
import { rawRequest, sendRaw, type RawOptions, type RawRequest } from "./support/raw-http.ts";
import { authorization, element, envelope, normalSession } from "./support/scripted-soap.ts";
import { configOf, notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/* Attacks on the connection and on HTTP itself, with little patience so that slow ones end soon. */

let host: ServedHost;
let journal: JournalClient;
beforeAll(async () => {
  if (notBuilt !== undefined) return;
  host = await serveHost({ config: configOf("limits: { headerTime: 700, requestTime: 1000 }") });
  journal = await openJournal(host);
});
afterAll(async () => {
  if (notBuilt !== undefined) return;
  journal.close();
  await host.stop();
});

const good = envelope(element("DiscoverDevices"));
const headers = { "content-type": "text/xml; charset=utf-8", authorization };

/** Status codes that a request gets. */
async function statuses(request: RawRequest | string | Uint8Array, options?: RawOptions): Promise<number[]> {
  const octets =
    typeof request === "string" || request instanceof Uint8Array
      ? request
      : rawRequest(host.port, { body: good, ...request, headers: { ...headers, ...request.headers } });
  return (await sendRaw(host.port, octets, options)).map(({ status }) => status);
}

/** The rows that an attack leaves behind, once one of them is of this kind. */
async function rowsOf(
  act: () => Promise<unknown>,
  isThere: (row: JournalRow) => boolean,
): Promise<readonly JournalRow[]> {
  const before = await journal.last();
  await act();
  return journal.rowsAfter(before, (rows) => rows.some(isThere));
}

const isUnread = (row: JournalRow): boolean => row.kind === "message" && row.outcome === "unread";
const isNote =
  (code: string) =>
  (row: JournalRow): boolean =>
    row.kind === "note" && row.code === code;

describe.skipIf(notBuilt !== undefined)("bodies that do not end", () => {
  it("cuts off one octet a second, keeps what came, and serves others meanwhile", async () => {
    let answer: number[] = [];
    const slow = rawRequest(host.port, { headers: { ...headers, "content-length": "1000" } });
    const octets = Array.from(good, (letter) => Buffer.from(letter));
    const rows = await rowsOf(async () => {
      const attack = sendRaw(host.port, [slow, ...octets], { pause: 100, patience: 6000 });
      expect(await normalSession(host)).toBeUndefined();
      answer = (await attack).map(({ status }) => status);
    }, isUnread);
    expect(answer).toEqual([408]);
    const unread = rows.find(isUnread);
    expect(unread?.kind === "message" && unread.bytes).toBeGreaterThan(0);
    expect(rows.some(isNote("http/cut-off"))).toBe(true);
  });

  it("gives up on headers that do not end, and on silence", async () => {
    const drip = `POST /wsi HTTP/1.1\r\nhost: 127.0.0.1:${host.port}\r\nx-a: `;
    const started = Date.now();
    expect(await statuses(drip, { patience: 6000 })).toEqual([408]);
    expect(await sendRaw(host.port, "", { patience: 6000 })).toHaveLength(1);
    expect(Date.now() - started).toBeLessThan(8000);
  });

  it("notes a half-closed body, chunks without end and chunks that are none", async () => {
    const attacks: readonly (readonly [Buffer, RawOptions])[] = [
      [
        rawRequest(host.port, { headers: { ...headers, "content-length": "9999" }, body: good }),
        { halfClose: true },
      ],
      [
        Buffer.concat([
          rawRequest(host.port, { headers: { ...headers, "transfer-encoding": "chunked" } }),
          Buffer.from("5\r\nabcde\r\n"),
        ]),
        { halfClose: true },
      ],
      [
        Buffer.concat([
          rawRequest(host.port, { headers: { ...headers, "transfer-encoding": "chunked" } }),
          Buffer.from("5\r\nabcde\r\nzz\r\n"),
        ]),
        {},
      ],
    ];
    for (const [octets, options] of attacks) {
      let answer: number[] = [];
      const rows = await rowsOf(async () => {
        answer = await statuses(octets, options);
      }, isUnread);
      expect(answer).toEqual([400]);
      expect(rows.some(isUnread)).toBe(true);
      expect(rows.some(isNote("http/cut-off"))).toBe(true);
    }
  });

  it("ends a chunked body at the limit, and keeps what came until then", async () => {
    const chunk = Buffer.concat([
      Buffer.from("100000\r\n"),
      Buffer.alloc(0x100000, 0x20),
      Buffer.from("\r\n"),
    ]);
    const head = rawRequest(host.port, {
      target: "/dm",
      headers: { "content-type": "application/vnd.syncml.dm+xml", "transfer-encoding": "chunked" },
    });
    const before = host.memory();
    let answer: number[] = [];
    const rows = await rowsOf(async () => {
      answer = await statuses(Buffer.concat([head, chunk, chunk, chunk]));
    }, isUnread);
    expect(answer).toEqual([413]);
    const unread = rows.find(isUnread);
    expect(unread?.kind === "message" && unread.bytes).toBe(1024 * 1024);
    expect(host.memory() - before).toBeLessThan(100e6);
  });

  it("refuses an announced 20 MB without reading it", async () => {
    for (const target of ["/wsi", "/dm", "/uddi/inquiry"]) {
      const body = Buffer.alloc(20_000_000, 0x20);
      let answer: number[] = [];
      const rows = await rowsOf(async () => {
        answer = await statuses({ target, body });
      }, isNote("http/too-large"));
      expect(answer).toEqual([413]);
      expect(rows.some(isUnread)).toBe(true);
    }
  });
});

describe.skipIf(notBuilt !== undefined)("HTTP", () => {
  it("notes what is no HTTP, and answers 400", async () => {
    const noise: readonly (string | Uint8Array)[] = [
      Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3),
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "GET\r\n\r\n",
      `POST /wsi HTTP/1.1\r\nhost: 127.0.0.1:${host.port}\r\ncontent-length: -1\r\n\r\n`,
      `POST /wsi HTTP/1.1\r\nhost: 127.0.0.1:${host.port}\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n`,
      `POST /wsi HTTP/1.1\r\nhost: 127.0.0.1:${host.port}\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      `POST /wsi HTTP/1.1\r\nhost: 127.0.0.1:${host.port}\r\nx: a\r\n b: folded\0\r\n\r\n`,
    ];
    for (const octets of noise) {
      let answer: number[] = [];
      const rows = await rowsOf(async () => {
        answer = await statuses(octets);
      }, isNote("http/malformed"));
      expect(answer, String(octets)).toEqual([400]);
      expect(rows.some(isNote("http/malformed")), String(octets)).toBe(true);
    }
  });

  it("bounds headers and targets with 431", async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`x-${n}`, "y"]));
    expect(await statuses({ headers: many })).toEqual([431]);
    expect(await statuses({ headers: { "x-long": "y".repeat(100_000) } })).toEqual([431]);
    expect(await statuses({ target: `/wsi?${"a".repeat(30_000)}` })).toEqual([431]);
  });

  it("answers only to its own name, to no page, and only at its paths", async () => {
    for (const name of [
      "evil.example",
      `a@127.0.0.1:${host.port}`,
      "127.0.0.1/../x",
      "127.0.0.1:99999",
      "[::1",
    ])
      expect(await statuses({ headers: { host: name } }), name).toEqual([421]);
    for (const origin of ["http://evil.example", "null", `http://127.0.0.1:${host.port}`])
      expect(await statuses({ headers: { origin } }), origin).toEqual([403]);
    for (const target of ["/nowhere", "/", "/../wsi", "//wsi", "/%77si", "/WSI", "/wsi%00", "/wsidm"])
      expect(await statuses({ target }), target).toEqual([404]);
    expect(await statuses(`POST /wsi HTTP/1.1\r\ncontent-length: 0\r\n\r\n`)).toEqual([400]);
  });

  it("says 100 before it reads a body that waits for it, and 417 to other expectations", async () => {
    const [head = ""] = rawRequest(host.port, { headers: { ...headers, expect: "100-continue" }, body: good })
      .toString()
      .split("\r\n\r\n");
    const answers = await sendRaw(host.port, [`${head}\r\n\r\n`, good], { pause: 50, responses: 2 });
    expect(answers.map(({ status }) => status)).toEqual([100, 200]);
    expect(await statuses({ headers: { expect: "tea" } })).toEqual([417]);
  });

  it("speaks HTTP/1.0, answers pipelined requests in order, and holds no connection open for it", async () => {
    expect(await statuses({ version: "1.0" })).toEqual([200]);
    const request = (body: string): Buffer => rawRequest(host.port, { headers, body });
    const three = Buffer.concat([request(good), request("<"), request(good)]);
    expect(await statuses(three, { responses: 3 })).toEqual([200, 500, 200]);
  });

  it("outlives five hundred connections that say nothing", async () => {
    const sockets = Array.from({ length: 500 }, () =>
      connect(host.port, "127.0.0.1").on("error", () => undefined),
    );
    try {
      expect(await normalSession(host)).toBeUndefined();
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    expect(host.memory()).toBeLessThan(600e6);
    expect(host.stderr()).toBe("");
  });
});
