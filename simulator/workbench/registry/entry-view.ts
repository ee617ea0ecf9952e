import type { EntryKind, EntryLink, EntryView, LocalText, ReferenceView } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import {
  canonicalKeys,
  type CategoryBag,
  type KeyedReference,
  type LocalisedText,
} from "../../protocols/uddi/index.ts";
import type { BindingRecord, RegistryView, Stamp } from "../../roles/registry/index.ts";
import { optionally } from "../optionally.ts";
import { bindingName, entryId, isWellKnown, keyTypes, linkTo, readEntryId } from "./entry-ids.ts";

/** Links that one entry lists. */
const MOST_LINKS = 100;

/** An entry with everything that is known of it. Throws `registry-entry/unknown`. */
export function entryView(view: RegistryView, id: string): EntryView {
  // a service that a business lists for another one is that service
  const named = readEntryId(id.replace(/^listed:\S+ /, "service:"));
  const found = named && entryOf(view, named.kind, named.key);
  if (found) return found;
  throw new WorkbenchError("registry-entry/unknown", "This entry is not in the registry any more", { id });
}

function entryOf(view: RegistryView, kind: EntryKind, key: string): EntryView | undefined {
  switch (kind) {
    case "business": {
      const record = view.business(key);
      if (!record) return undefined;
      const { value } = record;
      const services = view.servicesOf(key);
      return {
        ...base(view, kind, record, []),
        name: value.name[0]?.text ?? key,
        names: texts(value.name),
        descriptions: texts(value.description),
        categories: references(view, value.categoryBag),
        identifiers: (value.identifierBag?.keyedReference ?? []).map((each) => reference(view, each)),
        discoveryUrls: (value.discoveryURLs?.discoveryURL ?? []).map(({ text, useType = "" }) => ({
          url: text,
          useType,
        })),
        contacts: (value.contacts?.contact ?? []).map(({ useType, personName, phone, email }) => ({
          name: personName[0]?.text ?? "",
          about: [useType, ...phone.map(({ text }) => text), ...email.map(({ text }) => text)]
            .filter(Boolean)
            .join(", "),
        })),
        children: services
          .slice(0, MOST_LINKS)
          .flatMap((service) => linkTo(view, "service", service.key) ?? []),
        childTotal: services.length,
        assertions: view.assertionsOf(key).map(({ value: assertion, by }) => ({
          from: businessLink(view, assertion.fromKey),
          to: businessLink(view, assertion.toKey),
          relation: [assertion.keyedReference.keyName, assertion.keyedReference.keyValue]
            .filter(Boolean)
            .join(": "),
          by: [...by],
          complete: isComplete(view, assertion.fromKey, assertion.toKey, by),
        })),
      };
    }
    case "service": {
      const record = view.service(key);
      if (!record) return undefined;
      const { value, businessKey } = record;
      const bindings = view.bindingsOf(key);
      const wsdl = bindings.map((binding) => wsdlOf(view, binding)).find((url) => url !== undefined);
      return {
        ...base(view, kind, record, [["business", businessKey]]),
        name: value.name[0]?.text ?? key,
        names: texts(value.name),
        descriptions: texts(value.description),
        categories: references(view, value.categoryBag),
        children: bindings.slice(0, MOST_LINKS).map((binding) => ({
          id: entryId("binding", binding.key),
          kind: "binding",
          name: bindingName(binding),
        })),
        childTotal: bindings.length,
        ...optionally("accessPoint", accessPointOf(bindings[0])),
        ...optionally("wsdl", wsdl),
      };
    }
    case "binding": {
      const record = view.binding(key);
      if (!record) return undefined;
      const { value, serviceKey } = record;
      const businessKey = view.service(serviceKey)?.businessKey ?? "";
      return {
        ...base(view, kind, record, [
          ["business", businessKey],
          ["service", serviceKey],
        ]),
        name: bindingName(record),
        descriptions: texts(value.description),
        categories: references(view, value.categoryBag),
        models: (value.tModelInstanceDetails?.tModelInstanceInfo ?? []).map(
          ({ tModelKey, instanceDetails }) => {
            const model = view.tModel(tModelKey);
            return {
              name: model?.value.name.text ?? tModelKey,
              documents: [
                ...(model?.value.overviewDoc ?? []),
                ...(instanceDetails?.overviewDoc ?? []),
              ].flatMap(({ overviewURL }) => overviewURL?.text ?? []),
              categories: (model?.value.categoryBag?.keyedReference ?? []).map(
                (each) => `${each.keyName ?? reference(view, each).taxonomy}: ${shownValue(view, each)}`,
              ),
              ...optionally("id", model && entryId("tModel", tModelKey)),
              ...optionally("parameters", instanceDetails?.instanceParms),
            };
          },
        ),
        ...optionally("accessPoint", accessPointOf(record)),
        ...optionally("wsdl", wsdlOf(view, record)),
      };
    }
    case "tModel": {
      const record = view.tModel(key);
      if (!record) return undefined;
      const { value, hidden } = record;
      const users = view.implementing(key);
      const wsdl = isWsdl(value.categoryBag)
        ? value.overviewDoc[0]?.overviewURL?.text.split("#", 1)[0]
        : undefined;
      return {
        ...base(view, kind, record, []),
        hidden,
        name: value.name.text,
        names: texts([value.name]),
        descriptions: texts(value.description),
        documents: value.overviewDoc.map(({ description, overviewURL }) => ({
          descriptions: texts(description),
          ...optionally("url", overviewURL?.text),
        })),
        categories: references(view, value.categoryBag),
        identifiers: (value.identifierBag?.keyedReference ?? []).map((each) => reference(view, each)),
        users: users.slice(0, MOST_LINKS).map((binding) => ({
          id: entryId("binding", binding.key),
          kind: "binding",
          name: `${view.service(binding.serviceKey)?.value.name[0]?.text ?? ""}, ${bindingName(binding)}`,
        })),
        userTotal: users.length,
        ...optionally("wsdl", wsdl),
      };
    }
  }
}

