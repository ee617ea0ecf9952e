import { X509Certificate } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runInProcess } from "../run-command.ts";
import { temporaryFolder } from "../temporary-folder.ts";

describe("dmwsi certificates", () => {
  test("exports the CA, and certificates that it signed", async () => {
    const data = temporaryFolder();
    const ca = await runInProcess("certificates", "ca", "--data", data);
    expect(ca).toMatchObject({ code: 0, stderr: "" });
    const authority = new X509Certificate(ca.stdout);
    expect(ca.stdout).not.toContain("PRIVATE KEY");

    const out = join(data, "device.pem");
    const client = await runInProcess(
      "certificates",
      "client",
      "--data",
      data,
      "--subject",
      "IMEI:1",
      "--out",
      out,
    );
    expect(client).toMatchObject({ code: 0, stdout: "" });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const pem = readFileSync(out, "utf8");
    expect(pem).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(pem.endsWith(ca.stdout)).toBe(true);
    expect(new X509Certificate(pem).verify(authority.publicKey)).toBe(true);

    const server = await runInProcess(
      "certificates",
      "server",
      "--data",
      data,
      "--subject",
      "dms.example",
      "--json",
    );
    const document = JSON.parse(server.stdout) as Record<string, string>;
    expect(new X509Certificate(document["certificate"] ?? "").checkHost("dms.example")).toBe("dms.example");
    expect(document).toMatchObject({ kind: "server", subject: "dms.example", ca: ca.stdout });
  });

  test("says what is missing", async () => {
    const data = temporaryFolder();
    expect((await runInProcess("certificates", "ca")).code).toBe(64);
    expect((await runInProcess("certificates", "crl", "--data", data)).code).toBe(64);
    const unnamed = await runInProcess("certificates", "client", "--data", data, "--json");
    expect(unnamed.code).toBe(64);
    expect(JSON.parse(unnamed.stdout)).toMatchObject({ error: { code: "usage/subject" } });
  });

  test("a host that needs HTTPS says so, and what it cannot trust", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "c.yaml");
    const serve = (text: string): ReturnType<typeof runInProcess> => {
      writeFileSync(file, text);
      return runInProcess("serve", "--port", "0", "--ui-port", "0", "--config", file);
    };
    const device = await serve("devices: [{ profile: phone, certificate: required }]\n");
    expect(device).toMatchObject({
      code: 64,
      stderr: expect.stringContaining("listeners.tlsPort") as string,
    });
    const system = await serve(
      "externalSystems: [{ id: care, credentials: [{ scheme: mutual-tls, subject: c }] }]\n",
    );
    expect(system.stderr).toContain("mutual-tls");
    const trust = await serve("listeners: { tlsPort: 0 }\ntls: { trust: [none.pem] }\n");
    expect(trust).toMatchObject({
      code: 64,
      stderr: expect.stringContaining(join(folder, "none.pem")) as string,
    });
    const empty = await serve("listeners: { tlsPort: 0 }\ntls: { trust: [c.yaml] }\n");
    expect(empty).toMatchObject({ code: 64, stderr: expect.stringContaining("no certificate") as string });
  });
});
