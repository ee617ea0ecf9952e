import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";

/** A SOAP toolkit that is not ours, driven by a script that knows nothing but the WSDL's address. */
export interface Toolkit {
  readonly name: string;
  /** Undefined when it can run, else why it cannot. */
  readonly missing: string | undefined;
  /** The interpreter that has it. */
  readonly program: string;
  run(connection: Connection): Promise<ToolkitReport>;
}

export interface Connection {
  readonly wsdl: string;
  readonly soapVersion: "1.1" | "1.2";
  readonly scheme: "basic" | "text" | "digest";
  readonly username: string;
  readonly password: string;
}

/** What the scripts print. */
export interface ToolkitReport {
  readonly registration: { readonly ack: { readonly state: string }; readonly registrationId: string };
  readonly discovery: {
    readonly totalMatches: number;
    readonly device: readonly { readonly deviceId: string }[];
  };
  readonly ack: { readonly operationId: string; readonly state: string };
  readonly result: {
    readonly operation: { readonly state: string };
    readonly deviceResult: readonly {
      readonly state: string;
      readonly commandResult: readonly {
        readonly index: string;
        readonly status: number;
        readonly item?: readonly { readonly source?: string; readonly data?: string }[];
      }[];
    }[];
  };
  readonly unknownDevice: ToolkitFault | null;
  readonly wrongPassword: ToolkitFault | null;
}

export interface ToolkitFault {
  readonly code: string;
  readonly subcodes?: readonly string[];
  readonly message: string;
  readonly detail: unknown;
}

const python = process.env["DMWSI_PYTHON"] ?? "/usr/bin/python3";
const php = process.env["DMWSI_PHP"] ?? "php";
const script = (name: string): string => join(import.meta.dirname, name);

/** Why a toolkit cannot run; undefined when it can. */
export const missing = {
  zeep: runs(python, ["-c", "import zeep"]) ? undefined : `${python} has no zeep (Debian: python3-zeep)`,
  php: runs(php, ["-r", "exit(extension_loaded('soap') ? 0 : 1);"])
    ? undefined
    : "there is no php with the soap extension (Debian: php-cli, php-soap)",
} as const;

export const zeep: Toolkit = {
  name: "zeep",
  missing: missing.zeep,
  program: python,
  run: (connection) => runScript(python, script("zeep-external-system.py"), connection),
};

export const phpSoap: Toolkit = {
  name: "PHP SoapClient",
  missing: missing.php,
  program: php,
  run: (connection) => runScript(php, script("php-external-system.php"), connection),
};

function runs(command: string, parameters: readonly string[]): boolean {
  try {
    execFileSync(command, parameters, { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false; // not installed, or installed without what is asked for
  }
}

/** Runs a script of a toolkit by its file name and gives the JSON that it prints. */
export function runToolkit(
  toolkit: keyof typeof missing,
  file: string,
  parameters: readonly string[],
): Promise<unknown> {
  return runFile(toolkit === "zeep" ? python : php, script(file), parameters);
}

async function runScript(command: string, file: string, connection: Connection): Promise<ToolkitReport> {
  const { wsdl, soapVersion, scheme, username, password } = connection;
  const report = await runFile(command, file, [wsdl, soapVersion, scheme, username, password]);
  return report as ToolkitReport;
}

function runFile(command: string, file: string, parameters: readonly string[]): Promise<unknown> {
  const environment = { ...process.env, PYTHONWARNINGS: "ignore", no_proxy: "127.0.0.1" };
  return new Promise((resolve, reject) => {
    execFile(
      command,
      [file, ...parameters],
      { timeout: 55_000, env: environment, maxBuffer: 16 * 1024 * 1024 },
      (error, output, errors) => {
        if (error) reject(new Error(`${error.message}\n${errors}\n${output}`));
        else resolve(JSON.parse(output) as unknown);
      },
    );
  });
}
