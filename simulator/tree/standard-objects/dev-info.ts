import { spec } from "../../core/spec-ref.ts";
import type { NodeShape } from "../object-shape.ts";

const leaf = (doc: string): NodeShape => ({
  format: "chr",
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

/** DevInfo, sent by the client in every Package 1 (DM Standardized Objects 1.2, 5.3.2). */
export const DevInfo: NodeShape = {
  format: "node",
  occurs: "One",
  access: "Get",
  scope: "permanent",
  type: "urn:oma:mo:oma-dm-devinfo:1.0",
  doc: "Information about the device for the server, sent with each session.",
  spec: spec("dm-stdobj", "5.3.2 DevInfo"),
  children: {
    DevId: leaf("Unique identifier of the device, as a URN: IMEI:…"),
    Man: leaf("Manufacturer."),
    Mod: leaf("Model."),
    DmV: leaf("Version of the DM client."),
    Lang: leaf("Current language of the user interface, as in RFC 1766."),
    Bearer: free("Nodes that depend on a bearer."),
    Ext: free("Extensions of the vendor."),
  },
};

/** The leaves of DevInfo in the order in which Package 1 carries them. */
export const devInfoLeaves = ["Lang", "DmV", "Mod", "Man", "DevId"] as const;
