import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../simulator/core/bytes.ts";
import type { ScomoSpec } from "../../../../simulator/roles/device/objects/object-spec.ts";
import { createBench, softwarePackage, type ObjectBench } from "./object-bench.ts";

const uri = "./SCM";
const alertType = "urn:oma:at:scomo:1.0:OperationComplete";

function scomo(options: Partial<ScomoSpec> = {}): ObjectBench {
  return createBench([
    { kind: "scomo", uri, deployed: [{ name: "mail", title: "Mail", version: "1.0" }], ...options },
  ]);
}

function addDownload(bench: ObjectBench, entry = "notes", url = "http://packages.example/notes"): void {
  expect(bench.add(`${uri}/Download/${entry}`, undefined)).toBe(200);
  expect(bench.add(`${uri}/Download/${entry}/PkgID`, `pkg-${entry}`)).toBe(200);
  expect(bench.add(`${uri}/Download/${entry}/PkgURL`, url)).toBe(200);
}

const download = (operation: string, entry = "notes"): string =>
  `${uri}/Download/${entry}/Operations/${operation}`;
const delivered = (name: string, entry = "notes"): string => `${uri}/Inventory/Delivered/${entry}/${name}`;
const deployed = (name: string, entry = "notes"): string => `${uri}/Inventory/Deployed/${entry}/${name}`;
const results = (bench: ObjectBench): string[] =>
  bench.alerts.map(({ data }) => /<ResultCode>(\d+)</.exec(data)?.[1] ?? data);

