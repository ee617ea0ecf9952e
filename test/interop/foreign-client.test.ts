import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { care, notBuilt, serveHost, type ServedHost } from "../served/support/served-host.ts";
import { freeUdpPorts } from "./support/free-udp-ports.ts";
import { missingForPeers, startPeer, type PythonPeer } from "./support/python-peer.ts";

/*
 * A DM client that shares nothing with ours has sessions with the served DM server, in all the manners of real clients:
 * it is written in Python, and its WBXML is libwbxml's. It holds every answer against the content models and rules itself.
 */

const missing = notBuilt ?? missingForPeers;
const because = missing === undefined ? "" : ` (skipped: ${missing})`;
const clientNonce = Buffer.from("client nonce 16!").toString("base64");
const serverNonce = Buffer.from("server nonce 16!").toString("base64");

type Auth = "basic" | "md5" | "mac" | "none";
const auths: readonly Auth[] = ["basic", "md5", "mac", "none"];
const most = 150;

/** What the client is told: see the options of `foreign-peers/dm_client.py`. */
interface Wanted {
  readonly auth?: Auth;
  readonly agreed?: boolean;
  readonly serverAuth?: Auth;
  readonly commands?: readonly string[];
  readonly [option: string]: unknown;
}

interface Outcome {
  readonly violations: readonly string[];
  readonly codes: readonly string[];
  readonly executed: readonly string[];
  readonly notes: readonly string[];
  readonly nonce: string;
  readonly serverNonce: string;
  readonly tree: Readonly<Record<string, string>>;
  readonly formats: Readonly<Record<string, string>>;
  readonly outcomes: readonly {
    readonly state: string;
    readonly statuses: readonly string[];
    readonly data: readonly string[];
  }[];
  readonly log: readonly { readonly received?: string }[];
}

let python: PythonPeer;
let host: ServedHost;
let pushPort: number;
/** What a client that comes again remembers. */
const nonces = new Map<string, { readonly nonce: string; readonly serverNonce: string }>();
const used = new Map<string, number>();

const nameOf = (auth: Auth, agreed: boolean, number: number): string =>
  `${auth}${agreed ? "-agreed" : ""}-${number}`;

beforeAll(async () => {
  if (missing !== undefined) return;
  pushPort = await freeUdpPorts(2);
  const pushed = ["xml", "wbxml"].map(
    (encoding, index) =>
      `  - { id: "IMEI:pushed-${encoding}", external: true, account: { username: pushed, password: "pässword", auth: md5, serverPassword: "own & only", clientNonce: ${clientNonce}, serverNonce: ${serverNonce} }, pushAddress: "udp://127.0.0.1:${pushPort + index}" }`,
  );
  const devices = auths.flatMap((auth) =>
    [false, true].flatMap((agreed) =>
      Array.from({ length: agreed ? 12 : most }, (_, number) => {
        const name = nameOf(auth, agreed, number);
        const nonces = agreed ? `, clientNonce: ${clientNonce}, serverNonce: ${serverNonce}` : "";
        return `  - { id: "IMEI:${name}", external: true, account: { username: ${name}, password: "pässword", auth: ${auth}, serverPassword: "own & only"${nonces} } }`;
      }),
    ),
  );
  host = await serveHost({
    config: `
externalSystems:
  - id: care
    credentials: [{ scheme: basic, username: ${care.username}, password: "${care.password}" }]
    policy: { quota: { requestsPerMinute: 100000, outstandingOperations: 1000 } }
devices:
${[...devices, ...pushed].join("\n")}
`,
  });
  python = startPeer("clients.py");
});
afterAll(async () => {
  if (missing !== undefined) return;
  await python.stop();
  await host.stop();
});

/** Has a device that no other test uses run its sessions; `commands` are ordered for it before. */
async function run({ auth = "md5", agreed = false, commands = [], ...options }: Wanted): Promise<Outcome> {
  const key = `${auth} ${agreed}`;
  const number = used.get(key) ?? 0;
  used.set(key, number + 1);
  const name = nameOf(auth, agreed, number);
  return python.ask<Outcome>({
    url: host.ready.dm,
    wsi: { url: host.ready.wsi, ...care },
    device: `IMEI:${name}`,
    user: name,
    password: "pässword",
    auth,
    serverAuth: auth === "mac" ? "mac" : "md5",
    serverPassword: "own & only",
    ...(agreed ? { nonce: clientNonce, serverNonce } : {}),
    orders: commands.length === 0 ? [] : [{ commands }],
    ...options,
  });
}

