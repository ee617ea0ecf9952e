import type { NodeSpec } from "../../../../tree/index.ts";
import { interior, leaf } from "../node-values.ts";
import type { FumoSpec } from "../object-spec.ts";
import { expectationNodes } from "../package-expectation.ts";

/** Management object id of FUMO 1.0. */
export const FUMO = "urn:oma:mo:oma-fumo:1.0";

/** Operations of FUMO 1.0. */
export const fumoOperations = ["Download", "Update", "DownloadAndUpdate"] as const;
export type FumoOperation = (typeof fumoOperations)[number];

/** Nodes of a Firmware Update Management Object (FUMO 1.0, 5). */
export function fumoNodes(spec: FumoSpec): NodeSpec {
  const url: NodeSpec = { children: { PkgURL: leaf("", "chr", "Get Replace") }, access: "Exec Get" };
  const operations: Readonly<Record<FumoOperation, NodeSpec>> = {
    Download: url,
    Update: { children: { PkgData: leaf("", "bin", "Replace") }, access: "Exec Get" },
    DownloadAndUpdate: url,
  };
  const existing = spec.operations ?? fumoOperations;
  return interior(
    {
      PkgName: leaf(spec.pkgName ?? "", "chr", "Get Replace"),
      PkgVersion: leaf(spec.pkgVersion ?? "", "chr", "Get Replace"),
      ...Object.fromEntries(existing.map((name) => [name, operations[name]])),
      State: leaf("10", "int"),
      Ext: interior(expectationNodes),
    },
    FUMO,
  );
}
