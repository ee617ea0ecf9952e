import { describe, expect, it } from "vitest";
import { seededRandom } from "../../simulator/core/random.ts";
import { verifyPasswordDigest } from "../../simulator/protocols/soap/index.ts";
import {
  readWsiRequest,
  unauthorized,
  writeFault,
  writeWsiRequest,
} from "../../simulator/stacks/wsi-http.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";
import { discover, envelope, faultIn, read, refusal, versions } from "./wsi-messages.ts";

const crypto = createNodeCrypto();
const tools = { crypto, random: seededRandom(1), date: Date.UTC(2026, 0, 2, 3, 4, 5) };
const url = "http://dms.example/wsi";
const profile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";

const token = (inner: string): string =>
  `<wsse:Security><wsse:UsernameToken>${inner}</wsse:UsernameToken></wsse:Security>`;
const plain = "<wsse:Username>care</wsse:Username><wsse:Password>p</wsse:Password>";

describe.each(versions)("credentials over SOAP %s", (version) => {
  const write = (scheme: "none" | "basic" | "username-token" | "username-token-digest") =>
    readWsiRequest(
      writeWsiRequest(
        url,
        "DeviceManagement",
        version,
        "DiscoverDevices",
        {},
        {
          ...tools,
          credentials: { scheme, username: "käre: x", password: " s€cret:<&> " },
        },
      ),
      "DeviceManagement",
    );

  it("none", () => {
    expect(write("none")).toMatchObject({ ok: true, basic: undefined, security: undefined });
  });

  it("HTTP Basic keeps colons in the password and characters beyond ASCII", () => {
    const result = readWsiRequest(
      writeWsiRequest(
        url,
        "DeviceManagement",
        version,
        "DiscoverDevices",
        {},
        {
          ...tools,
          credentials: { scheme: "basic", username: "käre", password: " s€c:ret " },
        },
      ),
      "DeviceManagement",
    );
    expect(result).toMatchObject({ ok: true, basic: { username: "käre", password: " s€c:ret " } });
  });

  it("UsernameToken with the password as text, white space kept", () => {
    expect(write("username-token")).toMatchObject({
      ok: true,
      security: { username: "käre: x", passwordType: "text", password: " s€cret:<&> " },
    });
  });

  it("UsernameToken with a digest that verifies with the right password only", () => {
    const result = write("username-token-digest");
    if (!result.ok || !result.security) throw new Error("no token");
    expect(result.security).toMatchObject({ passwordType: "digest", createdAt: tools.date });
    expect(result.security.nonce).toHaveLength(16);
    expect(verifyPasswordDigest(crypto, result.security, " s€cret:<&> ")).toBe(true);
    expect(verifyPasswordDigest(crypto, result.security, "s€cret:<&>")).toBe(false);
  });
});

describe("wsse:Security as peers write it", () => {
  it("takes the children in any order, and Id, Created with offset or fractions", () => {
    const inner =
      "<wsu:Created>2026-01-02T03:04:05.678+00:00</wsu:Created>" +
      `<wsse:Password Type="${profile}#PasswordDigest">AAAA</wsse:Password>` +
      "<wsse:Nonce>AAECAwQFBgcICQoLDA0ODw==</wsse:Nonce><wsse:Username>care</wsse:Username>";
    const result = read(
      "1.1",
      envelope("1.1", discover, token(inner).replace("UsernameToken>", 'UsernameToken wsu:Id="ut-1">')),
    );
    expect(result).toMatchObject({
      ok: true,
      security: { username: "care", passwordType: "digest", created: "2026-01-02T03:04:05.678+00:00" },
    });
  });

  it.each([
    ["InvalidSecurity", "no user name", token("<wsse:Password>p</wsse:Password>")],
    ["InvalidSecurity", "two user names", token(`${plain}<wsse:Username>other</wsse:Username>`)],
    ["InvalidSecurity", "a nonce that is no base64", token(`${plain}<wsse:Nonce>%</wsse:Nonce>`)],
    ["InvalidSecurity", "a Created that is no time", token(`${plain}<wsu:Created>yesterday</wsu:Created>`)],
    [
      "InvalidSecurity",
      "two tokens",
      token(plain).replace("</wsse:Security>", token(plain).slice("<wsse:Security>".length)),
    ],
    ["InvalidSecurity", "two headers", token(plain) + token(plain)],
    ["UnsupportedSecurityToken", "no password", token("<wsse:Username>care</wsse:Username>")],
    [
      "UnsupportedSecurityToken",
      "a password of another kind",
      token(plain.replace("Password>", 'Password Type="urn:x">')),
    ],
    ["UnsupportedSecurityToken", "key derivation", token(`${plain}<x:Salt xmlns:x="urn:x">A</x:Salt>`)],
    [
      "UnsupportedSecurityToken",
      "a certificate",
      "<wsse:Security><wsse:BinarySecurityToken>AA</wsse:BinarySecurityToken></wsse:Security>",
    ],
    [
      "UnsupportedSecurityToken",
      "a signature, which is never ignored",
      token(plain).replace(
        "</wsse:Security>",
        '<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"/></wsse:Security>',
      ),
    ],
  ])("%s for %s", (code, _title, header) => {
    for (const version of versions) {
      const response = refusal(version, envelope(version, discover, header));
      expect(response.status).toBe(version === "1.1" ? 500 : 400);
      expect(faultIn(response)).toMatchObject({ code: "Client", subcode: { name: code } });
    }
  });

  it("judges a Timestamp by the date that it is given", () => {
    const header = token(plain).replace(
      "<wsse:UsernameToken>",
      "<wsu:Timestamp><wsu:Created>2026-01-02T03:00:00Z</wsu:Created><wsu:Expires>2026-01-02T03:05:00Z</wsu:Expires></wsu:Timestamp><wsse:UsernameToken>",
    );
    const xml = envelope("1.1", discover, header);
    expect(read("1.1", xml, {}, { date: Date.UTC(2026, 0, 2, 3, 4) })).toMatchObject({ ok: true });
    const late = read("1.1", xml, {}, { date: Date.UTC(2026, 0, 2, 3, 6) });
    expect(!late.ok && faultIn(late.response)).toMatchObject({ subcode: { name: "MessageExpired" } });
  });

  it.each(["Basic", "Basic %%%", "Basic bm9jb2xvbg==", "Bearer abc"])(
    "has no HTTP credentials in %j",
    (authorization) => {
      expect(read("1.1", envelope("1.1", discover), { authorization })).toMatchObject({
        ok: true,
        basic: undefined,
      });
    },
  );
});

describe("answers to callers who are not known", () => {
  it("401 with a challenge and a fault", () => {
    const missing = unauthorized("1.1");
    expect(missing).toMatchObject({
      status: 401,
      headers: { "www-authenticate": 'Basic realm="dmwsi", charset="UTF-8"' },
    });
    expect(faultIn(missing)).toMatchObject({ code: "Client" });
    expect(faultIn(unauthorized("1.2", "wrong")).subcode?.name).toBe("FailedAuthentication");
  });

  it("FailedAuthentication says the same for an unknown user and a wrong password", () => {
    const response = writeFault("1.1", { kind: "security", code: "FailedAuthentication" });
    expect(faultIn(response)).toMatchObject({
      subcode: { name: "FailedAuthentication" },
      text: "The security token could not be authenticated or authorized",
    });
  });
});
