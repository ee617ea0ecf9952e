import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** The built program, as it is shipped; `DMWSI_PROGRAM` names another one. */
export const program = resolve(
  process.env["DMWSI_PROGRAM"] ?? join(import.meta.dirname, "../../../dist/host/entry-cli.js"),
);

/** Undefined when the host can be started, else why it cannot. */
export const notBuilt = existsSync(program)
  ? undefined
  : "dist/host/entry-cli.js is not built (npm run build)";

/** Accounts of the configuration below. */
export const care = { username: "care", password: "secret & more" } as const;
export const basicDevice = {
  id: "IMEI:490000000000001",
  username: "basic-user",
  password: "basic pwd",
} as const;
export const md5Device = { id: "IMEI:490000000000002", username: "md5-user", password: "md5 pwd" } as const;

/** One External System, three simulated phones, two products; `more` is YAML that is added. */
export function configOf(more = ""): string {
  const product = (id: string, username: string, password: string, auth: string): string =>
    `  - { id: "${id}", external: true, account: { username: ${username}, password: "${password}", auth: ${auth} } }\n`;
  return `
externalSystems:
  - id: care
    kind: customer-care
    credentials: [{ scheme: basic, username: ${care.username}, password: "${care.password}" }]
    policy: { quota: { requestsPerMinute: 100000, outstandingOperations: 1000 } }
devices:
  - { profile: phone, count: 3, group: lab }
${product(basicDevice.id, basicDevice.username, basicDevice.password, "basic")}${product(md5Device.id, md5Device.username, md5Device.password, "md5")}
${more}
`;
}

/** The ready line of `serve`. */
export interface Ready {
  readonly wsi: string;
  readonly wsdl: string;
  readonly dm: string;
  readonly uddiInquiry: string;
  readonly uddiPublish: string;
  readonly ui: string;
  readonly durable: boolean;
}

export interface ServedHost {
  readonly ready: Ready;
  readonly port: number;
  readonly uiPort: number;
  readonly pid: number;
  /** What it wrote on standard error so far. */
  stderr(): string;
  /** Resident memory in octets. */
  memory(): number;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly config?: string;
  readonly data?: string;
  /** Program and arguments that start the host in place of a plain start, such as `prlimit …`. */
  readonly wrapper?: readonly string[];
  /** Port of the protocols; a free one when absent. */
  readonly port?: number;
  /** Called before the host is ready, with what kills it; that does nothing once it has ended. */
  readonly onSpawn?: (kill: () => void) => void;
}

/** Starts `dmwsi serve` on free ports as a process of its own. */
export async function serveHost({
  config = configOf(),
  data,
  wrapper = [],
  port = 0,
  onSpawn,
}: ServeOptions = {}): Promise<ServedHost> {
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-served-"));
  const file = join(folder, "config.yaml");
  writeFileSync(file, config);
  const serve = [program, "serve", "--port", String(port), "--ui-port", "0", "--config", file];
  const [command = process.execPath, ...args] = [
    ...wrapper,
    process.execPath,
    ...serve,
    ...(data === undefined ? [] : ["--data", data]),
  ];
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  onSpawn?.(() => void child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ready = await readyLine(child, () => stderr).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill(signal);
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const pid = child.pid ?? 0;
  return {
    ready,
    port: Number(new URL(ready.dm).port),
    uiPort: Number(new URL(ready.ui).port),
    pid,
    stderr: () => stderr,
    memory: () => residentMemory(pid),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

/** The one line of JSON that says that the host is ready. */
function readyLine(child: ChildProcess, stderr: () => string): Promise<Ready> {
  return new Promise((ready, failed) => {
    child.once("exit", (code) => {
      failed(new Error(`serve ended with ${code} before it was ready: ${stderr()}`));
    });
    if (child.stdout)
      createInterface(child.stdout).once("line", (line) => {
        ready(JSON.parse(line) as Ready);
      });
  });
}

function residentMemory(pid: number): number {
  const status = `/proc/${pid}/status`;
  const line = existsSync(status) ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, "utf8")) : null;
  return Number(line?.[1] ?? 0) * 1024;
}
