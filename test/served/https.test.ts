import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { headerCode } from "./support/foreign-device.ts";
import { openJournal } from "./support/journal-client.ts";
import { element, envelope, normalSession, textOf } from "./support/scripted-soap.ts";
import { care, notBuilt, program, serveHost, type ServedHost } from "./support/served-host.ts";

/* HTTPS with certificates that the command `dmwsi certificates` gives to programs of other people. */

const product = "IMEI:490000000000201";
const config = `
listeners: { tlsPort: 0 }
externalSystems:
  - id: care
    kind: customer-care
    credentials:
      - { scheme: basic, username: ${care.username}, password: "${care.password}" }
      - { scheme: mutual-tls, subject: care-desk }
devices:
  - { profile: phone, count: 1, group: lab, certificate: required }
  - { id: "${product}", external: true, account: { username: p, password: p, auth: none, certificate: required } }
`;

let folder: string;
let ca: string;
let host: ServedHost;
beforeAll(async () => {
  if (notBuilt !== undefined) return;
  folder = mkdtempSync(join(tmpdir(), "dmwsi-https-"));
  host = await serveHost({ config, data: folder });
  ca = certificates("ca");
});
afterAll(async () => {
  if (notBuilt !== undefined) return;
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `dmwsi certificates` on the folder that the host has in use. */
function certificates(kind: "ca" | "client", ...more: readonly string[]): string {
  return execFileSync(process.execPath, [program, "certificates", kind, "--data", folder, ...more], {
    encoding: "utf8",
  });
}

const identities = new Map<string, string>();
function identity(subject: string): string {
  const known = identities.get(subject);
  if (known !== undefined) return known;
  const file = join(folder, "exported.pem");
  certificates("client", "--subject", subject, "--out", file);
  const pem = readFileSync(file, "utf8");
  identities.set(subject, pem);
  return pem;
}

/** Posts over HTTPS as somebody else's program does, with the certificate of a subject or without one. */
function post(
  name: "dmHttps" | "wsiHttps",
  body: string,
  headers: Record<string, string>,
  subject?: string,
): Promise<{ readonly status: number | undefined; readonly text: string }> {
  const url = Reflect.get(host.ready, name) as string;
  const pem = subject === undefined ? undefined : identity(subject);
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: "POST",
      headers,
      agent: false,
      ca,
      cert: pem,
      key: pem,
    });
    sent.on("error", reject).on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => {
        resolve({ status: response.statusCode, text });
      });
    });
    sent.end(body);
  });
}

const package1 = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>dms</LocURI></Target><Source><LocURI>${product}</LocURI></Source></SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Final/></SyncBody></SyncML>`;
const dmType = { "content-type": "application/vnd.syncml.dm+xml" };

describe.skipIf(notBuilt !== undefined)("HTTPS", () => {
  it("manages a simulated device that has to come with its certificate", async () => {
    expect(await normalSession(host)).toBeUndefined();
    const journal = await openJournal(host);
    const rows = await journal.rowsAfter(0);
    journal.close();
    expect(JSON.stringify(rows)).not.toContain("device-certificate");
  });

  it("lets a product begin a session with its certificate, and goes on over HTTPS", async () => {
    const { status, text } = await post("dmHttps", package1, dmType, product);
    expect(status).toBe(200);
    expect(headerCode(text)).toBe("200");
    expect(textOf(text, "RespURI")).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/dm\?/);
  });

  it.each([undefined, "IMEI:490000000000999"])("refuses it with the certificate of %s", async (subject) => {
    const { status, text } = await post("dmHttps", package1, dmType, subject);
    expect(status).toBe(200);
    expect(headerCode(text)).toBe("401");
    expect(text).not.toContain("RespURI");
  });

  it("refuses it over HTTP", async () => {
    const response = await fetch(host.ready.dm, { method: "POST", headers: dmType, body: package1 });
    expect(headerCode(await response.text())).toBe("401");
  });

  it("knows an External System by its certificate", async () => {
    const call = (subject?: string): ReturnType<typeof post> =>
      post(
        "wsiHttps",
        envelope(element("DiscoverDevices")),
        { "content-type": "text/xml; charset=utf-8", soapaction: '"urn:dmwsi:1.0:DiscoverDevices"' },
        subject,
      );
    const known = await call("care-desk");
    expect(known.status).toBe(200);
    expect(known.text).toContain("deviceId");
    expect((await call("nobody")).text).toContain("Fault");
    expect((await call()).text).toContain("Fault");
  });
});
