import type { CommandInput } from "../../../../../simulator/protocols/wsi/index.ts";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import { readMgmtTree, writeMgmtTree } from "../../../../../simulator/protocols/dmddf/index.ts";
import type { SubtreeGrants } from "../../../../../simulator/roles/dm-server/options.ts";

/** A rule of the policy about commands, with what it refuses and what it grants. */
export interface CommandRule {
  readonly rule: string;
  readonly command: CommandInput;
  readonly refusing: SubtreeGrants;
  /** Absent: never granted. */
  readonly granting?: SubtreeGrants;
  /** What the refusal names: kind and address. */
  readonly names: string;
}

const tndsType = "application/vnd.syncml.dmtnds+xml";
const tndsText = (content: string): string =>
  `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${content}</MgmtTree>`;
const node = (name: string, content: string, properties = ""): string =>
  `<Node><NodeName>${name}</NodeName>${properties === "" ? "" : `<RTProperties>${properties}</RTProperties>`}${content}</Node>`;
const accountId = "<Type><DDFName>urn:oma:mo:oma-dm-dmacc:1.0</DDFName></Type>";
const acl = "<ACL>Get=*</ACL>";
const wbxml = (text: string): Uint8Array => {
  const { value } = readMgmtTree(utf8(text), "xml");
  if (!value) throw new Error("no TNDS document");
  return writeMgmtTree(value, "wbxml");
};
const tnds = (content: string): CommandInput => ({
  kind: "replace",
  locUri: "./S",
  type: tndsType,
  data: tndsText(content),
});

const get = (locUri: string) => ({ kind: "get", locUri }) as const;
const replace = (locUri: string) => ({ kind: "replace", locUri, data: "1" }) as const;
const exec = (locUri: string) => ({ kind: "exec", locUri }) as const;
const copy = { kind: "copy", from: "./S/A", to: "./T/B" } as const;
const all = ["./"];
const named = (word: string): SubtreeGrants => ["./", word];

