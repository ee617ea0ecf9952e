import type { AnyElement, Scalar } from "../../simulator/schema/element.ts";
import { createXmlTextWriter, prettyXml } from "../../simulator/schema/xml/index.ts";

/** Values that say something, by element name. */
const texts: Readonly<Record<string, string>> = {
  deviceId: "IMEI:490000000000001",
  operationId: "op-1",
  registrationId: "reg-1",
  sessionId: "s-1",
  subscriptionId: "sub-1",
  configurationId: "conf-1",
  updateId: "upd-1",
  alertId: "alert-1",
  clientReference: "order-4711",
  name: "Customer care",
  version: "1.0",
  callbackEndpoint: "https://care.example/callback",
  packageUri: "https://care.example/packages/1",
  requestedOperation: "ManageParameters",
  grantedOperation: "ManageParameters",
  operation: "ManageParameters",
  contentType: "application/vnd.syncml.dm+xml",
  packageContentType: "application/vnd.syncml.dm+xml",
  locUri: "./DevInfo/Mod",
  source: "./DevInfo/Mod",
  parameter: "./DevInfo",
  acceptedParameter: "./DevInfo",
  format: "chr",
  data: "Bench-1",
  index: "1",
  statusText: "OK",
  manufacturer: "Example",
  model: "Bench-1",
  group: "lab",
  function: "urn:oma:mo:oma-diag:restart:1.0",
  mo: "urn:oma:mo:oma-dm-devinfo:1.0",
  root: "./DevInfo",
  reason: "words for people",
};
const urn = "urn:oma:at:diagmon:1.0:OperationComplete";
const numbers: Readonly<Record<string, string>> = {
  status: "200",
  number: "1",
  maxResults: "100",
  startIndex: "0",
};
const samples: Readonly<Record<string, string>> = {
  "xs:dateTime": "2026-01-02T03:04:05.000Z",
  "xs:duration": "P1D",
  "xs:boolean": "true",
  "xs:int": "1",
  "xs:long": "1024",
  "xs:base64Binary": "AAEC",
  "xs:hexBinary": "0a0b",
};

/** An example of a message as indented XML: what is required, and of lists one entry. */
export function exampleOf(element: AnyElement): string {
  return prettyXml(createXmlTextWriter(element)(exampleValue(element))).trimEnd();
}

/** The value that an example shows. */
export function exampleValue(element: AnyElement): unknown {
  return valueOf(element, 0);
}

function valueOf(element: AnyElement, depth: number): unknown {
  const { content } = element;
  if (content.kind === "scalar") return content.scalar.parse(textOf(element.name, content.scalar));
  if (content.kind === "choice") {
    const first = content.alternatives()[0];
    return first && { kind: first.name, ...(valueOf(first, depth + 1) as object) };
  }
  if (content.kind !== "struct") return true;
  const value: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(content.fields)) {
    if (field.kind !== "element") continue;
    const list = field.cardinality === "many" || field.cardinality === "some";
    const shown = field.cardinality === "one" || field.cardinality === "some" || (list && depth < 3);
    if (shown) value[key] = list ? [valueOf(field.element, depth + 1)] : valueOf(field.element, depth + 1);
  }
  return value;
}

function textOf(name: string, scalar: Scalar<unknown>): string {
  const [first] = scalar.values ?? [];
  if (first !== undefined) return first;
  if (scalar.xsd === "xs:int") return numbers[name] ?? "1";
  return samples[scalar.xsd] ?? texts[name] ?? (/alerttype/i.test(name) ? urn : name);
}
