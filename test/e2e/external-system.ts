import type { Page } from "@playwright/test";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { OperationName, OperationRequestInput } from "../../simulator/protocols/wsi/index.ts";
import { readWsiResponse, writeWsiRequest } from "../../simulator/stacks/wsi-http.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";
import { seededRandom } from "../../simulator/core/random.ts";

/** How a callback endpoint answers. */
export type CallbackAnswer = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers with a status and nothing more. */
export function status(code: number): CallbackAnswer {
  return (_request, response) => {
    response.writeHead(code).end();
  };
}

/** A callback endpoint on loopback whose answer a test chooses. */
export async function startEndpoint(first: CallbackAnswer): Promise<{
  readonly url: string;
  answer: CallbackAnswer;
  close(): Promise<void>;
}> {
  const endpoint = { answer: first };
  const server: Server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      endpoint.answer(request, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return Object.assign(endpoint, {
    url: `http://127.0.0.1:${port}/callback`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  });
}

/** An External System that is none of ours: calls operations of a host over HTTP, with Basic credentials. */
export function externalSystem(wsi: string, username: string, password: string) {
  const crypto = createNodeCrypto(new Uint8Array(32));
  let calls = 0;
  return {
    async call<N extends OperationName>(operation: N, value: OperationRequestInput<N>) {
      // the value is of this operation; the compiler cannot follow that through both unions
      const { url, headers, body } = writeWsiRequest(
        wsi,
        "DeviceManagement",
        "1.1",
        operation,
        value as never,
        {
          credentials: { scheme: "basic", username, password },
          crypto,
          random: seededRandom(`e2e-${(calls += 1)}`),
          date: Date.now(),
        },
      );
      const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) });
      const read = readWsiResponse(
        {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: new Uint8Array(await response.arrayBuffer()),
        },
        operation,
      );
      if (read.kind === "response") return read.value;
      throw new Error(`${operation} was answered with ${JSON.stringify(read)}`);
    },
  };
}

/** Address of the WSI that the page shows, once it knows it. */
export async function shownWsi(page: Page): Promise<string> {
  const listening = page.getByRole("contentinfo").locator("code").filter({ hasText: /:\d+/ }).first();
  const host = (await listening.textContent())?.trim();
  return `http://${host ?? ""}/wsi`;
}
