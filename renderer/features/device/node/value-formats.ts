import type { NodeFormat } from "../../../../simulator/api/index.ts";

const patterns: Readonly<Partial<Record<NodeFormat, readonly [RegExp, string]>>> = {
  int: [/^[+-]?\d{1,19}$/, "A whole number, such as 42 or -7."],
  float: [
    /^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?$/,
    "A number, such as 3.5 or 1e-3.",
  ],
  bool: [/^(?:true|false)$/, "Either true or false."],
  date: [/^\d{4}-?\d{2}-?\d{2}$/, "A date, such as 2026-11-25."],
  time: [
    /^\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/,
    "A time, such as 14:02:11Z.",
  ],
  null: [/^$/, "The format null has no value."],
  bin: [/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, "Octets in base64."],
  b64: [/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, "Text in base64."],
};

/** What is wrong with a value for a format, as a sentence that says what fits; undefined when it fits. */
export function valueProblem(format: NodeFormat, value: string): string | undefined {
  const [pattern, hint] = patterns[format] ?? [];
  if (pattern === undefined || value === "") return undefined;
  const isBase64 = format === "bin" || format === "b64";
  return pattern.test(isBase64 ? value.replaceAll(/\s/g, "") : value.trim()) ? undefined : hint;
}

/** How many octets a value has: what the property Size will say. */
export function valueOctets(format: NodeFormat, value: string): number {
  if (format !== "bin") return new TextEncoder().encode(value).length;
  const digits = value.replaceAll(/[\s=]/g, "").length;
  return Math.floor((digits * 3) / 4);
}

/** Formats that a new node may have, with what they hold. */
export const formatChoices: readonly { readonly value: NodeFormat; readonly label: string }[] = [
  { value: "chr", label: "chr: text" },
  { value: "node", label: "node: interior node" },
  { value: "int", label: "int: whole number" },
  { value: "bool", label: "bool: true or false" },
  { value: "float", label: "float: number" },
  { value: "date", label: "date" },
  { value: "time", label: "time" },
  { value: "bin", label: "bin: octets" },
  { value: "b64", label: "b64: base64 text" },
  { value: "xml", label: "xml: XML" },
  { value: "null", label: "null: nothing" },
];
