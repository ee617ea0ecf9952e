import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { utf8Text, utf8TextLenient } from "../../simulator/core/bytes.ts";
import type { CrossingRecord } from "../../simulator/journal/record.ts";
import type { Scenario } from "../../simulator/scenario/format.ts";
import { builtInScenarios } from "../../simulator/scenario/library.ts";
import { serveWsdl } from "../../simulator/stacks/wsi-http.ts";
import { createTestWorkbench } from "../support/workbench.ts";
import { compileXsd, type XsdCheck } from "../support/xsd.ts";

/*
 * Every message of the WSI and of its callbacks that crosses in a built-in scenario is valid against the schema that we
 * serve, with libxml2 as the judge.
 */

let schema: XsdCheck;
beforeAll(() => {
  schema = compileXsd(utf8Text(serveWsdl("?xsd=types", "http://dms.example").body) ?? "");
});
afterAll(() => {
  schema.dispose();
});

/** Milliseconds for all settings of a scenario on a busy machine. */
const PATIENCE = 120_000;

/** Scenarios whose worlds have External Systems. */
const scenarios = builtInScenarios().filter(({ world }) => world !== "device-management");

/** The defaults, and every other value of each setting. */
function variations({ settings }: Scenario): readonly Readonly<Record<string, string>>[] {
  const others = settings.flatMap(({ name, values, default: usual }) =>
    values.filter(({ value }) => value !== usual).map(({ value }) => ({ [name]: value })),
  );
  return [{}, ...others];
}

/** What a message says of its contract elements. */
interface Judged {
  readonly message: string;
  readonly problems: readonly string[];
}

/** What the contract declares in a message: the child of the body, or the entry of a fault's detail. */
function contractElement(text: string): string | undefined {
  const body = /<soap:Body>([\s\S]+)<\/soap:Body>/.exec(text)?.[1];
  if (body?.startsWith("<soap:Fault>") !== true) return body;
  return /<(detail|soap:Detail)>([\s\S]+)<\/\1>/.exec(body)?.[2];
}

/** A message of the contract; descriptions and answers of HTTP alone are none. */
function isMessage({ channel, method, body, headers }: CrossingRecord): boolean {
  if (channel !== "wsi" && channel !== "wsi-callback") return false;
  if (method === "GET" || body.length === 0) return false;
  return (
    !/<(wsdl:definitions|xs:schema)\b/.test(utf8TextLenient(body.subarray(0, 400))) &&
    !/plain/.test(headers["content-type"] ?? "")
  );
}

/** Judges a message; undefined for a fault without a detail, of which the schema says nothing. */
function judge(record: CrossingRecord): Judged | undefined {
  const text = utf8TextLenient(record.body);
  const element = contractElement(text);
  if (element === undefined) {
    const problems = text.includes("<soap:Fault>") ? [] : ["no body"];
    return problems.length === 0 ? undefined : { message: text.slice(0, 200), problems };
  }
  return { message: element.slice(0, 300), problems: schema.problems(element) };
}

/** Callbacks that come in the scenarios; the others are asked for in the interop tests. */
const callbackOfScenarios = [
  "RegistrationConfirmation",
  "DiscoveryResult",
  "OperationProgress",
  "OperationResult",
  "SessionStatus",
  "PackageDelivery",
];

/** Names of the elements that were judged. */
const seen = new Map<string, number>();

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))("%s", (_id, scenario) => {
  it(
    "sends nothing that our XSD does not allow, with every value of every setting",
    { timeout: PATIENCE },
    async () => {
      const wrong: object[] = [];
      for (const settings of variations(scenario)) {
        const workbench = createTestWorkbench();
        const run = workbench.start({ scenario: scenario.id, settings, speed: "max", seed: "xsd" });
        await run.ended;
        let judged = 0;
        for (const record of run.journal.read(0, 100_000)) {
          if (record.kind !== "crossing" || !isMessage(record)) continue;
          const found = judge(record);
          if (!found) continue;
          judged++;
          const name = /^<([\w.-]+)/.exec(found.message)?.[1] ?? "";
          seen.set(name, (seen.get(name) ?? 0) + 1);
          if (found.problems.length > 0) wrong.push({ settings, seq: record.seq, ...found });
        }
        expect(judged, JSON.stringify(settings)).toBeGreaterThan(0);
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe("the check can fail", () => {
  const ack =
    "<ack><operationId>1</operationId><state>accepted</state><acceptedAt>2026-01-01T00:00:00Z</acceptedAt></ack>";
  it.each([
    [
      "a right message",
      `<ManageParametersResponse xmlns="urn:dmwsi:1.0">${ack}</ManageParametersResponse>`,
      0,
    ],
    [
      "a state that does not exist",
      `<ManageParametersResponse xmlns="urn:dmwsi:1.0">${ack.replace("accepted<", "taken<")}</ManageParametersResponse>`,
      1,
    ],
    [
      "an element in no namespace",
      `<ManageParametersResponse xmlns="urn:dmwsi:1.0">${ack.replace("<ack", '<ack xmlns=""')}</ManageParametersResponse>`,
      1,
    ],
    [
      "elements in the wrong order",
      `<ManageParametersResponse xmlns="urn:dmwsi:1.0">${ack.replace(/(<operationId>.*<\/operationId>)(<state>.*<\/state>)/, "$2$1")}</ManageParametersResponse>`,
      1,
    ],
    ["an unknown message", '<SendPostcard xmlns="urn:dmwsi:1.0"/>', 1],
  ])("on %s", (_what, element, count) => {
    expect(schema.problems(element)).toHaveLength(count);
  });
});

it("judged most messages of the contract", () => {
  expect([...seen.keys()]).toEqual(expect.arrayContaining(["PolicyException", ...callbackOfScenarios]));
  expect(seen.size).toBeGreaterThanOrEqual(40);
});
