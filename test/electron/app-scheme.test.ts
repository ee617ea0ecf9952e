import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONTENT_SECURITY_POLICY, createPageHandler } from "../../electron/app-scheme.ts";

const folder = mkdtempSync(join(tmpdir(), "workbench-page-"));
const page = join(folder, "renderer");
const handle = createPageHandler(page);

beforeAll(() => {
  mkdirSync(join(page, "assets"), { recursive: true });
  mkdirSync(join(folder, "renderer-private"));
  writeFileSync(join(page, "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(page, "assets", "main.js"), "export {};");
  writeFileSync(join(page, "assets", "notes.txt"), "of no known type");
  writeFileSync(join(folder, "secret.html"), "secret");
  writeFileSync(join(folder, "renderer-private", "secret.html"), "secret");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function get(address: string, method = "GET"): Promise<Response> {
  return handle(new Request(address, { method }));
}

describe("the page's files", () => {
  test.each([
    ["app://workbench/index.html", "text/html; charset=utf-8"],
    ["app://workbench/", "text/html; charset=utf-8"],
    ["app://workbench/assets/main.js?v=1#x", "text/javascript; charset=utf-8"],
    ["app://workbench/assets/../index.html", "text/html; charset=utf-8"],
  ])("%s is served as %s", async (address, type) => {
    const response = await get(address);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("HEAD has no body", async () => {
    const response = await get("app://workbench/index.html", "HEAD");
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });

  test("every answer carries the policy, refusals too", async () => {
    for (const address of ["app://workbench/index.html", "app://workbench/none.html"]) {
      expect((await get(address)).headers.get("content-security-policy")).toBe(CONTENT_SECURITY_POLICY);
    }
  });
});

describe("refusals", () => {
  test.each([
    ["out of the folder, encoded", "app://workbench/..%2fsecret.html", 403],
    ["out of the folder, encoded twice over", "app://workbench/assets/%2e%2e%2f%2e%2e%2fsecret.html", 403],
    ["into a folder whose name begins alike", "app://workbench/..%2frenderer-private/secret.html", 403],
    ["with backslashes", "app://workbench/..%5csecret.html", 400],
    ["with a zero byte", "app://workbench/index.html%00.js", 400],
    ["that cannot be decoded", "app://workbench/%ff", 400],
    ["to another host", "app://elsewhere/index.html", 403],
    ["to a missing file", "app://workbench/none.html", 404],
    ["to a folder", "app://workbench/assets", 404],
    ["to a file of no known type", "app://workbench/assets/notes.txt", 404],
  ])("an address %s", async (_what, address, status) => {
    const response = await get(address);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("");
  });

  test.each(["POST", "PUT", "DELETE"])("%s", async (method) => {
    expect((await get("app://workbench/index.html", method)).status).toBe(405);
  });
});

describe("the policy", () => {
  test("allows scripts from the page's own files alone, and no network", () => {
    const rules = new Map(CONTENT_SECURITY_POLICY.split("; ").map((rule) => [rule.split(" ")[0], rule]));
    expect(rules.get("default-src")).toBe("default-src 'none'");
    expect(rules.get("script-src")).toBe("script-src 'self'");
    expect(rules.get("connect-src")).toBe("connect-src 'self'");
    expect(rules.get("img-src")).toBe("img-src 'self' data:");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-eval|\*|https?:/);
  });
});
