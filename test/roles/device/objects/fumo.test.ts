import { utf8 } from "../../../../simulator/core/bytes.ts";
import { describe, expect, test } from "vitest";
import type { FumoSpec, ObjectSpec } from "../../../../simulator/roles/device/objects/object-spec.ts";
import type { RequestFailure } from "../../../../simulator/wire/role.ts";
import { createBench, firmwarePackage, type ObjectBench } from "./object-bench.ts";

const uri = "./FwUpdate/Pkg1";
const id = "FwUpdate.Pkg1";
const type = "org.openmobilealliance.dm.firmwareupdate.";

function fumo(options: Partial<FumoSpec> = {}): ObjectBench {
  const specs: readonly ObjectSpec[] = [{ kind: "fumo", uri, ...options }];
  return createBench(specs);
}

function download(bench: ObjectBench, operation = "Download", correlator?: string): void {
  expect(bench.set(`${uri}/${operation}/PkgURL`, "http://packages.example/fw.pkg")).toBe(200);
  expect(bench.exec(`${uri}/${operation}`, correlator)).toBe(202);
}

const state = (bench: ObjectBench): string | undefined => bench.value(`${uri}/State`);

describe("FUMO download and update", () => {
  test("FUMO-01 Download answers 202, goes through 30 and 40 to 50 and reports 200 from the object", () => {
    const bench = fumo({ downloadTime: 10_000, storeTime: 1_000 });
    expect(state(bench)).toBe("10");
    download(bench, "Download", "c-1");
    expect(state(bench)).toBe("30");
    expect(bench.requests.map(({ url }) => url)).toEqual(["http://packages.example/fw.pkg"]);
    bench.respond(200, firmwarePackage());
    bench.wait(4_500);
    expect(bench.view(id)).toMatchObject({ state: "Download progressing, 40 %", busy: true });
    bench.wait(5_500);
    expect(state(bench)).toBe("40");
    expect(bench.alerts).toEqual([]);
    bench.settle();
    expect(state(bench)).toBe("50");
    expect(bench.alerts).toEqual([
      {
        type: `${type}download`,
        format: "int",
        data: "200",
        source: uri,
        serverId: "server",
        correlator: "c-1",
      },
    ]);
    expect(bench.view(id)).toMatchObject({ state: "Ready to update", busy: false });
  });

  test("FUMO-02 Update reports 200 after the restart of the device, with the new versions in DevDetail", () => {
    const bench = fumo({ updateTime: 5_000, rebootTime: 2_000 });
    download(bench);
    bench.respond(200, firmwarePackage());
    expect(bench.exec(`${uri}/Update`)).toBe(202);
    expect(state(bench)).toBe("60");
    bench.wait(6_000);
    expect(bench.view(id).state).toBe("Update progressing, restarting");
    expect(bench.value("./DevDetail/FwV")).toBe("1.0.3");
    bench.settle();
    expect(bench.value("./DevDetail/FwV")).toBe("1.1.0");
    expect(bench.value("./DevDetail/SwV")).toBe("5.3.0");
    expect(bench.value(`${uri}/PkgVersion`)).toBe("1.1.0");
    expect(state(bench)).toBe("100");
    expect(bench.alerts.at(-1)).toEqual({
      type: `${type}update`,
      format: "int",
      data: "200",
      source: uri,
      serverId: "server",
    });
    expect(bench.store.size).toBe(0);
  });

  test("FUMO-03 DownloadAndUpdate goes all the way and reports once, with the Correlator of the Exec", () => {
    const bench = fumo();
    download(bench, "DownloadAndUpdate", "c-3");
    bench.respond(200, firmwarePackage());
    expect(bench.states).toEqual([
      "idle>downloadProgressing",
      "downloadProgressing>downloadComplete",
      "downloadComplete>readyToUpdate",
      "readyToUpdate>updateProgressing",
      "updateProgressing>updateSuccessfulWithData",
      "updateSuccessfulWithData>updateSuccessfulWithoutData",
    ]);
    expect(bench.alerts).toEqual([
      {
        type: `${type}downloadandupdate`,
        format: "int",
        data: "200",
        source: uri,
        serverId: "server",
        correlator: "c-3",
      },
    ]);
  });

  test("a package that a server puts into PkgData is ready at once and installed by Update", () => {
    const bench = fumo();
    expect(bench.set(`${uri}/Update/PkgData`, firmwarePackage())).toBe(200);
    expect(state(bench)).toBe("50");
    expect(bench.exec(`${uri}/Update`)).toBe(202);
    expect(bench.value("./DevDetail/FwV")).toBe("1.1.0");
    expect(state(bench)).toBe("100");
    expect(bench.value(`${uri}/Update/PkgData`)).toBe("0 octets");
  });

  test("another package reference brings a package that waits, and a finished update, back to Idle", () => {
    const bench = fumo();
    download(bench);
    bench.respond(200, firmwarePackage());
    bench.set(`${uri}/Download/PkgURL`, "http://packages.example/other.pkg");
    expect(state(bench)).toBe("10");
    expect(bench.exec(`${uri}/Update`)).toBe(403);
    download(bench);
    bench.respond(404);
    expect(state(bench)).toBe("20");
    bench.set(`${uri}/Download/PkgURL`, "http://packages.example/third.pkg");
    expect(state(bench)).toBe("10");
  });

  test("a device that keeps the package rests in 90, and a new download begins from there", () => {
    const bench = fumo({ keepsData: true });
    download(bench, "DownloadAndUpdate");
    bench.respond(200, firmwarePackage());
    expect(state(bench)).toBe("90");
    download(bench);
    expect(state(bench)).toBe("30");
  });

  test("an Exec while another runs, and an Update without a package, are refused and change nothing", () => {
    const bench = fumo({ downloadTime: 1_000 });
    expect(bench.exec(`${uri}/Update`)).toBe(403);
    download(bench);
    expect(bench.exec(`${uri}/Download`)).toBe(403);
    expect(bench.exec(`${uri}/DownloadAndUpdate`)).toBe(403);
    expect(bench.exec(`${uri}/Update`)).toBe(403);
    expect(bench.requests).toHaveLength(1);
    expect(bench.notes).toEqual(["exec-refused", "exec-refused", "exec-refused", "exec-refused"]);
  });

  test("without checks any octets are a package", () => {
    const bench = fumo({ packages: "any" });
    download(bench, "DownloadAndUpdate");
    bench.respond(200, utf8("octets"));
    expect(bench.alerts.map(({ data }) => data)).toEqual(["200"]);
    expect(bench.value("./DevDetail/FwV")).toBe("1.0.3");
  });

  test("options: Source of the operation, prefix of the type, a vendor's success", () => {
    const bench = fumo({ alertSource: "operation", alertPrefix: true, successResult: 251 });
    download(bench);
    bench.respond(200, firmwarePackage());
    expect(bench.alerts).toEqual([
      {
        type: `Reversed-Domain-Name: ${type}download`,
        format: "int",
        data: "251",
        source: `${uri}/Download`,
        serverId: "server",
      },
    ]);
  });
});

