import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  accept,
  answerWith,
  cut,
  hang,
  openCallbackEndpoint,
  openCallbackEndpointAt,
  type CallbackEndpoint,
  type ReceivedCallback,
} from "./support/callback-endpoint.ts";
import { openJournal } from "./support/journal-client.ts";
import {
  basic,
  callWsi,
  envelope,
  normalSession,
  operationEnd,
  queryOperation,
  textOf,
  textsOf,
  type SoapAnswer,
} from "./support/scripted-soap.ts";
import { configOf, notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/* External Systems whose callback endpoints fail in every way, one after the other at one host. */

const systems = Array.from({ length: 10 }, (_, index) => `es${index}`);
const config = configOf().replace(
  "externalSystems:",
  `externalSystems:\n${systems
    .map((id) => `  - { id: ${id}, credentials: [{ scheme: basic, username: ${id}, password: pwd }] }`)
    .join("\n")}`,
);

let host: ServedHost;
beforeAll(async () => {
  if (notBuilt === undefined) host = await serveHost({ config });
});
afterAll(async () => {
  if (notBuilt === undefined) await host.stop();
});

const endpoints: CallbackEndpoint[] = [];
afterEach(async () => {
  await Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close()));
});

let used = 0;
interface Caller {
  call(operation: string, content: string): Promise<SoapAnswer>;
  register(url: string): Promise<string>;
}

/** An External System that no other test uses. */
function caller(): Caller {
  const authorization = basic(systems[used++] ?? "", "pwd");
  const call: Caller["call"] = (operation, content) => callWsi(host, operation, content, { authorization });
  return {
    call,
    register: async (url) => {
      const answer = await call(
        "RegisterExternalSystem",
        `<name>X</name><kind>other</kind><managementDomain>operator</managementDomain><callbackEndpoint>${url}</callbackEndpoint>`,
      );
      expect(answer.status, answer.text).toBe(200);
      return textOf(answer.text, "operationId") ?? "";
    },
  };
}

async function endpoint(...ways: Parameters<typeof openCallbackEndpoint>): Promise<CallbackEndpoint> {
  const opened = await openCallbackEndpoint(...ways);
  endpoints.push(opened);
  return opened;
}

async function phone({ call }: Caller): Promise<string> {
  const found = await call("DiscoverDevices", "<filter><group>lab</group></filter>");
  return textOf(found.text, "deviceId") ?? "";
}

const isFor =
  (operationId: string, name: string) =>
  (callback: ReceivedCallback): boolean =>
    callback.operationId === operationId && callback.name === name;

async function stateOf({ call }: Caller, operationId: string): Promise<string | undefined> {
  return textOf((await call("QueryOperation", `<operationId>${operationId}</operationId>`)).text, "state");
}

async function settled(who: Caller, operationId: string): Promise<string | undefined> {
  const until = Date.now() + 5000;
  for (;;) {
    const state = await stateOf(who, operationId);
    if ((state !== "pending" && state !== "running") || Date.now() > until) return state;
    await new Promise((next) => setTimeout(next, 50));
  }
}

