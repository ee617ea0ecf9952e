import { randomUuid } from "../../../core/ids.ts";
import {
  canonicalKeys,
  isVersion3Key,
  KEY_GENERATOR,
  type KeyType,
  type TModel,
} from "../../../protocols/uddi/index.ts";
import { refuse, refuseKey, unknownKey } from "../refusal.ts";
import type { Publishing } from "../room.ts";
import type { Stamp } from "../store/records.ts";
import type { Table } from "../store/table.ts";
import { ownerTerm } from "../store/terms.ts";

/** The record of a key that the publisher owns; refuses unknown keys and those of others. */
export function ownRecord<R extends Stamp>(
  { userId }: Publishing,
  table: Table<R>,
  keyType: KeyType,
  key: string,
): R {
  const record = table.get(key) ?? unknownKey(keyType, key);
  if (record.owner !== userId) refuseKey("E_userMismatch", keyType, key, "it belongs to another publisher");
  return record;
}

/** What a record to be saved is stamped with, and what it replaces. */
export interface Place<R> {
  readonly stamp: Stamp;
  readonly before: R | undefined;
}

/**
 * The place of an entry: that of its key, which must be the publisher's, or a new one where the key is empty or, in version
 * 3, a key that the publisher may propose.
 */
export function placeOf<R extends Stamp>(
  on: Publishing,
  table: Table<R>,
  keyType: KeyType,
  key: string | undefined,
  model?: TModel,
): Place<R> {
  const { entries, date, random, userId } = on;
  const order = entries.nextOrder();
  if (key !== undefined && key !== "" && table.get(key)) {
    const before = ownRecord(on, table, keyType, key);
    return { before, stamp: { key, owner: userId, order, created: before.created, modified: date } };
  }
  const most = on.limits[kindOf[keyType]];
  if (table.having(ownerTerm(userId)).size >= most)
    refuse("E_accountLimitExceeded", `a publisher may have ${most} ${kindOf[keyType]}`);
  if (key !== undefined && key !== "") checkProposal(on, keyType, key, model);
  const given = key || `uddi:${randomUuid(random)}`;
  return { before: undefined, stamp: { key: given, owner: userId, order, created: date, modified: date } };
}

const kindOf = {
  businessKey: "businesses",
  serviceKey: "services",
  bindingKey: "bindings",
  tModelKey: "tModels",
} as const satisfies Record<KeyType, string>;

/**
 * A publisher proposes keys below a key generator of its own: `uddi:a.example:x` when it owns the tModel
 * `uddi:a.example:keygenerator`. The generator of a whole domain is whoever's comes first.
 */
function checkProposal(on: Publishing, keyType: KeyType, key: string, model: TModel | undefined): void {
  if (on.version === 2) unknownKey(keyType, key);
  if (!isVersion3Key(key)) refuseKey("E_invalidKeyPassed", keyType, key, "this is no key of version 3");
  const { entries } = on;
  if (
    [entries.businesses, entries.services, entries.bindings, entries.tModels].some((table) => table.get(key))
  )
    refuseKey("E_keyUnavailable", keyType, key, "an entry of another kind has this key");
  const isGenerator = key.endsWith(KEY_GENERATOR);
  if (isGenerator && !(model && isKeyGenerator(model)))
    refuseKey("E_keyUnavailable", keyType, key, "only a tModel categorised as keyGenerator has such a key");
  const base = isGenerator ? key.slice(0, -KEY_GENERATOR.length) : key;
  const parent = base.slice(0, base.lastIndexOf(":"));
  if (isGenerator && parent === "uddi") {
    if (base === "uddi:uddi.org") refuseKey("E_keyUnavailable", keyType, key, "this domain is reserved");
    return;
  }
  const generator = `${parent === "uddi" ? base : parent}${KEY_GENERATOR}`;
  const owned = entries.tModels.get(generator);
  if (owned?.owner !== on.userId || owned.hidden)
    refuseKey("E_keyUnavailable", keyType, key, `the publisher does not own ${generator}`);
}

function isKeyGenerator({ categoryBag }: TModel): boolean {
  return (categoryBag?.keyedReference ?? []).some(
    ({ tModelKey, keyValue }) => tModelKey === canonicalKeys[3].types && keyValue === "keyGenerator",
  );
}
