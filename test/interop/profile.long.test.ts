import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operationNames } from "../../simulator/protocols/wsi/index.ts";
import { openJournal, type JournalClient } from "../served/support/journal-client.ts";
import { notBuilt, serveHost, type ServedHost } from "../served/support/served-host.ts";
import { compileXsd } from "../support/xsd.ts";
import { npmCallbackService, phpCallbackService } from "./support/callback-services.ts";
import { callingToolkits } from "./support/callers.ts";
import { callEveryOperation, type Outcomes } from "./support/every-operation.ts";

/*
 * A host whose WSI poses as an implementation with another binding: toolkits take the names from its WSDL and do all that
 * they do with the contract's; its own External System drives it.
 */

const PASSWORD = "se<ret";
const NAMESPACE = "http://vendor.example/dm/2";
const profile = `
format: 1
name: Vendor DM
namespace: ${NAMESPACE}
wsdlNamespace: http://vendor.example/dm/2/service
action: "{namespace}/DeviceManagement#{operation}"
path: /services/dm
callbackPath: /vendor/callbacks
`;

/** Each toolkit once, both versions of SOAP. */
const cases = callingToolkits.map((toolkit, index) => {
  const soapVersion = index === 1 ? "1.1" : "1.2";
  return { toolkit, toolkitName: toolkit.name, soapVersion, name: toolkit.name } as const;
});

let folder: string;
let host: ServedHost;
let journal: JournalClient;

beforeAll(async () => {
  if (notBuilt !== undefined) return;
  folder = mkdtempSync(join(tmpdir(), "dmwsi-profile-"));
  const file = join(folder, "vendor.yaml");
  writeFileSync(file, profile);
  host = await serveHost({
    config: `
dms: { wsiProfile: "${file}" }
externalSystems:
  - { id: desk, kind: customer-care, credentials: [{ scheme: basic, username: desk, password: pwd }] }
${cases
  .map(
    ({ name }) => `  - id: ${name}
    external: true
    credentials: [{ scheme: basic, username: ${name}, password: "${PASSWORD}" }]
    policy: { devices: ["group:${name}"], quota: { requestsPerMinute: 100000 } }`,
  )
  .join("\n")}
devices:
${cases.map(({ name }) => `  - { profile: phone, count: 2, group: ${name} }`).join("\n")}
  - { profile: phone, group: others, prefix: "other-" }
`,
  });
  journal = await openJournal(host);
});
afterAll(async () => {
  if (notBuilt !== undefined) return;
  journal.close();
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(cases)("$toolkitName over SOAP $soapVersion", ({ toolkit, soapVersion, name }) => {
  it("calls every operation in the names of the profile", { timeout: 120_000 }, async (context) => {
    const reason = notBuilt ?? toolkit.missing ?? (toolkit.name === "npm-soap" ? undefined : phpMissing());
    if (reason !== undefined) return context.skip(reason);
    const { wsdl } = host.ready;
    expect(wsdl).toMatch(/\/services\/dm\?wsdl$/);
    const schema = compileXsd(await (await fetch(wsdl.replace("?wsdl", "?xsd=types"))).text());
    const serve = toolkit.name === "npm-soap" ? npmCallbackService : phpCallbackService;
    const callbacks = await serve(wsdl.replace("?wsdl", "?wsdl=callback"), soapVersion);
    const caller = await toolkit.connect({ wsdl, soapVersion, username: name, password: PASSWORD });
    const outcomes: Outcomes = new Map();
    try {
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
      expect(operationNames.filter((operation) => outcomes.get(operation) !== "ok")).toEqual([]);
      for (const { callback, message } of callbacks.received()) {
        if (message === undefined) continue;
        expect(message).not.toContain('"urn:dmwsi:1.0"');
        expect(message).toContain(`>${NAMESPACE}/DeviceManagement#${callback}</wsa:Action>`);
        expect(schema.problems(/<soap:Body>([\s\S]+)<\/soap:Body>/.exec(message)?.[1] ?? "")).toEqual([]);
      }
    } finally {
      schema.dispose();
      await caller.close();
      await callbacks.close();
    }
  });
});

describe("the host's own External System", () => {
  it("drives it from the console, and the journal says what was said", async (context) => {
    if (notBuilt !== undefined) return context.skip(notBuilt);
    const { api } = journal;
    const { call } = await api.console.send({
      run: "live",
      system: "desk",
      operation: "DiscoverDevices",
      draft: { name: "DiscoverDevices" },
      sending: {
        soapVersion: "1.2",
        credentials: { who: "own" },
        addressing: { use: "default" },
      },
    });
    for await (const { calls, story } of await api.console.watch({ run: "live", call })) {
      if (calls[0]?.state === "sending") continue;
      expect(story).toMatchObject({
        state: "succeeded",
        events: [{ title: "DiscoverDevices" }, { title: "accepted" }],
      });
      break;
    }
  });

  it("serves nothing at the path of the contract, and refuses its names", async (context) => {
    if (notBuilt !== undefined) return context.skip(notBuilt);
    const { wsi } = host.ready;
    expect((await fetch(wsi.replace("/services/dm", "/wsi"))).status).toBe(404);
    const answer = await fetch(wsi, {
      method: "POST",
      headers: { "content-type": "text/xml" },
      body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><ListUpdates xmlns="urn:dmwsi:1.0"/></e:Body></e:Envelope>`,
    });
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain(
      "{urn:dmwsi:1.0}ListUpdates is not an operation of DeviceManagement",
    );
  });
});

function phpMissing(): string | undefined {
  return callingToolkits.find(({ name }) => name === "php-soap")?.missing;
}
