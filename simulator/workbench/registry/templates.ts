import type { Draft, EntryKind, UddiVersion } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import { apiOfRequest, GENERIC, uddiDeclaration, type UddiRequestName } from "../../protocols/uddi/index.ts";
import type { RegistryView, ShownEntry } from "../../roles/registry/index.ts";
import type { AnyElement } from "../../schema/element.ts";
import { keyTypes, readEntryId } from "./entry-ids.ts";
import { draftOf, TOKEN } from "./uddi-draft.ts";

/** Services of a business that are sent along when it is saved; a business of more is changed service by service. */
const MOST_SERVICES = 500;

/** The elements that save calls hold, by kind. */
const saved: Readonly<Record<EntryKind, ShownEntry["name"]>> = {
  business: "businessEntity",
  service: "businessService",
  binding: "bindingTemplate",
  tModel: "tModel",
};

/** What holds an entry of a kind. */
const parents: Readonly<Partial<Record<EntryKind, EntryKind>>> = { service: "business", binding: "service" };

/**
 * A request to begin with. About an entry it names its key, or carries it whole where it is saved; a save call for what
 * the entry may hold is for something new inside of it. Throws `registry-input/too-large`.
 */
export function templateOf(
  version: UddiVersion,
  call: UddiRequestName,
  view: RegistryView | undefined,
  entry: string | undefined,
): Draft {
  const children: Draft[] = [];
  if (version === 2) children.push({ name: "@generic", text: GENERIC });
  if (apiOfRequest(call) === "publication" || call === "discard_authToken")
    children.push({ name: "authInfo", text: TOKEN });
  const about = entry === undefined ? undefined : readEntryId(entry);
  const kind = kindSaved(call);
  if (kind)
    children.push(
      kind === about?.kind ? whole(version, view, kind, about.key) : fresh(version, view, kind, about),
    );
  else children.push(...keysFor(version, call, view, about));
  return { name: call, children };
}

function kindSaved(call: string): EntryKind | undefined {
  const kind = call.startsWith("save_") ? call.slice("save_".length) : "";
  return Object.hasOwn(saved, kind) ? (kind as EntryKind) : undefined;
}

function whole(version: UddiVersion, view: RegistryView | undefined, kind: EntryKind, key: string): Draft {
  const services = kind === "business" ? (view?.servicesOf(key).length ?? 0) : 0;
  if (services > MOST_SERVICES)
    throw new WorkbenchError(
      "registry-input/too-large",
      `save_business sends a business with all of its services, and this one has ${services}: change its services one by one`,
      { services },
    );
  const shown = view?.shown(version, keyTypes[kind], key);
  if (!shown)
    throw new WorkbenchError("registry-entry/unknown", "This entry is not in the registry any more", { key });
  // the registry says who owns it, not the publisher
  const {
    operator: _operator,
    authorizedName: _owner,
    deleted: _deleted,
    ...value
  } = { ...shown.value } as Readonly<Record<string, unknown>>;
  return draftOf(elementIn(uddiDeclaration(version, callSaving(kind)), saved[kind]), value);
}

function callSaving(kind: EntryKind): UddiRequestName {
  return `save_${kind}`;
}

/** An entry that is not there yet: the registry gives it a key. */
function fresh(
  version: UddiVersion,
  view: RegistryView | undefined,
  kind: EntryKind,
  about: { readonly kind: EntryKind; readonly key: string } | undefined,
): Draft {
  const children: Draft[] = [];
  const key = (type: EntryKind, text: string): void => {
    children.push({ name: `@${keyTypes[type]}`, text });
  };
  if (version === 2) key(kind, "");
  const parent = parents[kind];
  if (parent) key(parent, about?.kind === parent ? outward(version, view, parent, about.key) : "");
  if (kind === "binding") {
    const type: Draft =
      version === 2 ? { name: "@URLType", text: "http" } : { name: "@useType", text: "endPoint" };
    children.push({ name: "accessPoint", children: [type, { name: "#text", text: "http://" }] });
    if (version === 2) children.push({ name: "tModelInstanceDetails" });
  } else if (kind === "tModel") children.push({ name: "name", children: [{ name: "#text", text: "" }] });
  else
    children.push({
      name: "name",
      children: [
        { name: "@lang", text: "en" },
        { name: "#text", text: "" },
      ],
    });
  return { name: saved[kind], children };
}

/** Keys that a call about an entry begins with. */
function keysFor(
  version: UddiVersion,
  call: UddiRequestName,
  view: RegistryView | undefined,
  about: { readonly kind: EntryKind; readonly key: string } | undefined,
): Draft[] {
  const { content } = uddiDeclaration(version, call);
  if (content.kind !== "struct") return [];
  if (!about) return everything(version, content.fields);
  const type = keyTypes[about.kind];
  const text = outward(version, view, about.kind, about.key);
  for (const field of Object.values(content.fields)) {
    if (field.kind === "attribute" && field.name === type) return [{ name: `@${type}`, text }];
    if (field.kind === "element" && (field.element.name === type || field.element.name === "entityKey"))
      return [{ name: field.element.name, text }];
  }
  return type === "tModelKey" && "tModelBag" in content.fields
    ? [{ name: "tModelBag", children: [{ name: type, text }] }]
    : everything(version, content.fields);
}

/** A search without anything to look for finds nothing: it begins with every name there is. */
function everything(version: UddiVersion, fields: Readonly<Record<string, unknown>>): Draft[] {
  if (!("name" in fields && "findQualifiers" in fields)) return [];
  const qualifier: Draft = { name: "findQualifier", text: "approximateMatch" };
  return [
    ...(version === 3 ? [{ name: "findQualifiers", children: [qualifier] }] : []),
    { name: "name", children: [{ name: "#text", text: "%" }] },
  ];
}

function outward(version: UddiVersion, view: RegistryView | undefined, kind: EntryKind, key: string): string {
  return view?.keyIn(version, keyTypes[kind], key) ?? key;
}

/** The declaration of a child. Throws where there is none: our own mistake. */
function elementIn({ name, content }: AnyElement, child: string): AnyElement {
  if (content.kind === "struct")
    for (const field of Object.values(content.fields))
      if (field.kind === "element" && field.element.name === child) return field.element;
  throw new Error(`${name} has no ${child}`);
}
