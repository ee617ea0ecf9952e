import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { manageParameters, queryOperation } from "./support/scripted-soap.ts";
import { md5Device, notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/* Power cuts at several points of a stream of orders: every acknowledged one is there afterwards. */

const getMan = "<get><locUri>./DevInfo/Man</locUri></get>";

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-cut-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

async function start(data: string): Promise<ServedHost> {
  const host = await serveHost({ data });
  onTestFinished(() => host.stop());
  return host;
}

describe.skipIf(notBuilt !== undefined)("after a power cut", () => {
  it("nothing that was acknowledged is missing, wherever the cut falls", async () => {
    const data = dataFolder();
    const acknowledged: string[] = [];
    for (const count of [1, 2, 5, 12, 30, 60]) {
      const host = await start(data);
      const enough = acknowledged.length + count;
      for (const operation of acknowledged) expect((await queryOperation(host, operation)).status).toBe(200);
      let running = true;
      let cut = (): void => undefined;
      const full = new Promise<void>((resolve) => (cut = resolve));
      const order = async (): Promise<void> => {
        while (running) {
          const operation = await manageParameters(host, md5Device.id, getMan, false).catch(() => undefined);
          if (operation === undefined) return;
          acknowledged.push(operation);
          if (acknowledged.length >= enough) cut();
        }
      };
      const clients = [order(), order(), order()];
      await full;
      await host.kill();
      running = false;
      await Promise.all(clients);
    }
    const last = await start(data);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const operation of acknowledged)
      expect((await queryOperation(last, operation)).state, operation).toBe("pending");
  });
});
