import {
  callbacks,
  exceptionTexts,
  operationNames,
  operations,
  serviceException,
  WSI,
  WSI_WSDL,
  type OperationName,
} from "../../simulator/protocols/wsi/index.ts";
import { globalElements } from "../../simulator/protocols/wsi/contract.ts";
import type { AnyElement } from "../../simulator/schema/element.ts";
import { namedTypes, rowsOf, type ElementRow } from "./wsi-declaration.ts";
import { utf8Text } from "../../simulator/core/bytes.ts";
import { prettyXml } from "../../simulator/schema/xml/index.ts";
import { writeFault } from "../../simulator/stacks/wsi-http.ts";
import { exampleOf } from "./wsi-example.ts";
import { exampleExchange } from "./wsi-exchange.ts";
import { faultsOf } from "./wsi-faults-of.ts";

const note =
  "<!-- Generated from the declarations in simulator/protocols/wsi by scripts/generate-wsi-reference.ts. -->";
const elements = globalElements(operationNames);
const types = namedTypes(elements);
const typeNames = new Set(types.map(({ name }) => name));

/** The reference pages of the contract, by file name. */
export function wsiReference(): ReadonlyMap<string, string> {
  return new Map([
    ["README.md", overview()],
    ...operationNames.map((name) => [fileOf(name), operationPage(name)] as const),
    ["callbacks.md", callbacksPage()],
    ["types.md", typesPage()],
    ["faults.md", faultsPage()],
  ]);
}

function overview(): string {
  const operationRows = Object.values(operations).map(({ name, doc, outcomes }) => [
    `[${name}](${fileOf(name)})`,
    doc,
    outcomes.map((outcome) => `[${outcome}](callbacks.md#${anchor(outcome)})`).join(", "),
  ]);
  const callbackRows = Object.values(callbacks).map(({ name, doc }) => [
    `[${name}](callbacks.md#${anchor(name)})`,
    doc,
  ]);
  return page(
    "The DM WSI contract",
    "The web service interface between External Systems and the DM server. The architecture document leaves the binding open; this contract is the workbench's own, so a difference from it is no violation of an OMA specification.",
    table(
      ["", ""],
      [
        ["Messages and types", code(WSI)],
        ["WSDL target namespace", code(WSI_WSDL)],
        [
          "Endpoint",
          "`POST /wsi`, SOAP 1.1 (`text/xml`) and SOAP 1.2 (`application/soap+xml`) at one address",
        ],
        ["WSDL", "`GET /wsi?wsdl`"],
        ["WSDL with the SOAP 1.1 port alone", "`GET /wsi?wsdl=soap11`"],
        ["WSDL with the schema inside", "`GET /wsi?wsdl=inline`"],
        ["WSDL of the callback endpoint", "`GET /wsi?wsdl=callback`"],
        ["XML Schema", "`GET /wsi?xsd=types`"],
        ["SOAPAction", `${code(`${WSI}:`)} and the name of the operation`],
      ],
    ),
    "## Operations",
    "Every response but those of Query and List operations begins with an acknowledgement (`ack`); the outcome comes as a callback or is polled with QueryOperation.",
    table(["Operation", "What it does", "Outcomes"], operationRows),
    "## Callbacks",
    "What an External System offers at its callback endpoint. A callback is delivered by any 2xx answer without a fault.",
    table(["Callback", "What it tells"], callbackRows),
    "## Other bindings",
    "An implementation whose namespaces, actions and paths differ is driven, or posed as, with a [profile](../wsi-profile.md).",
    "Types are on [their own page](types.md), errors on [theirs](faults.md).",
  );
}

/** File of an operation's page. */
function fileOf(name: OperationName): string {
  return `${name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.md`;
}

function operationPage(name: OperationName): string {
  const { doc, request, response, soapAction, submitting } = operations[name];
  const repeated = submitting
    ? " Submitting: repeating it with the same `clientReference` repeats the response."
    : "";
  return page(
    name,
    doc,
    `SOAPAction: ${code(soapAction)}.${repeated} Elements stand in the order of the tables.`,
    "## Request",
    elementTable(request),
    "## Response",
    elementTable(response),
    "## Outcomes",
    outcomeText(name),
    "## Faults",
    table(
      ["Identifier", "Exception", "Text"],
      faultsOf(name).map((id) => [code(id), exceptionOf(id), exceptionTexts[id]]),
    ),
    "A message that cannot be read, and credentials that are missing or wrong, are answered as [all operations](faults.md) answer them.",
    ...(["1.1", "1.2"] as const).flatMap((version) => [
      `## Example in SOAP ${version}`,
      `\`\`\`http\n${exampleExchange(name, version)}\n\`\`\``,
    ]),
  );
}

