import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { ForeignDevice, headerCode } from "./support/foreign-device.ts";
import { basicDevice, notBuilt, serveHost } from "./support/served-host.ts";

/* Power cuts while a device reports: every alert that got its Status 200 is in the store afterwards. */

const CUTS = 20;

/** One Generic Alert whose Data names it. */
const alert = (name: string): string =>
  `<Alert><CmdID>3</CmdID><Data>1226</Data><Item><Meta><Format xmlns="syncml:metinf">chr</Format><Type xmlns="syncml:metinf">urn:cut</Type></Meta><Data>${name}</Data></Item></Alert>`;

describe.skipIf(notBuilt !== undefined)("after a power cut", () => {
  it(
    "no alert that was answered with 200 is missing, wherever the cut falls",
    { timeout: 300_000 },
    async () => {
      const data = mkdtempSync(join(tmpdir(), "dmwsi-alerts-"));
      onTestFinished(() => {
        rmSync(data, { recursive: true, force: true });
      });
      const acknowledged: string[] = [];
      for (let cut = 0; cut < CUTS; cut++) {
        const host = await serveHost({ data });
        const enough = acknowledged.length + 1 + cut;
        for (let number = 0; acknowledged.length < enough; number++) {
          const name = `alert ${cut}.${number}`;
          const device = new ForeignDevice(host.ready.dm, {
            ...basicDevice,
            auth: "basic",
            sessionId: `${number % 9}`,
          });
          const { text } = await device.send(device.package1() + alert(name));
          expect(headerCode(text)).toBe("212");
          if (/<CmdRef>3<\/CmdRef><Cmd>Alert<\/Cmd><Data>200</.test(text)) acknowledged.push(name);
          if (acknowledged.length === enough) void host.kill();
        }
        await host.kill();
      }
      const file = new DatabaseSync(join(data, "store.sqlite"), { readOnly: true });
      const rows = file.prepare("select value from entry where collection = 'alerts'").all();
      file.close();
      const stored = new Set(rows.map(({ value }) => /alert \d+\.\d+/.exec(String(value))?.[0]));
      expect(acknowledged.length).toBeGreaterThanOrEqual(CUTS);
      expect(acknowledged.filter((name) => !stored.has(name))).toEqual([]);
    },
  );
});
