import { namespace } from "../../schema/element.ts";

/** Namespace of messages and types of the contract. */
export const WSI = "urn:dmwsi:1.0";

/** Target namespace of the WSDL. */
export const WSI_WSDL = "urn:dmwsi:1.0:wsdl";

/** RelationshipType of a callback's RelatesTo: the callback is an outcome of the related request. */
export const OUTCOME_RELATIONSHIP = "urn:dmwsi:1.0:outcome";

/** Builder of elements in the contract's namespace. */
export const el = namespace(WSI);

/** SOAPAction and WS-Addressing Action of an operation or a callback. */
export function actionOf(name: string): string {
  return `${WSI}:${name}`;
}
