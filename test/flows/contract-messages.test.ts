import { afterAll, expect, it } from "vitest";
import { utf8TextLenient } from "../../simulator/core/bytes.ts";
import { printXsd } from "../../simulator/protocols/wsi/index.ts";
import { createTestWorkbench } from "../support/workbench.ts";
import { compileXsd } from "../support/xsd.ts";

const schema = compileXsd(printXsd());
afterAll(() => {
  schema.dispose();
});

/** What stands in the body of a SOAP message that we write: its namespaces are declared on itself. */
function bodyOf(message: string): string | undefined {
  return /<soap:Body>([\s\S]+)<\/soap:Body>/.exec(message)?.[1];
}

it.each([
  { registry: "on", mode: "tunnel" },
  { registry: "off", mode: "parameters" },
  { registry: "off", mode: "tunnel", refuse: "device" },
  { registry: "off", mode: "parameters", refuse: "server" },
])("every message of the WSI and its callbacks validates against our XSD with %o", async (settings) => {
  const workbench = createTestWorkbench();
  const run = workbench.start({ scenario: "figure-2", settings, speed: "max" });
  await run.ended;
  const operations: string[] = [];
  for (const record of run.journal.read(0, 1000)) {
    if (record.kind !== "crossing" || !record.channel.startsWith("wsi")) continue;
    const body = bodyOf(utf8TextLenient(record.body));
    expect(body, `message ${record.seq} has no body`).toBeDefined();
    if (body === undefined) continue;
    expect(schema.problems(body), `message ${record.seq}`).toEqual([]);
    operations.push(String(run.summarise(record)?.facts["operation"]));
  }
  expect(new Set(operations).size).toBeGreaterThanOrEqual(3);
});
