import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BasicAuthSecurity, createClientAsync, WSSecurity, type Client } from "soap";
import { startSimulatedDmServer, user, type SimulatedDmServer } from "./support/simulated-dm-server.ts";

let server: SimulatedDmServer;
beforeAll(async () => {
  server = await startSimulatedDmServer();
});
afterAll(() => server.close());

type Call = (input: unknown) => Promise<readonly [Record<string, unknown>, ...unknown[]]>;

/** An operation of a client as npm's soap makes it at run time. */
function call(client: Client, name: string): Call {
  const method: unknown = client[`${name}Async`];
  if (typeof method !== "function") throw new Error(`the client has no ${name}`);
  return (input) => Reflect.apply(method, client, [input]) as ReturnType<Call>;
}

const securities = {
  basic: (password: string) => new BasicAuthSecurity(user.username, password),
  text: (password: string) =>
    new WSSecurity(user.username, password, { hasTimeStamp: false, mustUnderstand: true }),
  digest: (password: string) =>
    new WSSecurity(user.username, password, {
      passwordType: "PasswordDigest",
      hasTimeStamp: true,
      hasNonce: true,
    }),
} as const;

const cases = (["1.1", "1.2"] as const).flatMap((version) =>
  (["basic", "text", "digest"] as const).map((scheme) => ({ version, scheme })),
);

describe("npm soap against the WSI stack", () => {
  const connect = async (
    version: "1.1" | "1.2",
    scheme: keyof typeof securities,
    password: string,
  ): Promise<Client> => {
    const client = await createClientAsync(`${server.url}/wsi?wsdl`, {
      forceSoap12Headers: version === "1.2",
    });
    client.setSecurity(securities[scheme](password));
    return client;
  };

  it.each(cases)("SOAP $version, $scheme", async ({ version, scheme }) => {
    const client = await connect(version, scheme, user.password);
    const first = server.requests.length;
    const [registration] = await call(
      client,
      "RegisterExternalSystem",
    )({
      name: "Care <desk> & co",
      kind: "customer-care",
      managementDomain: "operator",
      requestedOperation: ["ManageParameters", "DiscoverDevices"],
    });
    expect(registration).toMatchObject({ ack: { state: "accepted" }, registrationId: "reg-1" });
    const [submitted] = await call(
      client,
      "ManageParameters",
    )({
      deviceId: "IMEI:490000000000001",
      command: [
        { replace: { locUri: "./Settings/Homepage", format: "chr", data: "a < b & c" } },
        { get: { locUri: "./Settings/Homepage" } },
      ],
    });
    const { operationId } = submitted["ack"] as { operationId: string };
    await call(client, "QueryOperation")({ operationId });
    const [result] = await call(client, "QueryOperation")({ operationId });
    expect(result).toMatchObject({
      operation: { state: "succeeded" },
      deviceResult: [{ commandResult: [{ status: 200 }, { status: 200, item: [{ data: "a < b & c" }] }] }],
    });
    expect(server.requests.slice(first).map(({ soapVersion }) => soapVersion)).toEqual([
      version,
      version,
      version,
      version,
    ]);
    expect(server.requests.slice(first).flatMap(({ findings }) => findings)).toEqual([]);
  });

  it.each(["1.1", "1.2"] as const)("SOAP %s: faults are errors with their detail", async (version) => {
    const client = await connect(version, "basic", user.password);
    const unknown = call(
      client,
      "ManageParameters",
    )({ deviceId: "nobody", command: [{ get: { locUri: "." } }] });
    await expect(unknown).rejects.toMatchObject({
      root: {
        Envelope: {
          Body: {
            Fault:
              version === "1.1"
                ? { detail: { ServiceException: { messageId: "SVC0004" } } }
                : { Detail: { ServiceException: { messageId: "SVC0004" } } },
          },
        },
      },
    });
    const stranger = await connect(version, "digest", "wrong");
    await expect(call(stranger, "DiscoverDevices")({})).rejects.toThrow(/FailedAuthentication|authenticated/);
  });
});