describe("FUMO-04 failures", () => {
  const damaged = firmwarePackage();
  damaged[damaged.length - 1] = 0;
  const forged = utf8(
    new TextDecoder().decode(firmwarePackage()).replace(/Signature: ./, (text) => `${text.slice(0, -1)}x`),
  );

  test.each<[number, string, number, Uint8Array?]>([
    [402, "corrupted package", 200, damaged],
    [403, "package of another model", 200, firmwarePackage({ model: "Bench-2" })],
    [404, "wrong signature", 200, forged],
    [405, "not a package", 200, utf8("<html/>")],
    [405, "software", 200, firmwarePackage({ kind: "software" })],
    [406, "unauthorised", 401],
    [406, "forbidden", 403],
    [407, "gateway timeout", 504],
    [411, "not found", 404],
    [411, "redirection", 302],
    [412, "unavailable", 503],
    [500, "server error", 500],
  ])("%i: %s", (result, _title, status, body) => {
    const bench = fumo();
    download(bench, "Download", "c-4");
    bench.respond(status, body);
    expect(bench.alerts).toEqual([
      {
        type: `${type}download`,
        format: "int",
        data: String(result),
        source: uri,
        serverId: "server",
        mark: "warning",
        correlator: "c-4",
      },
    ]);
    expect(state(bench)).toBe("20");
    expect(bench.store.size).toBe(0);
  });

  test.each<[number, RequestFailure]>([
    [407, "timeout"],
    [412, "unreachable"],
    [412, "refused"],
    [411, "egress-denied"],
    [501, "too-large"],
    [503, "closed"],
    [503, "dropped"],
  ])("%i: request %s", (result, reason) => {
    const bench = fumo();
    download(bench);
    bench.failRequest(reason);
    expect(bench.alerts.map(({ data }) => data)).toEqual([String(result)]);
    expect(state(bench)).toBe("20");
  });

  test("411: a URL that is missing, malformed or not of HTTP is not requested", () => {
    for (const url of ["", "packages", "ftp://packages.example/fw.pkg", "file:///etc/passwd"]) {
      const bench = fumo();
      bench.set(`${uri}/Download/PkgURL`, url);
      expect(bench.exec(`${uri}/Download`)).toBe(202);
      expect(bench.requests).toEqual([]);
      expect(bench.alerts.map(({ data }) => data)).toEqual(["411"]);
      expect(state(bench)).toBe("20");
    }
  });

  test("501 and 502: a package that does not fit, fetched and pushed", () => {
    const fetched = fumo({ largestPackage: 100 });
    download(fetched);
    fetched.respond(200, firmwarePackage());
    expect(fetched.alerts.map(({ data }) => data)).toEqual(["501"]);
    const pushed = fumo({ largestPackage: 100 });
    pushed.set(`${uri}/Update/PkgData`, firmwarePackage());
    pushed.exec(`${uri}/Update`);
    expect(pushed.alerts.map(({ data }) => data)).toEqual(["502"]);
    expect(state(pushed)).toBe("80");
  });

  test("401: the user refuses the download, the update, or does not answer where that means no", () => {
    const bench = fumo({ consent: { before: ["download", "update"] } });
    download(bench);
    expect(bench.questions[0]?.asked).toMatchObject({ code: 1101, preset: "accept" });
    expect(bench.requests).toEqual([]);
    bench.answer("reject");
    expect(state(bench)).toBe("20");
    download(bench);
    bench.answer("accept");
    bench.respond(200, firmwarePackage());
    bench.exec(`${uri}/Update`);
    bench.answer("timeout");
    expect(state(bench)).toBe("80");
    expect(bench.alerts.map(({ data }) => data)).toEqual(["401", "200", "401"]);
  });

  test.each([400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 411, 412, 450, 499, 500, 501, 503, 550, 599])(
    "%i by plan, in the download, without a server",
    (result) => {
      const bench = fumo({ failure: { at: "download", result } });
      download(bench);
      expect(bench.requests).toEqual([]);
      expect(bench.alerts.map(({ data }) => data)).toEqual([String(result)]);
      expect(state(bench)).toBe("20");
    },
  );

  test.each([
    [true, "70"],
    [false, "80"],
  ])("410 by plan in the update; package kept: %s", (keepsData, after) => {
    const bench = fumo({ failure: { at: "update", result: 410 }, keepsData });
    download(bench, "DownloadAndUpdate");
    bench.respond(200, firmwarePackage());
    expect(bench.alerts.map(({ data, mark }) => [data, mark])).toEqual([["410", "warning"]]);
    expect(state(bench)).toBe(after);
    expect(bench.value("./DevDetail/FwV")).toBe("1.0.3");
  });

  test("408: the driver plans the failure of the next operation, once", () => {
    const bench = fumo();
    expect(bench.act(id, "fail-next", { at: "download", result: "408" })).toBeUndefined();
    expect(bench.act(id, "fail-next", { at: "download", result: "many" })).toMatch(/number/);
    download(bench);
    expect(bench.alerts.map(({ data }) => data)).toEqual(["408"]);
    download(bench);
    bench.respond(200, firmwarePackage());
    expect(bench.alerts.map(({ data }) => data)).toEqual(["408", "200"]);
  });

  test("FUMO-05 requests of the user and of the device carry empty data", () => {
    const bench = fumo();
    bench.act(id, "request-update", { by: "user" });
    bench.act(id, "request-update", { by: "device" });
    expect(bench.alerts).toEqual([
      { type: `${type}userrequest`, format: "chr", data: "", source: uri },
      { type: `${type}devicerequest`, format: "chr", data: "", source: uri },
    ]);
    expect(bench.act(id, "dance")).toMatch(/no action/);
  });
});

