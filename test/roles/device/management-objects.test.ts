import { describe, expect, test } from "vitest";
import { nodeAt } from "../../../simulator/tree/index.ts";
import { phone, type DeviceProfile } from "../../../simulator/roles/device/index.ts";
import type { BodyCommandInput, SyncML } from "../../../simulator/protocols/syncml/index.ts";
import {
  dialogue,
  getOf,
  headerStatus,
  lines,
  replaceOf,
  storeOf,
  target,
  type Dialogue,
} from "./dialogue.ts";

const free = { auth: "none", serverAuth: "none" } as const;
/** A phone whose firmware object takes any package, in 10 seconds. */
const profile = (consent = false): DeviceProfile => ({
  ...phone,
  objects: [
    {
      kind: "fumo",
      uri: "./FwUpdate/Pkg1",
      id: "firmware",
      packages: "any",
      updateTime: 10_000,
      ...(consent ? { consent: { before: ["download"], patience: 5_000 } } : {}),
    },
  ],
});
const exec = (uri: string, Correlator?: string): BodyCommandInput => ({
  kind: "Exec",
  CmdID: "",
  Item: [target(uri)],
  ...(Correlator === undefined ? {} : { Correlator }),
});
const state = (each: Dialogue) => {
  const node = nodeAt(each.device.view().root, ["FwUpdate", "Pkg1", "State"]);
  return node?.kind === "leaf" ? node.value : undefined;
};

function begin(each: Dialogue, ...commands: readonly BodyCommandInput[]): SyncML | undefined {
  const first = each.command({ name: "startSession", sessionId: "C0" });
  return each.answer({}, [headerStatus(first, 200), ...commands]);
}

/** Lets the next timer of the last events expire. */
function expire(each: Dialogue): SyncML | undefined {
  const arm = each.effects.findLast((effect) => effect.type === "timer.arm");
  return each.event({ type: "timer.expired", timer: arm?.type === "timer.arm" ? arm.timer : "" }, 60_000);
}

const download = [
  replaceOf("./FwUpdate/Pkg1/DownloadAndUpdate/PkgURL", "https://dm.example.com/fw"),
  exec("./FwUpdate/Pkg1/DownloadAndUpdate", "job-1"),
];

describe("a device and its management objects", () => {
  test("FUMO: 202 at once, a download, an update, and the report with its Correlator in a session of its own", () => {
    const each = dialogue({ account: free, options: { profile: profile() } });
    const second = begin(each, ...download);
    expect(lines(second)[2]).toBe("Status 1/3 Exec 202 ./FwUpdate/Pkg1/DownloadAndUpdate");
    const fetch = each.effects.find((effect) => effect.type === "request" && effect.channel === "http");
    expect(fetch).toMatchObject({ http: { method: "GET", url: "https://dm.example.com/fw" } });
    const order = each.effects.map(({ type }) => type);
    expect(order.indexOf("commit")).toBeLessThan(order.indexOf("request"));
    each.answer({}, [headerStatus(second, 200)]);
    expect(each.device.view().state).toBe("idle");
    const request = fetch?.type === "request" ? fetch.request : "";
    let message = each.event({
      type: "response.received",
      request,
      response: {
        status: 200,
        headers: { "content-type": "application/octet-stream" },
        body: new Uint8Array(50),
      },
    });
    for (let turn = 0; !message && turn < 40; turn++) message = expire(each);
    expect(lines(message)).toEqual(["Alert 1201", "Replace", "Alert 1226", "Final"]);
    expect(message?.SyncBody.commands[2]).toMatchObject({ Correlator: "job-1", Item: [{ Data: "200" }] });
    expect(each.device.view().objects.map(({ id }) => id)).toContain("firmware");
  });

  test("a download that fails is reported too", () => {
    const each = dialogue({ account: free, options: { profile: profile() } });
    const second = begin(each, ...download);
    const fetch = each.effects.find((effect) => effect.type === "request" && effect.channel === "http");
    const request = fetch?.type === "request" ? fetch.request : "";
    each.event({ type: "request.failed", request, reason: "unreachable", text: "nobody listens" });
    const third = each.answer({}, [headerStatus(second, 200), getOf(".")]);
    expect(lines(third).at(-2)).toBe("Alert 1226");
    expect(state(each)).toBe("20");
  });

  test("an Exec in an Atomic is none: nothing begins", () => {
    const each = dialogue({ account: free, options: { profile: profile() } });
    begin(each, {
      kind: "Atomic",
      CmdID: "A",
      commands: [{ ...download[1], CmdID: "9" }],
    } as BodyCommandInput);
    expect(each.effects.filter((effect) => effect.type === "request")).toHaveLength(1);
    expect(state(each)).toBe("10");
  });

  test.each([
    ["a person says No", "reject", "401"],
    ["a person agrees", "accept", undefined],
  ] as const)("consent: %s", (_case, answer, result) => {
    const each = dialogue({
      account: free,
      options: { profile: profile(true) },
      behaviour: { user: "person" },
    });
    const second = begin(each, ...download);
    expect(second).toBeDefined();
    const [asked] = each.device.view().questions;
    expect(asked).toMatchObject({ question: { code: 1101 } });
    each.command({ name: "answerUser", question: asked?.id ?? "", answer });
    const fetches = each.effects.some((effect) => effect.type === "request" && effect.channel === "http");
    expect(fetches).toBe(answer === "accept");
    if (result !== undefined)
      expect(each.report("alert.queued")).toMatchObject({ data: result, correlator: "job-1" });
  });

  test("a device without a user agrees by itself", () => {
    const each = dialogue({
      account: free,
      options: { profile: profile(true) },
      behaviour: { user: "none" },
    });
    begin(each, ...download);
    expect(each.effects.some((effect) => effect.type === "request" && effect.channel === "http")).toBe(true);
  });

  test("a device that starts again goes on with what ran", () => {
    const each = dialogue({ account: free, options: { profile: profile() } });
    begin(each, ...download);
    const again = dialogue({ account: free, options: { profile: profile() }, stored: storeOf(each) });
    again.command({ name: "start" });
    const goesOn = again.effects.some(
      (effect) => effect.type === "timer.arm" || (effect.type === "request" && effect.channel === "http"),
    );
    expect(goesOn || again.reports().includes("alert.queued")).toBe(true);
  });

  test("a measured leaf has a value when it is read, and nothing is kept of it", () => {
    const live = { "./Vendor/Serial": { shape: "script", values: ["EL-7"] } } as const;
    const each = dialogue({ account: free, options: { profile: { ...profile(), live } } });
    expect(lines(begin(each, getOf("./Vendor/Serial")))).toContain("Results 1/2 ./Vendor/Serial=EL-7");
    expect(each.written.size).toBe(0);
  });
});
