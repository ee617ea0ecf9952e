import { describe, expect, test } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import type { OperationRequestInput } from "../../simulator/protocols/wsi/index.ts";
import { phone, type DeviceProfile } from "../../simulator/roles/device/index.ts";
import { builtInProfile } from "../../simulator/roles/device/profiles/built-in.ts";
import { writePackage, type PackageFacts } from "../../simulator/roles/device/objects/package-format.ts";
import { get } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { BASE, crypto, DEVICE, type Dialogue } from "./support/dialogue.ts";
import { lines } from "./support/lines.ts";

type Update = OperationRequestInput<"SubmitUpdate">;

const facts = (more: Partial<PackageFacts>): PackageFacts => ({
  kind: "firmware",
  model: "*",
  name: "Firmware",
  version: "2.2.0",
  components: [],
  requires: [],
  parameters: [],
  ...more,
});
const packed = (more: Partial<PackageFacts> = {}, size = 5_000): Uint8Array =>
  writePackage(facts(more), new Uint8Array(size).fill(7), crypto);
const firmware = packed();
const software = packed({
  kind: "software",
  name: "Notes",
  version: "3.0",
  components: [{ id: "notes", name: "Notes", version: "3.0" }],
});

function update(content: Uint8Array, more: Partial<Update> = {}): Update {
  return {
    name: "An update",
    version: "2.2.0",
    kind: "firmware",
    content,
    size: content.length,
    sha256: crypto.sha256(content),
    install: "download-and-install",
    assignTo: { deviceId: [DEVICE], group: [] },
    ...more,
  };
}

/** An update whose package lies at the package server. */
function elsewhere(file: string, like: Uint8Array, more: Partial<Update> = {}): Update {
  const { content: _, ...rest } = update(like, more);
  return { ...rest, packageUri: `${BASE}/files/${file}` };
}

/** Submits and lets two minutes pass; what became of the operation. */
function run(it: Dialogue, request: Update) {
  const { operationId } = submit(it, request);
  it.wait(120_000);
  return outcome(it, operationId);
}

function submit(it: Dialogue, request: Update): { readonly operationId: string; readonly updateId: string } {
  const read = it.call("SubmitUpdate", request);
  if (read.kind !== "response") throw new Error(JSON.stringify(read));
  return { operationId: read.value.ack.operationId, updateId: read.value.updateId };
}

function outcome(it: Dialogue, operationId: string) {
  const read = it.call("QueryOperation", { operationId });
  if (read.kind !== "response") throw new Error(JSON.stringify(read));
  const { operation, deviceResult } = read.value;
  const [result] = deviceResult;
  return {
    state: operation.state,
    reason: result?.reason,
    results: result?.commandResult.map(({ index, status }) => `${index}: ${status}`),
  };
}

function values(it: Dialogue, ...uris: readonly string[]): readonly string[] {
  it.manage([get(...uris)]);
  return (it.outcomes()["0"]?.items ?? []).map(({ data = "" }) => data);
}

const succeeded = (code: number) => ({ state: "succeeded", reason: undefined, results: [`1: ${code}`] });
const failed = (code: number) => ({
  state: "failed",
  reason: expect.stringMatching(new RegExp(`^${code}: .`)) as unknown,
  results: [`1: ${code}`],
});

/** The telephone with other objects. */
const phoneWith = (
  change: (spec: NonNullable<DeviceProfile["objects"]>[number]) => object,
): DeviceProfile => ({
  ...phone,
  objects: (phone.objects ?? []).map((spec) => ({ ...spec, ...change(spec) })),
});

