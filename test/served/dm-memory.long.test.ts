import { describe, expect, it, onTestFinished } from "vitest";
import { ForeignDevice } from "./support/foreign-device.ts";
import { configOf, notBuilt, serveHost } from "./support/served-host.ts";

/* Large messages of devices that prove nothing: the host does not keep them while it waits for credentials. */

const MIB = 1024 * 1024;
/** Kept, the messages would be more than a gigabyte. */
const SESSIONS = 80;

describe.skipIf(notBuilt !== undefined)("memory", () => {
  it("is not taken by messages without credentials", { timeout: 600_000 }, async () => {
    const products = Array.from({ length: SESSIONS }, (_, index) => ({
      id: `IMEI:${index}`,
      username: `user${index}`,
      password: "pwd",
    }));
    const accounts = products.map(
      ({ id, username, password }) =>
        `  - { id: "${id}", external: true, account: { username: ${username}, password: ${password}, auth: md5 } }`,
    );
    const host = await serveHost({
      config: configOf(`${accounts.join("\n")}\nlimits: { unauthenticatedTime: 600000 }`),
    });
    onTestFinished(() => host.stop());
    const before = host.memory();
    for (const product of products) {
      const device = new ForeignDevice(host.ready.dm, { ...product, auth: "none" });
      const items = "<Item/>".repeat(90_000);
      const { status } = await device.send(`${device.package1()}<Replace><CmdID>3</CmdID>${items}</Replace>`);
      expect(status).toBe(200);
    }
    expect(host.memory() - before).toBeLessThan(900 * MIB);
  });
});
