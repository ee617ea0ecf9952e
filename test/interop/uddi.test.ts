import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  printUddiWsdl,
  printUddiXsd,
  printXmlXsd,
  type UddiApi,
} from "../../simulator/protocols/uddi/index.ts";
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

/** The official description of version 3, complete: a schema that it refers to and that has no part in it is empty here. */
function officialVersion3(): string {
  const copy = join(folder, "v3");
  cpSync(schemas, copy, { recursive: true });
  writeFileSync(
    join(copy, "uddi_v3policy_instanceParms.xsd"),
    `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:uddi-org:policy_v3_instanceParms"/>`,
  );
  const ports = { Inquiry: "inquiry", Publication: "publish", Security: "security" };
  const file = join(copy, "service.wsdl");
  writeFileSync(
    file,
    `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
      xmlns:api="urn:uddi-org:api_v3_binding" targetNamespace="urn:example:v3">
      <import namespace="urn:uddi-org:api_v3_binding" location="uddi_api_v3_binding.wsdl"/>
      <service name="v3">${Object.entries(ports)
        .map(
          ([api, path]) =>
            `<port name="${api}" binding="api:UDDI_${api}_SoapBinding"><soap:address location="${registry.url}/uddi/${path}"/></port>`,
        )
        .join("")}</service>
    </definitions>`,
  );
  return file;
}

describe("zeep publishes, finds, reads, deletes and meets errors in version 3", () => {
  const expected3 = {
    model: "uddi:zeep.example:port",
    found: [true],
    counted: 1,
    accessPoint: "http://zeep.example/wsi",
    owner: "dms",
    registered: ["Zeep & Sons"],
    foreign: { code: "E_keyUnavailable", keyType: "tModelKey", fault: "Client" },
    combination: { code: "E_invalidCombination", keyType: null, fault: "Client" },
    gone: { code: "E_invalidKeyPassed", keyType: "serviceKey", fault: "Client" },
    nothing: null,
    hidden: ["uddi:zeep.example:port"],
    wrong: { code: "E_unknownUser", keyType: null, fault: "Client" },
    expired: { code: "E_authTokenExpired", keyType: null, fault: "Client" },
    discarded: { code: "E_authTokenRequired", keyType: null, fault: "Client" },
  };

  const run = async (inquiry: string, publish: string, security: string): Promise<unknown> => {
    const own = await startRegistry();
    try {
      const at = (wsdl: string): string => wsdl.replace(registry.url, own.url);
      for (const file of [inquiry, publish, security].filter((wsdl) => existsSync(wsdl)))
        writeFileSync(file, at(readFileSync(file, "utf8")).replaceAll(registry.url, own.url));
      const files = [at(inquiry), at(publish), at(security), own.later, "dms", "secret"];
      const report = await runToolkit("zeep", "zeep-publisher-v3.py", files);
      expect(own.responses.length).toBeGreaterThan(15);
      expect(own.problems).toEqual([]);
      for (const { body } of own.responses) lint3(body);
      return report;
    } finally {
      await own.close();
    }
  };

  it("over the official UDDI version 3 descriptions", async (context) => {
    if (missing.zeep !== undefined) context.skip(missing.zeep);
    if (!official) context.skip(noVectors);
    const file = officialVersion3();
    expect(await run(file, file, file)).toMatchObject(expected3);
  });

  it("over the descriptions that the registry serves", async (context) => {
    if (missing.zeep !== undefined) context.skip(missing.zeep);
    const [inquiry, publish, security] = ["inquiry", "publish", "security"].map(
      (path) => `${registry.url}/uddi/${path}?wsdl=v3`,
    );
    expect(await run(inquiry!, publish!, security!)).toMatchObject(expected3);
  });

  /** xmllint has nothing against what a response of version 3 carries. */
  function lint3(body: Uint8Array): void {
    if (!official || !runs("xmllint", ["--version"])) return;
    const inside = /<(?:\w+:)?(?:detail|Body)>(?!<(?:\w+:)?Fault)(.*?)<\/(?:\w+:)?(?:detail|Body)>/s.exec(
      new TextDecoder().decode(body),
    )?.[1];
    if (inside === undefined) return;
    const message = join(folder, "response-3.xml");
    writeFileSync(message, inside);
    const schema = join(schemas, "uddi_v3.xsd");
    execFileSync("xmllint", ["--nonet", "--noout", "--schema", schema, message], { stdio: "pipe" });
  }
});