/** Every rule about commands of the contract, section 3. */
export const commandRules: readonly CommandRule[] = [
  ...(["get", "add", "replace", "delete", "exec"] as const).flatMap((kind): readonly CommandRule[] => {
    const command: CommandInput = { kind, locUri: "./S/A" };
    const names = `${kind} ./S/A`;
    return [
      { rule: `${kind} beside the subtree`, command, refusing: ["./T"], granting: ["./S"], names },
      {
        rule: `${kind} where other commands are granted`,
        command,
        refusing: { get: all, add: all, replace: all, delete: all, copy: all, exec: all, [kind]: ["./T"] },
        granting: { [kind]: ["./S"] },
        names,
      },
    ];
  }),
  {
    rule: "copy from beside the subtree",
    command: copy,
    refusing: { copy: ["./T"] },
    granting: { copy: ["./S", "./T"] },
    names: "copy ./S/A",
  },
  {
    rule: "copy to beside the subtree",
    command: copy,
    refusing: { copy: ["./S"] },
    granting: { copy: ["./S", "./T"] },
    names: "copy ./T/B",
  },
  {
    rule: "copy of what holds accounts",
    command: { kind: "copy", from: "./SyncML", to: "./S/A" },
    refusing: all,
    granting: named("DMAcc"),
    names: "copy ./SyncML",
  },
  {
    rule: "delete of more than the subtree",
    command: { kind: "delete", locUri: "./S" },
    refusing: { delete: ["./S/A"] },
    granting: { delete: ["./S"] },
    names: "delete ./S",
  },
  {
    rule: "delete of what holds accounts",
    command: { kind: "delete", locUri: "./SyncML" },
    refusing: all,
    granting: named("DMAcc"),
    names: "delete ./SyncML",
  },
  {
    rule: "a member of an atomic",
    command: { kind: "atomic", commands: [replace("./S/A"), replace("./T/A")] },
    refusing: ["./S"],
    granting: ["./S", "./T"],
    names: "replace ./T/A",
  },
  {
    rule: "a member of a sequence",
    command: { kind: "sequence", commands: [get("./S/A"), exec("./S/A")] },
    refusing: { get: all },
    granting: { get: all, exec: ["./S"] },
    names: "exec ./S/A",
  },
  {
    rule: "a member of an atomic in a sequence",
    command: { kind: "sequence", commands: [get("./S/A"), { kind: "atomic", commands: [replace("./T/A")] }] },
    refusing: ["./S"],
    granting: ["./S", "./T"],
    names: "replace ./T/A",
  },
  {
    rule: "?list= of more than the subtree",
    command: get("./S?list=Struct"),
    refusing: ["./S/A"],
    granting: ["./S"],
    names: "get ./S?list=Struct",
  },
  {
    rule: "?list= of the whole tree",
    command: get("./?list=Struct"),
    refusing: all,
    granting: named("DMAcc"),
    names: "get ./?list=Struct",
  },
  {
    rule: "?prop=ACL read",
    command: get("./S/A?prop=ACL"),
    refusing: all,
    granting: named("acl"),
    names: "get ./S/A?prop=ACL",
  },
  {
    rule: "?prop=ACL written",
    command: replace("./S/A?prop=ACL"),
    refusing: all,
    granting: named("acl"),
    names: "replace ./S/A?prop=ACL",
  },
  {
    rule: "?prop=ACL in disguise",
    command: get("./S/A?PROP=%41CL"),
    refusing: all,
    granting: named("acl"),
    names: "get ./S/A?PROP=%41CL",
  },
  ...["./DMAcc/x/Name", "DMAcc/x/Name", "./dmacc/x/Name", "./%44MAcc/x/Name", "./SyncML/DMAcc/x/Name"].map(
    (locUri): CommandRule => ({
      rule: `an account: ${locUri}`,
      command: get(locUri),
      refusing: all,
      granting: ["DMAcc"],
      names: `get ${locUri}`,
    }),
  ),
  {
    rule: "a node that is made an account",
    command: { kind: "add", locUri: "./S/A", format: "node", type: "urn:oma:mo:oma-dm-dmacc:1.0" },
    refusing: all,
    granting: named("DMAcc"),
    names: "add ./DMAcc",
  },
  ...["./S/../T", "./S/%2E%2E/T", "./S//A", "./S/%2FA", "./S/%zz"].map((locUri): CommandRule => ({
    rule: `an address that could mean another node: ${locUri}`,
    command: get(locUri),
    refusing: ["./", "DMAcc", "acl", "bootstrap"],
    names: `get ${locUri}`,
  })),
  {
    rule: "TNDS over more than the subtree",
    command: tnds(node("A", "<Value>1</Value>")),
    refusing: ["./S/A"],
    granting: ["./S"],
    names: "replace ./S",
  },
  {
    rule: "TNDS over the whole tree",
    command: { kind: "add", locUri: "./", type: tndsType, data: tndsText(node("A", "<Value>1</Value>")) },
    refusing: all,
    granting: named("DMAcc"),
    names: "add ./",
  },
  {
    rule: "TNDS with an access control list",
    command: tnds(node("A", "<Value>1</Value>", acl)),
    refusing: all,
    granting: named("acl"),
    names: "replace ./S/A?prop=ACL",
  },
  {
    rule: "TNDS with an access control list, the type in other letters",
    command: {
      ...tnds(node("A", "<Value>1</Value>", acl)),
      type: `${tndsType.toUpperCase()}; charset=utf-8`,
    } as never,
    refusing: all,
    granting: named("acl"),
    names: "replace ./S/A?prop=ACL",
  },
  {
    rule: "TNDS in WBXML with an access control list",
    command: {
      kind: "add",
      locUri: "./S",
      type: "application/vnd.syncml.dmtnds+wbxml",
      binaryData: wbxml(tndsText(node("A", "<Value>1</Value>", acl))),
    },
    refusing: all,
    granting: named("acl"),
    names: "add ./S/A?prop=ACL",
  },
  {
    rule: "TNDS with an account by its id",
    command: tnds(node("A", node("B", "<Value>1</Value>"), accountId)),
    refusing: all,
    granting: named("DMAcc"),
    names: "replace ./DMAcc",
  },
  {
    rule: "TNDS with an account by its name",
    command: tnds(node("DMAcc", node("B", "<Value>1</Value>"))),
    refusing: all,
    granting: named("DMAcc"),
    names: "replace ./S/DMAcc",
  },
  {
    rule: "TNDS with a Path into the accounts",
    command: tnds("<Node><NodeName>x</NodeName><Path>./DMAcc</Path><Value>1</Value></Node>"),
    refusing: all,
    granting: named("DMAcc"),
    names: "replace ./S/DMAcc",
  },
  {
    rule: "TNDS that cannot be read",
    command: { kind: "replace", locUri: "./S", type: tndsType, data: "<MgmtTree" },
    refusing: named("acl"),
    granting: ["./", "acl", "DMAcc"],
    names: "replace ./DMAcc",
  },
];
