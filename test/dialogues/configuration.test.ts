import { describe, expect, test } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { writeMgmtTree } from "../../simulator/protocols/dmddf/index.ts";
import type { OperationRequestInput } from "../../simulator/protocols/wsi/index.ts";
import { get, replace } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { DEVICE, PASSWORD, SERVER, SERVER_ID, SERVER_PASSWORD, type Dialogue } from "./support/dialogue.ts";
import { answers, lines } from "./support/lines.ts";

type Configuration = OperationRequestInput<"SubmitConfiguration">;

const xmlType = "application/vnd.syncml.dmtnds+xml";
const wbxmlType = "application/vnd.syncml.dmtnds+wbxml";
const parametersType = "application/vnd.dmwsi.parameters+xml";
const provisioningType = "text/vnd.wap.connectivity-xml";

/** Acknowledged, and carried out as far as it goes at once; the operationId. */
function submit(it: Dialogue, more: Pick<Configuration, "contentType" | "content"> & Partial<Configuration>) {
  const read = it.call("SubmitConfiguration", {
    name: "A configuration",
    version: "1",
    assignTo: { deviceId: [DEVICE], group: [] },
    applyAt: "now",
    ...more,
  });
  if (read.kind !== "response") throw new Error(JSON.stringify(read));
  it.wait(1_000);
  return read.value.ack.operationId;
}

/** State of the operation and the result of its device. */
function outcome(it: Dialogue, operationId: string) {
  const read = it.call("QueryOperation", { operationId });
  if (read.kind !== "response") throw new Error(JSON.stringify(read));
  const { operation, deviceResult } = read.value;
  const [result] = deviceResult;
  return {
    state: operation.state,
    device: result?.state,
    reason: result?.reason,
    results: result?.commandResult.map(({ index, status }) => `${index}: ${status}`),
  };
}

function read(it: Dialogue, ...uris: readonly string[]): readonly string[] {
  it.manage([get(...uris)]);
  return (it.outcomes()["0"]?.items ?? []).map(({ data = "" }) => data);
}

const properties = (format: string, type: string): string =>
  `<RTProperties><Format><${format}/></Format><Type>${type}</Type></RTProperties>`;
const tnds = utf8(`<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>
  <Node><NodeName>Cabin</NodeName><Path>./Settings</Path>${properties("node", "<DDFName/>")}
    <Node><NodeName>Interval</NodeName>${properties("int", "<MIME>text/plain</MIME>")}<Value>60</Value></Node>
    <Node><NodeName>Host</NodeName><Value>a &lt; b</Value></Node>
  </Node>
</MgmtTree>`);

describe.each(encodings)("SubmitConfiguration on a device (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`G1 a TNDS document is added where it is absent, replaced where it is there (${encoding})`, () => {
    const it = begin({ care: {} });
    const first = outcome(it, submit(it, { contentType: xmlType, content: tnds }));
    expect(first).toEqual({
      state: "succeeded",
      device: "succeeded",
      reason: undefined,
      results: ["1: 200"],
    });
    expect(read(it, "./Settings/Cabin/Interval", "./Settings/Cabin/Host")).toEqual(["60", "a < b"]);
    it.manage([replace("./Settings/Cabin/Interval", "5")]);
    const before = it.fromServer.length;
    const second = outcome(it, submit(it, { contentType: xmlType, content: tnds }));
    expect(second.state).toBe("succeeded");
    expect(read(it, "./Settings/Cabin/Interval")).toEqual(["60"]);
    const sent = it.fromServer.slice(before).flatMap(lines);
    expect(sent.some((line) => line.startsWith("Get ./Settings/Cabin"))).toBe(true);
    expect(sent.some((line) => line.startsWith("Replace ./Settings/Cabin"))).toBe(true);
    expect(sent.some((line) => line.startsWith("Add"))).toBe(false);
  });

  test(`G1 a TNDS document in WBXML goes out in WBXML to a device that speaks it, else in XML (${encoding})`, () => {
    const it = begin({ care: {} });
    const content = writeMgmtTree(
      {
        VerDTD: "1.2",
        Node: [{ NodeName: "Note", Path: "./Settings", Value: "from WBXML" }],
      },
      "wbxml",
    );
    const { state } = outcome(it, submit(it, { contentType: wbxmlType, content }));
    expect(state).toBe("succeeded");
    expect(read(it, "./Settings/Note")).toEqual(["from WBXML"]);
    const add = it.fromServer
      .flatMap(({ SyncBody }) => SyncBody.commands)
      .find((command) => command.kind === "Add");
    const type = add?.kind === "Add" ? add.Item[0]?.Meta?.Type : undefined;
    expect(type).toBe(encoding === "wbxml" ? wbxmlType : xmlType);
  });

  test(`G1 parameters are replaced, and added where they are absent (${encoding})`, () => {
    const it = begin({ care: {} });
    const content = utf8(`<parameters xmlns="urn:dmwsi:1.0">
      <parameter><locUri>./Settings/Ring</locUri><data>Chime</data></parameter>
      <parameter><locUri>./Settings/Fresh</locUri><format>int</format><data>7</data></parameter>
      <parameter><locUri>./Settings/Octets</locUri><binaryData>AQID</binaryData></parameter>
    </parameters>`);
    const { state, results } = outcome(it, submit(it, { contentType: parametersType, content }));
    expect({ state, results }).toEqual({ state: "succeeded", results: ["1: 200", "2: 200", "3: 200"] });
    expect(read(it, "./Settings/Ring", "./Settings/Fresh")).toEqual(["Chime", "7"]);
  });

  test(`a node that the device does not take fails, and is named (${encoding})`, () => {
    const it = begin({ care: {} });
    const content = utf8(`<parameters xmlns="urn:dmwsi:1.0">
      <parameter><locUri>./Settings/Ring</locUri><data>Chime</data></parameter>
      <parameter><locUri>./DevInfo/Mod</locUri><data>Other</data></parameter>
    </parameters>`);
    expect(outcome(it, submit(it, { contentType: parametersType, content }))).toEqual({
      state: "failed",
      device: "failed",
      reason: "the device did not take ./DevInfo/Mod",
      results: ["1: 200", "2: 405"],
    });
  });

  test(`next-session sends no notification and waits for the device (${encoding})`, () => {
    const it = begin({ care: {} });
    const operationId = submit(it, { contentType: xmlType, content: tnds, applyAt: "next-session" });
    expect(it.pushes).toEqual([]);
    expect(outcome(it, operationId).state).toBe("pending");
    it.session();
    expect(outcome(it, operationId).state).toBe("succeeded");
  });

  test(`a device that does not come in time is expired; a removed configuration is kept till then (${encoding})`, () => {
    const it = begin({ care: {} });
    const operationId = submit(it, {
      contentType: xmlType,
      content: tnds,
      applyAt: "next-session",
      expires: 60_000,
    });
    const listed = it.call("ListConfigurations", {});
    const configurationId = listed.kind === "response" ? listed.value.configuration[0]?.configurationId : "";
    it.call("RemoveConfiguration", { configurationId: configurationId ?? "" });
    expect(it.stored("configurationContents")).toHaveLength(1);
    it.wait(120_000);
    expect(outcome(it, operationId)).toMatchObject({ state: "expired", device: "expired" });
    expect(it.stored("configurationContents")).toEqual([]);
  });

  test(`a removed configuration is applied by the work that needs it (${encoding})`, () => {
    const it = begin({ care: {} });
    const operationId = submit(it, { contentType: xmlType, content: tnds, applyAt: "next-session" });
    const listed = it.call("ListConfigurations", {});
    const configurationId = listed.kind === "response" ? listed.value.configuration[0]?.configurationId : "";
    expect(it.call("RemoveConfiguration", { configurationId: configurationId ?? "" }).kind).toBe("response");
    it.session();
    expect(outcome(it, operationId).state).toBe("succeeded");
    expect(it.stored("configurations")).toEqual([]);
  });
});

