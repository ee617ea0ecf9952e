import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalKeys, uddiErrors } from "../../simulator/protocols/uddi/index.ts";
import { schemaProblems } from "../support/uddi-registry.ts";
import { rawRequest, sendRaw, type RawRequest, type RawResponse } from "./support/raw-http.ts";
import { notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/*
 * The registry of a real host, attacked over its socket: whatever comes, the answer is the right dispositionReport (or the
 * right refusal of HTTP and SOAP), soon, and nothing is saved by halves.
 */

let host: ServedHost;
let mine: string;
let theirs: string;

beforeAll(async () => {
  if (notBuilt !== undefined) return;
  host = await serveHost({
    config:
      "registry:\n  publishers:\n    - { userId: mine, password: secret }\n    - { userId: theirs, password: secret }\n",
  });
  mine = await logIn(2, "mine");
  theirs = await logIn(3, "theirs");
});
afterAll(async () => {
  await host?.stop();
});

const envelope = (inside: string): string =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${inside}</e:Body></e:Envelope>`;
const message = (version: 2 | 3, name: string, inside: string, attributes = ""): string =>
  envelope(
    `<${name} xmlns="urn:uddi-org:api_v${version}"${version === 2 ? ' generic="2.0"' : ""} ${attributes}>${inside}</${name}>`,
  );
const paths = { inquiry: "/uddi/inquiry", publish: "/uddi/publish", security: "/uddi/security" } as const;
type Api = keyof typeof paths;

async function send(
  api: Api,
  body: string | Uint8Array,
  more: Omit<RawRequest, "body"> = {},
): Promise<RawResponse> {
  const headers = { "content-type": "text/xml; charset=utf-8", soapaction: '""', ...more.headers };
  const request = rawRequest(host.port, { target: paths[api], ...more, headers, body });
  const [answer] = await sendRaw(host.port, request, { patience: 20_000 });
  if (!answer) throw new Error("there was no answer");
  expect(answer.body).not.toMatch(/\bat .*\.(?:ts|js):|node:internal|root:/);
  return answer;
}

const codeOf = ({ body }: RawResponse): string | undefined => /errCode="(\w+)"/.exec(body)?.[1];
const faultOf = ({ body }: RawResponse): string | undefined => /faultcode>(?:\w+:)?(\w+)</.exec(body)?.[1];
const keyOf = ({ body }: RawResponse, name: string): string =>
  new RegExp(` ${name}="(?:uddi:)?([^"]*)"`).exec(body)?.[1] ?? "";

async function logIn(version: 2 | 3, userID: string): Promise<string> {
  const { body } = await send(
    "security",
    message(version, "get_authToken", "", `userID="${userID}" cred="secret"`),
  );
  return /authInfo>([^<]*)</.exec(body)?.[1] ?? "";
}

const auth = (token: string): string => `<authInfo>${token}</authInfo>`;
const find = (inside: string): string => message(2, "find_business", inside);

/** How many businesses have names that begin so. */
async function businessesNamed(name: string): Promise<number> {
  const { status, body } = await send("inquiry", find(`<name>${name}</name>`));
  expect(status).toBe(200);
  return [...body.matchAll(/<businessInfo /g)].length;
}

