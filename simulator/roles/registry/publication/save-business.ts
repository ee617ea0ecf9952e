import { uddiDeclaration, type BusinessEntity, type BusinessService } from "../../../protocols/uddi/index.ts";
import { refuse, refuseKey } from "../refusal.ts";
import type { Publishing } from "../room.ts";
import type { BusinessRecord } from "../store/records.ts";
import { parentTerm } from "../store/terms.ts";
import { removeService } from "./delete.ts";
import { checkShape, checkUploads } from "./entry-checks.ts";
import { checkLanguages, checkTexts } from "./lengths.ts";
import { placeOf } from "./ownership.ts";
import { checkCategories, checkIdentifiers } from "./references.ts";
import { saveService } from "./save-service.ts";

/** save_business: saves each as a whole. */
export function saveBusinesses(
  on: Publishing,
  request: {
    readonly businessEntity: readonly BusinessEntity[];
    readonly uploadRegister?: readonly string[] | undefined;
  },
): readonly BusinessRecord[] {
  checkUploads(request.uploadRegister);
  return request.businessEntity.map((business) => {
    checkTexts(on, uddiDeclaration(on.version, "save_business"), { businessEntity: [business] });
    return saveBusiness(on, business);
  });
}

/** Saves a business with its services: those it had and has no more are deleted. */
function saveBusiness(on: Publishing, given: BusinessEntity): BusinessRecord {
  const { businesses, services } = on.entries;
  const { businessServices, operator: _operator, authorizedName: _name, ...business } = given;
  const { stamp } = placeOf(on, businesses, "businessKey", business.businessKey);
  checkShape(on.version, business);
  checkLanguages(on.version, "name", business.name);
  checkLanguages(on.version, "description", business.description);
  checkContacts(on, business);
  checkCategories(on, "business", business.categoryBag);
  checkIdentifiers(on, "business", business.identifierBag);
  const inside = businessServices?.businessService ?? [];
  const foreign = inside.filter((service) => isProjection(service, stamp.key));
  const projections = [...new Set(foreign.map((service) => projected(on, service)))];
  const record: BusinessRecord = { ...stamp, value: { ...business, businessKey: stamp.key }, projections };
  businesses.put(record);
  const own = inside.filter((service) => !isProjection(service, stamp.key));
  const kept = new Set(own.map((service) => saveService(on, service, stamp.key).key));
  for (const key of services.having(parentTerm(stamp.key)))
    if (!kept.has(key)) removeService(on.entries, key);
  return record;
}

/** A service that is said to be another business's is listed here, not moved. */
function isProjection({ businessKey, serviceKey }: BusinessService, key: string): boolean {
  return Boolean(businessKey) && Boolean(serviceKey) && businessKey !== key;
}

function projected({ entries }: Publishing, { serviceKey = "", businessKey = "" }: BusinessService): string {
  const service = entries.services.get(serviceKey);
  if (service?.businessKey !== businessKey)
    refuseKey("E_invalidProjection", "serviceKey", serviceKey, "the business has no such service to project");
  return serviceKey;
}

function checkContacts({ version, entries }: Publishing, { contacts }: BusinessEntity): void {
  for (const { personName, address } of contacts?.contact ?? []) {
    if (version === 2 && personName.length > 1)
      refuse("E_fatalError", "a contact has more than one personName");
    for (const { tModelKey } of address)
      if (tModelKey && !entries.tModels.get(tModelKey))
        refuseKey("E_invalidKeyPassed", "tModelKey", tModelKey, "there is no such entry");
  }
}
