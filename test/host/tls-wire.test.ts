import { request, type RequestOptions } from "node:https";
import { connect } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { openAuthority, type CertificateAuthority } from "../../simulator/host/certificates/authority.ts";
import { createTlsMaterial, type TlsMaterial } from "../../simulator/host/certificates/tls-material.ts";
import type { HttpWireOptions } from "../../simulator/host/http-wire.ts";
import {
  answer,
  device,
  es,
  foreignServer,
  openEgress,
  rawExchange,
  wireWorld,
  type WireWorld,
} from "./wire-world.ts";

const DAY = 86_400_000;
const names = ["localhost", "127.0.0.1", "::1"];

interface SecureWorld extends WireWorld {
  readonly authority: CertificateAuthority;
  readonly material: TlsMaterial;
}

/** A wire with HTTPS that answers each request with what it knows of the peer. */
async function secureWorld(
  options: Partial<HttpWireOptions> & {
    readonly trust?: readonly string[];
    readonly now?: () => number;
  } = {},
): Promise<SecureWorld> {
  const { trust, now, ...wireOptions } = options;
  const authority = await openAuthority({ now });
  const material = await createTlsMaterial({ authority, names, trust, now });
  const world = await wireWorld({
    tls: { port: 0, material, identityOf: ({ role, name }) => (role === "device" ? name : undefined) },
    ...wireOptions,
  });
  const arrivals = world.listen("/dm", "dm");
  void (async () => {
    for (;;) {
      const { peer, request: arrived, respond } = await arrivals.next();
      respond(answer(200, JSON.stringify({ ...peer, url: arrived.url })));
    }
  })();
  return { ...world, authority, material };
}

interface Answered {
  readonly status: number | undefined;
  readonly body: string;
}

function call(world: SecureWorld, options: RequestOptions = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const url = `${world.wire.secureUrl}/dm`;
    const sent = request(url, { method: "POST", ca: world.authority.certificate, agent: false, ...options });
    sent.on("error", reject).on("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => {
        resolve({ status: response.statusCode, body });
      });
      response.on("error", reject);
    });
    sent.end("hello");
  });
}

const withCertificate = async (authority: CertificateAuthority, subject: string): Promise<RequestOptions> => {
  const { certificate, key } = await authority.client(subject);
  return { cert: certificate, key };
};
const sentBy = (
  world: SecureWorld,
  from: typeof device,
  base = world.wire.secureUrl,
): ReturnType<WireWorld["send"]> =>
  world.send({
    from,
    channel: "dm",
    request: { method: "POST", url: `${base}/dm`, headers: {}, body: new Uint8Array(1) },
  });

