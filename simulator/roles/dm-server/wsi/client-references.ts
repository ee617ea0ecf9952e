import { toHex, utf8 } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import type { WsiMessage } from "../../../stacks/wsi-http.ts";
import { toJson } from "../json-value.ts";
import type { ReferenceRecord } from "./records.ts";
import { serviceRefusal } from "./refusal.ts";
import type { Collection, Store } from "../store.ts";

/** What a `clientReference` already stood for (contract, section 2). */
export interface ClientReferences {
  /**
   * The stored response when the same External System sent the same request under the same reference before; undefined
   * for a new reference. Refuses another request under a known reference with SVC0005.
   */
  recall(
    owner: string,
    message: WsiMessage<"DeviceManagement">,
    date: number,
  ): { readonly response: unknown } | undefined;
  remember(owner: string, message: WsiMessage<"DeviceManagement">, response: unknown, date: number): void;
}

/** Creates the references on the store's collection `clientReferences`; each is kept for `retention` milliseconds. */
export function createClientReferences(store: Store, crypto: Crypto, retention: number): ClientReferences {
  const records: Collection<ReferenceRecord> = store.collection("clientReferences");

  const forgetOld = (date: number): void => {
    let looked = 0;
    for (const [key, record] of records.entries()) {
      if (++looked > 2 || record.expiresAt > date) return; // in order of time
      records.remove(key);
    }
  };

  return {
    recall: (owner, message, date) => {
      const reference = referenceOf(message);
      const known = reference === undefined ? undefined : records.get(keyOf(owner, reference));
      if (reference === undefined || !known || known.expiresAt <= date) return undefined;
      if (known.operation !== message.operation || known.digest !== digestOf(message, crypto))
        throw serviceRefusal("SVC0005", [reference, "clientReference"]);
      return { response: known.response };
    },
    remember: (owner, message, response, date) => {
      const reference = referenceOf(message);
      if (reference === undefined) return;
      forgetOld(date);
      records.put(keyOf(owner, reference), {
        digest: digestOf(message, crypto),
        operation: message.operation,
        response: toJson(response),
        expiresAt: date + retention,
      });
    },
  };
}

function referenceOf(message: WsiMessage<"DeviceManagement">): string | undefined {
  return "clientReference" in message.value ? message.value.clientReference : undefined;
}

function keyOf(owner: string, reference: string): string {
  return `${owner}\n${reference}`;
}

function digestOf(message: WsiMessage<"DeviceManagement">, crypto: Crypto): string {
  return toHex(crypto.sha256(utf8(`${message.operation}\n${JSON.stringify(toJson(message.value))}`)));
}
