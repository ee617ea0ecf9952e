import type {
  BindingTemplate,
  BusinessEntity,
  BusinessService,
  KeyType,
  TModel,
  UddiVersion,
} from "../../protocols/uddi/index.ts";
import type { RegistryBehaviour } from "./behaviour.ts";
import type { RegistryLimits } from "./limits.ts";
import {
  bindingTemplate,
  bindingsOf,
  businessEntity,
  businessService,
  servicesListed,
  tModel,
} from "./present.ts";
import type { Room } from "./room.ts";
import type {
  AssertionRecord,
  BindingRecord,
  BusinessRecord,
  ServiceRecord,
  TModelRecord,
} from "./store/records.ts";
import { modelTerm, sideTerm } from "./store/terms.ts";

/** How many entries a registry holds. */
export interface RegistryCounts {
  readonly businesses: number;
  readonly services: number;
  readonly bindings: number;
  /** With the well-known ones and those that are hidden. */
  readonly tModels: number;
  readonly assertions: number;
}

/** An entry as messages of a version carry it. */
export type ShownEntry =
  | { readonly name: "businessEntity"; readonly value: BusinessEntity }
  | { readonly name: "businessService"; readonly value: BusinessService }
  | { readonly name: "bindingTemplate"; readonly value: BindingTemplate }
  | { readonly name: "tModel"; readonly value: TModel };

/**
 * What a workbench may see of a registry, read at any time between two events. Records are the registry's own and never
 * change; their keys are of version 3, in lower case.
 */
export interface RegistryView {
  /** Name of the node; the owner of the well-known tModels. */
  readonly operator: string;
  /** User ids of those who may publish. */
  readonly publishers: readonly string[];
  readonly limits: RegistryLimits;
  /** How it answers at present. */
  readonly behaviour: RegistryBehaviour;
  counts(): RegistryCounts;
  /** By name. */
  businesses(): readonly BusinessRecord[];
  tModels(): readonly TModelRecord[];
  business(key: string): BusinessRecord | undefined;
  service(key: string): ServiceRecord | undefined;
  binding(key: string): BindingRecord | undefined;
  tModel(key: string): TModelRecord | undefined;
  /** Services of a business in the order of saving, then those of others that it lists as well. */
  servicesOf(businessKey: string): readonly ServiceRecord[];
  bindingsOf(serviceKey: string): readonly BindingRecord[];
  /** Bindings that implement a tModel. */
  implementing(tModelKey: string): readonly BindingRecord[];
  /** Assertions about a business, of either side. */
  assertionsOf(businessKey: string): readonly AssertionRecord[];
  /** A key as a version writes it. */
  keyIn(version: UddiVersion, type: KeyType, key: string): string;
  /** An entry, with what it holds, as a version shows it; its keys are those of the version. */
  shown(version: UddiVersion, type: KeyType, key: string): ShownEntry | undefined;
}

/** Creates the view of a registry. */
export function createRegistryView(
  room: Room,
  publishers: readonly string[],
): Omit<RegistryView, "behaviour"> {
  const { entries, keys, operator, limits } = room;
  return {
    operator,
    publishers,
    limits,
    counts: () => ({
      businesses: entries.businesses.size,
      services: entries.services.size,
      bindings: entries.bindings.size,
      tModels: entries.tModels.size,
      assertions: entries.assertions.size,
    }),
    businesses: () => entries.businesses.byName(),
    tModels: () => entries.tModels.byName(),
    business: (key) => entries.businesses.get(key),
    service: (key) => entries.services.get(key),
    binding: (key) => entries.bindings.get(key),
    tModel: (key) => entries.tModels.get(key),
    servicesOf: (businessKey) => {
      const business = entries.businesses.get(businessKey);
      return business ? servicesListed(room, business, false) : [];
    },
    bindingsOf: (serviceKey) => bindingsOf(room, serviceKey),
    implementing: (tModelKey) =>
      [...entries.bindings.having(modelTerm(tModelKey))].flatMap((key) => entries.bindings.get(key) ?? []),
    assertionsOf: (businessKey) => {
      const found = new Set([
        ...entries.assertions.having(sideTerm("fromKey", businessKey)),
        ...entries.assertions.having(sideTerm("toKey", businessKey)),
      ]);
      return [...found].flatMap((key) => entries.assertions.get(key) ?? []);
    },
    keyIn: (version, type, key) => keys.keyOutward(version, type, key),
    shown: (version, type, key) => {
      switch (type) {
        case "businessKey": {
          const record = entries.businesses.get(key);
          if (!record) return undefined;
          const businessDetail = { businessEntity: [businessEntity(room, version, record)] };
          const out = keys.outward(version, { name: "businessDetail", value: businessDetail });
          return shownIn(out.value, "businessEntity");
        }
        case "serviceKey": {
          const record = entries.services.get(key);
          if (!record) return undefined;
          const serviceDetail = { businessService: [businessService(room, version, record)] };
          const out = keys.outward(version, { name: "serviceDetail", value: serviceDetail });
          return shownIn(out.value, "businessService");
        }
        case "bindingKey": {
          const record = entries.bindings.get(key);
          if (!record) return undefined;
          const bindingDetail = { bindingTemplate: [bindingTemplate(version, record)] };
          const out = keys.outward(version, { name: "bindingDetail", value: bindingDetail });
          return shownIn(out.value, "bindingTemplate");
        }
        case "tModelKey": {
          const record = entries.tModels.get(key);
          if (!record) return undefined;
          const tModelDetail = { tModel: [tModel(room, version, record)] };
          const out = keys.outward(version, { name: "tModelDetail", value: tModelDetail });
          return shownIn(out.value, "tModel");
        }
      }
    },
  };
}

/** The only entry of a detail. */
function shownIn(detail: object, name: ShownEntry["name"]): ShownEntry | undefined {
  const list: unknown = Object.entries(detail).find(([field]) => field === name)?.[1];
  const value: unknown = Array.isArray(list) ? list[0] : undefined;
  // `outward` keeps the form of what it is given
  return value === undefined ? undefined : ({ name, value } as ShownEntry);
}
