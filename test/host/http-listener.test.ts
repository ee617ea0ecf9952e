import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { openHttpListener } from "../../simulator/host/http-listener.ts";
import { defaultHttpLimits } from "../../simulator/host/limits.ts";
import { answer, rawConnection, rawExchange, textOf, wireWorld, type WireWorld } from "./wire-world.ts";

async function served(
  limits: Partial<typeof defaultHttpLimits> = {},
  publicUrl?: string,
): Promise<WireWorld> {
  const world = await wireWorld({ limits: { ...defaultHttpLimits, ...limits }, publicUrl });
  for (const [path, channel] of [
    ["/wsi", "wsi"],
    ["/dm", "dm"],
  ] as const) {
    const arrivals = world.listen(path, channel);
    void (async () => {
      for (;;) {
        const incoming = await arrivals.next();
        incoming.respond(answer(200, `${incoming.request.url} ${incoming.request.body.length}`));
      }
    })();
  }
  return world;
}

function post(target: string, fields: string, body = ""): string {
  return `POST ${target} HTTP/1.1\r\n${fields}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

const status = (text: string): string => text.split(" ", 2)[1] ?? text;

describe("protocol listener", () => {
  it("names the stranger by address and records both ways", async () => {
    const world = await served();
    const text = await rawExchange(world.wire.port, post("/dm", "Host: localhost", "abc"));
    expect(status(text)).toBe("200");
    expect(text).toContain("http://localhost/dm 3");
    expect(world.records()).toMatchObject([
      {
        direction: "request",
        from: { role: "device", name: "127.0.0.1", underTest: true },
        peerAddress: "127.0.0.1",
      },
      { direction: "response", status: 200, cause: 1 },
    ]);
  });

  it.each([
    ["127.0.0.1", "200"],
    ["127.0.0.1:99", "200"],
    ["LOCALHOST:1", "200"],
    ["dms.example:8480", "200"],
    ["evil.example", "421"],
    ["127.0.0.1.evil.example", "421"],
    ["127.0.0.2", "421"],
    ["user@localhost", "421"],
    ["", "421"],
  ])("answers to Host %j with %s", async (host, expected) => {
    const world = await served({}, "http://dms.example/");
    expect(status(await rawExchange(world.wire.port, post("/wsi", `Host: ${host}`)))).toBe(expected);
    expect(world.records()).toMatchObject([
      { outcome: expected === "200" ? "delivered" : "unread", channel: "wsi" },
      { direction: "response", status: Number(expected), exchange: "x1", cause: 1 },
    ]);
  });

  it("wants a Host, refuses Origin, and ignores X-Forwarded-Host", async () => {
    const world = await served();
    const { port } = world.wire;
    expect(status(await rawExchange(port, post("/wsi", "Accept: */*")))).toBe("400");
    expect(status(await rawExchange(port, post("/wsi", "Host: localhost\r\nOrigin: http://localhost")))).toBe(
      "403",
    );
    const forwarded = await rawExchange(
      port,
      post("/wsi", "Host: localhost\r\nX-Forwarded-Host: evil.example"),
    );
    expect(forwarded).toContain("http://localhost/wsi 0");
    expect(forwarded.toLowerCase()).not.toContain("access-control");
  });

  it.each([
    ["GET http://evil.example/wsi HTTP/1.1\r\nHost: localhost\r\n\r\n", "421"],
    ["GET ftp://localhost/wsi HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"],
    ["GET /wsi HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", "400"],
    ["GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", "404"],
    ["GET /wsitwo HTTP/1.1\r\nHost: localhost\r\n\r\n", "404"],
    ["nonsense\r\n\r\n", "400"],
    [
      "POST /wsi HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "400",
    ],
    ["POST /wsi HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", "400"],
    ["POST /wsi HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"],
    [`GET /wsi HTTP/1.1\r\nHost: localhost\r\nX: ${"a".repeat(20_000)}\r\n\r\n`, "431"],
  ])("answers malformed request %# in HTTP and ends the connection", async (octets, expected) => {
    const world = await served();
    expect(status(await rawExchange(world.wire.port, octets))).toBe(expected);
  });

  it.each([
    [
      "404",
      post("/nowhere?a=b", "Host: localhost", "abc"),
      { channel: "http", url: "http://localhost/nowhere?a=b" },
    ],
    ["421", post("/wsi", "Host: evil.example", "abc"), { channel: "wsi", url: "http://evil.example/wsi" }],
    ["421", post("/wsi", "Host: a b", "abc"), { channel: "wsi" }],
    ["403", post("/dm", "Host: localhost\r\nOrigin: null", "abc"), { channel: "dm" }],
    ["400", post("/wsi", "Accept: */*", "abc"), { channel: "wsi" }],
    ["400", post("*", "Host: localhost", "abc"), { channel: "http" }],
    ["417", post("/wsi", "Host: localhost\r\nExpect: cake", "abc"), { channel: "wsi" }],
  ])("keeps a request that is refused with %s, its octets and the answer", async (expected, octets, kept) => {
    const world = await served();
    expect(status(await rawExchange(world.wire.port, octets))).toBe(expected);
    expect(world.records()).toMatchObject([
      { ...kept, direction: "request", outcome: "unread", method: "POST", body: utf8("abc") },
      { direction: "response", status: Number(expected), exchange: "x1", cause: 1 },
    ]);
    expect(world.notes).toMatchObject([
      { code: "http/refused", exchange: "x1", data: { address: "127.0.0.1", method: "POST" } },
    ]);
  });

  it("keeps an attempt to use it as a proxy, and long targets cut short", async () => {
    const world = await served();
    const { port } = world.wire;
    expect(
      status(await rawExchange(port, "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n")),
    ).toBe("405");
    await rawExchange(port, post(`/${"a".repeat(1000)}`, "Host: localhost"));
    expect(world.records()).toMatchObject([
      { method: "CONNECT", outcome: "unread" },
      { status: 405 },
      { method: "POST" },
      { status: 404 },
    ]);
    expect(world.notes[1]?.data?.["target"]).toBe(`/${"a".repeat(199)}`);
  });

  it("keeps the first 64 KiB of a body that is announced as too long", async () => {
    const world = await served({ soapBytes: 100_000 });
    const text = await rawExchange(world.wire.port, post("/wsi", "Host: localhost", "x".repeat(200_000)));
    expect(status(text)).toBe("413");
    expect(world.records()[0]?.body).toEqual(utf8("x".repeat(64 * 1024)));
  });

  it("records no answer to a refused peer that has gone before it", async () => {
    const world = await served({ soapBytes: 10 });
    const socket = rawConnection(world.wire.port);
    socket.write("POST /wsi HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nabc", () =>
      socket.destroy(),
    );
    await world.noted("http/too-large");
    expect(world.records()).toMatchObject([{ outcome: "unread", body: utf8("abc") }]);
  });

  it.each([
    ["text/xml", ":Client</faultcode>"],
    ["application/soap+xml", ":Sender<"],
  ])("answers a body that is too long with a fault for %s, announced or not", async (type, code) => {
    const world = await served({ soapBytes: 10 });
    const fields = `Host: localhost\r\nContent-Type: ${type}`;
    const chunked = `POST /wsi HTTP/1.1\r\n${fields}\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n`;
    for (const octets of [post("/wsi", fields, "12345678901"), chunked]) {
      const text = await rawExchange(world.wire.port, octets);
      expect(status(text)).toBe("413");
      expect(text.toLowerCase()).toContain(`content-type: ${type}`);
      expect(text).toContain(code);
      expect(text).toContain("The body is longer than 10 octets.");
    }
    expect(world.records().map((record) => record.status)).toEqual([undefined, 413, undefined, 413]);
  });

  it("takes absolute targets with a name of ours, which stands for the Host (RFC 9112, 3.2.2)", async () => {
    const world = await served();
    const { port } = world.wire;
    const text = await rawExchange(
      port,
      post(`http://127.0.0.1:${port}/wsi?wsdl`, "Host: elsewhere.example"),
    );
    expect(text).toContain(`http://127.0.0.1:${port}/wsi?wsdl 0`);
    expect(world.records()[0]?.headers["host"]).toBe(`127.0.0.1:${port}`);
    expect(status(await rawExchange(port, post("HTTP://user@127.0.0.1/wsi", "Host: 127.0.0.1")))).toBe("421");
    expect(status(await rawExchange(port, post("http://127.0.0.1", "Host: 127.0.0.1")))).toBe("404");
  });

  it("takes HTTP/1.0 without a Host, at the address of the connection", async () => {
    const world = await served();
    const { port } = world.wire;
    const text = await rawExchange(port, "POST /wsi HTTP/1.0\r\nContent-Length: 2\r\n\r\nab");
    expect(text).toContain(`http://127.0.0.1:${port}/wsi 2`);
    expect(status(await rawExchange(port, "GET /wsi HTTP/1.0\r\nHost: evil.example\r\n\r\n"))).toBe("421");
  });

  it("notes what is no HTTP with its first octets", async () => {
    const world = await served();
    await rawExchange(world.wire.port, "\x16\x03\\nonsense", "z".repeat(2000));
    const [note] = world.notes;
    expect(note).toMatchObject({ code: "http/malformed", data: { address: "127.0.0.1", status: 400 } });
    expect(note?.data?.["octets"]).toMatch(/^\\x16\\x03\\x5cnonsense/);
    expect(String(note?.data?.["octets"]).length).toBeLessThan(1100);
  });

  it("reads chunked bodies and asks for bodies that wait for it", async () => {
    const world = await served();
    const chunked =
      "POST /wsi HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect(await rawExchange(world.wire.port, chunked, "3\r\nabc\r\n", "2\r\nde\r\n0\r\n\r\n")).toContain(
      "/wsi 5",
    );
    const socket = rawConnection(world.wire.port);
    socket.write(
      "POST /wsi HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n",
    );
    const [first] = (await once(socket, "data")) as [Buffer];
    expect(first.toString()).toContain("100 Continue");
    socket.write("ab");
    expect(await textOf(socket)).toContain("/wsi 2");
  });

  it("keeps a connection for the next request", async () => {
    const world = await served();
    const first = "POST /wsi HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na";
    const text = await rawExchange(world.wire.port, first, post("/wsi", "Host: localhost", "bc"));
    expect(text.match(/HTTP\/1.1 200/g)).toHaveLength(2);
  });

  it("refuses a body that is announced as too long before it is sent, on /dm earlier than on /wsi", async () => {
    const world = await served({ dmBytes: 10, soapBytes: 20 });
    const headers = "Host: localhost\r\nExpect: 100-continue";
    const long = "x".repeat(15);
    const text = await rawExchange(world.wire.port, post("/dm", headers, long));
    expect(text).not.toContain("100 Continue");
    expect(status(text)).toBe("413");
    expect(status(await rawExchange(world.wire.port, post("/wsi", "Host: localhost", long)))).toBe("200");
    expect(world.records()[0]).toMatchObject({ outcome: "unread", channel: "dm", body: utf8(long) });
    expect(world.notes).toMatchObject([{ code: "http/too-large" }]);
  });

  it("keeps a body that grows too long up to the limit", async () => {
    const world = await served({ dmBytes: 10 });
    const chunked =
      "POST /dm HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n90abcdef\r\n";
    expect(status(await rawExchange(world.wire.port, chunked, "0\r\n\r\n"))).toBe("413");
    expect(world.records()).toMatchObject([
      { outcome: "unread", body: utf8("1234567890") },
      { direction: "response", status: 413, outcome: "delivered" },
    ]);
    expect(world.notes).toMatchObject([{ code: "http/too-large", exchange: "x1" }]);
  });

  it("records what arrived of a request that was cut off", async () => {
    const world = await served();
    const socket = rawConnection(world.wire.port);
    socket.end("POST /wsi HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
    await textOf(socket);
    await world.noted("http/cut-off");
    expect(world.records()).toMatchObject([{ outcome: "unread", body: utf8("abc") }]);
  });

  it("gives up on slow headers and slow bodies", async () => {
    const world = await served({ headerTime: 40, requestTime: 60 });
    expect(status(await rawExchange(world.wire.port, "GET /wsi HTTP/1.1\r\nHost: loc"))).toBe("408");
    const slow = "POST /wsi HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc";
    expect(status(await rawExchange(world.wire.port, slow))).toBe("408");
    await world.noted("http/cut-off");
    expect(world.records()).toMatchObject([{ outcome: "unread", body: utf8("abc") }]);
  });

  it("tells the role when the peer goes away before the answer", async () => {
    const world = await wireWorld();
    const arrivals = world.listen();
    const socket = rawConnection(world.wire.port);
    socket.write(post("/wsi", "Host: localhost", "x"));
    const incoming = await arrivals.next();
    const gone = new Promise<void>((resolve) => {
      incoming.onGone(resolve);
    });
    socket.destroy();
    await gone;
    incoming.respond(answer(200, "too late"));
    expect(world.crossings()).toEqual([
      "1, request, 127.0.0.1 > dms.example, delivered",
      "2, response, dms.example > 127.0.0.1, closed",
    ]);
  });

  it("ends the connection after the answer when the role asks for it", async () => {
    const world = await wireWorld();
    const arrivals = world.listen();
    const socket = rawConnection(world.wire.port);
    socket.write("POST /wsi HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    (await arrivals.next()).respond(answer(200, "bye"), { close: true });
    expect((await textOf(socket)).toLowerCase()).toContain("connection: close");
  });

  it("says that a port is taken", async () => {
    const world = await served();
    const options = {
      bind: "127.0.0.1",
      port: world.wire.port,
      limits: defaultHttpLimits,
      bodyLimit: () => undefined,
      onRequest: () => undefined,
      onUnread: () => undefined,
      onRefused: () => answer(400, ""),
      onMalformed: () => undefined,
    };
    await expect(openHttpListener(options)).rejects.toMatchObject({ code: "listener/port-taken" });
    await expect(openHttpListener({ ...options, bind: "192.0.2.1", port: 0 })).rejects.toMatchObject({
      code: "listener/failed",
    });
  });
});
