import { hasError } from "../../../../core/finding.ts";
import { parameters, type Parameters } from "../../../../protocols/wsi/index.ts";
import { createXmlReader } from "../../../../schema/xml/index.ts";
import type { DeviceCommandInput } from "../../ports.ts";
import type { WsiLimits } from "../../options.ts";
import { accessesOfDeviceCommand } from "../device-accesses.ts";
import { normaliseLocUri } from "../loc-uri.ts";
import type { TreeAccess } from "../policy-port.ts";
import { firstProblem } from "./position.ts";

/** A node and its value. */
export type Parameter = Parameters["parameter"][number];

const read = createXmlReader(parameters);

/**
 * Reads an `application/vnd.dmwsi.parameters+xml` document (contract, section 5). What is wrong comes back as a sentence
 * that says where. Never throws.
 */
export function readParameters(
  octets: Uint8Array,
  limits: WsiLimits,
): readonly Parameter[] | { readonly problem: string } {
  const { depth, elements, attributes } = limits;
  const { value, findings } = read(octets, { bytes: limits.soapBytes, depth, elements, attributes });
  if (!value || hasError(findings))
    return { problem: firstProblem(findings, octets) ?? "there are no parameters in it" };
  if (value.parameter.length === 0) return { problem: "it has no parameter" };
  const seen = new Set<string>();
  for (const [index, { locUri, data, binaryData }] of value.parameter.entries()) {
    const part = `parameter ${index + 1}`;
    const uri = locUri.length > limits.locUri ? undefined : normaliseLocUri(locUri);
    if (!uri || uri.segments.length === 0 || uri.query !== "")
      return { problem: `${part}: ${JSON.stringify(locUri.slice(0, 80))} is no address of a node` };
    if (data !== undefined && binaryData)
      return { problem: `${part}: data and binaryData exclude each other` };
    if (seen.has(uri.text)) return { problem: `${part}: ${uri.text} occurs twice` };
    seen.add(uri.text);
  }
  return value.parameter;
}

/** The command that sets a parameter. */
export function parameterCommand(kind: "Add" | "Replace", parameter: Parameter): DeviceCommandInput {
  const { locUri, type, data, binaryData } = parameter;
  const format = parameter.format ?? (binaryData ? "bin" : undefined);
  const Meta = format === undefined && type === undefined ? undefined : { Format: format, Type: type };
  return { kind, CmdID: "", Item: [{ Target: { LocURI: locUri }, Meta, Data: binaryData ?? data }] };
}

/** What a parameter touches: it is replaced, and added where it is not there. */
export function accessesOfParameter(parameter: Parameter): readonly TreeAccess[] {
  return (["Replace", "Add"] as const).flatMap((kind) =>
    accessesOfDeviceCommand(parameterCommand(kind, parameter)),
  );
}
