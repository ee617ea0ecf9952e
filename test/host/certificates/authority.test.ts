import { X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openAuthority } from "../../../simulator/host/certificates/authority.ts";
import { createTlsMaterial } from "../../../simulator/host/certificates/tls-material.ts";
import { serverNames } from "../../../simulator/host/host-tls.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const DAY = 86_400_000;
const x509 = (pem: string): X509Certificate => new X509Certificate(pem);

describe("test CA", () => {
  test("signs server and client certificates that it can be recognised by", async () => {
    const authority = await openAuthority();
    const ca = x509(authority.certificate);
    expect(ca.ca).toBe(true);
    const server = x509((await authority.server(["dms.example", "127.0.0.1", "::1"])).certificate);
    const client = x509((await authority.client("IMEI:350000000000017")).certificate);
    for (const leaf of [server, client]) {
      expect(leaf.checkIssued(ca)).toBe(true);
      expect(leaf.verify(ca.publicKey)).toBe(true);
      expect(leaf.ca).toBe(false);
    }
    expect(server.checkHost("dms.example")).toBe("dms.example");
    expect(server.checkHost("other.example")).toBeUndefined();
    expect(server.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(client.subject).toBe("CN=IMEI:350000000000017");
    expect(client.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
    expect(server.serialNumber).not.toBe(client.serialNumber);
  });

  test("is made once in a data folder, in a file that only its owner reads", async () => {
    const folder = join(temporaryFolder(), "data");
    const [first, second] = await Promise.all([openAuthority({ folder }), openAuthority({ folder })]);
    expect(second.certificate).toBe(first.certificate);
    expect((await openAuthority({ folder })).certificate).toBe(first.certificate);
    expect(statSync(join(folder, "ca.pem")).mode & 0o777).toBe(0o600);
    const { certificate } = await first.client("late");
    expect(x509(certificate).verify(x509(second.certificate).publicKey)).toBe(true);
  });

  test("is replaced before it ends, and not before", async () => {
    const folder = temporaryFolder();
    const { certificate } = await openAuthority({ folder });
    const at =
      (days: number): (() => number) =>
      () =>
        Date.now() + days * DAY;
    expect((await openAuthority({ folder, now: at(3000) })).certificate).toBe(certificate);
    const later = await openAuthority({ folder, now: at(3400) });
    expect(later.certificate).not.toBe(certificate);
    expect(readFileSync(join(folder, "ca.pem"), "utf8")).toContain(later.certificate);
    expect(statSync(join(folder, "ca.pem")).mode & 0o777).toBe(0o600);
  });

  test("says what is wrong with its file, and refuses subjects that no certificate holds", async () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "ca.pem"), "nonsense");
    await expect(openAuthority({ folder })).rejects.toMatchObject({ code: "store/unreadable" });
    const authority = await openAuthority();
    await expect(authority.client("")).rejects.toMatchObject({ code: "usage/subject" });
    await expect(authority.client("x".repeat(65))).rejects.toMatchObject({ code: "usage/subject" });
  });
});

describe("certificates of a host", () => {
  test("are kept while they last and renewed before they end", async () => {
    let date = Date.now();
    const now = (): number => date;
    const authority = await openAuthority({ now });
    const material = await createTlsMaterial({ authority, names: ["localhost"], now });
    let renewals = 0;
    material.onRenewed(() => renewals++);
    const server = material.server();
    const client = await material.client("care");
    await material.renew();
    expect(material.server()).toBe(server);
    expect(await material.client("care")).toBe(client);
    expect(await material.client("other")).not.toBe(client);
    date += 80 * DAY;
    await material.renew();
    expect(renewals).toBe(1);
    expect(material.server().notAfter).toBeGreaterThan(server.notAfter);
    expect(await material.client("care")).toBe(client);
    date += 280 * DAY;
    expect(await material.client("care")).not.toBe(client);
  });

  test("name what a listener is reached by", () => {
    expect(serverNames("127.0.0.1", undefined)).toEqual(["localhost", "127.0.0.1", "::1"]);
    expect(serverNames("192.0.2.7", "https://DMS.example:8443/x")).toEqual([
      "localhost",
      "127.0.0.1",
      "::1",
      "192.0.2.7",
      "dms.example",
    ]);
    expect(serverNames("0.0.0.0", undefined).length).toBeGreaterThan(3);
  });
});
