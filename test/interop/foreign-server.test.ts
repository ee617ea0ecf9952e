import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openJournal, type JournalClient } from "../served/support/journal-client.ts";
import { notBuilt, serveHost, type ServedHost } from "../served/support/served-host.ts";
import { freeUdpPorts } from "./support/free-udp-ports.ts";
import { missingForPeers, startPeer, type PythonPeer } from "./support/python-peer.ts";

/*
 * A DM server that shares nothing with ours manages simulated devices of a served host: it is written in Python, and its
 * WBXML is libwbxml's.
 */

const missing = notBuilt ?? missingForPeers;
const because = missing === undefined ? "" : ` (skipped: ${missing})`;
const serverId = "foreign.example";
const serverPassword = "tide-Pool-4";
const agreed = Buffer.from("an agreed nonce!").toString("base64");

const encodings = ["xml", "wbxml"] as const;
/** How both sides prove themselves; `agreed` = with nonces that both know beforehand. */
const ways = [
  { auth: "basic", serverAuth: "basic", agreed: false },
  { auth: "md5", serverAuth: "md5", agreed: false },
  { auth: "md5", serverAuth: "md5", agreed: true },
  { auth: "mac", serverAuth: "mac", agreed: false },
  { auth: "mac", serverAuth: "mac", agreed: true },
] as const;
const kinds = encodings.flatMap((encoding) =>
  ways.map((way, index) => ({
    encoding,
    ...way,
    group: `${encoding}-${index}`,
    user: `user-${encoding}-${index}`,
  })),
);

interface Outcome {
  readonly codes: readonly string[];
  readonly statuses: readonly {
    readonly cmd: string;
    readonly code: number;
    readonly target: string | null;
    readonly data: readonly string[];
  }[];
  readonly results: readonly {
    readonly source: string;
    readonly format: string | null;
    readonly data: string;
  }[];
  readonly alerts: readonly {
    readonly code: string;
    readonly correlator: string | null;
    readonly items: readonly { readonly type: string; readonly data: string }[];
  }[];
  readonly devInfo: Readonly<Record<string, string>>;
  readonly violations: readonly string[];
  readonly log: readonly string[];
}

let python: PythonPeer;
let host: ServedHost;
let journal: JournalClient;
let firstPort: number;
const ids = new Map<string, string>();

beforeAll(async () => {
  if (missing !== undefined) return;
  python = startPeer("servers.py", [serverId], true);
  const { url } = await python.ready;
  firstPort = await freeUdpPorts(kinds.length);
  const devices = kinds.map(({ encoding, auth, serverAuth, agreed: known, group, user }, index) => {
    const nonces = known ? `, clientNonce: ${agreed}, serverNonce: ${agreed}` : "";
    return `  - { profile: phone, group: ${group}, encoding: ${encoding}, auth: ${auth}, pushPort: ${firstPort + index}, account: { server: "${String(url)}", serverId: ${serverId}, serverPassword: ${serverPassword}, serverAuth: ${serverAuth}, username: ${user}, password: "pässword"${nonces} } }`;
  });
  host = await serveHost({ config: `devices:\n${devices.join("\n")}\n` });
  journal = await openJournal(host);
  const { devices: lines } = await journal.api.devices.list({ run: "live" });
  for (const { id, group } of lines) if (group !== undefined) ids.set(group, id);
});
afterAll(async () => {
  if (missing !== undefined) return;
  journal.close();
  await host.stop();
  await python.stop();
});

type Kind = (typeof kinds)[number];

/** Tells the server what to do with a device of a kind; gives the device's id. */
async function plan(
  kind: Kind,
  packages: readonly (readonly object[])[],
  more: object = {},
): Promise<string> {
  const device = ids.get(kind.group) ?? "";
  await python.ask({
    do: "plan",
    device,
    user: kind.user,
    password: "pässword",
    auth: kind.auth,
    serverAuth: kind.serverAuth,
    serverPassword,
    packages,
    chunk: undefined,
    ...more,
  });
  return device;
}

/** Waits until a device has read the end of its session. */
async function idle(device: string): Promise<void> {
  const until = Date.now() + 3000;
  for (;;) {
    const [line] = (await journal.api.devices.list({ run: "live", text: device })).devices;
    if (line?.state === "idle" || Date.now() > until) return;
  }
}

async function startSession(device: string): Promise<void> {
  await idle(device);
  await journal.api.devices.command({ run: "live", device, command: { name: "startSession" } });
}

type Answer = Extract<
  Parameters<JournalClient["api"]["devices"]["command"]>[0]["command"],
  { name: "answerUser" }