describe("HTTPS listener", () => {
  it("serves the same paths as HTTP, with or without a client certificate", async () => {
    const world = await secureWorld();
    const without = await call(world);
    expect(without.status).toBe(200);
    expect(JSON.parse(without.body)).toEqual({
      address: "127.0.0.1",
      secure: true,
      hostVerified: true,
      url: `${world.wire.secureUrl}/dm`,
    });
    const shown = await call(world, await withCertificate(world.authority, "IMEI:1"));
    expect(JSON.parse(shown.body)).toMatchObject({ secure: true, certificateSubject: "IMEI:1" });
    const plain = await rawExchange(
      world.wire.port,
      "POST /dm HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    );
    expect(plain).toContain('"secure":false');
    expect(world.records().filter(({ direction }) => direction === "request")).toMatchObject([
      { url: `${world.wire.secureUrl}/dm`, from: { underTest: true } },
      {},
      { url: "http://localhost/dm" },
    ]);
  });

  it("refuses a certificate that nobody here has signed, and says so in the journal", async () => {
    const world = await secureWorld();
    const stranger = await withCertificate(await openAuthority(), "IMEI:1");
    await expect(call(world, stranger)).rejects.toThrow();
    expect(await world.noted("tls/certificate")).toMatchObject({
      severity: "warning",
      text: expect.stringContaining("IMEI:1") as string,
      data: { address: "127.0.0.1" },
    });
    expect(world.records()).toEqual([]);
  });

  it("takes the certificate of an authority that the configuration trusts", async () => {
    const other = await openAuthority();
    const world = await secureWorld({ trust: [other.certificate] });
    const { body } = await call(world, await withCertificate(other, "care"));
    expect(JSON.parse(body)).toMatchObject({ certificateSubject: "care" });
  });

  it("refuses a certificate that has ended", async () => {
    let date = Date.now() - 500 * DAY;
    const world = await secureWorld({ now: () => date });
    const old = await withCertificate(world.authority, "IMEI:1");
    date = Date.now();
    await world.material.renew();
    await expect(call(world, old)).rejects.toThrow();
    expect((await world.noted("tls/certificate")).text).toContain("EXPIRED");
    const fresh = await call(world, await withCertificate(world.authority, "IMEI:1"));
    expect(fresh.status).toBe(200);
  });

  it("shows a renewed certificate to the next connection", async () => {
    let date = Date.now() - 85 * DAY;
    const world = await secureWorld({ now: () => date });
    const serial = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const { port } = new URL(world.wire.secureUrl ?? "");
        const socket = connect(
          { host: "127.0.0.1", port: Number(port), ca: world.authority.certificate },
          () => {
            resolve(socket.getPeerCertificate().serialNumber);
            socket.end();
          },
        );
        socket.on("error", reject);
        onTestFinished(() => void socket.destroy());
      });
    const before = await serial();
    date = Date.now();
    await world.material.renew();
    expect(await serial()).not.toBe(before);
  });

  it("notes what speaks no TLS, and keeps on serving", async () => {
    const world = await secureWorld();
    await rawExchange(Number(new URL(world.wire.secureUrl ?? "").port), "GET / HTTP/1.1\r\n\r\n");
    expect(await world.noted("tls/handshake")).toMatchObject({ data: { address: "127.0.0.1" } });
    expect(world.notes.map(({ code }) => code)).toEqual(["tls/handshake"]);
    await expect(call(world, { ca: (await openAuthority()).certificate })).rejects.toThrow();
    expect((await call(world)).status).toBe(200);
  });

  it("answers to its own names only, and takes an absolute target of its own scheme", async () => {
    const world = await secureWorld();
    const servername = "localhost";
    expect((await call(world, { servername, headers: { host: "evil.example" } })).status).toBe(421);
    expect((await call(world, { path: `${world.wire.secureUrl}/dm` })).status).toBe(200);
    expect((await call(world, { path: "http://localhost/dm" })).status).toBe(400);
  });

  it("is not there without certificates", async () => {
    expect((await wireWorld()).wire.secureUrl).toBeUndefined();
  });
});

describe("our parties over HTTPS", () => {
  it("reach our own listener once each, and show their certificate where they have one", async () => {
    const world = await secureWorld();
    const bodyOf = async (from: typeof device): Promise<unknown> => {
      const outcome = await sentBy(world, from);
      return outcome.kind === "response"
        ? JSON.parse(Buffer.from(outcome.response.body).toString())
        : outcome;
    };
    expect(await bodyOf(device)).toMatchObject({ secure: true, certificateSubject: "IMEI:1" });
    expect(await bodyOf(es)).not.toHaveProperty("certificateSubject");
    expect(await bodyOf({ role: "device", name: "IMEI:2" })).toMatchObject({ certificateSubject: "IMEI:2" });
    expect(world.crossings()).toEqual([
      "1, request, IMEI:1 > dms.example, delivered",
      "2, response 200, dms.example > IMEI:1, delivered",
      "3, request, care > dms.example, delivered",
      "4, response 200, dms.example > care, delivered",
      "5, request, IMEI:2 > dms.example, delivered",
      "6, response 200, dms.example > IMEI:2, delivered",
    ]);
  });

  it("keep their certificate to themselves where the receiver wants none", async () => {
    const world = await secureWorld();
    const request = {
      method: "POST",
      url: `${world.wire.secureUrl}/dm`,
      headers: {},
      body: new Uint8Array(1),
    };
    const outcome = await world.send({ from: device, channel: "dm", request, showCertificate: false });
    const text = outcome.kind === "response" ? Buffer.from(outcome.response.body).toString() : outcome.text;
    expect(JSON.parse(text)).not.toHaveProperty("certificateSubject");
  });

  it("do not trust a server whose authority is not known, until it is", async () => {
    const theirs = await secureWorld();
    const ours = await secureWorld();
    expect(await sentBy(ours, es, theirs.wire.secureUrl)).toMatchObject({
      kind: "failed",
      reason: "unreachable",
      text: expect.stringContaining("certificate") as string,
    });
    const trusting = await secureWorld({ trust: [theirs.authority.certificate], egress: openEgress });
    expect(await sentBy(trusting, es, theirs.wire.secureUrl)).toMatchObject({ kind: "response" });
  });

  it("say so when the other end has no TLS", async () => {
    const world = await secureWorld();
    const plain = await foreignServer((_request, response) => void response.end());
    expect(await sentBy(world, es, plain.replace("http:", "https:"))).toMatchObject({
      kind: "failed",
      reason: "unreachable",
    });
  });
});
