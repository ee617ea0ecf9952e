import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "soap";
import { seededRandom } from "../../simulator/core/random.ts";
import { printWsdl, type OperationResultInput } from "../../simulator/protocols/wsi/index.ts";
import { readWsiResponse, writeWsiRequest } from "../../simulator/stacks/wsi-http.ts";
import type { HttpRequest, HttpResponse } from "../../simulator/wire/http.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";
import { startSimulatedDmServer, type SimulatedDmServer } from "./support/simulated-dm-server.ts";
import { phpSoap } from "./support/toolkits.ts";

const result: OperationResultInput = {
  operationId: "op-1",
  sequence: 1,
  occurredAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  state: "succeeded",
  totals: { targeted: 1, succeeded: 1, failed: 0, cancelled: 0, expired: 0 },
  deviceResult: [
    {
      deviceId: "IMEI:490000000000001",
      state: "succeeded",
      commandResult: [
        { index: "1", status: 200, statusText: "OK", item: [{ source: "./A", data: "a < b & c" }] },
      ],
    },
  ],
};

const callback = (url: string, version: "1.1" | "1.2"): HttpRequest =>
  writeWsiRequest(url, "ExternalSystemCallback", version, "OperationResult", result, {
    crypto: createNodeCrypto(),
    random: seededRandom(1),
    date: 0,
    addressing: { messageId: "urn:uuid:1" },
  });

let server: SimulatedDmServer;
beforeAll(async () => {
  server = await startSimulatedDmServer();
});
afterAll(() => server.close());

describe.each(["1.1", "1.2"] as const)("callbacks over SOAP %s", (version) => {
  it("reach an endpoint that npm soap makes of the callback WSDL", async () => {
    const received: unknown[] = [];
    const http = createServer();
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/callback`;
    const port = {
      OperationResult: (value: unknown): object => {
        received.push(value);
        return {};
      },
    };
    const services = {
      ExternalSystemCallbackService: {
        ExternalSystemCallbackSoap11: port,
        ExternalSystemCallbackSoap12: port,
      },
    };
    const wsdl = printWsdl({
      variant: "callback",
      endpoint: url,
      schemaLocation: `${server.url}/wsi?xsd=types`,
    });
    await new Promise<void>((ready, failed) => {
      listen(http, {
        path: "/callback",
        services,
        xml: wsdl,
        forceSoap12Headers: version === "1.2",
        callback: (error?: unknown) => (error instanceof Error ? failed(error) : ready()),
      });
    });
    try {
      const answer = await send(callback(url, version));
      expect(readWsiResponse(answer, "OperationResult")).toMatchObject({ kind: "response" });
      expect(received).toMatchObject([
        {
          operationId: "op-1",
          sequence: 1,
          deviceResult: [{ commandResult: [{ item: [{ data: "a < b & c" }] }] }],
        },
      ]);
    } finally {
      await new Promise((resolve) => {
        http.close(resolve);
        http.closeAllConnections();
      });
    }
  });

  it("reach an endpoint that PHP makes of the callback WSDL", async (context) => {
    if (phpSoap.missing !== undefined) context.skip(phpSoap.missing);
    const request = callback("http://es.example/callback", version);
    const { output, errors } = await php([`${server.url}/wsi?wsdl=callback`, version], request.body);
    expect(JSON.parse(errors)).toMatchObject({
      operationId: "op-1",
      totals: { targeted: 1 },
      deviceResult: [{ commandResult: [{ status: 200 }] }],
    });
    const answer: HttpResponse = { status: 200, headers: {}, body: output };
    expect(readWsiResponse(answer, "OperationResult")).toMatchObject({ kind: "response", findings: [] });
  });
});

async function send(request: HttpRequest): Promise<HttpResponse> {
  const { method, headers, body } = request;
  const answer = await fetch(request.url, { method, headers, body: Buffer.from(body) });
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: new Uint8Array(await answer.arrayBuffer()),
  };
}

function php(
  parameters: readonly string[],
  input: Uint8Array,
): Promise<{ output: Uint8Array; errors: string }> {
  const script = join(import.meta.dirname, "support/php-callback-endpoint.php");
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.env["DMWSI_PHP"] ?? "php",
      [script, ...parameters],
      { timeout: 30_000, encoding: "buffer" },
      (error, output, errors) => {
        if (error) reject(new Error(`${error.message}\n${errors.toString()}`));
        else resolve({ output, errors: errors.toString() });
      },
    );
    child.stdin?.end(input);
  });
}
