import { afterAll, beforeAll, expect, it } from "vitest";
import { normalSession } from "./support/scripted-soap.ts";
import { openJournal, type JournalClient } from "./support/journal-client.ts";
import { serveHost, type ServedHost } from "./support/served-host.ts";
import { rawRequest, sendRaw } from "./support/raw-http.ts";
import { envelope, element, authorization } from "./support/scripted-soap.ts";

let host: ServedHost; let journal: JournalClient;
beforeAll(async () => { host = await serveHost(); journal = await openJournal(host); });
afterAll(async () => { journal.close(); await host.stop(); });

it("explore", async () => {
  console.log(await normalSession(host));
  const types = { wsi: "text/xml", dm: "application/vnd.syncml.dm+xml", "uddi/inquiry": "text/xml", "uddi/publish": "text/xml" };
  const find = '<find_service generic="2.0" xmlns="urn:uddi-org:api_v2"><name>%</name></find_service>';
  const deep = "<a>".repeat(100000) + "</a>".repeat(100000);
  const attrs = `<a ${Array.from({ length: 200 }, (_, i) => `a${i}="1"`).join(" ")}/>`;
  const bomb = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
  for (const [path, type] of Object.entries(types)) {
    const good = path === "dm" ? '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>s</LocURI></Target><Source><LocURI>d</LocURI></Source></SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Final/></SyncBody></SyncML>'
      : envelope(path === "wsi" ? element("DiscoverDevices") : find);
    const post = (body: string | Uint8Array, headers: Record<string, string> = {}, more: object = {}) => rawRequest(host.port, { target: `/${path}`, headers: { "content-type": type, authorization, ...headers }, body, ...more });
    const cases: [string, Uint8Array | Uint8Array[], object?][] = [
      ["good", post(good)],
      ["empty", post("", { "content-length": "0" })],
      ["truncated", post(good.slice(0, -30))],
      ["malformed", post(good.replace("</", "<"))],
      ["bareamp", post(good.replace(">1201<", "> & <").replace("%", "&"))],
      ["two roots", post(good + "<x/>")],
      ["trailing text", post(good + "hello")],
      ["20MB", post(good.replace("</", " ".repeat(20e6) + "</"))],
      ["deep", post(deep)],
      ["deep in", post(good.replace(/(<SyncBody>|<s:Body>)/, `$1${deep}`))],
      ["attrs", post(good.replace(/(<SyncBody>|<s:Body>)/, `$1${attrs}`))],
      ["dtd", post(bomb + good.replace(/<\?xml[^>]*>/, ""))],
      ["utf16 bom", post(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, "utf16le")]))],
      ["utf16 nobom", post(Buffer.from(good, "utf16le"))],
      ["bad utf8", post(Buffer.from(good.replace(/1201|DiscoverDevices|%/, "\xff\xfe"), "latin1"))],
      ["nul", post(good.replace("1201", "\0").replace("%", "\0").replace("Devices", "\0"))],
      ["wrong type", post(good, { "content-type": "application/json" })],
      ["no type", rawRequest(host.port, { target: `/${path}`, headers: { authorization }, body: good })],
      ["charset latin1", post(good, { "content-type": `${type}; charset=iso-8859-1` })],
      ["charset upper", post(good, { "content-type": `${type.toUpperCase()}; CHARSET="UTF-8"` })],
      ["PUT", post(good, {}, { method: "PUT" })],
      ["GET", post("", {}, { method: "GET" })],
      ["HEAD", post("", {}, { method: "HEAD" })],
      ["OPTIONS", post("", {}, { method: "OPTIONS" })],
      ["TRACE", post("", {}, { method: "TRACE" })],
      ["DELETE", post("", {}, { method: "DELETE" })],
      ["CONNECT", rawRequest(host.port, { method: "CONNECT", target: "x:80" })],
      ["unknown path", post(good, {}, { target: "/nowhere" })],
      ["under path", post(good, {}, { target: `/${path}/more` })],
      ["absolute", post(good, {}, { target: `http://127.0.0.1:${host.port}/${path}` })],
      ["dots", post(good, {}, { target: `/../${path}` })],
      ["enc", post(good, {}, { target: `/%77si` })],
      ["slashes", post(good, {}, { target: `//${path}` })],
      ["http10", post(good, {}, { version: "1.0" })],
      ["http10 nohost", Buffer.from(`POST /${path} HTTP/1.0\r\ncontent-length: 0\r\n\r\n`)],
      ["nohost", Buffer.from(`POST /${path} HTTP/1.1\r\ncontent-length: 0\r\n\r\n`)],
      ["wrong host", post(good, { host: "evil.example" })],
      ["host userinfo", post(good, { host: `a@127.0.0.1:${host.port}` })],
      ["host slash", post(good, { host: `127.0.0.1/../x` })],
      ["host port 99999", post(good, { host: `127.0.0.1:99999` })],
      ["host int", post(good, { host: `2130706433` })],
      ["origin", post(good, { origin: "http://evil.example" })],
      ["origin null", post(good, { origin: "null" })],
      ["xff", post(good, { "x-forwarded-host": "evil.example", "x-forwarded-for": "8.8.8.8", "x-forwarded-proto": "https", forwarded: "host=evil" })],
      ["bigurl", post(good, {}, { target: `/${path}?${"a".repeat(30000)}` })],
      ["header bomb", post(good, Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`x-${i}`, "y"])))],
      ["2500 short headers", post(good, Object.fromEntries(Array.from({ length: 2500 }, (_, i) => [`x${i}`, ""])))],
      ["proto header", post(good, { __proto__x: "1", constructor: "x" })],
      ["continue", post(good, { expect: "100-continue" }), { responses: 2 }],
      ["expect x", post(good, { expect: "tea" })],
      ["bad chunk", [post("", { "transfer-encoding": "chunked" }), Buffer.from("zz\r\nabc\r\n")] as Uint8Array[]],
      ["te+cl", post("5\r\nabcde\r\n0\r\n\r\n", { "transfer-encoding": "chunked", "content-length": "5" })],
      ["te gzip", post(good, { "transfer-encoding": "gzip" })],
      ["ce gzip", post(good, { "content-encoding": "gzip" })],
      ["neg length", post(good, { "content-length": "-1" })],
      ["huge length", post(good, { "content-length": "99999999999999999999" })],
      ["upgrade", post(good, { upgrade: "websocket", connection: "upgrade" })],
      ["h2 preface", Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")],
      ["tls hello", Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3])],
      ["half-close mid body", [post(good, { "content-length": "100000" })], { halfClose: true }],
    ];
    for (const [name, octets, options] of cases) {
      const before = await journal.last();
      const t = Date.now();
      const answers = await sendRaw(host.port, octets as Uint8Array, { patience: 3000, ...options });
      const ms = Date.now() - t;
      const rows = await journal.rowsAfter(before);
      const brief = rows.map((r) => r.kind === "message" ? `M:${r.direction}/${r.outcome}/${r.bytes}B/f${r.findings}` : r.kind === "note" ? `N:${r.code}:${r.text.slice(0, 60)}` : r.kind).join(" | ");
      console.log(`${path} [${name}] ${ms}ms ${answers.map((a) => `${a.status} ${a.headers["content-type"] ?? ""} ${(/<faultcode[^>]*>[^<]*/.exec(a.body)?.[0] ?? "")} ${/<faultstring[^>]*>([^<]*)/.exec(a.body)?.[1] ?? a.body.slice(0, 90)}`).join(" && ")}\n      ${brief}`);
    }
    console.log("RSS", Math.round(host.memory() / 1e6), await normalSession(host), host.stderr());
  }
}, 300000);