describe("SCOMO-01", () => {
  test("an entry below Download gets Status and Operations; Download moves it to Delivered", () => {
    const bench = scomo({ downloadTime: 1_000 });
    addDownload(bench);
    expect(bench.names(`${uri}/Download/notes/Operations`)).toEqual([
      "Download",
      "DownloadInstall",
      "DownloadInstallInactive",
    ]);
    expect(bench.exec(download("Download"), "s-1")).toBe(202);
    expect(bench.value(`${uri}/Download/notes/Status`)).toBe("30");
    expect(bench.exec(download("DownloadInstall"))).toBe(403);
    bench.respond(200, softwarePackage());
    bench.wait(300);
    expect(bench.view("SCM")).toMatchObject({
      state: "1 components, 1 active; downloading notes, 30 %",
      busy: true,
    });
    bench.settle();
    expect(bench.names(`${uri}/Download`)).toEqual([]);
    expect(bench.value(delivered("PkgID"))).toBe("pkg-notes");
    expect([bench.value(delivered("Status")), bench.value(delivered("State"))]).toEqual(["10", "10"]);
    expect(bench.alerts).toEqual([
      {
        type: alertType,
        format: "xml",
        data: "<ResultCode>1200</ResultCode><Identifier>notes</Identifier>",
        source: download("Download"),
        serverId: "server",
        target: `${uri}/Inventory/Delivered/notes`,
        correlator: "s-1",
      },
    ]);
  });

  test("Install puts the components below Deployed; Deactivate, Activate and Remove work on them", () => {
    const bench = scomo({ installTime: 500, operationTime: 100 });
    addDownload(bench);
    bench.exec(download("Download"));
    bench.respond(200, softwarePackage());
    expect(bench.exec(delivered("Operations/Install"))).toBe(202);
    expect(bench.value(delivered("Status"))).toBe("40");
    bench.settle();
    expect([bench.value(delivered("Status")), bench.value(delivered("State"))]).toEqual(["10", "20"]);
    expect(["ID", "PkgIDRef", "Name", "Version", "State"].map((name) => bench.value(deployed(name)))).toEqual(
      ["notes", "pkg-notes", "Notes", "2.1.0", "20"],
    );
    expect(bench.exec(deployed("Operations/Deactivate"))).toBe(202);
    expect(bench.value(deployed("Status"))).toBe("70");
    bench.settle();
    expect([bench.value(deployed("Status")), bench.value(deployed("State"))]).toEqual(["10", "10"]);
    bench.exec(deployed("Operations/Activate"));
    expect(bench.value(deployed("Status"))).toBe("50");
    bench.settle();
    expect(bench.value(deployed("State"))).toBe("20");
    bench.exec(deployed("Operations/Remove"));
    expect(bench.value(deployed("Status"))).toBe("30");
    bench.settle();
    expect(bench.names(`${uri}/Inventory/Deployed`)).toEqual(["mail"]);
    expect(bench.value(delivered("State"))).toBe("10");
    bench.exec(delivered("Operations/Remove"));
    bench.settle();
    expect(bench.names(`${uri}/Inventory/Delivered`)).toEqual([]);
    expect(results(bench)).toEqual(["1200", "1200", "1200", "1200", "1200", "1200"]);
    expect(bench.store.size).toBe(0);
  });

  test.each([
    ["DownloadInstall", "20"],
    ["DownloadInstallInactive", "10"],
  ])("%s installs at once", (operation, state) => {
    const bench = scomo({ alertData: "int" });
    addDownload(bench);
    bench.exec(download(operation), "s-2");
    bench.respond(200, softwarePackage());
    expect(bench.value(deployed("State"))).toBe(state);
    expect(bench.names(`${uri}/Download`)).toEqual([]);
    expect(bench.alerts).toEqual([
      {
        type: alertType,
        format: "int",
        data: "1200",
        source: download(operation),
        serverId: "server",
        target: `${uri}/Inventory/Deployed/notes`,
        correlator: "s-2",
      },
    ]);
    expect(bench.states).toEqual([
      "idle>downloadProgressing",
      "downloadProgressing>downloadComplete",
      "downloadComplete>installProgressing",
      "installProgressing>moved",
    ]);
  });

  test("a package of a component that is there updates it", () => {
    const bench = scomo();
    addDownload(bench, "mail-2");
    bench.exec(download("DownloadInstall", "mail-2"));
    bench.respond(200, softwarePackage({ components: [{ id: "mail", name: "Mail", version: "2.0" }] }));
    expect(bench.names(`${uri}/Inventory/Deployed`)).toEqual(["mail"]);
    expect(bench.value(deployed("Version", "mail"))).toBe("2.0");
  });

  test("a package that a server puts into Data is installed inactive", () => {
    const bench = scomo();
    bench.add(`${uri}/Inventory/Delivered/pushed`, undefined);
    bench.add(`${uri}/Inventory/Delivered/pushed/Data`, softwarePackage());
    bench.exec(delivered("Operations/InstallInactive", "pushed"));
    expect(bench.value(deployed("State"))).toBe("10");
    expect(results(bench)).toEqual(["1200"]);
  });

  test("an entry that stays after a download can be fetched again", () => {
    const bench = scomo({ keepsDownload: true });
    addDownload(bench);
    bench.exec(download("DownloadInstall"));
    bench.respond(200, softwarePackage());
    expect(bench.value(`${uri}/Download/notes/Status`)).toBe("40");
    expect(bench.exec(download("Download"))).toBe(202);
  });

  test("two entries are worked on at the same time, and survive a restart", () => {
    const bench = scomo({ downloadTime: 1_000, installTime: 1_000 });
    addDownload(bench, "a");
    addDownload(bench, "b");
    bench.exec(download("DownloadInstall", "a"), "c-a");
    bench.exec(download("DownloadInstall", "b"), "c-b");
    bench.respond(200, softwarePackage({ components: [{ id: "a", name: "A", version: "1" }] }));
    bench.restart();
    expect(bench.requests).toHaveLength(1);
    bench.respond(200, softwarePackage({ components: [{ id: "b", name: "B", version: "1" }] }));
    for (let turn = 0; turn < 100 && bench.alerts.length < 2; turn++) {
      bench.restart(10);
      bench.tick();
    }
    expect(bench.names(`${uri}/Inventory/Deployed`)).toEqual(["mail", "a", "b"]);
    expect(new Set(bench.alerts.map(({ correlator }) => correlator))).toEqual(new Set(["c-a", "c-b"]));
    expect(bench.store.size).toBe(0);
  });
});

