import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BasicAuthSecurity, createClientAsync, type Client } from "soap";
import { phpSoap, zeep } from "./toolkits.ts";

/** A client that a SOAP toolkit makes of a WSDL. */
export interface Caller {
  /** Operations that the toolkit found in the WSDL. */
  readonly operations: readonly string[];
  /**
   * Calls an operation. Values that JSON has no type for are `{ $bytes: base64 }`, `{ $hex: text }`, `{ $duration: text }`
   * and `{ $time: text }`.
   */
  call(operation: string, input: object): Promise<Answer>;
  close(): Promise<void>;
}

/** What a toolkit makes of an answer, as plain JSON. */
export interface Answer {
  readonly response?: Told;
  readonly fault?: {
    readonly message: string;
    readonly exception?: string;
    readonly detail?: Told;
  };
}

/** A value of a toolkit. */
export type Told = Readonly<Record<string, unknown>>;

export interface Connection {
  readonly wsdl: string;
  readonly soapVersion: "1.1" | "1.2";
  readonly username: string;
  readonly password: string;
}

/** A SOAP toolkit as a client. */
export interface CallingToolkit {
  readonly name: string;
  /** Undefined when it can run, else why it cannot. */
  readonly missing: string | undefined;
  connect(connection: Connection): Promise<Caller>;
}

export const callingToolkits: readonly CallingToolkit[] = [
  {
    name: "zeep",
    missing: zeep.missing,
    connect: (connection) => startCaller(zeep.program, "zeep-caller.py", connection),
  },
  {
    name: "php-soap",
    missing: phpSoap.missing,
    connect: (connection) => startCaller(phpSoap.program, "php-caller.php", connection),
  },
  { name: "npm-soap", missing: undefined, connect: npmCaller },
];

/** A script that takes a call a line. */
async function startCaller(program: string, script: string, connection: Connection): Promise<Caller> {
  const { wsdl, soapVersion, username, password } = connection;
  const child = spawn(program, [join(import.meta.dirname, script), wsdl, soapVersion, username, password], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, PYTHONWARNINGS: "ignore", no_proxy: "127.0.0.1" },
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const waiting: { answered(line: string): void; failed(error: Error): void }[] = [];
  const line = (): Promise<string> =>
    new Promise((answered, failed) => {
      waiting.push({ answered, failed });
    });
  const first = line();
  createInterface(child.stdout).on("line", (text) => waiting.shift()?.answered(text));
  const ended = new Promise<void>((done) => {
    child.once("exit", (code) => {
      for (const { failed } of waiting.splice(0))
        failed(new Error(`${script} ended with ${code}: ${errors}`));
      done();
    });
  });
  const { operations } = JSON.parse(await first) as { readonly operations: readonly string[] };
  return {
    operations,
    call: async (operation, input) => {
      const answer = line();
      child.stdin.write(`${JSON.stringify({ operation, input })}\n`);
      const told = JSON.parse(await answer) as Answer & { readonly error?: string };
      if (told.error !== undefined) throw new Error(`${operation}: ${told.error}`);
      return told;
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** npm's soap, in this process. */
async function npmCaller({ wsdl, soapVersion, username, password }: Connection): Promise<Caller> {
  const client = await createClientAsync(wsdl, { forceSoap12Headers: soapVersion === "1.2" });
  client.setSecurity(new BasicAuthSecurity(username, password));
  return {
    operations: operationsOf(client),
    call: async (operation, input) => {
      const method: unknown = client[`${operation}Async`];
      if (typeof method !== "function") throw new Error(`the client has no ${operation}`);
      try {
        const [response] = (await Reflect.apply(method, client, [asText(input)])) as readonly [Told | null];
        return { response: response ?? {} };
      } catch (error) {
        return { fault: npmFault(error) };
      }
    },
    close: () => Promise.resolve(),
  };
}

function operationsOf(client: Client): readonly string[] {
  const described = client.describe() as Readonly<Record<string, Readonly<Record<string, object>>>>;
  return Object.keys(described["DeviceManagementService"]?.["DeviceManagementSoap11"] ?? {}).toSorted();
}

/** npm's soap takes the lexical form of every type. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== "object" || value === null) return value;
  const [[name, text] = ["", ""]] = Object.entries(value) as [string, unknown][];
  if (name.startsWith("$")) return text;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asText(part)]));
}

interface NpmFault {
  readonly faultstring?: string;
  readonly Reason?: { readonly Text?: unknown };
  readonly detail?: Readonly<Record<string, Told>>;
  readonly Detail?: Readonly<Record<string, Told>>;
}

function npmFault(error: unknown): NonNullable<Answer["fault"]> {
  const { root } = error as {
    readonly root?: { readonly Envelope?: { readonly Body?: { readonly Fault?: NpmFault } } };
  };
  const fault = root?.Envelope?.Body?.Fault;
  if (!fault) throw error;
  const [entry] = Object.entries(fault.detail ?? fault.Detail ?? {});
  const message = fault.faultstring ?? JSON.stringify(fault.Reason?.Text);
  return entry ? { message, exception: entry[0], detail: entry[1] } : { message };
}