describe("the descriptions that the registry serves", () => {
  const parts = [
    { version: 2, api: "inquiry", file: "inquire_v2.wsdl", bindings: "inquire_v2.wsdl", portType: "Inquire" },
    {
      version: 2,
      api: "publication",
      file: "publish_v2.wsdl",
      bindings: "publish_v2.wsdl",
      portType: "Publish",
    },
    ...(["Inquiry", "Publication", "Security"] as const).map((name) => ({
      version: 3 as const,
      api: name.toLowerCase(),
      file: "uddi_api_v3_portType.wsdl",
      bindings: "uddi_api_v3_binding.wsdl",
      portType: `UDDI_${name}_PortType`,
    })),
  ] as const;

  it.for(parts)(
    "have the operations, messages and actions of the official ones: $api of version $version",
    ({ version, api, file, bindings, portType }, context) => {
      if (!official) context.skip(noVectors);
      const ours = printUddiWsdl({
        version,
        api: api as UddiApi,
        endpoint: "http://a.example/",
        schemaLocation: "x.xsd",
      });
      const theirs = readFileSync(join(schemas, file), "utf8");
      expect(operationsOf(ours, portType)).toEqual(operationsOf(theirs, portType));
      const theirBindings = readFileSync(join(schemas, bindings), "utf8");
      for (const name of Object.keys(operationsOf(ours, portType))) {
        expect(theirBindings).toContain(`soapAction="${name}"`);
        expect(ours).toContain(`soapAction="${name}"`);
      }
    },
  );

  it.for(parts)("are understood by gSOAP: $api of version $version", ({ version, api }, context) => {
    if (!runs("wsdl2h", ["-V"])) context.skip("there is no wsdl2h (Debian: gsoap)");
    // it looks for what is referred to beside the description
    const [schemaLocation, xml] = [`gsoap-${version}.xsd`, "gsoap-xml.xsd"];
    writeFileSync(join(folder, xml), printXmlXsd());
    writeFileSync(join(folder, schemaLocation), printUddiXsd(version, xml));
    const wsdl = join(folder, `gsoap-${api}-${version}.wsdl`);
    const endpoint = "http://a.example/";
    writeFileSync(wsdl, printUddiWsdl({ version, api: api as UddiApi, endpoint, schemaLocation }));
    const header = join(folder, `gsoap-${api}-${version}.h`);
    execFileSync("wsdl2h", ["-O1", "-o", header, wsdl], { stdio: "pipe", timeout: 50_000 });
    const text = readFileSync(header, "utf8");
    for (const name of Object.keys(operationsOf(readFileSync(wsdl, "utf8"), "")))
      expect(text).toContain(name.replaceAll("_", "_USCORE"));
  });
});

/** Elements that the operations of a portType take and give, by name; "" = of all portTypes. */
function operationsOf(
  wsdl: string,
  portType: string,
): Readonly<Record<string, readonly (string | undefined)[]>> {
  const text = wsdl.replace(/<(\/?)wsdl:/g, "<$1");
  const messages = new Map(
    [...text.matchAll(/<message name="([^"]+)"(?:\/>|>(.*?)<\/message>)/gs)].map(([, name, inside = ""]) => [
      name,
      /element="\w+:(\w+)"/.exec(inside)?.[1],
    ]),
  );
  const type = new RegExp(`<portType name="${portType || '[^"]+'}">(.*?)</portType>`, "s").exec(text)?.[1];
  const operations = [...(type ?? "").matchAll(/<operation name="(\w+)">(.*?)<\/operation>/gs)];
  return Object.fromEntries(
    operations.map(([, name = "", inside = ""]): [string, readonly (string | undefined)[]] => [
      name,
      ["input", "output", "fault"].map((part) =>
        messages.get(new RegExp(`<${part}[^>]* message="\\w+:(\\w+)"`).exec(inside)?.[1]),
      ),
    ]),
  );
}

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