describe.each(encodings)("SubmitUpdate of firmware (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`G1 download-and-install: PkgURL, Exec with the operationId as Correlator, alert 200 (${encoding})`, () => {
    const it = begin({ care: {} });
    const { operationId } = submit(it, update(firmware));
    it.wait(500);
    expect(outcome(it, operationId)).toMatchObject({ state: "running" });
    it.wait(120_000);
    expect(outcome(it, operationId)).toEqual(succeeded(200));
    expect(it.fetched).toEqual([
      expect.stringMatching(/^http:\/\/dm\.example\.com\/packages\/[0-9a-f]{32}$/),
    ]);
    const sent = it.fromServer.flatMap(lines);
    expect(sent).toContainEqual(
      expect.stringContaining(`Exec #${operationId} ./FwUpdate/Pkg1/DownloadAndUpdate`),
    );
    const alerts = it.fromDevice.flatMap(lines).filter((line) => line.startsWith("Alert 1226"));
    expect(alerts).toEqual([expect.stringContaining(`#${operationId} `)]);
    expect(values(it, "./DevDetail/FwV", "./FwUpdate/Pkg1/Ext/PkgSize")).toEqual(["2.2.0", ""]);
  });

  test(`G1 download: the package is on the device, the firmware as it was (${encoding})`, () => {
    const it = begin({ care: {} });
    expect(run(it, update(firmware, { install: "download" }))).toEqual(succeeded(200));
    expect(values(it, "./DevDetail/FwV", "./FwUpdate/Pkg1/State")).toEqual(["1.0.3", "50"]);
  });

  test(`G1 a package elsewhere is fetched by the device, never by the DM server (${encoding})`, () => {
    const it = begin({ care: {} });
    expect(run(it, elsewhere("firmware-2.2.bin", new Uint8Array(3)))).toEqual(failed(402));
    expect(it.fetched).toEqual([`${BASE}/files/firmware-2.2.bin`]);
    expect(values(it, "./DevDetail/FwV", "./FwUpdate/Pkg1/State")).toEqual(["1.0.3", "20"]);
  });

  test(`a package with another digest than was said is corrupted (${encoding})`, () => {
    const it = begin({ care: {} });
    const said = { ...elsewhere("notes.txt", firmware), size: utf8("This is no package.\n").length };
    expect(run(it, said)).toEqual(failed(402));
  });

  test(`FUMO failures come as the result of the device (${encoding})`, () => {
    const cases: readonly [Update, number][] = [
      [elsewhere("not-there.bin", firmware), 411],
      [elsewhere("unauthorised", firmware), 406],
      [elsewhere("broken", firmware), 500],
      [elsewhere("silence", firmware), 407],
      [update(utf8("octets in no format of the device")), 405],
      [update(packed({ model: "Bench-9" })), 403],
      [update(software), 405],
    ];
    for (const [request, code] of cases) expect(run(begin({ care: {} }), request)).toEqual(failed(code));
  });

  test(`a device without enough memory (${encoding})`, () => {
    const profile = phoneWith((spec) => (spec.kind === "fumo" ? { largestPackage: 1_000 } : {}));
    expect(run(begin({ care: {}, device: { profile } }), update(firmware))).toEqual(failed(501));
  });

  test(`a user who refuses (${encoding})`, () => {
    const profile = phoneWith((spec) =>
      spec.kind === "fumo"
        ? { consent: { before: ["download"], patience: 1_000, unanswered: "reject" } }
        : {},
    );
    expect(run(begin({ care: {}, device: { profile } }), update(firmware))).toEqual(failed(401));
  });

  test(`a FUMO without DownloadAndUpdate downloads, and updates on the alert (${encoding})`, () => {
    const it = begin({ care: {}, device: { profile: builtInProfile("meter") } });
    const { operationId } = submit(it, update(firmware));
    it.wait(300_000);
    expect(outcome(it, operationId)).toEqual(succeeded(200));
    const execs = it.fromServer.flatMap(lines).filter((line) => line.startsWith("Exec"));
    expect(execs).toEqual([
      expect.stringContaining("./FwUpdate/Download"),
      expect.stringContaining("./FwUpdate/Update"),
    ]);
    expect(values(it, "./DevDetail/FwV")).toEqual(["2.2.0"]);
    expect(it.stored("updateProgress")).toEqual([]);
  });

  test(`a device without a FUMO, and one whose FUMO cannot (${encoding})`, () => {
    const without: DeviceProfile = {
      ...phone,
      objects: (phone.objects ?? []).filter(({ kind }) => kind !== "fumo"),
    };
    const it = begin({ care: {}, device: { profile: without } });
    expect(run(it, update(firmware))).toMatchObject({
      state: "failed",
      reason: "the device has no firmware update object (FUMO)",
    });
    const only = phoneWith((spec) => (spec.kind === "fumo" ? { operations: ["DownloadAndUpdate"] } : {}));
    const unable = begin({ care: {}, device: { profile: only } });
    expect(run(unable, update(firmware, { install: "download" }))).toMatchObject({
      state: "failed",
      reason: "the firmware update object of the device cannot download",
    });
  });

  test(`a busy FUMO refuses the Exec (${encoding})`, () => {
    const it = begin({
      care: {},
      device: { behaviour: { failures: { "./FwUpdate/Pkg1/DownloadAndUpdate": 510 } } },
    });
    expect(run(it, update(firmware))).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("the device refused the operation: 510") as unknown,
    });
  });

  test(`POL0202 where the policy does not grant the object, when the device is there (${encoding})`, () => {
    const it = begin({ care: { subtrees: ["./Settings"] } });
    expect(run(it, update(firmware))).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("./FwUpdate/Pkg1") as unknown,
    });
    expect(it.fetched).toEqual([]);
  });

  test(`a removed update goes with the work that needed it (${encoding})`, () => {
    const it = begin({ care: {} });
    const { operationId, updateId } = submit(it, update(firmware));
    expect(it.call("RemoveUpdate", { updateId }).kind).toBe("response");
    it.wait(120_000);
    expect(outcome(it, operationId)).toEqual(succeeded(200));
    expect([...it.stored("updates"), ...it.stored("updateContents")]).toEqual([]);
  });
});