describe.skipIf(notBuilt !== undefined)("callback endpoints that fail", () => {
  it("are tried again after 500, a cut connection and a Server fault: same message, in order", async () => {
    const who = caller();
    const fault = envelope(
      "<s:Fault><faultcode>s:Server</faultcode><faultstring>not now</faultstring></s:Fault>",
    );
    const flaky = await endpoint(answerWith(503), cut, answerWith(500, fault, "text/xml"), accept);
    const registration = await who.register(flaky.url);
    const isConfirmation = isFor(registration, "RegistrationConfirmation");
    await flaky.next((callback) => isConfirmation(callback) && flaky.received.length >= 4, 20_000);
    const confirmations = flaky.received.filter(isConfirmation);
    expect(confirmations.map(({ sequence }) => sequence)).toEqual([1, 1, 1, 1]);
    expect(new Set(confirmations.map(({ text }) => text)).size).toBe(1);
    const pauses = confirmations.slice(1).map(({ at }, index) => at - (confirmations[index]?.at ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThan(200);
    expect(await settled(who, registration)).toBe("succeeded");
    const device = await phone(who);
    const order = await who.call(
      "ManageParameters",
      `<deviceId>${device}</deviceId><command><get><locUri>./DevInfo/Man</locUri></get></command>`,
    );
    const result = await flaky.next(isFor(textOf(order.text, "operationId") ?? "", "OperationResult"));
    expect(result.sequence).toBe(1);
    expect(textOf(result.text, "state")).toBe("succeeded");
  });

  it("are waited for while nothing listens there, and then get what waits", async () => {
    const who = caller();
    const gone = await openCallbackEndpoint();
    await gone.close();
    const registration = await who.register(gone.url);
    expect(await stateOf(who, registration)).toMatch(/pending|running/);
    const back = await openCallbackEndpointAt(Number(new URL(gone.url).port));
    endpoints.push(back);
    await back.next(isFor(registration, "RegistrationConfirmation"));
    expect(await settled(who, registration)).toBe("succeeded");
  });

  it("are left alone after 401: one attempt, visible, and the rest of the WSI goes on", async () => {
    const who = caller();
    const closed = await endpoint(answerWith(401));
    const registration = await who.register(closed.url);
    await closed.next(isFor(registration, "RegistrationConfirmation"));
    await new Promise((next) => setTimeout(next, 2500));
    expect(closed.received).toHaveLength(1);
    expect(await stateOf(who, registration)).toMatch(/pending|running/);
    const journal = await openJournal(host);
    const notes = (await journal.rowsAfter(0)).filter((row) => row.kind === "note");
    journal.close();
    expect(notes.some(({ text }) => /paus|401|refus/i.test(text))).toBe(true);
  });

  it("lose a callback that they call wrong, but not the next one of the stream", async () => {
    const who = caller();
    const picky = await endpoint(accept);
    const registration = await who.register(picky.url);
    await picky.next(isFor(registration, "RegistrationConfirmation"));
    await settled(who, registration);
    picky.behave(answerWith(404), accept);
    const device = await phone(who);
    const order = async (): Promise<string> => {
      const answer = await who.call(
        "ManageParameters",
        `<deviceId>${device}</deviceId><command><get><locUri>./DevInfo/Man</locUri></get></command>`,
      );
      return textOf(answer.text, "operationId") ?? "";
    };
    const [lost, kept] = [await order(), await order()];
    await picky.next(isFor(kept, "OperationResult"));
    await picky.next(isFor(lost, "OperationResult"));
    await new Promise((next) => setTimeout(next, 1500));
    expect(picky.received.filter(isFor(lost, "OperationResult"))).toHaveLength(1);
    expect(await settled(who, lost)).toBe("succeeded");
  });

  it("may answer 200 with nonsense, or megabytes of it", async () => {
    const who = caller();
    const odd = await endpoint(answerWith(200, "<<<not xml"), answerWith(200, "x".repeat(5_000_000)), accept);
    const registration = await who.register(odd.url);
    await odd.next(isFor(registration, "RegistrationConfirmation"));
    expect(await settled(who, registration)).toBe("succeeded");
  });

  it("that hang hold up nobody else", async () => {
    const [who, other] = [caller(), caller()];
    const silent = await endpoint(hang);
    const awake = await endpoint(accept);
    const registration = await who.register(silent.url);
    await silent.next(isFor(registration, "RegistrationConfirmation"));
    const started = Date.now();
    const second = await other.register(awake.url);
    await awake.next(isFor(second, "RegistrationConfirmation"));
    expect(await normalSession(host)).toBeUndefined();
    expect(Date.now() - started).toBeLessThan(8000);
    expect(await stateOf(who, registration)).toMatch(/pending|running/);
  });

  it("at the page's port, with a password in the address or of another scheme are never called", async () => {
    const who = caller();
    for (const url of [`http://127.0.0.1:${host.uiPort}/`, "file:///etc/passwd", "ftp://127.0.0.1/x"]) {
      const answer = await who.call(
        "RegisterExternalSystem",
        `<name>X</name><kind>other</kind><managementDomain>operator</managementDomain><callbackEndpoint>${url}</callbackEndpoint>`,
      );
      if (answer.status === 200)
        expect(await stateOf(who, textOf(answer.text, "operationId") ?? ""), url).not.toBe("succeeded");
      else expect(textOf(answer.text, "messageId"), url).toMatch(/^(SVC|POL)\d{4}$/);
      expect(answer.text).not.toMatch(/ECONNREFUSED|ENOENT/);
    }
  });
});

describe.skipIf(notBuilt !== undefined)("a tunnelled session", () => {
  const package2 = (body: string): string => {
    const text =
      '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>7</SessionID><MsgID>1</MsgID>' +
      `<Target><LocURI>d</LocURI></Target><Source><LocURI>es</LocURI></Source></SyncHdr><SyncBody>${body}<Final/></SyncBody></SyncML>`;
    return Buffer.from(text).toString("base64");
  };
  const exchange = ({ call }: Caller, sessionId: string, content: string): Promise<SoapAnswer> =>
    call(
      "ExchangePackage",
      `<sessionId>${sessionId}</sessionId><package>${content}</package><contentType>application/vnd.syncml.dm+xml</contentType>`,
    );

  it("waits for an External System that takes its time, in the right order, and refuses what is out of turn", async () => {
    const who = caller();
    const es = await endpoint(accept);
    await settled(who, await who.register(es.url));
    const begun = await who.call("InitiateSession", `<deviceId>${await phone(who)}</deviceId>`);
    expect(begun.status, begun.text).toBe(200);
    const sessionId = textOf(begun.text, "sessionId") ?? "";
    const of =
      (name: string, more = "") =>
      ({ name: found, text }: ReceivedCallback): boolean =>
        found === name && text.includes(`>${sessionId}</`) && text.includes(more);
    const first = await es.next(of("PackageDelivery"));
    expect(textOf(first.text, "number")).toBe("1");
    const garbage = await exchange(who, sessionId, Buffer.from("<SyncML").toString("base64"));
    expect([textOf(garbage.text, "messageId"), ...textsOf(garbage.text, "variable")]).toEqual([
      "SVC0002",
      "package",
    ]);
    const unknown = await exchange(who, "no-such-session", package2(""));
    expect(textOf(unknown.text, "messageId")).toBe("SVC0201");
    await new Promise((next) => setTimeout(next, 1500));
    const get = package2("<Get><CmdID>41</CmdID><Item><Target><LocURI>./DevInfo/Mod</LocURI></Target></Item></Get>");
    const [one, two] = await Promise.all([exchange(who, sessionId, get), exchange(who, sessionId, get)]);
    expect([one.status, two.status].toSorted()).toEqual([200, 500]);
    expect(textOf(one.status === 500 ? one.text : two.text, "messageId")).toBe("SVC0202");
    const third = await es.next(of("PackageDelivery", "number>3<"));
    const answer = Buffer.from(textOf(third.text, "package") ?? "", "base64").toString();
    expect(answer).toMatch(/<CmdRef>41<\/CmdRef>/);
    expect(answer).toContain("<Results>");
    expect(answer).not.toContain("<Cred>");
    const ended = await who.call("TerminateSession", `<sessionId>${sessionId}</sessionId>`);
    expect(ended.status, ended.text).toBe(200);
    await es.next(of("SessionStatus", ">closed<"));
    const operationId = textOf(begun.text, "operationId") ?? "";
    const sequences = es.received
      .filter((callback) => callback.operationId === operationId)
      .map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    const late = await exchange(who, sessionId, get);
    expect(textOf(late.text, "messageId")).toMatch(/^SVC020[12]$/);
  });
});

it.skipIf(notBuilt !== undefined)("an unknown operation and another's operation are not told apart", async () => {
  const who = caller();
  const registration = await who.register((await endpoint(accept)).url);
  expect(await settled(who, registration)).toBe("succeeded");
  const [foreign, unknown] = [await queryOperation(host, registration), await queryOperation(host, "op-none")];
  expect(textOf(foreign.text, "messageId")).toBe("SVC0200");
  expect(textOf(unknown.text, "messageId")).toBe("SVC0200");
  expect((await operationEnd(host, "op-none", 0)).status).toBe(500);
});
