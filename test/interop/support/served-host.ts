import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const program = resolve(import.meta.dirname, "../../../dist/host/entry-cli.js");

/** Undefined when the host can be started, else why it cannot. */
export const notBuilt = existsSync(program)
  ? undefined
  : "dist/host/entry-cli.js is not built (npm run build)";

/** The External System that the host knows. */
export const care = { username: "care", password: "se<ret & more" } as const;

const config = `
externalSystems:
  - id: care
    name: Customer care
    kind: customer-care
    credentials:
      - { scheme: basic, username: ${care.username}, password: "${care.password}" }
      - { scheme: username-token-text, username: ${care.username}, password: "${care.password}" }
      - { scheme: username-token-digest, username: ${care.username}, password: "${care.password}" }
    policy:
      managementDomain: operator
      operations: ["*"]
      devices: ["*"]
      subtrees: ["./"]
devices:
  - { profile: phone, count: 3, group: lab }
`;

export interface ServedHost {
  readonly wsdl: string;
  stop(): Promise<void>;
}

/** Starts `dmwsi serve` on free ports; three simulated phones and one External System unless another configuration is given. */
export async function startServedHost(configuration: string = config): Promise<ServedHost> {
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-interop-"));
  const file = join(folder, "config.yaml");
  writeFileSync(file, configuration);
  const child = spawn(
    process.execPath,
    [program, "serve", "--port", "0", "--ui-port", "0", "--config", file],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const { wsdl } = await readyLine(child);
  return {
    wsdl,
    stop: async () => {
      if (child.exitCode === null) {
        const ended = new Promise((done) => child.once("exit", done));
        child.kill("SIGTERM");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The one line of JSON that says that the host is ready. */
function readyLine(child: ChildProcess): Promise<{ readonly wsdl: string }> {
  return new Promise((ready, failed) => {
    child.once("exit", (code) => failed(new Error(`serve ended with ${code} before it was ready`)));
    if (child.stdout)
      createInterface(child.stdout).once("line", (line) =>
        ready(JSON.parse(line) as { readonly wsdl: string }),
      );
  });
}
