import { utf8, utf8Text } from "../core/bytes.ts";
import { isFault, readFault, type ReadEnvelope, type SoapEnvelope } from "../protocols/soap/index.ts";
import { WSI } from "../protocols/wsi/index.ts";
import type { AnyElementOut } from "../schema/element.ts";
import { isWsiName, readWsiEnvelope } from "./wsi-envelope.ts";
import { renameXml } from "./xml-names.ts";

/**
 * The namespace that a message has in place of the contract's, when its element has a name of the contract: the message of
 * an implementation with another binding. Undefined for every other message. For those who look at messages; who answers
 * them goes by the profile that is configured.
 */
export function foreignNamespace(envelope: SoapEnvelope | undefined): string | undefined {
  const child = envelope?.children[0];
  if (!child) return undefined;
  if (!isFault(child)) return namespaceOf(child);
  for (const entry of readFault(child)?.details ?? []) {
    const namespace = namespaceOf(entry);
    if (namespace !== undefined) return namespace;
  }
  return undefined;
}

function namespaceOf({ element, namespace, name }: AnyElementOut): string | undefined {
  const isForeign = element === undefined && namespace !== "" && namespace !== WSI && isWsiName(name);
  return isForeign ? namespace : undefined;
}

/** Reads an envelope of the contract, or of an implementation with another namespace, which `foreign` then names. */
export function readAnyWsiEnvelope(
  body: Uint8Array,
): ReadEnvelope & { readonly foreign: string | undefined } {
  const read = readWsiEnvelope(body);
  const foreign = foreignNamespace(read.envelope);
  return foreign === undefined
    ? { ...read, foreign }
    : { ...readWsiEnvelope(renamed(body, foreign)), foreign };
}

/** A message with the contract's namespace where it has another one in its place; else as it is. */
export function inContractNames(body: Uint8Array): Uint8Array {
  const foreign = foreignNamespace(readWsiEnvelope(body).envelope);
  return foreign === undefined ? body : renamed(body, foreign);
}

function renamed(body: Uint8Array, foreign: string): Uint8Array {
  const text = utf8Text(body);
  if (text === undefined) return body;
  return utf8(renameXml(text, { namespace: (uri) => (uri === foreign ? WSI : uri) }));
}
