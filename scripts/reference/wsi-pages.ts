import {
  callbacks,
  exceptionTexts,
  operationNames,
  operations,
  WSI,
  WSI_WSDL,
} from "../../simulator/protocols/wsi/index.ts";
import { globalElements } from "../../simulator/protocols/wsi/contract.ts";
import type { AnyElement } from "../../simulator/schema/element.ts";
import { namedTypes, rowsOf, type ElementRow } from "./wsi-declaration.ts";
import { exampleOf } from "./wsi-example.ts";

const note =
  "<!-- Generated from the declarations in simulator/protocols/wsi by scripts/generate-wsi-reference.ts. -->";
const elements = globalElements(operationNames);
const types = namedTypes(elements);
const typeNames = new Set(types.map(({ name }) => name));

/** The reference pages of the contract, by file name. */
export function wsiReference(): ReadonlyMap<string, string> {
  return new Map([
    ["README.md", overview()],
    ["operations.md", operationsPage()],
    ["callbacks.md", callbacksPage()],
    ["types.md", typesPage()],
    ["faults.md", faultsPage()],
  ]);
}

function overview(): string {
  const operationRows = Object.values(operations).map(({ name, doc, outcomes }) => [
    `[${name}](operations.md#${anchor(name)})`,
    operationNames.includes(name) ? "yes" : "no",
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
    "Every response but those of Query and List operations begins with an acknowledgement (`ack`); the outcome comes as a callback or is polled with QueryOperation. The second column says whether this version carries the operation out; its WSDL lists those alone.",
    table(["Operation", "Carried out", "What it does", "Outcomes"], operationRows),
    "## Callbacks",
    "What an External System offers at its callback endpoint. A callback is delivered by any 2xx answer without a fault.",
    table(["Callback", "What it tells"], callbackRows),
    "Types are on [their own page](types.md), errors on [theirs](faults.md).",
  );
}

function operationsPage(): string {
  const sections = Object.values(operations).flatMap(
    ({ name, doc, request, response, soapAction, submitting }) => [
      `## ${name}`,
      doc,
      `SOAPAction: ${code(soapAction)}${submitting ? ". Submitting: repeating it with the same `clientReference` repeats the response." : ""}`,
      `### ${name} request`,
      elementTable(request),
      example(request),
      `### ${name} response`,
      elementTable(response),
      example(response),
    ],
  );
  return page("Operations", "PortType `DeviceManagement`. Elements stand in this order.", ...sections);
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
  const rows = Object.entries(exceptionTexts).map(([id, text]) => [
    code(id),
    id.startsWith("SVC") ? "ServiceException" : "PolicyException",
    text,
  ]);
  return page(
    "Faults",
    "Every operation and callback declares both exceptions. The exception is the child of the fault's detail; the receiver puts the variables in place of %1, %2, … of its text.",
    table(["Identifier", "Exception", "Text"], rows),
    "Malformed XML, a document type declaration, an unknown operation, a missing or repeated element and a value of a wrong type give a Client (SOAP 1.2: Sender) fault without detail whose text names the element; HTTP status 500, in SOAP 1.2 400. Another media type gives 415. A `wsse:Security` header that is present and wrong gives a fault of WS-Security (`FailedAuthentication`, `UnsupportedSecurityToken`, `InvalidSecurity`); no credentials at all give 401.",
    ...rowsSections(),
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
