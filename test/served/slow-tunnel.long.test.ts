import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accept, openCallbackEndpoint, type CallbackEndpoint } from "./support/callback-endpoint.ts";
import { externalSystem, manySystems } from "./support/external-systems.ts";
import { commandsOf, ForeignDevice } from "./support/foreign-device.ts";
import { exchangePackage, isOf, package2 } from "./support/tunnel.ts";
import { textOf } from "./support/scripted-soap.ts";
import { md5Device, notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/* An External System that takes longer than a device's request is held: the real patience of the product, in real time. */

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

describe.skipIf(notBuilt !== undefined)("an External System slower than holdResponse", () => {
  it("keeps the device's session alive with messages without Final, and is served in the end", async () => {
    const who = externalSystem(host, 0);
    await who.settled(await who.register(es.url));
    const begun = await who.call("InitiateSession", `<deviceId>${md5Device.id}</deviceId>`);
    expect(begun.status, begun.text).toBe(200);
    const sessionId = textOf(begun.text, "sessionId") ?? "";
    const device = new ForeignDevice(host.ready.dm, { ...md5Device, auth: "md5", sessionId: "5" });
    device.tree.set("./Vendor/Late", "very");
    await device.send(device.package1(), "");
    const started = Date.now();
    const held = await device.send(device.package1());
    expect(Date.now() - started).toBeGreaterThan(15_000);
    expect(held.text).not.toContain("<Final");
    expect(commandsOf(held.text)).toEqual([]);
    const get = "<Get><CmdID>3</CmdID><Item><Target><LocURI>./Vendor/Late</LocURI></Target></Item></Get>";
    const goesOn = device.send("<Alert><CmdID>1</CmdID><Data>1222</Data></Alert>");
    await new Promise((next) => setTimeout(next, 3000));
    expect((await exchangePackage(who, sessionId, package2(get))).status).toBe(200);
    const answer = await goesOn;
    const commands = commandsOf(answer.text);
    expect(commands.map(({ name }) => name)).toEqual(["Get"]);
    const last = device.send(device.answer(answer.text, commands));
    const delivered = await es.next(isOf(sessionId, "PackageDelivery", "number>3<"));
    const content = Buffer.from(textOf(delivered.text, "package") ?? "", "base64").toString();
    expect(content).toContain("very");
    expect(es.received.filter(isOf(sessionId, "PackageDelivery", "number>1<"))).toHaveLength(1);
    expect((await who.call("TerminateSession", `<sessionId>${sessionId}</sessionId>`)).status).toBe(200);
    expect((await last).text).toContain("<Final");
  });
});
