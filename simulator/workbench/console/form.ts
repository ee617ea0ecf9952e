import type { CommandForm, Completed, ConsoleCatalog, FormField, OperationForm } from "../../api/index.ts";
import { command, operations, type OperationName } from "../../protocols/wsi/index.ts";
import type { AnyElement, Cardinality, Content, Scalar } from "../../schema/element.ts";
import { optionally } from "../optionally.ts";

/** The operations in the order and the groups of the screen, each with a few words. */
const groups: readonly {
  readonly title: string;
  readonly operations: Readonly<Partial<Record<OperationName, string>>>;
}[] = [
  {
    title: "Registration",
    operations: {
      RegisterExternalSystem: "register, and ask for rights",
      DeregisterExternalSystem: "end a registration",
    },
  },
  {
    title: "Devices",
    operations: {
      DiscoverDevices: "find devices",
      DescribeDevice: "what one device is and can",
    },
  },
  {
    title: "Configuration and updates",
    operations: {
      SubmitConfiguration: "store and assign a configuration",
      SubmitUpdate: "store and assign an update",
      ListConfigurations: "stored configurations",
      ListUpdates: "stored updates",
      RemoveConfiguration: "remove a configuration",
      RemoveUpdate: "remove an update",
    },
  },
  {
    title: "Management",
    operations: {
      ManageParameters: "change and read parameters",
      SubmitBulkOperation: "the same on many devices",
      QueryOperation: "how an operation stands",
      CancelOperation: "stop an operation",
    },
  },
  {
    title: "Session tunnel",
    operations: {
      InitiateSession: "open a session with a device",
      ExchangePackage: "send a package through it",
      TerminateSession: "end the session",
    },
  },
  {
    title: "Alerts and diagnostics",
    operations: {
      SubscribeAlerts: "be told alerts of devices",
      RenewSubscription: "keep a subscription longer",
      UnsubscribeAlerts: "end a subscription",
      RetrieveAlerts: "alerts that are stored",
      RequestDiagnostics: "read a device freshly",
    },
  },
];

/** Elements for which the host can suggest values. */
const completed: Readonly<Record<string, Completed>> = {
  deviceId: "device",
  locUri: "locUri",
  from: "locUri",
  to: "locUri",
  parameter: "locUri",
  operationId: "operation",
  sessionId: "session",
  subscriptionId: "subscription",
  registrationId: "registration",
  configurationId: "configuration",
  updateId: "update",
  requestedOperation: "operationName",
  requestedAlertType: "alertType",
  alertType: "alertType",
  contentType: "contentType",
  packageContentType: "contentType",
  format: "format",
};

/** Everything that forms are drawn from, made from the declarations of the contract. */
export function consoleCatalog(): ConsoleCatalog {
  return {
    groups: groups.map(({ title, operations: listed }) => ({
      title,
      operations: Object.entries(listed).map(([name, about]) => operationForm(name as OperationName, about)),
    })),
    commands: commandForms(),
  };
}

function operationForm(name: OperationName, about: string): OperationForm {
  const { doc, outcomes, request } = operations[name];
  return { name, about, doc, outcomes: [...outcomes], fields: fieldsOf(request, name) };
}

/** Forms of the children of a struct; an attribute or a wildcard is no part of a request of the contract. */
function fieldsOf(element: AnyElement, operation: string): FormField[] {
  const { content } = element;
  if (content.kind !== "struct") return [];
  return Object.values(content.fields).flatMap((field) =>
    field.kind === "element" ? [formField(field.element, field.cardinality, operation)] : [],
  );
}

function formField(element: AnyElement, cardinality: Cardinality, operation: string): FormField {
  const { name, label = name, doc = "", content, secret } = element;
  const kind = kindOf(content);
  return {
    name,
    label,
    doc,
    cardinality,
    kind,
    ...optionally("values", valuesOf(content)),
    // a password is covered while it is typed, whatever the declaration says of journals
    ...optionally("secret", secret === true || name === "password" ? true : undefined),
    ...optionally("completes", kind === "text" ? completed[name] : undefined),
    ...optionally("fields", kind === "struct" ? fieldsOf(element, operation) : undefined),
  };
}

function valuesOf(content: Content): string[] | undefined {
  if (content.kind !== "scalar" || content.scalar.values === undefined) return undefined;
  return [...content.scalar.values];
}

function kindOf(content: Content): FormField["kind"] {
  switch (content.kind) {
    case "struct":
      return "struct";
    case "choice":
      return "command";
    case "scalar":
      return scalarKind(content.scalar);
    case "flag":
    case "data":
      return "text";
  }
}

function scalarKind({ values, xsd }: Scalar<unknown>): FormField["kind"] {
  if (values !== undefined) return "enumeration";
  return scalarKinds[xsd] ?? "text";
}

const scalarKinds: Readonly<Record<string, FormField["kind"]>> = {
  "xs:anyURI": "uri",
  "xs:int": "int",
  "xs:long": "long",
  "xs:boolean": "boolean",
  "xs:duration": "duration",
  "xs:dateTime": "dateTime",
  "xs:base64Binary": "base64",
  "xs:hexBinary": "hex",
};

/** The kinds of management commands: the alternatives of the contract's only choice. */
function commandForms(): CommandForm[] {
  const { content } = command;
  if (content.kind !== "choice") return [];
  return content.alternatives().map((alternative) => ({
    kind: alternative.name,
    label: alternative.label ?? alternative.name,
    doc: alternative.doc ?? "",
    fields: fieldsOf(alternative, alternative.name),
    members: membersOf(alternative),
  }));
}

/** Kinds that a container may hold. */
function membersOf({ content }: AnyElement): string[] {
  if (content.kind !== "struct") return [];
  return Object.values(content.fields).flatMap((field) =>
    field.kind === "group" ? field.alternatives().map(({ name }) => name) : [],
  );
}
