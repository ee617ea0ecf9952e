import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { toHex } from "../../../simulator/core/bytes.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { verifyPasswordDigest, type SoapVersion } from "../../../simulator/protocols/soap/index.ts";
import {
  serviceException,
  type Command,
  type CommandResultInput,
} from "../../../simulator/protocols/wsi/index.ts";
import {
  readWsiRequest,
  serveWsdl,
  unauthorized,
  writeFault,
  writeWsiResponse,
  type ReadWsiRequest,
} from "../../../simulator/stacks/wsi-http.ts";
import type { HttpRequest, HttpResponse } from "../../../simulator/wire/http.ts";

/** A DM server of a few lines on the WSI stack: what a toolkit meets, without roles, sessions and devices. */
export interface SimulatedDmServer {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

export interface ReceivedRequest {
  readonly operation: string;
  readonly soapVersion: SoapVersion;
  readonly findings: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const user = { username: "care", password: "se<ret & more" };
const deviceIds = ["IMEI:490000000000001", "IMEI:490000000000002"];

type Accepted = Extract<ReadWsiRequest<"DeviceManagement">, { ok: true }>;

export async function startSimulatedDmServer(): Promise<SimulatedDmServer> {
  const crypto = createNodeCrypto();
  const requests: ReceivedRequest[] = [];
  const tree = new Map([
    ["./DevInfo/Mod", "Phone"],
    ["./Settings/Homepage", ""],
  ]);
  const results = new Map<string, { polls: number; results: CommandResultInput[]; deviceId: string }>();
  const nonces = new Set<string>();
  let operations = 0;

  const authenticated = ({ basic, security }: Accepted): boolean => {
    if (basic) return basic.username === user.username && basic.password === user.password;
    if (security?.username !== user.username) return false;
    if (security.passwordType === "text") return security.password === user.password;
    if (!security.nonce || !security.created || !verifyPasswordDigest(crypto, security, user.password))
      return false;
    const nonce = toHex(security.nonce);
    if (nonces.has(nonce)) return false;
    nonces.add(nonce);
    return true;
  };

  const run = (command: Command, index: string): CommandResultInput[] => {
    switch (command.kind) {
      case "get": {
        const data = tree.get(command.locUri);
        return data === undefined
          ? [{ index, status: 404, statusText: "Not found" }]
          : [
              {
                index,
                status: 200,
                statusText: "OK",
                item: [{ source: command.locUri, format: "chr", data }],
              },
            ];
      }
      case "add":
      case "replace":
        tree.set(command.locUri, command.data ?? "");
        return [{ index, status: 200, statusText: "OK" }];
      case "sequence":
      case "atomic":
        return command.commands.flatMap((member, at) => run(member, `${index}.${at + 1}`));
      default:
        return [{ index, status: 405, statusText: "Command not allowed" }];
    }
  };

  const answer = (request: Accepted): HttpResponse => {
    const { soapVersion: version, addressing } = request;
    if (!request.basic && !request.security) return unauthorized(version);
    if (!authenticated(request))
      return request.basic
        ? unauthorized(version, "wrong")
        : writeFault(version, { kind: "security", code: "FailedAuthentication" }, addressing);
    const ack = { operationId: `op-${++operations}`, state: "accepted", acceptedAt: Date.now() } as const;
    switch (request.operation) {
      case "RegisterExternalSystem":
        return writeWsiResponse(version, request.operation, { ack, registrationId: "reg-1" }, addressing);
      case "DiscoverDevices": {
        const device = deviceIds.map((deviceId) => ({
          deviceId,
          manufacturer: "Maker & Söhne",
          group: ["lab", "all"],
          lastSeen: Date.now(),
          capability: request.value.includeCapabilities
            ? [{ mo: "urn:oma:mo:oma-dm-devinfo:1.0", root: "./DevInfo" }]
            : [],
        }));
        return writeWsiResponse(
          version,
          request.operation,
          { ack, totalMatches: device.length, device },
          addressing,
        );
      }
      case "ManageParameters": {
        const { deviceId, command } = request.value;
        if (!deviceIds.includes(deviceId))
          return writeFault(version, serviceException("SVC0004", ["deviceId"]), addressing);
        const outcome = command.flatMap((one, at) => run(one, String(at + 1)));
        results.set(ack.operationId, { polls: 0, results: outcome, deviceId });
        return writeWsiResponse(version, request.operation, { ack }, addressing);
      }
      case "QueryOperation": {
        const found = results.get(request.value.operationId);
        if (!found)
          return writeFault(version, serviceException("SVC0200", [request.value.operationId]), addressing);
        const state = found.polls++ === 0 ? "running" : "succeeded";
        return writeWsiResponse(
          version,
          request.operation,
          {
            operation: {
              operationId: request.value.operationId,
              operation: "ManageParameters",
              state,
              acceptedAt: Date.now(),
              totals: {
                targeted: 1,
                succeeded: state === "running" ? 0 : 1,
                failed: 0,
                cancelled: 0,
                expired: 0,
              },
            },
            deviceResult: [
              {
                deviceId: found.deviceId,
                state: state === "running" ? "sent" : "succeeded",
                commandResult: state === "running" ? [] : found.results,
              },
            ],
          },
          addressing,
        );
      }
      default:
        return writeFault(version, { kind: "server", text: "not simulated here" }, addressing);
    }
  };

  const handle = (http: HttpRequest, base: string): HttpResponse => {
    if (http.method === "GET") return serveWsdl(new URL(http.url).search, base);
    const request = readWsiRequest(http, "DeviceManagement", { date: Date.now() });
    requests.push({
      operation: request.ok ? request.operation : "",
      soapVersion: request.ok ? request.soapVersion : "1.1",
      findings: request.findings.map(({ code, text }) => `${code} ${text}`),
      headers: http.headers,
      body: new TextDecoder().decode(http.body),
    });
    return request.ok ? answer(request) : request.response;
  };

  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const base = `http://${incoming.headers.host ?? ""}`;
      const response = handle(await toHttpRequest(incoming, base), base);
      outgoing.writeHead(response.status, { ...response.headers, "content-length": response.body.length });
      outgoing.end(response.body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function toHttpRequest(incoming: IncomingMessage, base: string): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  return {
    method: incoming.method ?? "GET",
    url: `${base}${incoming.url ?? "/"}`,
    headers,
    body: Buffer.concat(chunks),
  };
}
