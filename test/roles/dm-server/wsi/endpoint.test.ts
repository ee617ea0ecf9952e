import fc from "fast-check";
import { operationNames } from "../../../../simulator/protocols/wsi/index.ts";
import { describe, expect, test } from "vitest";
import { utf8, utf8Text } from "../../../../simulator/core/bytes.ts";
import { createDesk, care, registration, WSI_URL } from "./desk.ts";

const authorization = `Basic ${btoa("care:secret")}`;
const envelope = (body: string) =>
  utf8(
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:dmwsi:1.0"><s:Body>${body}</s:Body></s:Envelope>`,
  );
const post = (body: Uint8Array, headers: Record<string, string> = {}) => ({
  body,
  headers: { "content-type": "text/xml; charset=utf-8", authorization, ...headers },
});

describe("the endpoint", () => {
  test.each(["?wsdl", "?wsdl=soap11", "?wsdl=inline", "?wsdl=callback", "?xsd=types"])(
    "GET /wsi%s",
    (query) => {
      const response = createDesk().http({ method: "GET", url: WSI_URL + query });
      expect(response.status).toBe(200);
      expect(response.headers["cache-control"]).toBe("no-store");
    },
  );

  test("addresses in the WSDL are those of the Host header, or of publicUrl", () => {
    const get = { method: "GET", url: `${WSI_URL}?wsdl`, headers: { host: "localhost:8480" } };
    expect(utf8Text(createDesk().http(get).body)).toContain("http://localhost:8480/wsi");
    const dms = { id: "d", serverId: "d", dmUrl: "", publicUrl: "https://dms.example/x/" };
    expect(utf8Text(createDesk({ options: { dms } }).http(get).body)).toContain("https://dms.example/x/wsi");
    const instance = {
      method: "GET",
      url: "http://localhost:8480/i/operator/wsi?wsdl",
      headers: { host: "localhost:8480" },
    };
    expect(utf8Text(createDesk().http(instance).body)).toContain("http://localhost:8480/i/operator/wsi");
  });

  test("offers all operations", () => {
    const text = utf8Text(createDesk().http({ method: "GET", url: `${WSI_URL}?wsdl` }).body);
    for (const operation of operationNames) expect(text).toContain(`name="${operation}"`);
  });

  test.each([
    ["evil.example", 421],
    ["127.0.0.1.evil.example", 421],
    ["127.0.0.1:8480", 200],
    ["[::1]:8480", 200],
    ["LOCALHOST", 200],
    ["dms.test:80", 200],
  ])("Host %s: %i", (host, status) => {
    const desk = createDesk();
    expect(desk.http({ method: "GET", url: `${WSI_URL}?wsdl`, headers: { host } }).status).toBe(status);
    expect(desk.raw("DiscoverDevices", {}, { headers: { host } }).status).toBe(status);
  });

  test("requests of web pages are refused", () => {
    const desk = createDesk();
    expect(desk.raw("DiscoverDevices", {}, { headers: { origin: "http://evil.example" } }).status).toBe(403);
    expect(desk.reports("request.refused")).toHaveLength(1);
  });

  test("other methods: 405 with Allow; other media types: 415", () => {
    const desk = createDesk();
    const response = desk.http({ method: "PUT" });
    expect(response.status).toBe(405);
    expect(response.headers["allow"]).toBe("POST, GET");
    expect(desk.http({ ...post(utf8("{}")), headers: { "content-type": "application/json" } }).status).toBe(
      415,
    );
  });

  test.each([
    ["malformed XML", "<DiscoverDevices>", 500],
    ["an unknown operation", "<Nothing/>", 500],
    ["a missing element", "<ManageParameters/>", 500],
    ["a wrong type", "<DiscoverDevices><maxResults>many</maxResults></DiscoverDevices>", 500],
  ])("%s: a Client fault", (_name, body, status) => {
    const desk = createDesk();
    const response = desk.http(post(envelope(body)));
    expect(response.status).toBe(status);
    expect(utf8Text(response.body)).toContain("Client");
    expect(desk.notes("wsi-unreadable")).toHaveLength(1);
  });

  test("SOAP 1.2: answers and faults in kind", () => {
    const desk = createDesk();
    const ok = desk.raw("DiscoverDevices", {}, { version: "1.2" });
    expect(ok.headers["content-type"]).toContain("application/soap+xml");
    const fault = desk.raw("QueryOperation", { operationId: "x" }, { version: "1.2" });
    expect(fault.status).toBe(400);
    expect(desk.call("QueryOperation", { operationId: "x" }, { version: "1.2" })).toMatchObject({
      fault: { code: "Client", messageId: "SVC0200" },
    });
  });

  test("a failure of ours is SVC0001 without a word about it, and a note", () => {
    const desk = createDesk({
      ports: {
        charging: {
          record: () => {
            throw new TypeError("broken plug-in");
          },
        },
      },
    });
    const response = desk.raw("DiscoverDevices", {});
    expect(response.status).toBe(500);
    expect(utf8Text(response.body)).toContain("SVC0001");
    expect(utf8Text(response.body)).not.toContain("broken");
    expect(desk.notes("wsi-failed")).toHaveLength(1);
    expect(desk.stored.size).toBe(0);
  });

  test("a refusal is told to the workbench with party and reason", () => {
    const desk = createDesk();
    desk.fault("ManageParameters", { deviceId: "nobody", command: [{ kind: "get", locUri: "./A" }] });
    expect(desk.reports("request.refused")).toMatchObject([
      {
        data: {
          refusedBy: "dms",
          operation: "ManageParameters",
          externalSystem: "care",
          messageId: "SVC0004",
          reason: "there is no device nobody",
        },
      },
    ]);
  });
});

