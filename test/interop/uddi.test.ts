import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printUddiXsd, printXmlXsd } from "../../simulator/protocols/uddi/index.ts";
import { noVectors, vectorPath } from "../support/vectors.ts";
import { startRegistry, type ListeningRegistry } from "./support/listening-registry.ts";
import { missing, runToolkit } from "./support/toolkits.ts";

const schemas = vectorPath("uddi", "schemas");
const official = existsSync(join(schemas, "inquire_v2.wsdl"));
const toolkits = [
  { toolkit: "zeep", file: "zeep-publisher.py", name: "Zeep" },
  { toolkit: "php", file: "php-publisher.php", name: "Php" },
] as const;

let registry: ListeningRegistry;
let folder: string;
beforeAll(async () => {
  registry = await startRegistry();
  folder = mkdtempSync(join(tmpdir(), "dmwsi-uddi-"));
});
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The official description of an API has no service: a small WSDL of its own adds one, as its users do. */
function wrapped(api: "inquire" | "publish", binding: string, namespace: string, address: string): string {
  const file = join(folder, `${api}-service.wsdl`);
  writeFileSync(
    file,
    `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
      xmlns:api="${namespace}" targetNamespace="urn:example:${api}">
      <import namespace="${namespace}" location="file://${join(schemas, `${api}_v2.wsdl`)}"/>
      <service name="${api}"><port name="${api}" binding="api:${binding}"><soap:address location="${address}"/></port></service>
    </definitions>`,
  );
  return file;
}

const expected = (name: string) => ({
  found: [true],
  accessPoint: `http://${name.toLowerCase()}.example/wsi`,
  bindings: 1,
  business: `${name} & Sons`,
  deleted: 0,
  discarded: "E_success",
  gone: { code: "E_invalidKeyPassed" },
  wrong: { code: "E_unknownUser" },
});

describe.each(toolkits)(
  "$toolkit publishes, finds, reads, deletes and meets errors",
  ({ toolkit, file, name }) => {
    const run = async (inquiryWsdl: string, publishWsdl: string): Promise<unknown> => {
      const first = registry.responses.length;
      const report = await runToolkit(toolkit, file, [inquiryWsdl, publishWsdl, "dms", "secret"]);
      expect(registry.responses.length - first).toBeGreaterThan(10);
      expect(registry.problems).toEqual([]);
      return report;
    };

    it("over the official UDDI version 2 descriptions", async (context) => {
      if (missing[toolkit] !== undefined) context.skip(missing[toolkit]);
      if (!official) context.skip(noVectors);
      const report = await run(
        wrapped("inquire", "InquireSoap", "urn:uddi-org:inquiry_v2", `${registry.url}/uddi/inquiry`),
        wrapped("publish", "PublishSoap", "urn:uddi-org:publication_v2", `${registry.url}/uddi/publish`),
      );
      expect(report).toMatchObject(expected(name));
    });

    it("over the descriptions that the registry serves", async (context) => {
      if (missing[toolkit] !== undefined) context.skip(missing[toolkit]);
      const report = await run(`${registry.url}/uddi/inquiry?wsdl`, `${registry.url}/uddi/publish?wsdl`);
      expect(report).toMatchObject(expected(name));
    });
  },
);

describe("the schemas that the registry serves", () => {
  const xmllint = runs("xmllint", ["--version"]);
  it.for([2, 3] as const)(
    "allow the messages of version %i that the official ones allow",
    async (version, context) => {
      if (!xmllint) context.skip("there is no xmllint (Debian: libxml2-utils)");
      const schema = join(folder, `ours-${version}.xsd`);
      const xml = join(folder, "xml.xsd");
      writeFileSync(xml, printXmlXsd());
      writeFileSync(schema, printUddiXsd(version, xml));
      const message = join(folder, `message-${version}.xml`);
      writeFileSync(message, version === 2 ? MESSAGE_2 : MESSAGE_3);
      for (const against of [schema, ...(official ? [join(schemas, `uddi_v${version}.xsd`)] : [])])
        expect(() =>
          execFileSync("xmllint", ["--nonet", "--noout", "--schema", against, message], { stdio: "pipe" }),
        ).not.toThrow();
      writeFileSync(
        message,
        (version === 2 ? MESSAGE_2 : MESSAGE_3).replace("<name>", "<nome>").replace("</name>", "</nome>"),
      );
      expect(() =>
        execFileSync("xmllint", ["--nonet", "--noout", "--schema", schema, message], { stdio: "pipe" }),
      ).toThrow();
    },
  );
});

const MESSAGE_2 = `<save_tModel generic="2.0" xmlns="urn:uddi-org:api_v2"><authInfo>t</authInfo><tModel tModelKey=""><name>n</name><overviewDoc><overviewURL>http://a.example/</overviewURL></overviewDoc></tModel></save_tModel>`;
const MESSAGE_3 = `<save_tModel xmlns="urn:uddi-org:api_v3"><authInfo>t</authInfo><tModel><name>n</name><overviewDoc><overviewURL useType="wsdlInterface">http://a.example/</overviewURL></overviewDoc></tModel></save_tModel>`;

function runs(command: string, parameters: readonly string[]): boolean {
  try {
    execFileSync(command, parameters, { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false; // not installed
  }
}
