import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { accept, openCallbackEndpoint, answerWith } from "./support/callback-endpoint.ts";
import { commandsOf, ForeignDevice, headerCode } from "./support/foreign-device.ts";
import {
  callWsi,
  manageParameters,
  operationEnd,
  queryOperation,
  registerExternalSystem,
  textOf,
} from "./support/scripted-soap.ts";
import {
  configOf,
  md5Device,
  notBuilt,
  program,
  serveHost,
  type ServedHost,
  type ServeOptions,
} from "./support/served-host.ts";

/* What was acknowledged is there after a power cut and on a full disk. */

const getMan = "<get><locUri>./DevInfo/Man</locUri></get>";
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const act of cleanUp.splice(0).toReversed()) await act();
});

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-restart-"));
  cleanUp.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

async function start(data: string, more: ServeOptions = {}): Promise<ServedHost> {
  const host = await serveHost({ data, ...more });
  cleanUp.push(() => host.stop());
  return host;
}

function device(host: ServedHost, sessionId: string, nonce: Buffer = Buffer.alloc(0)): ForeignDevice {
  const created = new ForeignDevice(host.ready.dm, { ...md5Device, auth: "md5", sessionId });
  created.nonce = nonce;
  return created;
}

describe.skipIf(notBuilt !== undefined)("after a power cut", () => {
  it("an operation that waited for its device is still there, and is carried out; nonces go on", async () => {
    const data = dataFolder();
    const first = await start(data);
    expect(first.ready.durable).toBe(true);
    const before = device(first, "1");
    await before.session();
    const operation = await manageParameters(first, md5Device.id, getMan, false);
    await first.kill();
    const second = await start(data);
    expect((await queryOperation(second, operation)).state).toBe("pending");
    const after = device(second, "2", before.nonce);
    const answers = await after.session();
    expect(headerCode(answers[0]?.text ?? ""), "the nonce of the last session is known").toBe("212");
    const end = await operationEnd(second, operation);
    expect(end.state).toBe("succeeded");
    expect(end.text).toContain(">Foreign<");
  });

  it("an operation cut off in the middle of its session is carried out again or ends honestly", async () => {
    const data = dataFolder();
    const first = await start(data);
    const operation = await manageParameters(first, md5Device.id, getMan, false);
    const cut = device(first, "1");
    await cut.send(cut.package1(), "");
    const answer = await cut.send(cut.package1());
    expect(commandsOf(answer.text).map(({ name }) => name)).toContain("Get");
    await first.kill();
    const second = await start(data);
    const state = (await queryOperation(second, operation)).state ?? "";
    expect(["pending", "running", "failed"]).toContain(state);
    const again = device(second, "2", cut.nonce);
    await again.session();
    const end = await operationEnd(second, operation);
    expect(["succeeded", "failed"]).toContain(end.state);
    if (end.state === "failed") expect(textOf(end.text, "reason")).toMatch(/\w+/);
  });

  it("a registration is known, and an outcome that could not be delivered is delivered", async () => {
    const data = dataFolder();
    const es = await openCallbackEndpoint(accept);
    cleanUp.push(() => es.close());
    const first = await start(data);
    await registerExternalSystem(first, es.url);
    await es.next(({ name }) => name === "RegistrationConfirmation");
    es.behave(answerWith(503));
    const operation = await manageParameters(first, md5Device.id, getMan, false);
    await device(first, "1").session();
    await es.next(({ operationId }) => operationId === operation);
    expect((await operationEnd(first, operation)).state).toBe("succeeded");
    await first.kill();
    const tries = es.received.length;
    es.behave(accept);
    const second = await start(data);
    const redelivered = await es.next((callback) => es.received.indexOf(callback) >= tries, 15_000);
    expect(redelivered).toMatchObject({ name: "OperationResult", operationId: operation, sequence: 1 });
    expect((await queryOperation(second, operation)).state).toBe("succeeded");
    const another = await manageParameters(second, md5Device.id, getMan, false);
    await device(second, "9").session();
    await es.next(({ operationId }) => operationId === another);
  });
});

describe.skipIf(notBuilt !== undefined)("a data folder", () => {
  it("that another process has is refused with a sentence and 70", async () => {
    const data = dataFolder();
    await start(data);
    const second = spawnSync(
      process.execPath,
      [program, "serve", "--port", "0", "--ui-port", "0", "--data", data, "--json"],
      { encoding: "utf8", timeout: 20_000 },
    );
    expect(second.status).toBe(70);
    expect(second.stderr).toContain("is in use by another process");
    expect(second.stderr).not.toMatch(/\bat .+:\d+:\d+/);
    expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: "store/locked" } });
  });

  it.skipIf(process.platform === "win32")(
    "on a full disk takes no more orders, says so, and keeps every one that it took",
    async () => {
      const data = dataFolder();
      const limit = ["bash", "-c", 'trap \'\' XFSZ; ulimit -f 700; exec "$0" "$@"'];
      const full = await start(data, { wrapper: limit, config: configOf("registry: { enabled: false }") });
      const acknowledged: string[] = [];
      const filler = `<replace><locUri>./Vendor/Big</locUri><data>${"x".repeat(20_000)}</data></replace>`;
      let refused = await order(full, filler);
      for (let count = 0; count < 400 && refused.status === 200; count++) {
        acknowledged.push(textOf(refused.text, "operationId") ?? "");
        refused = await order(full, filler);
      }
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(refused.status, refused.text.slice(0, 400)).toBe(500);
      expect(textOf(refused.text, "messageId")).toBe("SVC0001");
      expect(refused.text).not.toMatch(/SQLITE|EFBIG|ENOSPC|\bat .+:\d+/i);
      for (const operation of acknowledged)
        expect((await queryOperation(full, operation)).state).toBe("pending");
      await full.kill();
      const roomy = await start(data);
      for (const operation of acknowledged)
        expect((await queryOperation(roomy, operation)).state, operation).toBe("pending");
      expect((await order(roomy, getMan)).status).toBe(200);
    },
    60_000,
  );
});

function order(host: ServedHost, command: string) {
  return callWsi(
    host,
    "ManageParameters",
    `<deviceId>${md5Device.id}</deviceId><command>${command}</command><notifyDevice>false</notifyDevice>`,
  );
}