describe("whatever is sent", () => {
  test("gets exactly one response", () => {
    const desk = createDesk({
      policy: { quota: { requestsPerMinute: 1e9, devicesPerBulk: 1, outstandingOperations: 1e9 } },
    });
    desk.registered();
    const word = fc.constantFrom(
      "IMEI:1",
      "./DevInfo",
      "./DMAcc",
      "*",
      "",
      "op-1",
      "callback",
      "true",
      "5",
      "-1",
      "PT5S",
      "\u0000",
      "<",
    );
    const name = fc.constantFrom(
      "deviceId",
      "command",
      "get",
      "locUri",
      "delivery",
      "maxResults",
      "filter",
      "sessionId",
      "package",
      "expires",
      "atomic",
      "clientReference",
      "operationId",
      "contentType",
      "registrationId",
    );
    const leaf = fc.tuple(name, word).map(([tag, value]) => `<${tag}>${value}</${tag}>`);
    const tree = fc
      .tuple(name, fc.array(leaf, { maxLength: 3 }))
      .map(([tag, inner]) => `<${tag}>${inner.join("")}</${tag}>`);
    const operation = fc.constantFrom(
      "RegisterExternalSystem",
      "DeregisterExternalSystem",
      "DiscoverDevices",
      "ManageParameters",
      "QueryOperation",
      "InitiateSession",
      "ExchangePackage",
      "TerminateSession",
      "CancelOperation",
    );
    const body = fc
      .tuple(operation, fc.array(fc.oneof(leaf, tree), { maxLength: 5 }))
      .map(([tag, inner]) => `<${tag}>${inner.join("")}</${tag}>`);
    fc.assert(
      fc.property(fc.oneof(body.map(envelope), fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const { status } = desk.http(post(bytes));
        expect([200, 400, 500]).toContain(status);
        desk.settle();
      }),
      { numRuns: 300 },
    );
    expect(desk.notes("wsi-failed")).toEqual([]);
  });

  test("valid requests in any order never fail in the DM server", () => {
    const id = fc.constantFrom("IMEI:1", "IMEI:2", "nobody");
    const call = fc.oneof(
      fc.constant(
        (desk: ReturnType<typeof createDesk>) => void desk.raw("RegisterExternalSystem", registration),
      ),
      fc.constant(
        (desk: ReturnType<typeof createDesk>) => void desk.raw("DiscoverDevices", { delivery: "callback" }),
      ),
      id.map((deviceId) => (desk: ReturnType<typeof createDesk>) => {
        desk.raw("ManageParameters", { deviceId, command: [{ kind: "get", locUri: "./DevInfo" }] });
      }),
      id.map((deviceId) => (desk: ReturnType<typeof createDesk>) => {
        const read = desk.call("InitiateSession", { deviceId });
        if (read.kind !== "response") return;
        desk.settle();
        const work = read.value.sessionId;
        desk.report({ type: "notified", work });
        desk.report({ type: "refused", work, by: "device", reason: "no" });
      }),
      fc
        .constantFrom<200 | 401 | 404 | 500 | "fault-client">(200, 401, 404, 500, "fault-client")
        .map((status) => (desk: ReturnType<typeof createDesk>) => {
          if (desk.callbacks.length > 0) desk.answer(status);
        }),
      fc.constant((desk: ReturnType<typeof createDesk>) => desk.restart(1000)),
      fc.constant((desk: ReturnType<typeof createDesk>) => desk.advance(5000)),
      fc.constant((desk: ReturnType<typeof createDesk>) => desk.failCommit()),
    );
    fc.assert(
      fc.property(fc.array(call, { maxLength: 15 }), (calls) => {
        const desk = createDesk();
        for (const run of calls) run(desk);
        expect(desk.notes("wsi-failed")).toEqual([]);
        // sequence numbers of one operation never repeat with another message
        const seen = new Map<string, string>();
        for (const { message, http } of desk.callbacks) {
          const key = `${message.value.operationId}.${message.value.sequence}`;
          const id = /MessageID>([^<]+)</.exec(utf8Text(http.body) ?? "")?.[1] ?? "";
          expect(seen.get(key) ?? id).toBe(id);
          seen.set(key, id);
        }
      }),
      { numRuns: 60 },
    );
    expect(care.username).toBe("care");
  });
});
