import { utf8 } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import type { Random } from "../../core/random.ts";
import { writePackage, type PackageFacts } from "../../roles/device/objects/package-format.ts";
import type { ServedPackage } from "./package-server.ts";

const firmware: PackageFacts = {
  kind: "firmware",
  model: "*",
  name: "Firmware",
  version: "2.2.0",
  softwareVersion: "5.3.0",
  components: [],
  requires: [],
  parameters: [],
};

const editor: PackageFacts = {
  kind: "software",
  model: "*",
  name: "Editor",
  version: "1.4",
  components: [{ id: "editor", name: "Editor", version: "1.4" }],
  requires: [],
  parameters: [],
};

/**
 * The files of the package server by name: firmware and software as our devices take them, and one file for each way in
 * which a package can be wrong. A file is made when it is asked for.
 */
export function packageFinder(random: Random, crypto: Crypto): (name: string) => ServedPackage | undefined {
  const made = (facts: PackageFacts, size: number): Uint8Array =>
    writePackage(facts, random.fork(facts.name).bytes(size), crypto);
  const firmwareFile = (): Uint8Array => made(firmware, 16 * 1024);
  const driver = [{ id: "sensor-driver", name: "Sensor driver", version: "3.1" }];
  const files: ReadonlyMap<string, () => Uint8Array> = new Map([
    ["firmware-2.2.bin", firmwareFile],
    ["firmware-large.bin", () => made({ ...firmware, name: "Large firmware" }, 1024 * 1024)],
    ["firmware-corrupt.bin", () => damaged(firmwareFile())],
    ["firmware-unsigned.bin", () => forged(firmwareFile())],
    ["firmware-other-model.bin", () => made({ ...firmware, model: "Bench-9" }, 1024)],
    ["notes.txt", () => utf8("This is no package.\n")],
    ["empty.bin", () => new Uint8Array(0)],
    ["editor-1.4.dp", () => made(editor, 16 * 1024)],
    ["editor-corrupt.dp", () => damaged(made(editor, 1024))],
    ["editor-java.dp", () => made({ ...editor, environment: "java" }, 1024)],
    ["editor-requires-base.dp", () => made({ ...editor, requires: ["base"] }, 1024)],
    ["sensor-driver-3.1.dp", () => made({ ...editor, name: "Sensor driver", components: driver }, 8 * 1024)],
  ]);
  return (name) => {
    const body = files.get(name)?.();
    return body && { contentType: "application/octet-stream", body };
  };
}

/** The same with another last octet. */
function damaged(octets: Uint8Array): Uint8Array {
  const copy = octets.slice();
  const last = copy.length - 1;
  copy[last] = (copy[last] ?? 0) ^ 0xff;
  return copy;
}

/** The same with another name in its head, which its signature does not cover. */
function forged(octets: Uint8Array): Uint8Array {
  const copy = octets.slice();
  const at = indexOf(copy, utf8("Name: Firmware")) + "Name: ".length;
  copy[at] = (copy[at] ?? 0) ^ 0x20;
  return copy;
}

function indexOf(octets: Uint8Array, sought: Uint8Array): number {
  for (let start = 0; start + sought.length <= octets.length; start++)
    if (sought.every((octet, index) => octets[start + index] === octet)) return start;
  return -1;
}
