import { createEnvelopeReader, type SoapVocabulary } from "../protocols/soap/index.ts";
import {
  callbacks,
  operations,
  PolicyException,
  ServiceException,
  Via,
  WSI,
} from "../protocols/wsi/index.ts";
import type { AnyElement } from "../schema/element.ts";
import type { MessageDeclaration, MessageName, PortTypeName } from "./wsi-types.ts";

const byElement = new Map<string, AnyElement>();
for (const { request, response } of [...Object.values(operations), ...Object.values(callbacks)]) {
  byElement.set(request.name, request);
  byElement.set(response.name, response);
}
const details: ReadonlyMap<string, AnyElement> = new Map<string, AnyElement>([
  [ServiceException.name, ServiceException],
  [PolicyException.name, PolicyException],
]);

/** What bodies, fault details and headers of the contract hold. */
export const wsiVocabulary: SoapVocabulary = {
  body: (namespace, name) => (namespace === WSI ? byElement.get(name) : undefined),
  detail: (namespace, name) => (namespace === WSI ? details.get(name) : undefined),
  header: (namespace, name) => (namespace === WSI && name === Via.name ? Via : undefined),
};

/** True for the name of a message or of an exception of the contract. */
export function isWsiName(name: string): boolean {
  return byElement.has(name) || details.has(name);
}

/** Reads envelopes of the contract. */
export const readWsiEnvelope = createEnvelopeReader(wsiVocabulary);

/** Declaration of an operation or callback. */
export function declarationOf(name: MessageName): MessageDeclaration {
  return Object.hasOwn(operations, name)
    ? operations[name as keyof typeof operations]
    : callbacks[name as keyof typeof callbacks];
}

/** Name of the message of a portType whose request element this is, or undefined. */
export function messageOfElement(
  portType: PortTypeName,
  element: AnyElement | undefined,
): MessageName | undefined {
  if (!element) return undefined;
  const table: Readonly<Record<string, MessageDeclaration>> =
    portType === "DeviceManagement" ? operations : callbacks;
  const found = Object.hasOwn(table, element.name) ? table[element.name] : undefined;
  return found?.request === element ? found.name : undefined;
}
