import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import {
  contentTypeOf,
  SOAP11,
  SOAP12,
  type SoapVersion,
} from "../../../../../simulator/protocols/soap/index.ts";
import { callbackNames, callbacks, type CallbackName } from "../../../../../simulator/protocols/wsi/index.ts";
import { readWsiResponse } from "../../../../../simulator/stacks/wsi-http.ts";
import type { HttpResponse } from "../../../../../simulator/wire/http.ts";
import {
  mutationsOf,
  partOf,
  printPart,
  wholeValue,
  type Mutation,
  type Part,
} from "../../../../support/message-mutations.ts";
import { externalSystem, options, respondsIn, type World } from "../../../external-system/world.ts";
import { createFederation } from "../delegation/federation.ts";

const versions: readonly SoapVersion[] = ["1.1", "1.2"];
const envelope = (version: SoapVersion, xml: string): string =>
  `<e:Envelope xmlns:e="${version === "1.1" ? SOAP11 : SOAP12}"><e:Body>${xml}</e:Body></e:Envelope>`;

/** Every element of a callback, about an operation. */
function whole(name: CallbackName, operationId: string): Part {
  const { request } = callbacks[name];
  return partOf(request, { ...(wholeValue(request) as object), operationId });
}
// rules beyond the schema are those of the operation that a callback belongs to
const defectsOf = (part: Part): readonly Mutation[] =>
  mutationsOf(part, { address: 4096, text: 256 }).filter(({ schema }) => schema);

/** What is wrong with the answer to a defect; undefined when it is the right fault. */
function complaint(
  http: HttpResponse,
  name: CallbackName,
  version: SoapVersion,
  { names, where, defect }: Mutation,
): readonly string[] {
  const answer = readWsiResponse(http, name);
  const status = version === "1.1" ? 500 : 400;
  const right =
    answer.kind === "fault" &&
    answer.fault.code === "Client" &&
    answer.fault.text.includes(names) &&
    http.status === status;
  return right ? [] : [`${where} ${defect} (${version}): ${http.status} ${JSON.stringify(answer)}`];
}

describe("at the External System", () => {
  const deliver = (es: World, version: SoapVersion, xml: string) =>
    es.feed({
      type: "request.received",
      exchange: `x${es.effects.length}`,
      request: {
        method: "POST",
        url: options.callback.url,
        headers: {
          "content-type": contentTypeOf(version),
          authorization: `Basic ${btoa("dms:callback-secret")}`,
        },
        body: utf8(envelope(version, xml)),
      },
      peer: { address: "127.0.0.1", secure: false },
    });

  it.each(callbackNames)("%s with a wrong element: the fault names it, and nothing is taken", (name) => {
    const es = externalSystem();
    const part = whole(name, "op-1");
    const wrong: string[] = [];
    for (const mutation of defectsOf(part))
      for (const version of versions) {
        const effects = deliver(es, version, mutation.xml);
        const [respond] = respondsIn(effects);
        if (!respond) throw new Error("no response");
        wrong.push(...complaint(respond.http, name, version, mutation));
        expect(effects.filter(({ type }) => type !== "respond" && type !== "note")).toEqual([]);
      }
    expect(wrong).toEqual([]);
    expect([...es.view.callbacks()]).toEqual([]);
    const backwards = printPart({ ...part, children: part.children.toReversed() });
    expect(respondsIn(deliver(es, "1.2", backwards))).toMatchObject([{ http: { status: 200 } }]);
    expect([...es.view.callbacks()]).toMatchObject([{ callback: name, repeated: false }]);
  });
});

describe("at the callback address of a DM server that delegates", () => {
  const delegating = () => {
    const world = createFederation({
      enterprise: { upstreams: { operator: ["op-*"] } },
      operator: { devices: ["op-1"] },
    });
    world.device("op-1")?.edge.dispose();
    const { ack } = world.ok("enterprise", "ManageParameters", {
      deviceId: "op-1",
      command: [{ kind: "get", locUri: "./DevInfo/Man" }],
    });
    world.settle();
    const there = [...world.view("operator").operations()].find(
      ({ operation }) => operation === "ManageParameters",
    );
    if (!there) throw new Error("nothing was delegated");
    const state = (): string =>
      JSON.stringify([
        ...["upstreamInbox", "upstreamReceived", "operations", "alerts"].map((name) =>
          world.stored("enterprise", name),
        ),
        world.query("enterprise", ack.operationId),
      ]);
    return { world, operationId: there.operationId, state };
  };

  it.each(callbackNames)("%s with a wrong element: the fault names it, and nothing is taken", (name) => {
    const { world, operationId, state } = delegating();
    const part = whole(name, operationId);
    const before = state();
    const wrong: string[] = [];
    for (const mutation of defectsOf(part))
      for (const version of versions) {
        const text = envelope(version, mutation.xml);
        const http = world.deliverText("enterprise", "operator", contentTypeOf(version), text);
        wrong.push(...complaint(http, name, version, mutation));
      }
    expect(wrong).toEqual([]);
    expect(state()).toBe(before);
    const sound = envelope("1.1", printPart(part));
    expect(world.deliverText("enterprise", "operator", contentTypeOf("1.1"), sound).status).toBe(200);
    expect(world.stored("enterprise", "upstreamReceived")).not.toEqual([]);
  });

  it.each([
    ["an operation", "<ManageParameters xmlns='urn:dmwsi:1.0'/>"],
    ["a response", "<OperationResultResponse xmlns='urn:dmwsi:1.0'/>"],
    ["nothing", ""],
    ["two callbacks", "<OperationResult xmlns='urn:dmwsi:1.0'/><OperationResult xmlns='urn:dmwsi:1.0'/>"],
    ["no XML", "<"],
  ])("%s is no callback", (_what, xml) => {
    const { world, state } = delegating();
    const before = state();
    const http = world.deliverText("enterprise", "operator", contentTypeOf("1.2"), envelope("1.2", xml));
    expect(http.status).toBe(400);
    expect(state()).toBe(before);
  });
});
