import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { haveVectors, noVectors, vectorPath } from "../support/vectors.ts";
import {
  commandsOf,
  ForeignDevice,
  headerCode,
  type ForeignDeviceOptions,
} from "./support/foreign-device.ts";
import {
  manageParameters,
  operationEnd,
  queryOperation,
  registerExternalSystem,
  textsOf,
} from "./support/scripted-soap.ts";
import {
  basicDevice,
  configOf,
  md5Device,
  notBuilt,
  serveHost,
  type ServedHost,
} from "./support/served-host.ts";

/* A device that is none of ours runs whole sessions with the served DM server. */

const products = Array.from({ length: 14 }, (_, index) => ({
  id: `IMEI:4900000000001${String(index).padStart(2, "0")}`,
  username: `user${index}`,
  password: "pässword",
}));
const winDevice = { id: "urn:uuid:00000000-0000-0000-0000-000000000001", username: "win", password: "pwd" };

let host: ServedHost;
beforeAll(async () => {
  if (notBuilt !== undefined) return;
  const more = [...products, winDevice]
    .map(
      ({ id, username, password }) =>
        `  - { id: "${id}", external: true, account: { username: ${username}, password: "${password}", auth: md5 } }`,
    )
    .join("\n");
  host = await serveHost({ config: configOf(more) });
  await registerExternalSystem(host);
});
afterAll(async () => {
  if (notBuilt === undefined) await host.stop();
});

let used = 0;
/** A device that no other test uses. */
function freshDevice(more: Partial<ForeignDeviceOptions> = {}): {
  readonly device: ForeignDevice;
  readonly id: string;
} {
  const product = products[used++];
  if (!product) throw new Error("more products are needed");
  return { device: new ForeignDevice(host.ready.dm, { ...product, auth: "md5", ...more }), id: product.id };
}

const getMan = "<get><locUri>./DevInfo/Man</locUri></get>";

describe.skipIf(notBuilt !== undefined)("whole sessions", () => {
  for (const [product, auth] of [
    [basicDevice, "basic"],
    [md5Device, "md5"],
  ] as const)
    it(`reads and writes a parameter of a device with ${auth}, twice`, async () => {
      const device = new ForeignDevice(host.ready.dm, { ...product, auth });
      device.tree.set("./Vendor/Greeting", "old");
      for (const value of ["first & <best>", "second"]) {
        const escaped = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
        const write = await manageParameters(
          host,
          product.id,
          `<replace><locUri>./Vendor/Greeting</locUri><data>${escaped}</data></replace>`,
          false,
        );
        const read = await manageParameters(host, product.id, getMan, false);
        expect((await queryOperation(host, read)).state).toBe("pending");
        const answers = await device.session();
        expect(answers.at(-1)?.status).toBe(200);
        expect(device.tree.get("./Vendor/Greeting")).toBe(escaped);
        expect((await operationEnd(host, write)).state).toBe("succeeded");
        const end = await operationEnd(host, read);
        expect(end.state).toBe("succeeded");
        expect(textsOf(end.text, "data")).toContain("Foreign");
      }
    });

  it("challenges a device without a nonce, and proves itself with the nonce that it is given", async () => {
    const { device } = freshDevice();
    const first = await device.send(device.package1(), "");
    expect(headerCode(first.text)).toBe("407");
    expect(first.text).toContain("syncml:auth-md5");
    expect(first.text).toMatch(/<NextNonce[^>]*>[A-Za-z0-9+/]{20,}=*</);
    const second = await device.send(device.package1());
    expect(headerCode(second.text)).toBe("212");
  });

  it("takes the media type with a charset, in capitals, and SessionIDs in hexadecimal", async () => {
    for (const contentType of [
      "application/vnd.syncml.dm+xml; charset=utf-8",
      'Application/Vnd.SyncML.DM+XML; charset="UTF-8"',
    ]) {
      const { device, id } = freshDevice({ contentType, sessionId: "1F" });
      const operation = await manageParameters(host, id, getMan, false);
      const answers = await device.session();
      expect(answers.map(({ status }) => status).every((status) => status === 200)).toBe(true);
      expect((await operationEnd(host, operation)).state).toBe("succeeded");
    }
  });

  it("reports a node that is not there as the device does", async () => {
    const { device, id } = freshDevice();
    const operation = await manageParameters(host, id, "<get><locUri>./None</locUri></get>", false);
    await device.session();
    const end = await operationEnd(host, operation);
    expect(end.state).toBe("failed");
    expect(textsOf(end.text, "status")).toContain("404");
  });
});

