import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpResponse } from "../../../simulator/wire/http.ts";
import { AskedRegistry, schemaProblems } from "../../support/uddi-registry.ts";

/** The registry behind a socket, as a toolkit meets it; every response is kept and checked by the official schema. */
export interface ListeningRegistry {
  readonly url: string;
  /** A POST to this address lets more time pass than a token may be idle. */
  readonly later: string;
  /** What the official schemas have against the responses given so far. */
  readonly problems: readonly string[];
  readonly responses: readonly HttpResponse[];
  close(): Promise<void>;
}

const LATER = "/later";

export async function startRegistry(): Promise<ListeningRegistry> {
  const registry = new AskedRegistry();
  const problems: string[] = [];
  const responses: HttpResponse[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      if (incoming.url === LATER) {
        registry.now += 31 * 60_000;
        outgoing.writeHead(204).end();
        return;
      }
      const url = `http://${incoming.headers.host ?? ""}${incoming.url ?? ""}`;
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const method = incoming.method ?? "";
      const response = registry.post({ method, url, headers, body: Buffer.concat(chunks) });
      if (method === "POST") {
        responses.push(response);
        const version = Buffer.from(response.body).includes("urn:uddi-org:api_v3") ? 3 : 2;
        problems.push(...schemaProblems(version, response.body));
      }
      outgoing.writeHead(response.status, response.headers).end(response.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    later: `http://127.0.0.1:${port}${LATER}`,
    problems,
    responses,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