describe("FUMO over a restart of the device", () => {
  test("every wait of an update goes on after a restart", () => {
    const bench = fumo({
      downloadTime: 1_000,
      storeTime: 1_000,
      updateTime: 1_000,
      rebootTime: 1_000,
      consent: { before: ["download", "update"] },
    });
    download(bench, "DownloadAndUpdate", "c-9");
    bench.restart();
    bench.answer("accept");
    bench.restart();
    bench.respond(200, firmwarePackage());
    let answered = false;
    for (let turn = 0; turn < 100 && bench.alerts.length === 0; turn++) {
      bench.restart(10);
      if (bench.questions.length > 0) {
        bench.answer("accept");
        answered = true;
      } else bench.tick();
    }
    expect(answered).toBe(true);
    expect(bench.alerts).toMatchObject([{ data: "200", correlator: "c-9" }]);
    expect(bench.value("./DevDetail/FwV")).toBe("1.1.0");
    expect(bench.store.size).toBe(0);
  });

  test("what cannot go on ends with 409 and a legal State", () => {
    const bench = fumo({ downloadTime: 1_000 });
    download(bench);
    bench.respond(200, firmwarePackage());
    const key = `object/${id}`;
    bench.store.set(key, { ...(bench.store.get(key) as object), pkg: undefined });
    bench.restart();
    expect(bench.alerts.map(({ data }) => data)).toEqual(["409"]);
    expect(state(bench)).toBe("20");
  });
});
