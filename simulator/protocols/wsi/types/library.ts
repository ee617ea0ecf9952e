import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { updateKind } from "../enumerations.ts";
import { el } from "../namespaces.ts";
import { configurationId, updateId } from "./identifiers.ts";
import {
  binaryData,
  contentType,
  data,
  format,
  locUri,
  name,
  sha256,
  size,
  type,
  version,
} from "./shared.ts";

/** A stored configuration without its content. */
export const configuration = el.struct(
  "configuration",
  {
    configurationId: one(configurationId),
    name: one(name),
    version: one(version),
    contentType: one(contentType),
    size: one(size),
  },
  {
    typeName: "ConfigurationInfo",
    label: "configuration",
    doc: "A stored configuration without its content.",
  },
);
export type ConfigurationInfo = Infer<typeof configuration>;

/** What an update replaces. */
export const kindOfUpdate = el.scalar("kind", updateKind, { label: "kind", doc: "Firmware or software." });

/** A stored update without its content. */
export const update = el.struct(
  "update",
  {
    updateId: one(updateId),
    name: one(name),
    version: one(version),
    kind: one(kindOfUpdate),
    size: one(size),
    sha256: one(sha256),
  },
  { typeName: "UpdateInfo", label: "update", doc: "A stored update without its content." },
);
export type UpdateInfo = Infer<typeof update>;

const parameterEntry = el.struct(
  "parameter",
  {
    locUri: one(locUri),
    format: optional(format),
    type: optional(type),
    data: optional(data),
    binaryData: optional(binaryData),
  },
  { typeName: "Parameter", label: "parameter", doc: "A node and its value." },
);

/** Document of the media type `application/vnd.dmwsi.parameters+xml`: a configuration as a plain list of values. */
export const parameters = el.struct(
  "parameters",
  { parameter: many(parameterEntry) },
  {
    typeName: "Parameters",
    label: "parameters",
    doc: "A configuration as a plain list of nodes and values.",
  },
);
export type Parameters = Infer<typeof parameters>;
export type ParametersInput = Input<typeof parameters>;
