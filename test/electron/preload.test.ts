import { beforeEach, expect, test, vi } from "vitest";
import { ipcRenderer } from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));

const posted: { message: unknown; target: string; ports: unknown[] }[] = [];
let listener: ((event: { source: unknown; origin: string; data: unknown }) => void) | undefined;
const page = {
  location: { origin: "app://workbench" },
  addEventListener: (_type: string, added: typeof listener) => {
    listener = added;
  },
  postMessage: (message: unknown, target: string, ports: unknown[]) => {
    posted.push({ message, target, ports });
  },
};

vi.stubGlobal("window", page);
await import("../../electron/preload.ts");

beforeEach(() => {
  ipcRenderer.sent = [];
  posted.length = 0;
});

test("a request of the page itself reaches the main process", () => {
  listener?.({ source: page, origin: "app://workbench", data: { type: "host:connect" } });
  expect(ipcRenderer.sent).toEqual(["host:connect"]);
});

test.each([
  ["from another window", { source: {}, origin: "app://workbench", data: { type: "host:connect" } }],
  ["from another origin", { source: page, origin: "https://example.com", data: { type: "host:connect" } }],
  ["that names another channel", { source: page, origin: "app://workbench", data: { type: "host:port" } }],
  ["that is text", { source: page, origin: "app://workbench", data: "host:connect" }],
  ["that is nothing", { source: page, origin: "app://workbench", data: null }],
])("a message %s does not", (_what, event) => {
  listener?.(event);
  expect(ipcRenderer.sent).toEqual([]);
});

test("the port is handed to the page's own origin", () => {
  const port = { name: "port" };
  ipcRenderer.emit("host:port", { ports: [port] });
  expect(posted).toEqual([{ message: { type: "host:port" }, target: "/", ports: [port] }]);
});

test("the page hears that the host stopped", () => {
  ipcRenderer.emit("host:stopped", {}, { code: 9, secret: "not for the page" });
  expect(posted).toEqual([{ message: { type: "host:stopped", code: 9 }, target: "/", ports: [] }]);
});
