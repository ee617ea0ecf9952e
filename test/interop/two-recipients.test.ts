import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCallbackEndpoint, type CallbackEndpoint } from "../served/support/callback-endpoint.ts";
import { basic, envelope, element, textOf, textsOf } from "../served/support/scripted-soap.ts";
import { phpCallbackService, type CallbackService, type Delivered } from "./support/callback-services.ts";
import { callingToolkits, type Caller, type Told } from "./support/callers.ts";
import { notBuilt, startServedHost, type ServedHost } from "./support/served-host.ts";

/*
 * Figure 3 with two External Systems: one of strings, and one that PHP's SoapClient and SoapServer make of the WSDLs. Both
 * subscribe to the alerts of one device, to different parameters, under different policies.
 */

const COMPLETE = "urn:oma:at:diagmon:1.0:OperationComplete";
const RADIO = "./DiagMon/Radio";
const CALLS = "./DiagMon/CallDrops";
const php = callingToolkits.find(({ name }) => name === "php-soap");
const missing = notBuilt ?? php?.missing;

const policy = (gets: readonly string[]): string =>
  `    policy: { managementDomain: operator, operations: ["*"], devices: ["*"], alertTypes: ["${COMPLETE}"],\n` +
  `      subtrees: { get: ${JSON.stringify(gets)}, replace: ["./DiagMon"], exec: ["./DiagMon"] } }`;
const config = `
externalSystems:
  - id: lab
    name: Lab
    kind: other
    credentials: [{ scheme: basic, username: lab, password: lab-secret }]
${policy(["./DiagMon"])}
  - id: portal
    name: Portal
    kind: other
    credentials: [{ scheme: basic, username: portal, password: portal-secret }]
${policy([CALLS])}
devices:
  - { profile: phone, count: 1 }
`;

let host: ServedHost | undefined;
let lab: CallbackEndpoint | undefined;
let portal: CallbackService | undefined;
let caller: Caller | undefined;

beforeAll(async () => {
  if (missing !== undefined || !php) return;
  host = await startServedHost(config);
  lab = await openCallbackEndpoint();
  portal = await phpCallbackService(`${host.wsdl}=callback`, "1.1");
  caller = await php.connect({
    wsdl: host.wsdl,
    soapVersion: "1.1",
    username: "portal",
    password: "portal-secret",
  });
}, 60_000);
afterAll(async () => {
  await caller?.close();
  await portal?.close();
  await lab?.close();
  await host?.stop();
});

async function asLab(operation: string, content: string): Promise<string> {
  const response = await fetch(new URL(host?.wsdl ?? "").href.replace(/\?.*/, ""), {
    method: "POST",
    headers: {
      "content-type": "text/xml; charset=utf-8",
      soapaction: `"urn:dmwsi:1.0:${operation}"`,
      authorization: basic("lab", "lab-secret"),
    },
    body: envelope(element(operation, content)),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text;
}

async function asPortal(operation: string, input: object): Promise<Told> {
  const answer = (await caller?.call(operation, input)) ?? {};
  expect(answer.fault).toBeUndefined();
  return answer.response ?? {};
}

/** Waits for a callback that PHP has taken. */
async function taken(name: string): Promise<Delivered> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const found = portal?.received().find(({ callback }) => callback === name);
    if (found) return found;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(
    `PHP got no ${name}: ${(portal?.received() ?? []).map(({ callback }) => callback).join(", ")}`,
  );
}

describe("F3.1 to F3.10 with php-soap beside an External System of strings", () => {
  it("neither gets what it was not granted", { timeout: 60_000 }, async (context) => {
    if (missing !== undefined) context.skip(missing);
    const register = `<kind>other</kind><managementDomain>operator</managementDomain>`;
    await asLab(
      "RegisterExternalSystem",
      `<name>Lab</name>${register}<callbackEndpoint>${lab?.url ?? ""}</callbackEndpoint>`,
    );
    await asPortal("RegisterExternalSystem", {
      name: "Portal",
      kind: "other",
      managementDomain: "operator",
      callbackEndpoint: portal?.url,
    });
    await lab?.next(({ name }) => name === "RegistrationConfirmation");
    await taken("RegistrationConfirmation");

    // F3.1 to F3.3: the portal asks for more than its policy grants
    await asPortal("SubscribeAlerts", { alertType: [COMPLETE], parameter: [CALLS, RADIO] });
    const status = (await taken("SubscriptionStatus")).value;
    expect(status).toMatchObject({ state: "partly-accepted", acceptedParameter: [CALLS] });
    expect(status["rejectedParameter"]).toMatchObject([{ locUri: RADIO }]);

    // the lab has both functions take one sample
    const start = (root: string): string =>
      `<setUp><replace><locUri>${root}/DiagMonConfig/ConfigParams/Period</locUri><format>int</format><data>0</data></replace></setUp>` +
      `<setUp><exec><locUri>${root}/Operations/Start</locUri></exec></setUp>`;
    await asLab("SubscribeAlerts", `<parameter>${RADIO}</parameter>${start(RADIO)}${start(CALLS)}`);

    const ours = await lab?.next(({ name }) => name === "AlertNotification", 20_000);
    const theirs = (await taken("AlertNotification")).value;
    expect(textsOf(ours?.text ?? "", "source")).toEqual([`${RADIO}/Operations/Start`]);
    expect(textOf(ours?.text ?? "", "data")).toBe("200");
    expect(theirs["alert"]).toMatchObject({
      alertType: COMPLETE,
      item: [{ source: `${CALLS}/Operations/Start`, data: expect.stringMatching(/^Calls=\d+/) as unknown }],
    });
    // both alerts were stored by now, and neither went to the other one
    await lab?.next(({ name }) => name === "OperationResult", 20_000);
    expect(lab?.received.filter(({ name }) => name === "AlertNotification")).toHaveLength(1);
    expect(portal?.received().filter(({ callback }) => callback === "AlertNotification")).toHaveLength(1);

    // F3.11, F3.12: nor does the portal get it by asking for all that is stored, or for a fresh reading
    await asPortal("RetrieveAlerts", { filter: {} });
    const { alert } = (await taken("DiagnosticsDelivery")).value;
    expect(alert).toMatchObject([{ item: [{ source: `${CALLS}/Operations/Start` }] }]);
    const { deviceId } = theirs["alert"] as { readonly deviceId: string };
    await asPortal("RequestDiagnostics", { deviceId, function: "urn:oma:mo:oma-diag:RFParms_3GPP_LTE:1.0" });
    expect((await taken("OperationResult")).value).toMatchObject({ state: "failed" });
    expect(portal?.received().filter(({ callback }) => callback === "DiagnosticsDelivery")).toHaveLength(1);
  });
});