/** Processor time of the host so far, in milliseconds; 0 where it cannot be told. */
function processorTime(): number {
  const file = `/proc/${host.pid}/stat`;
  if (!existsSync(file)) return 0;
  const fields = readFileSync(file, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const qualifiers = (count: number): string =>
  `<findQualifiers>${"<findQualifier>sortByNameAsc</findQualifier>".repeat(count)}</findQualifiers>`;
const approximate = "<findQualifiers><findQualifier>approximateMatch</findQualifier></findQualifiers>";
const bomb = "%a".repeat(500_000);

type Attack = readonly [what: string, api: Api, code: string, body: () => string];
const attacks: readonly Attack[] = [
  [
    "10,000 find qualifiers",
    "inquiry",
    "E_tooManyOptions",
    () => find(`${qualifiers(10_000)}<name>a</name>`),
  ],
  [
    "a find qualifier that is none",
    "inquiry",
    "E_unsupported",
    () => find("<findQualifiers><findQualifier>best</findQualifier></findQualifiers>"),
  ],
  ["20,000 names", "inquiry", "E_tooManyOptions", () => find("<name>a</name>".repeat(20_000))],
  [
    "20,000 keys",
    "inquiry",
    "E_tooManyOptions",
    () => message(3, "get_serviceDetail", "<serviceKey>a</serviceKey>".repeat(20_000)),
  ],
  ["a huge name in version 2", "inquiry", "E_nameTooLong", () => find(`<name>${bomb}</name>`)],
  [
    "a huge name in version 3",
    "inquiry",
    "E_fatalError",
    () => message(3, "find_service", `${approximate}<name>${bomb}</name>`),
  ],
  [
    "a huge value",
    "inquiry",
    "E_fatalError",
    () =>
      message(
        3,
        "find_service",
        `${approximate}<categoryBag><keyedReference tModelKey="${canonicalKeys[3].xmlLocalName}" keyValue="${bomb}"/></categoryBag>`,
      ),
  ],
  [
    "too many levels",
    "inquiry",
    "E_messageTooLarge",
    () => message(2, "find_business", "<name>".repeat(5000) + "</name>".repeat(5000)),
  ],
  [
    "too many elements",
    "inquiry",
    "E_messageTooLarge",
    () => message(3, "find_business", "<name>a</name>".repeat(150_000)),
  ],
  [
    "both versions in one message",
    "inquiry",
    "E_fatalError",
    () => message(3, "find_business", '<name xmlns="urn:uddi-org:api_v2">a</name>'),
  ],
  [
    "a request of version 3 in version 2",
    "inquiry",
    "E_unsupported",
    () => message(2, "get_operationalInfo", "<entityKey>a</entityKey>"),
  ],
  [
    "a request of version 2 in version 3",
    "inquiry",
    "E_unsupported",
    () => message(3, "get_businessDetailExt", "<businessKey>a</businessKey>"),
  ],
  [
    "version 1",
    "inquiry",
    "E_unrecognizedVersion",
    () => envelope('<find_business generic="1.0" xmlns="urn:uddi-org:api"><name>a</name></find_business>'),
  ],
  [
    "another generic",
    "inquiry",
    "E_unrecognizedVersion",
    () => message(2, "find_business", "<name>a</name>").replace('"2.0"', '"3.0"'),
  ],
  [
    "the subscription API",
    "inquiry",
    "E_unsupported",
    () => envelope('<get_subscriptions xmlns="urn:uddi-org:sub_v3"/>'),
  ],
  [
    "two requests",
    "inquiry",
    "E_fatalError",
    () => envelope('<find_business generic="2.0" xmlns="urn:uddi-org:api_v2"/>'.repeat(2)),
  ],
  ["no request", "inquiry", "E_fatalError", () => envelope("")],
  [
    "a response",
    "inquiry",
    "E_unsupported",
    () => message(2, "serviceList", "<serviceInfos/>", 'operator="a"'),
  ],
  [
    "publication at the inquiry address",
    "inquiry",
    "E_unsupported",
    () => message(2, "get_registeredInfo", auth(mine)),
  ],
  ["inquiry at the publication address", "publish", "E_unsupported", () => find("<name>a</name>")],
  [
    "a number that is too large",
    "inquiry",
    "E_fatalError",
    () => message(2, "find_business", "<name>a</name>", 'maxRows="99999999999999999999"'),
  ],
  [
    "a selection that is none",
    "publish",
    "E_fatalError",
    () => message(3, "get_registeredInfo", auth(mine), 'infoSelection="some"'),
  ],
  [
    "a key that names nothing",
    "inquiry",
    "E_invalidKeyPassed",
    () => message(2, "get_businessDetail", "<businessKey>a</businessKey>"),
  ],
  [
    "no token",
    "publish",
    "E_authTokenRequired",
    () => message(3, "delete_business", "<businessKey>a</businessKey>"),
  ],
  [
    "an empty token",
    "publish",
    "E_authTokenRequired",
    () => message(2, "delete_business", "<authInfo/><businessKey>a</businessKey>"),
  ],
  [
    "a forged token",
    "publish",
    "E_authTokenRequired",
    () => message(2, "delete_business", `${auth(`${mine}0`)}<businessKey>a</businessKey>`),
  ],
  [
    "a huge token",
    "publish",
    "E_authTokenRequired",
    () => message(2, "delete_business", `${auth("a".repeat(1_000_000))}<businessKey>a</businessKey>`),
  ],
  [
    "a wrong password",
    "security",
    "E_unknownUser",
    () => message(3, "get_authToken", "", 'userID="mine" cred="wrong"'),
  ],
  [
    "a user whose name is huge",
    "security",
    "E_unknownUser",
    () => message(2, "get_authToken", "", `userID="${"u".repeat(200_000)}" cred="wrong"`),
  ],
  [
    "a tModel of the operator",
    "publish",
    "E_userMismatch",
    () => message(2, "delete_tModel", `${auth(mine)}<tModelKey>${canonicalKeys[2].types}</tModelKey>`),
  ],
  [
    "a domain that is reserved",
    "publish",
    "E_keyUnavailable",
    () =>
      message(
        3,
        "save_tModel",
        `${auth(theirs)}<tModel tModelKey="uddi:uddi.org:mine"><name>a</name></tModel>`,
      ),
  ],
  [
    "5,000 services",
    "publish",
    "E_messageTooLarge",
    () =>
      message(
        2,
        "save_service",
        auth(mine) +
          '<businessService serviceKey="" businessKey="a"><name>a</name></businessService>'.repeat(5000),
      ),
  ],
  [
    "5,000 categories",
    "publish",
    "E_messageTooLarge",
    () =>
      message(
        2,
        "save_tModel",
        `${auth(mine)}<tModel tModelKey=""><name>a</name><categoryBag>${`<keyedReference tModelKey="${canonicalKeys[2].types}" keyName="" keyValue="wsdlSpec"/>`.repeat(5000)}</categoryBag></tModel>`,
      ),
  ],
];

describe.skipIf(notBuilt !== undefined)(
  "the registry answers attacks with the right dispositionReport",
  () => {
    it.for(attacks)("%s", async ([, api, code, body]) => {
      const before = processorTime();
      const answer = await send(api, body());
      expect(codeOf(answer), answer.body.slice(0, 2000)).toBe(code);
      expect(answer.status).toBe(500);
      expect(faultOf(answer)).toBe("Client");
      const version = answer.body.includes("urn:uddi-org:api_v3") ? 3 : 2;
      expect(schemaProblems(version, Buffer.from(answer.body, "latin1"))).toEqual([]);
      // far above what it takes, and far below what an attack is for
      expect(processorTime() - before).toBeLessThan(2000);
    });

    it.each([
      ["PUT", 405],
      ["DELETE", 405],
      ["GET", 405],
    ])("%s is not the method: %i", async (method, status) => {
      const answer = await send("inquiry", "", { method });
      expect([answer.status, answer.headers["allow"]]).toEqual([status, "POST"]);
    });

    it.each([
      ["application/json", 415],
      ["application/soap+xml", 415],
      ["text/plain", 415],
    ])("%s is not the content type: %i", async (type, status) => {
      const answer = await send("inquiry", find("<name>a</name>"), { headers: { "content-type": type } });
      expect([answer.status, faultOf(answer)]).toEqual([status, "Client"]);
    });

    it("a SOAPAction of another request does nothing: the body counts", async () => {
      const key = keyOf(await saveBusiness(mine, "Kept"), "businessKey");
      const body = message(2, "get_businessDetail", `<businessKey>${key}</businessKey>`);
      const answer = await send("inquiry", body, { headers: { soapaction: '"delete_business"' } });
      expect(answer.status).toBe(200);
      expect(await businessesNamed("Kept")).toBe(1);
    });

    it.each([
      ["a bomb", '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', "&b;"],
      ["a file", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"],
    ])("entities are not read: %s", async (_what, declaration, reference) => {
      const answer = await send("inquiry", declaration + find(`<name>${reference}</name>`));
      expect([answer.status, faultOf(answer)]).toEqual([500, "Client"]);
    });

    it("what does not fit through the door is refused as HTTP refuses it", async () => {
      const answer = await send("inquiry", find(`<name>${"a".repeat(17 * 1024 * 1024)}</name>`));
      expect([answer.status, faultOf(answer)]).toEqual([413, "Client"]);
    });
  },
);

const business = (name: string, key = "", inside = ""): string =>
  `<businessEntity businessKey="${key}"><name>${name}</name>${inside}</businessEntity>`;
const saveBusiness = (token: string, name: string, key = "", inside = ""): Promise<RawResponse> =>
  send("publish", message(2, "save_business", auth(token) + business(name, key, inside)));

describe.skipIf(notBuilt !== undefined)("nothing is saved that should not be", () => {
  it("entries of another publisher: E_userMismatch, whatever is tried", async () => {
    const key = keyOf(await saveBusiness(theirs, "Theirs"), "businessKey");
    const service = `<businessService serviceKey="" businessKey="${key}"><name>s</name></businessService>`;
    for (const body of [
      message(2, "save_business", auth(mine) + business("Stolen", key)),
      message(2, "save_service", auth(mine) + service),
      message(2, "delete_business", `${auth(mine)}<businessKey>${key}</businessKey>`),
      message(3, "delete_business", `${auth(mine)}<businessKey>uddi:${key}</businessKey>`),
    ])
      expect(codeOf(await send("publish", body))).toBe("E_userMismatch");
    expect([await businessesNamed("Theirs"), await businessesNamed("Stolen")]).toEqual([1, 0]);
  });

  it("a request of which a part dangles changes nothing", async () => {
    const binding =
      '<bindingTemplate bindingKey=""><accessPoint URLType="http">http://a.example/</accessPoint>' +
      '<tModelInstanceDetails><tModelInstanceInfo tModelKey="uuid:none"/></tModelInstanceDetails></bindingTemplate>';
    const services = `<businessServices><businessService serviceKey=""><name>s</name><bindingTemplates>${binding}</bindingTemplates></businessService></businessServices>`;
    const both = business("Half one") + business("Half two", "", services);
    const answer = await send("publish", message(2, "save_business", auth(mine) + both));
    expect(codeOf(answer)).toBe("E_invalidKeyPassed");
    expect(await businessesNamed("Half")).toBe(0);
  });

  it("a body that ends too soon, in XML or on the line", async () => {
    const whole = message(2, "save_business", auth(mine) + business("Short"));
    for (const length of [whole.length - 1, whole.length - 40, whole.indexOf("Short")])
      expect(faultOf(await send("publish", whole.slice(0, length)))).toBe("Client");
    const headers = { "content-type": "text/xml", "content-length": String(whole.length + 100) };
    const cut = rawRequest(host.port, { target: paths.publish, headers, body: whole });
    await sendRaw(host.port, cut, { halfClose: true, patience: 2000 });
    expect(await businessesNamed("Short")).toBe(0);
  });

  it("one key saved by many at the same time is one entry, whole", async () => {
    const key = keyOf(await saveBusiness(mine, "Race"), "businessKey");
    const service = (name: string): string =>
      `<businessServices>${`<businessService serviceKey=""><name>${name}</name></businessService>`.repeat(3)}</businessServices>`;
    const names = Array.from({ length: 20 }, (_, index) => `Race ${index}`);
    const answers = await Promise.all(names.map((name) => saveBusiness(mine, name, key, service(name))));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const { body } = await send("inquiry", find("<name>Race</name>"));
    const found = [...body.matchAll(/<name[^>]*>(Race \d+)</g)].map(([, name]) => name);
    expect(found).toHaveLength(4);
    expect(new Set(found).size).toBe(1);
  });

  it("mutated messages are answered in the protocol, and soon", async () => {
    const templates = [
      find(
        '<findQualifiers><findQualifier>orAllKeys</findQualifier></findQualifiers><name xml:lang="en">A%</name>',
      ),
      message(
        3,
        "find_tModel",
        `${approximate}<name>%\\_%</name><categoryBag><keyedReferenceGroup tModelKey="uddi:a"><keyedReference tModelKey="uddi:b" keyValue="c"/></keyedReferenceGroup></categoryBag>`,
        'maxRows="3"',
      ),
      message(
        2,
        "save_business",
        auth("TOKEN") + business("Mutant", "", '<description xml:lang="en">d</description>'),
      ),
      message(
        3,
        "save_tModel",
        `${auth("TOKEN")}<tModel><name>m</name><overviewDoc><overviewURL useType="text">http://a.example/</overviewURL></overviewDoc></tModel>`,
      ),
      message(
        2,
        "add_publisherAssertions",
        `${auth("TOKEN")}<publisherAssertion><fromKey>a</fromKey><toKey>b</toKey><keyedReference tModelKey="uuid:a" keyName="" keyValue="c"/></publisherAssertion>`,
      ),
    ];
    const mutation = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(40),
      insert: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom(
          "<",
          ">",
          "&",
          "]]>",
          "<!--",
          '"',
          "<a>",
          "</e:Body>",
          ' xmlns=""',
          "\u0000",
          "%%%%",
          "uuid:",
        ),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...templates),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        async (template, mutations) => {
          let text = template.replace("TOKEN", mine);
          for (const { at, length, insert } of mutations) {
            const place = Math.floor(at * text.length);
            text = text.slice(0, place) + insert + text.slice(place + length);
          }
          const api: Api = /<(?:find|get)_/.test(template) ? "inquiry" : "publish";
          const answer = await send(api, text);
          expect([200, 500]).toContain(answer.status);
          const code = codeOf(answer);
          if (code !== undefined) expect(Object.keys(uddiErrors)).toContain(code);
          if (answer.status === 500)
            expect(faultOf(answer)).toMatch(/^(?:Client|VersionMismatch|MustUnderstand)$/);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("memory stays bounded, and the registry goes on working", async () => {
    const before = host.memory();
    const body = message(2, "find_business", `<name>${bomb}</name>`);
    for (let count = 0; count < 30; count++) await send("inquiry", body);
    expect(host.memory() - before).toBeLessThan(300 * 1024 * 1024);
    expect((await saveBusiness(mine, "Still here")).status).toBe(200);
    expect(await businessesNamed("Still here")).toBe(1);
  });
});
