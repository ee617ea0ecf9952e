import type { EntryKind, EntryLink } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { KeyType } from "../../protocols/uddi/index.ts";
import type { BindingRecord, RegistryView, Stamp } from "../../roles/registry/index.ts";
import type { PlacedRegistry, WorldRoles } from "../world-roles.ts";

/** The kind of key that an entry of a kind has. */
export const keyTypes: Readonly<Record<EntryKind, KeyType>> = {
  business: "businessKey",
  service: "serviceKey",
  binding: "bindingKey",
  tModel: "tModelKey",
};

/** How pages name an entry. */
export function entryId(kind: EntryKind, key: string): string {
  return `${kind}:${key}`;
}

/** The kind and key that an id names, or undefined. */
export function readEntryId(id: string): { readonly kind: EntryKind; readonly key: string } | undefined {
  const at = id.indexOf(":");
  const kind = id.slice(0, at);
  return isKind(kind) ? { kind, key: id.slice(at + 1) } : undefined;
}

function isKind(text: string): text is EntryKind {
  return Object.hasOwn(keyTypes, text);
}

/** The registry that is named, or the first. Throws `registry/unknown`. */
export function registryIn(roles: WorldRoles, id?: string): PlacedRegistry {
  const [first] = roles.registries.values();
  const found = id === undefined ? first : roles.registries.get(id);
  if (found) return found;
  throw new WorkbenchError("registry/unknown", "There is no registry of ours in this run", { id });
}

/** True for what a registry holds from its start: it was never saved. */
export function isWellKnown({ order }: Stamp): boolean {
  return order === 0;
}

/** What a binding is called: it has no name of its own. */
export function bindingName({ value }: BindingRecord): string {
  return (
    value.description[0]?.text ??
    value.accessPoint?.text ??
    value.hostingRedirector?.bindingKey ??
    value.bindingKey ??
    ""
  );
}

/** An entry as a link, or undefined when it is not there. */
export function linkTo(view: RegistryView, kind: EntryKind, key: string): EntryLink | undefined {
  const name = nameOf(view, kind, key);
  return name === undefined ? undefined : { id: entryId(kind, key), kind, name };
}

function nameOf(view: RegistryView, kind: EntryKind, key: string): string | undefined {
  switch (kind) {
    case "business":
      return view.business(key)?.value.name[0]?.text;
    case "service": {
      const service = view.service(key);
      return service && (service.value.name[0]?.text ?? key);
    }
    case "binding": {
      const binding = view.binding(key);
      return binding && bindingName(binding);
    }
    case "tModel":
      return view.tModel(key)?.value.name.text;
  }
}

/** The entry that a key of either version names, whatever its kind. */
export function findEntry(view: RegistryView, kind: EntryKind, key: string): string | undefined {
  const folded = key.toLowerCase();
  const bare = folded.replace(/^uuid:/, "");
  for (const candidate of [folded, `uddi:${bare}`])
    if (nameOf(view, kind, candidate) !== undefined) return entryId(kind, candidate);
  if (kind !== "tModel") return undefined;
  const known = view
    .tModels()
    .find((model) => view.keyIn(2, "tModelKey", model.key).toLowerCase() === folded);
  return known && entryId("tModel", known.key);
}