describe.skipIf(notBuilt !== undefined)("devices that misbehave", () => {
  it("refuses a wrong password after one challenge, without a command and without harm to the queue", async () => {
    const { device, id } = freshDevice();
    const operation = await manageParameters(host, id, getMan, false);
    for (const code of ["401", "401"]) {
      const answer = await device.send(device.package1(), device.credentials("wrong"));
      expect(headerCode(answer.text)).toBe(code);
      expect(commandsOf(answer.text)).toEqual([]);
    }
    expect((await queryOperation(host, operation)).state).toBe("pending");
    device.nonce = Buffer.from("stale");
    await device.session();
    expect((await operationEnd(host, operation)).state).toBe("succeeded");
  });

  it("challenges a stale nonce anew", async () => {
    const { device } = freshDevice();
    await device.session();
    device.nonce = Buffer.from("a nonce of long ago");
    device.begin();
    const stale = await device.send(device.package1());
    expect(headerCode(stale.text)).toBe("401");
    const fresh = await device.send(device.package1());
    expect(headerCode(fresh.text)).toBe("212");
  });

  it("does not take the same credentials twice", async () => {
    const { device } = freshDevice();
    await device.send(device.package1(), "");
    const cred = device.credentials();
    expect(headerCode((await device.send(device.package1(), cred)).text)).toBe("212");
    device.begin();
    const replayed = await device.send(`${device.package1()}<Get><CmdID>9</CmdID></Get>`, cred);
    expect(headerCode(replayed.text)).toBe("401");
  });

  it("answers a repeated message with the stored octets, and does nothing twice", async () => {
    const { device, id } = freshDevice();
    device.tree.set("./Vendor/Count", "0");
    const operation = await manageParameters(
      host,
      id,
      "<replace><locUri>./Vendor/Count</locUri><data>1</data></replace>",
      false,
    );
    await device.send(device.package1(), "");
    const answer = await device.send(device.package1());
    const again = await device.post(device.sent.at(-1) ?? "");
    expect(again.text).toBe(answer.text);
    const commands = commandsOf(answer.text);
    expect(commands.map(({ name }) => name)).toContain("Replace");
    await device.send(device.answer(answer.text, commands));
    expect((await operationEnd(host, operation)).state).toBe("succeeded");
  });

  it("lets a device that gives up after a challenge come back with its nonce in a new session", async () => {
    const { device } = freshDevice();
    expect(headerCode((await device.send(device.package1(), "")).text)).toBe("407");
    device.begin();
    const cred = device.credentials();
    expect(headerCode((await device.send(device.package1(), cred)).text)).toBe("212");
    device.begin();
    expect(headerCode((await device.send(device.package1(), cred)).text), "but only once").toBe("401");
  });

  it("finds no session for a client that ignores RespURI, and says so without ending the session", async () => {
    const { device, id } = freshDevice({ ignoresRespUri: true });
    const operation = await manageParameters(host, id, getMan, false);
    const answers = await device.session();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);
    expect(answers.at(-1)?.text).not.toMatch(/at .+:\d+/);
    expect(["pending", "running"]).toContain((await queryOperation(host, operation)).state);
  });

  it("lets nobody into another's session", async () => {
    const [{ device }, other] = [freshDevice(), freshDevice()];
    await device.send(device.package1(), "");
    const first = await device.send(device.package1());
    const address = (/<RespURI>([^<]*)</.exec(first.text)?.[1] ?? "").replaceAll("&amp;", "&");
    const thief = new ForeignDevice(address, { id: other.id, username: "x", password: "x", auth: "none" });
    thief.msgId = 3;
    const answer = await thief.post(thief.message(thief.answer(first.text, commandsOf(first.text))));
    expect(headerCode(answer.text)).toBe("401");
    expect(commandsOf(answer.text)).toEqual([]);
  });
});

describe.skipIf(notBuilt !== undefined || !haveVectors)(`other people's messages (else ${noVectors})`, () => {
  const index = haveVectors
    ? (JSON.parse(readFileSync(vectorPath("syncml", "index.json"), "utf8")) as unknown)
    : {};
  const names = [...JSON.stringify(index).matchAll(/"([\w.-]+\.xml)"/g)].map(([, name = ""]) => name);

  it("answers every one of them with SyncML or a plain error, and goes on serving", async () => {
    expect(names.length).toBeGreaterThan(10);
    for (const name of new Set(names)) {
      const response = await fetch(host.ready.dm, {
        method: "POST",
        headers: { "content-type": "application/vnd.syncml.dm+xml; charset=utf-8" },
        body: readFileSync(vectorPath("syncml", name)),
        signal: AbortSignal.timeout(10_000),
      });
      const text = await response.text();
      expect([200, 400, 404, 413], name).toContain(response.status);
      expect(text, name).not.toMatch(/\bat .+:\d+:\d+|undefined|Cannot read/);
      if (response.status === 200) expect(text, name).toContain("<SyncML");
    }
    expect(host.stderr()).toBe("");
  });
});
