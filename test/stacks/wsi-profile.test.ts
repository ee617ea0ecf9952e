import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { utf8, utf8Text } from "../../simulator/core/bytes.ts";
import { seededRandom } from "../../simulator/core/random.ts";
import {
  callbacks,
  operations,
  serviceException,
  type OperationRequestInput,
} from "../../simulator/protocols/wsi/index.ts";
import {
  readWsiRequest,
  readWsiResponse,
  serveWsdl,
  writeFault,
  writeWsiRequest,
  writeWsiResponse,
  type MessageName,
} from "../../simulator/stacks/wsi-http.ts";
import type { AnyElement } from "../../simulator/schema/element.ts";
import { decodeMessage } from "../../simulator/stacks/decode.ts";
import { messageViews } from "../../simulator/stacks/views.ts";
import { summariseMessage } from "../../simulator/stacks/summarise.ts";
import { createProfileNames } from "../../simulator/stacks/wsi-profile-names.ts";
import {
  contractProfile,
  operationOfAction,
  profiledAction,
  profileProblem,
  type WsiProfile,
} from "../../simulator/stacks/wsi-profile.ts";
import { arbitraryOf } from "../support/arbitrary.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";
import { compileXsd, type XsdCheck } from "../support/xsd.ts";

const vendor: WsiProfile = {
  name: "Vendor",
  namespace: "http://vendor.example/dm/2",
  wsdlNamespace: "http://vendor.example/dm/2/service",
  action: "{namespace}/DeviceManagement#{operation}",
  path: "/services/dm",
  callbackPath: "/vendor/callbacks",
};
const names = createProfileNames(vendor);
const url = "http://dms.example/services/dm";
const sending = { crypto: createNodeCrypto(), random: seededRandom(1), date: 0 };
const text = (octets: Uint8Array): string => utf8Text(octets) ?? "";

let schema: XsdCheck;
beforeAll(() => {
  const served = names.responseOut(serveWsdl("?xsd=types", "http://dms.example"));
  schema = compileXsd(text(served.body));
});
afterAll(() => {
  schema.dispose();
});

const bodyOf = (octets: Uint8Array): string =>
  /<soap:Body>([\s\S]+)<\/soap:Body>/.exec(text(octets))?.[1] ?? "";

const cases = (["1.1", "1.2"] as const).flatMap((version) =>
  [...Object.values(operations), ...Object.values(callbacks)].map((pair) => ({
    version,
    name: pair.name,
    pair,
  })),
);

describe("messages under a profile", () => {
  it.each(cases)(
    "$name in SOAP $version go out in its names and come in as they were",
    ({ version, name, pair }) => {
      const portType = Object.hasOwn(operations, name) ? "DeviceManagement" : "ExternalSystemCallback";
      fc.assert(
        fc.property(
          arbitraryOf(pair.request as AnyElement),
          arbitraryOf(pair.response as AnyElement),
          (request, response) => {
            const message: MessageName = name;
            const addressing = { messageId: "urn:uuid:1" };
            const sent = writeWsiRequest(url, portType, version, message as never, request as never, {
              ...sending,
              addressing,
            });
            const out = names.requestOut(sent);
            expect(schema.problems(bodyOf(out.body))).toEqual([]);
            const action = `http://vendor.example/dm/2/DeviceManagement#${name}`;
            expect(text(out.body)).toContain(`<wsa:Action>${action}</wsa:Action>`);
            expect(version === "1.1" ? out.headers["soapaction"] : out.headers["content-type"]).toContain(
              `"${action}"`,
            );
            const back = names.requestIn(out);
            expect(back.headers).toEqual(sent.headers);
            expect(text(back.body)).toBe(text(sent.body));
            expect(new URL(back.url).pathname).toBe("/wsi");
            const answer = writeWsiResponse(
              version,
              message as never,
              response as never,
              { action, ...addressing } as never,
            );
            const answered = names.responseOut(answer);
            expect(schema.problems(bodyOf(answered.body))).toEqual([]);
            expect(text(names.responseIn(answered).body)).toBe(text(answer.body));
          },
        ),
        { numRuns: 10 },
      );
    },
  );

  it.each(["1.1", "1.2"] as const)("faults in SOAP %s have its exceptions", (version) => {
    const fault = writeFault(version, serviceException("SVC0004", ["deviceId"]));
    const out = names.responseOut(fault);
    expect(text(out.body)).toContain('<ServiceException xmlns="http://vendor.example/dm/2">');
    expect(readWsiResponse(names.responseIn(out), "ManageParameters")).toMatchObject({
      kind: "fault",
      fault: { messageId: "SVC0004" },
    });
  });

  const inNamespace = (namespace: string): ReturnType<typeof readWsiRequest> =>
    readWsiRequest(
      names.requestIn({
        method: "POST",
        url,
        headers: { "content-type": "text/xml" },
        body: utf8(
          `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><m:ListUpdates xmlns:m="${namespace}"/></e:Body></e:Envelope>`,
        ),
      }),
      "DeviceManagement",
    );

  it("are refused in the names of the contract, by their real name", () => {
    const read = inNamespace("urn:dmwsi:1.0");
    const answer = read.ok ? "" : text(names.responseOut(read.response).body);
    expect(answer).toContain("{urn:dmwsi:1.0}ListUpdates is not an operation of DeviceManagement");
    expect(inNamespace(vendor.namespace)).toMatchObject({ ok: true, operation: "ListUpdates" });
  });

  it("are refused with the profile's names in words", () => {
    const read = readWsiRequest(
      names.requestIn({
        method: "POST",
        url,
        headers: { "content-type": "text/xml" },
        body: utf8(
          `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><m:Wish xmlns:m="${vendor.namespace}"/></e:Body></e:Envelope>`,
        ),
      }),
      "DeviceManagement",
    );
    expect(read.ok ? "" : text(names.responseOut(read.response).body)).toContain(
      `{${vendor.namespace}}Wish is not`,
    );
  });

  it("leave octets alone that are no XML in UTF-8", () => {
    const body = new Uint8Array([0xff, 0xfe, 0x3c, 0]);
    expect(names.responseIn({ status: 200, headers: {}, body }).body).toBe(body);
  });
});

