import { uddiDeclaration, type BusinessService } from "../../../protocols/uddi/index.ts";
import type { Publishing } from "../room.ts";
import type { ServiceRecord } from "../store/records.ts";
import { parentTerm } from "../store/terms.ts";
import { checkShape } from "./entry-checks.ts";
import { checkLanguages, checkTexts } from "./lengths.ts";
import { ownRecord, placeOf } from "./ownership.ts";
import { checkCategories } from "./references.ts";
import { saveBinding } from "./save-binding.ts";

/** save_service: saves each as a whole under the business that it names, which may be another one than before. */
export function saveServices(on: Publishing, services: readonly BusinessService[]): readonly ServiceRecord[] {
  return services.map((service) => {
    const businessKey = service.businessKey ?? "";
    ownRecord(on, on.entries.businesses, "businessKey", businessKey);
    checkTexts(on, uddiDeclaration(on.version, "save_service"), { businessService: [service] });
    return saveService(on, service, businessKey);
  });
}

/** Saves a service of a business that the publisher owns, and its bindings: those it had and has no more are deleted. */
export function saveService(on: Publishing, given: BusinessService, businessKey: string): ServiceRecord {
  const { services, bindings } = on.entries;
  const { bindingTemplates, ...service } = given;
  const { stamp } = placeOf(on, services, "serviceKey", service.serviceKey);
  checkShape(on.version, service);
  checkLanguages(on.version, "name", service.name);
  checkLanguages(on.version, "description", service.description);
  checkCategories(on, "service", service.categoryBag);
  const record: ServiceRecord = {
    ...stamp,
    businessKey,
    value: { ...service, serviceKey: stamp.key, businessKey },
  };
  services.put(record);
  const saved = (bindingTemplates?.bindingTemplate ?? []).map((binding) =>
    saveBinding(on, binding, stamp.key),
  );
  const kept = new Set(saved.map(({ key }) => key));
  for (const key of bindings.having(parentTerm(stamp.key))) if (!kept.has(key)) bindings.remove(key);
  return record;
}
