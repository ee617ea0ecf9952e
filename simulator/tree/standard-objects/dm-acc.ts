import { spec } from "../../core/spec-ref.ts";
import type { NodeShape } from "../object-shape.ts";

const leaf = (
  doc: string,
  occurs: NodeShape["occurs"] = "One",
  access = "Get",
  format = "chr",
): NodeShape => ({
  format,
  occurs,
  access,
  scope: "dynamic",
  doc,
});

const node = (
  doc: string,
  occurs: NodeShape["occurs"],
  children: Readonly<Record<string, NodeShape>>,
): NodeShape => ({ format: "node", occurs, access: "Add Get", scope: "dynamic", doc, children });

/**
 * Account of one DM server: `./DMAcc/<X>` (DM Standardized Objects 1.2, 5.3.1). Secrets cannot be read. Servers may add
 * what is missing, as far as the ACL lets them: accounts are made node by node.
 */
export const DMAcc: NodeShape = {
  format: "node",
  occurs: "OneOrMore",
  access: "Add Delete Get Replace",
  scope: "dynamic",
  type: "urn:oma:mo:oma-dm-dmacc:1.0",
  doc: "Account of a DM server.",
  spec: spec("dm-stdobj", "5.3.1 DMAcc"),
  children: {
    AppID: leaf("Type of the account: w7."),
    ServerID: leaf("Server identifier, the name in ACLs and notifications."),
    Name: leaf("Name for people.", "ZeroOrOne", "Get Replace"),
    PrefConRef: leaf("Preferred connection.", "ZeroOrOne", "Get Replace"),
    ToConRef: node("Connections.", "ZeroOrOne", {
      "<X>": node("One connection.", "OneOrMore", { ConRef: leaf("Link to the connection's object.") }),
    }),
    AppAddr: node("Addresses of the server.", "One", {
      "<X>": node("One address.", "OneOrMore", {
        Addr: leaf("Address of the server.", "One", "Get Replace"),
        AddrType: leaf("URI, IPv4 or IPv6."),
        Port: node("Ports.", "ZeroOrOne", {
          "<X>": node("One port.", "OneOrMore", { PortNbr: leaf("Port number.", "One", "Get Replace") }),
        }),
      }),
    }),
    AAuthPref: leaf("Preferred authentication type.", "ZeroOrOne", "Get Replace"),
    AppAuth: node("Credentials.", "ZeroOrOne", {
      "<X>": node("Credentials of one direction.", "OneOrMore", {
        AAuthLevel: leaf("CLCRED client to server, SRVCRED server to client."),
        AAuthType: leaf("BASIC, DIGEST or HMAC."),
        AAuthName: leaf("User name.", "ZeroOrOne", "Get Replace"),
        AAuthSecret: leaf("Password.", "ZeroOrOne", "Replace"),
        AAuthData: leaf("Nonce.", "ZeroOrOne", "", "bin"),
      }),
    }),
    Ext: { ...node("Extensions of the vendor.", "ZeroOrOne", {}), open: true },
  },
};
