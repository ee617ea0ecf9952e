import { X509Certificate } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openAuthority } from "../../../simulator/host/certificates/authority.ts";
import { createCertificateDesk } from "../../../simulator/host/certificates/certificate-desk.ts";
import { createTlsMaterial } from "../../../simulator/host/certificates/tls-material.ts";
import { temporaryFolder } from "../temporary-folder.ts";

async function desk(folder?: string, keysWithheld?: string) {
  const authority = await openAuthority({ folder });
  const material = await createTlsMaterial({ authority, names: ["localhost", "127.0.0.1"] });
  const port = createCertificateDesk({
    authority: () => Promise.resolve(authority),
    material,
    folder,
    usedBy: (subject) => `user of ${subject}`,
    keysWithheld,
  });
  return { authority, material, port };
}

describe("certificates of the host", () => {
  it("lists the CA, the server's, and those that our clients show", async () => {
    const { port, material } = await desk();
    await material.client("dms.example");
    expect(await port.list()).toMatchObject([
      { kind: "ca", hasKey: false, renewable: false },
      { kind: "server", subject: "localhost", names: ["localhost", "127.0.0.1"] },
      { kind: "client", subject: "dms.example", usedBy: "user of dms.example" },
    ]);
  });

  it("issues for a name, exports the chain and the key", async () => {
    const { port, authority } = await desk();
    const { id } = await port.issue("client", "care");
    const { text, fileName } = await port.export(id, true);
    expect(fileName).toBe("care.pem");
    expect(text).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(text.endsWith(authority.certificate)).toBe(true);
    expect(new X509Certificate(text).verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect((await port.export(id, false)).text).not.toContain("PRIVATE KEY");
    const server = await port.issue("server", "es.example, 192.0.2.1");
    expect(server).toMatchObject({ kind: "server", names: ["es.example", "192.0.2.1"] });
  });

  it("a subject never becomes a path", async () => {
    const { port } = await desk();
    const { id } = await port.issue("client", "../../etc/passwd");
    expect((await port.export(id, false)).fileName).toBe("..-..-etc-passwd.pem");
    await expect(port.issue("client", "")).rejects.toMatchObject({ code: "usage/subject" });
    await expect(port.issue("client", "x".repeat(65))).rejects.toMatchObject({ code: "usage/subject" });
  });

  it("keys stay when others can reach the page", async () => {
    const { port } = await desk(undefined, "Keys stay here.");
    const { id } = await port.issue("client", "care");
    await expect(port.export(id, true)).rejects.toMatchObject({ code: "certificate/refused" });
    expect((await port.export(id, false)).text).toContain("BEGIN CERTIFICATE");
  });

  it("renews the server's, a client's of ours, and one that was given away", async () => {
    const { port, material } = await desk();
    await material.client("dms.example");
    const given = await port.issue("client", "care");
    const before = await port.list();
    for (const { id, renewable } of before) if (renewable) await port.renew(id);
    const after = await port.list();
    expect(after.map(({ kind, subject }) => [kind, subject])).toEqual(
      before.map(({ kind, subject }) => [kind, subject]),
    );
    expect(after.slice(1).map(({ id }) => id)).not.toEqual(
      expect.arrayContaining([before[1]?.id, before[2]?.id, given.id]),
    );
    expect(material.server().certificate).toBeTruthy();
    await expect(port.renew(before[0]?.id ?? "")).rejects.toMatchObject({ code: "certificate/refused" });
    await expect(port.renew(given.id)).rejects.toMatchObject({ code: "certificate/unknown" });
  });

  it("remembers what was issued, without the keys, in a file that only its owner reads", async () => {
    const folder = temporaryFolder();
    const first = await desk(folder);
    await first.port.issue("client", "care");
    const file = join(folder, "certificates.pem");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).not.toContain("PRIVATE");
    writeFileSync(file, `-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n`, { flag: "a" });
    const { port } = await desk(folder);
    const kept = (await port.list()).find(({ subject }) => subject === "care");
    expect(kept).toMatchObject({ hasKey: false, renewable: true });
    await expect(port.export(kept?.id ?? "", true)).rejects.toMatchObject({ code: "certificate/refused" });
  });
});
