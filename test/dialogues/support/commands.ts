import type { DeviceCommandInput } from "../../../simulator/roles/dm-server/ports.ts";

type Meta = { readonly Format?: string; readonly Type?: string };
type Simple<Kind extends string> = Extract<DeviceCommandInput, { readonly kind: Kind }>;
type Data = string | Uint8Array;

const target = (uri: string) => ({ Target: { LocURI: uri } });

export const get = (...uris: readonly string[]): Simple<"Get"> => ({
  kind: "Get",
  CmdID: "",
  Item: uris.map(target),
});

const write = (uri: string, data: Data | undefined, Meta: Meta | undefined) => ({
  CmdID: "",
  Item: [{ ...target(uri), ...(Meta ? { Meta } : {}), ...(data === undefined ? {} : { Data: data }) }],
});
export const add = (uri: string, data?: Data, meta?: Meta): Simple<"Add"> => ({
  kind: "Add",
  ...write(uri, data, meta),
});
/** Adds an interior node. */
export const addNode = (uri: string, type?: string): Simple<"Add"> =>
  add(uri, undefined, { Format: "node", ...(type === undefined ? {} : { Type: type }) });
export const replace = (uri: string, data?: Data, meta?: Meta): Simple<"Replace"> => ({
  kind: "Replace",
  ...write(uri, data, meta),
});
export const remove = (...uris: readonly string[]): Simple<"Delete"> => ({
  kind: "Delete",
  CmdID: "",
  Item: uris.map(target),
});
export const exec = (uri: string, correlator?: string, data?: string): Simple<"Exec"> => ({
  kind: "Exec",
  CmdID: "",
  ...(correlator === undefined ? {} : { Correlator: correlator }),
  Item: [{ ...target(uri), ...(data === undefined ? {} : { Data: data }) }],
});
export const copy = (from: string, to: string): Simple<"Copy"> => ({
  kind: "Copy",
  CmdID: "",
  Item: [{ ...target(to), Source: { LocURI: from } }],
});
export const alert = (code: number, ...items: readonly string[]): Simple<"Alert"> => ({
  kind: "Alert",
  CmdID: "",
  Data: code,
  Item: items.map((item) => (item === "" ? {} : { Data: item })),
});
export const sequence = (...commands: readonly DeviceCommandInput[]): DeviceCommandInput => ({
  kind: "Sequence",
  CmdID: "",
  commands,
});
export const atomic = (...commands: readonly DeviceCommandInput[]): DeviceCommandInput => ({
  kind: "Atomic",
  CmdID: "",
  commands,
});
