import { randomUuid } from "../../core/ids.ts";
import type { Random } from "../../core/random.ts";
import {
  GENERIC,
  type BusinessEntity,
  type BusinessService,
  type TModel,
  type UddiError,
  type UddiMessage,
} from "../../protocols/uddi/index.ts";
import { foldKey, type RegistryEntries } from "./entries.ts";
import { servicesOf, type UddiAnswer } from "./inquiry.ts";

/** Longest name of an entry, in characters. */
const LONGEST_NAME = 255;

/** Who publishes, and what is needed to do it. */
export interface Publishing {
  readonly entries: RegistryEntries;
  readonly random: Random;
  readonly operator: string;
  readonly userId: string;
}

type SaveName = "save_tModel" | "save_business" | "save_service" | "delete_service" | "delete_tModel";

/** Carries out a publication request; all or nothing. */
export function publish(on: Publishing, message: UddiMessage<SaveName>): UddiAnswer {
  switch (message.name) {
    case "save_tModel":
      return saveTModels(on, message.value.tModel);
    case "save_business":
      return saveBusinesses(on, message.value.businessEntity);
    case "save_service":
      return saveServices(on, message.value.businessService);
    case "delete_service":
      return deleteServices(on, message.value.serviceKey);
    case "delete_tModel":
      return hideTModels(on, message.value.tModelKey);
  }
}

function saveTModels(on: Publishing, models: readonly TModel[]): UddiAnswer {
  const { entries, operator, userId } = on;
  for (const model of models) {
    const problem =
      nameProblem([model.name.text]) ??
      ownerProblem(
        "tModelKey",
        model.tModelKey,
        entries.tModels.get(foldKey(model.tModelKey))?.owner,
        userId,
      ) ??
      referenceProblem(entries, model.categoryBag?.keyedReference.map((item) => item.tModelKey) ?? []);
    if (problem) return { error: problem };
  }
  const saved = models.map((model): TModel => {
    const tModelKey = model.tModelKey || `uuid:${randomUuid(on.random)}`;
    const value = { ...model, tModelKey, operator, authorizedName: userId };
    entries.putTModel(value, userId);
    return value;
  });
  return { name: "tModelDetail", value: { generic: GENERIC, operator, tModel: saved } };
}

function saveBusinesses(on: Publishing, businesses: readonly BusinessEntity[]): UddiAnswer {
  const { entries, operator, userId } = on;
  for (const business of businesses) {
    const known = entries.businesses.get(foldKey(business.businessKey));
    const inside = business.businessServices?.businessService ?? [];
    const problem =
      nameProblem(business.name.map((name) => name.text)) ??
      ownerProblem("businessKey", business.businessKey, known?.owner, userId) ??
      inside.map((service) => serviceProblem(on, service)).find((found) => found !== undefined);
    if (problem) return { error: problem };
  }
  const saved = businesses.map((business): BusinessEntity => {
    const businessKey = business.businessKey || randomUuid(on.random);
    const inside = business.businessServices?.businessService;
    const kept = inside?.map((service) => putService(on, { ...service, businessKey }));
    // a business that is saved with its services is replaced whole: what is missing is withdrawn
    if (kept)
      for (const service of servicesOf(entries, businessKey))
        if (!kept.some((other) => foldKey(other.serviceKey) === foldKey(service.serviceKey)))
          entries.removeService(service.serviceKey);
    const { businessServices: _services, ...own } = business;
    const value: BusinessEntity = { ...own, businessKey, operator, authorizedName: userId };
    entries.putBusiness(value, userId);
    return withServices(entries, value);
  });
  return { name: "businessDetail", value: { generic: GENERIC, operator, businessEntity: saved } };
}

function saveServices(on: Publishing, services: readonly BusinessService[]): UddiAnswer {
  for (const service of services) {
    const business = on.entries.businesses.get(foldKey(service.businessKey ?? ""));
    const problem: UddiError | undefined = business
      ? business.owner === on.userId
        ? serviceProblem(on, service)
        : {
            code: "E_userMismatch",
            text: `the business ${service.businessKey ?? ""} belongs to another publisher`,
            keyType: "businessKey",
          }
      : {
          code: "E_invalidKeyPassed",
          text: `there is no business ${service.businessKey || "without a key"}`,
          keyType: "businessKey",
        };
    if (problem) return { error: problem };
  }
  const saved = services.map((service) => putService(on, service));
  return {
    name: "serviceDetail",
    value: { generic: GENERIC, operator: on.operator, businessService: saved },
  };
}

