import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../simulator/core/random.ts";
import { createNodeCrypto } from "../../../simulator/host/node-crypto.ts";
import { readPackage } from "../../../simulator/roles/device/objects/package-format.ts";
import { createPackageServer } from "../../../simulator/workbench/worlds/package-server.ts";
import { packageFinder } from "../../../simulator/workbench/worlds/packages.ts";

const crypto = createNodeCrypto();
const find = packageFinder(seededRandom("packages"), crypto);

describe("the package server of the worlds", () => {
  it.each([
    ["firmware-2.2.bin", { kind: "firmware", version: "2.2.0", softwareVersion: "5.3.0" }],
    ["firmware-other-model.bin", { kind: "firmware", model: "Bench-9" }],
    ["editor-1.4.dp", { kind: "software", components: [{ id: "editor", name: "Editor", version: "1.4" }] }],
    ["editor-java.dp", { environment: "java" }],
    ["editor-requires-base.dp", { requires: ["base"] }],
    ["sensor-driver-3.1.dp", { name: "Sensor driver" }],
  ])("has %s", (name, facts) => {
    expect(readPackage(find(name)?.body ?? new Uint8Array(0), crypto)).toMatchObject(facts);
  });

  it.each([
    ["firmware-corrupt.bin", "corrupted"],
    ["editor-corrupt.dp", "corrupted"],
    ["firmware-unsigned.bin", "signature"],
    ["notes.txt", "unacceptable"],
    ["empty.bin", "unacceptable"],
  ])("has %s, which is %s", (name, problem) => {
    expect(readPackage(find(name)?.body ?? new Uint8Array(1), crypto)).toBe(problem);
  });

  it.each([
    ["firmware-2.2.bin", 200],
    ["not-there.bin", 404],
    ["unauthorised", 401],
    ["forbidden", 403],
    ["broken", 500],
    ["unavailable", 503],
    ["silence", undefined],
  ])("answers %s with %s", (name, status) => {
    const effects = createPackageServer(find).handle(
      {
        type: "request.received",
        exchange: "x",
        request: {
          method: "GET",
          url: `http://a.example/packages/${name}`,
          headers: {},
          body: new Uint8Array(0),
        },
        peer: { address: "memory", secure: false },
      },
      { now: 0, date: 0 },
    );
    expect(effects.map((effect) => (effect.type === "respond" ? effect.http.status : effect.type))).toEqual(
      status === undefined ? [] : [status],
    );
  });
});
