import type { NodeSpec } from "../../../../tree/index.ts";
import { interior, leaf, operation } from "../node-values.ts";
import type { DeployedComponent, ScomoSpec } from "../object-spec.ts";

/** Management object id of SCOMO 1.0. */
export const SCOMO = "urn:oma:mo:oma-scomo:1.0";

/** The three lists of the object. */
export type ScomoList = "Download" | "Delivered" | "Deployed";

/** Operations by list. */
export const scomoOperations = {
  Download: ["Download", "DownloadInstall", "DownloadInstallInactive"],
  Delivered: ["Install", "InstallInactive", "Remove"],
  Deployed: ["Activate", "Deactivate", "Remove"],
} as const;
export type ScomoOperation = (typeof scomoOperations)[ScomoList][number];

/** Path of each list below the root of the object. */
export const scomoLists: Readonly<Record<ScomoList, readonly string[]>> = {
  Download: ["Download"],
  Delivered: ["Inventory", "Delivered"],
  Deployed: ["Inventory", "Deployed"],
};

/** Nodes of a Software Component Management Object (SCOMO 1.0, 5). */
export function scomoNodes(spec: ScomoSpec): NodeSpec {
  const deployed = (spec.deployed ?? []).map((component): [string, NodeSpec] => [
    component.name,
    componentNodes(component),
  ]);
  return interior(
    {
      Download: { children: {}, access: "Add Get" },
      Inventory: interior({
        Delivered: { children: {}, access: "Add Get" },
        Deployed: interior(Object.fromEntries(deployed)),
      }),
      Ext: interior({}),
    },
    SCOMO,
  );
}

/** What the device adds to an entry that a server has made below Download or Delivered. */
export function entryNodes(list: "Download" | "Delivered"): Readonly<Record<string, NodeSpec>> {
  return {
    Status: leaf("10", "int"),
    ...(list === "Delivered" ? { State: leaf("10", "int") } : {}),
    Operations: operationNodes(list),
  };
}

/** Texts of a package as its entry has them. */
export const packageTexts = ["PkgID", "Name", "Description", "InstallParams", "EnvType", "PkgType"] as const;

/** An entry below Delivered for a package that the device has fetched. */
export function deliveredNodes(texts: Readonly<Record<string, string>>): NodeSpec {
  const leaves = Object.entries(texts).map(([name, value]): [string, NodeSpec] => [
    name,
    leaf(value, "chr", "Get Replace"),
  ]);
  return {
    access: "Add Delete Get Replace",
    scope: "dynamic",
    children: { ...Object.fromEntries(leaves), ...entryNodes("Delivered") },
  };
}

/** A component that a package has brought, besides what every component has. */
export interface InstalledComponent extends DeployedComponent {
  readonly id?: string | undefined;
  readonly pkgId?: string | undefined;
  readonly envType?: string | undefined;
  /** Components that it needs. */
  readonly requires?: readonly string[] | undefined;
}

/** An entry below Deployed. */
export function componentNodes(component: InstalledComponent): NodeSpec {
  const { name, title, version, active = true, id = name, pkgId, envType, requires = [] } = component;
  return {
    access: "Get",
    scope: "dynamic",
    children: {
      ID: leaf(id),
      ...(pkgId === undefined ? {} : { PkgIDRef: leaf(pkgId) }),
      Name: leaf(title ?? name),
      Version: leaf(version ?? ""),
      ...(envType === undefined ? {} : { EnvType: leaf(envType) }),
      Status: leaf("10", "int"),
      State: leaf(active ? "20" : "10", "int"),
      Operations: operationNodes("Deployed"),
      Ext: interior(requires.length === 0 ? {} : { Requires: leaf(requires.join(",")) }),
    },
  };
}

function operationNodes(list: ScomoList): NodeSpec {
  return interior(Object.fromEntries(scomoOperations[list].map((name) => [name, operation])));
}
