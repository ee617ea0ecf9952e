import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JournalRow } from "../../simulator/api/index.ts";
import { openJournal, type JournalClient } from "./support/journal-client.ts";
import {
  rawRequest,
  sendRaw,
  type RawOptions,
  type RawRequest,
  type RawResponse,
} from "./support/raw-http.ts";
import { authorization, element, envelope, normalSession, SOAP12, textOf } from "./support/scripted-soap.ts";
import { notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/*
 * Issue "Bad input": what a stranger throws at the protocol listener gets the protocol's own error, is in the journal with
 * its octets and a finding, and disturbs nobody.
 */

let host: ServedHost;
let journal: JournalClient;
beforeAll(async () => {
  if (notBuilt !== undefined) return;
  host = await serveHost();
  journal = await openJournal(host);
});
afterAll(async () => {
  if (notBuilt !== undefined) return;
  journal.close();
  await host.stop();
});

const syncml =
  '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>' +
  "<MsgID>1</MsgID><Target><LocURI>s</LocURI></Target><Source><LocURI>stranger</LocURI></Source></SyncHdr>" +
  "<SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Final/></SyncBody></SyncML>";
const find = '<find_service generic="2.0" xmlns="urn:uddi-org:api_v2"><name>%</name></find_service>';

interface Endpoint {
  readonly path: string;
  readonly type: string;
  readonly good: string;
  /** What holds the message; markup is put behind it. */
  readonly inside: RegExp;
  /** True for the protocol's own error. */
  readonly isOwnError: (answer: RawResponse) => boolean;
}

const isPlain = ({ status, headers }: RawResponse, ...statuses: readonly number[]): boolean =>
  statuses.includes(status) && (headers["content-type"] ?? "").startsWith("text/plain");
const isFault = ({ status, headers, body }: RawResponse): boolean =>
  status === 500 &&
  (headers["content-type"] ?? "").startsWith("text/xml") &&
  body.includes("Fault>") &&
  (textOf(body, "faultstring") ?? "") !== "";

const wsi: Endpoint = {
  path: "/wsi",
  type: "text/xml",
  good: envelope(element("DiscoverDevices")),
  inside: /(<s:Body>)/,
  isOwnError: (answer) => isFault(answer) && (textOf(answer.body, "faultcode") ?? "").endsWith(":Client"),
};
const dm: Endpoint = {
  path: "/dm",
  type: "application/vnd.syncml.dm+xml",
  good: syncml,
  inside: /(<SyncBody>)/,
  isOwnError: (answer) => isPlain(answer, 400),
};
const uddi: Endpoint = {
  path: "/uddi/inquiry",
  type: "text/xml",
  good: envelope(find),
  inside: /(<s:Body>)/,
  isOwnError: isFault,
};
const publish: Endpoint = { ...uddi, path: "/uddi/publish" };

type Octets = string | Uint8Array;

let attacks = 0;

/** One request, its answers, and what the journal then holds. */
async function attack(
  { path, type }: Endpoint,
  request: Omit<RawRequest, "body"> & { readonly body?: Octets },
  options: RawOptions = {},
): Promise<{ readonly answer: RawResponse; readonly rows: readonly JournalRow[]; readonly mark: string }> {
  const mark = `attack-${++attacks}`;
  const before = await journal.last();
  const octets = rawRequest(host.port, {
    target: path,
    ...request,
    headers: { "content-type": type, authorization, "x-mark": mark, ...request.headers },
  });
  const answers = await sendRaw(host.port, octets, options);
  const answer = answers.at(-1);
  if (!answer) throw new Error("there was no answer");
  const rows = await journal.rowsAfter(before, (found) =>
    found.some((row) => row.kind === "message" && row.direction === "response"),
  );
  return { answer, rows, mark };
}

/** What the journal kept of the request with a mark: its octets, and how many findings and notes speak of it. */
async function journalled(
  rows: readonly JournalRow[],
  mark: string,
): Promise<{ readonly octets: Buffer; readonly remarks: number }> {
  for (const row of rows) {
    if (row.kind !== "message" || row.direction !== "request") continue;
    const inspected = await journal.api.journal.inspect({ run: "live", seq: row.seq, reveal: true });
    if (!inspected.headers.some(({ value }) => value === mark)) continue;
    const notes = rows.filter((other) => other.kind === "note").length;
    return {
      octets: Buffer.from(inspected.layers[0]?.bytes ?? "", "base64"),
      remarks: notes + row.findings,
    };
  }
  throw new Error("the request is not in the journal");
}

const noTrace = /\bat .+:\d+:\d+|node:internal|\/simulator\/|Cannot read properties|undefined/;

/** Bodies that are no message of any protocol. */
const bodies: readonly (readonly [name: string, make: (endpoint: Endpoint) => Octets])[] = [
  ["an empty body", () => ""],
  ["a body that is cut short", ({ good }) => good.slice(0, -30)],
  ["tags that do not match", ({ good }) => good.replace("</", "<")],
  ["text after the root", ({ good }) => `${good}hello`],
  ["100,000 levels as the message", () => `${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}`],
  [
    "100,000 levels inside the message",
    ({ good, inside }) => good.replace(inside, `$1${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}`),
  ],
  [
    "200 attributes",
    ({ good, inside }) =>
      good.replace(inside, `$1<a ${Array.from({ length: 200 }, (_, n) => `a${n}="1"`).join(" ")}/>`),
  ],
  [
    "an entity bomb",
    ({ good }) =>
      `<!DOCTYPE x [<!ENTITY a "${"a".repeat(1000)}"><!ENTITY b "${"&a;".repeat(1000)}">` +
      `<!ENTITY c "${"&b;".repeat(1000)}">]>${good.replace(/<\?xml[^>]*>/, "").replace(/1201|%/, "&c;")}`,
  ],
  [
    "an external entity",
    ({ good }) =>
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${good.replace(/<\?xml[^>]*>/, "").replace(/1201|%/, "&a;")}`,
  ],
  [
    "UTF-16 without a byte order mark",
    ({ good }) => Buffer.from(good.replace(/<\?xml[^>]*>/, ""), "utf16le"),
  ],
  ["octets that are no UTF-8", ({ good }) => Buffer.from(good.replace("</", "\u00ff\u00fe</"), "latin1")],
  ["noise", () => Uint8Array.from({ length: 5000 }, (_, n) => (n * 7919) % 251)],
  ["JSON", () => '{"SyncML": [1, 2, 3]}'],
];

/** Bodies with which somebody else's session is made to compete. */
function isHeavy(body: Octets): boolean {
  return body.length > 100_000 || body.length === 0;
}

describe.skipIf(notBuilt !== undefined)("what is no message", () => {
  for (const endpoint of [wsi, dm, uddi, publish])
    it.for(bodies)(`${endpoint.path} refuses %s in its own way and keeps it`, async ([, make]) => {
      const body = make(endpoint);
      const undisturbed = isHeavy(body) ? normalSession(host) : Promise.resolve(undefined);
      const { answer, rows, mark } = await attack(endpoint, {
        body,
        headers: body.length === 0 ? { "content-length": "0" } : {},
      });
      expect(endpoint.isOwnError(answer), `${answer.status} ${answer.body}`).toBe(true);
      expect(answer.body).not.toMatch(noTrace);
      expect(answer.body).not.toContain("root:");
      const { octets, remarks } = await journalled(rows, mark);
      expect(octets.equals(Buffer.from(body)), "the octets are kept").toBe(true);
      expect(remarks).toBeGreaterThan(0);
      expect(await undisturbed).toBeUndefined();
    });

  it("stops reading at 100,000 elements", async () => {
    for (const endpoint of [wsi, dm, uddi]) {
      const body = endpoint.good.replace(endpoint.inside, `$1${"<a/>".repeat(150_000)}`);
      const { answer, rows } = await attack(endpoint, { body });
      expect(endpoint.isOwnError(answer), `${answer.status} ${answer.body}`).toBe(true);
      expect(rows.some((row) => row.kind === "message" && row.bytes === body.length)).toBe(true);
    }
  });

  it("keeps its memory and its good manners afterwards", async () => {
    expect(host.memory()).toBeLessThan(700e6);
    expect(host.stderr()).toBe("");
    expect(await normalSession(host)).toBeUndefined();
  });
});

describe.skipIf(notBuilt !== undefined)("the WSI", () => {
  const post = (body: Octets, headers: Readonly<Record<string, string>> = {}, more: RawRequest = {}) =>
    attack(wsi, { ...more, body, headers });

  it("answers in the version of the request, Sender with 400 in SOAP 1.2", async () => {
    const soap12 = { "content-type": "application/soap+xml; charset=utf-8" };
    const { answer } = await post(envelope("<Fly xmlns='urn:dmwsi:1.0'/>", SOAP12), soap12);
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toMatch(/^application\/soap\+xml/);
    expect(answer.body).toContain("Sender");
    const broken = await post("<", soap12);
    expect(broken.answer).toMatchObject({ status: 400 });
    expect(broken.answer.body).toContain("Sender");
    const nextVersion = await post(envelope("", "urn:soap-2"));
    expect(textOf(nextVersion.answer.body, "faultcode")).toMatch(/:VersionMismatch$/);
  });

  it("names an operation that it does not know, and an element that is missing", async () => {
    const unknown = await post(envelope(element("LaunchRocket")));
    expect(unknown.answer.status).toBe(500);
    expect(textOf(unknown.answer.body, "faultstring")).toContain("LaunchRocket");
    const missing = await post(envelope(element("QueryOperation")));
    expect(textOf(missing.answer.body, "faultstring")).toContain("operationId");
  });

  it("gives another media type, another charset and a coded body 415, another method 405", async () => {
    const refused = async (headers: Record<string, string>, method = "POST"): Promise<number> => {
      const { answer, rows } = await post(method === "POST" ? wsi.good : "", headers, { method });
      expect(
        rows.some((row) => row.kind === "note"),
        `a note for ${JSON.stringify(headers)}`,
      ).toBe(true);
      return answer.status;
    };
    expect(await refused({ "content-type": "application/json" })).toBe(415);
    expect(await refused({ "content-type": "" })).toBe(415);
    expect(await refused({ "content-type": "text/xml; charset=iso-8859-1" })).toBe(415);
    expect(await refused({ "content-encoding": "gzip" })).toBe(415);
    for (const method of ["PUT", "DELETE", "TRACE", "OPTIONS", "HEAD"])
      expect(await refused({}, method)).toBe(405);
  });

  it("asks for credentials, and fails wrong ones without saying which part is wrong", async () => {
    const none = await post(wsi.good, { authorization: "" });
    expect(none.answer.status).toBe(401);
    expect(none.answer.headers["www-authenticate"]).toMatch(/^Basic /);
    const wrong = await post(wsi.good, { authorization: `Basic ${btoa("care:wrong")}` });
    const unknown = await post(wsi.good, { authorization: `Basic ${btoa("nobody:wrong")}` });
    expect([wrong.answer.status, unknown.answer.status]).toEqual([401, 401]);
    expect(wrong.answer.body).toBe(unknown.answer.body);
    expect(wrong.answer.body).not.toMatch(noTrace);
  });

  it("believes no forwarded names", async () => {
    const { answer } = await post(
      "",
      { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" },
      { method: "GET", target: "/wsi?wsdl" },
    );
    expect(answer.status).toBe(200);
    expect(answer.body).not.toContain("evil.example");
    expect(answer.body).toContain(`http://127.0.0.1:${host.port}/wsi`);
  });

  it("reads UTF-16 with a byte order mark, quoted charsets and media types in capitals", async () => {
    const bom = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(wsi.good, "utf16le")]);
    expect((await post(bom)).answer.status).toBe(200);
    const capitals = await post(wsi.good, { "content-type": 'TEXT/XML; CHARSET="UTF-8"' });
    expect(capitals.answer.status).toBe(200);
  });
});

