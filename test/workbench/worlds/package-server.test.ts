import { expect, it } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { createPackageServer } from "../../../simulator/workbench/worlds/package-server.ts";

const body = utf8("firmware");
const server = createPackageServer((name) =>
  name === "a.bin" ? { contentType: "application/octet-stream", body } : undefined,
);

function asked(method: string, path: string) {
  const [effect] = server.handle(
    {
      type: "request.received",
      exchange: "x",
      request: { method, url: `http://w/packages/${path}`, headers: {}, body: utf8("") },
      peer: { address: "memory", secure: false },
    },
    { now: 0, date: 0 },
  );
  return effect?.type === "respond" ? effect.http : undefined;
}

it("serves its packages, and nothing else", () => {
  expect(asked("GET", "a.bin")).toMatchObject({ status: 200, body, headers: { "content-length": "8" } });
  expect(asked("HEAD", "a.bin")).toMatchObject({ status: 200, headers: { "content-length": "8" } });
  expect(asked("GET", "b.bin")?.status).toBe(404);
  expect(asked("DELETE", "a.bin")?.status).toBe(405);
  expect(asked("POST", "report")?.status).toBe(200);
});

it.each([
  ["unauthorised", 401],
  ["forbidden", 403],
  ["broken", 500],
])("fails as asked: %s", (name, status) => {
  expect(asked("GET", name)?.status).toBe(status);
});

it("does not answer silence", () => {
  expect(asked("GET", "silence")).toBeUndefined();
});
