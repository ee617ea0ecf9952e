import type { Scalar } from "../../schema/element.ts";

/** Whose key a text is; also the `keyType` of a result. */
export type KeyType = "businessKey" | "serviceKey" | "bindingKey" | "tModelKey";

/** Types of keys, each a scalar of its own, so that keys can be found in any message by its declaration. */
export const keyScalars: Readonly<Record<KeyType, Scalar<string>>> = {
  businessKey: keyScalar("businessKey"),
  serviceKey: keyScalar("serviceKey"),
  bindingKey: keyScalar("bindingKey"),
  tModelKey: keyScalar("tModelKey"),
};

/** A key of version 3 whose kind is not known (`get_operationalInfo`). */
export const uddiKey: Scalar<string> = keyScalar("uddiKey");

/** The kind of key that a scalar holds, or undefined when it is no key. */
export function keyTypeOf(scalar: Scalar<unknown>): KeyType | "uddiKey" | undefined {
  return kinds.get(scalar);
}

function keyScalar(name: string): Scalar<string> {
  return { name, xsd: "xs:string", parse: (text) => text, print: (value) => value };
}

const kinds = new Map<Scalar<unknown>, KeyType | "uddiKey">([
  [keyScalars.businessKey, "businessKey"],
  [keyScalars.serviceKey, "serviceKey"],
  [keyScalars.bindingKey, "bindingKey"],
  [keyScalars.tModelKey, "tModelKey"],
  [uddiKey, "uddiKey"],
]);

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The version 3 key of a version 2 key: `uddi:` and the UUID in lower case. Undefined when the text is no UUID. Keys of
 * tModels come with `uuid:`, all others bare.
 */
export function version3Key(type: KeyType, key: string): string | undefined {
  const folded = foldKey(key);
  const uuid = type === "tModelKey" ? folded.replace(/^uuid:/, "") : folded;
  return UUID.test(uuid) ? `uddi:${uuid}` : undefined;
}

/** The UUID inside a version 3 key of the form `uddi:<UUID>`, or undefined for any other key. */
export function uuidOf(key: string): string | undefined {
  const uuid = key.slice("uddi:".length);
  return key.startsWith("uddi:") && UUID.test(uuid) ? uuid : undefined;
}

/** The version 2 key that a UUID is written as. */
export function version2Key(type: KeyType, uuid: string): string {
  return type === "tModelKey" ? `uuid:${uuid}` : uuid;
}

/** Form in which keys are compared: lower case. */
export function foldKey(key: string): string {
  return key.toLowerCase();
}

/** Ending of the keys of tModels that let their owner propose keys below them. */
export const KEY_GENERATOR = ":keygenerator";

/** True for the form of a version 3 key: `uddi:`, a domain or UUID, and any further parts; at most 255 characters. */
export function isVersion3Key(key: string): boolean {
  return key.length <= 255 && /^uddi:[a-z0-9][a-z0-9.-]*(?::[\x21-\x39\x3b-\x7e]+)*$/.test(foldKey(key));
}