describe.skipIf(notBuilt !== undefined)("the DM endpoint", () => {
  it("answers what is not DM with the status of HTTP and a note", async () => {
    const statusOf = async (request: RawRequest): Promise<number> => {
      const { answer, rows } = await attack(dm, request);
      expect(rows.some((row) => row.kind === "note")).toBe(true);
      expect(answer.body).not.toMatch(noTrace);
      return answer.status;
    };
    expect(await statusOf({ body: syncml, headers: { "content-type": "text/xml" } })).toBe(415);
    // without a type the octets decide
    expect(await statusOf({ body: "no message", headers: { "content-type": "" } })).toBe(400);
    expect(await statusOf({ body: syncml, headers: { "content-encoding": "deflate" } })).toBe(415);
    for (const method of ["GET", "PUT", "TRACE"]) expect(await statusOf({ method })).toBe(405);
    expect(await statusOf({ body: syncml.replace("1201", "1222"), target: "/dm?s=guessed" })).toBe(404);
  });

  it("refuses a stranger with 401 in a SyncML message, and other versions with 505 and 513", async () => {
    const codeOf = async (message: string): Promise<string | undefined> => {
      const { answer } = await attack(dm, { body: message });
      expect(answer.status).toBe(200);
      return /<Cmd>SyncHdr<\/Cmd>.*?<Data>(\d+)<\/Data>/s.exec(answer.body)?.[1];
    };
    expect(await codeOf(syncml.replace("SessionID>1", "SessionID>A1"))).toBe("401");
    expect(
      await codeOf(syncml.replace("VerDTD>1.2", "VerDTD>1.7").replace("SessionID>1", "SessionID>A2")),
    ).toBe("505");
    expect(await codeOf(syncml.replace("DM/1.2", "DM/9").replace("SessionID>1", "SessionID>A3"))).toBe("513");
  });
});
