import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeMgmtTree } from "../../simulator/protocols/dmddf/index.ts";
import { encodeBootstrapPush, provisioningTypes } from "../../simulator/protocols/provisioning/index.ts";
import { dmMediaTypes, writeDmMessage } from "../../simulator/protocols/syncml/index.ts";
import { writeDmBootstrap } from "../../simulator/stacks/bootstrap.ts";
import { decodeLayers, findSecrets, layerReading } from "../../simulator/stacks/decode-crossing.ts";
import { decodeMessage, decodeReport } from "../../simulator/stacks/decode.ts";
import { summariseMessage } from "../../simulator/stacks/summarise.ts";
import { messageViews as registry } from "../../simulator/stacks/views.ts";
import { hex, ownWbxml } from "../support/hex.ts";
import { secretCommand, secretTree } from "./secret-messages.ts";

const bootstrap = writeDmBootstrap({ serverId: "dms.example", deviceId: "IMEI:1", objects: [secretTree] });
const messages: readonly Uint8Array[] = [
  ...["a1", "a2", "b2", "b3", "e1", "tnds"].map(ownWbxml),
  writeDmMessage("wbxml", secretCommand),
  writeMgmtTree(secretTree, "wbxml"),
  bootstrap,
  encodeBootstrapPush(
    `${provisioningTypes.wbxml}; SEC=USERPIN; MAC=00`,
    hex("03 0b 6a 00 c5460301 c6550187110649000101"),
  ),
  encodeBootstrapPush(`${dmMediaTypes.wbxml}; SEC=USERPIN; MAC=00`, bootstrap),
  hex("010603c4af8771e97eb340fe90aed9a38777a9855f8202d800000000a70e646d2e6578616d706c652e636f6d"),
  new Uint8Array(readFileSync(join(import.meta.dirname, "../vectors/syncml/package-1.xml"))),
];
const types = [
  "",
  dmMediaTypes.wbxml,
  dmMediaTypes.xml,
  `${dmMediaTypes.wbxml}; SEC=USERPIN`,
  provisioningTypes.wbxml,
  "application/vnd.syncml.notification",
  "application/vnd.syncml.dmtnds+wbxml",
];
const views = registry.flatMap(({ ids }) => ids);

/** All that is done with octets of which nothing is known. */
function survive(bytes: Uint8Array, contentType: string, type: string): void {
  const decoded = decodeMessage(bytes, { contentType, type, registry });
  JSON.stringify(decodeReport(decoded));
  expect(decoded.summary).not.toBe("");
  const headers = { "content-type": contentType };
  for (const layer of decodeLayers(headers, bytes)) {
    layerReading(layer);
    for (const { start, end } of layer.secrets) {
      expect(start).toBeLessThanOrEqual(end);
      expect(end).toBeLessThanOrEqual(layer.bytes.length);
    }
  }
  findSecrets({ headers, body: bytes });
  for (const channel of ["dm", "push"] as const)
    summariseMessage({
      channel,
      direction: channel === "push" ? "push" : "request",
      from: { role: "device", name: "d" },
      headers,
      body: bytes,
    });
}

describe("damaged messages end with a message", () => {
  test("whatever octets are changed, added or missing", () => {
    const change = fc.record({
      at: fc.nat(1000),
      octet: fc.nat(255),
      how: fc.constantFrom("set", "insert", "delete", "cut"),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...messages),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...types),
        fc.constantFrom("auto", ...views),
        (message, changes, contentType, type) => {
          const octets = [...message];
          for (const { at, octet, how } of changes) {
            const place = at % (octets.length + 1);
            if (how === "set") octets[place] = octet;
            else if (how === "insert") octets.splice(place, 0, octet);
            else octets.splice(place, how === "cut" ? octets.length : 1);
          }
          survive(new Uint8Array(octets), contentType, type);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("whatever the octets are", () => {
    const head = fc.constantFrom(
      [],
      [3, 0xa4, 1, 0x6a, 0],
      [3, 1, 0x6a, 0],
      [3, 0x0b, 0x6a, 0],
      [1, 6, 3, 0xc4, 0xaf, 0x87],
    );
    fc.assert(
      fc.property(
        head,
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(...types),
        fc.constantFrom("auto", ...views),
        (first, rest, contentType, type) => {
          survive(new Uint8Array([...first, ...rest]), contentType, type);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("a message within a message within a message is followed only so deep", () => {
    let inner = ownWbxml("a8");
    for (let depth = 0; depth < 12; depth++)
      inner = writeDmMessage("wbxml", {
        ...secretCommand,
        SyncBody: {
          commands: [{ kind: "Add", CmdID: "1", Item: [{ Meta: { Format: "bin" }, Data: inner }] }],
          Final: true,
        },
      });
    expect(decodeLayers({}, inner)).toHaveLength(5);
  });
});