>["answer"];

/** Answers the question that a device asks its user next. */
async function answerUser(device: string, answer: Answer): Promise<void> {
  const until = Date.now() + 5000;
  for (;;) {
    const { question } = await journal.api.devices.get({ run: "live", device });
    if (question) {
      const command = { name: "answerUser", question: question.id, answer } as const;
      await journal.api.devices.command({ run: "live", device, command });
      return;
    }
    if (Date.now() > until) throw new Error(`${device} asks nothing`);
  }
}

async function session(
  kind: Kind,
  packages: readonly (readonly object[])[],
  more?: object,
): Promise<Outcome> {
  const device = await plan(kind, packages, more);
  await startSession(device);
  return python.ask<Outcome>({ do: "outcome", device });
}

const get = (target: string): object => ({ name: "Get", target });
const codes = (outcome: Outcome): string[] => outcome.statuses.map(({ cmd, code }) => `${cmd} ${code}`);

describe.skipIf(missing !== undefined)(`a DM server of another make${because}`, () => {
  describe.each(kinds)("$encoding, $auth, nonces agreed: $agreed", (kind) => {
    beforeAll(async () => {
      if (kind.agreed) await plan(kind, [], { nonce: agreed, serverNonce: agreed });
    });

    it("reads, adds, replaces and deletes, twice", async () => {
      for (let round = 0; round < 2; round++) {
        const outcome = await session(kind, [
          [get("./DevInfo/Man"), get("./DevInfo"), get("./None")],
          [
            {
              name: "Add",
              target: "./Vendor/Note",
              data: "first & <best>",
              format: "chr",
              type: "text/plain",
            },
            { name: "Replace", target: "./Vendor/Note", data: "second ü" },
            get("./Vendor/Note"),
            { name: "Delete", target: "./Vendor/Note" },
            get("./Vendor/Note"),
          ],
        ]);
        expect(outcome.violations).toEqual([]);
        expect(codes(outcome)).toEqual([
          "Get 200",
          "Get 200",
          "Get 404",
          "Add 200",
          "Replace 200",
          "Get 200",
          "Delete 200",
          "Get 404",
        ]);
        expect(outcome.results[1]).toMatchObject({ format: "node" });
        expect(outcome.results.at(-1)).toMatchObject({ source: "./Vendor/Note", data: "second ü" });
        expect(outcome.devInfo["./DevInfo/DevId"]).toBe(ids.get(kind.group));
      }
    });

    it("joins our chunks and sends its own", async () => {
      // characters of one to four octets, with markup; libwbxml makes two octets of the end of a line
      const text = 'aü€😀 <&>"'.repeat(600);
      const outcome = await session(
        kind,
        [
          [{ name: "Add", target: "./Vendor/Big", data: "0", format: "chr", type: "text/plain" }],
          [{ name: "Replace", target: "./Vendor/Big", data: text }],
          [get("./Vendor/Big"), { name: "Delete", target: "./Vendor/Big" }],
        ],
        { chunk: 1700, maxMsgSize: 2500 },
      );
      expect(outcome.violations).toEqual([]);
      // without those of the Alerts 1222
      expect(codes(outcome).filter((code) => code !== "Alert 200")).toEqual([
        "Add 200",
        "Replace 213",
        "Replace 213",
        "Replace 213",
        "Replace 200",
        "Get 200",
        "Delete 200",
      ]);
      expect(outcome.results).toMatchObject([{ source: "./Vendor/Big", data: text }]);
    });

    it("runs Sequence and Atomic, and undoes an Atomic that fails", async () => {
      const note = (name: string, value: string): object => ({ name, target: "./Vendor/Note", data: value });
      const outcome = await session(kind, [
        [
          { name: "Sequence", children: [note("Add", "1"), get("./Vendor/Note")] },
          {
            name: "Atomic",
            children: [note("Replace", "2"), { name: "Delete", target: "./None" }, note("Replace", "3")],
          },
          get("./Vendor/Note"),
        ],
        [{ name: "Atomic", children: [note("Replace", "4")] }, get("./Vendor/Note")],
        [{ name: "Delete", target: "./Vendor/Note" }],
      ]);
      expect(outcome.violations).toEqual([]);
      expect(codes(outcome)).toEqual([
        "Sequence 200",
        "Add 200",
        "Get 200",
        "Atomic 507",
        "Replace 216",
        "Delete 404",
        "Replace 215",
        "Get 200",
        "Atomic 200",
        "Replace 200",
        "Get 200",
        "Delete 200",
      ]);
      expect(outcome.results.map(({ data }) => data)).toEqual(["1", "1", "4"]);
    });

    it("asks the user", async () => {
      const device = await plan(kind, [
        [
          { name: "Alert", code: 1101, texts: ["MAXDT=20&DR=1", "Go on?"] },
          { name: "Alert", code: 1102, texts: ["", "Your name?"] },
          { name: "Alert", code: 1104, texts: ["", "Which?", "Mail", "Chat", "Maps"] },
        ],
      ]);
      await startSession(device);
      const answers: readonly Answer[] = ["reject", { text: "typed" }, { choices: [1, 3] }];
      for (const answer of answers) await answerUser(device, answer);
      const outcome = await python.ask<Outcome>({ do: "outcome", device });
      expect(outcome.violations).toEqual([]);
      expect(codes(outcome)).toEqual(["Alert 304", "Alert 200", "Alert 200"]);
      expect(outcome.statuses.map(({ data }) => data)).toEqual([[], ["typed"], ["1", "3"]]);
    });

    it("is told an event", async () => {
      const device = await plan(kind, []);
      const alert = { type: "urn:example:event", data: "x < y", source: "./DevInfo", correlator: "job-1" };
      await journal.api.devices.command({ run: "live", device, command: { name: "raiseAlert", alert } });
      const outcome = await python.ask<Outcome>({ do: "outcome", device });
      expect(outcome.violations).toEqual([]);
      expect(outcome.alerts).toMatchObject([
        { code: "1201" },
        { code: "1226", correlator: "job-1", items: [{ type: "urn:example:event", data: "x < y" }] },
      ]);
    });

    it.each([true, false])("notifies the device over UDP, in a WSP push: %s", async (wsp) => {
      const device = await plan(kind, [[get("./DevInfo/Mod")]]);
      const port = firstPort + kinds.indexOf(kind);
      await python.ask({
        do: "notify",
        device,
        port,
        wsp,
        sessionId: wsp ? 0xa7 : 0x1234,
        password: "wrong",
      });
      await python.ask({ do: "notify", device, port, wsp, sessionId: wsp ? 0xa7 : 0x1234 });
      const outcome = await python.ask<Outcome>({ do: "outcome", device });
      expect(outcome.violations).toEqual([]);
      expect(outcome.alerts.map(({ code }) => code)).toEqual(["1200"]);
      expect(codes(outcome)).toEqual(["Get 200"]);
      expect(outcome.log[0]).toContain(`<SessionID>${wsp ? "A7" : "1234"}</SessionID>`);
    });
  });

  const [xml, wbxml] = [kinds[1], kinds[6]] as const;
  it.each([
    ["blanks and prefixes", xml, { blanks: true, prefix: "m" }],
    ["no RespURI", xml, { respUri: false }],
    ["a string table", wbxml, { wbxmlOptions: [] }],
    ["WBXML 1.1 without a public identifier", wbxml, { wbxmlOptions: ["-a", "-v", "1.1"] }],
  ])("is understood with %s", async (_, kind, manners) => {
    if (!kind) throw new Error("no such kind");
    const outcome = await session(kind, [[get("./DevInfo/Man")], [get("./DevInfo/Mod")]], manners);
    expect(outcome.violations).toEqual([]);
    expect(codes(outcome)).toEqual(["Get 200", "Get 200"]);
    await plan(kind, [], { blanks: false, prefix: "", respUri: true, wbxmlOptions: ["-k", "-n"] });
  });

  it.each(encodings)("does not manage a device that knows another password of it: %s", async (encoding) => {
    const kind = kinds.find(
      (each) => each.encoding === encoding && each.serverAuth === "md5" && !each.agreed,
    );
    if (!kind) throw new Error("no such kind");
    const device = await plan(kind, [[get("./DevInfo/Man")]], { serverPassword: "wrong" });
    await startSession(device);
    await idle(device);
    await expect(python.ask({ do: "outcome", device, patience: 0 })).rejects.toThrow("no session");
    const again = await session(kind, [[get("./DevInfo/Man")]]);
    expect(codes(again)).toEqual(["Get 200"]);
  });

  it("stands in the journal as a product under test", async () => {
    const rows = await journal.rowsAfter(0);
    const messages = rows.filter((row) => row.kind === "message");
    const strangers = new Set(
      messages
        .flatMap(({ from, to }) => [from, to])
        .filter(({ underTest }) => underTest)
        .map(({ role }) => role),
    );
    expect(strangers).toEqual(new Set(["dm-server"]));
  });
});
