import type { InteriorNode, NodeSpec } from "../../../../tree/index.ts";
import { childrenOf, interior, leaf, textOf } from "../node-values.ts";
import type { TrapSpec } from "../object-spec.ts";

/** Management object id of a trap of DiagMon 1.1. */
export const TRAP = "urn:oma:mo:oma-diagmontrap:1.1";

const PERIOD = 60;

/** Nodes of a trap (DiagMon 1.0 and 1.1; the names of the digest, which are not confirmed). */
export function trapNodes(spec: TrapSpec): NodeSpec {
  const list = (texts: readonly string[], name: string): NodeSpec => ({
    access: "Add Get",
    children: Object.fromEntries(
      texts.map((text, index): [string, NodeSpec] => [
        String(index + 1),
        {
          access: "Delete Get",
          scope: "dynamic",
          children: { [name]: leaf(text, "chr", "Get Replace") },
        },
      ]),
    ),
  });
  return interior(
    {
      TrapID: leaf(spec.trapId ?? spec.type ?? TRAP),
      Enabled: leaf(String(spec.enabled ?? false), "bool", "Get Replace"),
      TrapConfig: interior({
        Threshold: leaf(String(spec.threshold ?? 0), "float", "Get Replace"),
        Hysteresis: leaf(String(spec.hysteresis ?? 0), "float", "Get Replace"),
        Period: leaf(String(spec.period ?? PERIOD), "int", "Get Replace"),
      }),
      ToRef: list(spec.toRefs ?? [], "ToRefURI"),
      ServerIDs: list(spec.serverIds ?? [], "ServerID"),
      Ext: interior({}),
    },
    spec.type ?? TRAP,
  );
}

/** How a trap is set. */
export interface TrapConfiguration {
  readonly threshold: number;
  readonly hysteresis: number;
  /** Milliseconds between looks. */
  readonly period: number;
}

/** Reads the configuration of an enabled trap; undefined when it is disabled, the name of a leaf with a bad value. */
export function readTrap(
  root: InteriorNode,
  segments: readonly string[],
): TrapConfiguration | string | undefined {
  if (textOf(root, [...segments, "Enabled"]).trim() !== "true") return undefined;
  const number = (name: string): number => {
    const text = textOf(root, [...segments, "TrapConfig", name]).trim();
    return text === "" ? Number.NaN : Number(text);
  };
  const threshold = number("Threshold");
  const hysteresis = number("Hysteresis");
  const period = number("Period");
  if (!Number.isFinite(threshold)) return "Threshold";
  if (!Number.isFinite(hysteresis) || hysteresis < 0) return "Hysteresis";
  return Number.isFinite(period) && period >= 1
    ? { threshold, hysteresis, period: period * 1_000 }
    : "Period";
}

/** Texts of a list: `ServerIDs/<X>/ServerID`, `ToRef/<X>/ToRefURI`. Empty ones and repetitions are left out. */
export function listedTexts(
  root: InteriorNode,
  segments: readonly string[],
  list: "ServerIDs" | "ToRef",
): readonly string[] {
  const name = list === "ServerIDs" ? "ServerID" : "ToRefURI";
  const path = [...segments, list];
  const texts = childrenOf(root, path).map((child) => textOf(root, [...path, child, name]).trim());
  return [...new Set(texts)].filter((text) => text !== "");
}
