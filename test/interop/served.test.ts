import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectWholeStory } from "./support/expectations.ts";
import { care, notBuilt, startServedHost, type ServedHost } from "./support/served-host.ts";
import { phpSoap, zeep, type Connection } from "./support/toolkits.ts";

let host: ServedHost | undefined;
beforeAll(async () => {
  if (notBuilt === undefined) host = await startServedHost();
});
afterAll(() => host?.stop());

const cases = (["1.1", "1.2"] as const).flatMap((soapVersion) =>
  (["basic", "text", "digest"] as const).map((scheme) => ({ soapVersion, scheme })),
);

describe.each([zeep, phpSoap])("$name, from the WSDL that serve names", (toolkit) => {
  it.for(cases)(
    "registers, discovers, manages a device and polls the result: SOAP $soapVersion, $scheme",
    async (one, context) => {
      const reason = notBuilt ?? toolkit.missing;
      if (reason !== undefined || !host) return context.skip(reason);
      const connection: Connection = { wsdl: host.wsdl, ...one, ...care };
      const report = await toolkit.run(connection);
      expect(report.discovery.totalMatches).toBe(3);
      expectWholeStory(report, connection);
    },
  );
});
