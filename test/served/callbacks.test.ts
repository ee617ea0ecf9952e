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
  type Way,
} from "./support/callback-endpoint.ts";
import { openJournal } from "./support/journal-client.ts";
import { envelope, normalSession, operationEnd, queryOperation, textOf } from "./support/scripted-soap.ts";
import { externalSystem, manySystems, registrationOf, type Caller } from "./support/external-systems.ts";
import { notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/* External Systems whose callback endpoints fail in every way, one after the other at one host. */

let host: ServedHost;
beforeAll(async () => {
  if (notBuilt === undefined) host = await serveHost({ config: manySystems });
});
afterAll(async () => {
  if (notBuilt === undefined) await host.stop();
});

const endpoints: CallbackEndpoint[] = [];
afterEach(async () => {
  await Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close()));
});

let used = 0;
/** An External System that no other test uses. */
function caller(): Caller {
  return externalSystem(host, used++);
}

async function endpoint(...ways: readonly Way[]): Promise<CallbackEndpoint> {
  const opened = await openCallbackEndpoint(...ways);
  endpoints.push(opened);
  return opened;
}

const isFor =
  (operationId: string, name: string) =>
  (callback: ReceivedCallback): boolean =>
    callback.operationId === operationId && callback.name === name;

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
    expect(await who.settled(registration)).toBe("succeeded");
    const device = await who.phone();
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
    expect(await who.state(registration)).toMatch(/pending|running/);
    const back = await openCallbackEndpointAt(Number(new URL(gone.url).port));
    endpoints.push(back);
    await back.next(isFor(registration, "RegistrationConfirmation"));
    expect(await who.settled(registration)).toBe("succeeded");
  });

  it("are left alone after 401: one attempt, visible, and the rest of the WSI goes on", async () => {
    const who = caller();
    const closed = await endpoint(answerWith(401));
    const registration = await who.register(closed.url);
    await closed.next(isFor(registration, "RegistrationConfirmation"));
    await new Promise((next) => setTimeout(next, 2500));
    expect(closed.received).toHaveLength(1);
    expect(await who.state(registration)).toMatch(/pending|running/);
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
    await who.settled(registration);
    picky.behave(answerWith(404), accept);
    const device = await who.phone();
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
    expect(await who.settled(lost)).toBe("succeeded");
  });

  it("may answer 200 with nonsense, or megabytes of it", async () => {
    const who = caller();
    const odd = await endpoint(answerWith(200, "<<<not xml"), answerWith(200, "x".repeat(5_000_000)), accept);
    const registration = await who.register(odd.url);
    await odd.next(isFor(registration, "RegistrationConfirmation"));
    expect(await who.settled(registration)).toBe("succeeded");
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
    expect(await who.state(registration)).toMatch(/pending|running/);
  });

  it("at the page's port, with a password in the address or of another scheme are never called", async () => {
    const who = caller();
    for (const url of [`http://127.0.0.1:${host.uiPort}/`, "file:///etc/passwd", "ftp://127.0.0.1/x"]) {
      const answer = await who.call("RegisterExternalSystem", registrationOf(url));
      if (answer.status === 200)
        expect(await who.state(textOf(answer.text, "operationId") ?? ""), url).not.toBe("succeeded");
      else expect(textOf(answer.text, "messageId"), url).toMatch(/^(SVC|POL)\d{4}$/);
      expect(answer.text).not.toMatch(/ECONNREFUSED|ENOENT/);
    }
  });
});

it.skipIf(notBuilt !== undefined)(
  "an unknown operation and another's operation are not told apart",
  async () => {
    const who = caller();
    const registration = await who.register((await endpoint(accept)).url);
    expect(await who.settled(registration)).toBe("succeeded");
    const [foreign, unknown] = [
      await queryOperation(host, registration),
      await queryOperation(host, "op-none"),
    ];
    expect(textOf(foreign.text, "messageId")).toBe("SVC0200");
    expect(textOf(unknown.text, "messageId")).toBe("SVC0200");
    expect((await operationEnd(host, "op-none", 0)).status).toBe(500);
  },
);
