import { describe, expect, it } from "vitest";
import { contentTypeOf, SOAP11, SOAP12, type SoapVersion } from "../../simulator/protocols/soap/index.ts";
import {
  callbackNames,
  callbacks,
  operationNames,
  operations,
  WSI,
} from "../../simulator/protocols/wsi/index.ts";
import {
  readWsiRequest,
  readWsiResponse,
  type MessageName,
  type PortTypeName,
} from "../../simulator/stacks/wsi-http.ts";
import type { HttpRequest } from "../../simulator/wire/http.ts";
import { defectsOf } from "../support/defects.ts";

function post(version: SoapVersion, body: string): HttpRequest {
  const envelope = version === "1.1" ? SOAP11 : SOAP12;
  const xml = `<e:Envelope xmlns:e="${envelope}"><e:Body>${body.replace(">", ` xmlns="${WSI}">`)}</e:Body></e:Envelope>`;
  return {
    method: "POST",
    url: "http://dms.example/wsi",
    headers: { "content-type": contentTypeOf(version) },
    body: new TextEncoder().encode(xml),
  };
}

const messages: readonly (readonly [MessageName, PortTypeName])[] = [
  ...operationNames.map((name) => [name, "DeviceManagement"] as const),
  ...callbackNames.map((name) => [name, "ExternalSystemCallback"] as const),
];
const all = { operations: operationNames };

describe.each(messages)("section 7: %s with a defect is a fault that names the element", (name, portType) => {
  const { sound, defects } = defectsOf({ ...operations, ...callbacks }[name].request);

  it("is read when it is sound", () => {
    const read = readWsiRequest(post("1.1", sound), portType, all);
    expect(read).toMatchObject({ ok: true, operation: name, findings: [] });
  });

  it.each(defects)("$title", ({ xml, names }) => {
    for (const version of ["1.1", "1.2"] as const) {
      const read = readWsiRequest(post(version, xml), portType, all);
      expect(read.ok).toBe(false);
      if (read.ok) continue;
      expect(read.response.status).toBe(version === "1.1" ? 500 : 400);
      const answer = readWsiResponse(read.response, name);
      expect(answer).toMatchObject({
        kind: "fault",
        fault: { code: "Client", text: expect.stringContaining(names) as string },
      });
    }
  });
});
