import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { utf8, utf8TextLenient } from "../../simulator/core/bytes.ts";
import { defaultHttpLimits } from "../../simulator/host/limits.ts";
import { decodePush, encodePush } from "../../simulator/protocols/notification/index.ts";
import { decodeBootstrapPush } from "../../simulator/protocols/provisioning/index.ts";
import type { Gate } from "../../simulator/wire/tap.ts";
import { answer, device, dms, es, foreignServer, wireWorld } from "./wire-world.ts";

describe("HTTP wire between our own parties", () => {
  it("crosses the tap once each way, with both parties known", async () => {
    const world = await wireWorld();
    const arrivals = world.listen();
    const sent = world.send({ conversation: "operation:1" });
    const incoming = await arrivals.next();
    expect(world.wire.inTransit).toBe(0);
    expect(incoming.request).toMatchObject({
      method: "POST",
      url: `${world.wire.baseUrl}/wsi`,
      body: utf8("hello"),
    });
    expect(incoming.peer).toEqual({ address: "127.0.0.1", secure: false, hostVerified: true });
    incoming.respond(answer(200, "ok"), { conversation: "operation:2", cause: 1 });
    expect(world.wire.inTransit).toBe(1);
    const outcome = await sent;
    expect(world.wire.inTransit).toBe(0);
    expect(outcome).toMatchObject({
      kind: "response",
      seq: 2,
      response: { status: 200, body: utf8("ok") },
    });
    expect(world.crossings()).toEqual([
      "1, request, care > dms.example, delivered",
      "2, response 200, dms.example > care, delivered",
    ]);
    expect(world.records()).toMatchObject([
      { conversation: "operation:1", exchange: incoming.exchange },
      { conversation: "operation:2", exchange: incoming.exchange, cause: 1 },
    ]);
  });

  it("keeps exchanges on many connections apart", async () => {
    const world = await wireWorld();
    const arrivals = world.listen();
    const texts = Array.from({ length: 40 }, (_, index) => `message ${index}`);
    const sent = texts.map((text) =>
      world.send({
        request: { method: "POST", url: `${world.wire.baseUrl}/wsi`, headers: {}, body: utf8(text) },
      }),
    );
    for (const _ of texts) {
      const incoming = await arrivals.next();
      incoming.respond(answer(200, utf8TextLenient(incoming.request.body)));
    }
    const outcomes = await Promise.all(sent);
    expect(
      outcomes.map((outcome) => outcome.kind === "response" && utf8TextLenient(outcome.response.body)),
    ).toEqual(texts);
    expect(world.records()).toHaveLength(80);
    expect(
      world.records().every(({ from, to }) => [from, to].every((party) => party.underTest !== true)),
    ).toBe(true);
  });

  it("ends an exchange that takes too long at both ends", async () => {
    const world = await wireWorld();
    const arrivals = world.listen();
    const sent = world.send({ timeout: 1000 });
    const incoming = await arrivals.next();
    const gone = new Promise<void>((resolve) => {
      incoming.onGone(resolve);
    });
    world.clock.skip(1000);
    expect(await sent).toMatchObject({ kind: "failed", reason: "timeout" });
    await gone;
    incoming.respond(answer(200, "too late"));
    expect(world.wire.inTransit).toBe(0);
    expect(world.crossings()[1]).toBe("2, response, dms.example > care, timeout");
    expect(world.records()).toHaveLength(2);
  });

  it("lets a dropped request and a dropped answer run into the timeout", async () => {
    let dropping: "request" | "response" = "request";
    const gate: Gate = {
      admit: (draft, decide) => decide({ kind: draft.direction === dropping ? "drop" : "pass" }),
    };
    const world = await wireWorld({ gate });
    const arrivals = world.listen();
    const first = world.send({ timeout: 1000 });
    expect(world.wire.inTransit).toBe(0);
    world.clock.skip(1000);
    expect(await first).toMatchObject({ kind: "failed", reason: "timeout" });
    dropping = "response";
    const second = world.send({ timeout: 1000 });
    (await arrivals.next()).respond(answer(200, "lost"));
    expect(world.wire.inTransit).toBe(0);
    world.clock.skip(1000);
    expect(await second).toMatchObject({ kind: "failed", reason: "timeout" });
    expect(world.crossings().map((text) => text.split(", ").at(-1))).toEqual([
      "dropped",
      "timeout",
      "delivered",
      "dropped",
      "timeout",
    ]);
  });

  it("delivers an edited body with its new length", async () => {
    const gate: Gate = {
      admit: (draft, decide) =>
        decide({ kind: "pass", body: draft.direction === "request" ? utf8("changed!") : undefined }),
    };
    const world = await wireWorld({ gate });
    const arrivals = world.listen();
    const sent = world.send();
    const incoming = await arrivals.next();
    expect(utf8TextLenient(incoming.request.body)).toBe("changed!");
    expect(incoming.request.headers["content-length"]).toBe("8");
    incoming.respond(answer(200, ""));
    await sent;
    expect(world.records()[0]).toMatchObject({ outcome: "edited", original: { body: utf8("hello") } });
  });

  it("answers 500 and says so when a response has a header that HTTP cannot carry", async () => {
    const world = await wireWorld();
    const arrivals = world.listen();
    const sent = world.send();
    (await arrivals.next()).respond({ status: 200, headers: { "x-bad": "a\r\nb: c" }, body: utf8("") });
    expect(await sent).toMatchObject({ response: { status: 500 } });
    expect(world.notes).toMatchObject([{ code: "http/unsendable", severity: "error" }]);
  });

  it("closes the connection of a request that the receiver hangs up on", async () => {
    const { send, listen, crossings } = await wireWorld();
    const requests = listen();
    const sent = send();
    const incoming = await requests.next();
    incoming.hangUp();
    incoming.respond(answer(200, "late"));
    expect(await sent).toMatchObject({ kind: "failed", reason: "closed" });
    expect(crossings()).toEqual([
      "1, request, care > dms.example, delivered",
      "2, response, dms.example > care, closed",
    ]);
  });

  it("pushes to a device that lives on the wire, and to nobody where it does not", async () => {
    const world = await wireWorld();
    const pushed = new Promise((resolve) => {
      world.wire.listenForPush(device, "IMEI:1", (contentType, body, seq) => {
        resolve([contentType, utf8TextLenient(body), seq]);
      });
    });
    const push = { from: dms, contentType: "application/vnd.syncml.notification", body: utf8("p0") };
    world.wire.push({ ...push, to: "IMEI:1" });
    expect(await pushed).toEqual(["application/vnd.syncml.notification", "p0", 1]);
    world.wire.push({ ...push, to: "IMEI:2" });
    expect(world.wire.inTransit).toBe(0);
    expect(world.crossings()).toEqual([
      "1, push, dms.example > IMEI:1, delivered",
      "2, push, dms.example > IMEI:2, delivered",
    ]);
  });

  it("fails what is open when it is closed", async () => {
    const world = await wireWorld();
    const arrivals = world.listen();
    const sent = world.send();
    await arrivals.next();
    await world.wire.close();
    expect(await sent).toMatchObject({ kind: "failed", reason: "closed" });
    expect(world.wire.inTransit).toBe(0);
  });
});