/** What entries of all kinds have; the rest is empty. */
function base(
  view: RegistryView,
  kind: EntryKind,
  stamp: Stamp,
  above: readonly (readonly [EntryKind, string])[],
): EntryView {
  const { key, owner, created, modified } = stamp;
  return {
    id: entryId(kind, key),
    kind,
    name: "",
    names: [],
    descriptions: [],
    path: above.flatMap(([kindAbove, keyAbove]) => linkTo(view, kindAbove, keyAbove) ?? []),
    owner,
    wellKnown: isWellKnown(stamp),
    hidden: false,
    created,
    modified,
    keys: [...above, [kind, key] as const].map(([each, eachKey]) => ({
      title: keyTypes[each],
      uddi2: view.keyIn(2, keyTypes[each], eachKey),
      uddi3: eachKey,
    })),
    models: [],
    documents: [],
    categories: [],
    identifiers: [],
    discoveryUrls: [],
    contacts: [],
    children: [],
    childTotal: 0,
    assertions: [],
    users: [],
    userTotal: 0,
  };
}

function texts(all: readonly LocalisedText[]): LocalText[] {
  return all.map(({ text, lang }) => ({ text, ...optionally("lang", lang) }));
}

function references(view: RegistryView, bag: CategoryBag | undefined): ReferenceView[] {
  return [
    ...(bag?.keyedReference ?? []).map((each) => reference(view, each)),
    ...(bag?.keyedReferenceGroup ?? []).flatMap(({ tModelKey, keyedReference }) =>
      keyedReference.map((each) => ({
        ...reference(view, each),
        group: view.tModel(tModelKey)?.value.name.text ?? tModelKey,
      })),
    ),
  ];
}

function reference(view: RegistryView, { tModelKey, keyName, keyValue }: KeyedReference): ReferenceView {
  const key = tModelKey ?? canonicalKeys[3].generalKeywords.toLowerCase();
  const model = view.tModel(key);
  return {
    taxonomy: model?.value.name.text ?? key,
    keyValue,
    ...optionally("id", model && entryId("tModel", key)),
    ...optionally("keyName", keyName),
    ...optionally("valueName", view.tModel(keyValue)?.value.name.text),
  };
}

function shownValue(view: RegistryView, { keyValue }: KeyedReference): string {
  return view.tModel(keyValue)?.value.name.text ?? keyValue;
}

function accessPointOf(record: BindingRecord | undefined): EntryView["accessPoint"] {
  const point = record?.value.accessPoint;
  return point && { url: point.text, type: point.URLType ?? point.useType ?? "" };
}

/** Address of the WSDL: the document of a tModel of the binding that stands for a part of one. */
function wsdlOf(view: RegistryView, { value }: BindingRecord): string | undefined {
  for (const { tModelKey } of value.tModelInstanceDetails?.tModelInstanceInfo ?? []) {
    const model = view.tModel(tModelKey);
    if (!model || !isWsdl(model.value.categoryBag)) continue;
    const url = model.value.overviewDoc[0]?.overviewURL?.text.split("#", 1)[0];
    if (url) return url;
  }
  return undefined;
}

function isWsdl(bag: CategoryBag | undefined): boolean {
  const types = canonicalKeys[3].wsdlTypes.toLowerCase();
  return (bag?.keyedReference ?? []).some(
    ({ tModelKey, keyValue }) => tModelKey === types || keyValue === "wsdlSpec",
  );
}

function businessLink(view: RegistryView, key: string): EntryLink {
  return linkTo(view, "business", key) ?? { id: entryId("business", key), kind: "business", name: key };
}

/** An assertion counts when the owners of both businesses make it. */
function isComplete(view: RegistryView, fromKey: string, toKey: string, by: readonly string[]): boolean {
  return [fromKey, toKey].every((key) => by.includes(view.business(key)?.owner ?? ""));
}