describe("SCOMO-02 failures", () => {
  test.each<[string, string, number, Uint8Array?]>([
    ["1402", "not found", 404],
    ["1403", "unauthorised", 401],
    ["1404", "does not fit", 200, new Uint8Array(2_000)],
    ["1407", "validation", 200, utf8("<html/>")],
    ["1407", "firmware", 200, softwarePackage({ kind: "firmware" })],
    ["1500", "server error", 500],
    ["1501", "unavailable", 503],
  ])("%s: download, %s", (result, _title, status, body) => {
    const bench = scomo({ largestPackage: 1_000 });
    addDownload(bench);
    bench.exec(download("DownloadInstall"));
    bench.respond(status, body);
    expect(results(bench)).toEqual([result]);
    expect(bench.alerts[0]).toMatchObject({ mark: "warning", source: download("DownloadInstall") });
    expect(bench.value(`${uri}/Download/notes/Status`)).toBe("20");
  });

  test("1402: the URL cannot be fetched; 1401: the user refuses", () => {
    const bench = scomo({ consent: { before: ["install"] } });
    addDownload(bench, "notes", "ftp://packages.example/");
    bench.exec(download("Download"));
    bench.exec(download("DownloadInstall"));
    bench.answer("cancel");
    expect(results(bench)).toEqual(["1402", "1401"]);
    expect(bench.requests).toEqual([]);
  });

  test.each<[string, Partial<ScomoSpec>, Parameters<typeof softwarePackage>[0]]>([
    ["1405", {}, { requires: ["base"] }],
    ["1405", {}, { parameters: ["licence"] }],
    ["1406", { largestInventory: 1 }, {}],
    ["1413", { envTypes: ["native"] }, { environment: "java" }],
  ])("%s: install", (result, options, facts) => {
    const bench = scomo(options);
    addDownload(bench);
    bench.exec(download("DownloadInstall"));
    bench.respond(200, softwarePackage(facts));
    expect(results(bench)).toEqual([result]);
    expect(bench.value(`${uri}/Download/notes/Status`)).toBe("70");
    expect(bench.names(`${uri}/Inventory/Deployed`)).toEqual(["mail"]);
  });

  test("dependencies and parameters that are there let a package in, and keep what it needs", () => {
    const bench = scomo();
    addDownload(bench);
    bench.add(`${uri}/Download/notes/InstallParams`, "licence=abc;size=3");
    bench.exec(download("DownloadInstall"));
    bench.respond(200, softwarePackage({ requires: ["mail"], parameters: ["licence"] }));
    bench.exec(deployed("Operations/Remove", "mail"));
    expect(results(bench)).toEqual(["1200", "1408"]);
    expect(bench.value(deployed("Status", "mail"))).toBe("20");
  });

  test("1405: a delivered entry without a package; its Status says so", () => {
    const bench = scomo();
    bench.add(`${uri}/Inventory/Delivered/empty`, undefined);
    bench.exec(delivered("Operations/Install", "empty"));
    expect(results(bench)).toEqual(["1405"]);
    expect(bench.value(delivered("Status", "empty"))).toBe("60");
  });

  test.each([
    ["Activate", 1409, "40"],
    ["Deactivate", 1410, "60"],
    ["Remove", 1408, "20"],
    ["Remove", 1450, "20"],
  ])("%s fails by plan with %i", (at, result, status) => {
    const bench = scomo({ failure: { at, result } });
    expect(bench.exec(deployed(`Operations/${at}`, "mail"))).toBe(202);
    expect(results(bench)).toEqual([String(result)]);
    expect(bench.value(deployed("Status", "mail"))).toBe(status);
    expect(bench.value(deployed("State", "mail"))).toBe("20");
  });

  test.each([1400, 1405, 1406, 1412, 1499, 1550, 1599])(
    "%i by plan of the driver, in the installation",
    (result) => {
      const bench = scomo();
      expect(bench.act("SCM", "fail-next", { at: "install", result: String(result) })).toBeUndefined();
      addDownload(bench);
      bench.exec(download("Download"));
      bench.respond(200, softwarePackage());
      bench.exec(delivered("Operations/Install"));
      expect(results(bench)).toEqual(["1200", String(result)]);
      expect(bench.value(delivered("Status"))).toBe("50");
      bench.exec(delivered("Operations/Install"));
      expect(results(bench).at(-1)).toBe("1200");
    },
  );

  test("1411: an operation that the device does not have", () => {
    const bench = scomo({ notImplemented: ["Deactivate"] });
    expect(bench.exec(deployed("Operations/Deactivate", "mail"))).toBe(202);
    expect(results(bench)).toEqual(["1411"]);
    expect(bench.value(deployed("Status", "mail"))).toBe("10");
  });

  test("1412: the entry is deleted while its package is on its way", () => {
    const bench = scomo({ downloadTime: 1_000 });
    addDownload(bench);
    bench.exec(download("Download"));
    bench.respond(200, softwarePackage());
    expect(bench.remove(`${uri}/Download/notes`)).toBe(200);
    bench.settle();
    expect(results(bench)).toEqual(["1412"]);
    expect(bench.store.size).toBe(0);
  });

  test("a name with markup does not break the data of the alert", () => {
    const bench = scomo();
    const name = encodeURIComponent("a<b&\u0001");
    expect(bench.add(`${uri}/Download/${name}`, undefined)).toBe(200);
    bench.exec(`${uri}/Download/${name}/Operations/Download`);
    expect(bench.alerts[0]?.data).toBe("<ResultCode>1402</ResultCode><Identifier>a%3Cb&amp;%01</Identifier>");
  });
});
