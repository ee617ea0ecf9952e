import { uddiDeclaration, type BindingTemplate } from "../../../protocols/uddi/index.ts";
import { refuse, unknownKey } from "../refusal.ts";
import type { Publishing } from "../room.ts";
import type { BindingRecord } from "../store/records.ts";
import { checkDocuments, checkShape } from "./entry-checks.ts";
import { checkLanguages, checkTexts } from "./lengths.ts";
import { ownRecord, placeOf } from "./ownership.ts";
import { checkCategories } from "./references.ts";

/** save_binding: saves each under the service that it names, which may be another one than before. */
export function saveBindings(on: Publishing, bindings: readonly BindingTemplate[]): readonly BindingRecord[] {
  return bindings.map((binding) => {
    const serviceKey = binding.serviceKey ?? "";
    ownRecord(on, on.entries.services, "serviceKey", serviceKey);
    checkTexts(on, uddiDeclaration(on.version, "save_binding"), { bindingTemplate: [binding] });
    return saveBinding(on, binding, serviceKey);
  });
}

/** Saves a binding of a service that the publisher owns; its texts have been checked. */
export function saveBinding(on: Publishing, binding: BindingTemplate, serviceKey: string): BindingRecord {
  const { bindings, tModels } = on.entries;
  const { accessPoint, hostingRedirector, tModelInstanceDetails } = binding;
  const { stamp } = placeOf(on, bindings, "bindingKey", binding.bindingKey);
  checkShape(on.version, binding);
  if ((accessPoint === undefined) === (hostingRedirector === undefined))
    refuse("E_fatalError", "a binding has either an accessPoint or a hostingRedirector");
  if (hostingRedirector && !bindings.get(hostingRedirector.bindingKey))
    unknownKey("bindingKey", hostingRedirector.bindingKey);
  checkLanguages(on.version, "description", binding.description);
  for (const { tModelKey, instanceDetails } of tModelInstanceDetails?.tModelInstanceInfo ?? []) {
    if (!tModels.get(tModelKey)) unknownKey("tModelKey", tModelKey);
    checkDocuments(on.version, instanceDetails?.overviewDoc ?? []);
  }
  checkCategories(on, "binding", binding.categoryBag);
  const record: BindingRecord = {
    ...stamp,
    serviceKey,
    value: { ...binding, bindingKey: stamp.key, serviceKey },
  };
  bindings.put(record);
  return record;
}
