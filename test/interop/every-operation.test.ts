import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { utf8Text } from "../../simulator/core/bytes.ts";
import { callbackNames, operationNames } from "../../simulator/protocols/wsi/index.ts";
import { serveWsdl } from "../../simulator/stacks/wsi-http.ts";
import { openJournal, type JournalClient } from "../served/support/journal-client.ts";
import { notBuilt, serveHost, type ServedHost } from "../served/support/served-host.ts";
import { compileXsd, type XsdCheck } from "../support/xsd.ts";
import { npmCallbackService, phpCallbackService } from "./support/callback-services.ts";
import { callingToolkits } from "./support/callers.ts";
import { callEveryOperation, type Outcomes } from "./support/every-operation.ts";

/*
 * SOAP toolkits that know nothing but the served WSDL call all operations of a real host with simulated devices, and
 * services that they make of the callback WSDL receive all callbacks. The table of what came is printed.
 */

const PASSWORD = "se<ret & more";
const versions = ["1.1", "1.2"] as const;
const cases = callingToolkits.flatMap((toolkit) =>
  versions.map((soapVersion) => ({
    toolkit,
    toolkitName: toolkit.name,
    soapVersion,
    name: `${toolkit.name}-${soapVersion.replace(".", "")}`,
  })),
);
const entries = [...operationNames, ...callbackNames, "ServiceException", "PolicyException"];

const config = `
externalSystems:
${cases
  .map(
    ({ name }) => `  - id: ${name}
    external: true
    kind: customer-care
    credentials: [{ scheme: basic, username: ${name}, password: "${PASSWORD}" }]
    policy: { devices: ["group:${name}"], quota: { requestsPerMinute: 100000 } }`,
  )
  .join("\n")}
devices:
${cases.map(({ name }) => `  - { profile: phone, count: 2, group: ${name} }`).join("\n")}
  - { profile: phone, group: others, prefix: "other-" }
`;

let host: ServedHost;
let journal: JournalClient;
let schema: XsdCheck;
/** Outcomes by toolkit and version. */
const table = new Map<string, Outcomes>();

beforeAll(async () => {
  if (notBuilt !== undefined) return;
  host = await serveHost({ config });
  journal = await openJournal(host);
  schema = compileXsd(utf8Text(serveWsdl("?xsd=types", "http://dms.example").body) ?? "");
});
afterAll(async () => {
  if (notBuilt !== undefined) return;
  journal.close();
  schema.dispose();
  await host.stop();
});

describe.each(cases)("$toolkitName over SOAP $soapVersion", ({ toolkit, soapVersion, name }) => {
  it("calls every operation and receives every callback", { timeout: 120_000 }, async (context) => {
    const reason = notBuilt ?? toolkit.missing ?? missingService(toolkit.name);
    if (reason !== undefined) return context.skip(reason);
    const outcomes: Outcomes = new Map();
    table.set(name, outcomes);
    const { wsdl } = host.ready;
    const callbackWsdl = wsdl.replace("?wsdl", "?wsdl=callback");
    const serve = toolkit.name === "npm-soap" ? npmCallbackService : phpCallbackService;
    const callbacks = await serve(callbackWsdl, soapVersion);
    const caller = await toolkit.connect({ wsdl, soapVersion, username: name, password: PASSWORD });
    try {
      expect(caller.operations).toEqual([...operationNames].toSorted());
      await callEveryOperation(
        {
          caller,
          callbacks,
          soapVersion,
          name,
          foreignDevice: "other-1",
          raiseAlert: async (device, alert) => {
            const command = { name: "raiseAlert", alert } as const;
            await journal.api.devices.command({ run: "live", device, command });
          },
        },
        outcomes,
      );
      for (const { callback, message } of callbacks.received())
        if (message !== undefined) expect(schema.problems(bodyOf(message)), callback).toEqual([]);
      expect(entries.filter((entry) => outcomes.get(entry) !== "ok")).toEqual([]);
    } finally {
      await caller.close();
      await callbacks.close();
    }
  });
});

it("nothing is missing in the table of operations, toolkits and versions", () => {
  const columns = [...table.keys()];
  const line = (cells: readonly string[]): string =>
    cells.map((cell, index) => cell.padEnd(index === 0 ? 26 : 13)).join("");
  const rows = entries.map((entry) =>
    line([entry, ...columns.map((name) => table.get(name)?.get(entry) ?? "missing")]),
  );
  if (columns.length > 0) process.stdout.write(`${[line(["", ...columns]), ...rows].join("\n")}\n`);
  const missing = [...table].flatMap(([name, outcomes]) =>
    entries.filter((entry) => outcomes.get(entry) !== "ok").map((entry) => `${name} ${entry}`),
  );
  expect(missing).toEqual([]);
});

/** PHP hosts the callback service for the toolkits that have no server. */
function missingService(toolkit: string): string | undefined {
  const php = callingToolkits.find(({ name }) => name === "php-soap");
  return toolkit === "npm-soap" ? undefined : php?.missing;
}

function bodyOf(message: string): string {
  return /<soap:Body>([\s\S]+)<\/soap:Body>/.exec(message)?.[1] ?? "";
}