describe.each(encodings)("SubmitUpdate of software (%s)", (encoding) => {
  const begin = dialogues(encoding);
  const kind = "software";

  test(`G1 download-and-install: an entry below Download, Exec, alert 1200 (${encoding})`, () => {
    const it = begin({ care: {} });
    expect(run(it, update(software, { kind }))).toEqual(succeeded(1200));
    const [deployed, version] = values(
      it,
      "./SCM/Inventory/Deployed",
      "./SCM/Inventory/Deployed/notes/Version",
    );
    expect(deployed).toContain("notes");
    expect(version).toBe("3.0");
    expect(run(it, update(software, { kind }))).toEqual(succeeded(1200));
  });

  test(`G1 download: delivered, not deployed (${encoding})`, () => {
    const it = begin({ care: {} });
    expect(run(it, update(software, { kind, install: "download" }))).toEqual(succeeded(1200));
    const [delivered, deployed] = values(it, "./SCM/Inventory/Delivered", "./SCM/Inventory/Deployed");
    expect(delivered).not.toBe("");
    expect(deployed).not.toContain("notes");
  });

  test(`SCOMO failures come as the result of the device (${encoding})`, () => {
    const cases: readonly [Update, number][] = [
      [elsewhere("not-there.dp", software, { kind }), 1402],
      [elsewhere("editor-1.4.dp", software, { kind }), 1407],
      [update(firmware, { kind }), 1407],
      [update(utf8("octets"), { kind }), 1407],
      [update(packed({ kind, requires: ["base"] }), { kind }), 1405],
      [update(packed({ kind, environment: "java" }), { kind }), 1413],
    ];
    for (const [request, code] of cases) expect(run(begin({ care: {} }), request)).toEqual(failed(code));
    const profile = phoneWith((spec) => (spec.kind === "scomo" ? { largestInventory: 1 } : {}));
    expect(run(begin({ care: {}, device: { profile } }), update(software, { kind }))).toEqual(failed(1406));
  });

  test(`an alert whose data is the number alone (${encoding})`, () => {
    const profile = phoneWith((spec) => (spec.kind === "scomo" ? { alertData: "int" } : {}));
    expect(run(begin({ care: {}, device: { profile } }), update(software, { kind }))).toEqual(
      succeeded(1200),
    );
  });
});
