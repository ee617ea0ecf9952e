import type { Draft } from "../../api/index.ts";
import { toBase64, toHex, utf8 } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import { WSI, type OperationName } from "../../protocols/wsi/index.ts";
import type { ExternalSystemOptions } from "../../roles/external-system/index.ts";
import { writePackage, type PackageFacts } from "../../roles/device/objects/package-format.ts";
import { leaf, node } from "./draft.ts";
import type { IdKind } from "./known-ids.ts";

/** What examples are made of: things of this run. */
export interface ExampleParts {
  readonly system: ExternalSystemOptions;
  /** A device of the run. */
  readonly device: string;
  /** Devices of a bulk operation where it may not be about all. */
  readonly bulk: readonly string[] | undefined;
  /** A node of it that can be written, with another value. */
  readonly writable: { readonly uri: string; readonly format: string; readonly value: string };
  /** The newest identifier of a kind. */
  id(kind: IdKind): string;
  /** A reference that was not used before. */
  readonly reference: string;
  /** The type of a diagnostic function that the device has. */
  readonly diagnosticFunction: string;
  readonly crypto: Crypto;
}

/** A sensible request of an operation. */
export function exampleOf(operation: OperationName, parts: ExampleParts): Draft {
  return node(operation, ...builders[operation](parts));
}

const reference = ({ reference: text }: ExampleParts): Draft => leaf("clientReference", text);
const device = ({ device: id }: ExampleParts): Draft => leaf("deviceId", id);
const get = (uri: string): Draft => node("get", leaf("locUri", uri));
const replace = ({ writable: { uri, format, value } }: ExampleParts): Draft =>
  node("replace", leaf("locUri", uri), leaf("format", format), leaf("data", value));

const builders: Readonly<Record<OperationName, (parts: ExampleParts) => readonly Draft[]>> = {
  RegisterExternalSystem: (parts) => {
    const { name, kind, managementDomain, callback } = parts.system;
    const { scheme, username, password } = callback.credentials;
    return [
      reference(parts),
      leaf("name", name),
      leaf("kind", kind),
      leaf("managementDomain", managementDomain),
      leaf("callbackEndpoint", callback.url),
      node(
        "callbackCredentials",
        leaf("scheme", scheme),
        ...(scheme === "none"
          ? []
          : [leaf("username", username), leaf("password", callback.announced?.password ?? password)]),
      ),
      leaf("expires", "P1D"),
    ];
  },
  DeregisterExternalSystem: ({ id }) => [leaf("registrationId", id("registration"))],
  DiscoverDevices: () => [
    node("filter", leaf("deviceId", "IMEI:*")),
    leaf("startIndex", "0"),
    leaf("maxResults", "100"),
    leaf("includeCapabilities", "true"),
  ],
  DescribeDevice: (parts) => [device(parts), leaf("refresh", "true")],
  SubmitConfiguration: (parts) => [
    reference(parts),
    leaf("name", "Defaults"),
    leaf("version", "1.0"),
    leaf("contentType", "application/vnd.dmwsi.parameters+xml"),
    leaf("content", toBase64(utf8(parameterList(parts)))),
    node("assignTo", device(parts)),
    leaf("applyAt", "now"),
    leaf("expires", "P1D"),
  ],
  SubmitUpdate: (parts) => {
    const facts = { ...noFacts, name: `Example ${parts.reference}` };
    const content = writePackage(facts, utf8("The payload of an example."), parts.crypto);
    return [
      reference(parts),
      leaf("name", "Firmware"),
      leaf("version", "2.0"),
      leaf("kind", "firmware"),
      leaf("content", toBase64(content)),
      leaf("size", String(content.length)),
      leaf("sha256", toHex(parts.crypto.sha256(content))),
      leaf("install", "download-and-install"),
      node("assignTo", device(parts)),
      leaf("expires", "P1D"),
    ];
  },
  ListConfigurations: () => [leaf("startIndex", "0"), leaf("maxResults", "100")],
  ListUpdates: () => [leaf("startIndex", "0"), leaf("maxResults", "100")],
  RemoveConfiguration: ({ id }) => [leaf("configurationId", id("configuration"))],
  RemoveUpdate: ({ id }) => [leaf("updateId", id("update"))],
  ManageParameters: (parts) => [
    reference(parts),
    device(parts),
    node("command", get("./DevDetail/FwV")),
    node("command", replace(parts)),
    leaf("notifyDevice", "true"),
    leaf("expires", "PT1H"),
  ],
  SubmitBulkOperation: (parts) => [
    reference(parts),
    leaf("name", "Nightly setting"),
    parts.bulk === undefined
      ? node("target", leaf("all", "true"))
      : node("target", ...parts.bulk.map((id) => leaf("deviceId", id))),
    node("command", replace(parts)),
    leaf("maxParallel", "10"),
    leaf("stopAfterFailures", "5"),
    leaf("progressEvery", "10"),
    leaf("expires", "P1D"),
  ],
  QueryOperation: ({ id }) => [leaf("operationId", id("operation"))],
  CancelOperation: ({ id }) => [leaf("operationId", id("operation"))],
  InitiateSession: (parts) => [
    reference(parts),
    device(parts),
    leaf("uiMode", "background"),
    leaf("expires", "PT10M"),
  ],
  ExchangePackage: ({ id }) => [
    leaf("sessionId", id("session")),
    leaf("package", toBase64(utf8(examplePackage))),
    leaf("contentType", "application/vnd.syncml.dm+xml"),
  ],
  TerminateSession: ({ id }) => [leaf("sessionId", id("session")), leaf("abort", "false")],
  SubscribeAlerts: (parts) => [
    reference(parts),
    leaf("alertType", "urn:oma:at:*"),
    node("target", device(parts)),
    leaf("expires", "P1D"),
  ],
  RenewSubscription: ({ id }) => [leaf("subscriptionId", id("subscription")), leaf("expires", "P1D")],
  UnsubscribeAlerts: ({ id }) => [leaf("subscriptionId", id("subscription"))],
  RetrieveAlerts: (parts) => [
    node("filter", device(parts)),
    leaf("startIndex", "0"),
    leaf("maxResults", "100"),
  ],
  RequestDiagnostics: (parts) => [
    reference(parts),
    device(parts),
    leaf("function", parts.diagnosticFunction),
    leaf("start", "true"),
    leaf("expires", "PT1H"),
  ],
};

function parameterList({ writable: { uri, format, value } }: ExampleParts): string {
  return (
    `<parameters xmlns="${WSI}">\n  <parameter>\n    <locUri>${uri}</locUri>\n` +
    `    <format>${format}</format>\n    <data>${value}</data>\n  </parameter>\n</parameters>\n`
  );
}

/** A package that every simulated device takes. */
const noFacts: PackageFacts = {
  kind: "firmware",
  model: "*",
  name: "",
  version: "2.0",
  components: [],
  requires: [],
  parameters: [],
};

/** A package with one Get; the DM server writes its own header in place of this one (contract, section 8). */
const examplePackage = `<SyncML xmlns="SYNCML:SYNCML1.2">
  <SyncHdr>
    <VerDTD>1.2</VerDTD>
    <VerProto>DM/1.2</VerProto>
    <SessionID>1</SessionID>
    <MsgID>1</MsgID>
    <Target><LocURI>device</LocURI></Target>
    <Source><LocURI>server</LocURI></Source>
  </SyncHdr>
  <SyncBody>
    <Get>
      <CmdID>1</CmdID>
      <Item><Target><LocURI>./DevInfo/Mod</LocURI></Target></Item>
    </Get>
    <Final/>
  </SyncBody>
</SyncML>
`;
