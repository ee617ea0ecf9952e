import { describe, expect, test } from "vitest";
import { add, addNode, exec, get, replace } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { BASE, type Dialogue } from "./support/dialogue.ts";
import { answers, lines } from "./support/lines.ts";

const events = (it: Dialogue): string[] =>
  it.fromDevice.flatMap(lines).filter((line) => line.startsWith("Alert 1226"));

/** What a session of its own reads. */
function read(it: Dialogue, ...uris: readonly string[]): readonly (string | undefined)[] {
  it.manage(uris.map((uri) => get(uri)));
  return uris.map((_, index) => it.outcomes()[String(index)]?.items[0]?.["data"]);
}

const completed = "urn:oma:at:scomo:1.0:OperationComplete";
const entry = "./SCM/Download/Editor";
const refer = (file: string) => [
  addNode(entry),
  add(`${entry}/PkgID`, "editor"),
  add(`${entry}/PkgURL`, `${BASE}/packages/${file}`),
];
const editor = "./SCM/Inventory/Deployed/editor";

/** Runs an operation of SCOMO and gives its result; the server has to have it in the end. */
function run(it: Dialogue, uri: string, first: ReturnType<typeof refer> | readonly [] = []): string {
  const before = events(it).length;
  it.manage([...first, exec(uri, "job-5")], { awaitCorrelated: true });
  it.wait(120_000);
  const [told, ...more] = events(it).slice(before);
  expect(more).toEqual([]);
  expect(told).toMatch(new RegExp(`^Alert 1226 #job-5 .*${completed}`));
  expect(it.report("management.correlated")).toMatchObject({
    alert: { alertType: completed, items: [{ source: uri }] },
  });
  return /<ResultCode>(\d+)<\/ResultCode>/.exec(told ?? "")?.[1] ?? "";
}

describe.each(encodings)("Software components (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`SCOMO-01 download, install, activate, deactivate, remove, update (${encoding})`, () => {
    const it = begin();
    const deployed = "./SCM/Inventory/Deployed";
    const delivered = "./SCM/Inventory/Delivered";
    const others = "Browser/Mail/Maps/Games";
    expect(run(it, `${entry}/Operations/Download`, refer("editor-1.4.dp"))).toBe("1200");
    const [packages, components] = read(it, delivered, deployed);
    expect(components).toBe(others);
    expect(packages).toMatch(/^[^/]+$/);
    const pkg = `${delivered}/${packages ?? ""}`;
    expect(read(it, `${pkg}/State`, `${pkg}/PkgID`)).toEqual(["10", "editor"]);

    expect(run(it, `${pkg}/Operations/Install`)).toBe("1200");
    expect(read(it, `${pkg}/State`, deployed, `${editor}/State`, `${editor}/Version`)).toEqual([
      "20",
      `${others}/editor`,
      "20",
      "1.4",
    ]);
    expect(run(it, `${editor}/Operations/Deactivate`)).toBe("1200");
    expect(read(it, `${editor}/State`)).toEqual(["10"]);
    expect(run(it, `${editor}/Operations/Activate`)).toBe("1200");
    expect(read(it, `${editor}/State`)).toEqual(["20"]);

    expect(run(it, `${entry}/Operations/DownloadInstall`, refer("editor-1.5.dp"))).toBe("1200");
    expect(read(it, deployed, `${editor}/Version`)).toEqual([`${others}/editor`, "1.5"]);

    expect(run(it, `${editor}/Operations/Remove`)).toBe("1200");
    expect(read(it, deployed)).toEqual([others]);
  });

  test(`SCOMO-02 status leaf and result for each failure (${encoding})`, () => {
    const files = {
      1402: "not-there.dp",
      1403: "unauthorised",
      1405: "editor-requires-base.dp",
      1407: "editor-corrupt.dp",
      1413: "editor-java.dp",
      1500: "broken",
      1501: "silence",
    } as const;
    const kept = (it: Dialogue, result: string): void => {
      expect(it.stored("alerts").at(-1)).toMatchObject({
        alertType: completed,
        correlator: "job-5",
        mark: expect.stringMatching(/^(fatal|critical|minor|warning)$/) as unknown,
        items: [{ data: expect.stringContaining(`<ResultCode>${result}</ResultCode>`) as unknown }],
      });
    };
    for (const [result, file] of Object.entries(files)) {
      const it = begin();
      expect(run(it, `${entry}/Operations/DownloadInstall`, refer(file)), file).toBe(result);
      expect(read(it, `${entry}/Status`)[0], file).toMatch(/^(20|60|70)$/);
      kept(it, result);
    }
    for (const [at, results] of [
      ["download", ["1400", "1401", "1404", "1411", "1412"]],
      ["install", ["1405", "1406"]],
    ] as const)
      for (const result of results) {
        const it = begin();
        it.device({ name: "runAction", object: "SCM", action: "fail-next", parameters: { at, result } });
        expect(run(it, `${entry}/Operations/DownloadInstall`, refer("editor-1.4.dp"))).toBe(result);
        expect(read(it, `${entry}/Status`)[0], result).toMatch(at === "download" ? /^20$/ : /^[67]0$/);
        kept(it, result);
      }
    const browser = "./SCM/Inventory/Deployed/Browser";
    for (const [operation, result, status] of [
      ["Remove", "1408", "20"],
      ["Activate", "1409", "40"],
      ["Deactivate", "1410", "60"],
    ] as const) {
      const it = begin();
      it.device({
        name: "runAction",
        object: "SCM",
        action: "fail-next",
        parameters: { at: operation, result },
      });
      const component = operation === "Activate" ? "./SCM/Inventory/Deployed/Games" : browser;
      expect(run(it, `${component}/Operations/${operation}`)).toBe(result);
      expect(read(it, `${component}/Status`)).toEqual([status]);
      kept(it, result);
    }
  });
});

