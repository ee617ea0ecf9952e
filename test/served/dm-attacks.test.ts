import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ForeignDevice, headerCode } from "./support/foreign-device.ts";
import { openJournal, type JournalClient } from "./support/journal-client.ts";
import {
  basicDevice,
  configOf,
  md5Device,
  notBuilt,
  serveHost,
  type ServedHost,
} from "./support/served-host.ts";

/* A hostile device at the DM endpoint: each attack has its answer, and the next device is served as if nothing was. */

const MIB = 1024 * 1024;
const macDevice = { id: "IMEI:490000000000003", username: "mac-user", password: "mac pwd" };
const secrets = [basicDevice, md5Device, macDevice].map(({ password }) => password);

let host: ServedHost;
let journal: JournalClient;
beforeAll(async () => {
  if (notBuilt !== undefined) return;
  const { id, username, password } = macDevice;
  host = await serveHost({
    config: configOf(
      `  - { id: "${id}", external: true, account: { username: ${username}, password: "${password}", auth: mac } }\nlimits: { packageBytes: ${2 * MIB} }`,
    ),
  });
  journal = await openJournal(host);
});
afterAll(async () => {
  if (notBuilt !== undefined) return;
  journal.close();
  await host.stop();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Posts octets; nothing that leaves the host may tell of its inside. */
async function attack(
  body: string | Buffer,
  type = "application/vnd.syncml.dm+xml",
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(host.ready.dm, {
    method: "POST",
    headers: { "content-type": type, ...headers },
    body: new Uint8Array(Buffer.from(body)),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/\bat .*:\d+:\d+|node:internal|(?:Type|Range|Reference)Error/);
  return { status: response.status, text };
}

const device = (more: Partial<ConstructorParameters<typeof ForeignDevice>[1]> = {}): ForeignDevice =>
  new ForeignDevice(host.ready.dm, { ...basicDevice, auth: "basic", ...more });

/** A session of a device that is well behaved. */
async function isServed(): Promise<boolean> {
  const answers = await device({ sessionId: "7F" }).session();
  return headerCode(answers.at(-1)?.text ?? "") === "212";
}

const str = (text: string): Buffer => Buffer.concat([Buffer.of(3), Buffer.from(text), Buffer.of(0)]);
const number = (value: number): Buffer =>
  Buffer.of(0x80 | (value >> 21), 0x80 | (value >> 14), 0x80 | (value >> 7), value & 0x7f);
const leaf = (token: number, text: string): Buffer =>
  Buffer.concat([Buffer.of(token), str(text), Buffer.of(1)]);
/** A WBXML message of DM 1.2 with this string table, and this in its body. */
function wbxml(table: Buffer, body: Buffer): Buffer {
  const uri = (token: number, text: string): Buffer =>
    Buffer.concat([Buffer.of(token), leaf(0x57, text), Buffer.of(1)]);
  return Buffer.concat([
    Buffer.of(2, 0xa4, 1, 0x6a),
    number(table.length),
    table,
    Buffer.of(0x6d, 0x6c),
    leaf(0x71, "1.2"),
    leaf(0x72, "DM/1.2"),
    leaf(0x65, "1"),
    leaf(0x5b, "1"),
    uri(0x6e, "http://x"),
    uri(0x67, md5Device.id),
    Buffer.of(1, 0x6b),
    body,
    Buffer.of(1, 1),
  ]);
}
const wbxmlType = "application/vnd.syncml.dm+wbxml";
const repeated = (count: number, octets: (index: number) => Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, index) => octets(index)));
const longTable = Buffer.concat([Buffer.alloc(400_000, 0x61), Buffer.of(0)]);
const data = (content: Buffer): Buffer =>
  Buffer.concat([Buffer.of(0x60), leaf(0x4b, "1"), Buffer.of(0x54, 0x4f), content, Buffer.of(1, 1, 1)]);

describe.skipIf(notBuilt !== undefined)("WBXML that grows", () => {
  it.each([
    ["one string of the table, again and again", data(repeated(50_000, () => Buffer.of(0x83, 0)))],
    [
      "literal elements with names without end",
      repeated(50_000, (index) => Buffer.concat([Buffer.of(4), number(index)])),
    ],
    ["a text in a great many pieces", data(repeated(120_000, () => Buffer.of(3, 0x41, 0)))],
    ["elements in elements", Buffer.alloc(500_000, 0x6d)],
    ["opaque data of four gigabytes", data(Buffer.of(0xc3, 0x8f, 0xff, 0xff, 0xff, 0x7f))],
  ])("%s is refused", async (_name, body) => {
    const before = await journal.last();
    const began = performance.now();
    expect((await attack(wbxml(longTable, body), wbxmlType)).status).toBe(400);
    expect(performance.now() - began).toBeLessThan(15_000);
    const rows = await journal.rowsAfter(before, (found) => found.some(({ kind }) => kind === "note"));
    expect(JSON.stringify(rows)).toContain("dm-unreadable");
    expect(await isServed()).toBe(true);
  });
});

describe.skipIf(notBuilt !== undefined)("credentials", () => {
  it("x-syncml-hmac in any shape is a challenge, never more", async () => {
    for (const header of [
      "",
      "=,=",
      ",".repeat(10_000),
      `username="${"\\".repeat(8000)}`,
      'algorithm=SHA1, username="mac-user", mac=AAAAAAAAAAAAAAAAAAAAAA==',
      'mac=A, mac=B, username="mac-user", username="md5-user"',
    ]) {
      const foe = device({ ...macDevice, auth: "none" });
      foe.msgId = 1;
      const { status, text } = await attack(foe.message(foe.package1()), undefined, {
        "x-syncml-hmac": header,
      });
      expect([status, headerCode(text)]).toEqual([200, "401"]);
    }
  });

  it("who floods in the name of one device shuts out neither others nor the device itself", async () => {
    const codes = new Set<string | undefined>();
    for (let index = 0; index < 20; index++) {
      const foe = device({ ...md5Device, auth: "none", sessionId: `F${index}` });
      codes.add(headerCode((await foe.send(foe.package1())).text));
    }
    expect(codes).toEqual(new Set(["407", "503"]));
    expect(await isServed()).toBe(true);
  });
});

describe.skipIf(notBuilt !== undefined)("memory", () => {
  it("a package without end ends its session", async () => {
    const foe = device({ sessionId: "AA" });
    const part = (number: number): string =>
      `<Alert><CmdID>9</CmdID><Data>1226</Data><Item><Meta><Type xmlns="syncml:metinf">urn:x</Type></Meta><Data>${number}${"x".repeat(600_000)}</Data></Item></Alert>`;
    const texts: string[] = [];
    for (let index = 0; index < 5; index++) {
      foe.msgId++;
      const message = foe.message(
        `${index === 0 ? foe.package1() : ""}${part(index)}`,
        index === 0 ? undefined : "",
      );
      texts.push((await foe.post(message.replace("<Final/>", ""))).text);
      if (texts.at(-1)?.includes("<Data>1223</Data>")) break;
    }
    expect(texts.at(-1)).toContain("<Data>1223</Data>");
    expect(texts.length).toBe(4);
    expect(await isServed()).toBe(true);
  });
});
