import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accept, openCallbackEndpoint, type CallbackEndpoint } from "./support/callback-endpoint.ts";
import { externalSystem, manySystems } from "./support/external-systems.ts";
import { exchangePackage, isOf, package2 } from "./support/tunnel.ts";
import { textOf, textsOf } from "./support/scripted-soap.ts";
import { notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/* A tunnelled session that an External System drives over SOAP, with its own callback endpoint. */

let host: ServedHost;
let es: CallbackEndpoint;
beforeAll(async () => {
  if (notBuilt !== undefined) return;
  host = await serveHost({ config: manySystems });
  es = await openCallbackEndpoint(accept);
});
afterAll(async () => {
  if (notBuilt !== undefined) return;
  await es.close();
  await host.stop();
});

describe.skipIf(notBuilt !== undefined)("a tunnelled session", () => {
  it("waits for an External System that takes its time, in the right order, and refuses what is out of turn", async () => {
    const who = externalSystem(host, 0);
    await who.settled(await who.register(es.url));
    const begun = await who.call("InitiateSession", `<deviceId>${await who.phone()}</deviceId>`);
    expect(begun.status, begun.text).toBe(200);
    const sessionId = textOf(begun.text, "sessionId") ?? "";
    const of = (name: string, more?: string) => isOf(sessionId, name, more);
    const first = await es.next(of("PackageDelivery"));
    expect(textOf(first.text, "number")).toBe("1");
    const garbage = await exchangePackage(who, sessionId, Buffer.from("<SyncML").toString("base64"));
    expect([textOf(garbage.text, "messageId"), ...textsOf(garbage.text, "variable")]).toEqual([
      "SVC0002",
      "package",
    ]);
    const unknown = await exchangePackage(who, "no-such-session", package2(""));
    expect(textOf(unknown.text, "messageId")).toBe("SVC0201");
    await new Promise((next) => setTimeout(next, 1500));
    const get = package2(
      "<Get><CmdID>41</CmdID><Item><Target><LocURI>./DevInfo/Mod</LocURI></Target></Item></Get>",
    );
    const [one, two] = await Promise.all([
      exchangePackage(who, sessionId, get),
      exchangePackage(who, sessionId, get),
    ]);
    expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([200, 500]);
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
    const late = await exchangePackage(who, sessionId, get);
    expect(textOf(late.text, "messageId")).toMatch(/^SVC020[12]$/);
  });
});