/** Operations whose outcomes nobody can poll. */
const calledBack: readonly OperationName[] = ["InitiateSession", "SubscribeAlerts", "RetrieveAlerts"];

function outcomeText(name: OperationName): string {
  const { outcomes } = operations[name];
  if (outcomes.length === 0) return "None: the response is the answer, or there is nothing to tell.";
  const links = outcomes.map((outcome) => `[${outcome}](callbacks.md#${anchor(outcome)})`).join(", ");
  return calledBack.includes(name)
    ? `${links}. The registration must have a callback endpoint (SVC0002).`
    : `${links}; without a callback endpoint, [QueryOperation](${fileOf("QueryOperation")}).`;
}

function exceptionOf(id: string): string {
  return id.startsWith("SVC") ? "ServiceException" : "PolicyException";
}

function callbacksPage(): string {
  const sections = Object.values(callbacks).flatMap(({ name, doc, request, soapAction }) => [
    `## ${name}`,
    doc,
    `SOAPAction: ${code(soapAction)}. The response is the empty element ${code(`${name}Response`)}.`,
    elementTable(request),
    example(request),
  ]);
  return page("Callbacks", "PortType `ExternalSystemCallback`. Elements stand in this order.", ...sections);
}

function typesPage(): string {
  const sections = types.flatMap(({ name, kind, rows, values, doc }) => [
    `## ${name}`,
    ...(doc === "" ? [] : [doc]),
    kind === "enumeration" ? `One of ${values.map(code).join(", ")}.` : rowTable(rows),
  ]);
  return page("Types", `Global types of ${code(WSI)}.`, ...sections);
}

function faultsPage(): string {
  const rows = Object.entries(exceptionTexts).map(([id, text]) => [code(id), exceptionOf(id), text]);
  return page(
    "Faults",
    "Every operation and callback declares both exceptions. The exception is the child of the fault's detail; the receiver puts the variables in place of %1, %2, … of its text.",
    table(["Identifier", "Exception", "Text"], rows),
    "Malformed XML, a document type declaration, an unknown operation, a missing or repeated element and a value of a wrong type give a Client (SOAP 1.2: Sender) fault without detail whose text names the element; HTTP status 500, in SOAP 1.2 400. Another media type gives 415. A `wsse:Security` header that is present and wrong gives a fault of WS-Security (`FailedAuthentication`, `UnsupportedSecurityToken`, `InvalidSecurity`); no credentials at all give 401.",
    ...rowsSections(),
    ...(["1.1", "1.2"] as const).flatMap((version) => {
      const { status, body } = writeFault(version, serviceException("SVC0004", ["deviceId"]));
      return [
        `## Example in SOAP ${version}`,
        `With HTTP status ${status}:`,
        `\`\`\`xml\n${prettyXml(utf8Text(body) ?? "").trimEnd()}\n\`\`\``,
      ];
    }),
  );
}

function rowsSections(): readonly string[] {
  const exception = elements.find(({ name }) => name === "ServiceException");
  return exception
    ? ["## ServiceException, PolicyException", elementTable(exception), example(exception)]
    : [];
}

function elementTable(element: AnyElement): string {
  const rows = rowsOf(element);
  return rows.length === 0 ? "No elements." : rowTable(rows);
}

function rowTable(rows: readonly ElementRow[]): string {
  return table(
    ["Element", "Type", "Occurs", "Meaning"],
    rows.map(({ name, type, occurs, doc }) => [code(name), typeLink(type), occurs, doc]),
  );
}

function typeLink(type: string): string {
  return typeNames.has(type) ? `[${type}](types.md#${anchor(type)})` : code(type);
}

function example(element: AnyElement): string {
  return `\`\`\`xml\n${exampleOf(element)}\n\`\`\``;
}

function page(title: string, ...parts: readonly string[]): string {
  return [note, `# ${title}`, ...parts].join("\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

function anchor(name: string): string {
  return name.toLowerCase();
}
