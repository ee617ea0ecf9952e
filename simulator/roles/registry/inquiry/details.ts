import {
  uddiDeclaration,
  type InquiryName,
  type KeyType,
  type OperationalInfo,
  type UddiMessage,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";
import { bindingTemplate, businessEntity, businessService, childrenOf, tModel } from "../present.ts";
import { checkLengths } from "../publication/lengths.ts";
import { refuse, unknownKey } from "../refusal.ts";
import type { Answer, Room } from "../room.ts";
import type { Stamp } from "../store/records.ts";
import type { Table } from "../store/table.ts";
import { checkKeys } from "./criteria.ts";
import { findBinding } from "./find-binding.ts";
import { findBusiness } from "./find-business.ts";
import { findRelatedBusinesses } from "./find-related.ts";
import { findService } from "./find-service.ts";
import { findTModel } from "./find-tmodel.ts";

/** Answers a request of the inquiry API. */
export function answerInquiry(room: Room, version: UddiVersion, message: UddiMessage<InquiryName>): Answer {
  const { entries } = room;
  if (message.name.startsWith("find_"))
    checkLengths(version, uddiDeclaration(version, message.name), message.value);
  switch (message.name) {
    case "find_service":
      return findService(room, version, message.value);
    case "find_business":
      return findBusiness(room, version, message.value);
    case "find_binding":
      return findBinding(room, version, message.value);
    case "find_tModel":
      return findTModel(room, version, message.value);
    case "find_relatedBusinesses":
      return findRelatedBusinesses(room, version, message.value);
    case "get_businessDetail": {
      const found = recordsOf(room, entries.businesses, "businessKey", message.value.businessKey);
      const entities = found.map((record) => businessEntity(room, version, record));
      return { name: "businessDetail", value: { businessEntity: entities } };
    }
    case "get_businessDetailExt": {
      const found = recordsOf(room, entries.businesses, "businessKey", message.value.businessKey);
      const [first, ...rest] = found.map((record) => ({
        businessEntity: businessEntity(room, version, record),
      }));
      if (!first) return refuse("E_invalidKeyPassed", "there is no key");
      return { name: "businessDetailExt", value: { businessEntityExt: [first, ...rest] } };
    }
    case "get_serviceDetail": {
      const found = recordsOf(room, entries.services, "serviceKey", message.value.serviceKey);
      const services = found.map((record) => businessService(room, version, record));
      return { name: "serviceDetail", value: { businessService: services } };
    }
    case "get_bindingDetail": {
      const found = recordsOf(room, entries.bindings, "bindingKey", message.value.bindingKey);
      const templates = found.map((record) => bindingTemplate(version, record));
      return { name: "bindingDetail", value: { bindingTemplate: templates } };
    }
    case "get_tModelDetail": {
      const found = recordsOf(room, entries.tModels, "tModelKey", message.value.tModelKey);
      const models = found.map((record) => tModel(room, version, record));
      return { name: "tModelDetail", value: { tModel: models } };
    }
    case "get_operationalInfo":
      return operationalInfos(room, message.value.entityKey);
  }
}

function recordsOf<R extends Stamp>(
  { limits }: Room,
  table: Table<R>,
  keyType: KeyType,
  keys: readonly string[],
): readonly R[] {
  checkKeys(limits, keys);
  return keys.map((key) => table.get(key) ?? unknownKey(keyType, key));
}

/** Entries of all kinds share the space of version 3 keys; kinds are tried in turn. */
function operationalInfos(room: Room, keys: readonly string[]): Answer {
  const { businesses, services, bindings, tModels } = room.entries;
  checkKeys(room.limits, keys);
  const operationalInfo = keys.map((key): OperationalInfo => {
    const record = businesses.get(key) ?? services.get(key) ?? bindings.get(key) ?? tModels.get(key);
    if (!record) return refuse("E_invalidKeyPassed", `there is no entry ${key.slice(0, 255)}`);
    const inside = childrenOf(room, key).map(({ modified }) => modified);
    return {
      entityKey: key,
      created: record.created,
      modified: record.modified,
      modifiedIncludingChildren: Math.max(record.modified, ...inside),
      nodeID: room.operator,
      authorizedName: record.owner,
    };
  });
  return { name: "operationalInfos", value: { operationalInfo } };
}