describe("HTTP wire and other people's programs", () => {
  it("taps the answer of a stranger where it arrives", async () => {
    const origin = await foreignServer((request, response) => {
      response
        .setHeader("x-answer", "yes")
        .end(`${request.method} ${request.url} ${request.headers["x-mine"] as string}`);
    });
    const world = await wireWorld();
    const request = { method: "GET", url: `${origin}/a?b=c`, headers: { "x-mine": "1" }, body: utf8("") };
    const outcome = await world.send({ request });
    expect(outcome).toMatchObject({
      response: { status: 200, headers: { "x-answer": "yes" }, body: utf8("GET /a?b=c 1") },
      seq: 2,
    });
    expect(world.records()).toMatchObject([
      { direction: "request", to: { role: "dm-server", name: new URL(origin).host, underTest: true } },
      { direction: "response", status: 200, cause: 1 },
    ]);
  });

  it("names what is unreachable, closed and not to be read", async () => {
    const closing = await foreignServer((_request, response) => response.socket?.destroy());
    const world = await wireWorld();
    const to = (url: string): Promise<unknown> =>
      world.send({ request: { method: "POST", url, headers: {}, body: utf8("x") } });
    expect(await to("http://127.0.0.1:1/")).toMatchObject({
      reason: "unreachable",
      text: "the connection was refused",
    });
    expect(await to(closing)).toMatchObject({ reason: "closed" });
    expect(await to("http://")).toMatchObject({ reason: "unreachable" });
    expect(world.wire.inTransit).toBe(0);
    expect(world.crossings().filter((text) => text.includes("response"))).toHaveLength(3);
  });

  it("takes at most 64 KB from an address that a peer named, and follows no redirect", async () => {
    const origin = await foreignServer((request, response) => {
      if (request.url === "/big") response.end(Buffer.alloc(70_000));
      else response.writeHead(302, { location: "/big" }).end();
    });
    const world = await wireWorld();
    const to = (path: string): Promise<unknown> =>
      world.send({
        onPeersWord: true,
        request: { method: "GET", url: origin + path, headers: {}, body: utf8("") },
      });
    expect(await to("/big")).toMatchObject({ kind: "failed", reason: "too-large" });
    expect(await to("/moved")).toMatchObject({ kind: "response", response: { status: 302 } });
  });

  it("does not wait longer for an address that a peer named than its limit", async () => {
    const origin = await foreignServer(() => undefined);
    const world = await wireWorld({ limits: { ...defaultHttpLimits, egressTime: 30 } });
    const request = { method: "GET", url: `${origin}/`, headers: {}, body: utf8("") };
    expect(await world.send({ onPeersWord: true, timeout: 60_000, request })).toMatchObject({
      reason: "timeout",
    });
  });

  it("sends nothing to an address that the egress gate denies", async () => {
    const egress = { decide: () => Promise.resolve({ kind: "denied" as const, text: "private" }) };
    const world = await wireWorld({ egress });
    const request = { method: "GET", url: "http://10.0.0.1/", headers: {}, body: utf8("") };
    expect(await world.send({ onPeersWord: true, request })).toEqual({
      kind: "failed",
      reason: "egress-denied",
      text: "private",
    });
    expect(world.crossings()).toEqual(["1, response, 10.0.0.1 > care, unreachable"]);
  });

  it("reaches our own listener on a peer's word without the gate, as a peer could itself", async () => {
    const egress = { decide: () => Promise.resolve({ kind: "denied" as const, text: "loopback" }) };
    const world = await wireWorld({ egress });
    const arrivals = world.listen();
    const sent = world.send({ onPeersWord: true });
    (await arrivals.next()).respond(answer(200, ""));
    expect(await sent).toMatchObject({ kind: "response" });
  });

  it.each(["WSP push", "package 0"])("hears a %s of a stranger over UDP", async (form) => {
    const world = await wireWorld();
    const body = utf8("p0");
    const heard = new Promise((resolve) => {
      world.wire.listenForPush(device, "IMEI:1", (contentType, octets, seq) => {
        resolve([contentType, utf8TextLenient(octets), seq]);
      });
    });
    const probe = createSocket("udp4").bind(0, "127.0.0.1");
    await once(probe, "listening");
    const { port } = probe.address();
    probe.close();
    await once(probe, "close");
    await world.wire.openPushPort("IMEI:1", port);
    await expect(world.wire.openPushPort("IMEI:2", port)).rejects.toMatchObject({
      code: "listener/port-taken",
    });
    const stranger = createSocket("udp4");
    stranger.send(form === "package 0" ? body : encodePush(body), port, "127.0.0.1");
    expect(await heard).toEqual(["application/vnd.syncml.notification", "p0", 1]);
    expect(world.records()).toMatchObject([
      {
        direction: "push",
        from: { role: "dm-server", name: `127.0.0.1:${stranger.address().port}`, underTest: true },
        to: device,
      },
    ]);
    stranger.close();
  });

  it("pushes to a device elsewhere as a WSP push over UDP", async () => {
    const phone = createSocket("udp4").bind(0, "127.0.0.1");
    await once(phone, "listening");
    const world = await wireWorld({ pushAddress: () => `udp://127.0.0.1:${phone.address().port}` });
    const received = once(phone, "message");
    world.wire.push({
      from: dms,
      to: "IMEI:9",
      contentType: "application/vnd.syncml.notification",
      body: utf8("package 0"),
    });
    const [datagram] = (await received) as [Buffer];
    phone.close();
    expect(decodePush(new Uint8Array(datagram)).value).toMatchObject({
      application: "x-wap-application:syncml.dm",
      body: utf8("package 0"),
    });
    expect(world.crossings()).toEqual(["1, push, dms.example > IMEI:9, delivered"]);
  });

  it("pushes a bootstrap message with its security in the content type", async () => {
    const phone = createSocket("udp4").bind(0, "127.0.0.1");
    await once(phone, "listening");
    const world = await wireWorld({ pushAddress: () => `udp://127.0.0.1:${phone.address().port}` });
    const received = once(phone, "message");
    const contentType = "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=00FF";
    world.wire.push({ from: dms, to: "IMEI:9", contentType, body: utf8("document") });
    const [datagram] = (await received) as [Buffer];
    phone.close();
    expect(decodeBootstrapPush(new Uint8Array(datagram)).value).toMatchObject({
      contentType,
      body: utf8("document"),
    });
  });

  it("pushes to a device elsewhere through a push gateway", async () => {
    const bodies: string[] = [];
    const origin = await foreignServer((request, response) => {
      request.on("data", (chunk: Buffer) =>
        bodies.push(`${request.headers["content-type"]} ${chunk.toString()}`),
      );
      request.on("end", () => response.writeHead(202).end());
    });
    let settled = (): void => undefined;
    const done = new Promise<void>((resolve) => (settled = resolve));
    const gate: Gate = {
      admit: (draft, decide) => {
        decide({ kind: "pass" });
        if (draft.direction === "response") settled();
      },
    };
    const world = await wireWorld({ pushAddress: () => `${origin}/push`, gate });
    world.wire.push({
      from: dms,
      to: "IMEI:9",
      contentType: "application/vnd.syncml.notification",
      body: utf8("p0"),
    });
    await done;
    expect(bodies).toEqual(["application/vnd.syncml.notification p0"]);
    expect(world.records()).toMatchObject([
      { channel: "push", from: dms, method: "POST" },
      { channel: "push", status: 202 },
    ]);
    expect(es.name).toBe("care");
  });
});
