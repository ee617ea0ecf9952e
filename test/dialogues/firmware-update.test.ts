import { describe, expect, test } from "vitest";
import { phone, type DeviceProfile } from "../../simulator/roles/device/index.ts";
import { exec, get, replace } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { BASE, type Dialogue } from "./support/dialogue.ts";
import { answers, lines } from "./support/lines.ts";

const root = "./FwUpdate/Pkg1";
const type = (operation: string): string => `org.openmobilealliance.dm.firmwareupdate.${operation}`;
/** Generic Alerts of the device so far. */
const events = (it: Dialogue): string[] =>
  it.fromDevice.flatMap(lines).filter((line) => line.startsWith("Alert 1226"));
const refer = (operation: string, file = "firmware-2.2.bin") =>
  replace(`${root}/${operation}/PkgURL`, `${BASE}/packages/${file}`);

/** The telephone with a slower firmware update, so that each State can be read. */
const slow: DeviceProfile = {
  ...phone,
  objects: (phone.objects ?? []).map((spec) =>
    spec.kind === "fumo" ? { ...spec, downloadTime: 10_000, storeTime: 10_000 } : spec,
  ),
};

/** What a session of its own reads. */
function read(it: Dialogue, ...uris: readonly string[]): readonly string[] {
  it.manage([get(...uris)]);
  return (it.outcomes()["0"]?.items ?? []).map(({ data = "" }) => data);
}

/** A result in the alert of a failure: which one it was, and how much it matters. */
const failure = (operation: string, result: number): RegExp =>
  new RegExp(
    `^Alert 1226 #job-4 ${root.replaceAll(".", "\\.")} \\(int, ${type(operation)}, (fatal|critical|minor|warning)\\)=${result}$`,
  );

describe.each(encodings)("Firmware update (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`FUMO-01 Download (${encoding})`, () => {
    const it = begin({ device: { profile: slow } });
    expect(read(it, `${root}/State`)).toEqual(["10"]);
    const before = it.fromDevice.length;
    it.manage([refer("Download"), exec(`${root}/Download`, "job-1")], { awaitCorrelated: true });
    expect(answers(it.fromDevice[before + 1])).toEqual([
      `Status 1/4 Replace 200 ${root}/Download/PkgURL`,
      `Status 1/5 Exec 202 ${root}/Download`,
    ]);
    const states: string[] = [];
    for (const pause of [0, 5_000, 7_000, 10_000]) {
      it.wait(pause);
      states.push(...read(it, `${root}/State`));
    }
    expect(states).toEqual(["30", "30", "40", "50"]);
    expect(it.fetched).toEqual([`${BASE}/packages/firmware-2.2.bin`]);
    expect(events(it)).toEqual([`Alert 1226 #job-1 ${root} (int, ${type("download")})=200`]);
    expect(it.report("management.correlated")).toMatchObject({
      reference: "1",
      alert: { items: [{ source: root, data: "200", format: "int" }] },
    });
  });

  test(`FUMO-02 Update (${encoding})`, () => {
    const it = begin();
    it.manage([refer("Download"), exec(`${root}/Download`)]);
    it.wait(1_000);
    expect(read(it, `${root}/State`, "./DevDetail/FwV")).toEqual(["50", "1.0.3"]);
    it.manage([exec(`${root}/Update`, "job-2")]);
    expect(read(it, `${root}/State`)).toEqual(["60"]);
    it.wait(60_000);
    expect(events(it).slice(1)).toEqual([`Alert 1226 #job-2 ${root} (int, ${type("update")})=200`]);
    const [state, version] = read(it, `${root}/State`, "./DevDetail/FwV");
    expect(["90", "100"]).toContain(state);
    expect(version).toBe("2.2.0");
  });

  test(`FUMO-03 DownloadAndUpdate (${encoding})`, () => {
    for (const correlator of ["job-3", undefined]) {
      const it = begin();
      it.manage([refer("DownloadAndUpdate"), exec(`${root}/DownloadAndUpdate`, correlator)]);
      it.wait(60_000);
      const named = correlator === undefined ? "" : `#${correlator} `;
      expect(events(it)).toEqual([`Alert 1226 ${named}${root} (int, ${type("downloadandupdate")})=200`]);
      expect(read(it, "./DevDetail/FwV")).toEqual(["2.2.0"]);
    }
  });

  test(`FUMO-04 failures (${encoding})`, () => {
    const files = {
      402: "firmware-corrupt.bin",
      403: "firmware-other-model.bin",
      404: "firmware-unsigned.bin",
      405: "notes.txt",
      406: "unauthorised",
      407: "silence",
      411: "not-there.bin",
      500: "broken",
    } as const;
    for (const [result, file] of Object.entries(files)) {
      const it = begin();
      it.manage([refer("Download", file), exec(`${root}/Download`, "job-4")]);
      it.wait(120_000);
      expect(events(it), result).toEqual([expect.stringMatching(failure("download", Number(result)))]);
      expect(read(it, `${root}/State`, "./DevDetail/FwV"), result).toEqual(["20", "1.0.3"]);
    }
    const planned: readonly [string, readonly number[], RegExp][] = [
      ["download", [400, 401, 408, 409, 412, 501, 503], /^20$/],
      ["update", [400, 401, 409, 410, 502], /^[78]0$/],
    ];
    for (const [at, results, state] of planned)
      for (const result of results) {
        const it = begin();
        it.device({
          name: "runAction",
          object: "FwUpdate.Pkg1",
          action: "fail-next",
          parameters: { at, result: String(result) },
        });
        it.manage([refer("DownloadAndUpdate"), exec(`${root}/DownloadAndUpdate`, "job-4")]);
        it.wait(60_000);
        expect(events(it), `${at} ${result}`).toEqual([
          expect.stringMatching(failure("downloadandupdate", result)),
        ]);
        const [left, version] = read(it, `${root}/State`, "./DevDetail/FwV");
        expect(left, `${at} ${result}`).toMatch(state);
        expect(version).toBe("1.0.3");
      }
  });

  test(`FUMO-05 user and device requests (${encoding})`, () => {
    for (const by of ["user", "device"]) {
      const ask = {
        name: "runAction",
        object: "FwUpdate.Pkg1",
        action: "request-update",
        parameters: { by },
      } as const;
      const it = begin();
      it.device(ask);
      const alert = it.fromDevice[0]?.SyncBody.commands.find(
        (command) => command.kind === "Alert" && command.Data === 1226,
      );
      if (alert?.kind !== "Alert") throw new Error("the device does not ask");
      expect(alert.Item).toMatchObject([{ Meta: { Type: type(`${by}request`) }, Data: "" }]);
      expect(lines(it.fromServer[0])).toContain(`Status 1/${alert.CmdID} Alert 202`);
      expect(it.stored("alerts")).toMatchObject([{ alertType: type(`${by}request`) }]);

      // a server that updates the device in this very session says so
      const ready = begin();
      ready.server({
        name: "manageDevice",
        deviceId: "IMEI:350000000000017",
        notify: false,
        commands: [refer("DownloadAndUpdate"), exec(`${root}/DownloadAndUpdate`)],
      });
      ready.device(ask);
      expect(lines(ready.fromServer[0])).toContain(`Status 1/${alert.CmdID} Alert 200`);
      expect(lines(ready.fromServer[0])).toContain(`Exec ${root}/DownloadAndUpdate`);
    }
  });
});
