import { operations, type OperationName, type exceptionTexts } from "../../simulator/protocols/wsi/index.ts";

type Identifier = keyof typeof exceptionTexts;

/** Exceptions that every operation may give. */
const always: readonly Identifier[] = ["SVC0001", "SVC0002", "POL0200", "POL0203"];

/** Exceptions that come with an element of the request. */
const byElement: Readonly<Record<string, readonly Identifier[]>> = {
  clientReference: ["SVC0005"],
  deviceId: ["SVC0004", "POL0201"],
  target: ["SVC0004", "POL0201", "POL0003"],
  assignTo: ["SVC0004", "POL0201", "POL0003", "SVC0208"],
  command: ["POL0202", "SVC0209"],
  setUp: ["POL0202"],
  content: ["POL0202"],
  package: ["POL0202"],
  operationId: ["SVC0200"],
  sessionId: ["SVC0201"],
  subscriptionId: ["SVC0203"],
  registrationId: ["SVC0204"],
  contentType: ["SVC0205"],
  configurationId: ["SVC0207"],
  updateId: ["SVC0207"],
};

/** Exceptions of single operations. */
const byOperation: Readonly<Partial<Record<OperationName, readonly Identifier[]>>> = {
  SubmitConfiguration: ["SVC0206"],
  InitiateSession: ["SVC0003", "SVC0208"],
  ExchangePackage: ["SVC0202"],
  SubscribeAlerts: ["POL0001"],
  RetrieveAlerts: ["POL0204"],
  RequestDiagnostics: ["POL0202", "SVC0208"],
};

/** The exceptions that an operation may give, in the order of their identifiers, services first. */
export function faultsOf(name: OperationName): readonly Identifier[] {
  const { content } = operations[name].request;
  const fields = content.kind === "struct" ? Object.keys(content.fields) : [];
  const found = new Set<Identifier>([
    ...always,
    ...fields.flatMap((field) => byElement[field] ?? []),
    ...(byOperation[name] ?? []),
  ]);
  const weight = (id: Identifier): string => `${id.startsWith("SVC") ? 0 : 1}${id}`;
  return [...found].toSorted((a, b) => (weight(a) < weight(b) ? -1 : 1));
}