function deleteServices(on: Publishing, keys: readonly string[]): UddiAnswer {
  for (const key of keys) {
    const problem = presenceProblem(
      "serviceKey",
      key,
      on.entries.services.get(foldKey(key))?.owner,
      on.userId,
    );
    if (problem) return { error: problem };
  }
  for (const key of keys) on.entries.removeService(key);
  return success(on.operator);
}

function hideTModels(on: Publishing, keys: readonly string[]): UddiAnswer {
  for (const key of keys) {
    const problem = presenceProblem("tModelKey", key, on.entries.tModels.get(foldKey(key))?.owner, on.userId);
    if (problem) return { error: problem };
  }
  for (const key of keys) on.entries.hideTModel(key);
  return success(on.operator);
}

/** The business with its services inside, as get_businessDetail gives it. */
export function withServices(entries: RegistryEntries, business: BusinessEntity): BusinessEntity {
  const businessService = servicesOf(entries, business.businessKey);
  return businessService.length > 0 ? { ...business, businessServices: { businessService } } : business;
}

/** A request that succeeded and gives nothing else. */
export function success(operator: string): UddiAnswer {
  const result = [{ errno: 0, errInfo: { errCode: "E_success", text: "" } }];
  return { name: "dispositionReport", value: { generic: GENERIC, operator, result } };
}

function putService(on: Publishing, service: BusinessService): BusinessService {
  const serviceKey = service.serviceKey || randomUuid(on.random);
  const bindingTemplate = service.bindingTemplates?.bindingTemplate.map((binding) => ({
    ...binding,
    serviceKey,
    bindingKey: binding.bindingKey || randomUuid(on.random),
  }));
  const value: BusinessService = {
    ...service,
    serviceKey,
    bindingTemplates: bindingTemplate ? { bindingTemplate } : undefined,
  };
  on.entries.putService(value, on.userId);
  return value;
}

function serviceProblem(on: Publishing, service: BusinessService): UddiError | undefined {
  const known = on.entries.services.get(foldKey(service.serviceKey));
  const bindings = service.bindingTemplates?.bindingTemplate ?? [];
  return (
    nameProblem(service.name.map((name) => name.text)) ??
    ownerProblem("serviceKey", service.serviceKey, known?.owner, on.userId) ??
    referenceProblem(
      on.entries,
      bindings.flatMap((binding) =>
        binding.tModelInstanceDetails.tModelInstanceInfo.map((info) => info.tModelKey),
      ),
    ) ??
    referenceProblem(on.entries, service.categoryBag?.keyedReference.map((item) => item.tModelKey) ?? [])
  );
}

function nameProblem(names: readonly string[]): UddiError | undefined {
  const long = names.find((name) => name.length > LONGEST_NAME);
  return long === undefined
    ? undefined
    : {
        code: "E_nameTooLong",
        text: `a name is ${long.length} characters long; ${LONGEST_NAME} are allowed`,
      };
}

/** An empty key asks for a new one; any other must exist and belong to the publisher. */
function ownerProblem(
  keyType: KeyType,
  key: string,
  owner: string | undefined,
  userId: string,
): UddiError | undefined {
  return key === "" ? undefined : presenceProblem(keyType, key, owner, userId);
}

type KeyType = NonNullable<UddiError["keyType"]>;

function presenceProblem(
  keyType: KeyType,
  key: string,
  owner: string | undefined,
  userId: string,
): UddiError | undefined {
  if (owner === undefined) return { code: "E_invalidKeyPassed", text: `there is no entry ${key}`, keyType };
  return owner === userId
    ? undefined
    : { code: "E_userMismatch", text: `${key} belongs to another publisher`, keyType };
}

function referenceProblem(
  entries: RegistryEntries,
  keys: readonly (string | undefined)[],
): UddiError | undefined {
  const dangling = keys.find((key) => key !== undefined && key !== "" && !entries.tModels.has(foldKey(key)));
  return dangling === undefined
    ? undefined
    : { code: "E_invalidKeyPassed", text: `there is no tModel ${dangling}`, keyType: "tModelKey" };
}
