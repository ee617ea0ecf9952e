import { buildNode, nodeAt, withNode, type InteriorNode } from "../../../../tree/index.ts";
import type { ValueChange } from "../management-object.ts";
import { childrenOf, textOf } from "../node-values.ts";
import type { ScomoSpec } from "../object-spec.ts";
import type { PackageFacts } from "../package-format.ts";
import {
  componentNodes,
  deliveredNodes,
  entryNodes,
  packageTexts,
  scomoLists,
  type ScomoList,
} from "./scomo-nodes.ts";
import { scomoResults } from "./scomo-results.ts";

/*
 * The inventory as the tree has it. `segments` is the root of the object everywhere; functions that change something
 * return the tree after it.
 */

/** Path of an entry, or of something below it. */
export function entryPath(
  segments: readonly string[],
  list: ScomoList,
  entry: string,
  ...below: readonly string[]
): readonly string[] {
  return [...segments, ...scomoLists[list], entry, ...below];
}

/** Gives an entry that a server has made what the device has to add: Status, State, Operations. */
export function completeEntry(
  root: InteriorNode,
  segments: readonly string[],
  list: "Download" | "Delivered",
  entry: string,
): InteriorNode {
  let changed = root;
  if (nodeAt(root, entryPath(segments, list, entry))?.kind !== "interior") return root;
  for (const [name, spec] of Object.entries(entryNodes(list))) {
    const path = entryPath(segments, list, entry, name);
    if (!nodeAt(changed, path)) changed = withNode(changed, path, buildNode(spec, path).node);
  }
  return changed;
}

/** Texts that an entry has of its package. */
export function packageTextsOf(
  root: InteriorNode,
  path: readonly string[],
  facts?: PackageFacts,
): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name of packageTexts) {
    const text = textOf(root, [...path, name]);
    if (text !== "") texts[name] = text;
  }
  return facts ? { PkgID: facts.name, Name: facts.name, ...texts } : texts;
}

/** Puts a package that was fetched below Delivered; `entry` is the name of its node. */
export function deliver(
  root: InteriorNode,
  segments: readonly string[],
  from: string,
  facts: PackageFacts,
): { readonly root: InteriorNode; readonly entry: string } {
  const entry = freeName(root, [...segments, ...scomoLists.Delivered], from);
  const path = entryPath(segments, "Delivered", entry);
  const texts = packageTextsOf(root, entryPath(segments, "Download", from), facts);
  return { root: withNode(root, path, buildNode(deliveredNodes(texts), path).node), entry };
}

/** Names of the entries below Deployed that have a component, and those of a package. */
export function componentsOf(
  root: InteriorNode,
  segments: readonly string[],
): readonly {
  readonly entry: string;
  readonly id: string;
  readonly pkgId: string;
  readonly active: boolean;
}[] {
  return childrenOf(root, [...segments, ...scomoLists.Deployed]).map((entry) => {
    const text = (name: string): string => textOf(root, entryPath(segments, "Deployed", entry, name));
    return { entry, id: text("ID"), pkgId: text("PkgIDRef"), active: text("State") === "20" };
  });
}

/** Components that are active and need this one. */
export function dependentsOf(root: InteriorNode, segments: readonly string[], id: string): readonly string[] {
  return componentsOf(root, segments)
    .filter(
      ({ entry, active }) =>
        active &&
        textOf(root, entryPath(segments, "Deployed", entry, "Ext", "Requires"))
          .split(",")
          .includes(id),
    )
    .map(({ entry }) => entry);
}

/** Why a package cannot be installed: a result code; undefined when it can. */
export function installProblem(
  root: InteriorNode,
  segments: readonly string[],
  package_: { readonly facts: PackageFacts; readonly texts: Readonly<Record<string, string>> },
  rules: Pick<ScomoSpec, "envTypes" | "largestInventory">,
): number | undefined {
  const { facts, texts } = package_;
  const environment = facts.environment ?? texts["EnvType"];
  if (rules.envTypes && environment !== undefined && !rules.envTypes.includes(environment))
    return scomoResults.environment;
  const given = new URLSearchParams((texts["InstallParams"] ?? "").replaceAll(";", "&"));
  if (facts.parameters.some((parameter) => !given.has(parameter))) return scomoResults.installFailed;
  const present = new Set(componentsOf(root, segments).map(({ id }) => id));
  if (facts.requires.some((id) => !present.has(id))) return scomoResults.installFailed;
  const added = packagedComponents(facts, texts).filter(({ id }) => !present.has(id)).length;
  return present.size + added > (rules.largestInventory ?? Infinity)
    ? scomoResults.installOutOfMemory
    : undefined;
}

/** A package of which no component is left is delivered, not installed: the changes that say so. */
export function uninstalled(
  root: InteriorNode,
  segments: readonly string[],
  pkgId: string,
): readonly ValueChange[] {
  if (pkgId === "" || componentsOf(root, segments).some((component) => component.pkgId === pkgId)) return [];
  return childrenOf(root, [...segments, ...scomoLists.Delivered])
    .filter((entry) => textOf(root, entryPath(segments, "Delivered", entry, "PkgID")) === pkgId)
    .map((entry) => ({ segments: entryPath(segments, "Delivered", entry, "State"), value: "10" }));
}

/** Installs the components of a package: a component that is there gets the new version. `entries` are their nodes. */
export function deploy(
  root: InteriorNode,
  segments: readonly string[],
  facts: PackageFacts,
  package_: { readonly texts: Readonly<Record<string, string>>; readonly active: boolean },
): { readonly root: InteriorNode; readonly entries: readonly string[] } {
  const { texts, active } = package_;
  const list = [...segments, ...scomoLists.Deployed];
  const entries: string[] = [];
  let changed = root;
  for (const component of packagedComponents(facts, texts)) {
    const present = componentsOf(changed, segments).find(({ id }) => id === component.id);
    const entry = present?.entry ?? freeName(changed, list, component.id);
    const path = entryPath(segments, "Deployed", entry);
    const spec = componentNodes({
      name: entry,
      id: component.id,
      title: component.name,
      version: component.version,
      active,
      pkgId: texts["PkgID"],
      envType: texts["EnvType"],
      requires: facts.requires,
    });
    changed = withNode(changed, path, buildNode(spec, path).node);
    entries.push(entry);
  }
  return { root: changed, entries };
}

/** A package that says nothing of components is one itself. */
function packagedComponents(
  facts: PackageFacts,
  texts: Readonly<Record<string, string>>,
): PackageFacts["components"] {
  if (facts.components.length > 0) return facts.components;
  const id = texts["PkgID"] ?? facts.name;
  return [{ id: id === "" ? "component" : id, name: texts["Name"] ?? facts.name, version: facts.version }];
}

/** A name that no child has: the wish itself, as far as it may be a name, or with a number. */
function freeName(root: InteriorNode, parent: readonly string[], wish: string): string {
  const taken = new Set(childrenOf(root, parent));
  const name =
    wish
      .replace(/[^A-Za-z0-9._-]/g, "-")
      .slice(0, 32)
      .replace(/^\.+$/, "") || "entry";
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}