const get = (uri: string): string => `<get><locUri>${uri}</locUri></get>`;
const value = (kind: "add" | "replace", uri: string, data: string, format = ""): string =>
  `<${kind}><locUri>${uri}</locUri>${format}<data>${data}</data></${kind}>`;
const replace = (uri: string, data: string): string => value("replace", uri, data);
const alphabet = (length: number): string =>
  Array.from({ length }, (_, index) => String.fromCodePoint(97 + (index % 26))).join("");
/** Text whose characters have one to four octets, with markup and ends of lines. */
const mixed = 'aü€😀\n<&>"'.repeat(600);
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const getAndReplace = {
  commands: [get("./DevInfo/Man"), replace("./V/A", "x &amp; y")],
  tree: { "./V/A": "old" },
};
const expectGotAndReplaced = (outcome: Outcome): void => {
  expect(outcome.outcomes).toMatchObject([
    { state: "succeeded", statuses: ["200", "200"], data: ["Foreign"] },
  ]);
  expect(outcome.tree["./V/A"]).toBe("x & y");
  expect(outcome.violations).toEqual([]);
};

describe.skipIf(missing !== undefined)(`a client of another make${because}`, () => {
  describe.each(["xml", "wbxml"] as const)("in %s", (encoding) => {
    describe.each([
      { auth: "basic", agreed: false, codes: ["212", "200", "212"] },
      { auth: "md5", agreed: false, codes: ["407", "212", "200", "212"] },
      { auth: "md5", agreed: true, codes: ["212", "200", "212"] },
      { auth: "mac", agreed: true, codes: ["200", "200", "200"] },
      { auth: "none", agreed: false, codes: ["200", "200", "200"] },
    ] as const)("$auth, nonces agreed: $agreed", ({ auth, agreed, codes }) => {
      const way = { encoding, auth, agreed };

      it("is managed, and comes again with the nonces of the first session", async () => {
        const outcome = await run({ ...way, ...getAndReplace, sessions: 2 });
        expectGotAndReplaced(outcome);
        expect(outcome.codes).toEqual(codes);
      });

      it("joins the server's chunks", async () => {
        const outcome = await run({
          ...way,
          commands: [replace("./V/Big", escaped(mixed)), get("./DevInfo/Man")],
          tree: { "./V/Big": "0" },
          maxMsgSize: 3000,
        });
        expect(outcome.violations).toEqual([]);
        expect(outcome.notes.filter((note) => note === "chunk").length).toBeGreaterThan(3);
        expect(outcome.tree["./V/Big"]).toBe(mixed);
        expect(outcome.outcomes).toMatchObject([{ state: "succeeded", statuses: ["200", "200"] }]);
      });

      it("sends its own chunks", async () => {
        const outcome = await run({
          ...way,
          commands: [get("./V/Big"), get("./DevInfo/Man")],
          tree: { "./V/Big": mixed },
          chunk: 4000,
        });
        expect(outcome.violations).toEqual([]);
        expect(outcome.executed.filter((name) => name === "Alert 1222").length).toBeGreaterThan(2);
        expect(outcome.outcomes).toMatchObject([{ state: "succeeded", data: [mixed, "Foreign"] }]);
      });
    });

    it("comes when it is notified over UDP, twice", async () => {
      for (let round = 0; round < 2; round++) {
        const outcome = await run({
          encoding,
          agreed: true,
          device: `IMEI:pushed-${encoding}`,
          user: "pushed",
          pushPort: pushPort + (encoding === "xml" ? 0 : 1),
          ...getAndReplace,
          ...nonces.get(encoding),
        });
        expectGotAndReplaced(outcome);
        expect(outcome.codes).toEqual(["212", "200"]);
        expect(outcome.notes).toContain("notified");
        const { nonce, serverNonce: forServer } = outcome;
        nonces.set(encoding, { nonce, serverNonce: forServer });
      }
    });

    it("mac: leaves the first message to a challenge, and challenges the server", async () => {
      const outcome = await run({ encoding, auth: "mac", ...getAndReplace, sessions: 2 });
      expectGotAndReplaced(outcome);
      expect(outcome.codes).toEqual(["407", "200", "200", "200", "200"]);
      expect(outcome.notes).toContain("the server is challenged");
    });

    it("runs Atomic, Sequence, Exec, Delete and Copy", async () => {
      const outcome = await run({
        encoding,
        tree: { "./V/A": "a", "./V/B": "b" },
        commands: [
          `<atomic>${replace("./V/A", "1")}${value("add", "./V/New", "2", "<format>int</format>")}</atomic>`,
          `<sequence>${get("./V/New")}<exec><locUri>./V/B</locUri><data>go</data><correlator>c1</correlator></exec><delete><locUri>./V/New</locUri></delete></sequence>`,
          "<copy><from>./V/A</from><to>./V/C</to></copy>",
        ],
      });
      expect(outcome.violations).toEqual([]);
      expect(outcome.outcomes).toMatchObject([
        { statuses: ["200", "200", "200", "200", "200", "202", "200", "200"], data: ["2"] },
      ]);
      expect(outcome.notes).toContain("Exec ./V/B go c1");
      expect(outcome.formats["./V/New"]).toBe("int");
      expect(outcome.tree).toMatchObject({ "./V/A": "1", "./V/C": "1" });
      expect(outcome.tree).not.toHaveProperty("./V/New");
    });

    it("undoes an Atomic that fails", async () => {
      const outcome = await run({
        encoding,
        tree: { "./V/A": "a", "./V/B": "b" },
        commands: [
          `<atomic>${replace("./V/A", "1")}${replace("./V/None", "2")}${replace("./V/B", "3")}</atomic>`,
        ],
      });
      expect(outcome.violations).toEqual([]);
      expect(outcome.outcomes).toMatchObject([{ state: "failed", statuses: ["507", "216", "404", "215"] }]);
    });

    it.each([16_384, 2000])("takes octets in messages of %i", async (maxMsgSize) => {
      const octets = Buffer.from(Array.from({ length: 2048 }, (_, index) => index % 256)).toString("base64");
      const outcome = await run({
        encoding,
        maxMsgSize,
        tree: { "./V/Big": "0" },
        commands: [
          `<replace><locUri>./V/Big</locUri><format>bin</format><binaryData>${octets}</binaryData></replace>`,
        ],
      });
      expect(outcome.violations).toEqual([]);
      expect(outcome.outcomes).toMatchObject([{ state: "succeeded" }]);
      // the private character marks what came as octets
      expect(outcome.tree["./V/Big"]?.replace("\ue000", "")).toBe(octets);
      expect(outcome.formats["./V/Big"]).toBe(encoding === "xml" ? "b64" : "bin");
    });

    it("reports events in a Package 1 of several messages, and is answered each", async () => {
      const alerts = Array.from({ length: 12 }, (_, index) => ({
        type: index % 2 === 0 ? "urn:oma:at:x:1.0" : "Reversed-Domain-Name: org.x",
        data: alphabet(300),
        correlator: `c${index}`,
        mark: "critical",
        source: "./V/A",
      }));
      const outcome = await run({ encoding, alerts, chunk: 3500, ...getAndReplace });
      expectGotAndReplaced(outcome);
      const received = outcome.log.map((entry) => entry.received ?? "").join("");
      expect(
        [...received.matchAll(/<Cmd>Alert<\/Cmd>(?:(?!<\/Status>).)*<Data>200</g)].length,
      ).toBeGreaterThanOrEqual(13);
    });

    it("gives up an object that is larger than the client takes", async () => {
      const outcome = await run({
        encoding,
        maxObjSize: 5000,
        tree: { "./V/Big": "0" },
        commands: [replace("./V/Big", alphabet(9000))],
      });
      expect(outcome.violations).toEqual([]);
      expect(outcome.executed).toEqual([]);
      expect(outcome.outcomes).toMatchObject([{ state: "failed", statuses: ["413"] }]);
    });

    describe.each([
      ["CmdIDs from 2", { cmdIds: "from2" }],
      ["CmdIDs that are UUIDs", { cmdIds: "uuid" }],
      ["one CmdID for all", { cmdIds: "repeat" }],
      ["elements out of order", { misordered: true }],
      ["a prefix for the metinf namespace", { prefix: "syncml" }],
      ["blanks around values", { blanks: true }],
      ["no DevInfo", { devInfo: "missing" }],
      ["DevInfo with interior and vendor nodes", { devInfo: "interior" }],
      ["DevInfo without Meta", { devInfo: "noMeta" }],
      ["a challenge in every Status", { challengeAlways: true }],
      ["the nonce's base64 text instead of its octets", { nonceUndecoded: true }],
      ["a nonce that it invented", { inventsNonce: true }],
      ["no user name", { noLocName: true }],
      ["Transfer-Encoding: chunked", { chunked: true }],
      ["Package 1 in two messages", { splitPackage1: true }],
      ["500 for Alert 1222", { splitPackage1: true, answerTo1222: 500 }],
      ["the end where a message has Status only", { closesOnStatusOnly: true }],
      ["a media type without .dm", { mediaType: `application/vnd.syncml+${encoding}` }],
      [
        "a media type in capitals with parameters",
        { mediaType: `Application/VND.SyncML.DM+${encoding}; verproto=DM/1.2; charset="UTF-8"` },
      ],
    ] as const)("with %s", (_, manners) => {
      it("is managed", async () => {
        expectGotAndReplaced(
          await run({
            encoding,
            manners,
            sessionId: "1F",

            ...getAndReplace,
          }),
        );
      });
    });

    it.each([202, 404, 406, 425, 500, 510])("that answers a Replace %i", async (code) => {
      const outcome = await run({ encoding, ...getAndReplace, manners: { codes: { Replace: code } } });
      expect(outcome.violations).toEqual([]);
      expect(outcome.outcomes).toMatchObject([
        { state: code < 300 ? "succeeded" : "failed", statuses: ["200", String(code)] },
      ]);
    });

    it("that takes a chunk for the whole value is told no lie about it", async () => {
      const outcome = await run({
        encoding,
        maxMsgSize: 3000,
        tree: { "./V/Big": "0" },
        commands: [replace("./V/Big", alphabet(9000))],
        manners: { chunkTakenWhole: true },
      });
      expect(outcome.violations).toEqual([]);
      expect(outcome.outcomes).toMatchObject([{ state: "failed" }]);
    });

    it("with a wrong password is not managed", async () => {
      const outcome = await run({ encoding, password: "wrong", ...getAndReplace, patience: 0 });
      expect(outcome.violations).toEqual([]);
      expect(outcome.executed).toEqual([]);
      expect(new Set(outcome.codes.slice(1))).toEqual(new Set(["401"]));
      expect(outcome.outcomes).toMatchObject([{ state: "pending" }]);
    });

    it("that knows another server password does nothing for this server", async () => {
      const outcome = await run({ encoding, serverPassword: "wrong", ...getAndReplace, patience: 0 });
      expect(outcome.executed).toEqual([]);
      expect(outcome.tree["./V/A"]).toBe("old");
    });
  });

  it("with raw & in an alert is answered, and managed", async () => {
    const alerts = [{ type: "urn:x", data: "a&b", source: "./V/A" }];
    const outcome = await run({ alerts, manners: { rawAmp: true }, ...getAndReplace });
    expect(outcome.outcomes).toMatchObject([{ state: "succeeded" }]);
    expect(outcome.violations).toEqual([]);
  });

  it.each([[[]], [["-n", "-v", "1.1"]], [["-v", "1.2"]], [["-a"]], [["-n", "-a"]]])(
    "with libwbxml's options %j",
    async (wbxmlOptions) => {
      expectGotAndReplaced(await run({ encoding: "wbxml", wbxmlOptions, ...getAndReplace }));
    },
  );
});
