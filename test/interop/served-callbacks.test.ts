import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BasicAuthSecurity, createClientAsync, listen, type Client } from "soap";
import { care, notBuilt, startServedHost, type ServedHost } from "./support/served-host.ts";

/*
 * npm's soap on both sides: it calls the host from the served WSDL, and offers the callback endpoint from the served
 * callback WSDL.
 */

let host: ServedHost | undefined;
beforeAll(async () => {
  if (notBuilt === undefined) host = await startServedHost();
});
afterAll(() => host?.stop());

interface Delivered {
  readonly callback: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A callback endpoint; `next` waits for the first delivery that fits. */
interface Endpoint {
  readonly url: string;
  next(fits: (delivered: Delivered) => boolean): Promise<Delivered>;
  close(): Promise<unknown>;
}

async function startEndpoint(callbackWsdl: string, soap12: boolean): Promise<Endpoint> {
  const delivered: Delivered[] = [];
  let look = (): void => undefined;
  const port = Object.fromEntries(
    ["RegistrationConfirmation", "OperationResult"].map((callback) => [
      callback,
      (value: Readonly<Record<string, unknown>>): object => {
        delivered.push({ callback, value });
        look();
        return {};
      },
    ]),
  );
  const services = {
    ExternalSystemCallbackService: { ExternalSystemCallbackSoap11: port, ExternalSystemCallbackSoap12: port },
  };
  const http: Server = createServer();
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((ready, failed) => {
    listen(http, {
      path: "/callback",
      services,
      xml: callbackWsdl,
      forceSoap12Headers: soap12,
      callback: (error?: unknown) => (error instanceof Error ? failed(error) : ready()),
    });
  });
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/callback`,
    next: (fits) =>
      new Promise((resolve) => {
        look = () => {
          const found = delivered.find(fits);
          if (found) resolve(found);
        };
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        http.close(resolve);
        http.closeAllConnections();
      }),
  };
}

type Call = (input: unknown) => Promise<readonly [Readonly<Record<string, unknown>>, ...unknown[]]>;

function call(client: Client, name: string): Call {
  const method: unknown = client[`${name}Async`];
  if (typeof method !== "function") throw new Error(`the client has no ${name}`);
  return (input) => Reflect.apply(method, client, [input]) as ReturnType<Call>;
}

describe("npm soap, from the WSDLs that serve names", () => {
  it.for(["1.1", "1.2"] as const)(
    "is called back with the outcome over SOAP %s",
    async (soapVersion, context) => {
      if (notBuilt !== undefined || !host) return context.skip(notBuilt);
      const { wsdl } = host;
      const callbackWsdl = await (await fetch(wsdl.replace("?wsdl", "?wsdl=callback"))).text();
      const endpoint = await startEndpoint(callbackWsdl, soapVersion === "1.2");
      try {
        const client = await createClientAsync(wsdl, { forceSoap12Headers: soapVersion === "1.2" });
        client.setSecurity(new BasicAuthSecurity(care.username, care.password));
        const [registered] = await call(
          client,
          "RegisterExternalSystem",
        )({
          name: "Customer care",
          kind: "customer-care",
          managementDomain: "operator",
          callbackEndpoint: endpoint.url,
          soapVersion,
        });
        const confirmed = await endpoint.next(({ callback }) => callback === "RegistrationConfirmation");
        expect(confirmed.value).toMatchObject({
          state: "accepted",
          registrationId: registered["registrationId"],
          sequence: 1,
        });
        const [discovered] = await call(client, "DiscoverDevices")({});
        const [device] = discovered["device"] as readonly { readonly deviceId: string }[];
        const [submitted] = await call(
          client,
          "ManageParameters",
        )({
          deviceId: device?.deviceId,
          command: [{ get: { locUri: "./DevInfo/DevId" } }],
        });
        const { operationId } = submitted["ack"] as { readonly operationId: string };
        const result = await endpoint.next(({ value }) => value["operationId"] === operationId);
        expect(result).toMatchObject({
          callback: "OperationResult",
          value: {
            state: "succeeded",
            deviceResult: [{ commandResult: [{ status: 200, item: [{ data: device?.deviceId }] }] }],
          },
        });
      } finally {
        await endpoint.close();
      }
    },
  );
});
