import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectWholeStory } from "./support/expectations.ts";
import { phpSoap, zeep, type Connection } from "./support/toolkits.ts";

const program = resolve(import.meta.dirname, "../../dist/host/entry-cli.js");
const notBuilt = existsSync(program) ? undefined : "dist/host/entry-cli.js is not built (npm run build)";

const username = "care";
const password = "se<ret & more";
const config = `
externalSystems:
  - id: care
    name: Customer care
    kind: customer-care
    credentials:
      - { scheme: basic, username: ${username}, password: "${password}" }
      - { scheme: username-token-text, username: ${username}, password: "${password}" }
      - { scheme: username-token-digest, username: ${username}, password: "${password}" }
    policy:
      managementDomain: operator
      operations: ["*"]
      devices: ["*"]
      subtrees: ["./"]
devices:
  - { profile: phone, count: 3, group: lab }
`;

let folder: string;
let child: ChildProcess | undefined;
let wsdl = "";

beforeAll(async () => {
  if (notBuilt !== undefined) return;
  folder = mkdtempSync(join(tmpdir(), "dmwsi-interop-"));
  const file = join(folder, "config.yaml");
  writeFileSync(file, config);
  child = spawn(process.execPath, [program, "serve", "--port", "0", "--ui-port", "0", "--config", file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  wsdl = (await readyLine(child)).wsdl;
});

afterAll(async () => {
  const running = child;
  if (running && running.exitCode === null) {
    const ended = new Promise((done) => running.once("exit", done));
    running.kill("SIGTERM");
    await ended;
  }
  if (notBuilt === undefined) rmSync(folder, { recursive: true, force: true });
});

/** The one line of JSON that says that the host is ready. */
function readyLine(process: ChildProcess): Promise<{ readonly wsdl: string }> {
  return new Promise((ready, failed) => {
    process.once("exit", (code) => failed(new Error(`serve ended with ${code} before it was ready`)));
    if (process.stdout)
      createInterface(process.stdout).once("line", (line) =>
        ready(JSON.parse(line) as { readonly wsdl: string }),
      );
  });
}

const cases = (["1.1", "1.2"] as const).flatMap((soapVersion) =>
  (["basic", "text", "digest"] as const).map((scheme) => ({ soapVersion, scheme })),
);

describe.each([zeep, phpSoap])("$name, from the WSDL that serve names", (toolkit) => {
  it.for(cases)(
    "registers, discovers, manages a device and polls the result: SOAP $soapVersion, $scheme",
    async (one, context) => {
      const reason = notBuilt ?? toolkit.missing;
      if (reason !== undefined) context.skip(reason);
      const connection: Connection = { wsdl, ...one, username, password };
      const report = await toolkit.run(connection);
      expect(report.discovery.totalMatches).toBe(3);
      expectWholeStory(report, connection);
    },
  );
});