describe.each(encodings)("Diagnostics (%s)", (encoding) => {
  const begin = dialogues(encoding);

  const radio = "./DiagMon/Radio";

  test(`DIAG-01 function (${encoding})`, () => {
    const it = begin();
    const [status, names] = read(it, `${radio}/Status`, `${radio}/DiagMonData`);
    expect(status).toBe("10");
    const before = it.fromDevice.length;
    it.manage([exec(`${radio}/Operations/Start`, "job-6")]);
    expect(answers(it.fromDevice[before + 1])).toEqual([`Status 1/4 Exec 202 ${radio}/Operations/Start`]);
    expect(read(it, `${radio}/Status`)).toEqual(["20"]);
    it.wait(150_000);
    const readings = (names ?? "").split("/").map((name) => `${radio}/DiagMonData/${name}`);
    expect(readings.length).toBeGreaterThan(1);
    for (const value of read(it, ...readings)) expect(value).not.toBe("");
    const running = it.fromDevice.length;
    it.manage([exec(`${radio}/Operations/Stop`)]);
    expect(answers(it.fromDevice[running + 1])).toEqual([`Status 1/4 Exec 200 ${radio}/Operations/Stop`]);
    it.wait(1_000);
    expect(read(it, `${radio}/Status`)).toEqual(["30"]);
    expect(events(it)).toEqual([
      `Alert 1226 #job-6 ${radio}/Operations/Start (int, urn:oma:at:diagmon:1.0:OperationComplete)=200`,
    ]);
  });

  test(`DIAG-02 trap (${encoding})`, () => {
    const it = begin();
    const trap = "./Traps/LowBattery";
    it.manage([
      replace(`${trap}/TrapConfig/Threshold`, "101", { Format: "float" }),
      replace(`${trap}/Enabled`, "true", { Format: "bool" }),
    ]);
    it.wait(600_000);
    expect(events(it)).toEqual([
      expect.stringMatching(/^Alert 1226 \.\/Traps\/LowBattery .*urn:oma:at:diagmon:1\.0:TrapNotification/),
    ]);
    // the server has it once, for whoever is registered for such events
    expect(it.stored("alerts")).toMatchObject([
      { alertType: "urn:oma:at:diagmon:1.0:TrapNotification", items: [{ source: trap }] },
    ]);
    const told = it.fromServer.flatMap(lines).filter((line) => line.endsWith(" Alert 200"));
    expect(told.length).toBeGreaterThan(0);
  });

  test(`DIAG-03 bad configuration (${encoding})`, () => {
    const period = `${radio}/DiagMonConfig/ConfigParams/Period`;
    const it = begin();
    it.manage([replace(period, "-5", { Format: "int" }), exec(`${radio}/Operations/Start`, "job-7")]);
    it.wait(300_000);
    const refused = it.outcomes()["1"]?.status === 202 ? events(it) : [];
    expect(refused).toEqual([
      expect.stringMatching(/^Alert 1226 #job-7 .*OperationComplete, (fatal|critical|minor|warning)\)=403$/),
    ]);
    const [status, names] = read(it, `${radio}/Status`, `${radio}/DiagMonData`);
    expect(status).not.toBe("20");
    for (const name of (names ?? "").split("/"))
      expect(read(it, `${radio}/DiagMonData/${name}`)).toEqual([""]);
  });
});
