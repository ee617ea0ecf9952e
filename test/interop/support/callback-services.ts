import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "soap";
import { callbackNames } from "../../../simulator/protocols/wsi/index.ts";
import type { Told } from "./callers.ts";
import { phpSoap } from "./toolkits.ts";

/** A callback as the toolkit hands it out. */
export interface Delivered {
  readonly callback: string;
  readonly value: Told;
  /** The message as it came; undefined where the toolkit does not tell. */
  readonly message?: string;
}

/** A callback service that a SOAP toolkit makes of the callback WSDL. */
export interface CallbackService {
  readonly url: string;
  received(): readonly Delivered[];
  close(): Promise<void>;
}

/** Hosts the service with PHP's SoapServer behind PHP's own web server. */
export async function phpCallbackService(wsdl: string, soapVersion: string): Promise<CallbackService> {
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-php-"));
  const log = join(folder, "callbacks.jsonl");
  const port = await freePort();
  const script = join(import.meta.dirname, "php-callback-service.php");
  const child = spawn(phpSoap.program, ["-S", `127.0.0.1:${port}`, script], {
    stdio: "ignore",
    env: { ...process.env, WSDL: wsdl, SOAP_VERSION: soapVersion, CALLBACK_LOG: log },
  });
  const url = `http://127.0.0.1:${port}/callback`;
  await untilAnswered(url);
  return {
    url,
    received: () =>
      existsSync(log)
        ? readFileSync(log, "utf8")
            .split("\n")
            .slice(0, -1) // a line that is being written has no end yet
            .map((line) => JSON.parse(line) as Delivered)
        : [],
    close: async () => {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Hosts the service with npm's soap. */
export async function npmCallbackService(wsdl: string, soapVersion: string): Promise<CallbackService> {
  const received: Delivered[] = [];
  const port = Object.fromEntries(
    callbackNames.map((callback) => [
      callback,
      (value: Told): object => {
        received.push({ callback, value });
        return {};
      },
    ]),
  );
  const services = {
    ExternalSystemCallbackService: { ExternalSystemCallbackSoap11: port, ExternalSystemCallbackSoap12: port },
  };
  const xml = await (await fetch(wsdl)).text();
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((ready, failed) => {
    listen(http, {
      path: "/callback",
      services,
      xml,
      forceSoap12Headers: soapVersion === "1.2",
      callback: (error?: unknown) => (error instanceof Error ? failed(error) : ready()),
    });
  });
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/callback`,
    received: () => received,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((open) => server.listen(0, "127.0.0.1", open));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Waits until somebody answers at an address. */
async function untilAnswered(url: string): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      await fetch(url, { method: "HEAD" });
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((next) => setTimeout(next, 50));
    }
  }
}
