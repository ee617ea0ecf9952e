import { describe, expect, it } from "vitest";
import { seededRandom } from "../../simulator/core/random.ts";
import { resolveEnvelope, soapResolver } from "../../simulator/protocols/soap/index.ts";
import { serviceException } from "../../simulator/protocols/wsi/index.ts";
import type { DecodedNode } from "../../simulator/schema/inspect.ts";
import { inspectXml } from "../../simulator/schema/xml/index.ts";
import { wsiVocabulary } from "../../simulator/stacks/wsi-envelope.ts";
import { writeFault, writeWsiRequest } from "../../simulator/stacks/wsi-http.ts";
import { commandSummary, wsiSummary } from "../../simulator/stacks/wsi-summaries.ts";
import { createNodeCrypto } from "../support/node-crypto.ts";
import { discover, envelope, textOf } from "./wsi-messages.ts";

const tools = { crypto: createNodeCrypto(), random: seededRandom(1), date: 0 };
const inspectSoap = (octets: Uint8Array) =>
  inspectXml(resolveEnvelope, octets, { resolve: soapResolver(wsiVocabulary), summarize: wsiSummary });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function find(nodes: readonly DecodedNode[], ...path: readonly string[]): DecodedNode {
  const [name, ...rest] = path;
  const node = nodes.find((one) => one.name.replace(/^.*:/, "") === name);
  if (!node) throw new Error(`no ${name ?? ""} among ${nodes.map((one) => one.name).join(", ")}`);
  return rest.length === 0 ? node : find(node.children, ...rest);
}

describe("a SOAP message for people", () => {
  it("has labels, places and one line per type", () => {
    const request = writeWsiRequest(
      "http://dms.example/wsi",
      "DeviceManagement",
      "1.1",
      "ManageParameters",
      {
        deviceId: "d",
        command: [{ kind: "replace", locUri: "./A", data: "b" }],
      },
      tools,
    );
    const { roots, findings } = inspectSoap(request.body);
    expect(findings).toEqual([]);
    const command = find(roots, "Envelope", "Body", "ManageParameters", "command");
    expect(command).toMatchObject({ label: "command" });
    expect(find(command.children, "replace").summary).toBe("replace ./A = b");
    const locUri = find(command.children, "replace", "locUri");
    expect(locUri).toMatchObject({ label: "address", value: "./A" });
    const { start, end } = locUri.valueRange ?? locUri.range;
    expect(textOf(request).slice(start, end)).toBe("./A");
  });

  it("masks passwords", () => {
    const request = writeWsiRequest(
      "http://dms.example/wsi",
      "DeviceManagement",
      "1.1",
      "RegisterExternalSystem",
      {
        name: "a",
        kind: "other",
        managementDomain: "operator",
        callbackCredentials: { scheme: "basic", username: "u", password: "hunter2" },
      },
      { ...tools, credentials: { scheme: "username-token", username: "u", password: "hunter3" } },
    );
    expect(JSON.stringify(inspectSoap(request.body).roots)).not.toMatch(/hunter/);
  });

  it("shows faults with the sentence of their exception", () => {
    const { roots } = inspectSoap(writeFault("1.2", serviceException("SVC0201", ["s-1"])).body);
    expect(find(roots, "Envelope", "Body", "Fault", "Detail", "ServiceException").summary).toBe(
      "SVC0201: Session s-1 is not known",
    );
  });

  it("shows what cannot be used, with its findings", () => {
    const { roots, findings } = inspectSoap(bytes(envelope("1.1", discover.replace("5", "five"))));
    expect(findings).toMatchObject([{ code: "schema/value" }]);
    expect(find(roots, "Envelope", "Body", "DiscoverDevices", "maxResults").findings).toHaveLength(1);
    expect(inspectSoap(bytes("no XML")).findings).not.toEqual([]);
  });
});

it("commands in one line", () => {
  expect(commandSummary({ kind: "copy", from: "./A", to: "./B" })).toBe("copy ./A to ./B");
  expect(commandSummary({ kind: "add", locUri: "./A", binaryData: new Uint8Array(3) })).toBe(
    "add ./A = 3 octets",
  );
  expect(commandSummary({ kind: "sequence", commands: [{ kind: "get", locUri: "." }] })).toBe(
    "sequence of 1",
  );
  expect(commandSummary({ kind: "exec", locUri: "./A" })).toBe("exec ./A");
});