/** A provisioning document with a new account of the server and connectivity. */
const document = (password: string): Uint8Array =>
  utf8(`<?xml version="1.0"?>
<!DOCTYPE wap-provisioningdoc PUBLIC "-//WAPFORUM//DTD PROV 1.0//EN" "http://www.wapforum.org/DTD/prov.dtd">
<wap-provisioningdoc version="1.1">
 <characteristic type="APPLICATION">
  <parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="${SERVER_ID}"/><parm name="INIT"/>
  <characteristic type="APPADDR"><parm name="ADDR" value="${SERVER}"/></characteristic>
  <characteristic type="APPAUTH"><parm name="AAUTHLEVEL" value="APPSRV"/><parm name="AAUTHTYPE" value="DIGEST"/>
   <parm name="AAUTHNAME" value="dev17"/><parm name="AAUTHSECRET" value="${password}"/></characteristic>
  <characteristic type="APPAUTH"><parm name="AAUTHLEVEL" value="CLIENT"/><parm name="AAUTHTYPE" value="DIGEST"/>
   <parm name="AAUTHNAME" value="${SERVER_ID}"/><parm name="AAUTHSECRET" value="${SERVER_PASSWORD}"/></characteristic>
 </characteristic>
</wap-provisioningdoc>`);

describe.each(encodings)("A provisioning document as configuration (%s)", (encoding) => {
  const begin = dialogues(encoding);
  const care = { subtrees: ["./", "bootstrap"] };

  test(`G1 is pushed to a device without account, which then manages itself with it (${encoding})`, () => {
    const it = begin({ care, account: "none" });
    const id = submit(it, { contentType: provisioningType, content: document("new-Pass-1") });
    expect(outcome(it, id)).toMatchObject({ state: "succeeded", device: "succeeded" });
    expect(it.pushes.length).toBeGreaterThan(0);
    it.wait(10_000);
    expect(read(it, "./DevInfo/Mod")).toHaveLength(1);
  });

  test.each([
    ["netwpin", { networkId: "001010123456789" }],
    ["userpin", { userPin: "1234" }],
    ["usernetwpin", { networkId: "001010123456789", userPin: "1234" }],
  ] as const)(
    `secured with %s as the account says, it replaces the account (${encoding})`,
    (security, secrets) => {
      const it = begin({
        care,
        device: { bootstrap: secrets },
        entry: { bootstrap: { security, ...secrets } },
      });
      submit(it, { contentType: provisioningType, content: document("new-Pass-2") });
      it.wait(10_000);
      expect(it.report("bootstrap.sent")).toMatchObject({ deviceId: DEVICE });
      expect(read(it, "./DevInfo/Mod")).toHaveLength(1);
      expect(answers(it.fromDevice.at(-1)).length).toBeGreaterThan(0);
    },
  );

  test(`without the secrets that the security needs the device fails (${encoding})`, () => {
    const it = begin({ care, entry: { bootstrap: { security: "netwpin" } } });
    const id = submit(it, { contentType: provisioningType, content: document(PASSWORD) });
    expect(outcome(it, id)).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("NETWPIN needs") as unknown,
    });
    expect(it.pushes).toEqual([]);
  });
});
