import { valueForFormat, type InteriorNode, type NodeSpec } from "../../../../tree/index.ts";
import { childrenOf, interior, leaf, operation, textOf } from "../node-values.ts";
import type { ConfigParameter, DiagmonSpec } from "../object-spec.ts";
import { formatOf, type Reading } from "./reading.ts";
import { diagnosticsFunctions } from "./reading-sets.ts";

/** Results of DiagMon operations. */
export const diagmonResults = {
  success: 200,
  clientError: 400,
  userCancelled: 401,
  unsupported: 402,
  badConfiguration: 403,
  undefinedError: 409,
  failed: 500,
} as const;

const parameters: Readonly<Record<string, ConfigParameter>> = {
  Period: { format: "int", value: "60", min: 0, max: 604_800 },
  Duration: { format: "int", value: "0", min: 0, max: 31_536_000 },
  Samples: { format: "int", value: "0", min: 0, max: 1_000_000 },
};

/** Leaves of DiagMonData. */
export function readingsOf(spec: DiagmonSpec): Readonly<Record<string, Reading>> {
  return { ...diagnosticsFunctions[spec.function].readings, ...spec.readings };
}

/** Nodes of a diagnostics function (DiagMon 1.0; the names of the digest, which are not confirmed). */
export function functionNodes(spec: DiagmonSpec): NodeSpec {
  const { type, title } = diagnosticsFunctions[spec.function];
  const config = Object.entries(parametersOf(spec)).map(
    ([name, { format = "chr", value }]): [string, NodeSpec] => [name, leaf(value, format, "Get Replace")],
  );
  const data = Object.entries(readingsOf(spec)).map(([name, reading]): [string, NodeSpec] => [
    name,
    leaf("", formatOf(reading)),
  ]);
  return interior(
    {
      Name: leaf(spec.title ?? title),
      Desc: leaf(`Readings: ${Object.keys(readingsOf(spec)).join(", ")}`),
      Status: leaf("10", "int"),
      DiagMonConfig: interior({
        ConfigParams: { children: Object.fromEntries(config), access: "Add Get" },
        TermSched: leaf(spec.termSched ?? "", "chr", "Get Replace"),
      }),
      DiagMonData: interior(Object.fromEntries(data)),
      Operations: interior({ Start: operation, Stop: operation }),
      Ext: interior({}),
    },
    spec.type ?? type,
  );
}

/** A configuration that can run. Milliseconds; undefined = without end. */
export interface FunctionConfiguration {
  /** 0 = one sample. */
  readonly period: number;
  readonly duration: number | undefined;
  readonly samples: number | undefined;
}

/** Reads the configuration, or says with which result it is refused: 402 unknown parameter, 403 bad value. */
export function readConfiguration(
  root: InteriorNode,
  segments: readonly string[],
  spec: DiagmonSpec,
): FunctionConfiguration | number {
  const known = parametersOf(spec);
  const path = [...segments, "DiagMonConfig", "ConfigParams"];
  const values: Record<string, number> = {};
  for (const name of childrenOf(root, path)) {
    const parameter = known[name];
    if (!parameter) return diagmonResults.unsupported;
    const text = textOf(root, [...path, name]).trim();
    if (!isAllowed(parameter, text)) return diagmonResults.badConfiguration;
    values[name] = Number(text);
  }
  const termSched = textOf(root, [...segments, "DiagMonConfig", "TermSched"]).trim();
  if (!/^\d{0,9}$/.test(termSched)) return diagmonResults.badConfiguration;
  const ends = [values["Duration"] ?? 0, Number(termSched)].filter((seconds) => seconds > 0);
  return {
    period: (values["Period"] ?? 0) * 1_000,
    duration: ends.length > 0 ? Math.min(...ends) * 1_000 : undefined,
    samples: values["Samples"] || undefined,
  };
}

function parametersOf(spec: DiagmonSpec): Readonly<Record<string, ConfigParameter>> {
  return { ...parameters, ...spec.parameters };
}

function isAllowed({ format = "chr", min, max, choices }: ConfigParameter, text: string): boolean {
  if (choices && !choices.includes(text)) return false;
  if (format === "chr") return true;
  if (text === "" || valueForFormat(format, text) === undefined) return false;
  const number = Number(text);
  return format === "bool" || (number >= (min ?? -Infinity) && number <= (max ?? Infinity));
}
