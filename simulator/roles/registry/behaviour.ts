import type { UddiVersion } from "../../protocols/uddi/index.ts";
import { listed } from "./inquiry/rows.ts";
import type { Answer } from "./room.ts";

/**
 * How a registry answers: as it should; without giving or taking tokens, so that nobody can publish; with empty lists
 * whatever is searched; or not at all, the connection being closed, as if there were none.
 */
export const registryBehaviours = ["normal", "refuses-tokens", "finds-nothing", "absent"] as const;
export type RegistryBehaviour = (typeof registryBehaviours)[number];

/** True for the name of a behaviour. */
export function isRegistryBehaviour(name: unknown): name is RegistryBehaviour {
  return registryBehaviours.some((behaviour) => behaviour === name);
}

/** The answer to a search in which nothing was found. */
export function foundNothing(version: UddiVersion, answer: Answer): Answer {
  if (answer === "success") return answer;
  const none = { truncated: undefined, listDescription: { includeCount: 0, actualCount: 0, listHead: 0 } };
  switch (answer.name) {
    case "serviceList": {
      const serviceInfos = listed(version, [], () => ({ serviceInfo: [] }));
      return { ...answer, value: { ...answer.value, ...none, serviceInfos } };
    }
    case "businessList": {
      const businessInfos = listed(version, [], () => ({ businessInfo: [] }));
      return { ...answer, value: { ...answer.value, ...none, businessInfos } };
    }
    case "tModelList": {
      const tModelInfos = listed(version, [], () => ({ tModelInfo: [] }));
      return { ...answer, value: { ...answer.value, ...none, tModelInfos } };
    }
    case "bindingDetail":
      return { ...answer, value: { ...answer.value, ...none, bindingTemplate: [] } };
    case "relatedBusinessesList": {
      const relatedBusinessInfos = listed(version, [], () => ({ relatedBusinessInfo: [] }));
      return { ...answer, value: { ...answer.value, ...none, relatedBusinessInfos } };
    }
    default:
      return answer;
  }
}