describe("descriptions under a profile", () => {
  it.each(["wsdl", "wsdl=soap11", "wsdl=inline", "wsdl=callback"])("?%s has its names alone", (query) => {
    const wsdl = text(names.responseOut(serveWsdl(`?${query}`, "http://dms.example/i/one")).body);
    expect(wsdl).not.toContain("urn:dmwsi");
    expect(wsdl).toContain('targetNamespace="http://vendor.example/dm/2/service"');
    const callback = query.endsWith("callback");
    const name = callback ? "OperationResult" : "ManageParameters";
    expect(wsdl).toContain(`soapAction="http://vendor.example/dm/2/DeviceManagement#${name}"`);
    expect(wsdl).toContain(
      callback
        ? 'location="http://dms.example/i/one/vendor/callbacks"'
        : 'location="http://dms.example/i/one/services/dm"',
    );
    if (!query.endsWith("inline"))
      expect(wsdl).toContain('schemaLocation="http://dms.example/i/one/services/dm?xsd=types"');
  });
});

describe("those who look at messages", () => {
  const value: OperationRequestInput<"ManageParameters"> = {
    deviceId: "IMEI:1",
    command: [{ kind: "get", locUri: "./DevInfo/Mod" }],
  };
  const request = names.requestOut(
    writeWsiRequest(url, "DeviceManagement", "1.1", "ManageParameters", value, sending),
  );
  const fault = names.responseOut(writeFault("1.2", serviceException("SVC0004", ["deviceId"])));
  const party = { role: "external-system", name: "care" } as const;

  it("find the facts of a message with other names", () => {
    const summary = summariseMessage({ ...request, channel: "wsi", direction: "request", from: party });
    expect(summary).toMatchObject({
      title: "ManageParameters",
      facts: { operation: "ManageParameters", "field.deviceId": "IMEI:1", namespace: vendor.namespace },
    });
    expect(summariseMessage({ ...fault, channel: "wsi", direction: "response", from: party })).toMatchObject({
      title: "Fault",
      facts: { faultCode: "SVC0004" },
    });
  });

  it("see its declared tree, and a finding that names the other namespace", () => {
    const shown = JSON.stringify(
      decodeMessage(request.body, { contentType: "text/xml", registry: messageViews }),
    );
    expect(shown).toContain("get ./DevInfo/Mod");
    expect(shown).toContain(vendor.namespace);
  });

  it("do not take any namespace for ours: an unknown element stays what it is", () => {
    const body = utf8(
      `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><Wish xmlns="urn:other"/></e:Body></e:Envelope>`,
    );
    const summary = summariseMessage({ ...request, body, channel: "wsi", direction: "request", from: party });
    expect(summary.facts).not.toHaveProperty("namespace");
  });
});

describe("a profile", () => {
  it("gives actions and takes them apart", () => {
    for (const profile of [vendor, contractProfile, { ...vendor, action: "urn:{operation}:do" }])
      expect(operationOfAction(profile, profiledAction(profile, "ListUpdates"))).toBe("ListUpdates");
    expect(operationOfAction(vendor, "urn:dmwsi:1.0:ListUpdates")).toBeUndefined();
    expect(operationOfAction({ ...vendor, action: "a{operation}a" }, "a")).toBeUndefined();
  });

  it.each<[Partial<WsiProfile>, keyof WsiProfile]>([
    [{ namespace: "a b" }, "namespace"],
    [{ namespace: "http://schemas.xmlsoap.org/soap/envelope/" }, "namespace"],
    [{ wsdlNamespace: vendor.namespace }, "wsdlNamespace"],
    [{ action: "always the same" }, "action"],
    [{ action: "{operation}{operation}" }, "action"],
    [{ action: "{operation}&" }, "action"],
    [{ path: "services" }, "path"],
    [{ path: "/dm" }, "path"],
    [{ path: "/a/../b" }, "path"],
    [{ path: "/wsi/callback" }, "path"],
    [{ callbackPath: "/packages/x" }, "callbackPath"],
    [{ callbackPath: vendor.path }, "callbackPath"],
  ])("with %o is refused for its %s", (wrong, field) => {
    expect(profileProblem({ ...vendor, ...wrong })).toMatchObject({ field });
  });

  it("of the contract and of the vendor can be used", () => {
    expect([contractProfile, vendor].map(profileProblem)).toEqual([undefined, undefined]);
  });
});
