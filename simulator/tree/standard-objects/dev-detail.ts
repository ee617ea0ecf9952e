import { spec } from "../../core/spec-ref.ts";
import type { NodeShape } from "../object-shape.ts";

const leaf = (doc: string, format = "chr"): NodeShape => ({
  format,
  occurs: "One",
  access: "Get",
  scope: "permanent",
  doc,
});

const free = (doc: string): NodeShape => ({
  format: "node",
  occurs: "ZeroOrOne",
  access: "Get",
  scope: "permanent",
  doc,
  open: true,
});

/** DevDetail, read by the server when it needs it (DM Standardized Objects 1.2, 5.3.3). */
export const DevDetail: NodeShape = {
  format: "node",
  occurs: "One",
  access: "Get",
  scope: "permanent",
  type: "urn:oma:mo:oma-dm-devdetail:1.0",
  doc: "Parameters of the device that are read on demand.",
  spec: spec("dm-stdobj", "5.3.3 DevDetail"),
  children: {
    URI: {
      format: "node",
      occurs: "One",
      access: "Get",
      scope: "permanent",
      doc: "Limits of addresses.",
      children: {
        MaxDepth: leaf("Most segments of a URI, 0 = unlimited."),
        MaxTotLen: leaf("Most characters of a URI, 0 = unlimited."),
        MaxSegLen: leaf("Most characters of a segment, 0 = unlimited."),
      },
    },
    DevTyp: leaf("Kind of device: phone, PDA, …"),
    OEM: leaf("Original equipment manufacturer."),
    FwV: leaf("Firmware version."),
    SwV: leaf("Software version."),
    HwV: leaf("Hardware version."),
    LrgObj: leaf("Whether large objects are supported.", "bool"),
    Bearer: free("Nodes that depend on a bearer."),
    Ext: free("Extensions of the vendor."),
  },
};
