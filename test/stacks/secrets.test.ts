import { describe, expect, it } from "vitest";
import { utf8, utf8TextLenient } from "../../simulator/core/bytes.ts";
import { maskBody, maskHeaders } from "../../simulator/journal/mask.ts";
import { writeMgmtTree } from "../../simulator/protocols/dmddf/index.ts";
import {
  characteristic,
  encodeBootstrapPush,
  parm,
  provisioningTypes,
  writeProvisioning,
} from "../../simulator/protocols/provisioning/index.ts";
import { dmMediaTypes, writeDmMessage } from "../../simulator/protocols/syncml/index.ts";
import { writeDmBootstrap } from "../../simulator/stacks/bootstrap.ts";
import { decodeLayers, findSecrets } from "../../simulator/stacks/decode-crossing.ts";
import { decodeMessage, decodeReport } from "../../simulator/stacks/decode.ts";
import { messageViews as registry } from "../../simulator/stacks/views.ts";
import { secretCommand, secretTree, shownIn } from "./secret-messages.ts";

const covered = (contentType: string, body: Uint8Array): string =>
  utf8TextLenient(maskBody(body, findSecrets({ headers: { "content-type": contentType }, body })).value);

const provisioning = {
  version: "1.1",
  content: [
    characteristic("APPLICATION", [
      parm("APPID", "w7"),
      parm("PROVIDER-ID", "dms.example"),
      characteristic("APPAUTH", [
        parm("AAUTHLEVEL", "CLIENT"),
        parm("AAUTHSECRET", "open-sesame"),
        parm("AAUTHNAME", "open-name"),
      ]),
    ]),
  ],
};
const bootstrap = writeDmBootstrap({ serverId: "dms.example", deviceId: "IMEI:1", objects: [secretTree] });

const messages: readonly (readonly [string, string, Uint8Array])[] = [
  ["a command in XML", dmMediaTypes.xml, writeDmMessage("xml", secretCommand)],
  ["a command in WBXML", dmMediaTypes.wbxml, writeDmMessage("wbxml", secretCommand)],
  ["a document in XML", "", writeMgmtTree(secretTree, "xml")],
  ["a document in WBXML", "", writeMgmtTree(secretTree, "wbxml")],
  ["a message of the DM profile", `${dmMediaTypes.wbxml}; SEC=USERPIN; MAC=00`, bootstrap],
  ["a provisioning document in XML", provisioningTypes.xml, writeProvisioning(provisioning, "xml")],
  ["a provisioning document in WBXML", provisioningTypes.wbxml, writeProvisioning(provisioning, "wbxml")],
  [
    "a push",
    "",
    encodeBootstrapPush(
      `${provisioningTypes.wbxml}; SEC=USERPIN; MAC=00`,
      writeProvisioning(provisioning, "wbxml"),
    ),
  ],
];

describe.each(messages)("the password in %s", (_name, contentType, body) => {
  it("is covered in its octets, and what stands beside it is not", () => {
    const shown = covered(contentType, body);
    expect(utf8TextLenient(body)).toContain("open-sesame");
    expect(shown).not.toContain("open-sesame");
    expect(shown).not.toContain("Y3JlZGVudGlhbHM=");
    expect(shown).toContain("*".repeat("open-sesame".length));
    if (utf8TextLenient(body).includes("open-name")) expect(shown).toContain("open-name");
  });

  it("is covered in every layer and in the report", () => {
    const layers = decodeLayers({ "content-type": contentType }, body);
    expect(layers.map(({ view }) => `${shownIn(view.tree)} ${view.text ?? ""}`).join("\n")).not.toContain(
      "open-sesame",
    );
    const report = decodeReport(decodeMessage(body, { contentType, registry }));
    expect(JSON.stringify(report)).not.toContain("open-sesame");
  });
});

describe("markup and text inside Data", () => {
  const around = (data: string): Uint8Array =>
    utf8(
      `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>a</LocURI></Target><Source><LocURI>b</LocURI></Source></SyncHdr><SyncBody><Add><CmdID>1</CmdID><Item><Target><LocURI>./Inbox</LocURI></Target><Data>${data}</Data></Item></Add><Final/></SyncBody></SyncML>`,
    );
  const xml = utf8TextLenient(writeMgmtTree(secretTree, "xml"));
  it.each([
    ["markup", xml],
    ["a CDATA section", `<![CDATA[${xml}]]>`],
    ["escaped text", xml.replaceAll("<", "&lt;")],
  ])("%s: the password is covered", (_name, data) => {
    expect(covered(dmMediaTypes.xml, around(data))).not.toContain("open-sesame");
    const report = decodeReport(decodeMessage(around(data), { registry }));
    expect(JSON.stringify(report)).not.toContain("open-sesame");
  });
});

it("the digest of syncml:auth-MAC is covered in the header, the algorithm and the name are not", () => {
  const { value } = maskHeaders({ "x-syncml-hmac": 'algorithm=MD5, username="dev17", mac=Zm9vYmFy' });
  expect(value["x-syncml-hmac"]).toBe('algorithm=MD5, username="dev17", mac=********');
});
