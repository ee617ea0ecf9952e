import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { takeDataFolder } from "../../simulator/host/data-folder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("data folder", () => {
  it("makes a key of its own once, readable by its owner alone", () => {
    const folder = join(temporaryFolder(), "new");
    const first = takeDataFolder(folder);
    first.release();
    const second = takeDataFolder(folder);
    second.release();
    expect(first.key).toHaveLength(32);
    expect(second.key).toEqual(first.key);
    expect(statSync(join(folder, "key")).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it("refuses a folder that another process has", () => {
    const folder = temporaryFolder();
    const mine = takeDataFolder(folder);
    const module = join(import.meta.dirname, "../../simulator/host/data-folder.ts");
    const script = `const { takeDataFolder } = await import(${JSON.stringify(module)});
      try { takeDataFolder(${JSON.stringify(folder)}); } catch (error) { process.stdout.write(error.code); }`;
    const other = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      encoding: "utf8",
    });
    expect(other.stdout).toBe("store/locked");
    mine.release();
    takeDataFolder(folder).release();
  });

  it("refuses a key file that holds no key, and leaves the folder free", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "key"), "short");
    expect(() => takeDataFolder(folder)).toThrow(expect.objectContaining({ code: "store/unreadable" }));
    expect(readFileSync(join(folder, "key"), "utf8")).toBe("short");
    expect(() => takeDataFolder(folder)).toThrow(/does not hold a key/);
  });

  it("says in a sentence that a folder cannot be made", () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    expect(() => takeDataFolder(join(file, "below"))).toThrow(
      expect.objectContaining({ code: "store/unreadable" }),
    );
  });
});
