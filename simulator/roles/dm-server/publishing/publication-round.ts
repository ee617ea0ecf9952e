import {
  type BindingTemplate,
  type TModel,
  type UddiErrorCode,
  type UddiMessage,
  type UddiMessageInput,
  type UddiRequestName,
  type UddiResponseName,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";
import * as entries from "./entries.ts";
import type { PublicationEvent } from "./publication-machine.ts";

/*
 * What is asked of a registry, one question after the other, until the WSI stands in it: whatever is there already is
 * found and saved again under its key. Keys that the registry does not take are given up: first the remembered ones, then
 * those that it showed itself.
 */

/** What an answer led to. */
export interface RoundStep {
  readonly event?: PublicationEvent["type"];
  /** Something that the journal should tell. */
  readonly remark?: string;
  /** The answer is of no use, and the next one would not be either. */
  readonly problem?: string;
  readonly done?: boolean;
}

/** One publication, from the first search to the saved service. */
export interface PublicationRound {
  /** The keys as far as they are known. */
  readonly keys: entries.PublishedKeys;
  question(authInfo: string): UddiMessageInput<UddiRequestName>;
  /** Takes the answer to the question. */
  take(answer: UddiMessage<UddiResponseName>): RoundStep;
  /** Takes an error; undefined when it cannot be helped. */
  refused(code: string): RoundStep | undefined;
}

type Stage =
  | "find-tModels"
  | "read-tModels"
  | "save-portType"
  | "save-bindings"
  | "find-business"
  | "save-business"
  | "find-service"
  | "read-service"
  | "save-service";

/** Errors about a key that was sent. */
const aboutKeys: ReadonlySet<string> = new Set<UddiErrorCode>([
  "E_invalidKeyPassed",
  "E_keyRetired",
  "E_keyUnavailable",
  "E_invalidValue",
  "E_operatorMismatch",
]);

const modelNames = ["portType", "soap11", "soap12"] as const;
/** tModels of one name whose details are read; those of other DM servers have the same names. */
const MOST_READ = 100;
/** Businesses of somebody else, with the same name, that are passed over. */
const MOST_FOREIGN = 20;

/** Begins a publication with the keys of an earlier one. */
export function createPublicationRound(
  version: UddiVersion,
  wsi: entries.PublishedWsi,
  remembered: entries.PublishedKeys,
): PublicationRound {
  let trust: "remembered" | "found" | "none" = "remembered";
  let stage: Stage = "find-tModels";
  let keys: entries.PublishedKeys = remembered;
  let read: readonly string[] = [];
  let outdated: entries.ModelName[] = [];
  const foreign = new Set<string>();

  const learn = (more: entries.PublishedKeys): void => {
    keys = { ...keys, ...more };
  };

  const nextTModel = (): RoundStep => {
    if (outdated.includes("portType")) stage = "save-portType";
    else if (outdated.length > 0) stage = "save-bindings";
    else {
      stage = trust === "none" ? "save-business" : "find-business";
      return { event: "tModels.known" };
    }
    return {};
  };

  /** Of the tModels with our names those that are ours: by their keys, else by the WSDL that they point to. */
  const chooseTModels = (models: readonly TModel[]): RoundStep => {
    outdated = [];
    for (const name of modelNames) {
      const named = models.filter((model) => model.name.text === wsi[name]);
      const own =
        named.find(({ tModelKey }) => tModelKey !== undefined && sameKey(tModelKey, keys[name])) ??
        named.find(pointsToOurs);
      if (own?.tModelKey !== undefined) learn({ [name]: own.tModelKey });
      const refersToOurs =
        name === "portType" || (own && sameKey(entries.portTypeOf(version, own), keys.portType));
      if (!own || !pointsToOurs(own) || !refersToOurs) outdated.push(name);
    }
    return nextTModel();
  };

  const pointsToOurs = ({ overviewDoc }: TModel): boolean =>
    overviewDoc.some(({ overviewURL }) => overviewURL?.text.trim() === wsi.wsdlUrl);

  /** What the registry made of the tModels that it was given. */
  const tModelsSaved = (models: readonly TModel[]): RoundStep => {
    const saved = modelNames.filter(
      (name) =>
        outdated.includes(name) && models.some((model) => model.name.text === wsi[name] && model.tModelKey),
    );
    for (const name of saved)
      learn({ [name]: models.find((model) => model.name.text === wsi[name])?.tModelKey });
    outdated = outdated.filter((name) => !saved.includes(name));
    if (saved.length === 0) return { problem: "the saved tModels came back under other names" };
    return nextTModel();
  };

  const chooseBusiness = (found: readonly string[]): RoundStep => {
    // a business that is only remembered is not saved anew: that would take its services away
    learn({ business: keys.business ?? found.find((key) => !foreign.has(key)) });
    stage = keys.business === undefined ? "save-business" : "find-service";
    return keys.business === undefined ? {} : { event: "business.known" };
  };

  const chooseService = (found: readonly string[]): RoundStep => {
    learn({ service: keys.service ?? found[0] });
    stage = keys.service === undefined ? "save-service" : "read-service";
    return {};
  };

  const learnBindings = (bindings: readonly BindingTemplate[]): void => {
    const keyOf = (model: string | undefined): string | undefined =>
      bindings.find(({ tModelInstanceDetails }) =>
        tModelInstanceDetails?.tModelInstanceInfo?.some(({ tModelKey }) => sameKey(tModelKey, model)),
      )?.bindingKey;
    learn({ binding11: keyOf(keys.soap11), binding12: keyOf(keys.soap12) });
  };

  /** Forgets keys and begins again. */
  const trustLess = (): RoundStep | undefined => {
    if (trust === "none") return undefined;
    trust = trust === "remembered" && Object.keys(remembered).length > 0 ? "found" : "none";
    keys = {};
    foreign.clear();
    outdated = trust === "none" ? [...modelNames] : [];
    stage = trust === "none" ? "save-portType" : "find-tModels";
    return {
      event: "keys.rejected",
      remark:
        trust === "none"
          ? "the registry does not take the keys that it showed; all entries are saved as new ones"
          : "the registry does not know the keys of the last publication any more",
    };
  };

  return {
    get keys() {
      return keys;
    },
    question: (authInfo) => {
      switch (stage) {
        case "find-tModels":
          return entries.findTModels(version, wsi);
        case "read-tModels":
          return entries.getTModels(read);
        case "save-portType":
          return entries.savePortType(version, wsi, authInfo, keys.portType);
        case "save-bindings": {
          const bindings = (["soap11", "soap12"] as const).filter((name) => outdated.includes(name));
          const models = bindings.map((name) => ({ name, key: keys[name] }));
          return entries.saveBindings(version, wsi, authInfo, keys.portType ?? "", models);
        }
        case "find-business":
          return entries.findBusiness(version, wsi);
        case "save-business":
          return entries.saveBusiness(version, wsi, authInfo);
        case "find-service":
          return entries.findService(version, wsi, keys.business ?? "");
        case "read-service":
          return entries.getService(keys.service ?? "");
        case "save-service":
          return entries.saveService(version, wsi, authInfo, keys);
      }
    },
    take: (answer) => {
      switch (answer.name) {
        case "tModelList": {
          const names: readonly string[] = modelNames.map((name) => wsi[name]);
          const infos = answer.value.tModelInfos?.tModelInfo ?? [];
          read = infos.filter(({ name }) => names.includes(name.text)).map(({ tModelKey }) => tModelKey);
          if (read.length === 0) return chooseTModels([]);
          read = read.toSorted((one, other) => rank(other) - rank(one)).slice(0, MOST_READ);
          stage = "read-tModels";
          return {};
        }
        case "tModelDetail":
          return stage === "read-tModels"
            ? chooseTModels(answer.value.tModel)
            : tModelsSaved(answer.value.tModel);
        case "businessList":
          return chooseBusiness(
            (answer.value.businessInfos?.businessInfo ?? []).map((info) => info.businessKey),
          );
        case "businessDetail":
          learn({ business: answer.value.businessEntity[0]?.businessKey || undefined });
          if (keys.business === undefined) return { problem: "the saved business came back without a key" };
          stage = "find-service";
          return { event: "business.known" };
        case "serviceList":
          return chooseService((answer.value.serviceInfos?.serviceInfo ?? []).map((info) => info.serviceKey));
        case "serviceDetail": {
          const [service] = answer.value.businessService;
          if (stage === "read-service") {
            learnBindings(service?.bindingTemplates?.bindingTemplate ?? []);
            stage = "save-service";
            return {};
          }
          learn({ service: service?.serviceKey || undefined });
          if (keys.service === undefined) return { problem: "the saved service came back without a key" };
          learnBindings(service?.bindingTemplates?.bindingTemplate ?? []);
          return { event: "service.saved", done: true };
        }
        default:
          return { problem: `it answered with ${answer.name}` };
      }
    },
    refused: (code) => {
      if (stage === "read-service" && aboutKeys.has(code)) {
        learn({ service: undefined, binding11: undefined, binding12: undefined });
        stage = "save-service";
        return {};
      }
      if (code === "E_userMismatch" && stage === "save-service" && keys.business !== undefined) {
        foreign.add(keys.business);
        if (foreign.size > MOST_FOREIGN) return undefined;
        learn({ business: undefined, service: undefined, binding11: undefined, binding12: undefined });
        stage = "find-business";
        return { event: "business.foreign", remark: "a business of this name belongs to another publisher" };
      }
      return aboutKeys.has(code) || code === "E_userMismatch" ? trustLess() : undefined;
    },
  };

  /** Remembered tModels are read in any case. */
  function rank(key: string): number {
    return modelNames.some((name) => sameKey(key, keys[name])) ? 1 : 0;
  }
}

/** Keys are compared without regard to case, as registries do. */
function sameKey(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.toLowerCase() === other.toLowerCase();
}
