import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectWholeStory } from "./support/expectations.ts";
import { startSimulatedDmServer, user, type SimulatedDmServer } from "./support/simulated-dm-server.ts";
import { phpSoap, zeep, type Connection } from "./support/toolkits.ts";

let server: SimulatedDmServer;
beforeAll(async () => {
  server = await startSimulatedDmServer();
});
afterAll(() => server.close());

const cases = (["1.1", "1.2"] as const).flatMap((soapVersion) =>
  (["basic", "text", "digest"] as const).map((scheme) => ({ soapVersion, scheme })),
);

/** Findings of the stack on what a toolkit sent since a request. */
function findingsSince(first: number): readonly string[] {
  return server.requests.slice(first).flatMap(({ findings }) => findings);
}

describe.each([zeep, phpSoap])("$name against the WSI stack", (toolkit) => {
  it.for(cases)("SOAP $soapVersion, $scheme", async ({ soapVersion, scheme }, context) => {
    if (toolkit.missing !== undefined) context.skip(toolkit.missing);
    const connection: Connection = { wsdl: `${server.url}/wsi?wsdl`, soapVersion, scheme, ...user };
    const first = server.requests.length;
    expectWholeStory(await toolkit.run(connection), connection);
    expect(findingsSince(first)).toEqual([]);
    expect(new Set(server.requests.slice(first).map((request) => request.soapVersion))).toEqual(
      new Set([soapVersion]),
    );
  });

  it.for(["wsdl=soap11", "wsdl=inline"])("reads ?%s", async (query, context) => {
    if (toolkit.missing !== undefined) context.skip(toolkit.missing);
    const connection: Connection = {
      wsdl: `${server.url}/wsi?${query}`,
      soapVersion: "1.1",
      scheme: "basic",
      ...user,
    };
    expectWholeStory(await toolkit.run(connection), connection);
  });
});
