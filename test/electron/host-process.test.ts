import { beforeEach, expect, test, vi } from "vitest";
import { resetFakeElectron, utilityProcess } from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));
const { HostProcess } = await import("../../electron/host-process.ts");

beforeEach(() => {
  resetFakeElectron();
});

function start() {
  const stopped: number[] = [];
  const host = new HostProcess({
    entry: "/built/entry-electron.js",
    args: ["--data", "/somewhere"],
    onStopped: ({ code }) => stopped.push(code),
  });
  return { host, stopped };
}

test("several pages share one host, each with a channel of its own", () => {
  const { host } = start();
  const first = host.connect();
  const second = host.connect();
  expect(utilityProcess.forked).toHaveLength(1);
  expect(first).not.toEqual(second);
  expect(utilityProcess.forked[0]?.received.map(({ message }) => message)).toEqual([
    { type: "connect" },
    { type: "connect" },
  ]);
});

test("an unasked end is reported once, with its code", () => {
  const { host, stopped } = start();
  host.connect();
  utilityProcess.forked[0]?.emit("exit", 137);
  expect(stopped).toEqual([137]);
  expect(host.isRunning).toBe(false);
});

test("stopping resolves when the host is gone and reports nothing", async () => {
  const { host, stopped } = start();
  host.connect();
  const done = host.stop();
  expect(utilityProcess.forked[0]?.isKilled).toBe(true);
  utilityProcess.forked[0]?.emit("exit", 0);
  await done;
  expect(stopped).toEqual([]);
});

test("stopping what never started resolves at once", async () => {
  await start().host.stop();
  expect(utilityProcess.forked).toHaveLength(0);
});
